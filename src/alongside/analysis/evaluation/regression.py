"""Regression to the mean: what a place picked at its worst does by itself."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from alongside.analysis.evaluation.arrays import Floats, count, counts, numbers, positive
from alongside.analysis.evaluation.distributions import gamma_poisson_at_most, gamma_poisson_mass

_UNITS = MappingProxyType({
    "naive": "events", "long_baseline": "events", "without_recent": "events", "empirical_bayes": "events",
    "after": "events",
})  # fmt: skip
LARGEST_MEAN = 20_000
_MOST_AREAS, _MOST_VARIED = 100_000, 5.0


@dataclass(frozen=True, slots=True)
class Estimate:
    """An empirical Bayes estimate and its standard deviation; `weight` is what the expected count weighs in it."""

    value: float
    standard_deviation: float
    weight: float


@dataclass(frozen=True, slots=True)
class RegressionLine:
    """Counts to expect after, side by side: from the last periods, all, all but the last, and drawn to other areas."""

    after: float
    naive: float
    long_baseline: float
    without_recent: float
    empirical_bayes: float
    empirical_bayes_error: float
    weight_on_other_areas: float
    sentence: str
    units: ClassVar[Mapping[str, str]] = _UNITS


@dataclass(frozen=True, slots=True)
class WorstArea:
    """What the worst of several areas does when nothing is done: mean fall, and how often it falls as far as asked."""

    mean: float
    areas: int
    expected_fall: float
    share_falling: float
    fall: float
    sentence: str
    units: ClassVar[Mapping[str, str]] = MappingProxyType({"expected_fall": "per cent", "share_falling": "0 to 1"})


def empirical_bayes(count: float, *, expected: float, overdispersion: float) -> Estimate:
    """Count to expect at a place from what it counted and what places like it count.

    `count`: events seen; `expected`: events expected at places like it in the same time; `overdispersion`: the
    gamma shape of the true means over such places (times the length, for a road). Units: events in that time. The
    weight on `expected` is 1 / (1 + expected / overdispersion); sd = sqrt((1 - weight) * value). Raises `ValueError`
    for values that are not positive. Source: Hauer, Harwood, Council and Griffith (2002), Transportation Research
    Record 1784, 126-131.
    """
    seen = float(counts(count, "count", dimensions=0))
    mean = positive(expected, "expected")
    weight = 1.0 / (1.0 + mean / positive(overdispersion, "overdispersion"))
    value = weight * mean + (1.0 - weight) * seen
    return Estimate(value, math.sqrt((1.0 - weight) * value), weight)


def regression_to_mean(target: ArrayLike, comparisons: ArrayLike, *, start: int, phi: float = 1.0) -> RegressionLine:
    """Expected counts for the periods from `start` on with nothing done, side by side.

    `target`: counts by period; `comparisons`: areas × periods; `start`: index of the first period after; `phi`:
    variance over mean. `naive`: as many events as in the same number of periods just before (or in proportion, when
    there are fewer); `long_baseline`: the mean of all periods before; `without_recent`: the same without the last
    periods, for which an area may have been picked; `empirical_bayes`: the mean of all drawn towards those of all
    areas as far as their spread allows (moments of the counts before, the target among them). None holds the trend
    elsewhere. Raises `ValueError` for shapes that do not fit. Source: Robbins (1956); Morris (1983), JASA 78.
    """
    ours, theirs = counts(target, "target"), counts(comparisons, "comparisons", dimensions=2)
    periods = len(ours)
    if theirs.shape[1] != periods or not isinstance(start, int | np.integer) or not 0 < start < periods:
        raise ValueError("comparisons must be areas × the periods of target, and start must lie inside them")
    return line(ours, theirs[:, :start].sum(axis=1), start=start, phi=positive(phi, "phi"))


def recent_periods(start: int, length: int) -> int:
    """How many periods before the start an area may have been picked for: as many as come after, at most half."""
    return min(length, start // 2)


def line(ours: Floats, others_before: Floats, *, start: int, phi: float) -> RegressionLine:
    after, length = float(ours[start:].sum()), len(ours) - start
    recent = ours[max(0, start - length) : start]
    quiet = ours[: start - recent_periods(start, length)]
    total = float(ours[:start].sum())
    estimate, error, weight = _shrunk(total, others_before, phi)
    rate = length / start
    naive, long = float(recent.sum()) * length / len(recent), total * rate
    return RegressionLine(
        after=after,
        naive=naive,
        long_baseline=long,
        without_recent=float(quiet.mean()) * length,
        empirical_bayes=estimate * rate,
        empirical_bayes_error=error * rate,
        weight_on_other_areas=weight,
        sentence=(
            f"Counted afterwards: {after:,.0f}. To be expected with nothing done: {naive:.0f} from the last periods, "
            f"{long:.0f} from the whole baseline, {quiet.mean() * length:.0f} from all but its last periods, "
            f"{estimate * rate:.0f} when drawn towards the other areas."
        ),
    )


def _shrunk(total: float, others: Floats, phi: float) -> tuple[float, float, float]:
    """Estimate of the baseline count, its error and the weight on the mean of all areas, by moments."""
    everyone = np.append(others, total)
    mean = float(everyone.mean())
    chance = phi * mean
    between = max(0.0, float(everyone.var(ddof=1)) - chance) if len(everyone) > 1 else 0.0
    if mean == 0.0:
        return 0.0, 0.0, 1.0
    weight = chance / (chance + between)
    value = weight * mean + (1.0 - weight) * total
    return value, math.sqrt((1.0 - weight) * phi * value), weight


def worst_area(mean: float, *, areas: int = 20, variation: float = 0.3, fall: float = 38.0) -> WorstArea:
    """What the area with the most events of several does in the next period of the same length, nothing being done.

    `mean`: events an area and period; `areas`: how many were to choose from; `variation`: coefficient of variation of
    their true levels; `fall`: per cent. Exact sums over gamma-Poisson counts; areas are independent and stay at their
    level. Raises `ValueError` for a mean or variation that is not positive, fewer than two areas or far too many.
    Source: Greenwood and Yule (1920), JRSS 83, 255-279, for counts about levels that differ.
    """
    level, variety = positive(mean, "mean"), positive(variation, "variation")
    if level > LARGEST_MEAN:
        raise ValueError(f"mean must be at most {LARGEST_MEAN:,}: areas that large regress hardly at all")
    if not 2 <= count(areas, "areas") <= _MOST_AREAS or variety > _MOST_VARIED:
        raise ValueError(
            f"areas must be from 2 to {_MOST_AREAS:,} and variation at most {_MOST_VARIED:g}, not {areas} and {variety:g}"
        )
    asked = float(numbers(fall, "fall", dimensions=0)) / 100.0
    shape = 1.0 / variety**2
    top = np.arange(0.0, math.ceil(level + 15.0 * math.sqrt(level + (level * variety) ** 2) + 60.0))
    up_to = np.cumsum(gamma_poisson_mass(top, shape, level / shape))
    largest = np.diff(up_to**areas, prepend=0.0)
    # Given its count, an area's true level is gamma again; the tilt of its scale is the period already seen.
    seen_rate = shape / level + 1.0
    expected_fall = 1.0 - float(largest @ ((shape + top) / seen_rate)) / float(largest @ top)
    at_most = np.floor((1.0 - asked) * top + 1e-9)
    falling = np.where(top > 0, gamma_poisson_at_most(at_most, shape + top, 1.0 / seen_rate), 0.0) @ largest
    return WorstArea(
        mean=level,
        areas=areas,
        expected_fall=100.0 * expected_fall,
        share_falling=float(falling),
        fall=fall,
        sentence=(
            f"The worst of {areas} areas with {level:g} events each falls by {100.0 * expected_fall:.0f}% on average "
            f"with nothing done, and by {fall:g}% or more in {falling:.0%} of cases."
        ),
    )
