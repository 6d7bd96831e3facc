"""Rates, relative rates, reliable change and several outcomes at once."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.analysis.evaluation import (
    NotAnswerable,
    false_discovery,
    rate,
    relative_rate,
    reliable_change,
    reliable_change_points,
)

few = settings(deadline=None, max_examples=60)
FIFTEEN = (
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1,
)  # fmt: skip


@pytest.mark.parametrize(
    ("counts", "ratio", "low", "high"),
    [
        ((189, 11034, 104, 11037), 1.818, 1.433, 2.306),  # Physicians' Health Study
        ((6, 400, 12, 2400), 3.00, 1.13, 7.95),
        ((3, 400, 6, 2400), 3.00, 0.75, 11.9),
    ],
)
def test_relative_rates_have_their_intervals(counts, ratio, low, high):
    found = relative_rate(*counts)
    assert found.ratio == pytest.approx(ratio, abs=0.001)
    assert list(found.interval) == pytest.approx([low, high], abs=0.06)


def test_a_relative_rate_of_few_events_is_not_for_publication():
    few_events = relative_rate(6, 400, 12, 2400)
    assert isinstance(few_events.headline, NotAnswerable)
    assert "times as often" not in few_events.sentence
    assert relative_rate(189, 11034, 104, 11037).headline == "1.8 times as often"
    assert isinstance(relative_rate(0, 400, 12, 2400), NotAnswerable)


def test_a_rate_on_nine_events_is_refused_and_on_ten_given():
    assert isinstance(rate(9, 10_000), NotAnswerable)
    found = rate(15, 100_000)
    assert found.value == pytest.approx(15.0)
    assert list(found.interval) == pytest.approx([8.389, 24.742], abs=1e-3)
    assert rate(10, 1_000, per=1_000).value == 10


@few
@given(a=st.integers(1, 50), b=st.integers(1, 50), size=st.integers(51, 5000))
def test_a_relative_rate_turned_round_is_its_inverse(a, b, size):
    one, other = relative_rate(a, size, b, size), relative_rate(b, size, a, size)
    assert one.ratio == pytest.approx(1 / other.ratio)
    assert one.interval.low == pytest.approx(1 / other.interval.high)
    assert one.p_value == pytest.approx(other.p_value)


@pytest.mark.parametrize(
    ("deviation", "reliability", "points"), [(7.6, 0.95, 4.71), (10.0, 0.8, 12.4), (7.5, 0.8, 9.3)]
)
def test_reliable_change_points_are_the_published_ones(deviation, reliability, points):
    assert reliable_change_points(deviation, reliability) == pytest.approx(points, abs=0.006)


def test_change_is_counted_in_both_directions_and_is_no_effect():
    found = reliable_change([20, 18, 15, 10, 12], [10, 18, 21, 9, 7], points=5, cutoff=17)
    assert (found.better, found.worse, found.unchanged, found.crossed) == (2, 1, 2, 1)
    assert isinstance(found.effect, NotAnswerable)
    assert "not the programme's effect" in found.sentence


def test_a_published_index_and_cut_off_are_taken_as_they_are():  # RDAS: Anderson and others 2014
    found = reliable_change([40, 40, 50], [52, 50, 51], points=11.58, cutoff=47.31, higher_is_worse=False)
    assert (found.better, found.worse, found.crossed) == (1, 0, 1)


def test_four_of_fifteen_outcomes_stand_and_three_with_bonferroni():  # Benjamini and Hochberg 1995
    found = false_discovery(FIFTEEN)
    assert sum(found.kept) == 4
    assert sum(found.bonferroni) == 3
    assert found.tests == 15
    assert "15" in found.sentence


def test_the_primary_outcome_is_tested_alone():
    found = false_discovery([0.04, 0.04, 0.5, 0.6], primary=0)
    assert found.kept == (True, False, False, False)
    assert found.adjusted[0] is None
    assert "primary outcome stands" in found.sentence


@few
@given(p_values=st.lists(st.floats(0, 1), min_size=1, max_size=30), level=st.floats(0.01, 0.5))
def test_adjusted_values_keep_the_order_and_never_shrink(p_values, level):
    found = false_discovery(p_values, level=level)
    assert all(p - 1e-12 <= q <= 1 for p, q in zip(p_values, found.adjusted, strict=True))
    ranked = [q for _, q in sorted(zip(p_values, found.adjusted, strict=True))]
    assert ranked == sorted(ranked)
    assert sum(found.bonferroni) <= sum(found.kept)


@pytest.mark.parametrize(
    "call",
    [
        lambda: false_discovery([0.1, 1.2]),
        lambda: false_discovery([0.1, float("nan")]),
        lambda: false_discovery([]),
        lambda: false_discovery([0.1], primary=1),
        lambda: relative_rate(5, 4, 1, 9),
        lambda: rate(12, 0),
        lambda: reliable_change([1, 2], [1], points=3),
        lambda: reliable_change([1, None], [1, 2], points=3),
        lambda: reliable_change([1], [2]),
        lambda: reliable_change_points(7.6, 1.2),
    ],
)
def test_what_does_not_fit_gets_a_clear_error(call):
    with pytest.raises(ValueError, match=r"\w"):
        call()
