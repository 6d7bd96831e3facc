"""The Knox table against published and independent counts."""

import numpy as np
import pandas as pd
import pytest

from alongside.analysis.near_repeat import knox
from tests.analysis.events.real_places import assault_sample, edges, known, table

pytestmark = pytest.mark.real_data
JUST_ABOVE = np.nextafter


def answer(name, permutations=99):
    told = known("knox", name)
    rows = table(told["data"])
    return told, knox(
        rows.x, rows.y, pd.to_datetime(rows.date),
        space_edges=edges(told["space_edges"]), time_edges=edges(told["time_edges_days"]),
        metric=told["metric"], permutations=permutations, seed=1,
    )  # fmt: skip


@pytest.mark.parametrize(
    "name",
    ["near_repeat_be_month1", "near_repeat_be_month1_nrc", "near_repeat_be_month1_shifted", "near_repeat_arson"],
)
def test_pairs_by_band_are_those_of_two_other_programs(name):
    # NearRepeat 0.1.1 (R); Near Repeat Calculator 1.3; direct counts.
    told, result = answer(name, permutations=19)
    assert result.observed.tolist() == told["observed"]


def test_ratios_and_p_values_are_those_of_the_r_package():
    told, result = answer("near_repeat_be_month1", permutations=999)
    off = np.abs(result.ratio / np.array(told["knox_ratio_mean"]) - 1).max(axis=1)
    assert (off < [0.12, 0.04, 0.04, 0.04]).all()
    assert np.abs(result.p - np.array(told["p_values"])).max() < 0.05


def test_burkitt_with_both_ends_inside():
    told = known("knox", "burkitt")
    rows = table(told["data"])
    result = knox(
        rows.X, rows.Y, rows["T"], space_edges=[0, JUST_ABOVE(20, 21), np.inf],
        time_edges=[0, JUST_ABOVE(5, 6), np.inf], permutations=99, seed=10,
    )  # fmt: skip
    assert result.observed.tolist() == told["observed_2x2"]
    assert result.expected == pytest.approx(np.array(told["expected_2x2"]), rel=1e-5)
    assert result.p[0, 0] == pytest.approx(told["p_sim_99_perms"], abs=0.08)
    # P(X >= 13) of a Poisson count with mean 10.1438; pointpats leaves out the equality and prints 0.1462.
    assert result.p_poisson[0, 0] == pytest.approx(0.2223, abs=5e-5)


@pytest.mark.parametrize("name", ["chicago_assault_2016", "chicago_burglary_2014_2017"])
def test_whole_years_of_chicago(name):
    told = known("knox", name)
    rows = table(told["data"])
    if name == "chicago_assault_2016":
        rows = rows[(rows.datetime >= "2016-01-01") & (rows.datetime < "2017-01-01")]
        x, y, day = rows.x_26916, rows.y_26916, rows.datetime.dt.floor("D")
    else:
        x, y, day = rows.x, rows.y, pd.to_datetime(rows.date)
    result = knox(
        x, y, day, space_edges=told["space_edges"], time_edges=told["time_edges_days"], permutations=99, seed=1
    )  # fmt: skip
    assert result.observed.tolist() == told["observed"]
    assert result.pairs_in_space.sum() == told["pairs_within_space"]
    assert result.expected_mean == pytest.approx(np.array(told["expected_mean"]), rel=0.025)
    assert result.expected == pytest.approx(np.array(told["expected_mean"]), rel=0.02)
    clear = np.array(told["p"]) == 0.005
    assert (result.p[clear] <= 0.02).all()


@pytest.mark.parametrize("n", [1000, 10000, 100000])
def test_the_sample_on_which_the_peers_agree(n):
    told = known("knox", "chicago_assault_sample")
    rows = assault_sample(n)
    days = ((rows.datetime - pd.Timestamp("2010-01-01")) / pd.Timedelta(days=1)).to_numpy()
    result = knox(
        rows.x_26916, rows.y_26916, days, space_edges=[0, JUST_ABOVE(400, 401)],
        time_edges=[0, JUST_ABOVE(14, 15)], permutations=19 if n < 100_000 else 1, seed=1,
    )  # fmt: skip
    assert result.observed.tolist() == [[told["space_time_pairs"][str(n)]]]
    assert result.pairs_in_space.tolist() == [told["space_pairs"][str(n)]]
    if str(n) in told["time_pairs"]:
        # Three pairs of 10,000 lie 14 days apart to the minute; peers that subtract fractions of days lose them.
        assert result.pairs_in_time[0] - told["time_pairs"][str(n)] in (0, 3)
        assert result.expected[0, 0] == pytest.approx(told["expected"][str(n)], rel=1e-5)
