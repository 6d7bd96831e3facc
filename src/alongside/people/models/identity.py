"""How records became persons: standard forms, weighed pairs, what people ruled, and every change with its cause.

Everything here follows from the records and from what people decided; nothing of it tells more of a child than the
records do.
"""

import uuid
from datetime import datetime
from typing import Any, NoReturn

from django.db import models
from django.db.models import F, Q

from alongside.analysis.linkage.blocking import BLOCKING
from alongside.analysis.linkage.standard import COLUMNS, Column
from alongside.partners.models import Member
from alongside.people.models.records import Person, SourceRecord
from alongside.people.states import BatchKind, EventKind, LinkBasis, PairOutcome


class LinkModel(models.Model):
    """A trained model, whole, so that every weight that it gave can be worked out again. One is in use."""

    version = models.CharField(max_length=80, unique=True)
    digest = models.CharField(max_length=64)
    text = models.TextField(help_text="The model's own JSON, frequencies of names included")
    since = models.DateTimeField()
    is_current = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["is_current"], condition=Q(is_current=True), name="one_link_model_in_use")
        ]

    def __str__(self) -> str:
        return f"link model {self.version}"


class StandardRecord(models.Model):
    """A record in the form that is compared. Its columns and indexes follow the library's declaration; a missing value
    is null, so that it equals nothing. No protected address is in it."""

    record = models.OneToOneField(SourceRecord, on_delete=models.CASCADE, primary_key=True, related_name="standard")
    version = models.CharField(max_length=20)
    capped = models.CharField(
        max_length=200, blank=True, help_text="Rules that found more candidates than were looked at, by commas"
    )

    class Meta:
        indexes = [
            models.Index(
                fields=list(rule.columns),
                name=f"standard_by_{rule.name}"[:30],
                condition=Q(*(Q((f"{column}__isnull", False)) for column in rule.columns)),
            )
            for rule in BLOCKING
        ] + [models.Index(fields=["family_sound", "given_sound"], name="standard_by_sound")]

    def __str__(self) -> str:
        return f"standard form of record {self.record_id}"


def _field(column: Column) -> "models.Field[Any, Any]":
    if column.kind == "date":
        return models.DateField(null=True)
    if column.kind == "bool":
        return models.BooleanField(default=False)
    return models.CharField(max_length=column.longest, null=True)


for _one in COLUMNS:
    StandardRecord.add_to_class(_one.name, _field(_one))


class LinkEdge(models.Model):
    """Two records weighed against one another by one model. Never changed and never deleted: the database refuses.

    `weight` is of the pair, in powers of two; it says nothing of a child.
    """

    one = models.ForeignKey(SourceRecord, on_delete=models.PROTECT, related_name="+", db_index=False)
    other = models.ForeignKey(SourceRecord, on_delete=models.PROTECT, related_name="+", db_index=False)
    model = models.ForeignKey(LinkModel, on_delete=models.PROTECT, related_name="edges", db_index=False)
    weight = models.FloatField()
    levels = models.JSONField(default=dict, help_text="Which level of each comparison held")
    rules = models.CharField(max_length=120, blank=True, help_text="Rules that spoke against the pair, by commas")
    outcome = models.CharField(max_length=10, choices=PairOutcome.choices)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["other"], name="edge_by_other")]
        constraints = [
            models.UniqueConstraint(fields=["one", "other", "model"], name="pair_weighed_once_by_a_model"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="edge_in_order"),
        ]

    def __str__(self) -> str:
        return f"records {self.one_id} and {self.other_id}: {self.weight:.1f}"

    @property
    def probability(self) -> float:
        """That the two tell of one child, if the model is right. Not kept: it follows from the weight."""
        return 1.0 / (1.0 + 2.0**-self.weight)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            _refuse()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        _refuse()


def _refuse() -> NoReturn:
    raise TypeError("A weighed pair stays as it is: a new model weighs it anew.")


class IdentityEvent(models.Model):
    """Records changed person, all for one cause. What moved stands in its link decisions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=EventKind.choices)
    basis = models.CharField(max_length=10, choices=LinkBasis.choices)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    reason = models.CharField(max_length=300)
    model = models.ForeignKey(LinkModel, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    undoes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_in")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["at"], name="identity_event_by_time")]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by="") | (Q(undone_at__isnull=False) & ~Q(undone_by="")),
                name="undone_has_who_and_when",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.at:%Y-%m-%d %H:%M}"


class LinkDecision(models.Model):
    """A record was put to a person: from where to where. A new record that joins a person comes from that person."""

    event = models.ForeignKey(IdentityEvent, on_delete=models.PROTECT, related_name="decisions", db_index=False)
    record = models.ForeignKey(SourceRecord, on_delete=models.PROTECT, related_name="link_decisions")
    from_person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="links_away")
    to_person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="links_here")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "record"], name="record_moves_once_in_an_event")]

    def __str__(self) -> str:
        return f"record {self.record_id} to {self.to_person_id}"

    @property
    def joined(self) -> uuid.UUID:
        return self.event_id

    @property
    def at(self) -> datetime:
        return self.event.at

    @property
    def by(self) -> str:
        return self.event.by

    @property
    def reason(self) -> str:
        return self.event.reason


class PersonRedirect(models.Model):
    """A person whose records all stand with another now. An old link or draft still finds the child."""

    old = models.OneToOneField(Person, on_delete=models.PROTECT, primary_key=True, related_name="redirect")
    to = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="redirects_here")
    event = models.ForeignKey(IdentityEvent, on_delete=models.PROTECT, related_name="redirects")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(old=F("to")), name="redirect_leads_elsewhere")]

    def __str__(self) -> str:
        return f"{self.old_id} is {self.to_id}"


class Ruling(models.Model):
    """Two records are one child, or are not: said by somebody, or by the sender's own number. No model undoes it."""

    one = models.ForeignKey(SourceRecord, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(SourceRecord, on_delete=models.PROTECT, related_name="+")
    same = models.BooleanField()
    basis = models.CharField(max_length=10, choices=LinkBasis.choices)
    event = models.ForeignKey(IdentityEvent, on_delete=models.PROTECT, null=True, blank=True, related_name="rulings")
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    reason = models.CharField(max_length=300)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="ruling_in_order"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by="") | (Q(undone_at__isnull=False) & ~Q(undone_by="")),
                name="undone_ruling_has_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"records {self.one_id} and {self.other_id}: {'the same' if self.same else 'different'}"


class IdentityNotice(models.Model):
    """Tells a member that what she read of a person was since found to be of two, or of one with another."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="identity_notices", db_index=False)
    event = models.ForeignKey(IdentityEvent, on_delete=models.PROTECT, related_name="notices")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="notices", help_text="As she read it")
    read_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "event"], name="told_once_of_a_change")]

    def __str__(self) -> str:
        return f"notice to {self.member}"


class BatchRun(models.Model):
    """Everything linked anew in one go: to begin with, after a new model, or to hold against what lives."""

    kind = models.CharField(max_length=10, choices=BatchKind.choices)
    model = models.ForeignKey(LinkModel, on_delete=models.PROTECT, related_name="runs")
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    records = models.PositiveIntegerField()
    pairs = models.PositiveIntegerField(help_text="Weighed and kept")
    persons = models.PositiveIntegerField(help_text="In the batch")
    differing = models.PositiveIntegerField(default=0, help_text="Groups of records that live otherwise")
    differences = models.JSONField(default=list, help_text="The first of them: how they live, how the batch has them")
    figures = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} of {self.at:%Y-%m-%d}"
