"""The scoreboard as it was drawn, and as it was signed off and frozen. Nothing in these tables is ever changed."""

from django.db import models
from django.db.models import Q

from alongside.outcomes.release_states import DraftState


class ScoreboardDraft(models.Model):
    """A scoreboard as it was drawn from the domains' measures. `body` is what would be shown; `counted` the counts
    behind it, from which a later release reckons what could be worked out; it never leaves the system."""

    title = models.CharField(max_length=120)
    as_at = models.DateField()
    basis = models.PositiveIntegerField(help_text="Number of the last release when this was drawn")
    corrects = models.ForeignKey(
        "outcomes.FrozenRelease", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    because = models.TextField(blank=True, help_text="What was wrong in the release that is corrected")
    body = models.JSONField()
    counted = models.JSONField()
    left_out = models.JSONField(default=list, help_text="What is not in it, and why")
    sent_key = models.UUIDField(unique=True, help_text="A form that was sent twice enters once")
    agency_code = models.CharField(max_length=40)
    drawn_by = models.CharField(max_length=200)
    drawn_by_id = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.title


class DraftStep(models.Model):
    """How a draft ended: put aside, or signed off. At most one."""

    draft = models.OneToOneField(ScoreboardDraft, on_delete=models.PROTECT, related_name="step")
    state = models.CharField(max_length=10, choices=DraftState.choices)
    reason = models.TextField(blank=True)
    agency_code = models.CharField(max_length=40)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(state=DraftState.WAITING), name="draft_step_ends")]

    def __str__(self) -> str:
        return self.state


class FrozenRelease(models.Model):
    """A scoreboard that was published: its exact text, and the fingerprint of it."""

    number = models.PositiveIntegerField(unique=True)
    draft = models.OneToOneField(ScoreboardDraft, on_delete=models.PROTECT, related_name="frozen")
    text = models.TextField(help_text="The published file, to the byte")
    sha256 = models.CharField(max_length=64)
    table = models.TextField(help_text="The same as CSV, to the byte")
    table_sha256 = models.CharField(max_length=64)
    agency_code = models.CharField(max_length=40)
    signed_by = models.CharField(max_length=200)
    signed_by_id = models.CharField(max_length=80)
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [models.CheckConstraint(condition=Q(number__gt=0), name="release_number_from_one")]

    def __str__(self) -> str:
        return f"release {self.number}"
