"""A case on a pathway: who was referred along it, where the case stands, and everything that was written down."""

import uuid

from django.db import models
from django.db.models import F, Q

from alongside.partners.guarded import Guarded, GuardedQuerySet
from alongside.partners.models import Agency, Member
from alongside.people.models import SourceRecord
from alongside.support.states import Consent, StageKind, VersionState


class DefinedPathway(models.Model):
    """A pathway as people know it; what it says stands in its versions."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    is_open = models.BooleanField(default=True, help_text="New cases may begin")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PathwayOpening(models.Model):
    """A pathway was closed to new cases, or opened again, by whom and why. Added, never changed."""

    pathway = models.ForeignKey(DefinedPathway, on_delete=models.PROTECT, related_name="openings")
    is_open = models.BooleanField()
    reason = models.TextField()
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.pathway.code} {'opened' if self.is_open else 'closed'}"


class PathwayVersion(models.Model):
    """What a pathway says from one day on. A published version never changes: a change is the next version."""

    pathway = models.ForeignKey(DefinedPathway, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=VersionState.choices, default=VersionState.DRAFT)
    document = models.JSONField()
    change_note = models.TextField(blank=True, help_text="What changed and why, for the changelog of the pathway")
    made_by = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    saved = models.PositiveIntegerField(default=1, help_text="How often the draft was saved: against lost changes")
    published_by = models.CharField(max_length=200, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pathway", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["pathway", "number"], name="pathway_version_once"),
            models.UniqueConstraint(
                fields=["pathway"], condition=Q(state=VersionState.PUBLISHED), name="one_published_version"
            ),
            models.UniqueConstraint(
                fields=["pathway"], condition=Q(state=VersionState.DRAFT), name="one_draft_version"
            ),
            models.CheckConstraint(
                condition=Q(state=VersionState.DRAFT) | ~Q(published_by=""), name="published_has_who"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pathway.code} v{self.number}"


class PathwayReceiver(models.Model):
    """An agency that takes cases of a pathway."""

    pathway = models.ForeignKey(DefinedPathway, on_delete=models.CASCADE, related_name="receivers")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="receives")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pathway", "agency"], name="receiver_once")]

    def __str__(self) -> str:
        return f"{self.agency} receives {self.pathway}"


class Case(Guarded):
    """One child or young person on one pathway. The holder is the agency that referred."""

    subject_kind = "case"
    person_field = "record__person_id"
    matter_field = "reference"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    pathway = models.ForeignKey(DefinedPathway, on_delete=models.PROTECT, related_name="cases")
    version = models.ForeignKey(PathwayVersion, on_delete=models.PROTECT, related_name="cases")
    holder = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="cases_referred")
    receiver = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="cases_received")
    record = models.ForeignKey(SourceRecord, on_delete=models.PROTECT, related_name="cases")
    referred_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="cases_referred")
    source = models.CharField(max_length=100)
    answers = models.JSONField(default=dict)
    consent = models.CharField(max_length=20, choices=Consent.choices)
    consent_reason = models.CharField(max_length=500, blank=True)
    meets = models.CharField(max_length=300, blank=True, help_text="What of the threshold was met, in words")
    held_because = models.CharField(max_length=300, blank=True, help_text="Why it may not be sent yet")
    stage = models.CharField(max_length=40)
    stage_kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in StageKind])
    stage_since = models.DateTimeField()
    received_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True, help_text="When the referrer was told")
    due_at = models.DateTimeField(null=True, blank=True, help_text="The next of its clocks to run out")
    last_contact_at = models.DateTimeField(null=True, blank=True)
    worker = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="cases_worked")
    from_matter = models.CharField(max_length=80, blank=True, help_text="The concern or case that led here")
    sent_key = models.CharField(max_length=80, blank=True, help_text="The sender's own key, so that twice enters once")
    changes = models.PositiveIntegerField(default=1)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["receiver", "pathway", "stage_kind", "due_at", "reference"], name="case_queue"),
            models.Index(
                fields=["receiver", "pathway", "due_at", "reference"],
                condition=Q(ended_at__isnull=True),
                name="case_under_way",
            ),
            models.Index(fields=["holder", "-received_at"], name="case_of_holder"),
            models.Index(fields=["holder", "received_at"], condition=Q(told_at__isnull=True), name="case_untold"),
            models.Index(fields=["pathway", "received_at"], name="case_by_pathway"),
            models.Index(fields=["worker", "stage_kind", "due_at"], name="case_of_worker"),
            models.Index(fields=["from_matter"], name="case_from_matter"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["holder", "sent_key"], condition=~Q(sent_key=""), name="case_sent_once"),
            models.CheckConstraint(
                condition=Q(consent=Consent.GIVEN) | ~Q(consent_reason=""), name="case_without_consent_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("received_at")), name="case_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(stage_kind=StageKind.ENDED, ended_at__isnull=False)
                | (~Q(stage_kind=StageKind.ENDED) & Q(ended_at__isnull=True)),
                name="ended_case_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class CaseStep(models.Model):
    """A case came to a stage: by which decision, whose, and why. Added, never changed."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps")
    move = models.CharField(max_length=40, blank=True)
    label = models.CharField(max_length=120)
    from_stage = models.CharField(max_length=40, blank=True)
    to_stage = models.CharField(max_length=40)
    answers = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    by_member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.case} {self.to_stage}"


class SecondLookAsked(models.Model):
    """A decision that waits for a second pair of eyes before it moves the case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="second_looks")
    move = models.CharField(max_length=40)
    answers = models.JSONField(default=dict)
    reason = models.TextField()
    asked_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    agreed = models.BooleanField(null=True)
    words = models.TextField(blank=True)
    looked_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    looked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        verbose_name_plural = "second looks asked"
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(looked_at__isnull=True), name="one_second_look_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(looked_by__isnull=True) | ~Q(looked_by=F("asked_by")), name="second_look_by_another"
            ),
        ]

    def __str__(self) -> str:
        return f"second look at {self.case}"


class CaseEntry(models.Model):
    """Something written down while a case was worked. A correction is a new entry that names the one it corrects."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=40)
    label = models.CharField(max_length=120)
    use = models.CharField(max_length=20)
    happened_at = models.DateTimeField()
    answers = models.JSONField(default=dict)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    by = models.CharField(max_length=200)
    by_member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True)
    at = models.DateTimeField()
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    correction_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-happened_at", "-pk"]
        verbose_name_plural = "case entries"
        indexes = [models.Index(fields=["case", "use", "-happened_at"], name="entry_by_use")]
        constraints = [
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(correction_reason=""), name="correction_has_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.label} of {self.case}"


class CaseFeedback(models.Model):
    """What the referrer of a case was told, or why she was told nothing."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="feedback")
    words = models.TextField()
    is_reason_for_none = models.BooleanField(default=False)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-at"]
        verbose_name_plural = "case feedback"

    def __str__(self) -> str:
        return f"feedback on {self.case}"
