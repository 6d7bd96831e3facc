"""What the demo's one operation truly did is what its evaluations find, or say that they cannot tell."""

import json
import math
import time
from datetime import UTC, date, datetime

import numpy as np
import pytest

from alongside.analysis.evaluation import compare
from alongside.common.periods import add_months
from alongside.demo.crime_pattern import HOT_SPOT_METRES, STREET_VIOLENCE, Pattern
from alongside.demo.crime_points import snap_points
from alongside.demo.evaluation_stories import evaluation_stories
from alongside.demo.places import build_places
from alongside.places.evaluation_sight import evaluation

AT = datetime(2026, 11, 17, 10, 0, tzinfo=UTC)


@pytest.fixture
def told(cast, tmp_path):
    places = build_places(tmp_path, at=AT)
    by = cast.viewer("analyst", AT)
    begun = time.process_time()
    made = evaluation_stories(truth=places.crimes.truth, by=by, at=AT)
    assert time.process_time() - begun < 4  # 1.5 s are asked for; a busy machine gets more
    return [evaluation(by, number) for number in made]


def test_the_true_fall_lies_in_the_interval_and_the_words_go_no_further_than_the_counts(told):
    cause, smaller, refused, too_few = told[:4]
    compared = cause.run.result["found"]["compare"]
    low, high = compared["interval"]
    assert low < -25 < high  # a quarter was prevented or moved
    assert compared["placebo_rank"] <= 3 and cause.summary.letter in "acde"
    assert cause.repeats[0].is_same is True and cause.claims[0].before == compared["before"]
    assert smaller.run.result["verdict"]["sentence"]
    assert refused.summary.is_refused and "under a year" in refused.summary.answer
    assert too_few.summary.letter == "a" or too_few.summary.is_refused


def test_in_the_whole_borough_the_operation_is_found():
    first = date(2024, 10, 1)
    pattern = Pattern(snap_points(), first, 24, "1")
    spot, months = pattern.operation.hot_spot, {add_months(first, number): number for number in range(24)}
    place, wards = np.zeros(24, int), {}
    for event in pattern.draw(60_000):
        if event.crime_type not in STREET_VIOLENCE:
            continue
        far = math.hypot(event.point.easting - spot.easting, event.point.northing - spot.northing)
        month = months[event.day.replace(day=1)]
        if far <= HOT_SPOT_METRES:
            place[month] += 1
        elif far > 450:
            wards.setdefault(event.point.ward, np.zeros(24, int))[month] += 1
    start = months[pattern.operation.since]
    found = compare(place[: start + 6], np.array(list(wards.values()))[:, : start + 6], start=start)
    assert found.interval.low < -25 < found.interval.high < 0
    assert found.verdict.letter in "de" and found.placebo_rank == 1


def test_the_answers_hold_no_number_that_json_cannot(told):
    assert all(json.dumps(one.run.result, allow_nan=False) for one in told if one.run.result)
