"""Areas that start at different times: each cohort against areas that never start, then averaged.

The usual two-way regression compares late starters with early ones, whose effect is still growing, and can have the
wrong sign; it is given beside, by its name, for comparison with published work only.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import ArrayLike

from alongside.analysis.common.read_only import ReadOnly
from alongside.analysis.evaluation.answers import Interval, NotAnswerable, chance
from alongside.analysis.evaluation.arrays import Floats, labels, numbers, share
from alongside.analysis.evaluation.distributions import normal_quantile, t_quantile, t_two_sided, two_sided

Baseline = Literal["last", "mean", "trend"]

_FEWEST_TREATED = 3
_FEWEST_NEVER = 5
_UNITS = MappingProxyType({"effect": "as the outcome", "p_value": "0 to 1"})


@dataclass(frozen=True, slots=True)
class Effect:
    """An estimate in the outcome's unit with its error and interval."""

    effect: float
    standard_error: float
    interval: Interval


@dataclass(frozen=True, slots=True)
class StaggeredDid:
    """Average effect on the treated. `by_exposure`: periods since the start; negative ones show the trend before.

    `by_area` weighs every treated area alike, whenever it started; `effect` every treated area and period.
    """

    effect: float
    standard_error: float
    interval: Interval
    p_value: float
    by_area: Effect
    by_exposure: Mapping[int, Effect]
    by_cohort: Mapping[Any, Effect]
    treated_areas: int
    never_treated: int
    left_out: int
    sentence: str
    units: ClassVar[Mapping[str, str]] = _UNITS


@dataclass(frozen=True, slots=True)
class TwoWay:
    """The coefficient of a two-way fixed effects regression, clustered by area."""

    effect: float
    standard_error: float
    interval: Interval
    p_value: float
    units: ClassVar[Mapping[str, str]] = _UNITS


@dataclass(frozen=True, slots=True)
class _Cell:
    cohort: int
    period: int
    size: int
    effect: float
    influence: Floats
    never: Floats


def staggered_did(
    outcomes: ArrayLike,
    first_treated: Sequence[Any] | Mapping[Any, Any],
    *,
    baseline: Baseline = "last",
    confidence: float = 0.95,
) -> StaggeredDid | NotAnswerable:
    """Average effect when areas start at different times, in the outcome's unit.

    `outcomes`: areas × periods; `first_treated`: for each area the first period that counts as treated (a label of the
    data frame's columns, otherwise a number), None, NaN or a period after the last for never. Areas treated from the
    first period on are left out and counted. `baseline`: changes are counted from the `last` period before, from the
    `mean` of all periods before, or from the straight `trend` through them (two or more). Each cohort's change is
    compared with that of areas never treated; averages weigh cohorts by size. Returns `NotAnswerable` with fewer than three treated
    areas or five never treated; raises `ValueError` for missing outcomes and unknown periods. Source: Callaway and
    Sant'Anna (2021), Journal of Econometrics 225, 200-230, without covariates, errors from the influence functions (a
    cohort of one area takes its variance from areas never treated);
    `mean` and `trend` after Lee and Wooldridge (2023), whose figure is `by_area`.
    """
    table = numbers(outcomes, "outcomes", dimensions=2)
    share(confidence, "confidence")
    periods = labels(outcomes, "columns", table.shape[1])
    if len(first_treated) != len(table):
        raise ValueError(f"first_treated has {len(first_treated)} entries and outcomes {len(table)} areas")
    firsts = _in_order(first_treated, labels(outcomes, "index", len(table)))
    starts = np.array([_place(value, periods) for value in firsts])
    kept = starts > 0
    table, starts = table[kept], starts[kept]
    never = starts >= table.shape[1]
    treated = int((~never).sum())
    if treated < _FEWEST_TREATED or never.sum() < _FEWEST_NEVER:
        return NotAnswerable(
            f"{treated} areas start and {int(never.sum())} never do",
            f"{_FEWEST_TREATED} areas that start and {_FEWEST_NEVER} that never do; for one area, compare()",
        )
    if baseline not in ("last", "mean", "trend"):
        raise ValueError(f"baseline must be last, mean or trend, not {baseline!r}")
    cells = [cell for one in np.unique(starts[~never]) for cell in _cells(table, starts, never, int(one), baseline)]
    if not any(np.ptp(cell.never) > 0 for cell in cells):
        return NotAnswerable("nothing varies in the areas never treated", "areas in which the outcome moves")
    return _averages(cells, starts, periods, confidence, treated, int(never.sum()), int((~kept).sum()))


def _averages(
    cells: list[_Cell],
    starts: np.ndarray,
    periods: Sequence[Any],
    confidence: float,
    treated: int,
    never: int,
    left_out: int,
) -> StaggeredDid:
    after = [cell for cell in cells if cell.period >= cell.cohort]
    overall = _average(after, starts, confidence)
    lengths = np.array([1.0 / sum(one.cohort == cell.cohort for one in after) for cell in after])
    exposures = sorted({cell.period - cell.cohort for cell in cells})
    by_exposure = {
        one: _average([cell for cell in cells if cell.period - cell.cohort == one], starts, confidence)
        for one in exposures
    }
    by_cohort = {
        periods[one]: _average([cell for cell in after if cell.cohort == one], starts, confidence)
        for one in sorted({cell.cohort for cell in after})
    }
    p_value = two_sided(overall.effect / overall.standard_error)
    low, high = overall.interval
    return StaggeredDid(
        effect=overall.effect,
        standard_error=overall.standard_error,
        interval=overall.interval,
        p_value=p_value,
        by_area=_average(after, starts, confidence, lengths),
        by_exposure=ReadOnly(by_exposure),
        by_cohort=ReadOnly(by_cohort),
        treated_areas=treated,
        never_treated=never,
        left_out=left_out,
        sentence=(
            f"An average effect of {overall.effect:+.3g} ({confidence:.0%} {low:+.3g} to {high:+.3g}, "
            f"{chance(p_value)}) in {treated} areas against {never} that never started."
        ),
    )


def _in_order(first_treated: Sequence[Any] | Mapping[Any, Any], areas: Sequence[Any]) -> list[Any]:
    """A labelled series is put in the order of the areas."""
    names = labels(first_treated, "index", len(areas))
    given = list(first_treated.values()) if isinstance(first_treated, Mapping) else list(first_treated)
    if isinstance(first_treated, Mapping):
        names = tuple(first_treated)
    if names != tuple(areas) and set(names) == set(areas):
        return [given[names.index(area)] for area in areas]
    return given


def _place(value: Any, periods: Sequence[Any]) -> int:
    """The first treated period's place; past the end for never; 0 for from the beginning."""
    if value is None or value != value:
        return len(periods)
    if value in periods:
        return list(periods).index(value)
    try:
        if value > periods[-1]:
            return len(periods)
        if value < periods[0]:
            return 0
    except TypeError:
        pass
    raise ValueError(f"first_treated names {value!r}, which is not a period from {periods[0]!r} to {periods[-1]!r}")


def _cells(table: Floats, starts: np.ndarray, never: np.ndarray, start: int, baseline: Baseline) -> list[_Cell]:
    """Effects of one cohort in each period but the one before its start, with each area's influence."""
    cohort = starts == start
    size, everyone = int(cohort.sum()), len(table)
    changes = table - _expected(table, start, baseline)
    found = []
    for period in range(table.shape[1]):
        if period == start - 1:
            continue
        change = changes[:, period]
        ours, theirs = float(change[cohort].mean()), float(change[never].mean())
        influence = np.zeros(everyone)
        influence[cohort] = (change[cohort] - ours) * everyone / size
        influence[never] = -(change[never] - theirs) * everyone / never.sum()
        found.append(_Cell(start, period, size, ours - theirs, influence, change[never] - theirs))
    return found


def _expected(table: Floats, start: int, baseline: Baseline) -> Floats:
    """What each area's own periods before the start lead one to expect in every period."""
    if baseline == "last":
        return table[:, start - 1 : start]
    if baseline == "mean" or start < 2:
        return np.asarray(table[:, :start].mean(axis=1, keepdims=True))
    time = np.arange(table.shape[1]) - (start - 1) / 2.0
    slope = table[:, :start] @ time[:start] / float(time[:start] @ time[:start])
    return np.asarray(table[:, :start].mean(axis=1, keepdims=True) + slope[:, None] * time)


def _average(cells: list[_Cell], starts: np.ndarray, confidence: float, multipliers: ArrayLike = 1.0) -> Effect:
    """Average weighted by cohort size (times multipliers); its influence counts that the sizes are a sample too."""
    everyone = len(starts)
    times = np.broadcast_to(np.asarray(multipliers, dtype=np.float64), (len(cells),))
    shares = times * np.array([cell.size for cell in cells]) / everyone
    effects = np.array([cell.effect for cell in cells])
    total = float(shares.sum())
    effect = float(shares @ effects) / total
    influence = sum(share_ * cell.influence for share_, cell in zip(shares, cells, strict=True)) / total
    member = np.array([(starts == cell.cohort).astype(float) for cell in cells]) * times[:, None] - shares[:, None]
    influence = influence + (effects @ member - effect * member.sum(axis=0)) / total
    variance = float((np.asarray(influence) ** 2).mean()) / everyone + _alone(cells, shares / total)
    error = math.sqrt(variance)
    reach = normal_quantile(0.5 + confidence / 2.0) * error
    return Effect(effect, error, Interval(effect - reach, effect + reach, confidence))


def _alone(cells: list[_Cell], weights: Floats) -> float:
    """Variance of cohorts of one area, which have no spread of their own: that of the areas never treated."""
    sums: dict[int, Floats] = {}
    for cell, weight in zip(cells, weights, strict=True):
        if cell.size == 1:
            sums[cell.cohort] = sums.get(cell.cohort, np.zeros_like(cell.never)) + weight * cell.never
    return sum(float(one.var(ddof=1)) for one in sums.values())


def two_way_fixed_effects(outcomes: ArrayLike, treated: ArrayLike, *, confidence: float = 0.95) -> TwoWay:
    """Coefficient of `treated` (areas × periods, 0 or 1) with area and period effects, clustered by area.

    Given for comparison with published work: with staggered starts it mixes effects with wrong weights. Raises
    `ValueError` for shapes that do not fit and a treatment that the effects explain. Source: Goodman-Bacon (2021),
    Journal of Econometrics 225, 254-277, for what it averages.
    """
    table, given = numbers(outcomes, "outcomes", dimensions=2), numbers(treated, "treated", dimensions=2)
    if table.shape != given.shape:
        raise ValueError(f"treated must have the shape of outcomes, {table.shape}, not {given.shape}")
    within = _demeaned(given)
    square = float((within**2).sum())
    if square < 1e-12:
        raise ValueError("treated is explained by areas and periods: nothing is left to compare")
    effect = float((within * table).sum()) / square
    residual = _demeaned(table) - effect * within
    areas, cells = table.shape[0], table.size
    scores = (within * residual).sum(axis=1)
    # As a regression on dummy variables counts: every area, every period and the coefficient.
    correction = areas / (areas - 1) * (cells - 1) / (cells - areas - table.shape[1])
    error = math.sqrt(correction * float(scores @ scores)) / square
    reach = t_quantile(0.5 + share(confidence, "confidence") / 2.0, areas - 1.0) * error
    p_value = t_two_sided(effect / error, areas - 1.0) if error > 0 else 0.0
    return TwoWay(effect, error, Interval(effect - reach, effect + reach, confidence), p_value)


def _demeaned(table: Floats) -> Floats:
    rows, columns = table.mean(axis=1, keepdims=True), table.mean(axis=0, keepdims=True)
    return np.asarray(table - rows - columns + table.mean())
