"""Needs assessments: a draft made from the data, edited by people, frozen when signed. No person is in any of it."""

from django.db import models
from django.db.models import Q

from alongside.outcomes.needs_states import FigureState, NeedsState


class NeedsAssessment(models.Model):
    """One needs assessment of a borough for twelve months. How it stands is in its steps."""

    reference = models.CharField(max_length=20, unique=True)
    place_key = models.CharField(max_length=40, help_text="The boundary, such as borough:2024:E09000001")
    place = models.CharField(max_length=200)
    first_month = models.DateField()
    last_month = models.DateField()
    sent_key = models.UUIDField(unique=True, help_text="A click that was sent twice drafts once")
    agency_code = models.CharField(max_length=40)
    drafted_by = models.CharField(max_length=200)
    drafted_by_id = models.CharField(max_length=80)
    drafted_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.reference


class NeedsFigure(models.Model):
    """One figure, with everything by which it can be traced. Never changed: new data makes a new draft."""

    assessment = models.ForeignKey(NeedsAssessment, on_delete=models.CASCADE, related_name="figures")
    number = models.PositiveIntegerField(help_text="The number of its footnote")
    key = models.CharField(max_length=120)
    section = models.CharField(max_length=12)
    label = models.CharField(max_length=300)
    definition_code = models.CharField(max_length=60)
    definition_version = models.PositiveSmallIntegerField()
    definition_name = models.CharField(max_length=200)
    definition_words = models.TextField()
    is_process = models.BooleanField()
    state = models.CharField(max_length=10, choices=FigureState.choices)
    why = models.CharField(max_length=600, blank=True)
    shown = models.CharField(max_length=300)
    value = models.FloatField(null=True, blank=True)
    low = models.FloatField(null=True, blank=True)
    high = models.FloatField(null=True, blank=True)
    interval = models.CharField(max_length=120, blank=True)
    comparator = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=200)
    place_code = models.CharField(max_length=9, blank=True)
    period = models.CharField(max_length=120, blank=True)
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    source = models.TextField()
    extracted = models.DateField(null=True, blank=True)
    extract_hash = models.CharField(max_length=64, blank=True, help_text="SHA-256 of what was read")
    digest = models.CharField(max_length=64, help_text="SHA-256 of everything that this row says")

    class Meta:
        ordering = ["assessment", "number"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "number"], name="needs_figure_once"),
            models.CheckConstraint(
                condition=Q(state=FigureState.SHOWN) | (Q(value__isnull=True) & ~Q(why="")),
                name="needs_figure_shown_or_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment} figure {self.number}"


class NeedsText(models.Model):
    """What a section says from one save to the next. Rows are added, never changed."""

    assessment = models.ForeignKey(NeedsAssessment, on_delete=models.CASCADE, related_name="texts")
    section = models.CharField(max_length=12)
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    by = models.CharField(max_length=200)
    by_id = models.CharField(max_length=80)
    agency_code = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        ordering = ["assessment", "section", "-number"]
        constraints = [models.UniqueConstraint(fields=["assessment", "section", "number"], name="needs_text_once")]

    def __str__(self) -> str:
        return f"{self.assessment} {self.section} {self.number}"


class NeedsStep(models.Model):
    """How an assessment came to stand as it does. `digest`: of all texts and figures, when it was signed."""

    assessment = models.ForeignKey(NeedsAssessment, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=10, choices=NeedsState.choices)
    reason = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    by = models.CharField(max_length=200)
    agency_code = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["assessment", "state"], name="needs_step_once")]
        indexes = [models.Index(fields=["assessment", "-id"], name="needs_step_newest")]

    def __str__(self) -> str:
        return f"{self.assessment}: {self.state}"


class AnnualFigures(models.Model):
    """What was asked of the partnership in a year and what was answered, as it was counted after its end. Kept once."""

    year = models.PositiveSmallIntegerField(unique=True, help_text="In which the year begins, on 1 April")
    body = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-year"]

    def __str__(self) -> str:
        return f"{self.year} to {self.year + 1}"
