"""The structural series model: published seat belts, simulated truth, and the straight line that is refused."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.analysis.evaluation import NotAnswerable, series
from alongside.analysis.evaluation.structural import _Spectrum

few = settings(deadline=None, max_examples=25)


def _walk(seed, *, step=0.0, size=84, start=60, level=40.0):
    rng = np.random.default_rng(seed)
    wander = np.cumsum(rng.normal(0, 0.04, size))
    seasons = 0.2 * np.sin(np.arange(size) * np.pi / 6)
    return rng.poisson(level * np.exp(wander + seasons + step * (np.arange(size) >= start)))


@pytest.mark.real_data
def test_seat_belts_have_the_published_fall(published):  # Harvey and Durbin 1986: 23%
    rows = published("seatbelts_drivers.csv")
    drivers = [int(row["car_drivers_ksi"]) for row in rows]
    others = np.log([[float(row["petrol_price"]), float(row["kms"])] for row in rows])
    result = series(drivers, start=[row["law"] for row in rows].index("1"), regressors=others)
    assert -26 <= result.change <= -18
    assert -23 in result.interval
    assert result.coefficient == pytest.approx(-0.236, abs=0.002)
    assert list(result.interval) == pytest.approx([-27, -14], abs=1.5)
    assert 0 < result.wandering < 1


@pytest.mark.real_data
def test_a_straight_line_through_fourteen_years_is_refused(published):
    rows = published("seatbelts_drivers.csv")
    refused = series([int(row["car_drivers_ksi"]) for row in rows], start=169, trend="line")
    assert isinstance(refused, NotAnswerable)
    assert "straight line" in refused.because
    assert "level" in refused.what_would_help


def test_a_straight_line_through_three_years_is_allowed():
    result = series(_walk(1, size=36, start=27), start=27, trend="line")
    assert result.wandering == 0.0
    assert "straight line" in result.method


def test_a_step_that_was_put_in_is_found_and_intervals_cover_it():
    covered = [np.expm1(-0.5) * 100 in series(_walk(seed, step=-0.5), start=60).interval for seed in range(60)]
    assert np.mean(covered) > 0.88


def test_without_a_step_few_are_found():
    found = [series(_walk(seed), start=60).p_value < 0.05 for seed in range(80)]
    assert np.mean(found) < 0.12


def test_the_rest_of_the_borough_takes_out_what_happened_everywhere():
    rng = np.random.default_rng(4)
    everywhere = 6.0 + np.cumsum(rng.normal(0, 0.1, 84))
    rest, ours = rng.poisson(np.exp(everywhere)), rng.poisson(np.exp(everywhere - 2.5))
    plain, compared = series(ours, start=60), series(ours, start=60, comparison=rest)
    assert compared.standard_error < plain.standard_error
    assert compared.regressors[0] == pytest.approx(1.0, abs=0.3)


@few
@given(seed=st.integers(0, 1000), q=st.floats(0.0, 3.0))
def test_the_quick_likelihood_is_that_of_the_whole_covariance(seed, q):
    """Differencing and sines against generalised least squares written out with every covariance."""
    rng = np.random.default_rng(seed)
    change, columns = rng.normal(size=30), rng.normal(size=(30, 2))
    share = q / (1.0 + q)
    covariance = share * np.eye(30) + (1 - share) * (2 * np.eye(30) - np.eye(30, k=1) - np.eye(30, k=-1))
    inverse = np.linalg.inv(covariance)
    known = np.linalg.solve(columns.T @ inverse @ columns, columns.T @ inverse @ change)
    assert _Spectrum.of(change, columns).fit(share)[0] == pytest.approx(known, abs=1e-6)


def test_labels_start_a_series_too():
    months = pd.period_range("2020-01", periods=84, freq="M").astype(str)
    labelled = series(pd.Series(_walk(2), index=months), start="2025-01")
    assert labelled == series(_walk(2), start=60)


@pytest.mark.parametrize(
    ("values", "more", "because"),
    [
        (_walk(3), {"start": 23}, "before the start"),
        (_walk(3, level=1.5), {"start": 60}, "too few"),
        (_walk(3), {"start": 60, "recording_change": 50}, "recording"),
        (_walk(3), {"start": 60, "regressors": np.ones((84, 1))}, "cannot be told"),
    ],
)
def test_series_that_cannot_answer_are_refused(values, more, because):
    refused = series(values, **more)
    assert isinstance(refused, NotAnswerable)
    assert because in refused.because


@pytest.mark.parametrize(
    "wrong",
    [{"start": 0}, {"start": 84}, {"start": 60, "comparison": [1, 2]}, {"start": 60, "trend": "curve"}, {"start": 6.5}],
)
def test_series_that_do_not_fit_get_a_clear_error(wrong):
    with pytest.raises(ValueError, match=r"\w"):
        series(_walk(3), **wrong)
