"""Invented crime has the shape of the real thing, and what was put into it is kept."""

import csv
import json
import math
from collections import Counter
from datetime import UTC, date, datetime

import pytest

from alongside.analysis.near_repeat import knox
from alongside.audit.entries import Actor
from alongside.demo.crime_pattern import REPEAT_DAYS, REPEAT_METRES, STREET_VIOLENCE, Operation, Pattern
from alongside.demo.crime_points import snap_points
from alongside.demo.crimes import MONTHS, last_published, write_crimes
from alongside.demo.incident_stories import incident_stories
from alongside.demo.places import build_places
from alongside.exchange.police_uk import COLUMNS
from alongside.places import measures, queries, sources
from alongside.places.crime_types import TODAY, CrimeType
from alongside.places.measures import Scope
from alongside.places.models import RejectedRow
from alongside.places.source_forms import Wanted
from alongside.places.states import Precision

FIRST, DAY = date(2024, 10, 1), date(2026, 11, 22)


@pytest.fixture(scope="module")
def pattern():
    made = Pattern(snap_points(), FIRST, MONTHS, "1")
    made.events = made.draw(60_000)
    return made


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    return write_crimes(tmp_path_factory.mktemp("crimes"), today=DAY, crimes=4_000)


def rows_of(files):
    for path in sorted(files.street.rglob("*-street.csv")):
        with path.open(newline="") as lines:
            yield from csv.DictReader(lines)


def test_files_are_those_of_two_years_in_the_official_layout(written):
    paths = sorted(written.street.rglob("*-larkmere-street.csv"))
    assert [path.name[:7] for path in paths][:: MONTHS - 1] == ["2024-10", "2026-09"] and len(paths) == MONTHS
    assert last_published(DAY) == date(2026, 9, 1)
    assert paths[0].read_text().splitlines()[0] == ",".join(COLUMNS)


def test_anti_social_behaviour_has_no_id_and_every_crime_has_one_of_its_own(written):
    rows = list(rows_of(written))
    named = [row["Crime ID"] for row in rows if row["Crime type"] != CrimeType.ANTI_SOCIAL_BEHAVIOUR.label]
    assert all(named) and len(set(named)) == len(named)
    assert not any(row["Crime ID"] for row in rows if row["Crime type"] == CrimeType.ANTI_SOCIAL_BEHAVIOUR.label)
    assert {row["Crime type"] for row in rows} == {kind.label for kind in TODAY}


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(written, tmp_path):
    again = write_crimes(tmp_path / "again", today=DAY, crimes=4_000)
    other = write_crimes(tmp_path / "other", today=DAY, crimes=4_000, seed="2")
    assert again.truth.read_bytes() == written.truth.read_bytes()
    assert list(rows_of(again)) == list(rows_of(written)) != list(rows_of(other))


def test_crime_gathers_at_few_points_and_most_of_all_in_the_hot_spots(pattern):
    violence = [event for event in pattern.events if event.crime_type == CrimeType.VIOLENCE]
    busiest = Counter(event.point for event in violence).most_common(len(snap_points()) // 20)
    assert 0.25 < sum(count for _, count in busiest) / len(violence) < 0.55
    for spot in pattern.hot_spots:
        inside = [point for point in snap_points() if spot.holds(point)]
        share = sum(event.crime_type in spot.types and spot.holds(event.point) for event in pattern.events)
        whole = sum(event.crime_type in spot.types for event in pattern.events)
        assert share / whole > 2 * len(inside) / len(snap_points())


def test_violence_has_its_season(pattern):
    months = Counter(event.day.month for event in pattern.events if event.crime_type == CrimeType.VIOLENCE)
    assert months[7] > 1.2 * months[1]


def test_burglaries_follow_each_other_nearby_more_than_chance_would_have_it(pattern):
    burglaries = [event for event in pattern.events if event.crime_type == CrimeType.BURGLARY]

    def near(one, other):
        east, north = one.point.easting - other.point.easting, one.point.northing - other.point.northing
        return math.hypot(east, north) < REPEAT_METRES

    def close(gap):
        return sum(
            gap <= (later.day - earlier.day).days < gap + REPEAT_DAYS and near(earlier, later)
            for number, earlier in enumerate(burglaries)
            for later in burglaries[number + 1 : number + 200]
        )

    assert close(gap=1) > 2 * close(gap=30)
    assert pattern.truth.near_repeats["Burglary"] > 300


def test_the_operation_took_away_a_modest_part_and_moved_some_next_door(pattern):
    operation = pattern.operation
    without = Pattern(snap_points(), FIRST, MONTHS, "1")
    without.operation = Operation("None", operation.hot_spot, FIRST, FIRST)
    before = sum(operation.reaches(event) for event in without.draw(60_000))
    after = sum(operation.reaches(event) for event in pattern.events)
    truth = pattern.truth
    assert before - after == truth.prevented + truth.displaced
    assert 0.10 < truth.prevented / before < 0.35 and 0 < truth.displaced < truth.prevented
    assert operation.types == STREET_VIOLENCE


def test_the_truth_is_kept_beside_the_rows(written):
    truth = json.loads(written.truth.read_text())
    assert len(truth["hot_spots"]) == 6 and truth["operation"]["name"] == "Operation Lapwing"
    with written.events.open(newline="") as lines:
        events = list(csv.DictReader(lines))
    assert len(events) == written.rows and {"background", "near repeat"} <= {event["cause"] for event in events}


@pytest.mark.django_db
def test_the_demo_goes_in_by_the_real_loaders_and_nothing_is_rejected(tmp_path):
    built = build_places(tmp_path, at=datetime(2026, 11, 22, 12, tzinfo=UTC), size="small")
    assert built.crimes_loaded == built.crimes.rows and not RejectedRow.objects.exists()
    first, last = queries.months_held()
    everything = next(each for each in queries.countings() if each.kind == "everywhere")
    wards = next(each for each in queries.countings() if each.kind == "ward")
    assert measures.figure(Scope(everything.id, first, last)).total == built.crimes.rows
    counted = measures.by_area(Scope(wards.id, first, last))
    assert {area.code for area in counted} == {ward.code for ward in built.borough.wards} | {""}
    again = build_places(tmp_path, at=datetime(2026, 11, 22, 12, tzinfo=UTC), size="small")
    assert again.crimes_loaded == 0


@pytest.mark.django_db
def test_the_calls_have_a_minute_and_near_repeats_and_a_report(written, tmp_path):
    """Of pairs within 200 metres far more lie within a fortnight than chance would have it."""
    at = datetime(2026, 11, 22, 12, tzinfo=UTC)
    made = incident_stories(
        crimes=written, folder=tmp_path, keep_in=None, by=Actor("police", "m", "Bryn", "sergeant"), at=at
    )
    source = sources.source(f"incidents:{made.set_id}")
    assert source.precision == Precision.MINUTE and source.last <= at.date() and made.calls > 150
    events = sources.events_in(Wanted(source.key, "whole", source.first, source.last))
    assert len(events) == made.calls and len(events.licences) == 1
    found = knox(events.x, events.y, events.times, space_edges=[0, 200], time_edges=[0, 14], permutations=99, seed=1)
    assert found.p[0, 0] <= 0.02
