"""The log. Rows are added and never changed: database triggers refuse it (see `guards.py`)."""

from django.db import models

from alongside.audit.entries import header_digest
from alongside.audit.states import Act, Outcome


class Event(models.Model):
    """One thing that happened, in text. Holds no foreign keys: it outlives what it describes."""

    at = models.DateTimeField()
    agency_code = models.CharField(max_length=40)
    actor_id = models.CharField(max_length=80)
    actor_name = models.CharField(max_length=200)
    actor_role = models.CharField(max_length=60, blank=True)
    act = models.CharField(max_length=20, choices=Act.choices)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=80, blank=True)
    holder_code = models.CharField(max_length=40, blank=True)
    purpose = models.CharField(max_length=40, blank=True)
    agreement = models.CharField(max_length=80, blank=True)
    field_groups = models.CharField(max_length=400, blank=True)
    reason = models.CharField(max_length=400, blank=True)
    body_digest = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    HEADER = (
        "at", "agency_code", "actor_id", "actor_name", "actor_role", "act", "outcome", "subject_kind", "subject_id",
        "holder_code", "purpose", "agreement", "field_groups", "reason", "body_digest",
    )  # fmt: skip

    class Meta:
        indexes = [
            models.Index(fields=["agency_code", "id"], name="event_by_agency"),
            models.Index(fields=["at"], name="event_by_time"),
            models.Index(fields=["subject_kind", "subject_id"], name="event_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.act} {self.subject_kind}"


class EventPerson(models.Model):
    """About whom an event tells. Covered by the event's digest."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="persons")
    person_id = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "person_id"], name="event_person_once")]
        indexes = [models.Index(fields=["person_id", "event"], name="event_by_person")]


class EventBody(models.Model):
    """Words that may hold personal data. May be destroyed when its time is up; never changed."""

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="body", primary_key=True)
    salt = models.CharField(max_length=32)
    text = models.TextField()


class Seal(models.Model):
    """A link of one agency's chain: everything up to here, fixed by one root."""

    agency_code = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    count = models.PositiveIntegerField()
    previous_root = models.CharField(max_length=64)
    root = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency_code", "number"], name="seal_number_once")]

    def __str__(self) -> str:
        return f"{self.agency_code} seal {self.number}"

    @property
    def header_digest(self) -> str:
        """What a seal says of itself, so that its root covers that too."""
        return header_digest({"agency": self.agency_code, "number": self.number, "at": self.at, "count": self.count})


class SealedEvent(models.Model):
    """The place of an event in its agency's chain."""

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="sealed", primary_key=True)
    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="events")
    position = models.PositiveIntegerField()
    link = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seal", "position"], name="sealed_position_once")]
