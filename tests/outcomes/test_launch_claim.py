"""The launch's own claim on the real ward series: every number that the worked example states is worked out here."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from alongside.analysis.evaluation import claim, compare, power, ratio_of_ratios, two_counts
from tests.analysis.events.real_places import table

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "check-a-claim.md").read_text()
BEFORE, AFTER = ("2018-07", "2018-12"), ("2019-01", "2019-06")


def test_the_page_states_the_counts_that_fit_38_per_cent():
    found = claim("knife crime fell 38%")
    assert found.fits[:3] == ((8, 5), (13, 8), (16, 10)) and "8 to 5, 13 to 8, 16 to 10" in PAGE
    assert found.clear_from == 47 and "from about 47 offences" in PAGE
    assert (
        claim("33 fewer, a fall of 38%").fits == ((86, 53), (87, 54), (88, 55))
        and "86 to 53, 87 to 54 and 88 to 55" in PAGE
    )
    assert power(88, months=6, fall=38).power >= 0.8 > power(87, months=6, fall=38).power and "only from 88" in PAGE


@cache
def robbery():
    rows = table("london/mps/ward_monthly_2010-04_2024-02.parquet")
    rows = rows[(rows.borough == "Waltham Forest") & (rows.major == "ROBBERY")]
    months = rows.pivot_table(index="month", columns="ward_name", values="count", aggfunc="sum", observed=True).fillna(
        0
    )
    months.index = months.index.astype(str)
    return months.sort_index()


def counted(span):
    half = robbery().loc[span[0] : span[1]].sum()
    return int(half["St James"]), int(half.sum() - half["St James"])


@pytest.mark.real_data
def test_robbery_in_st_james_fell_as_the_claim_says_and_the_rest_of_the_borough_hardly():
    (ours, rest), (ours_after, rest_after) = counted(BEFORE), counted(AFTER)
    assert (ours, ours_after, rest, rest_after) == (23, 14, 421, 401)
    assert "| Robbery, St James | 23 | 14 |" in PAGE and "| Robbery, the rest of the borough | 421 | 401 |" in PAGE
    assert (
        "−39% (95% −68% to +17%" in two_counts(ours, ours_after).sentence
        and "−39%, by chance alone −68% to +17%" in PAGE
    )


@pytest.mark.real_data
@pytest.mark.parametrize(("dispersion", "high", "said"), [(1.0, 26, "−68% to +26%"), (2.4, 83, "a rise of 83%")])
def test_against_the_rest_the_interval_holds_a_rise(dispersion, high, said):
    (ours, rest), (ours_after, rest_after) = counted(BEFORE), counted(AFTER)
    found = ratio_of_ratios(treated=(ours, ours_after), control=(rest, rest_after), dispersion=dispersion)
    assert round(found.change) == -36 and round(found.interval.high) == high and said in PAGE


@pytest.mark.real_data
def test_one_ward_half_in_five_falls_as_far_with_nothing_done():
    months = robbery().loc["2011-01":"2019-12"]
    halves = months.groupby(np.arange(len(months)) // 6).sum().to_numpy()
    before, after = halves[:-1], halves[1:]
    enough = before >= 15
    assert (enough.sum(), (after[enough] <= 0.62 * before[enough]).sum()) == (235, 44)
    assert "235 times" in PAGE and "44 of them" in PAGE


@pytest.mark.real_data
def test_the_default_estimate_says_too_little_to_tell():
    months = robbery()
    start = list(months.index).index(AFTER[0])
    months = months.iloc[start - 36 : start + 6]
    found = compare(
        months["St James"].to_numpy(), months.drop(columns=["St James", "High Street"]).T.to_numpy(), start=36
    )
    assert found.verdict.letter == "c" and (found.placebo_rank, found.placebo_areas) == (2, 21)
    assert (found.after, round(found.expected), round(found.change)) == (14, 21, -31)
    assert "14 counted where 21 were to be expected, −31%, between −62% and +24%, rank 2 of 21 wards" in PAGE
