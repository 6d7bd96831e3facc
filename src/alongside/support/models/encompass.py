"""Operation Encompass: incidents as the police told them, and a notice for each child to its own setting."""

import uuid

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from alongside.partners.guarded import Guarded, GuardedQuerySet
from alongside.partners.models import Agency, Member
from alongside.people.models import SourceRecord
from alongside.support.encompass_states import (
    LIVE,
    WAITING,
    NoticeStatus,
    OfferKind,
    Presence,
    QueueReason,
    SettingKind,
    StepKind,
)


class Incident(models.Model):
    """One incident, as the police have it now. Every text that it had is kept in its versions."""

    reference = models.CharField(max_length=20, unique=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="incidents")
    police_reference = models.CharField(max_length=40)
    happened_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    circumstances = models.TextField()
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of what was said at first")
    sent_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="incidents")
    source = models.CharField(max_length=100)
    received_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    changes = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "police_reference"], name="incident_once"),
            models.CheckConstraint(condition=~Q(circumstances=""), name="incident_says_what_happened"),
        ]
        indexes = [models.Index(fields=["agency", "-received_at"], name="incident_of_agency")]

    def __str__(self) -> str:
        return self.reference


class IncidentChild(models.Model):
    """A child of an incident. Its record is the police's own, kept as sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="children")
    record = models.ForeignKey(SourceRecord, on_delete=models.PROTECT, related_name="incident_children")
    key = models.CharField(max_length=64, help_text="Of name and birth date: the same child told twice enters once")
    fingerprint = models.CharField(max_length=64)
    presence = models.CharField(max_length=10, choices=Presence.choices)
    where_in_home = models.CharField(max_length=200, blank=True)
    voice = models.TextField(blank=True)
    voice_with = models.CharField(max_length=200, blank=True)
    told_school = models.CharField(max_length=200, blank=True)
    told_urn = models.CharField(max_length=10, blank=True)
    home_educated = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "key"], name="child_of_incident_once")]

    def __str__(self) -> str:
        return f"child of {self.incident}"


class IncidentVersion(models.Model):
    """What was said of an incident, or of one of its children, at a time. Rows are added, never changed."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="versions")
    child = models.ForeignKey(IncidentChild, on_delete=models.PROTECT, null=True, blank=True, related_name="versions")
    number = models.PositiveIntegerField()
    words = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.incident}, version {self.number}"


class SchoolNotice(Guarded):
    """One child's notice to one setting. Sent on, it ends, and the next begins; the clock goes on from the start."""

    subject_kind = "encompass notice"
    person_field = "child__record__person_id"
    matter_field = "reference"

    reference = models.CharField(max_length=20, unique=True)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="notices")
    child = models.ForeignKey(IncidentChild, on_delete=models.PROTECT, related_name="notices")
    holder = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="notices_sent")
    receiver = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="notices_received"
    )
    kind = models.CharField(max_length=20, choices=SettingKind.choices)
    school_urn = models.CharField(max_length=10, blank=True)
    setting = models.CharField(max_length=200, help_text="The setting under its name at the time")
    status = models.CharField(max_length=20, choices=NoticeStatus.choices)
    reason = models.CharField(max_length=30, choices=QueueReason.choices, blank=True)
    beside = models.UUIDField(null=True, blank=True, help_text="The restricted person whom the record is like")
    agreement = models.CharField(max_length=200, blank=True)
    received_at = models.DateTimeField(help_text="When the police told of the child: from here the clock counts")
    due_at = models.DateTimeField(help_text="When the setting's next day begins")
    counted_in = models.CharField(max_length=100, help_text="In whose days the clock counts")
    posted_as = models.CharField(max_length=20, blank=True, help_text="The reference under which members were told")
    sent_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True, help_text="Acknowledged or settled")
    done_by = models.CharField(max_length=200, blank=True)
    chased_at = models.DateTimeField(null=True, blank=True)
    changes = models.PositiveIntegerField(default=1)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["child"], condition=Q(status__in=LIVE), name="one_live_notice_a_child"),
            models.CheckConstraint(
                condition=~Q(kind=SettingKind.OFFICER) | ~Q(reason=""), name="queued_notice_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(status=NoticeStatus.HELD) | Q(receiver__isnull=False) | ~Q(status__in=WAITING),
                name="notice_has_receiver",
            ),
        ]
        indexes = [
            models.Index(fields=["receiver", "status", "due_at"], name="notice_of_receiver"),
            models.Index(fields=["holder", "-received_at"], name="notice_of_holder"),
            models.Index(fields=["holder", "status", "received_at"], name="notice_of_holder_by_status"),
            models.Index(fields=["posted_as"], name="notice_by_posting"),
        ]

    def __str__(self) -> str:
        return self.reference


class NoticeStep(models.Model):
    """What happened to a notice, when, by whom. Rows are added, never changed."""

    notice = models.ForeignKey(SchoolNotice, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=20, choices=StepKind.choices)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    words = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.notice} {self.kind}"


class Offer(models.Model):
    """What the setting offered the child. Rows are added, never changed."""

    notice = models.ForeignKey(SchoolNotice, on_delete=models.PROTECT, related_name="offers")
    kind = models.CharField(max_length=20, choices=OfferKind.choices)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} after {self.notice}"


class Chase(models.Model):
    """Somebody reminded the setting. Rows are added, never changed."""

    notice = models.ForeignKey(SchoolNotice, on_delete=models.PROTECT, related_name="chases")
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.notice} chased"


class EncompassOfficer(models.Model):
    """Who at the council answers for a queue, since when."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="encompass_officers")
    queue = models.CharField(max_length=20, choices=SettingKind.choices)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="encompass_queues")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "queue"], condition=Q(until__isnull=True), name="one_officer_a_queue"
            )
        ]

    def __str__(self) -> str:
        return f"{self.member} for {self.queue}"
