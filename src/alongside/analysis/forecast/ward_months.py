"""Months ahead for a set of areas: each area's share, the level of the whole, the season, and honest intervals."""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from alongside.analysis.events.chance import check_alpha, whole_within, within
from alongside.analysis.events.results import Floats, Result, stamp
from alongside.analysis.events.unfit import Unfit
from alongside.analysis.forecast.monthly import Monthly
from alongside.analysis.hotspots.cells import Cells

_LEAST_MONTHS = 13
_LOOK_BACK = 60
_ASSUMED_DISPERSION = 0.05
_FARTHEST = 60


@dataclass(frozen=True, kw_only=True, eq=False)
class WardForecast(Result):
    """`mean`, `low`, `high`: areas x months ahead. The interval holds at least `coverage` of the forecast's
    distribution, in whole counts, and is the narrower of those that do. `dispersion`: variance = mean + dispersion x
    mean squared, one for each month ahead. `learned`: nothing that the settings do not give.
    """

    areas: tuple[str, ...]
    months: tuple[str, ...]
    mean: Floats
    low: Floats
    high: Floats
    dispersion: Floats
    coverage: float

    @property
    def values(self) -> Floats:
        """Expected events in each area over the whole horizon."""
        return self.mean.sum(axis=1)


@dataclass(frozen=True)
class WardModel:
    """Weights of the past: `share` for each area's part of the whole, `level` for the whole, each a fraction by which
    a month counts less than the next; `pool`: how far areas are drawn to their mean; `season`: years of no season that
    the seasonal factors are weighed against.
    """

    share: float = 0.05
    level: float = 0.3
    pool: float = 0.02
    season: float = 2.0
    coverage: float = 0.9
    name: str = "area shares, level of the whole, season"

    @property
    def settings(self) -> dict[str, object]:
        return {
            "model": self.name, "share": self.share, "level": self.level, "pool": self.pool, "season": self.season,
            "coverage": self.coverage,
        }  # fmt: skip

    def fit(self, events: Any, grid: Cells | None, until: Any) -> "FittedWards":
        """Take all months before `until`.

        `events`: `Monthly`, a table of months (rows) by areas (columns), or dated events together with areas as
        `grid`. `until`: the first month that is not known, e.g. "2026-11". Raises `Unfit` for under 13 months.
        """
        return FittedWards(self, *known_before(events, grid, until))


def wards(
    *, share: float = 0.05, level: float = 0.3, pool: float = 0.02, season: float = 2.0, coverage: float = 0.9
) -> WardModel:
    """A forecaster of monthly counts by area, with overdispersed intervals.

    The mean is the area's share (exponentially weighted over 60 months) x the level of all areas (the same, quicker) x
    the season of all areas x the days of the month. The interval is negative binomial; its dispersion is what the same
    forecast, made at each of the last 36 months, showed. Parameters as in `WardModel`; the defaults were chosen on all
    London boroughs, 2013 to 2017. Raises `Unfit` for weights outside (0, 1].
    """
    return WardModel(
        within(share, "share", above=0, most=1), within(level, "level", above=0, most=1),
        within(pool, "pool", least=0, most=1), within(season, "season", least=0), checked_coverage(coverage),
    )  # fmt: skip


def checked_coverage(coverage: Any) -> float:
    """A share of the counts that a range is to hold; `Unfit` unless it lies between 0 and 1."""
    try:
        return check_alpha(coverage)
    except Unfit:
        raise Unfit(f"A coverage of {coverage!r} is no share.", "Give a share between 0 and 1, such as 0.9.") from None


def known_before(events: Any, grid: Cells | None, until: Any) -> tuple[Monthly, int]:
    """The series, and how many of its months are known; raises `Unfit` for under 13."""
    series = Monthly.of(events, grid)
    known = series.index(until)
    if known < _LEAST_MONTHS:
        raise Unfit(f"Only {max(known, 0)} months are known before {until}.", f"Load {_LEAST_MONTHS} months or more.")
    return series, known


@dataclass(frozen=True, eq=False)
class FittedWards:
    """`told`: means worked out so far, by months known and months ahead; `forward` shares them."""

    model: WardModel
    series: Monthly
    known: int
    told: dict[tuple[int, int], Floats] = field(default_factory=dict, repr=False)

    def expected(self, horizon: float = 1) -> WardForecast:
        """The next `horizon` months, a whole number from 1 to 60."""
        ahead = whole_within(horizon, "The horizon in months", most=_FARTHEST)
        mean = np.column_stack([self._mean_of(self.known, step) for step in range(1, ahead + 1)])
        spread = [self._dispersion(step) for step in range(1, ahead + 1)]
        bounds = [narrowest(mean[:, k], spread[k][0], self.model.coverage) for k in range(ahead)]
        used = self.series.counts[: self.known]
        settings = self.model.settings | {
            "until": self.series.label(self.known), "horizon in months": ahead, "areas": len(self.series.areas),
        }  # fmt: skip
        notes = [note for _, note in spread if note] + self.series.notes(self.known)
        return WardForecast(
            **stamp((np.nan_to_num(used, nan=-1.0),), settings, notes=notes),
            areas=self.series.areas, months=tuple(self.series.label(self.known + k) for k in range(ahead)),
            mean=mean, low=np.column_stack([low for low, _ in bounds]), high=np.column_stack([top for _, top in bounds]),
            dispersion=np.array([value for value, _ in spread]), coverage=self.model.coverage,
        )  # fmt: skip

    def forward(self, until: Any) -> "FittedWards":
        return replace(self, known=self.series.index(until))

    def _mean_of(self, known: int, ahead: int) -> Floats:
        if (known, ahead) not in self.told:
            self.told[known, ahead] = self._mean(known, ahead)
        return self.told[known, ahead]

    def _mean(self, known: int, ahead: int) -> Floats:
        """Expected counts `ahead` months after the last known one, from the first `known` months alone."""
        scale = self._scale(known, ahead)
        first = max(0, known - _LOOK_BACK)
        even = self.series.counts[first:known] / scale[first:known, None]
        present = ~np.isnan(even[:, 0])
        age = np.arange(len(even))[::-1][present]
        even = even[present]
        areas, whole = _weighted(even, age, self.model.share), _weighted(even.sum(axis=1), age, self.model.level)
        areas = (1 - self.model.pool) * areas + self.model.pool * areas.mean()
        total = float(areas.sum())
        ratio = float(whole) / total if total > 0 else 1.0
        return np.maximum(areas * ratio * scale[known - 1 + ahead], 0.05)

    def _scale(self, known: int, ahead: int) -> Floats:
        """Season x days of every month up to the one asked for, 1 on average."""
        rate = np.nansum(self.series.counts[:known], axis=1) / self.series.days[:known]
        rate[np.isnan(self.series.counts[:known, 0])] = np.nan
        seen, usual = np.zeros(12), np.zeros(12)
        for k in range(max(0, known - _LOOK_BACK), known):
            around = rate[max(0, k - 6) : k + 7]
            if len(around) >= 12 and not np.isnan(rate[k]):
                seen[self.series.calendar[k]] += rate[k]
                usual[self.series.calendar[k]] += np.nanmean(around)
        months = self.series.calendar_to(known - 1 + ahead)
        if not usual.any():
            return self.series.days_to(known - 1 + ahead) / 30.4375
        weight = self.model.season * usual[usual > 0].mean()
        factor = (seen + weight) / np.maximum(usual + weight, 1e-300)
        return factor[months] / factor.mean() * self.series.days_to(known - 1 + ahead) / 30.4375

    def _dispersion(self, ahead: int) -> tuple[float, str]:
        """What the last 36 forecasts as far ahead left over Poisson, and a note when there were too few."""
        targets = [
            k for k in range(max(_LEAST_MONTHS + ahead, self.known - 36), self.known) if not self.series.missing(k)
        ]
        if len(targets) < 6:
            return _ASSUMED_DISPERSION, f"Too few past months to learn the spread: {_ASSUMED_DISPERSION} is assumed."
        means = np.array([self._mean_of(k + 1 - ahead, ahead) for k in targets])
        left = (self.series.counts[targets] - means) ** 2 - means
        return max(0.0, float(left.sum() / (means**2).sum())), ""


def _weighted(values: Floats, age: Any, fraction: float) -> Any:
    weight = (1.0 - fraction) ** age
    return np.tensordot(weight, values, axes=1) / weight.sum()


def narrowest(mean: Floats, dispersion: float, coverage: float) -> tuple[Floats, Floats]:
    """Bounds in whole counts that hold at least `coverage`: equal tails, then one end drawn in if it can be spared."""
    law = distribution(mean, dispersion)
    low, high = law.ppf((1 - coverage) / 2), law.ppf((1 + coverage) / 2)
    held = law.cdf(high) - law.cdf(low - 1)
    at_low, at_high = law.pmf(low), law.pmf(high)
    spare = held - np.minimum(at_low, at_high) >= coverage
    return np.where(spare & (at_low <= at_high), low + 1, low), np.where(spare & (at_high < at_low), high - 1, high)


def distribution(mean: Floats, dispersion: float) -> Any:
    """Counts about a mean: negative binomial with variance mean + dispersion x mean squared, else Poisson."""
    from scipy.stats import nbinom, poisson  # type: ignore[import-untyped]

    if dispersion > 1e-9:
        shape = 1.0 / dispersion
        return nbinom(shape, shape / (shape + mean))
    return poisson(mean)
