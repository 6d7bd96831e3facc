"""Versions of definitions that the partnership added. What comes with Alongside lies in files, beside these."""

from django.db import models


class MeasureVersion(models.Model):
    """What one definition says from one day on: the partnership's change to a shipped one, or one of its own.

    `edition` is the shipped version that it changes (1 for one of its own), `revision` the partnership's count.
    """

    measure = models.CharField(max_length=60, help_text="Code of the measure, as shipped")
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=160)
    measured = models.CharField(max_length=10, help_text="Whose record: police, hospital or other")
    edition = models.PositiveSmallIntegerField()
    revision = models.PositiveSmallIntegerField()
    counts = models.TextField()
    leaves_out = models.TextField()
    unit = models.TextField()
    population = models.TextField()
    source = models.TextField()
    vintage = models.TextField()
    suppression = models.TextField()
    licence = models.TextField()
    read_by = models.TextField()
    mind = models.TextField(blank=True)
    breaks = models.JSONField(default=list, help_text="Months and words, as [“2019-03”, “…”]")
    reason = models.TextField()
    agency_code = models.CharField(max_length=40)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    sent_key = models.UUIDField(unique=True, help_text="A form that was sent twice enters once")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["code", "edition", "revision"], name="measure_version_once")]

    def __str__(self) -> str:
        return f"{self.code}@{self.edition}.{self.revision}"
