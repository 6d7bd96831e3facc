"""Two counts against published tests, and the answers that are refused."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.analysis.evaluation import NotAnswerable, byar_interval, count_interval, count_test, two_counts

few = settings(deadline=None, max_examples=40)

METHODS = {
    "e-test score": "pooled", "e-test wald": "separate", "exact conditional": "conditional",
    "conditional mid-p": "mid-p", "score": "score", "wald": "wald", "sqrt": "sqrt",
}  # fmt: skip
PUBLISHED = [  # count, exposure, count, exposure, null ratio, method, alternative, p, source
    (0, 1, 3, 1, 1, "pooled", "two-sided", 0.0884, "Krishnamoorthy and Thomson 2004, example 1"),
    (0, 1, 3, 1, 1, "conditional", "two-sided", 0.25, "the same"),
    (6, 1, 2, 1, 1, "pooled", "two-sided", 0.1749, "the same, example 2"),
    (60, 51477.5, 30, 54308.7, 1, "conditional", "greater", 0.000428, "Gu and others 2008, example 1"),
    (60, 51477.5, 30, 54308.7, 1, "score", "greater", 0.000316, "the same"),
    (41, 28010, 15, 19017, 1.5, "pooled", "greater", 0.2453, "the same, example 2"),
    (41, 28010, 15, 19017, 1.5, "mid-p", "greater", 0.245, "the same"),
    (41, 28010, 15, 19017, 1, "separate", "greater", 0.0184, "Ng, Gu and Tang 2007"),
]


@pytest.mark.parametrize(("one", "time1", "two", "time2", "ratio", "method", "side", "p_value", "source"), PUBLISHED)
def test_two_counts_have_the_published_p_values(one, time1, two, time2, ratio, method, side, p_value, source):
    found = count_test(one, time1, two, time2, null_ratio=ratio, method=method, alternative=side)
    assert found == pytest.approx(p_value, abs=6e-4), source


@pytest.mark.real_data
def test_every_published_test_is_met_within_its_tolerance(published):
    for row in published("two_count_tests.csv"):
        counted = int(row["count1"]), float(row["exposure1"]), int(row["count2"]), float(row["exposure2"])
        ratio = float(row["null_value"]) if row["scale"] == "ratio" else 1.0
        found = count_test(*counted, null_ratio=ratio, method=METHODS[row["method"]], alternative=row["alternative"])
        assert found == pytest.approx(float(row["p_value"]), abs=float(row["abs_tolerance"])), row["id"]


@pytest.mark.real_data
def test_the_38_per_cent_claim_has_its_p_values_and_intervals(published):
    for row in published("claim_38_per_cent.csv"):
        card = two_counts(int(row["before"]), int(row["after"]))
        found = (card.p_value, card.exact_p_value, card.mid_p_value)
        known = (row["p_etest"], row["p_exact_conditional"], row["p_conditional_midp"])
        assert found == pytest.approx([float(one) for one in known], abs=6e-5), row
        limits = [row[f"{name}_{end}_pct"] for name in ("etest", "exact") for end in ("low", "high")]
        assert [*card.interval, *card.exact_interval] == pytest.approx([float(one) for one in limits], abs=0.06), row


def test_ties_are_not_lost_and_the_form_is_named():
    pooled = two_counts(1, 8, exposure_before=1, exposure_after=2)
    separate = two_counts(1, 8, exposure_before=1, exposure_after=2, form="separate")
    assert pooled.p_value == pytest.approx(0.17525717632, abs=1e-8)
    assert separate.p_value == pytest.approx(0.112466853, abs=1e-8)  # SciPy 1.17 drops ties: 0.1078
    assert "pooled" in pooled.sentence
    assert "separate" in separate.sentence


def test_the_launch_claim_is_within_chance_once_counts_vary_twice_as_much_as_poisson():
    card, wider = two_counts(87, 54), two_counts(87, 54, dispersion=2)
    assert card.change == pytest.approx(-37.9, abs=0.1)
    assert list(card.interval) == pytest.approx([-56, -13], abs=0.5)
    assert card.p_value == pytest.approx(0.005, abs=5e-4)
    assert list(wider.interval) == pytest.approx([-62, 0], abs=0.5)
    assert wider.p_value == pytest.approx(0.05, abs=5e-3)


def test_zero_against_zero_is_refused():
    refused = two_counts(0, 0)
    assert isinstance(refused, NotAnswerable)
    assert refused.because in refused.sentence
    assert refused.what_would_help
    with pytest.raises(ValueError, match="zero"):
        count_test(0, 1, 0, 1)


@pytest.mark.parametrize(("before", "after"), [(9, 30), (30, 9), (0, 5), (5, 0)])
def test_a_percentage_of_under_ten_is_refused_but_counts_and_interval_are_given(before, after):
    card = two_counts(before, after)
    assert isinstance(card.change, NotAnswerable)
    assert isinstance(card.headline, NotAnswerable)
    assert card.interval.low < card.interval.high
    assert (card.before, card.after) == (before, after)
    assert "too few for a percentage" in card.sentence


def test_from_ten_to_twenty_nine_a_percentage_stands_only_beside_its_interval():
    card = two_counts(20, 12)
    assert card.change == pytest.approx(-40.0)
    assert isinstance(card.headline, NotAnswerable)
    assert "95%" in card.sentence
    assert two_counts(60, 37).headline == "−38%, from 60 to 37"


def _by_enumeration(one, time1, two, time2, separate):
    """The E-test as its paper writes it, by the double sum."""
    rate = (one + two) / (time1 + time2)

    def statistic(x, y):
        variance = x / time1**2 + y / time2**2 if separate else (x + y) / (time1 * time2)
        return 0.0 if x + y == 0 else abs(x / time1 - y / time2) / math.sqrt(variance)

    size = int(one + two + 12 * math.sqrt(one + two) + 30)
    logs = [
        [k * math.log(rate * time) - rate * time - math.lgamma(k + 1) for k in range(size)] for time in (time1, time2)
    ]
    seen = statistic(one, two) - 1e-9
    return sum(math.exp(logs[0][x] + logs[1][y]) for x in range(size) for y in range(size) if statistic(x, y) >= seen)


@few
@given(one=st.integers(0, 9), two=st.integers(0, 9), time=st.sampled_from([0.5, 1.0, 2.0, 3.0]), separate=st.booleans())
def test_the_quick_e_test_equals_the_double_sum(one, two, time, separate):
    if one + two:
        found = count_test(one, time, two, 1.0, method="separate" if separate else "pooled")
        assert found == pytest.approx(min(1.0, _by_enumeration(one, time, two, 1.0, separate)), abs=1e-9)


@few
@given(before=st.integers(0, 300), after=st.integers(0, 300), scale=st.floats(0.01, 100))
def test_counts_swapped_or_exposures_scaled_give_the_same_p_value(before, after, scale):
    if before + after:
        p_value = count_test(after, 1, before, 1)
        assert 0.0 <= p_value <= 1.0
        assert count_test(before, 1, after, 1) == pytest.approx(p_value, abs=1e-9)
        assert count_test(after, scale, before, scale) == pytest.approx(p_value, abs=1e-6)


@few
@given(before=st.integers(1, 120), after=st.integers(0, 120))
def test_the_interval_holds_the_change_seen_and_agrees_with_the_test(before, after):
    card = two_counts(before, after)
    assert 100 * (after / before - 1) in card.interval
    if card.p_value > 0.051:
        assert 0.0 in card.interval
    if card.p_value < 0.04:
        assert 0.0 not in card.interval


@few
@given(before=st.integers(5, 200), fall=st.integers(1, 4))
def test_a_larger_fall_from_the_same_count_is_never_more_likely_by_chance(before, fall):
    less = two_counts(before, before - fall)
    more = two_counts(before, before - fall - 1)
    assert more.p_value <= less.p_value + 1e-12


def test_large_counts_are_quick_and_agree_with_the_score_test():
    card = two_counts(400_000, 399_000)
    assert card.p_value == pytest.approx(count_test(399_000, 1, 400_000, 1, method="score"), abs=1e-6)
    assert 0.0 in card.interval


@pytest.mark.parametrize(
    ("before", "after", "more"),
    [
        (-1, 3, {}),
        (2.5, 3, {}),
        (float("nan"), 3, {}),
        ("many", 3, {}),
        ([1, 2], 3, {}),
        (1, 3, {"exposure_after": 0}),
        (1, 3, {"confidence": 1.0}),
        (1, 3, {"form": "other"}),
        (1, 3, {"dispersion": 0.5}),
    ],
)
def test_what_is_not_a_count_gets_a_clear_error(before, after, more):
    with pytest.raises(ValueError, match=r"\w"):
        two_counts(before, after, **more)


def test_numbers_of_any_library_are_taken():
    assert two_counts(np.int64(50), np.float64(31)) == two_counts(50, 31)


def test_single_counts_have_their_published_intervals():
    assert list(count_interval(15)) == pytest.approx([8.395, 24.740], abs=1e-3)
    assert list(count_interval(70)) == pytest.approx([54.57, 88.44], abs=1e-2)
    assert list(byar_interval(15)) == pytest.approx([8.389, 24.742], abs=1e-3)
    assert byar_interval(0).low == 0.0
