"""Sessions as they are planned, and what the worker does next when one is missed."""

import uuid

from django.db import models
from django.db.models import Q

from alongside.partners.models import Member
from alongside.support.models.cases import Case, CaseEntry


class CaseSession(models.Model):
    """A session, planned or held. What came of it is an entry of the case; the key is the form's, so that it enters
    once however often it is sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="sessions")
    strand = models.CharField(max_length=40, blank=True)
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=120, blank=True)
    planned_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    planned_at = models.DateTimeField(null=True, blank=True)
    entry = models.OneToOneField(CaseEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="session")

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [
            models.Index(fields=["case", "starts_at"], name="session_of_case"),
            models.Index(fields=["starts_at"], condition=Q(entry__isnull=True), name="session_to_come"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(planned_at__isnull=False) | Q(entry__isnull=False), name="session_planned_or_held"
            )
        ]

    def __str__(self) -> str:
        return f"session of {self.case}"


class NextStep(models.Model):
    """What the worker does next after a session that was missed."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="next_steps")
    entry = models.OneToOneField(CaseEntry, on_delete=models.CASCADE, related_name="next_step")
    what = models.CharField(max_length=500)
    due_at = models.DateTimeField()
    worker = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    raised_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["due_at", "pk"]
        indexes = [models.Index(fields=["case", "done_at"], name="next_step_of_case")]
        constraints = [
            models.CheckConstraint(condition=Q(done_at__isnull=True) | ~Q(outcome=""), name="step_done_says_how")
        ]

    def __str__(self) -> str:
        return f"next step of {self.case}"
