"""Questionnaires before and after, as points only. The items are their makers'; who has which code only the school knows."""

from django.db import models
from django.db.models import F, Q

from alongside.programmes.models.classes import SchoolClass
from alongside.programmes.states import Moment


class Instrument(models.Model):
    """A questionnaire with what is needed to read its points. Whole numbers only; never changed, a new one is added."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    answered_by = models.CharField(max_length=80, help_text="Such as: the pupil, the teacher, a parent")
    lowest = models.SmallIntegerField()
    highest = models.SmallIntegerField()
    higher_is_worse = models.BooleanField()
    reliability_thousandths = models.PositiveSmallIntegerField(help_text="Retest reliability, 720 for 0.72")
    spread_hundredths = models.PositiveIntegerField(help_text="Standard deviation of the reference, 580 for 5.8")
    cutoff = models.SmallIntegerField(null=True, blank=True)
    source = models.CharField(max_length=400, help_text="Where these numbers stand, and under which licence it is used")
    agency_code = models.CharField(max_length=40)
    made_by = models.CharField(max_length=200)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(lowest__lt=F("highest")), name="instrument_range_in_order"),
            models.CheckConstraint(condition=Q(reliability_thousandths__lt=1000), name="instrument_never_perfect"),
            models.CheckConstraint(condition=Q(spread_hundredths__gt=0), name="instrument_has_spread"),
        ]

    def __str__(self) -> str:
        return self.name


class Reading(models.Model):
    """The points under one code at one moment. A correction replaces them; the step of the class tells that it did."""

    school_class = models.ForeignKey(SchoolClass, on_delete=models.CASCADE, related_name="readings")
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="readings")
    moment = models.CharField(max_length=10, choices=Moment.choices)
    code = models.CharField(max_length=7, help_text="A random code that only the school can resolve, such as K7MX2-Q")
    points = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school_class", "instrument", "moment", "code"], name="reading_once"),
        ]
