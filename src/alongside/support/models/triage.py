"""Triage: ratings, requests for information, decisions and the second look. All rows are added, none changed."""

from django.db import models
from django.db.models import Q

from alongside.partners.fields import CodedSetField
from alongside.partners.guarded import Guarded, GuardedQuerySet
from alongside.partners.models import Agency, Member
from alongside.partners.states import FieldGroup
from alongside.support.models.concerns import Concern
from alongside.support.models.pathways import RatingLevel
from alongside.support.states import AnswerKind, DecisionKind


class Rating(models.Model):
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="ratings")
    level = models.ForeignKey(RatingLevel, on_delete=models.PROTECT)
    reason = models.TextField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="rating_has_reason")]

    def __str__(self) -> str:
        return f"{self.level} for {self.concern}"


class InformationRequest(Guarded):
    """A question to one agency, for named field groups, with a clock. The holder is the agency that asks."""

    subject_kind = "request"
    person_field = "concern__record__person_id"
    matter_field = "reference"

    holder = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="requests_made")
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="requests")
    reference = models.CharField(max_length=20, unique=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="requests")
    groups = CodedSetField(FieldGroup)
    question = models.TextField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT)
    at = models.DateTimeField()
    due_at = models.DateTimeField()

    objects = GuardedQuerySet.as_manager()

    class Meta:
        ordering = ["at"]
        indexes = [models.Index(fields=["agency", "due_at"], name="request_of_agency")]

    def __str__(self) -> str:
        return f"request {self.reference}"


class Answer(models.Model):
    """The one answer to a request: told, nothing held, or withheld with the reason."""

    request = models.OneToOneField(InformationRequest, on_delete=models.CASCADE, related_name="answer")
    kind = models.CharField(max_length=20, choices=AnswerKind.choices)
    words = models.TextField(blank=True)
    reason = models.CharField(max_length=500, blank=True)
    agreement = models.CharField(max_length=120, blank=True)
    by = models.ForeignKey(Member, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(kind=AnswerKind.TOLD) | ~Q(words=""), name="told_has_words"),
            models.CheckConstraint(condition=~Q(kind=AnswerKind.WITHHELD) | ~Q(reason=""), name="withheld_has_reason"),
        ]

    def __str__(self) -> str:
        return f"answer to {self.request}"


class TriageDecision(models.Model):
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=20, choices=DecisionKind.choices)
    pathway_name = models.CharField(max_length=120, blank=True)
    rationale = models.TextField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT)
    at = models.DateTimeField()
    second_look_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(rationale=""), name="decision_has_rationale")]

    def __str__(self) -> str:
        return f"{self.kind} on {self.concern}"


class SecondLook(models.Model):
    """The manager's second pair of eyes."""

    decision = models.OneToOneField(TriageDecision, on_delete=models.CASCADE, related_name="second_look")
    agreed = models.BooleanField()
    words = models.TextField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"second look at {self.decision}"
