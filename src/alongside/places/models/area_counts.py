"""Counts by area and month that a publisher or an agency gives as counts: no incident, no place within the area."""

from django.db import models

from alongside.places.incident_states import Audience, Measured


class CountSource(models.Model):
    """One publisher's counts by one kind of area, counted in one way. Two of them are never added up."""

    key = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=160)
    publisher = models.CharField(max_length=120)
    licence = models.CharField(max_length=300)
    area_kind = models.CharField(max_length=20)
    area_vintage = models.PositiveSmallIntegerField(default=0)
    noun = models.CharField(max_length=60)
    measured = models.CharField(max_length=10, choices=Measured.choices)
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.PLACES)
    holds_back_small = models.BooleanField(default=False, help_text="Small counts are not shown")
    force = models.CharField(max_length=80, blank=True, help_text="As in the breaks of series")
    kinds_overlap = models.BooleanField(default=False, help_text="One kind holds another: they are never summed")

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.name


class CountFile(models.Model):
    """A file of counts that was loaded."""

    source = models.ForeignKey(CountSource, on_delete=models.PROTECT, related_name="files")
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=255)
    byte_count = models.PositiveBigIntegerField()
    raw_copy = models.CharField(max_length=200, blank=True)
    layout = models.CharField(max_length=40)
    rows_read = models.PositiveIntegerField(default=0)
    rows_repeated = models.PositiveIntegerField(default=0)
    rows_rejected = models.PositiveIntegerField(default=0)
    rejects = models.JSONField(default=list, help_text="The first rejected cells: row, column, reason, value")
    notes = models.JSONField(default=list)
    first_month = models.DateField(null=True)
    last_month = models.DateField(null=True)
    loaded_at = models.DateTimeField()
    loaded_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["source", "sha256"], name="count_file_once")]

    def __str__(self) -> str:
        return self.name


class CountMonth(models.Model):
    """A month that a source holds, from the file that brought it last. Within it, an absent count is a zero."""

    source = models.ForeignKey(CountSource, on_delete=models.CASCADE, related_name="months")
    month = models.DateField()
    file = models.ForeignKey(CountFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["month"]
        constraints = [models.UniqueConstraint(fields=["source", "month"], name="count_month_once")]


class CountArea(models.Model):
    """An area as the publisher names it."""

    source = models.ForeignKey(CountSource, on_delete=models.CASCADE, related_name="areas")
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    parent = models.CharField(max_length=120, blank=True, help_text="The borough, as the publisher names it")

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["source", "code", "parent"], name="count_area_once")]

    def __str__(self) -> str:
        return self.name


class CountKind(models.Model):
    """What was counted: a group of offences and, within it, an offence; and in which measure."""

    source = models.ForeignKey(CountSource, on_delete=models.CASCADE, related_name="kinds")
    group = models.CharField(max_length=100)
    words = models.CharField(max_length=100, blank=True)
    measure = models.CharField(max_length=60)

    class Meta:
        ordering = ["group", "words", "measure"]
        constraints = [models.UniqueConstraint(fields=["source", "group", "words", "measure"], name="count_kind_once")]

    def __str__(self) -> str:
        return self.words or self.group


class AreaMonthCount(models.Model):
    """How many of a kind in an area in a month. Zeros are not kept."""

    area = models.ForeignKey(CountArea, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.ForeignKey(CountKind, on_delete=models.CASCADE, related_name="+", db_index=False)
    month = models.ForeignKey(CountMonth, on_delete=models.CASCADE, related_name="+")
    total = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "area", "month"], name="area_month_count_once")]
