"""The register of what left the system in a file: to whom, why, until when, and whether it was destroyed."""

import uuid

from django.db import models
from django.db.models import F, Q

from alongside.partners.fields import CodedSetField
from alongside.partners.models import Agency, Member
from alongside.partners.states import FieldGroup
from alongside.people.models import SourceRecord
from alongside.support.states import ExportFormat, ExportKind, ExportStepKind


class Export(models.Model):
    """One copy, bound to one named person at one agency. The file is not kept: its SHA-256 is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    copy = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=10, choices=ExportKind.choices)
    format = models.CharField(max_length=4, choices=ExportFormat.choices)
    matter = models.CharField(max_length=80, help_text="The plan, pathway or meeting; no name of a child")
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="exports_made")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="exports_made")
    recipient = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="exports_held")
    recipient_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="exports_held")
    why = models.CharField(max_length=300)
    purpose = models.CharField(max_length=30)
    agreement = models.CharField(max_length=300, blank=True, help_text="Empty for an agency's own records")
    profile = CodedSetField(FieldGroup)
    rows = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    watermark = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    destroy_by = models.DateField()
    recalled_at = models.DateTimeField(null=True, blank=True)
    destroyed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]
        indexes = [
            models.Index(fields=["destroyed_at", "destroy_by"], name="export_due"),
            models.Index(fields=["recipient", "destroyed_at"], name="export_of_recipient"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(why=""), name="export_has_reason"),
            models.CheckConstraint(condition=~Q(sha256=""), name="export_has_digest"),
            models.CheckConstraint(
                condition=Q(destroyed_at__isnull=True) | Q(destroyed_at__gte=F("made_at")),
                name="export_destroyed_after_made",
            ),
        ]

    def __str__(self) -> str:
        return self.copy


class ExportPerson(models.Model):
    """Of whom a copy tells, by record, so that a restriction or an erasure finds every copy."""

    export = models.ForeignKey(Export, on_delete=models.CASCADE, related_name="persons")
    record = models.ForeignKey(SourceRecord, on_delete=models.PROTECT, related_name="exports")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["export", "record"], name="export_names_record_once")]

    def __str__(self) -> str:
        return f"person in {self.export_id}"


class ExportStep(models.Model):
    """What became of a copy. Added, never changed."""

    export = models.ForeignKey(Export, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=ExportStepKind.choices)
    words = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} of {self.export_id}"
