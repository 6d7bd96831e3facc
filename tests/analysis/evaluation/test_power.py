"""The power card against published and enumerated figures."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.analysis.evaluation import NotAnswerable, count_test, power, power_of_ratio

few = settings(deadline=None, max_examples=40)

PASS = [  # rate 1, rate 2, size of each group, power: PASS manual, ratio of two Poisson rates
    (1.8, 2.2, 29, 0.90056),
    (1.9, 2.2, 39, 0.90649),
    (2.2, 2.2, 115, 0.90014),
    (2.4, 2.2, 404, 0.90064),
]


@pytest.mark.parametrize(("rate1", "rate2", "size", "known"), PASS)
def test_the_power_of_a_ratio_is_that_of_pass(rate1, rate2, size, known):
    found = power_of_ratio(rate1, rate2, size1=size, size2=size, exposure=2.5, null_ratio=1.2)
    assert found == pytest.approx(known, abs=1e-5)


@pytest.mark.parametrize(("baseline", "needed"), [(6, 88), (12, 68), (24, 58), (36, 54)])
def test_a_true_fall_of_38_needs_so_many_events_however_long_the_baseline(baseline, needed):
    assert power(50, fall=38, baseline_months=baseline).needed == needed


@pytest.mark.parametrize(("fall", "needed"), [(25, 220), (30, 148), (50, 47), (60, 30)])
def test_smaller_falls_need_more_events(fall, needed):
    assert power(50, fall=fall).needed == needed


@pytest.mark.parametrize(
    ("expected", "smallest"), [(10, 88), (20, 70), (30, 60), (50, 48.5), (80, 40), (120, 33), (200, 26)]
)
def test_the_smallest_fall_that_is_found_shrinks_with_the_count(expected, smallest):
    assert power(expected).smallest_fall == pytest.approx(smallest, abs=0.6)


@pytest.mark.parametrize(("expected", "known"), [(20, 0.26), (30, 0.37), (50, 0.56), (80, 0.76), (120, 0.91)])
def test_the_power_for_a_fall_of_38_is_the_enumerated_one(expected, known):
    assert power(expected, fall=38).power == pytest.approx(known, abs=0.006)


@pytest.mark.parametrize(
    ("control", "dispersion", "needed"),
    [(1, 1, 197), (2, 1, 143), (5, 1, 110), (20, 1, 94), (5, 1.5, 165), (5, 2, 220)],
)
def test_a_control_costs_events_and_a_larger_one_fewer(control, dispersion, needed):
    card = power(50, fall=38, control=control, dispersion=dispersion)
    assert card.needed == needed
    assert card.months_needed == pytest.approx(needed / 50 * 6)


def test_ignored_dispersion_is_shown_as_false_alarms():
    assert power(50, dispersion=1.5).false_alarms_if_ignored == pytest.approx(0.11, abs=0.005)
    assert power(50, dispersion=2).false_alarms_if_ignored == pytest.approx(0.16, abs=0.01)


def test_with_a_handful_of_events_no_fall_is_found_and_the_card_says_so():
    card = power(3, fall=38)
    assert isinstance(card.smallest_fall, NotAnswerable)
    assert "no fall" in card.sentence
    assert card.needed == 88


def test_the_power_is_the_chance_that_the_test_itself_rejects():
    before, after = 20.0, 10.0
    mass = [[math.exp(k * math.log(m) - m - math.lgamma(k + 1)) for k in range(80)] for m in (before, after)]
    rejected = sum(
        mass[0][x] * mass[1][y]
        for x in range(50)
        for y in range(40)
        if x + y and mass[0][x] * mass[1][y] > 1e-9 and count_test(x, 1, y, 1) <= 0.05
    )
    assert power(20, fall=50).power == pytest.approx(rejected, abs=1e-5)


@few
@given(expected=st.floats(5, 100), fall=st.floats(5, 80))
def test_more_events_and_larger_falls_are_found_more_often(expected, fall):
    card = power(expected, fall=fall, control=4)
    assert 0 <= card.power <= 1
    assert power(expected * 1.5, fall=fall, control=4).power >= card.power
    assert power(expected, fall=fall + 5, control=4).power >= card.power
    assert power(expected, fall=fall, control=4, dispersion=2).power <= card.power


@pytest.mark.parametrize(
    ("expected", "more"),
    [
        (0, {}),
        (-3, {}),
        (float("nan"), {}),
        (50, {"fall": 0.38}),
        (50, {"fall": 100}),
        (50, {"dispersion": 0.9}),
        (50, {"control": 0}),
    ],
)
def test_designs_that_make_no_sense_get_a_clear_error(expected, more):
    with pytest.raises(ValueError, match=r"\w"):
        power(expected, **more)
