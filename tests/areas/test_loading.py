"""Loading official files: everything or nothing, once, with every reject kept and the log written beside it."""

import pytest
from django.db import IntegrityError

from alongside.areas import actions, queries
from alongside.areas.drafts import Reject, SchoolLinkDraft
from alongside.areas.models import Area, AreaSource, Population, School
from alongside.areas.states import AreaKind, SchoolStatus, Sex, SourceKind
from tests.areas import invented
from tests.areas.invented import AT, BOROUGH, batch, keep, keep_wards, people, school, square, ward_code, wards

pytestmark = pytest.mark.django_db


def test_areas_are_kept_with_their_bounds_and_a_point_inside():
    report = keep_wards(2, 1)
    assert (report.added, report.changed, report.unchanged) == (2, 0, 0)
    first = queries.areas_of("ward", 2022)[0]
    assert (first.code, first.name, first.parent_code) == (ward_code(0, 0), "Ward 0 0", BOROUGH)
    assert first.bounds == pytest.approx((520_000, 180_000, 521_000, 181_000), abs=0.2)
    assert (first.easting, first.northing) == pytest.approx((520_500, 180_500), abs=1)
    assert first.hectares == pytest.approx(100, abs=0.1)


def test_the_same_file_twice_adds_nothing():
    first, again = keep_wards(), keep_wards()
    assert (first.loaded_before, again.loaded_before) == (False, True)
    assert again.source_id == first.source_id
    assert (Area.objects.count(), AreaSource.objects.count()) == (16, 1)


def test_the_same_areas_in_another_vintage_stand_beside_the_first():
    keep_wards(vintage=2018)
    assert keep_wards(vintage=2022).added == 16
    assert queries.vintages_of("ward") == [2022, 2018]
    assert queries.latest_vintage("ward") == 2022


def test_a_later_file_changes_what_differs_and_nothing_else():
    keep_wards(2, 2)
    renamed = [draft._replace(name="New Ward") if draft.code == ward_code(0, 0) else draft for draft in wards(2, 3)]
    report = keep(actions.load_boundaries, renamed)
    assert (report.added, report.changed, report.unchanged) == (2, 1, 3)
    assert queries.area(ward_code(0, 0), 2022).name == "New Ward"


def test_what_was_loaded_says_where_it_came_from():
    report = keep_wards(1, 1, name="wards.geojson", rejects=[Reject(9, "WD22CD", "No code.")])
    (source,) = queries.sources(SourceKind.BOUNDARIES)
    assert (source.file_name, source.licence, source.vintage) == ("wards.geojson", "Invented", 2022)
    assert (source.loaded_at, source.loaded_by, source.rejected) == (AT, "Tester", 1)
    assert queries.rejects_of(report.source_id) == [Reject(9, "WD22CD", "No code.")]


def test_rejects_are_told_again_when_the_file_comes_again():
    rejects = [Reject(9, "WD22CD", "No code."), Reject(2, "geometry", "Missing.")]
    keep_wards(1, 1, rejects=rejects)
    assert keep_wards(1, 1, rejects=rejects).rejects == (rejects[1], rejects[0])


def test_the_log_is_told_once_for_each_file():
    deeds = []
    for _ in range(2):
        actions.load_boundaries(batch=batch(wards()), by="Tester", at=AT, log=deeds.append)
    (deed,) = deeds
    assert (deed.act, deed.subject_kind) == ("import", "boundaries file")
    assert deed.words == "invented.file: 16 added, 0 changed, 0 unchanged, 0 rejected"
    assert deed.facts["vintage"] == 2022


def test_nothing_is_kept_when_the_log_cannot_be_written():
    def broken(deed):
        raise OSError("the log is full")

    with pytest.raises(OSError, match="full"):
        actions.load_boundaries(batch=batch(wards()), by="Tester", at=AT, log=broken)
    assert not Area.objects.exists()
    assert not AreaSource.objects.exists()


def test_neighbours_stay_neighbours_when_outlines_are_simplified():
    wiggly = [
        invented.AreaDraft(draft.code, draft.kind, draft.name, draft.parent_code, draft.outline.segmentize(5))
        for draft in wards(2, 2)
    ]
    keep(actions.load_boundaries, wiggly)
    assert len(Area.objects.get(code=ward_code(0, 0)).boundary) < 400
    collection = queries.boundaries_of("ward", 2022)
    corners = [tuple(corner) for one in collection["features"] for corner in one["geometry"]["coordinates"][0]]
    assert len(set(corners)) == 9


def test_populations_are_kept_by_band_and_counted_once():
    rows = people("E05000000", (0, 15, 40), (16, 120, 60))
    assert keep(actions.load_population, rows).added == 2
    assert keep(actions.load_population, rows).loaded_before
    changed = [rows[0], rows[1]._replace(people=61)]
    report = keep(actions.load_population, changed)
    assert (report.added, report.changed, report.unchanged) == (0, 1, 1)
    assert sorted(Population.objects.values_list("count", flat=True)) == [40, 61]


def test_a_new_register_keeps_what_the_school_said_itself(terms):
    keep(actions.load_schools, [school("100001", "Mill Lane School")])
    actions.set_school_calendar(urn="100001", terms=terms, by="Tester", at=AT, log=lambda deed: None)
    report = keep(actions.load_schools, [school("100001", "Mill Lane Academy", status=SchoolStatus.CLOSED)])
    assert report.changed == 1
    assert queries.school("100001").status is SchoolStatus.CLOSED
    assert queries.school_terms("100001").hours == terms.hours


def test_a_map_shows_schools_that_are_open_or_of_which_nothing_is_said():
    shown = [SchoolStatus.OPEN, SchoolStatus.CLOSING, SchoolStatus.NOT_STATED]
    every = [*shown, SchoolStatus.CLOSED, SchoolStatus.PROPOSED]
    at = {"easting": 530_000.0, "northing": 180_000.0}
    keep(actions.load_schools, [school(f"10000{k}", f"{one} School", status=one, **at) for k, one in enumerate(every)])
    found = queries.schools_within((529_000.0, 179_000.0, 531_000.0, 181_000.0))
    assert {one.name for one in found} == {f"{one} School" for one in shown}


def test_an_academy_stands_in_the_place_of_the_school_before():
    keep(actions.load_schools, [school("100001", "Mill Lane School"), school("100002", "Mill Lane Academy")])
    report = keep(actions.load_school_links, [SchoolLinkDraft(1, "100001", "100002")])
    assert report.changed == 1
    assert queries.school_now("100001").name == "Mill Lane Academy"
    assert queries.school("100001").successor_urn == "100002"
    assert queries.school_now("100002").urn == "100002"


def test_a_link_to_a_school_that_is_not_held_is_a_reject():
    keep(actions.load_schools, [school("100001", "Mill Lane School")])
    report = keep(actions.load_school_links, [SchoolLinkDraft(7, "100001", "100009")])
    assert report.rejects == (Reject(7, "URN", "No school with the URN 100009 is held."),)


def test_links_that_go_round_in_a_circle_come_to_an_end():
    keep(actions.load_schools, [school("100001", "Mill Lane School"), school("100002", "Mill Lane Academy")])
    keep(actions.load_school_links, [SchoolLinkDraft(1, "100001", "100002"), SchoolLinkDraft(2, "100002", "100001")])
    assert queries.school_now("100001").urn in {"100001", "100002"}


@pytest.mark.parametrize(
    ("change", "constraint"),
    [({"easting": 1.0}, "position_whole"), ({"day_starts": "15:00", "day_ends": "09:00"}, "day_in_order")],
)
def test_the_database_itself_refuses_half_a_position_and_a_day_that_ends_before_it_starts(change, constraint):
    keep(actions.load_schools, [school("100001", "Mill Lane School")])
    with pytest.raises(IntegrityError, match=constraint):
        School.objects.filter(urn="100001").update(**change)


def test_kinds_are_read_from_the_codes_themselves():
    mixed = [*wards(1, 1), invented.AreaDraft(BOROUGH, AreaKind.BOROUGH, "Nowhere", "", square(0, 0, 4_000))]
    keep(actions.load_boundaries, mixed)
    assert [area.name for area in queries.areas_of("borough", 2022)] == ["Nowhere"]
    assert [area.code for area in queries.areas_of("ward", 2022, parent_code=BOROUGH)] == [ward_code(0, 0)]
    assert queries.areas_of("ward", 2022, parent_code="E09000031") == []


def test_sexes_are_kept_apart():
    keep(actions.load_population, [*people("E05000000", (0, 120, 40), sex=Sex.MALE)])
    assert Population.objects.get().sex == Sex.MALE
