"""The child's own view of a plan or a case: the rule of what it shows, links, and what the child says there."""

import uuid

from django.db import models
from django.db.models import F, Q

from alongside.partners.models import Agency, Member
from alongside.people.models import SourceRecord
from alongside.support.states import Face, OwnAbout, OwnAnswer, OwnReader


class OwnViewRule(models.Model):
    """What a worker let the own view of one matter show. A change is a new row; what no row names is not shown."""

    matter = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    words = models.TextField(blank=True, help_text="What we do together, in the worker's plain words to the child")
    goals = models.JSONField(default=list)
    actions = models.JSONField(default=list)
    agencies = models.JSONField(default=list)
    ties = models.JSONField(default=list, help_text="Of what is said about ties to a group: what the child may read")
    left_out_because = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["matter", "-number"]
        constraints = [models.UniqueConstraint(fields=["matter", "number"], name="own_view_rule_once")]

    def __str__(self) -> str:
        return f"own view of {self.matter}, rule {self.number}"


class OwnView(models.Model):
    """A link with a code. Neither is kept: both follow from the id and the system's secret."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter = models.CharField(max_length=20)
    record = models.ForeignKey(SourceRecord, on_delete=models.PROTECT, related_name="own_views")
    holder = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="own_views")
    purpose = models.CharField(max_length=30)
    reader = models.CharField(max_length=10, choices=OwnReader.choices)
    reader_because = models.CharField(max_length=300, blank=True)
    is_strict = models.BooleanField(default=False)
    address_digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="own_views_made")
    made_at = models.DateTimeField()
    sent_key = models.CharField(max_length=40, help_text="Of the form: twice sent makes one link")
    until = models.DateTimeField()
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    locked_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=200, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True, help_text="The last time that the code was given")
    device_digest = models.CharField(max_length=64, blank=True, db_index=True)
    device_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["matter", "-made_at"], name="own_view_of_matter")]
        constraints = [
            models.UniqueConstraint(
                fields=["matter"], condition=Q(ended_at__isnull=True), name="one_own_view_of_a_matter"
            ),
            models.UniqueConstraint(fields=["matter", "sent_key"], name="own_view_sent_once"),
            models.CheckConstraint(condition=Q(until__gt=F("made_at")), name="own_view_ends_after_start"),
            models.CheckConstraint(
                condition=Q(reader=OwnReader.CHILD) | ~Q(reader_because=""), name="own_view_of_parent_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"own view of {self.matter}"


class OwnVoice(models.Model):
    """How it goes, as the child says it. Whoever works the matter says when she has read it."""

    view = models.ForeignKey(OwnView, on_delete=models.PROTECT, related_name="voices")
    matter = models.CharField(max_length=20)
    face = models.CharField(max_length=10, choices=Face.choices)
    words = models.TextField(blank=True)
    sent_key = models.CharField(max_length=40)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["matter", "-at"], name="own_voice_of_matter")]
        constraints = [models.UniqueConstraint(fields=["view", "sent_key"], name="own_voice_sent_once")]

    def __str__(self) -> str:
        return f"voice on {self.matter}"


class OwnCorrection(models.Model):
    """Something that the child says is wrong. It has a clock; the answer stands beside it."""

    reference = models.CharField(max_length=20, unique=True)
    view = models.ForeignKey(OwnView, on_delete=models.PROTECT, related_name="corrections")
    matter = models.CharField(max_length=20)
    about = models.CharField(max_length=10, choices=OwnAbout.choices)
    words = models.TextField()
    sent_key = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["matter", "-at"], name="own_correction_of_matter")]
        constraints = [models.UniqueConstraint(fields=["view", "sent_key"], name="own_correction_sent_once")]

    def __str__(self) -> str:
        return self.reference


class OwnCorrectionAnswer(models.Model):
    """What the child is told. Added once, never changed."""

    correction = models.OneToOneField(OwnCorrection, on_delete=models.PROTECT, related_name="answer")
    outcome = models.CharField(max_length=10, choices=OwnAnswer.choices)
    words = models.TextField()
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"answer to {self.correction_id}"
