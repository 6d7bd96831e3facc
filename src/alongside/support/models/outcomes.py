"""How a case stands on the contract's own list of outcomes, as a named person said, at the start and at the end."""

from django.db import models

from alongside.partners.models import Member
from alongside.support.models.cases import Case
from alongside.support.states import Occasion, OutcomeState


class OutcomeMark(models.Model):
    """One line of the list on one occasion. Never changed: the latest counts."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="outcome_marks")
    outcome = models.CharField(max_length=40)
    label = models.CharField(max_length=200)
    occasion = models.CharField(max_length=10, choices=Occasion.choices)
    state = models.CharField(max_length=20, choices=OutcomeState.choices)
    words = models.CharField(max_length=500, blank=True)
    by = models.CharField(max_length=200)
    by_member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["case", "at", "pk"]
        indexes = [models.Index(fields=["case", "occasion", "outcome", "at"], name="mark_of_case")]

    def __str__(self) -> str:
        return f"{self.outcome} of {self.case}"
