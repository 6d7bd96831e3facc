"""Files of concerns: the raw file, its hash, and what became of every row."""

from django.db import models
from django.db.models import Q

from alongside.partners.models import Agency, Member
from alongside.support.models.concerns import Concern
from alongside.support.states import FILES_UNDER_WAY, FileState, RowOutcome


class ConcernFile(models.Model):
    """A file as it was sent. It is also the queue: its rows wait here until they are entered."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="concern_files")
    sent_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="concern_files")
    sent_at = models.DateTimeField()
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    raw = models.BinaryField()
    layout = models.CharField(max_length=20, help_text="The edition of the column list by which it was read")
    read_as = models.CharField(max_length=200, blank=True, help_text="Encoding and separator, or the sheet")
    columns = models.JSONField(default=list, help_text="The header, as sent")
    unread = models.JSONField(default=list, help_text="Columns that are none of ours, and were not read")
    state = models.CharField(max_length=10, choices=FileState.choices, default=FileState.WAITING)
    problem = models.TextField(blank=True, help_text="Why it was refused or stopped")
    rows = models.PositiveIntegerField(default=0)
    entered = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0, help_text="Rows that had been entered before")
    next_row = models.PositiveIntegerField(default=1, help_text="Where to go on after an interruption")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["agency", "sha256"], name="concern_file_once")]
        indexes = [
            models.Index(fields=["sent_at"], condition=Q(state__in=FILES_UNDER_WAY), name="concern_file_under_way"),
            models.Index(fields=["agency", "-sent_at"], name="concern_file_of_agency"),
        ]

    def __str__(self) -> str:
        return self.name


class ConcernFileRow(models.Model):
    """One row: entered as a concern, known from before, or rejected."""

    file = models.ForeignKey(ConcernFile, on_delete=models.CASCADE, related_name="outcomes")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", help_text="Whose file it is")
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=RowOutcome.choices)
    reference = models.CharField(max_length=60, blank=True, help_text="The agency's own reference of the concern")
    fingerprint = models.CharField(max_length=64, blank=True, help_text="SHA-256 of what the row says")
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, null=True, blank=True, related_name="file_rows")
    in_danger_now = models.BooleanField(default=False)
    cells = models.JSONField(default=list, help_text="The cells as sent, kept only when the row was rejected")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["file", "number"], name="file_row_once"),
            models.UniqueConstraint(
                fields=["agency", "reference"],
                condition=Q(outcome=RowOutcome.ENTERED) & ~Q(reference=""),
                name="row_reference_enters_once",
            ),
            models.UniqueConstraint(
                fields=["agency", "fingerprint", "reference"],
                condition=Q(outcome=RowOutcome.ENTERED),
                name="row_content_enters_once",
            ),
            models.CheckConstraint(
                condition=Q(concern__isnull=True, outcome=RowOutcome.REJECTED)
                | (Q(concern__isnull=False) & ~Q(outcome=RowOutcome.REJECTED)),
                name="row_has_concern_unless_rejected",
            ),
        ]
        # The unique indexes above are partial: SQLite does not use them for a query with parameters.
        indexes = [
            models.Index(fields=["file", "outcome", "number"], name="file_row_by_outcome"),
            models.Index(fields=["agency", "fingerprint"], name="file_row_by_content"),
            models.Index(fields=["agency", "reference"], name="file_row_by_reference"),
        ]

    def __str__(self) -> str:
        return f"row {self.number} of {self.file}"


class ConcernFileProblem(models.Model):
    """What is wrong in one cell of a rejected row; or, in a row that was entered, what should be looked at."""

    file = models.ForeignKey(ConcernFile, on_delete=models.CASCADE, related_name="problems")
    row = models.ForeignKey(ConcernFileRow, on_delete=models.CASCADE, related_name="problems")
    column = models.CharField(max_length=100)
    words = models.CharField(max_length=300)
    is_advice = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["file", "is_advice", "column", "words"], name="file_problem_by_kind")]

    def __str__(self) -> str:
        return f"{self.column}: {self.words}"
