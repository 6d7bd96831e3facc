"""Recorded crime as the police publish it: files, crimes, and the counts that pages read.

No person is in any of these tables. A crime has a month and an anonymised map point, and no more.
"""

from typing import Any

from django.db import models

from alongside.places.crime_types import CrimeType
from alongside.places.states import Assignment, Fault


class CrimeFile(models.Model):
    """A file that was loaded: what it was, what became of its rows."""

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=255)
    archive = models.CharField(max_length=255, blank=True)
    licence = models.CharField(max_length=200)
    extracted = models.DateField(null=True, blank=True, help_text="When the publisher took the extract")
    layout = models.CharField(max_length=40)
    encoding = models.CharField(max_length=20)
    byte_count = models.PositiveBigIntegerField()
    raw_copy = models.CharField(max_length=200, blank=True, help_text="Below the folder of files kept")
    first_month = models.DateField(null=True, blank=True)
    last_month = models.DateField(null=True, blank=True)
    rows_read = models.PositiveIntegerField(default=0)
    rows_added = models.PositiveIntegerField(default=0)
    rows_held = models.PositiveIntegerField(default=0, help_text="Held already, from another file")
    rows_repeated = models.PositiveIntegerField(default=0, help_text="The same Crime ID again in this file")
    rows_older = models.PositiveIntegerField(default=0, help_text="Of months held from a newer extract")
    rows_rejected = models.PositiveIntegerField(default=0)
    crimes_replaced = models.PositiveIntegerField(default=0, help_text="Held crimes that gave way to this extract")
    loaded_at = models.DateTimeField()
    loaded_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name


class ForceMonth(models.Model):
    """One force's month: the unit that the publisher issues and revises. A month without one is a gap, not a zero."""

    force = models.CharField(max_length=80)
    month = models.DateField(help_text="Its first day")
    extracted = models.DateField(null=True, blank=True)
    file = models.ForeignKey(CrimeFile, on_delete=models.PROTECT, related_name="force_months")
    crimes = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["month", "force"]
        constraints = [models.UniqueConstraint(fields=["force", "month"], name="force_month_once")]
        indexes = [models.Index(fields=["month"], name="force_month_by_month")]

    def __str__(self) -> str:
        return f"{self.force}, {self.month:%B %Y}"


class MapPoint(models.Model):
    """An anonymised point to which the publisher moves crimes. It is not an address."""

    key = models.BigIntegerField(primary_key=True)
    longitude_e6 = models.IntegerField(help_text="Millionths of a degree")
    latitude_e6 = models.IntegerField(help_text="Millionths of a degree")
    easting = models.IntegerField(null=True, blank=True)
    northing = models.IntegerField(null=True, blank=True)
    location = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["easting", "northing"], name="map_point_by_grid")]

    def __str__(self) -> str:
        return self.location


class PublishedLsoa(models.Model):
    """An LSOA as the publisher names it; the vintage is the publisher's at the time of the extract."""

    code = models.CharField(max_length=9, primary_key=True)
    name = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return self.name or self.code


class Outcome(models.Model):
    name = models.CharField(max_length=120, unique=True)

    def __str__(self) -> str:
        return self.name


def _word(model: type[models.Model]) -> Any:
    return models.ForeignKey(
        model, on_delete=models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )


class RecordedCrime(models.Model):
    """One crime or incident. `identity` with `occurrence` holds it to being counted once (see `identity.py`)."""

    identity = models.BigIntegerField()
    occurrence = models.PositiveIntegerField(default=1)
    force_month = models.ForeignKey(ForceMonth, on_delete=models.PROTECT, related_name="+", db_index=False)
    crime_type = models.PositiveSmallIntegerField(choices=CrimeType.choices)
    # Words that are only ever added, and in the same transaction as the crime: PostgreSQL would check each of
    # a million rows against each of them at commit, a third of the whole load.
    point = _word(MapPoint)
    lsoa = _word(PublishedLsoa)
    outcome = _word(Outcome)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["identity", "occurrence"], name="recorded_crime_once")]
        indexes = [models.Index(fields=["force_month", "crime_type"], name="recorded_crime_by_month_type")]


class RejectedRow(models.Model):
    """A row that was not loaded, with the cell at fault and the row as it was sent."""

    file = models.ForeignKey(CrimeFile, on_delete=models.PROTECT, related_name="rejected_rows")
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=40, blank=True)
    fault = models.CharField(max_length=20, choices=Fault.choices)
    value = models.CharField(max_length=200, blank=True)
    raw = models.TextField()

    class Meta:
        ordering = ["file", "line", "pk"]


class Counting(models.Model):
    """One way of counting crimes by area. Two countings of the same crimes are never added up."""

    assignment = models.CharField(max_length=10, choices=Assignment.choices)
    kind = models.CharField(max_length=20)
    vintage = models.PositiveSmallIntegerField(default=0, help_text="Of the boundaries; 0 where none were used")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assignment", "kind", "vintage"], name="counting_once")]

    def __str__(self) -> str:
        named = f"{self.kind} {self.vintage}" if self.vintage else self.kind
        return f"{named} {self.get_assignment_display()}"


class PointArea(models.Model):
    """The area of one counting in which a map point lies; an empty code when it lies in none."""

    counting = models.ForeignKey(Counting, on_delete=models.CASCADE, related_name="+", db_index=False)
    point = models.ForeignKey(MapPoint, on_delete=models.CASCADE, related_name="+", db_index=False)
    area_code = models.CharField(max_length=9, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["counting", "point"], name="point_area_once")]


class CrimeCount(models.Model):
    """Crimes of one type in one area in one force's month: made anew whenever that month's crimes change."""

    counting = models.ForeignKey(Counting, on_delete=models.CASCADE, related_name="+", db_index=False)
    area_code = models.CharField(max_length=9, blank=True)
    force_month = models.ForeignKey(ForceMonth, on_delete=models.CASCADE, related_name="+")
    crime_type = models.PositiveSmallIntegerField(choices=CrimeType.choices)
    total = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["counting", "area_code", "force_month", "crime_type"], name="crime_count_once"
            )
        ]
