"""Invented incidents, given as the agencies of the cast would."""

from datetime import UTC, datetime
from hashlib import sha256

from alongside.audit.entries import Actor
from alongside.places.actions import choose_columns, enter_incidents, make_set, receive_incident_file
from alongside.places.incident_drafts import ColumnMapping, GivenFile, IncidentDraft, IncidentRow, SetDraft
from alongside.places.incident_identity import by_likeness
from alongside.places.incident_states import Coordinates

AT = datetime(2026, 11, 17, 10, 0, tzinfo=UTC)
ANALYST = Actor("council", "member:7", "Hal Vey", "analyst")
EPOCH = datetime(1970, 1, 1)
MAPPING = ColumnMapping("when", x="x", y="y", kind="kind", coordinates=Coordinates.GRID, plane="EPSG:27700")


def minute(text):
    return round((datetime.fromisoformat(text) - EPOCH).total_seconds() / 60)


def new_set(name="Police calls", **changed):
    fields = {"measured": "police", "noun": "calls", "licence": "Agreement 7", "audience": "places"}
    return make_set(draft=SetDraft(name=name, **{**fields, **changed}), by=ANALYST, at=AT)


def incident(when, x=537_000.0, y=189_000.0, kind="Robbery", occurrence=1):
    at = minute(when)
    return IncidentDraft(at, x, y, kind, 1, by_likeness(at, x, y, kind), occurrence)


def rows(*incidents, start=2):
    return [IncidentRow(number, one) for number, one in enumerate(incidents, start)]


def give(set_id, name="a.csv", mapping=MAPPING):
    """A file that waits to be read; its content is its name."""
    given = GivenFile(
        name, sha256(name.encode()).hexdigest(), 100, "", "table", "CSV", ("when", "x", "y", "kind"), {}, {}, 0
    )
    file_id, _ = receive_incident_file(set_id=set_id, given=given, licence="Agreement 7", by=ANALYST, at=AT)
    choose_columns(file_id=file_id, mapping=mapping, by=ANALYST, at=AT)
    return file_id


def give_whole(set_id, *incidents, name="a.csv", mapping=MAPPING):
    file_id = give(set_id, name, mapping)
    enter_incidents(file_id=file_id, rows=rows(*incidents), is_last=True, by=ANALYST, at=AT)
    return file_id
