"""Synthetic difference in differences: areas and periods both weighted, and only changes compared."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike

from alongside.analysis.common.read_only import ReadOnly
from alongside.analysis.evaluation.answers import Interval, NotAnswerable, chance
from alongside.analysis.evaluation.arrays import Floats, share
from alongside.analysis.evaluation.distributions import t_quantile, t_two_sided
from alongside.analysis.evaluation.panels import Panel, read_panel, simplex_weights

_FEWEST_BEFORE = 12
_FEWEST_DONORS = 5


@dataclass(frozen=True, slots=True)
class SyntheticDid:
    """Effect on one area; `difference` is the plain difference in differences beside it."""

    effect: float
    standard_error: float
    interval: Interval
    p_value: float
    difference: float
    area_weights: Mapping[Hashable, float]
    period_weights: Mapping[Hashable, float]
    placebo_effects: Mapping[Hashable, float]
    sentence: str
    units: ClassVar[Mapping[str, str]] = MappingProxyType({"effect": "as the outcome", "p_value": "0 to 1"})


def synthetic_did(
    outcomes: ArrayLike, treated: Any, start: Any, *, confidence: float = 0.95
) -> SyntheticDid | NotAnswerable:
    """Effect on one treated area after `start`, in the outcome's unit.

    `outcomes`: areas × periods; `treated`, `start`: labels of a data frame, otherwise numbers. The error is the spread
    of the same estimate over every untouched area treated as if it were the target; Student's t with one degree fewer
    than areas. Returns `NotAnswerable` with fewer than twelve periods before or five other areas; raises `ValueError`
    for missing values and labels that are not there. Source: Arkhangelsky, Athey, Hirshberg, Imbens and Wager (2021),
    American Economic Review 111, 4088-4118, with their weights solved exactly and placebos in full.
    """
    share(confidence, "confidence")
    panel = read_panel(outcomes, treated, start)
    if panel.start < _FEWEST_BEFORE or len(panel.donors) < _FEWEST_DONORS:
        return NotAnswerable(
            f"{panel.start} periods before and {len(panel.donors)} other areas are too few to weight",
            f"{_FEWEST_BEFORE} periods before and {_FEWEST_DONORS} untouched areas or more",
        )
    effect, area_weights, period_weights = _estimate(panel, panel.treated, panel.donors)
    placebos = {
        panel.areas[area]: _estimate(panel, area, [one for one in panel.donors if one != area])[0]
        for area in panel.donors
    }
    error = float(np.std(list(placebos.values())))
    if error == 0.0:
        return NotAnswerable(
            "nothing varies in the other areas", "areas in which the outcome moves from period to period"
        )
    freedom = float(len(placebos) - 1)
    reach = t_quantile(0.5 + confidence / 2.0, freedom) * error
    p_value = t_two_sided(effect / error, freedom)
    interval = Interval(effect - reach, effect + reach, confidence)
    return SyntheticDid(
        effect=effect,
        standard_error=error,
        interval=interval,
        p_value=p_value,
        difference=_plain(panel),
        area_weights=ReadOnly(zip((panel.areas[one] for one in panel.donors), area_weights, strict=True)),
        period_weights=ReadOnly(zip(panel.periods[: panel.start], period_weights, strict=True)),
        placebo_effects=ReadOnly(placebos),
        sentence=(
            f"An effect of {effect:+.3g} ({confidence:.0%} {interval.low:+.3g} to {interval.high:+.3g}, "
            f"{chance(p_value)}) against weighted areas and periods; {_plain(panel):+.3g} without weights."
        ),
    )


def _estimate(panel: Panel, unit: int, donors: list[int]) -> tuple[float, list[float], list[float]]:
    """Effect, weights of areas, weights of the periods before."""
    table, start = panel.outcomes, panel.start
    before, after = table[donors, :start], table[donors, start:]
    noise = float(np.std(np.diff(before, axis=1), ddof=1))
    ridge = (table.shape[1] - start) ** 0.25 * noise
    areas = _centred_weights(before.T, table[unit, :start], ridge)
    periods = _centred_weights(before, after.mean(axis=1), 1e-6 * noise)
    change_unit = table[unit, start:].mean() - periods @ table[unit, :start]
    change_donors = areas @ (after.mean(axis=1) - before @ periods)
    return float(change_unit - change_donors), areas.tolist(), periods.tolist()


def _centred_weights(columns: Floats, target: Floats, ridge: float) -> Floats:
    """Simplex weights with an intercept (rows are centred) and the paper's ridge."""
    centred = columns - columns.mean(axis=0)
    return simplex_weights(centred, target - target.mean(), ridge=ridge**2 * len(target))


def _plain(panel: Panel) -> float:
    change = panel.outcomes[:, panel.start :].mean(axis=1) - panel.outcomes[:, : panel.start].mean(axis=1)
    return float(change[panel.treated] - change[panel.donors].mean())
