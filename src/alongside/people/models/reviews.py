"""Pairs of records on which people decide."""

from django.db import models
from django.db.models import F, Q

from alongside.partners.models import Member
from alongside.people.models.records import SourceRecord
from alongside.people.states import ReviewState, Verdict, WhyAsked


class PairReview(models.Model):
    """Two records that may tell of one child: somebody is asked. Until then they stand apart."""

    one = models.ForeignKey(SourceRecord, on_delete=models.PROTECT, related_name="+", db_index=False)
    other = models.ForeignKey(SourceRecord, on_delete=models.PROTECT, related_name="+")
    because = models.CharField(max_length=10, choices=WhyAsked.choices)
    state = models.CharField(max_length=10, choices=ReviewState.choices, default=ReviewState.OPEN)
    opened_at = models.DateTimeField()
    round = models.PositiveSmallIntegerField(default=1, help_text="It comes back after nobody could say")
    returns_at = models.DateTimeField(null=True, blank=True)
    verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    is_known = models.BooleanField(default=False, help_text="Two people agreed without seeing each other's answer")

    class Meta:
        indexes = [
            models.Index(fields=["state", "opened_at"], name="review_by_state"),
            models.Index(fields=["settled_at"], condition=Q(is_known=True), name="review_that_is_known"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="pair_reviewed_in_one_place"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="review_in_order"),
        ]

    def __str__(self) -> str:
        return f"review of records {self.one_id} and {self.other_id}"


class PairAnswer(models.Model):
    """What one reviewer said of a pair. `is_planted`: it was settled before, and her answer changes nothing."""

    review = models.ForeignKey(PairReview, on_delete=models.PROTECT, related_name="answers", db_index=False)
    round = models.PositiveSmallIntegerField()
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="pair_answers")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    is_planted = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "round", "member"], name="nobody_answers_twice")]

    def __str__(self) -> str:
        return f"answer of {self.member}"
