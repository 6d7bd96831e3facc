"""What moved next door, and what a place picked at its worst does by itself."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.analysis.evaluation import NotAnswerable, compare, empirical_bayes, regression_to_mean, worst_area

few = settings(deadline=None, max_examples=40)


def _with_buffer(borough, after):
    buffer = np.repeat(12, 42)
    buffer[36:] = after
    target = borough[0].copy()
    target[36:] //= 2
    return compare(target, borough[1:], start=36, buffer=buffer)


@pytest.mark.parametrize(("after", "words"), [(30, "moved"), (2, "spread of benefit"), (12, "too few to tell")])
def test_displacement_has_three_words(borough, after, words):
    displacement = _with_buffer(borough, after).displacement
    assert displacement.words == words
    assert displacement.sentence.lower().startswith(words)
    assert displacement.net == pytest.approx(displacement.target_change + displacement.estimate)


def test_a_buffer_of_several_areas_is_their_sum_and_none_of_them_may_be_a_comparison(borough):
    ring = np.vstack([np.repeat(5, 42), np.arange(42) % 7])
    several = compare(borough[0], borough[1:], start=36, buffer=ring)
    assert several.displacement == compare(borough[0], borough[1:], start=36, buffer=ring.sum(axis=0)).displacement
    assert isinstance(compare(borough[0], borough[1:], start=36, buffer=np.vstack([ring, borough[4]])), NotAnswerable)


def test_no_displacement_is_never_said(borough):
    for after in range(0, 40, 3):
        assert "no displacement" not in _with_buffer(borough, after).displacement.sentence.lower()


def test_without_a_buffer_displacement_is_not_spoken_of_and_an_empty_one_is_refused(borough):
    assert compare(borough[0], borough[1:], start=36).displacement is None
    empty = compare(borough[0], borough[1:], start=36, buffer=np.zeros(42)).displacement
    assert isinstance(empty, NotAnswerable)


HAUER = [  # counts, years, estimate, its sd, per: Hauer, Harwood, Council and Griffith 2002
    ([12], 1, 4.71, 1.19, 1.8),
    ([12, 7, 8], 3, 7.97, 1.44, 1.0),
]


@pytest.mark.parametrize(("counted", "years", "value", "deviation", "per"), HAUER)
def test_empirical_bayes_has_the_tutorials_answers(counted, years, value, deviation, per):
    expected_per_km = 0.0224 * 4000**0.564
    found = empirical_bayes(sum(counted), expected=expected_per_km * 1.8 * years, overdispersion=2.05 * 1.8)
    scale = years * per
    assert found.value / scale == pytest.approx(value, abs=0.006)
    assert found.standard_deviation / scale == pytest.approx(deviation, abs=0.006)


@pytest.mark.parametrize(("mean", "fall", "share"), [(5, 37, 0.51), (10, 26, 0.32), (20, 16, 0.13), (30, 12, 0.05)])
def test_the_worst_of_twenty_wards_falls_by_itself(mean, fall, share):
    found = worst_area(mean)
    assert found.expected_fall == pytest.approx(fall, abs=1)
    assert found.share_falling == pytest.approx(share, abs=0.015)


def test_a_simulated_worst_ward_falls_as_far_as_the_sum_says():
    rng = np.random.default_rng(11)
    level = rng.gamma(1 / 0.09, 0.09 * 8, (40_000, 12))
    before, after = rng.poisson(level), rng.poisson(level)
    worst = before.argmax(axis=1)[:, None]
    picked, next_ = (np.take_along_axis(table, worst, 1).ravel() for table in (before, after))
    found = worst_area(8, areas=12, fall=30)
    assert found.expected_fall == pytest.approx(100 * (1 - next_.sum() / picked.sum()), abs=0.6)
    assert found.share_falling == pytest.approx((next_ <= 0.7 * picked + 1e-9).mean(), abs=0.01)


def test_the_expected_counts_stand_side_by_side():
    target = [4] * 18 + [12] * 6 + [5] * 6
    others = np.tile([4, 5, 3], (12, 10))
    line = regression_to_mean(target, others, start=24)
    assert (line.naive, line.long_baseline, line.without_recent, line.after) == (72, 36, 24, 30)
    assert 24 <= line.empirical_bayes <= 36
    assert "72" in line.sentence


@few
@given(count=st.integers(0, 500), expected=st.floats(0.1, 300), overdispersion=st.floats(0.1, 100))
def test_empirical_bayes_lies_between_the_count_and_what_is_expected(count, expected, overdispersion):
    found = empirical_bayes(count, expected=expected, overdispersion=overdispersion)
    assert min(count, expected) - 1e-9 <= found.value <= max(count, expected) + 1e-9
    assert 0 <= found.weight <= 1


@few
@given(mean=st.floats(0.5, 200), areas=st.integers(2, 400), more=st.integers(1, 50))
def test_the_more_areas_to_pick_from_the_further_the_worst_falls(mean, areas, more):
    one, other = worst_area(mean, areas=areas), worst_area(mean, areas=areas + more)
    assert 0 < one.expected_fall <= other.expected_fall + 1e-9 < 100


@pytest.mark.parametrize(
    "wrong", [{"mean": 0}, {"mean": 5, "areas": 1}, {"mean": 5, "variation": 0}, {"mean": float("nan")}]
)
def test_places_that_cannot_be_get_a_clear_error(wrong):
    with pytest.raises(ValueError, match=r"\w"):
        worst_area(**wrong)
