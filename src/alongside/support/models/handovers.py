"""A handover: a child goes from one agency to another, and until the other has met her, somebody waits for an answer."""

import uuid

from django.db import models
from django.db.models import Q

from alongside.partners.guarded import Guarded, GuardedQuerySet
from alongside.partners.models import Agency, Member
from alongside.people.models import SourceRecord
from alongside.support.models.cases import DefinedPathway, PathwayVersion
from alongside.support.states import HANDOVER_ENDS, HandoverState


class Handover(Guarded):
    """The holder sends. The receiver is an agency here, or one outside the partnership by its name, or nobody yet."""

    subject_kind = "handover"
    person_field = "record__person_id"
    matter_field = "reference"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    kind = models.ForeignKey(DefinedPathway, on_delete=models.PROTECT, related_name="handovers")
    version = models.ForeignKey(PathwayVersion, on_delete=models.PROTECT, related_name="handovers")
    holder = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="handovers_sent")
    receiver = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="handovers_received"
    )
    outside = models.CharField(max_length=120, blank=True, help_text="A receiver outside the partnership, by name")
    record = models.ForeignKey(SourceRecord, on_delete=models.PROTECT, related_name="handovers")
    answers = models.JSONField(default=dict, help_text="The one page about the child, by question")
    group_name = models.CharField(max_length=60, blank=True, help_text="The class, ward or caseload she comes from")
    state = models.CharField(max_length=10, choices=HandoverState.choices, default=HandoverState.NAMED)
    moves_on = models.DateField(null=True, blank=True, help_text="The day on which the child moves")
    named_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="handovers_named")
    named_at = models.DateTimeField()
    sender_lead = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    receiver_lead = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    from_matter = models.CharField(max_length=80, blank=True, help_text="The case or plan that it goes on from")
    sent_key = models.CharField(max_length=80, blank=True, help_text="The sender's own key, so that twice enters once")
    due_at = models.DateTimeField(null=True, blank=True, help_text="The next of its clocks to run out")
    ended_at = models.DateTimeField(null=True, blank=True)
    changes = models.PositiveIntegerField(default=1)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["holder", "ended_at", "due_at", "reference"], name="handover_out"),
            models.Index(fields=["receiver", "ended_at", "due_at", "reference"], name="handover_in"),
            models.Index(fields=["receiver", "due_at"], condition=Q(ended_at__isnull=True), name="handover_coming"),
            models.Index(fields=["holder", "due_at"], condition=Q(ended_at__isnull=True), name="handover_going"),
            models.Index(fields=["receiver", "version"], name="handover_version_in"),
            models.Index(fields=["kind", "named_at"], name="handover_by_kind"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["holder", "sent_key"], condition=~Q(sent_key=""), name="handover_named_once"
            ),
            models.CheckConstraint(
                condition=Q(receiver__isnull=True) | Q(outside=""), name="handover_has_one_receiver"
            ),
            models.CheckConstraint(
                condition=Q(receiver__isnull=False)
                | ~Q(outside="")
                | Q(state__in=[HandoverState.NAMED, HandoverState.RETURNED, HandoverState.WITHDRAWN]),
                name="handover_under_way_has_receiver",
            ),
            models.CheckConstraint(
                condition=Q(state__in=HANDOVER_ENDS, ended_at__isnull=False)
                | (~Q(state__in=HANDOVER_ENDS) & Q(ended_at__isnull=True)),
                name="ended_handover_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class HandoverStep(models.Model):
    """What happened to a handover: who did it, for which agency, when, and why. Added, never changed or taken out."""

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="steps")
    move = models.CharField(max_length=40)
    label = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=HandoverState.choices)
    receiver = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    outside = models.CharField(max_length=120, blank=True)
    answers = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    happened_at = models.DateTimeField(help_text="When it was done; entered by hand where it was done elsewhere")
    at = models.DateTimeField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    by = models.CharField(max_length=200, help_text="Who did it, by name")
    entered_by = models.CharField(max_length=200, blank=True, help_text="Who wrote it down, if it was somebody else")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.handover} {self.move}"


class HandoverDocument(models.Model):
    """A document that goes with a child, by its name: when it was sent and who has it. Not the document itself."""

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="documents")
    name = models.CharField(max_length=160)
    is_protection_file = models.BooleanField(default=False)
    listed_by = models.CharField(max_length=200)
    listed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.CharField(max_length=200, blank=True)
    sent_how = models.CharField(max_length=200, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    received_by = models.CharField(max_length=200, blank=True, help_text="Who signed for it, by name")
    receipt_entered_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-is_protection_file", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["handover", "name"], name="handover_document_once"),
            models.CheckConstraint(condition=Q(sent_at__isnull=True) | ~Q(sent_by=""), name="document_sent_has_who"),
            models.CheckConstraint(
                condition=Q(received_at__isnull=True) | (~Q(received_by="") & Q(sent_at__isnull=False)),
                name="document_receipt_has_who",
            ),
        ]

    def __str__(self) -> str:
        return f"document of {self.handover}"
