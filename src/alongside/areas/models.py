"""Areas, their people in numbers, and schools. Open data: no person is in any of these tables."""

from django.db import models
from django.db.models import F, Q

from alongside.areas.states import AreaKind, SchoolSector, SchoolStatus, Sex, SourceKind, TermKind


class AreaSource(models.Model):
    """A file that was loaded: every area, count and school traces to one."""

    kind = models.CharField(max_length=20, choices=SourceKind.choices)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    licence = models.CharField(max_length=200)
    vintage = models.PositiveSmallIntegerField(help_text="The year whose codes or register the file holds")
    loaded_at = models.DateTimeField()
    loaded_by = models.CharField(max_length=200)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["sha256", "kind", "vintage"], name="area_file_loaded_once"),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.vintage})"


class RejectedRow(models.Model):
    """One thing wrong with one row of a file, kept so that it can be put right at its source."""

    source = models.ForeignKey(AreaSource, on_delete=models.CASCADE, related_name="rejects")
    row = models.PositiveIntegerField()
    field = models.CharField(max_length=100)
    problem = models.CharField(max_length=400)

    class Meta:
        ordering = ["row", "pk"]


class Area(models.Model):
    """A statistical or administrative area as one year's codes have it: the same code may change its shape."""

    code = models.CharField(max_length=9, help_text="GSS code")
    vintage = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=AreaKind.choices)
    name = models.CharField(max_length=200)
    parent_code = models.CharField(max_length=9, blank=True, help_text="GSS code of its local authority district")
    boundary = models.TextField(help_text="GeoJSON geometry in longitude and latitude, simplified")
    west = models.FloatField(help_text="Bounds in metres of the British National Grid")
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    easting = models.FloatField(help_text="A point inside the area, near its middle")
    northing = models.FloatField()
    hectares = models.FloatField()
    source = models.ForeignKey(AreaSource, on_delete=models.PROTECT, related_name="areas")

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["code", "vintage"], name="area_once_a_vintage")]
        indexes = [
            models.Index(fields=["kind", "vintage", "code"], name="area_by_kind"),
            models.Index(fields=["parent_code", "vintage", "kind"], name="area_by_parent"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code}, {self.vintage})"


class Population(models.Model):
    """How many people of that sex, aged from `age_from` to `age_to` both included, lived in an area."""

    area_code = models.CharField(max_length=9)
    vintage = models.PositiveSmallIntegerField(help_text="The vintage of the area code")
    year = models.PositiveSmallIntegerField(help_text="Mid-year")
    sex = models.CharField(max_length=6, choices=Sex.choices)
    age_from = models.PositiveSmallIntegerField()
    age_to = models.PositiveSmallIntegerField(help_text="120 where the band has no upper end")
    count = models.PositiveIntegerField()
    source = models.ForeignKey(AreaSource, on_delete=models.PROTECT, related_name="populations")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area_code", "vintage", "year", "sex", "age_from", "age_to"], name="population_once"
            ),
            models.CheckConstraint(condition=Q(age_from__lte=F("age_to")), name="population_ages_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.area_code} {self.year} {self.sex} {self.age_from}-{self.age_to}: {self.count}"


class Deprivation(models.Model):
    """Where a small area stood in an official index of deprivation: 1 is the most deprived of its country."""

    area_code = models.CharField(max_length=9)
    vintage = models.PositiveSmallIntegerField(help_text="The vintage of the area code")
    year = models.PositiveSmallIntegerField(help_text="Of the index")
    rank = models.PositiveIntegerField()
    decile = models.PositiveSmallIntegerField()
    source = models.ForeignKey(AreaSource, on_delete=models.PROTECT, related_name="deprivations")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area_code", "vintage", "year"], name="deprivation_once"),
            models.CheckConstraint(
                condition=Q(rank__gte=1, decile__gte=1, decile__lte=10), name="deprivation_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_code} in {self.year}: rank {self.rank}, decile {self.decile}"


class School(models.Model):
    """A school as the national register has it, and the hours that it keeps itself."""

    urn = models.CharField(max_length=6, unique=True)
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200, help_text="The name folded for finding")
    phase = models.CharField(max_length=60, blank=True)
    type_name = models.CharField(max_length=100, blank=True)
    sector = models.CharField(max_length=20, choices=SchoolSector.choices)
    status = models.CharField(max_length=20, choices=SchoolStatus.choices)
    postcode = models.CharField(max_length=8, blank=True)
    easting = models.FloatField(null=True, blank=True)
    northing = models.FloatField(null=True, blank=True)
    la_code = models.CharField(max_length=3, blank=True)
    opened = models.DateField(null=True, blank=True)
    closed = models.DateField(null=True, blank=True)
    successor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="predecessors")
    day_starts = models.TimeField(null=True, blank=True, help_text="When its day begins, if the school has said so")
    day_ends = models.TimeField(null=True, blank=True)
    weekdays = models.CharField(max_length=7, default="01234", help_text="Days of the week with school; 0 is Monday")
    source = models.ForeignKey(AreaSource, on_delete=models.PROTECT, related_name="schools")

    class Meta:
        ordering = ["name", "urn"]
        constraints = [
            models.CheckConstraint(
                condition=Q(easting__isnull=True, northing__isnull=True)
                | Q(easting__isnull=False, northing__isnull=False),
                name="school_position_whole",
            ),
            models.CheckConstraint(
                condition=Q(day_starts__isnull=True, day_ends__isnull=True) | Q(day_starts__lt=F("day_ends")),
                name="school_day_in_order",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("id")), name="school_not_its_own_successor"
            ),
        ]
        indexes = [models.Index(fields=["la_code", "name_key"], name="school_by_authority")]

    def __str__(self) -> str:
        return f"{self.name} ({self.urn})"


class SchoolTerm(models.Model):
    """One span of a school's calendar, first and last day included."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="terms")
    kind = models.CharField(max_length=5, choices=TermKind.choices)
    name = models.CharField(max_length=60, blank=True)
    first_day = models.DateField()
    last_day = models.DateField()

    class Meta:
        ordering = ["first_day", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["school", "kind", "first_day"], name="school_term_once"),
            models.CheckConstraint(condition=Q(first_day__lte=F("last_day")), name="school_term_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.name or self.kind} from {self.first_day} to {self.last_day}"
