"""A panel: agencies that meet over many cases. Each case is seen only by those who work it, in the room and on paper."""

import uuid

from django.db import models
from django.db.models import Q

from alongside.partners.fields import CodedSetField
from alongside.partners.models import Agency, Member
from alongside.partners.states import FieldGroup
from alongside.support.models.cases import Case, DefinedPathway
from alongside.support.states import ActionState, Attendance, ItemState, MeetingState, Release


class Panel(models.Model):
    """What belongs there, who sits there, and how many agencies must be in the room."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    belongs = models.TextField(help_text="What belongs on the agenda, and where the rest goes")
    holder = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="panels_held")
    pathways = models.ManyToManyField(DefinedPathway, related_name="panels")
    quorum = models.PositiveSmallIntegerField(default=3, help_text="Agencies in the room, the holder's among them")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PanelSeat(models.Model):
    """An agency that sits on a panel, and what of a case it may contribute to or be told there."""

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="seats")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="seats")
    sees = CodedSetField(FieldGroup, help_text="What it is told of a case on which it is invited")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["panel", "agency"], name="seat_once")]

    def __str__(self) -> str:
        return f"{self.agency} on {self.panel}"


class Meeting(models.Model):
    """One meeting of a panel."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="meetings")
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    chair = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="meetings_chaired")
    state = models.CharField(max_length=10, choices=MeetingState.choices, default=MeetingState.PLANNED)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    not_quorate = models.CharField(max_length=300, blank=True, help_text="Why it went on without a quorum")
    changes = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-starts_at"]

    def __str__(self) -> str:
        return f"{self.panel} on {self.starts_at:%d %B %Y}"


class Presence(models.Model):
    """Who of an agency was there."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="presences")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    name = models.CharField(max_length=120)
    attendance = models.CharField(max_length=12, choices=Attendance.choices)

    class Meta:
        ordering = ["agency__name", "name"]
        constraints = [models.UniqueConstraint(fields=["meeting", "agency", "name"], name="presence_once")]

    def __str__(self) -> str:
        return f"{self.name}: {self.attendance}"


class AgendaItem(models.Model):
    """A case on the agenda of one meeting, with the agencies that are invited to it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="agenda_items")
    order = models.PositiveSmallIntegerField()
    why = models.TextField(help_text="What is stuck, and what is asked of the panel")
    state = models.CharField(max_length=12, choices=ItemState.choices, default=ItemState.PROPOSED)
    state_reason = models.CharField(max_length=300, blank=True)
    invited = models.ManyToManyField(Agency, blank=True, related_name="invited_to")
    decision = models.TextField(blank=True)
    decided_by = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    put_by = models.CharField(max_length=200)
    put_at = models.DateTimeField()
    changes = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["meeting", "order"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "case"], name="case_once_on_agenda"),
            models.CheckConstraint(condition=Q(decision="") | ~Q(decided_by=""), name="panel_decision_has_who"),
        ]

    def __str__(self) -> str:
        return f"{self.case} at {self.meeting}"


class ConflictOfInterest(models.Model):
    """A member who declared that she should not take part: the item is closed to her."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="conflicts")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="conflicts")
    words = models.CharField(max_length=300)
    declared_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "conflicts of interest"
        constraints = [models.UniqueConstraint(fields=["item", "member"], name="conflict_once")]

    def __str__(self) -> str:
        return f"{self.member} steps out of {self.item}"


class Contribution(models.Model):
    """What an agency says of a case to the panel, and how far it may go from there."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="contributions")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="contributions")
    field_group = models.CharField(max_length=20, choices=[(group.code, group.label) for group in FieldGroup])
    words = models.TextField()
    release = models.CharField(max_length=12, choices=Release.choices)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.CharField(max_length=200, blank=True)
    taken_back_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.agency} on {self.item}"


class PanelAction(models.Model):
    """What was agreed: who does it by when, and how it ended. Impossible after a change is not the same as not done."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="actions")
    what = models.TextField()
    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="panel_actions")
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
        indexes = [
            models.Index(fields=["owner_agency", "state", "due_on"], name="panel_action_of_agency"),
            models.Index(
                fields=["owner_agency", "due_on"], condition=Q(ended_at__isnull=True), name="panel_action_to_do"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ActionState.TO_DO) | ~Q(ended_by=""), name="ended_panel_action_has_who"
            )
        ]

    def __str__(self) -> str:
        return f"action of {self.item}"


class PanelAmendment(models.Model):
    """What stood in a decision, of how an action ended, or that an agency was invited, before somebody put it right; with
    the reason."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="amendments")
    action = models.ForeignKey(PanelAction, on_delete=models.PROTECT, null=True, blank=True, related_name="amendments")
    uninvited = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="uninvitations")
    before = models.TextField()
    reason = models.CharField(max_length=300)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"amendment of {self.item}"
