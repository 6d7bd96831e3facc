"""Classes and their sizes. No pupil is in any of these tables."""

from django.db import models
from django.db.models import Q

from alongside.programmes.models.programmes import Programme, ProgrammeVersion
from alongside.programmes.states import Need, RowFate


class ClassFile(models.Model):
    """A register of classes as it was sent, and what became of its rows."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    read_as = models.CharField(max_length=200)
    entered = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    known = models.PositiveIntegerField()
    rejected = models.PositiveIntegerField()
    agency_code = models.CharField(max_length=40)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["programme", "sha256"], name="class_file_once")]


class ClassFileRow(models.Model):
    """A row of a register that was not entered, with what is wrong. What stood in it is not kept: it may be a name."""

    file = models.ForeignKey(ClassFile, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    column = models.CharField(max_length=100)
    fate = models.CharField(max_length=10, choices=RowFate.choices)
    problem = models.CharField(max_length=400)

    class Meta:
        ordering = ["number", "pk"]


class SchoolClass(models.Model):
    """A class of a school in one school year, with its size."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="classes")
    version = models.ForeignKey(ProgrammeVersion, on_delete=models.PROTECT, related_name="classes")
    school_urn = models.CharField(max_length=10)
    school_name = models.CharField(max_length=200)
    ward_code = models.CharField(max_length=9, blank=True)
    ward_name = models.CharField(max_length=200, blank=True)
    school_year = models.PositiveSmallIntegerField(help_text="The year in which the school year begins")
    year_group = models.PositiveSmallIntegerField(help_text="Reception is 0")
    name = models.CharField(max_length=40)
    name_key = models.CharField(max_length=40, help_text="The name folded, to know it again")
    size = models.PositiveSmallIntegerField()
    need = models.CharField(max_length=10, choices=Need.choices, default=Need.UNKNOWN)
    offered_on = models.DateField(null=True, blank=True)
    declined_on = models.DateField(null=True, blank=True)
    weekday = models.PositiveSmallIntegerField(null=True, blank=True, help_text="0 is Monday")
    file = models.ForeignKey(ClassFile, on_delete=models.PROTECT, null=True, blank=True, related_name="classes")
    changes = models.PositiveIntegerField(default=1)
    made_by = models.CharField(max_length=200)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["school_name", "year_group", "name_key"]
        verbose_name_plural = "school classes"
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "school_urn", "school_year", "name_key"], name="school_class_once"
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="school_class_has_pupils"),
            models.CheckConstraint(
                condition=Q(declined_on__isnull=True) | Q(offered_on__isnull=False), name="school_class_offer_first"
            ),
        ]
        indexes = [
            models.Index(fields=["school_urn", "school_year"], name="school_class_by_school"),
            models.Index(fields=["programme", "school_year"], name="school_class_by_year"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.school_name}"


class ClassStep(models.Model):
    """One change of a class: its size, its offer, its days. Rows are added, never changed."""

    school_class = models.ForeignKey(SchoolClass, on_delete=models.CASCADE, related_name="steps")
    what = models.CharField(max_length=400)
    agency_code = models.CharField(max_length=40)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
