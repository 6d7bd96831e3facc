"""Records stay as each agency sent them. A person is a link between records, and any link can be undone."""

import uuid

from django.db import models
from django.db.models import Q

from alongside.partners.guarded import Guarded, GuardedQuerySet
from alongside.partners.models import Agency
from alongside.partners.states import FieldGroup
from alongside.people.states import EventRole as Role
from alongside.people.states import NameKind, NumberKind, Relation, Sex


class Person(models.Model):
    """No data of its own: only the thread that ties records together."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"person {self.id}"


class SourceRecord(Guarded):
    """What one agency sent about one person, as it was sent. Never edited: a correction is a new record."""

    subject_kind = "record"

    holder = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="records")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="records")
    agency_ref = models.CharField(max_length=60, blank=True)
    received_at = models.DateTimeField()
    source = models.CharField(max_length=100, help_text="The form, file or interface by which it came")
    as_sent = models.JSONField(default=dict)
    date_of_birth = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=10, choices=Sex.choices, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    digest = models.CharField(
        max_length=64, blank=True, help_text="Of all that was sent, to know it when it comes again"
    )

    objects = GuardedQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["holder", "agency_ref"], name="record_by_agency_ref"),
            models.Index(fields=["date_of_birth"], name="record_by_birth"),
        ]

    def __str__(self) -> str:
        return f"record {self.pk} of {self.holder}"


class RecordName(models.Model):
    """A name in one form, in any script, with its folded form for search."""

    record = models.ForeignKey(SourceRecord, on_delete=models.CASCADE, related_name="names")
    kind = models.CharField(max_length=20, choices=NameKind.choices, default=NameKind.USUAL)
    given = models.CharField(max_length=120, blank=True)
    family = models.CharField(max_length=120, blank=True)
    folded_given = models.CharField(max_length=120, blank=True)
    folded_family = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["folded_family", "folded_given"], name="name_by_family"),
            models.Index(fields=["folded_given"], name="name_by_given"),
        ]
        constraints = [models.CheckConstraint(condition=~Q(given="", family=""), name="name_is_not_empty")]

    def __str__(self) -> str:
        return f"{self.given} {self.family}".strip()


class RecordNumber(models.Model):
    """A number as it was sent; `value` is empty when it fails its check, and then it matches nothing."""

    record = models.ForeignKey(SourceRecord, on_delete=models.CASCADE, related_name="numbers")
    kind = models.CharField(max_length=10, choices=NumberKind.choices)
    as_sent = models.CharField(max_length=60)
    value = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "value"], name="number_by_value")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of record {self.record_id}"


class RecordAddress(models.Model):
    """An address. A protected one (a refuge, a safe house) is never searched, shown or copied to others."""

    record = models.ForeignKey(SourceRecord, on_delete=models.CASCADE, related_name="addresses")
    lines = models.CharField(max_length=300)
    postcode = models.CharField(max_length=10, blank=True)
    is_protected = models.BooleanField(default=False)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "record addresses"

    def __str__(self) -> str:
        return f"address of record {self.record_id}"


class RecordNote(models.Model):
    """What an agency holds, by field group: what it may tell, and under which agreement, follows from that."""

    record = models.ForeignKey(SourceRecord, on_delete=models.CASCADE, related_name="notes")
    field_group = models.CharField(max_length=20, choices=[(group.code, group.label) for group in FieldGroup])
    noted_on = models.DateField()
    text = models.TextField()

    class Meta:
        ordering = ["-noted_on", "-pk"]

    def __str__(self) -> str:
        return f"note of record {self.record_id}"


class Relationship(models.Model):
    """What one agency says of two people, by the records from which it knows it: it stays true of them whatever
    becomes of the persons. Copies nothing from one to the other."""

    one = models.ForeignKey(SourceRecord, on_delete=models.PROTECT, related_name="relations_from")
    other = models.ForeignKey(SourceRecord, on_delete=models.PROTECT, related_name="relations_to")
    relation = models.CharField(max_length=20, choices=Relation.choices)
    said_by = models.ForeignKey(Agency, on_delete=models.PROTECT)
    said_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(one=models.F("other")), name="relation_of_two_records")]

    def __str__(self) -> str:
        return f"{self.relation} said by {self.said_by}"


class RoleInEvent(models.Model):
    """What a person was in one event (concern), until the role lapses."""

    record = models.ForeignKey(SourceRecord, on_delete=models.PROTECT, related_name="roles")
    matter = models.CharField(max_length=80)
    role = models.CharField(max_length=20, choices=Role.choices)
    note = models.CharField(max_length=300, blank=True)
    given_at = models.DateTimeField()
    lapses_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["matter"], name="role_of_matter")]

    def __str__(self) -> str:
        return f"{self.role} in {self.matter}"
