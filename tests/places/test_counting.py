"""Counts by boundaries: by the map point, kept up with every load, made anew when boundaries change."""

from datetime import date

import pytest
from shapely.geometry import box

from alongside.areas.actions import load_boundaries
from alongside.areas.drafts import AreaDraft, Batch
from alongside.areas.grid import to_grid
from alongside.areas.states import AreaKind
from alongside.audit.models import Event
from alongside.places import measures, queries
from alongside.places.actions import count_by_boundaries
from alongside.places.measures import Scope
from tests.places import street

pytestmark = pytest.mark.django_db
MAY = date(2023, 5, 1)
EAST, NORTH = to_grid(-0.12, 51.5)
WEST_WARD, EAST_WARD = "E05999901", "E05999902"


def wards(edge, vintage=2022, name="wards"):
    """Two wards that meet `edge` metres east of the usual map point."""
    halves = [
        (WEST_WARD, box(EAST - 2_000, NORTH - 500, EAST + edge, NORTH + 500)),
        (EAST_WARD, box(EAST + edge, NORTH - 500, EAST + 2_000, NORTH + 500)),
    ]
    rows = [AreaDraft(code, AreaKind.WARD, f"{code} ward", "E09999001", outline) for code, outline in halves]
    batch = Batch(f"{name}.geojson", f"{name}{edge}".ljust(64, "0"), "invented", vintage, rows)
    load_boundaries(batch=batch, by="test", at=street.AT, log=lambda _deed: None)


def counted(vintage=2022):
    chosen = next(each for each in queries.countings() if each.kind == "ward" and each.vintage == vintage)
    return {area.code: area.total for area in measures.by_area(Scope(chosen.id, MAY, MAY))}


def some_crimes(tmp_path, name="a", numbers=range(3)):
    rows = [street.row(n) for n in numbers]
    rows += [street.row(None, longitude="-0.100000"), street.row(None, longitude="", latitude="")]
    street.take_in(street.write(tmp_path / f"{name}.csv", rows))


def test_crimes_are_counted_in_the_ward_around_their_map_point(tmp_path):
    wards(edge=200)
    some_crimes(tmp_path)
    assert counted() == {WEST_WARD: 3, EAST_WARD: 1, "": 1}


def test_boundaries_that_come_after_the_crimes_are_taken_up_by_the_next_load(tmp_path):
    some_crimes(tmp_path)
    wards(edge=200)
    some_crimes(tmp_path, "b", range(3, 5))
    assert counted() == {WEST_WARD: 5, EAST_WARD: 1, "": 1}


def test_boundaries_that_changed_are_counted_anew_and_the_log_says_so(tmp_path):
    wards(edge=200)
    some_crimes(tmp_path)
    wards(edge=-200, name="mended")
    assert count_by_boundaries(kind="ward", vintage=2022, by=street.LOADER, at=street.AT) == 2
    assert counted() == {EAST_WARD: 4, "": 1}
    assert Event.objects.filter(subject_kind="crime counting").count() == 1


def test_two_vintages_are_counted_side_by_side(tmp_path):
    wards(edge=200)
    wards(edge=-200, vintage=2014, name="old")
    some_crimes(tmp_path)
    assert counted(2022)[WEST_WARD] == 3 and counted(2014)[EAST_WARD] == 4


def test_every_counting_adds_up_to_what_was_published(tmp_path):
    wards(edge=200)
    some_crimes(tmp_path)
    totals = {each: sum(a.total for a in measures.by_area(Scope(each.id, MAY, MAY))) for each in queries.countings()}
    assert len(totals) == 3 and set(totals.values()) == {5}
