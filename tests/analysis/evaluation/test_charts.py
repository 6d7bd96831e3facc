"""Control charts and funnels against textbook tables."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.analysis.evaluation import NotAnswerable, c_chart, funnel, funnel_limits, p_chart, u_chart, xmr

few = settings(deadline=None, max_examples=60)


@pytest.mark.real_data
def test_montgomerys_mortgage_cost_has_its_limits(published):
    chart = xmr([float(row["cost"]) for row in published("spc_individuals_cost.csv")], baseline=20)
    assert (chart.centre, chart.lower[0], chart.upper[0]) == pytest.approx((300.5, 279.78, 321.22), abs=5e-3)
    assert chart.breaking("outside limits") == (38, 39)


@pytest.mark.real_data
def test_montgomerys_defects_have_their_limits_with_and_without_two_samples(published):
    counted = [int(row["count"]) for row in published("spc_c_chart_defects.csv")]
    chart, without = c_chart(counted), c_chart(counted, exclude=(5, 19))
    assert (chart.centre, chart.lower[0], chart.upper[0]) == pytest.approx((19.846, 6.481, 33.211), abs=1e-3)
    assert (without.centre, without.lower[0], without.upper[0]) == pytest.approx((19.667, 6.363, 32.971), abs=1e-3)
    assert chart.breaking("outside limits") == (5, 19)


@pytest.mark.real_data
def test_montgomerys_shares_have_limits_by_their_size(published):
    rows = published("spc_p_chart.csv")
    chart = p_chart([int(row["count"]) for row in rows], [int(row["size"]) for row in rows])
    assert chart.centre == pytest.approx(0.09551, abs=1e-5)
    assert (chart.lower[0], chart.upper[0]) == pytest.approx((0.00733, 0.18369), abs=1e-5)
    assert (chart.lower[1], chart.upper[1]) == pytest.approx((0, 0.19409), abs=1e-5)


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("column", "screen", "known"),
    [
        ("value", True, (0.1416238, -3.01138, 3.294627)),
        ("value_with_outlier", True, (0.6694159, -2.383666, 3.722497)),
        ("value_with_outlier", False, (0.6694159, -4.596625, 5.935457)),
    ],
)
def test_the_nhs_package_has_the_same_limits_outlying_ranges_screened_or_not(published, column, screen, known):
    chart = xmr([float(row[column]) for row in published("spc_nhs_xmr.csv")], screen=screen)
    assert (chart.centre, chart.lower[0], chart.upper[0]) == pytest.approx(known, abs=2e-6)


def test_an_outlying_moving_range_does_not_widen_the_limits():
    values = [5, 9, 5, 4, 8, 6, 3, 4, 9, 6, 24, 5, 4, 8]
    screened, plain = xmr(values), xmr(values, screen=False)
    assert screened.upper[0] < plain.upper[0] - 4
    assert screened.centre == plain.centre
    assert screened.breaking("outside limits") == (10,)


def test_seven_on_one_side_are_a_shift_and_six_are_not():
    base = [10, 12, 8, 11, 9, 12, 8, 11, 9, 10, 12, 8]
    seven, six = xmr(base + [11] * 7, baseline=12), xmr(base + [11] * 6, baseline=12)
    assert seven.breaking("shift") == tuple(range(12, 19))
    assert six.breaking("shift") == ()


def test_seven_rising_points_are_a_trend_and_six_are_not():
    base = [10, 12, 8, 11, 9, 12, 8, 11, 9, 12]
    assert xmr([*base, 6, 7, 8, 9, 10, 11, 12]).breaking("trend") == tuple(range(10, 17))
    assert xmr([*base, 7, 8, 9, 10, 11, 12]).breaking("trend") == ()


def test_two_of_three_near_the_same_limit_are_a_signal():
    base = [10, 12, 8, 11, 9, 12, 8, 11, 9, 10]
    limits = xmr(base)
    near = limits.centre + 0.9 * (limits.upper[0] - limits.centre)
    low = limits.centre - 0.9 * (limits.upper[0] - limits.centre)
    assert xmr([*base, near, 10, near], baseline=10).breaking("two of three") == (10, 12)
    assert xmr([*base, near, 10, low], baseline=10).breaking("two of three") == ()


def test_limits_from_too_little_are_refused():
    assert isinstance(xmr(range(9)), NotAnswerable)
    assert isinstance(c_chart([0] * 20), NotAnswerable)
    assert isinstance(funnel([0, 0], [3, 4]), NotAnswerable)


@few
@given(counted=st.lists(st.integers(0, 60), min_size=12, max_size=40), exposure=st.floats(0.1, 50))
def test_rates_and_counts_give_the_same_signals_at_equal_exposure(counted, exposure):
    rates, plain = u_chart(counted, [exposure] * len(counted)), c_chart(counted)
    if isinstance(plain, NotAnswerable):
        assert isinstance(rates, NotAnswerable)
        return
    assert rates.centre == pytest.approx(plain.centre / exposure)
    assert rates.breaking("outside limits") == plain.breaking("outside limits")
    assert min(rates.lower) >= 0


@few
@given(values=st.lists(st.integers(-50, 50), min_size=10, max_size=40), shift=st.integers(-9, 9))
def test_moving_or_turning_the_values_moves_or_turns_the_limits(values, shift):
    chart, moved, turned = xmr(values), xmr([v + shift for v in values]), xmr([-v for v in values])
    assert moved.upper[0] == pytest.approx(chart.upper[0] + shift)
    assert turned.lower[0] == pytest.approx(-chart.upper[0])
    assert turned.breaking("trend") == chart.breaking("trend")


FUNNEL = [  # expected, 95% low and high, 99.8% low and high: FunnelPlotR's own tests
    (15, 0.5596924, 1.649348, 0.386265, 2.082907),
    (20, 0.610826, 1.544419, 0.4479107, 1.902094),
    (30, 0.6746958, 1.427562, 0.5289724, 1.702771),
]


@pytest.mark.parametrize("row", FUNNEL)
def test_funnel_limits_are_the_published_ones(row):
    limits = [*funnel_limits(row[0]), *funnel_limits(row[0], confidence=0.998)]
    assert limits == pytest.approx(row[1:], abs=1e-6)


def test_an_area_far_out_is_named_and_spread_widens_the_funnel():
    rng = np.random.default_rng(2)
    expected = np.full(40, 30.0)
    steady = rng.poisson(30, 40)
    steady[7] = 75
    found = funnel(steady, expected)
    assert found.points[7].stands == "high"
    assert "7" in found.sentence
    shaken = funnel(rng.poisson(rng.gamma(3, 10, 40)), expected)
    assert shaken.dispersion > 2
    assert shaken.points[0].action.high > funnel_limits(30, confidence=0.998).high


@few
@given(expected=st.floats(0.5, 5000), factor=st.floats(1.01, 10))
def test_larger_areas_have_narrower_limits_around_one(expected, factor):
    small, large = funnel_limits(expected), funnel_limits(expected * factor)
    assert small.low <= large.low < 1 < large.high <= small.high


@pytest.mark.parametrize(
    "call",
    [
        lambda: xmr([1.0, float("nan"), *range(12)]),
        lambda: c_chart([-1] * 12),
        lambda: u_chart([1] * 12, [0] * 12),
        lambda: u_chart([1] * 12, [1] * 3),
        lambda: p_chart([5] * 12, [4] * 12),
        lambda: c_chart([1] * 12, exclude=(12,)),
        lambda: xmr(range(12), baseline=40),
        lambda: funnel([1, 2], [3, 0]),
        lambda: funnel_limits(0),
    ],
)
def test_values_that_do_not_fit_get_a_clear_error(call):
    with pytest.raises(ValueError, match=r"\w"):
        call()
