"""A disruption plan: of a place, a vehicle, a line, an account. There is no person in it, and none can be linked."""

import uuid

from django.db import models
from django.db.models import Q

from alongside.partners.models import Agency
from alongside.support.disruption_states import (
    DisruptedKind,
    DisruptionEnd,
    DisruptionState,
    DisruptionStepKind,
    Power,
    PowerStanding,
)
from alongside.support.models.panels import Meeting, Panel
from alongside.support.states import ActionState


class DisruptionPlan(models.Model):
    """Read and worked by the agencies with a seat on its panel, whatever cases they may see."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="disruption_plans")
    holder = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="disruption_plans")
    kind = models.CharField(max_length=12, choices=DisruptedKind.choices)
    theme = models.CharField(max_length=200)
    where = models.CharField(max_length=300)
    seen = models.TextField()
    review_on = models.DateField()
    state = models.CharField(max_length=10, choices=DisruptionState.choices, default=DisruptionState.OPEN)
    end = models.CharField(max_length=12, choices=DisruptionEnd.choices, blank=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    sent_key = models.CharField(max_length=80, help_text="Of the form, so that twice enters once")
    changes = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["review_on", "reference"]
        indexes = [models.Index(fields=["panel", "state", "review_on"], name="disruption_of_panel")]
        constraints = [
            models.UniqueConstraint(fields=["holder", "sent_key"], name="disruption_started_once"),
            models.CheckConstraint(
                condition=Q(state=DisruptionState.OPEN, ended_at__isnull=True, end="")
                | (Q(state=DisruptionState.ENDED, ended_at__isnull=False) & ~Q(end="")),
                name="disruption_ends_in_a_way",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class DisruptionStep(models.Model):
    """What happened to a plan, with what stood there before. Added, never changed."""

    plan = models.ForeignKey(DisruptionPlan, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=14, choices=DisruptionStepKind.choices)
    words = models.TextField(blank=True)
    before = models.JSONField(default=dict)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} of {self.plan}"


class DisruptionPower(models.Model):
    """How a power stands since a day. Added, never changed: the newest row of a power says how it stands now."""

    plan = models.ForeignKey(DisruptionPlan, on_delete=models.CASCADE, related_name="powers")
    power = models.CharField(max_length=12, choices=Power.choices)
    standing = models.CharField(max_length=12, choices=PowerStanding.choices)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    words = models.TextField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")), name="power_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.power} of {self.plan}"


class DisruptionAction(models.Model):
    """What an agency does at the place, by when, and how it ended: the five ends of any action of a panel."""

    plan = models.ForeignKey(DisruptionPlan, on_delete=models.PROTECT, related_name="actions")
    what = models.TextField()
    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="disruption_actions")
    owner = models.CharField(max_length=120)
    due_on = models.DateField()
    state = models.CharField(max_length=12, choices=ActionState.choices, default=ActionState.TO_DO)
    outcome = models.TextField(blank=True)
    added_by = models.CharField(max_length=200)
    added_at = models.DateTimeField()
    ended_by = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    changes = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["owner_agency", "state", "due_on"], name="disruption_action_of_agency")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ActionState.TO_DO) | ~Q(ended_by=""), name="ended_disruption_action_has_who"
            )
        ]

    def __str__(self) -> str:
        return f"action of {self.plan}"


class DisruptionItem(models.Model):
    """A place or theme on the agenda of a meeting, beside the cases and apart from them."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="disruption_items")
    plan = models.ForeignKey(DisruptionPlan, on_delete=models.PROTECT, related_name="items")
    why = models.TextField()
    decision = models.TextField(blank=True)
    decided_by = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    put_by = models.CharField(max_length=200)
    put_at = models.DateTimeField()
    changes = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["meeting", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "plan"], name="disruption_once_on_agenda"),
            models.CheckConstraint(condition=Q(decision="") | ~Q(decided_by=""), name="disruption_decision_has_who"),
        ]

    def __str__(self) -> str:
        return f"{self.plan} at {self.meeting}"
