"""Files of concerns: the raw file, its hash, and what became of every row."""

from django.db import models

from alongside.partners.models import Agency, Member
from alongside.support.models.concerns import Concern


class ConcernFile(models.Model):
    """A file as it was sent. It is also the queue: rows wait here until they are entered."""

    WAITING, ENTERING, DONE, REFUSED = "waiting", "entering", "done", "refused"

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    sent_by = models.ForeignKey(Member, on_delete=models.PROTECT)
    sent_at = models.DateTimeField()
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    raw = models.BinaryField()
    schema_version = models.CharField(max_length=20)
    state = models.CharField(max_length=10, default=WAITING)
    problem = models.TextField(blank=True)
    rows = models.PositiveIntegerField(default=0)
    entered = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0, help_text="Rows that had been entered before")
    next_row = models.PositiveIntegerField(default=1, help_text="Where to go on after an interruption")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-sent_at"]
        constraints = [models.UniqueConstraint(fields=["agency", "sha256"], name="concern_file_once")]

    def __str__(self) -> str:
        return self.name


class ConcernFileRow(models.Model):
    """One row: entered as a concern, rejected with reasons by field, or known from before."""

    file = models.ForeignKey(ConcernFile, on_delete=models.CASCADE, related_name="outcomes")
    number = models.PositiveIntegerField()
    fingerprint = models.CharField(max_length=64, blank=True)
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, null=True, blank=True)
    problems = models.JSONField(default=list, help_text="Field and reason, one pair each")
    cells = models.JSONField(default=dict, help_text="The row as sent, kept only when it was rejected")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="file_row_once")]
        indexes = [models.Index(fields=["fingerprint"], name="file_row_by_fingerprint")]

    def __str__(self) -> str:
        return f"row {self.number} of {self.file}"
