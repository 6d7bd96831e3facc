"""Files of incidents: the raw file, its hash, and what became of every row."""

from django.db import models
from django.db.models import Q

from alongside.partners.models import Agency, Member
from alongside.support.models.encompass import IncidentChild
from alongside.support.states import FILES_UNDER_WAY, FileState, RowOutcome


class EncompassFile(models.Model):
    """A file as it was sent. It is also the queue: its rows wait here until they are entered."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="encompass_files")
    sent_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="encompass_files")
    sent_at = models.DateTimeField()
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    raw = models.BinaryField()
    read_as = models.CharField(max_length=200, blank=True)
    columns = models.JSONField(default=list, help_text="The header, as sent")
    unread = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=FileState.choices, default=FileState.WAITING)
    problem = models.TextField(blank=True)
    rows = models.PositiveIntegerField(default=0)
    entered = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["agency", "sha256"], name="encompass_file_once")]
        indexes = [
            models.Index(fields=["sent_at"], condition=Q(state__in=FILES_UNDER_WAY), name="encompass_file_under_way")
        ]

    def __str__(self) -> str:
        return self.name


class EncompassFileRow(models.Model):
    """One row: entered as a child of an incident, known from before, or rejected."""

    file = models.ForeignKey(EncompassFile, on_delete=models.CASCADE, related_name="outcomes")
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=RowOutcome.choices)
    police_reference = models.CharField(max_length=60, blank=True)
    child = models.ForeignKey(IncidentChild, on_delete=models.PROTECT, null=True, blank=True, related_name="file_rows")
    cells = models.JSONField(default=list, help_text="As sent, where the row was rejected")
    problems = models.JSONField(default=list, help_text="Column and words, for each thing that is wrong")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="encompass_row_once")]

    def __str__(self) -> str:
        return f"row {self.number} of file {self.file_id}"
