"""A concern: what somebody noticed about a child, kept as it was told."""

import uuid

from django.db import models
from django.db.models import Case, F, Q, Value, When

from alongside.partners.guarded import Guarded, GuardedQuerySet
from alongside.partners.models import Agency, Member
from alongside.people.models import SourceRecord
from alongside.support.models.pathways import Pathway, RatingLevel
from alongside.support.states import OPEN_STAGE, OPEN_STATUSES, ConcernStatus, Consent, FeedbackForm, ReferrerRole


class ConcernDraft(models.Model):
    """What a member has typed so far. Hers alone; it outlives her session and goes when she sends or discards it."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="drafts")
    answers = models.JSONField(default=dict)
    record = models.ForeignKey(SourceRecord, on_delete=models.SET_NULL, null=True, blank=True)
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-saved_at"]

    def __str__(self) -> str:
        return f"draft of {self.member}"


class Concern(Guarded):
    """Facts, opinion and what third parties allege stand apart. The holder is the agency that raised it."""

    subject_kind = "concern"
    person_field = "record__person_id"
    matter_field = "reference"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    pathway = models.ForeignKey(Pathway, on_delete=models.PROTECT, related_name="concerns")
    holder = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="concerns")
    receiver = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="concerns_received")
    record = models.ForeignKey(SourceRecord, on_delete=models.PROTECT, related_name="concerns")
    raised_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="concerns")
    referrer_role = models.CharField(max_length=30, choices=ReferrerRole.choices)
    call_back = models.CharField(max_length=60, blank=True)
    happened_on = models.DateField()
    happened_where = models.CharField(max_length=200, blank=True)
    fact = models.TextField()
    opinion = models.TextField(blank=True)
    allegation = models.TextField(blank=True)
    allegation_by = models.CharField(max_length=200, blank=True)
    child_voice = models.TextField(blank=True)
    child_voice_missing = models.CharField(max_length=300, blank=True)
    in_danger_now = models.BooleanField(default=False)
    consent = models.CharField(max_length=20, choices=Consent.choices)
    consent_reason = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=100)
    draft_key = models.UUIDField(null=True, unique=True, editable=False, help_text="So that sending twice enters once")
    received_at = models.DateTimeField()
    status = models.CharField(max_length=20, choices=ConcernStatus.choices)
    stage = models.GeneratedField(
        expression=Case(When(status__in=list(OPEN_STATUSES), then=Value(OPEN_STAGE)), default=F("status")),
        output_field=models.CharField(max_length=20),
        db_persist=True,
        help_text="The queue in which it stands, so that a queue is read in order from an index",
    )
    current_level = models.ForeignKey(
        RatingLevel, on_delete=models.PROTECT, null=True, blank=True, help_text="The latest of its ratings"
    )
    decision_due_at = models.DateTimeField()
    feedback_due_at = models.DateTimeField(null=True, blank=True)
    assigned_to = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="triage_work")
    version = models.PositiveIntegerField(default=1)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["receiver", "stage", "-in_danger_now", "decision_due_at", "reference"], name="concern_queue"
            ),
            models.Index(fields=["receiver", "stage", "feedback_due_at", "reference"], name="concern_feedback_queue"),
            models.Index(fields=["receiver", "stage", "-received_at"], name="concern_by_stage"),
            models.Index(fields=["holder", "-received_at"], name="concern_of_holder"),
            models.Index(fields=["holder", "stage", "feedback_due_at"], name="concern_untold"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(fact=""), name="concern_says_what_happened"),
            models.CheckConstraint(
                condition=Q(consent=Consent.GIVEN) | ~Q(consent_reason=""), name="no_consent_has_reason"
            ),
            models.CheckConstraint(
                condition=~Q(child_voice="") | ~Q(child_voice_missing=""), name="child_voice_or_why_missing"
            ),
            models.CheckConstraint(
                condition=Q(allegation="") | ~Q(allegation_by=""), name="allegation_names_who_says_it"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class ConcernStatusRow(models.Model):
    """Where a concern stood, since when. Rows are added, never changed."""

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="statuses")
    status = models.CharField(max_length=20, choices=ConcernStatus.choices)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.concern} {self.status}"


class Feedback(models.Model):
    """What the referrer was told, in a safe form, and when she read it."""

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="feedback")
    form = models.CharField(max_length=20, choices=FeedbackForm.choices)
    words = models.TextField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["concern"], condition=Q(read_at__isnull=True), name="feedback_unread")]
        verbose_name_plural = "feedback"

    def __str__(self) -> str:
        return f"feedback on {self.concern}"
