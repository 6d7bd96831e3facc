"""A programme, what it consists of, what it aims at, what it cost, and who was trained for it."""

from django.db import models
from django.db.models import F, Q

from alongside.programmes.states import Counted


class Programme(models.Model):
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120, unique=True)
    about = models.TextField(blank=True)
    agency_code = models.CharField(max_length=40)
    made_by = models.CharField(max_length=200)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ProgrammeVersion(models.Model):
    """What a programme consists of from one day on. Never changed: a class keeps the version that it began with."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    year_groups = models.JSONField(help_text="Year groups for which it is meant; Reception is 0")
    change_note = models.CharField(max_length=400)
    made_by = models.CharField(max_length=200)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["programme", "-number"]
        constraints = [models.UniqueConstraint(fields=["programme", "number"], name="programme_version_once")]

    def __str__(self) -> str:
        return f"{self.programme}, version {self.number}"


class Lesson(models.Model):
    version = models.ForeignKey(ProgrammeVersion, on_delete=models.PROTECT, related_name="lessons")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)

    class Meta:
        ordering = ["version", "number"]
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="programme_lesson_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class Target(models.Model):
    """How many pupils the partnership wants to reach in these school years. Rows are added: the newest holds."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="targets")
    first_year = models.PositiveSmallIntegerField(help_text="The year in which the first school year begins")
    last_year = models.PositiveSmallIntegerField()
    pupils = models.PositiveIntegerField()
    counted = models.CharField(max_length=10, choices=Counted.choices)
    reason = models.CharField(max_length=400)
    agency_code = models.CharField(max_length=40)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(first_year__lte=F("last_year")), name="programme_target_years_in_order"),
            models.CheckConstraint(condition=Q(pupils__gt=0), name="programme_target_above_none"),
        ]


class Spending(models.Model):
    """What was spent on a programme in a school year. A correction is a row of its own, and may be less than nothing."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="spending")
    school_year = models.PositiveSmallIntegerField()
    pence = models.BigIntegerField()
    what_for = models.CharField(max_length=200)
    sent_key = models.UUIDField(unique=True)
    agency_code = models.CharField(max_length=40)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["school_year", "pk"]


class Training(models.Model):
    """Teachers of one school who were trained, as a number. A correction is a row of its own."""

    version = models.ForeignKey(ProgrammeVersion, on_delete=models.PROTECT, related_name="trainings")
    school_urn = models.CharField(max_length=10)
    school_name = models.CharField(max_length=200)
    held_on = models.DateField()
    teachers = models.SmallIntegerField()
    sent_key = models.UUIDField(unique=True)
    agency_code = models.CharField(max_length=40)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-held_on", "-pk"]
