"""Sets of incidents that an agency gives: a time and a place each, and no person.

There is no column for a name, a date of birth, a number of a person, a telephone or an address, and none may be added.
"""

from django.db import models

from alongside.places.incident_states import Audience, FileState, Measured, RowFault
from alongside.places.states import Precision


class IncidentSet(models.Model):
    """A collection of one kind of record from one keeper. Its plane, clock and precision are those of its first file."""

    name = models.CharField(max_length=120, unique=True)
    agency_code = models.CharField(max_length=40)
    measured = models.CharField(max_length=10, choices=Measured.choices)
    noun = models.CharField(max_length=40, help_text="What one record is called, in the plural")
    licence = models.CharField(max_length=300)
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.STUDY)
    is_snapped = models.BooleanField(default=False, help_text="Points were moved before they were given")
    plane = models.CharField(max_length=20, blank=True, help_text="EPSG:27700, EPSG:326zz or local")
    zone = models.CharField(max_length=60, default="Europe/London", help_text="Whose clock the times are read on")
    precision = models.CharField(max_length=10, choices=Precision.choices, blank=True)
    outline = models.TextField(blank=True, help_text="GeoJSON geometry in metres of the plane")
    outline_name = models.CharField(max_length=200, blank=True)
    mappings = models.JSONField(default=dict, help_text="Columns chosen before, by fingerprint of the header")
    made_by = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    changes = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class IncidentFile(models.Model):
    """A file that was given to a set: what it was, how it was read, what became of its rows."""

    set = models.ForeignKey(IncidentSet, on_delete=models.PROTECT, related_name="files")
    sha256 = models.CharField(max_length=64, help_text="Of the file as it was sent")
    name = models.CharField(max_length=255)
    byte_count = models.PositiveBigIntegerField()
    raw_copy = models.CharField(max_length=200, blank=True, help_text="Below the folder of files kept")
    layout = models.CharField(max_length=40)
    read_as = models.CharField(max_length=200, blank=True)
    licence = models.CharField(max_length=300)
    header = models.JSONField(default=list)
    examples = models.JSONField(default=dict, help_text="A few cells of each column, until the columns are chosen")
    left_out = models.JSONField(default=dict, help_text="Columns not kept, each with the reason")
    mapping = models.JSONField(default=dict)
    precision = models.CharField(max_length=10, choices=Precision.choices, blank=True)
    state = models.CharField(max_length=10, choices=FileState.choices)
    is_unwanted = models.BooleanField(default=False, help_text="Somebody asked to stop it")
    next_row = models.PositiveIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    rows_read = models.PositiveIntegerField(default=0)
    rows_added = models.PositiveIntegerField(default=0)
    rows_held = models.PositiveIntegerField(default=0, help_text="Held already, from another file")
    rows_repeated = models.PositiveIntegerField(default=0, help_text="The same incident again in this file")
    rows_rejected = models.PositiveIntegerField(default=0)
    rows_unplaced = models.PositiveIntegerField(default=0, help_text="Added without a place")
    first = models.DateField(null=True, blank=True)
    last = models.DateField(null=True, blank=True)
    notes = models.JSONField(default=list, help_text="What was noticed in it, in words")
    problem = models.TextField(blank=True)
    sent_by = models.CharField(max_length=200)
    sent_by_id = models.CharField(max_length=60)
    agency_code = models.CharField(max_length=40)
    sent_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["set", "sha256"], name="incident_file_once")]
        indexes = [models.Index(fields=["state", "id"], name="incident_file_by_state")]

    def __str__(self) -> str:
        return self.name


class IncidentKind(models.Model):
    """What an incident of a set can be, in the sender's word."""

    set = models.ForeignKey(IncidentSet, on_delete=models.CASCADE, related_name="kinds")
    key = models.CharField(max_length=100)
    words = models.CharField(max_length=100)

    class Meta:
        ordering = ["words"]
        constraints = [models.UniqueConstraint(fields=["set", "key"], name="incident_kind_once")]

    def __str__(self) -> str:
        return self.words


class PlaceIncident(models.Model):
    """One incident. `identity` with `occurrence` holds it to being counted once in its set, whatever file brings it.

    `minute`: minutes since 1970 on the set's own clock, as the sender read it.
    """

    set = models.ForeignKey(IncidentSet, on_delete=models.PROTECT, related_name="+", db_index=False)
    file = models.ForeignKey(IncidentFile, on_delete=models.PROTECT, related_name="+")
    kind = models.ForeignKey(IncidentKind, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    minute = models.IntegerField()
    x = models.FloatField(null=True)
    y = models.FloatField(null=True)
    weight = models.PositiveSmallIntegerField(default=1)
    is_stray = models.BooleanField(default=False, help_text="Too far from the others to be drawn with them")
    identity = models.BigIntegerField()
    occurrence = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["set", "identity", "occurrence"], name="place_incident_once")]
        indexes = [models.Index(fields=["set", "minute"], name="place_incident_by_time")]


class IncidentReject(models.Model):
    """A cell that could not be used. The rest of its row is not kept: it might hold what must not be stored."""

    file = models.ForeignKey(IncidentFile, on_delete=models.CASCADE, related_name="rejects")
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=100, blank=True)
    fault = models.CharField(max_length=12, choices=RowFault.choices)
    value = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["row", "pk"]
