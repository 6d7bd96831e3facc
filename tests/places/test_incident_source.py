"""A set of incidents is a source of events like any other: metres, times, gaps, licences and what must be said."""

from datetime import date

import numpy as np
import pytest

from alongside.partners.roles import Permission
from alongside.places import sources
from alongside.places.actions import set_outline
from alongside.places.errors import PlacesRefused
from alongside.places.source_forms import Wanted
from alongside.places.states import Precision
from tests.places.incidents import ANALYST, AT, MAPPING, give, give_whole, incident, new_set, rows

pytestmark = pytest.mark.django_db
SQUARE = '{"type":"Polygon","coordinates":[[[536950,188950],[537050,188950],[537050,189050],[536950,189050],[536950,188950]]]}'


def wanted(set_id, **changed):
    fields = {
        "source": f"incidents:{set_id}",
        "boundary": "whole",
        "first": date(2026, 1, 1),
        "last": date(2026, 3, 31),
    }
    return Wanted(**{**fields, **changed})


def three_months(set_id, **more):
    days = [f"2026-{month:02}-{day:02}T21:{day:02}" for month in (1, 2, 3) for day in (5, 12, 20, 28)]
    return give_whole(set_id, *[incident(day, 537_000 + place, 189_000) for place, day in enumerate(days)], **more)


def test_a_set_becomes_a_source_when_a_file_is_read_to_its_end():
    set_id = new_set()
    give(set_id)
    assert sources.sources() == []
    three_months(set_id, name="b.csv")
    (found,) = sources.sources()
    assert (found.key, found.precision, found.plane) == (f"incidents:{set_id}", Precision.MINUTE, "EPSG:27700")
    assert (found.first, found.last, found.kinds) == (date(2026, 1, 5), date(2026, 3, 28), (("robbery", "Robbery"),))


def test_events_come_to_the_minute_with_their_licence_and_hash():
    set_id = new_set()
    three_months(set_id)
    events = sources.events_in(wanted(set_id, first=date(2026, 2, 1), last=date(2026, 2, 12)))
    assert [str(moment) for moment in events.times] == ["2026-02-05T21:05", "2026-02-12T21:12"]
    assert events.x.tolist() == [537_004.0, 537_005.0] and events.licences == ("Agreement 7",)
    assert (
        events.total == 2 and len(events.data_hash) == 64 and events.outline.contains_properly(events.outline.centroid)
    )


def test_an_outline_of_its_own_is_what_whole_means():
    set_id = new_set()
    three_months(set_id)
    before = sources.state_of(f"incidents:{set_id}")
    set_outline(set_id=set_id, geometry=SQUARE, name="square.geojson", by=ANALYST, at=AT)
    assert sources.events_in(wanted(set_id)).outline.area == 10_000
    assert sources.state_of(f"incidents:{set_id}") != before


def test_a_month_without_incidents_is_a_gap_and_never_a_zero():
    set_id = new_set()
    days = [f"2026-{month:02}-{day:02}T09:00" for month in (1, 3) for day in range(1, 9)]
    give_whole(set_id, *[incident(day) for day in days])
    events = sources.events_in(wanted(set_id, last=date(2026, 4, 30)))
    assert events.gaps == (date(2026, 2, 1), date(2026, 4, 1))
    assert any("February 2026" in note for note in events.notes)


def test_a_point_far_from_all_the_others_is_said_and_not_drawn():
    set_id = new_set()
    near = [incident(f"2026-01-{day:02}T10:00", 537_000 + day, 189_000) for day in range(1, 30)]
    give_whole(
        set_id, *near, incident("2026-01-30T10:00", 10_000.0, 900_000.0), incident("2026-01-31T10:00", None, None)
    )
    events = sources.events_in(wanted(set_id))
    assert (len(events), events.unplaced) == (29, 1)
    assert np.ptp(events.x) < 100 and any("far from all the others" in note for note in events.notes)


def test_an_area_fits_only_a_set_on_the_national_grid():
    set_id = new_set()
    local = MAPPING.from_json({**MAPPING.as_json(), "plane": "local", "coordinates": "feet"})
    three_months(set_id, mapping=local)
    with pytest.raises(PlacesRefused, match="Choose the whole of the set"):
        sources.events_in(wanted(set_id, boundary="ward:2022:E05000001"))


def test_an_unknown_kind_or_set_is_refused():
    set_id = new_set()
    three_months(set_id)
    with pytest.raises(PlacesRefused, match="no kind “arson”"):
        sources.events_in(wanted(set_id, kinds=("arson",)))
    with pytest.raises(PlacesRefused, match="not held here"):
        sources.events_in(wanted(set_id + 1))


def test_a_set_for_students_of_places_is_no_source_for_others():
    three_months(new_set("Ambulance calls", audience="study"))
    assert sources.sources_for({Permission.SEE_PLACES}) == []
    assert len(sources.sources_for({Permission.SEE_PLACES, Permission.STUDY_PLACES})) == 1


def test_what_another_file_holds_counts_once():
    set_id = new_set()
    twice = [incident("2026-01-05T21:00"), incident("2026-01-05T21:00", occurrence=2)]
    give_whole(set_id, *twice)
    give_whole(set_id, *twice, incident("2026-02-05T21:00"), name="b.csv")
    assert sources.events_in(wanted(set_id)).total == 3
    assert len(rows(*twice)) == 2
