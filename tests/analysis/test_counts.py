"""Exact intervals against published values."""

import csv
import math
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.analysis.counts import poisson_interval, ratio_of_counts, share_interval

GARWOOD = [  # count, low, high: exact 95% limits as printed in tables of the Poisson distribution
    (0, 0.0, 3.6889),
    (1, 0.0253, 5.5716),
    (5, 1.6235, 11.6683),
    (10, 4.7954, 18.3904),
    (15, 8.395, 24.740),
    (70, 54.57, 88.44),
    (100, 81.3640, 121.6270),
]


@pytest.mark.parametrize(("count", "low", "high"), GARWOOD)
def test_poisson_limits_agree_with_published_tables(count, low, high):
    interval = poisson_interval(count)
    assert interval.low == pytest.approx(low, abs=0.005)
    assert interval.high == pytest.approx(high, abs=0.005)


@given(count=st.integers(0, 200), confidence=st.floats(0.5, 0.999))
def test_poisson_limits_leave_exactly_half_of_alpha_in_each_tail(count, confidence):
    interval, tail = poisson_interval(count, confidence=confidence), (1 - confidence) / 2
    at_most = sum(math.exp(-interval.high + k * math.log(interval.high) - math.lgamma(k + 1)) for k in range(count + 1))
    assert at_most == pytest.approx(tail, abs=1e-9)
    if count:
        below = sum(math.exp(-interval.low + k * math.log(interval.low) - math.lgamma(k + 1)) for k in range(count))
        assert 1 - below == pytest.approx(tail, abs=1e-9)


@pytest.mark.parametrize("count", [10_000, 1_000_000, 50_000_000])
def test_poisson_limits_of_large_counts_approach_the_normal_ones(count):
    interval = poisson_interval(count)
    assert interval.low == pytest.approx(count - 1.95996 * math.sqrt(count) + 0.78, abs=0.8)
    assert interval.high == pytest.approx(count + 1.95996 * math.sqrt(count) + 1.78, abs=0.8)


def test_a_ratio_has_the_exact_conditional_interval():
    ratio = ratio_of_counts(before=8, after=5)
    assert ratio.per_cent_change == pytest.approx(-37.5)
    assert 100 * (ratio.interval.low - 1) == pytest.approx(-83.9, abs=0.05)
    assert 100 * (ratio.interval.high - 1) == pytest.approx(116.7, abs=0.05)


def test_unequal_exposures_scale_the_ratio_and_its_limits():
    plain = ratio_of_counts(before=40, after=25)
    scaled = ratio_of_counts(before=40, after=25, exposure_before=12, exposure_after=6)
    assert scaled.value == pytest.approx(2 * plain.value)
    assert scaled.interval.low == pytest.approx(2 * plain.interval.low)
    assert scaled.interval.high == pytest.approx(2 * plain.interval.high)


def test_a_rise_from_nothing_has_no_upper_limit():
    ratio = ratio_of_counts(before=0, after=3)
    assert math.isinf(ratio.value) and math.isinf(ratio.interval.high)
    assert ratio.interval.low > 0


@pytest.mark.parametrize(
    "given_",
    [
        {"before": 0, "after": 0},
        {"before": -1, "after": 2},
        {"before": 1, "after": 2, "exposure_after": 0},
        {"before": 1, "after": 2, "confidence": 1.0},
    ],
)
def test_what_has_no_answer_is_refused(given_):
    with pytest.raises(ValueError):
        ratio_of_counts(**given_)


@pytest.mark.real_data
def test_the_38_per_cent_claim_has_its_published_intervals():
    data = Path(os.environ.get("ALONGSIDE_DATA", Path(__file__).parents[3] / "shared" / "data"))
    claims = data / "evaluation" / "claim_38_per_cent.csv"
    if not claims.exists():
        pytest.skip(f"no real data at {data} (set ALONGSIDE_DATA)")
    with claims.open() as lines:
        for row in csv.DictReader(lines):
            ratio = ratio_of_counts(before=int(row["before"]), after=int(row["after"]))
            assert 100 * (ratio.interval.low - 1) == pytest.approx(float(row["exact_low_pct"]), abs=0.06)
            assert 100 * (ratio.interval.high - 1) == pytest.approx(float(row["exact_high_pct"]), abs=0.06)


@pytest.mark.parametrize("count", [float("nan"), float("inf"), 2.5, -1, 10**12, "3", None])
def test_what_is_no_count_is_refused_at_once(count):
    for ask in (
        lambda: poisson_interval(count),
        lambda: share_interval(count, 5),
        lambda: share_interval(0, count),
        lambda: ratio_of_counts(before=count, after=3),
    ):
        with pytest.raises(ValueError, match="whole number"):
            ask()


def test_a_small_integer_of_numpy_is_a_count():
    assert share_interval(np.int8(30), np.int16(90)) == share_interval(30, 90)
    assert poisson_interval(np.int8(100)) == poisson_interval(100)
