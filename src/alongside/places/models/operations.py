"""Operations on a place: what is to fall there, who does what, and what came of it. Rows are added, never changed.

There is no person in these tables but staff, save in `PoliceOnlyNote`, which the police alone may read.
"""

from django.db import models
from django.db.models import Q

from alongside.places.models.problems import PlaceProblem
from alongside.places.models.runs import PlaceRun
from alongside.places.operation_states import Stage, TacticKind


class Operation(models.Model):
    """A piece of problem solving at a place. Its rows tell how it stands; it never changes itself."""

    reference = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    why = models.TextField()
    problem = models.ForeignKey(
        PlaceProblem, on_delete=models.PROTECT, null=True, blank=True, related_name="operations"
    )
    plane = models.CharField(max_length=40, blank=True, help_text="The metres of the outline, such as EPSG:27700")
    outline = models.JSONField(default=list, help_text="Rings in whole metres; empty where areas make the place")
    areas = models.JSONField(default=list, help_text="Keys of boundaries, such as ward:2022:E05000001")
    sent_key = models.UUIDField(unique=True, help_text="A form that was sent twice enters once")
    agency_code = models.CharField(max_length=40, help_text="The agency that leads it")
    made_by = models.CharField(max_length=200)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(outline=[], areas=[]), name="operation_has_place"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.name}"


class OperationAgency(models.Model):
    """An agency that runs the operation together with the others. The leading agency is one of them."""

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="agencies")
    agency_code = models.CharField(max_length=40)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["operation", "agency_code"], name="operation_agency_once")]
        indexes = [models.Index(fields=["agency_code", "operation"], name="operation_of_agency")]

    def __str__(self) -> str:
        return self.agency_code


class OperationStage(models.Model):
    """The operation moved to this stage, for this reason."""

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="stages")
    stage = models.CharField(max_length=12, choices=Stage.choices)
    reason = models.TextField()
    agency_code = models.CharField(max_length=40)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["operation", "-id"], name="operation_stage_newest")]

    def __str__(self) -> str:
        return f"{self.stage}: {self.reason[:60]}"


class OperationFinding(models.Model):
    """What a stage found out, in words; with the answer about places that it rests on, if there is one."""

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="findings")
    stage = models.CharField(max_length=12, choices=Stage.choices)
    words = models.TextField()
    run = models.ForeignKey(PlaceRun, on_delete=models.PROTECT, null=True, blank=True, related_name="findings")
    sent_key = models.UUIDField(unique=True)
    agency_code = models.CharField(max_length=40)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.words[:60]


class OperationProtocol(models.Model):
    """What the operation will be judged by: written before it starts, then locked.

    Every save is a version of its own. A version with `locked_at` is in force; the first of them is what an evaluation
    goes by. A version after that one is a change: it is locked at once, and `reason` says why.
    """

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="protocols")
    number = models.PositiveSmallIntegerField()
    outcome = models.TextField(help_text="What is to fall, or to rise, in words")
    source = models.CharField(max_length=60, help_text="Key of the source, such as recorded_crime")
    kinds = models.JSONField(help_text="Kinds of event of the source; empty for all of them")
    definition = models.TextField(help_text="What counts and what does not, in words")
    baseline_from = models.DateField(help_text="The first day with which is compared")
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="Its last day")
    plane = models.CharField(max_length=40, blank=True)
    target_outline = models.JSONField(default=list, help_text="Rings in whole metres; empty where areas make it")
    target_areas = models.JSONField(default=list, help_text="Keys of boundaries")
    comparison_areas = models.JSONField(default=list, help_text="Keys of boundaries; none of the target, none near it")
    buffer_metres = models.PositiveIntegerField(default=0, help_text="Where crime may have moved to; 0 for none")
    buffer_areas = models.JSONField(default=list, help_text="Keys of boundaries, in place of metres")
    reason = models.TextField(blank=True, help_text="Why it was changed after it was locked")
    locked_at = models.DateTimeField(null=True, blank=True)
    sent_key = models.UUIDField(unique=True)
    agency_code = models.CharField(max_length=40)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["operation", "number"], name="protocol_version_once"),
            models.CheckConstraint(condition=~Q(target_outline=[], target_areas=[]), name="protocol_has_target"),
            models.CheckConstraint(
                condition=Q(baseline_from__lt=models.F("starts_on"), starts_on__lte=models.F("ends_on")),
                name="protocol_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of {self.operation}"


class OperationTactic(models.Model):
    """A tactic was taken up by an agency, or given up. The newest row of a tactic and an agency stands."""

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="tactics")
    kind = models.CharField(max_length=20, choices=TacticKind.choices)
    doer_code = models.CharField(max_length=40, help_text="The agency that does it")
    words = models.TextField(help_text="Where, when and how much; or why it was given up")
    is_used = models.BooleanField(default=True)
    sent_key = models.UUIDField(unique=True)
    agency_code = models.CharField(max_length=40)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.kind
