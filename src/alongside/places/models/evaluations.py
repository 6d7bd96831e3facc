"""Evaluations that were asked for, what was claimed from them, and that they were worked again. Counts, no person."""

from django.db import models
from django.db.models import F, Q

from alongside.places.evaluation_states import EvaluationQuestion
from alongside.places.models.operations import Operation
from alongside.places.models.problems import PlaceProblem
from alongside.places.models.runs import PlaceRun


class Evaluation(models.Model):
    """One question about one place and time. It never changes: who asks otherwise makes another."""

    name = models.CharField(max_length=200)
    question = models.CharField(max_length=10, choices=EvaluationQuestion.choices)
    run = models.ForeignKey(PlaceRun, on_delete=models.PROTECT, related_name="evaluations")
    operation = models.ForeignKey(
        Operation, on_delete=models.PROTECT, null=True, blank=True, related_name="evaluations"
    )
    problem = models.ForeignKey(
        PlaceProblem, on_delete=models.PROTECT, null=True, blank=True, related_name="evaluations",
        help_text="The problem whose name and outline are evaluated: who may not see it, does not see this",
    )  # fmt: skip
    plan = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="carried_out",
        help_text="The evaluation that locked the design before it started",
    )  # fmt: skip
    locked = models.JSONField(null=True, blank=True, help_text="The design as it was locked, where one was")
    locked_at = models.DateTimeField(null=True, blank=True)
    sent_key = models.UUIDField(unique=True, help_text="A form that was sent twice enters once")
    agency_code = models.CharField(max_length=40)
    asked_by = models.CharField(max_length=200)
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name


class EvaluationRepeat(models.Model):
    """The same evaluation worked again, to hold its figures against the first ones."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="repeats")
    run = models.OneToOneField(PlaceRun, on_delete=models.PROTECT, related_name="repeat_of")
    agency_code = models.CharField(max_length=40)
    asked_by = models.CharField(max_length=200)
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]


class EvaluationClaim(models.Model):
    """A change that may be told to others, with all that belongs to it. Without its two counts it cannot be kept."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="claims")
    words = models.TextField()
    definition = models.TextField()
    definition_version = models.CharField(max_length=200)
    area = models.CharField(max_length=300)
    before_first = models.DateField()
    before_last = models.DateField()
    after_first = models.DateField()
    after_last = models.DateField()
    before = models.PositiveIntegerField()
    after = models.PositiveIntegerField()
    percent = models.FloatField(null=True, blank=True)
    low = models.FloatField(null=True, blank=True)
    high = models.FloatField(null=True, blank=True)
    comparator = models.CharField(max_length=300)
    comparator_before = models.PositiveIntegerField(null=True, blank=True)
    comparator_after = models.PositiveIntegerField(null=True, blank=True)
    source = models.TextField()
    extracted = models.CharField(
        max_length=300, help_text="When the publisher took the extract, as the source tells it"
    )
    used_in = models.CharField(max_length=300, help_text="Where it will be said")
    sent_key = models.UUIDField(unique=True)
    agency_code = models.CharField(max_length=40)
    stated_by = models.CharField(max_length=200)
    stated_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(percent=None) | Q(before__gte=10, after__gte=10, low__isnull=False, high__isnull=False),
                name="claim_percentage_has_counts_and_interval",
            ),
            models.CheckConstraint(
                condition=Q(before_first__lte=F("before_last"))
                & Q(before_last__lt=F("after_first"))
                & Q(after_first__lte=F("after_last")),
                name="claim_periods_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(definition="") & ~Q(area="") & ~Q(source="") & ~Q(comparator="") & ~Q(extracted=""),
                name="claim_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.words


class ClaimWithdrawal(models.Model):
    """A claim that is no longer made, and why. The claim stays to be seen."""

    claim = models.OneToOneField(EvaluationClaim, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField()
    agency_code = models.CharField(max_length=40)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
