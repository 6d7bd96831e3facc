"""Real files as sources of incidents, through the loader that an agency's own files go through."""

from datetime import UTC, datetime

from alongside.audit.entries import Actor
from alongside.exchange.incidents_intake import enter_whole, settled, take_in
from alongside.places.actions import choose_columns, make_set
from alongside.places.incident_drafts import ColumnMapping, SetDraft
from alongside.places.incident_sources import key_of
from alongside.places.incident_states import Coordinates
from alongside.places.models import IncidentFile
from alongside.places.states import Precision
from tests.analysis.events.real_places import places_file

ANALYST = Actor("council", "member:7", "Hal Vey", "analyst")
AT = datetime(2026, 11, 17, 10, 0, tzinfo=UTC)
CHICAGO = ColumnMapping("date", x="x", y="y", coordinates=Coordinates.METRES, precision=Precision.DAY)
PORTLAND = ColumnMapping(
    "date", x="x_2913_ft", y="y_2913_ft", kind="category", coordinates=Coordinates.FEET, precision=Precision.DAY
)  # fmt: skip


def load(name, mapping, folder, *, noun="burglaries", title="Burglaries"):
    """The key of a source that holds the file; the test is skipped where there is no such file."""
    raw = places_file(name).read_bytes()
    draft = SetDraft(name=title, measured="police", noun=noun, licence="City of Chicago", audience="places")
    set_id = make_set(draft=draft, by=ANALYST, at=AT)
    file_id, _ = take_in(
        set_id=set_id, name="given.csv", raw=raw, licence="As published", keep_in=folder, by=ANALYST, at=AT
    )
    copy = IncidentFile.objects.get(pk=file_id).raw_copy
    choose_columns(file_id=file_id, mapping=settled(mapping, folder, copy), by=ANALYST, at=AT)
    enter_whole(AT, keep_in=folder, file_id=file_id)
    return key_of(set_id)
