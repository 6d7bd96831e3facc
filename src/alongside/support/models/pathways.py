"""A pathway is data: who receives, for which purpose, what it carries, which clocks run."""

from django.db import models

from alongside.partners.fields import CodedSetField
from alongside.partners.models import Agency
from alongside.partners.states import FieldGroup, Purpose


class RatingScheme(models.Model):
    """Words for how great the need is. A level means something only with its scheme."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.name


class RatingLevel(models.Model):
    scheme = models.ForeignKey(RatingScheme, on_delete=models.PROTECT, related_name="levels")
    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=80)
    meaning = models.CharField(max_length=300)
    order = models.PositiveSmallIntegerField()
    request_amount = models.PositiveSmallIntegerField(default=24)
    request_calendar = models.CharField(max_length=20, default="working_hours")

    class Meta:
        ordering = ["scheme", "order"]
        constraints = [models.UniqueConstraint(fields=["scheme", "code"], name="level_once_in_scheme")]

    def __str__(self) -> str:
        return f"{self.scheme.name}: {self.name}"


class Pathway(models.Model):
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    receiver = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="pathways")
    purpose_code = models.CharField(max_length=30, choices=[(one.code, one.label) for one in Purpose])
    carries = CodedSetField(FieldGroup, help_text="What the receiver's involvement carries")
    scheme = models.ForeignKey(RatingScheme, on_delete=models.PROTECT)
    second_look_from = models.PositiveSmallIntegerField(
        help_text="From this level upward a decision of no action or advice needs a second look"
    )
    decision_amount = models.PositiveSmallIntegerField(default=1)
    decision_calendar = models.CharField(max_length=20, default="working_days")
    feedback_amount = models.PositiveSmallIntegerField(default=3)
    feedback_calendar = models.CharField(max_length=20, default="working_days")
    review_weeks = models.PositiveSmallIntegerField(default=6)

    def __str__(self) -> str:
        return self.name

    @property
    def purpose(self) -> Purpose:
        return Purpose[self.purpose_code.upper()]
