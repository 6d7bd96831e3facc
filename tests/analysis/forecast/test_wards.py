"""Months ahead by area, with intervals that are as wide as they have to be."""

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.analysis.events import Events, Unfit
from alongside.analysis.forecast import Monthly, poisson_deviance, score_wards, wards
from alongside.analysis.forecast.ward_months import narrowest
from alongside.analysis.hotspots import Grid


def series(months=96, areas=12, dispersion=0.03, seed=0, season=0.3):
    rng = np.random.default_rng(seed)
    index = pd.period_range("2018-01", periods=months, freq="M")
    level = 12 * (1 + season * np.sin(2 * np.pi * (index.month.to_numpy() - 4) / 12))
    mean = level[:, None] * rng.gamma(4, 0.25, areas)
    counts = rng.negative_binomial(1 / dispersion, 1 / (1 + dispersion * mean))
    return pd.DataFrame(counts, index=index.astype(str), columns=[f"Ward {k}" for k in range(areas)])


def test_season_and_days_of_the_month_are_foretold():
    told = wards().fit(series(seed=1), None, "2026-01").expected(12)
    whole = told.mean.sum(axis=0)
    assert told.months[0] == "2026-01"
    assert np.argmax(whole) in (5, 6, 7)
    assert np.argmin(whole) in (11, 0, 1)
    assert whole.max() / whole.min() > 1.2


def test_intervals_hold_about_nine_in_ten():
    table = series(dispersion=0.05, seed=2)
    months = list(table.index[48:])
    result = score_wards(wards(), table, months)
    assert 0.87 <= result.cover[0] <= 0.94
    assert result.deviance[0] < result.deviance[result.models.index("last month")]
    assert result.use == result.models[0]


def test_the_dispersion_is_that_of_the_series():
    told = wards().fit(series(months=120, areas=40, dispersion=0.1, seed=3, season=0), None, "2028-01").expected()
    assert told.dispersion[0] == pytest.approx(0.1, abs=0.04)


@settings(max_examples=40, deadline=None)
@given(
    mean=st.floats(0.05, 200), dispersion=st.sampled_from([0.0, 0.01, 0.2]), coverage=st.sampled_from([0.5, 0.9, 0.95])
)
def test_bounds_hold_what_they_promise_and_no_end_can_be_spared(mean, dispersion, coverage):
    from scipy.stats import nbinom, poisson

    law = nbinom(1 / dispersion, 1 / (1 + dispersion * mean)) if dispersion else poisson(mean)
    [low], [high] = narrowest(np.array([mean]), dispersion, coverage)
    assert law.cdf(high) - law.cdf(low - 1) >= coverage - 1e-9
    assert low <= law.median() <= high


def test_what_comes_after_changes_nothing_and_a_month_is_a_month_in_any_form():
    table = series()
    later = table.copy()
    later.iloc[80:] += 500
    one, two = (wards().fit(each, None, table.index[80]).expected(3) for each in (table, later))
    assert one.mean.tolist() == two.mean.tolist()
    assert one.data_hash == two.data_hash
    dated = table.set_axis(pd.PeriodIndex(table.index, freq="M"))
    assert wards().fit(dated, None, "2024-09").expected(3).high.tolist() == one.high.tolist()


def test_a_missing_month_is_passed_over_and_said():
    table = series()
    told = wards().fit(table.drop(index="2020-03"), None, "2026-01").expected()
    assert told.notes == ("Months missing from the source, passed over: 2020-03.",)
    whole = wards().fit(table, None, "2026-01").expected()
    assert told.mean == pytest.approx(whole.mean, rel=0.02)


def test_dated_events_are_counted_into_areas():
    areas = Grid.of_areas([shapely.box(0, 0, 500, 900), shapely.box(500, 0, 900, 900)], ["West", "East"])
    rng = np.random.default_rng(0)
    when = pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.uniform(0, 700, 1500), "D")
    events = Events.of(np.where(rng.uniform(size=1500) < 0.8, 200.5, 700.5), np.full(1500, 450.0), when)
    told = wards().fit(events, areas, "2025-10").expected()
    assert told.areas == ("West", "East")
    assert told.values[0] / told.values.sum() == pytest.approx(0.8, abs=0.05)
    assert told.values.sum() == pytest.approx(1500 / 700 * 31, rel=0.2)


def test_an_area_where_nothing_ever_happens_has_a_small_expectation():
    table = series()
    table["Empty"] = 0
    told = wards().fit(table, None, "2026-01").expected()
    assert 0 < told.mean[-1, 0] < 1
    assert told.low[-1, 0] == 0


def test_deviance_is_nothing_for_a_perfect_forecast():
    assert poisson_deviance([3, 0], [3, 1e-300]).tolist() == pytest.approx([0, 0])
    assert poisson_deviance([2], [1])[0] == pytest.approx(2 * (2 * np.log(2) - 1))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: wards().fit(series(), None, "2018-06"),
            "Only 5 months are known before 2018-06. Load 13 months or more.",
        ),
        (lambda: wards().fit(series(), None, "2030-01"), "The last month held is 2025-12, and 2030-01 was asked for."),
        (lambda: wards().fit(series(), None, "soon"), "'soon' is not a month. Write months as 2026-11."),
        (
            lambda: wards().fit(series().replace(series().iloc[5, 5], -1), None, "2026-01"),
            "A count is missing or below zero.",
        ),
        (lambda: wards().fit(pd.concat([series(), series()]), None, "2026-01"), "A month is given twice."),
        (
            lambda: wards().fit(series(), None, "2026-01").expected(0.5),
            "The horizon in months is 0.5.",
        ),
        (lambda: wards(share=0), "share is 0. Give a number above 0, 1 at most."),
        (
            lambda: wards().fit((np.array([1.0]), np.array([1.0]), [3]), None, "2026-01"),
            "Events need areas to be counted in.",
        ),
        (lambda: Monthly.of_table([], np.empty((0, 3)), "abc"), "The table is (0, 3)."),
        (lambda: score_wards(wards(), series(), ["2040-01"]), "The last month held is 2025-12"),
    ],
)
def test_what_cannot_be_foretold_is_refused_in_words(make, message):
    with pytest.raises(Unfit) as told:
        make()
    assert str(told.value).startswith(message)
