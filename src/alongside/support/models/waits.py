"""What is kept to see how long children wait, and whether the wait is fair: beside the cases, never in them."""

from django.db import models
from django.db.models import Q

from alongside.people.models import SourceRecord
from alongside.support.fairness import EthnicGroup, Send
from alongside.support.models.cases import DefinedPathway


class FairnessAnswers(models.Model):
    """Ethnic group and special needs of the child of a record, for counting only. Never shown beside a child, never
    read by what matches or decides."""

    record = models.OneToOneField(SourceRecord, on_delete=models.CASCADE, primary_key=True, related_name="+")
    ethnic_group = models.CharField(max_length=12, choices=EthnicGroup.choices, blank=True)
    send = models.CharField(max_length=12, choices=Send.choices, blank=True)
    given_by = models.CharField(max_length=200)
    given_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "fairness answers"
        constraints = [
            models.CheckConstraint(condition=~Q(ethnic_group="", send=""), name="fairness_answers_say_something")
        ]

    def __str__(self) -> str:
        return f"fairness answers of record {self.record_id}"


class WaitsStatement(models.Model):
    """The waits of a pathway in figures, as they may be shown, for the twelve months before a day. Kept as it was
    made: of one day there is one statement, so that two cannot be subtracted from one another."""

    pathway = models.ForeignKey(DefinedPathway, on_delete=models.CASCADE, related_name="waits_statements")
    as_at = models.DateField(help_text="First day of a month: what happened before it is counted")
    made_at = models.DateTimeField()
    body = models.JSONField(default=dict)

    class Meta:
        ordering = ["-as_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["pathway", "as_at"], name="waits_stated_once")]

    def __str__(self) -> str:
        return f"waits of {self.pathway} as at {self.as_at}"
