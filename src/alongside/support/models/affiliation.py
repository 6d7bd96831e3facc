"""Something said about ties to a group: by whom, how sure, until when, who may see it, and what is said against it.

It is never a property of a person. It hangs on one case, lapses by itself, and can be challenged.
"""

import uuid

from django.db import models
from django.db.models import F, Q

from alongside.partners.models import Agency, Member
from alongside.support.models.cases import Case
from alongside.support.models.own_view import OwnView
from alongside.support.states import ChallengeBy, ChallengeEnd, Grade, SeenBy


class TieAssertion(models.Model):
    """What somebody said on one day. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="ties")
    said = models.TextField()
    source = models.CharField(max_length=200)
    grade = models.CharField(max_length=12, choices=Grade.choices)
    said_on = models.DateField()
    lapses_on = models.DateField()
    seen_by = models.CharField(max_length=10, choices=SeenBy.choices)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    by = models.CharField(max_length=200)
    by_member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-said_on", "-at"]
        indexes = [models.Index(fields=["case", "lapses_on"], name="tie_of_case")]
        constraints = [models.CheckConstraint(condition=Q(lapses_on__gt=F("said_on")), name="tie_lapses")]

    def __str__(self) -> str:
        return f"something said in {self.case}"


class TieChallenge(models.Model):
    """What is said against it, and what came of that. Somebody else than the writer answers. `view`: the child said it in
    her or his own view; otherwise a member wrote it down."""

    tie = models.ForeignKey(TieAssertion, on_delete=models.CASCADE, related_name="challenges")
    challenger = models.CharField(max_length=10, choices=ChallengeBy.choices)
    words = models.TextField()
    by = models.CharField(max_length=200)
    view = models.ForeignKey(OwnView, on_delete=models.PROTECT, null=True, blank=True, related_name="challenges")
    at = models.DateTimeField()
    end = models.CharField(max_length=12, blank=True, choices=ChallengeEnd.choices)
    end_words = models.TextField(blank=True)
    answered_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["tie"], condition=Q(end=""), name="one_open_challenge"),
            models.CheckConstraint(
                condition=Q(end="", answered_at__isnull=True) | (~Q(end="") & ~Q(end_words="")),
                name="challenge_answered_in_words",
            ),
        ]

    def __str__(self) -> str:
        return f"challenge of {self.tie}"
