"""Months held against what was expected of them, and plain means with honest ranges."""

import numpy as np
import pytest

from alongside.analysis.events import Unfit
from alongside.analysis.events.corrections import adjusted_p
from alongside.analysis.forecast import plain_wards, score_wards, wards, watch
from tests.analysis.forecast.test_wards import series


def test_a_month_is_judged_by_the_months_before_it_alone():
    table = series()
    later = table.copy()
    later.iloc[90:] += 500
    one, two = (watch(wards(), each, [table.index[88]]) for each in (table, later))
    assert one.p.tolist() == two.p.tolist() and one.data_hash == two.data_hash


def test_a_jump_is_told_and_a_month_not_held_has_no_p():
    table = series(months=60)
    table.iloc[-1, 3] = 90
    table = table.drop(index=table.index[-4])
    seen = watch(wards(), table, [*table.index[-5:], "2022-09"])
    assert np.isnan(seen.p[:, seen.months.index("2022-09")]).all()
    adjusted = adjusted_p(seen.p.ravel(), "fdr").reshape(seen.p.shape)
    assert np.argwhere(adjusted < 0.01).tolist() == [[3, len(seen.months) - 1]]


def test_ranges_hold_what_chance_says_they_hold():
    table = series(months=120, areas=20, dispersion=0.04, seed=8, season=0)
    seen = watch(wards(), table, list(table.index[-60:]))
    inside = ((seen.seen >= seen.low) & (seen.seen <= seen.high)).mean()
    assert inside == pytest.approx(seen.held_by_chance.mean(), abs=0.03)
    assert (seen.held_by_chance >= 0.9 - 1e-9).all()


def test_a_plain_mean_has_the_mean_of_the_score_and_a_wider_range():
    table = series(dispersion=0.08, season=0)
    months = list(table.index[-24:])
    plain, whole = (score_wards(model, table, months) for model in (plain_wards(), wards()))
    row = whole.models.index("mean of 12 months")
    assert plain.deviance[0] == pytest.approx(whole.deviance[row])
    assert plain.cover[0] > whole.cover[row]
    told = plain_wards().fit(table, None, "2026-01").expected(2)
    assert told.mean[:, 0] == pytest.approx(table.iloc[-12:].mean().to_numpy())
    assert dict(told.settings)["model"] == "mean of 12 months" and "share" not in told.settings


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: plain_wards("a guess"), "'a guess' is no plain count. Choose one of: last month;"),
        (lambda: plain_wards(coverage=2), "A coverage of 2 is no share."),
        (lambda: watch(wards(), series(), []), "There is no month to look at"),
        (lambda: watch(wards(), series(), ["2026-01"]), "There is no month to look at, or one that is not held."),
        (lambda: watch(wards(), series(), ["2018-03"]), "Only 2 months are known before 2018-03."),
    ],
)
def test_what_cannot_be_watched_is_refused_in_words(make, message):
    with pytest.raises(Unfit) as told:
        make()
    assert str(told.value).startswith(message)
