"""A reachable moment: a child was missing, met elsewhere, in custody or excluded, and somebody must go."""

import uuid

from django.db import models
from django.db.models import F, Q

from alongside.partners.guarded import Guarded, GuardedQuerySet
from alongside.partners.models import Agency, Member
from alongside.people.models import SourceRecord
from alongside.support.models.cases import Case
from alongside.support.models.plans import Plan
from alongside.support.moment_states import MomentEnd, MomentKind, MomentState, MomentStepKind


class ReachableMoment(Guarded):
    """Held by the agency that recorded it, and received by one that can go. Without an owner it is the team's."""

    subject_kind = "reachable moment"
    person_field = "record__person_id"
    matter_field = "reference"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    holder = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="moments_recorded")
    record = models.ForeignKey(SourceRecord, on_delete=models.PROTECT, related_name="moments")
    kind = models.CharField(max_length=12, choices=MomentKind.choices)
    happened_at = models.DateTimeField()
    where = models.CharField(max_length=200)
    met_by = models.CharField(max_length=200, blank=True, help_text="Who met the child: another force, a hospital")
    told = models.TextField()
    reach = models.TextField(blank=True, help_text="How the child can be reached safely, and until when")
    back_at = models.DateTimeField(null=True, blank=True, help_text="When a missing child came back or was found")
    receiver = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="moments_received"
    )
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="moments")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="moments")
    owner = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="moments_owned")
    state = models.CharField(max_length=10, choices=MomentState.choices)
    end = models.CharField(max_length=14, choices=MomentEnd.choices, blank=True)
    held_because = models.CharField(max_length=300, blank=True)
    recorded_by = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True, help_text="The next of its clocks to run out")
    ended_at = models.DateTimeField(null=True, blank=True)
    sent_key = models.CharField(max_length=80, help_text="Of the form, so that twice enters once")
    changes = models.PositiveIntegerField(default=1)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["receiver", "state", "due_at"], name="moment_queue"),
            models.Index(fields=["owner", "state", "due_at"], name="moment_of_owner"),
            models.Index(fields=["receiver", "due_at"], condition=Q(ended_at__isnull=True), name="moment_received"),
            models.Index(fields=["holder", "state"], condition=Q(ended_at__isnull=True), name="moment_recorded"),
            models.Index(fields=["holder", "-recorded_at"], name="moment_of_holder"),
            models.Index(
                fields=["receiver", "-ended_at", "reference"], condition=Q(state=MomentState.ENDED), name="moment_ended"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["holder", "sent_key"], name="moment_sent_once"),
            models.CheckConstraint(
                condition=Q(back_at__isnull=True) | Q(back_at__gte=F("happened_at")), name="moment_back_after_it_began"
            ),
            models.CheckConstraint(
                condition=Q(state=MomentState.ENDED, ended_at__isnull=False) & ~Q(end="")
                | (~Q(state=MomentState.ENDED) & Q(ended_at__isnull=True, end="")),
                name="moment_ends_in_a_way",
            ),
            models.CheckConstraint(
                condition=Q(receiver__isnull=False) | ~Q(held_because=""), name="moment_without_receiver_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class MomentStep(models.Model):
    """What happened to a reachable moment. Added, never changed."""

    moment = models.ForeignKey(ReachableMoment, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=12, choices=MomentStepKind.choices)
    words = models.TextField(blank=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} of {self.moment}"
