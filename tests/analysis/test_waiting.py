"""Waits that count those who still wait."""

import csv
import dataclasses
import json
import math
import os
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.analysis.evaluation import NotAnswerable
from alongside.analysis.hazards import hazard_ratio
from alongside.analysis.waiting import log_rank, waiting_curve, ways_out

few = settings(deadline=None, max_examples=80)
# Weeks in remission of 42 children (Freireich and others 1963); + still in remission.
WEEKS = {
    "6-MP": "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+",
    "placebo": "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23",
}


def _arm(name):
    marks = WEEKS[name].split()
    return [int(mark.rstrip("+")) for mark in marks], [not mark.endswith("+") for mark in marks]


@pytest.fixture
def both():
    (one, ended_one), (two, ended_two) = _arm("6-MP"), _arm("placebo")
    return one + two, ended_one + ended_two, ["6-MP"] * 21 + ["placebo"] * 21


def test_remission_has_the_published_medians_and_intervals():  # R's survival, log scale
    treated, placebo = waiting_curve(*_arm("6-MP")), waiting_curve(*_arm("placebo"))
    assert (treated.median.value, list(treated.median.interval)) == (23, [16, math.inf])
    assert (placebo.median.value, list(placebo.median.interval)) == (8, [4, 12])
    assert (treated.percentile(0.25).value, placebo.percentile(0.25).value) == (13, 4)
    assert treated.still_waiting[-1] == pytest.approx(0.4482, abs=1e-4)
    assert waiting_curve(*_arm("6-MP"), transform="log-log").median.interval.low == 13


def test_the_log_rank_test_and_coxs_coefficient_are_the_published_ones(both):
    test = log_rank(*both)
    assert test.chi_squared == pytest.approx(16.793, abs=1e-3)
    assert test.p_value == pytest.approx(0.0000417, abs=1e-7)
    assert dict(test.observed) == {"6-MP": 9, "placebo": 21}
    faster = hazard_ratio(*both[:2], [label == "placebo" for label in both[2]])
    assert (faster.coefficient, faster.standard_error) == pytest.approx((1.572, 0.412), abs=1e-3)


@pytest.mark.real_data
def test_the_file_holds_the_same_children(both):
    data = Path(os.environ.get("ALONGSIDE_DATA", Path(__file__).parents[3] / "shared" / "data"))
    path = data / "evaluation" / "remission_6mp.csv"
    if not path.exists():
        pytest.skip(f"no real data at {data} (set ALONGSIDE_DATA)")
    with path.open() as lines:
        rows = list(csv.DictReader(lines))
    filed = [int(r["weeks"]) for r in rows], [int(r["event"]) for r in rows], [r["treat"] for r in rows]
    assert log_rank(*filed) == log_rank(*both)


def test_those_who_still_wait_make_the_median_longer():
    """Everyone waits the same law; referrals of the last year have not had the time to finish."""
    rng = np.random.default_rng(9)
    wait, since = rng.exponential(34.2, 40_000), rng.uniform(0, 52, 40_000)
    ended = wait <= since
    curve = waiting_curve(np.minimum(wait, since), ended)
    assert curve.median.value == pytest.approx(34.2 * math.log(2), abs=0.8)
    assert np.median(wait[ended]) < 14
    assert curve.waiting_now == int((~ended).sum())


def test_a_percentile_that_is_not_reached_says_more_than_the_longest_wait():
    found = waiting_curve(*_arm("6-MP")).percentile(0.92)
    assert isinstance(found.value, NotAnswerable)
    assert "more than 35" in found.value.what_would_help
    assert found.interval.high == math.inf


def test_when_nobody_has_finished_nobody_is_hidden():
    curve = waiting_curve([10, 40, 3], [0, 0, 0])
    assert (curve.waiting_now, curve.longest_waiting_now, curve.at(50)) == (3, 40, 1.0)
    assert isinstance(curve.median.value, NotAnswerable)
    assert "3 still wait" in curve.sentence


def test_without_anybody_waiting_the_median_is_the_usual_one():
    assert waiting_curve([1, 2, 3, 4], [1, 1, 1, 1]).median.value == 2.5
    assert waiting_curve([5, 1, 9], [True, True, True]).median.value == 5


def test_ways_out_add_up_and_closing_is_not_help():
    out = ways_out([1, 2, 3, 4, 5, 6], ["helped", "closed", None, "helped", "closed", None])
    for place in range(len(out.times)):
        assert sum(way[place] for way in out.by_way.values()) + out.still_waiting[place] == pytest.approx(1)
    assert out.by_way["helped"][0] == pytest.approx(1 / 6)
    assert set(out.by_way) == {"helped", "closed"}


waits = st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=40)


@few
@given(people=waits)
def test_the_curve_falls_from_one_and_stays_in_its_interval(people):
    curve = waiting_curve(*map(list, zip(*people, strict=True)))
    heights = [1.0, *curve.still_waiting]
    assert all(before > after - 1e-12 for before, after in pairwise(heights))
    assert all(
        0 <= low <= middle + 1e-12 and middle <= high + 1e-12 and high <= 1
        for low, middle, high in zip(curve.lower, curve.still_waiting, curve.upper, strict=True)
    )
    assert json.dumps(dataclasses.asdict(curve))


@few
@given(people=waits)
def test_when_all_have_finished_the_curve_is_the_share_still_waiting(people):
    durations = [wait for wait, _ in people]
    curve = waiting_curve(durations, [1] * len(people))
    for time, left in zip(curve.times, curve.still_waiting, strict=True):
        assert left == pytest.approx(np.mean(np.array(durations) > time))


@few
@given(people=waits, labels=st.data())
def test_the_log_rank_test_does_not_care_for_order_or_names(people, labels):
    groups = labels.draw(st.lists(st.sampled_from("ab"), min_size=len(people), max_size=len(people)))
    durations, ended = map(list, zip(*people, strict=True))
    one, other = (
        log_rank(durations, ended, groups),
        log_rank(durations[::-1], ended[::-1], [{"a": "z", "b": "y"}[g] for g in groups[::-1]]),
    )
    if isinstance(one, NotAnswerable):
        assert isinstance(other, NotAnswerable)
        return
    assert other.chi_squared == pytest.approx(one.chi_squared, abs=1e-9)
    assert sum(one.expected.values()) == pytest.approx(sum(one.observed.values()))


def test_one_group_or_nothing_finished_is_refused():
    assert isinstance(log_rank([1, 2, 3], [1, 1, 1], ["a", "a", "a"]), NotAnswerable)
    assert isinstance(log_rank([1, 2], [0, 0], ["a", "b"]), NotAnswerable)
    assert isinstance(hazard_ratio([1, 2, 3, 4], [1, 1, 0, 0], [1, 1, 0, 0]), NotAnswerable)


@pytest.mark.parametrize(
    ("durations", "ended"),
    [([1, -2], [1, 1]), ([1, None], [1, 1]), ([1, 2], [1]), ([1, 2], [1, 2]), ([], []), ([[1, 2]], [1, 1])],
)
def test_waits_that_do_not_fit_get_a_clear_error(durations, ended):
    with pytest.raises(ValueError, match=r"\w"):
        waiting_curve(durations, ended)
    with pytest.raises(ValueError, match="share"):
        waiting_curve([1, 2], [1, 1]).percentile(92)
