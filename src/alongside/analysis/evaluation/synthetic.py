"""Synthetic control: a borough against the mixture of other boroughs that it resembled before the start."""

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike

from alongside.analysis.common.read_only import ReadOnly
from alongside.analysis.evaluation.answers import NotAnswerable
from alongside.analysis.evaluation.arrays import Floats, labels, numbers, place
from alongside.analysis.evaluation.panels import Panel, read_panel, simplex_weights
from alongside.analysis.evaluation.predictors import fitted_weights, standardised_predictors

_FEWEST_BEFORE = 12
_FEWEST_DONORS = 5
_PRINTED = 0.005


@dataclass(frozen=True, slots=True)
class SyntheticControl:
    """Gaps between the treated area and its mixture. `rank` 1 is the largest ratio of error after to error before.

    `effect_per_cent` is None where the mixture is zero in some period.
    """

    effect: float
    effect_per_cent: float | None
    gaps: tuple[float, ...]
    periods: tuple[Hashable, ...]
    synthetic: tuple[float, ...]
    weights: Mapping[Hashable, float]
    predictor_weights: tuple[float, ...]
    error_before: float
    error_after: float
    ratio: float
    rank: int
    areas: int
    p_value: float
    placebo_ratios: Mapping[Hashable, float]
    placebo_effects: Mapping[Hashable, float]
    sentence: str
    units: ClassVar[Mapping[str, str]] = MappingProxyType({
        "effect": "as the outcome", "gaps": "as the outcome", "error_before": "as the outcome",
        "effect_per_cent": "per cent", "p_value": "0 to 1",
    })  # fmt: skip

    def gap(self, period: Hashable) -> float:
        """The gap in one period, by its label."""
        return self.gaps[self.periods.index(period)]


def synthetic_control(
    outcomes: ArrayLike, treated: Any, start: Any, predictors: ArrayLike | None = None, *, fit_from: Any = None
) -> SyntheticControl | NotAnswerable:
    """Effect on one treated area by a weighted mixture of untouched ones, with every other area as placebo.

    `outcomes`: areas × periods, a rate or a count, in any unit; `treated`: its row; `start`: the first period after
    (labels of a data frame, otherwise numbers). `predictors`: areas × k values from before the start, on which the
    mixture is chosen instead of on the outcomes; their importances are those that fit the outcomes before best.
    `fit_from`: first period whose outcomes are fitted, by default all. Effect: the mean gap after, in the outcome's
    unit; in per cent, the mean of each period's. Returns `NotAnswerable` with fewer than twelve periods before or five
    other areas, when the error before exceeds the effect, or when before the start nothing varies. Raises `ValueError`
    for missing values and labels that are not there. Sources: Abadie, Diamond and Hainmueller (2010), JASA 105,
    493-505, for weights and placebos; (2015) for the ratio of errors.
    """
    panel = read_panel(outcomes, treated, start)
    traits = None if predictors is None else _traits(predictors, outcomes, panel)
    first = 0 if fit_from is None else place(fit_from, panel.periods, "fit_from")
    if first >= panel.start:
        raise ValueError("fit_from must come before start")
    refusal = _refusal(panel)
    if refusal is not None:
        return refusal
    weights, importances = _mixture(panel, panel.treated, panel.donors, traits, first)
    gaps = panel.outcomes[panel.treated] - weights @ panel.outcomes[panel.donors]
    before, after = _errors(gaps, panel.start)
    effect = float(gaps[panel.start :].mean())
    if before > abs(effect):
        return NotAnswerable(
            f"before the start no mixture of other areas follows this one: an error of {before:.3g} "
            f"against a difference afterwards of {abs(effect):.3g}",
            "more areas like it, a longer time before, or a per-person outcome",
        )
    placebos = {panel.areas[area]: _placebo(panel, area, traits, first) for area in panel.donors}
    return _result(panel, weights, importances, gaps, (before, after), placebos)


def _result(
    panel: Panel,
    weights: Floats,
    importances: Floats,
    gaps: Floats,
    errors: tuple[float, float],
    placebos: Mapping[Hashable, tuple[float, float]],
) -> SyntheticControl:
    effect = float(gaps[panel.start :].mean())
    mixture = panel.outcomes[panel.treated] - gaps
    ratio = _over(errors[1], errors[0])
    rank = 1 + sum(other >= ratio for other, _ in placebos.values())
    areas = len(placebos) + 1
    base = mixture[panel.start :]
    share = 100.0 * float(np.mean(gaps[panel.start :] / base)) if base.all() else None
    named = {panel.areas[a]: float(w) for a, w in zip(panel.donors, weights, strict=True) if w >= _PRINTED}
    listed = ", ".join(f"{name} {w:.2f}" for name, w in sorted(named.items(), key=lambda item: -item[1])[:6])
    return SyntheticControl(
        effect=effect,
        effect_per_cent=share,
        gaps=tuple(gaps.tolist()),
        periods=panel.periods,
        synthetic=tuple(mixture.tolist()),
        weights=ReadOnly({panel.areas[a]: float(w) for a, w in zip(panel.donors, weights, strict=True)}),
        predictor_weights=tuple(importances.tolist()),
        error_before=errors[0],
        error_after=errors[1],
        ratio=ratio,
        rank=rank,
        areas=areas,
        p_value=rank / areas,
        placebo_ratios=ReadOnly({name: one for name, (one, _) in placebos.items()}),
        placebo_effects=ReadOnly({name: one for name, (_, one) in placebos.items()}),
        sentence=(
            f"On average {effect:+.3g} after the start against a mixture ({listed}) that missed by {errors[0]:.2g} "
            f"before; rank {rank} of {areas} areas each treated alike (p = {rank / areas:.2g})."
        ),
    )


def _refusal(panel: Panel) -> NotAnswerable | None:
    if panel.start < _FEWEST_BEFORE:
        return NotAnswerable(
            f"{panel.start} periods before the start are too few to find areas that move alike",
            f"{_FEWEST_BEFORE} periods or more before the start",
        )
    if len(panel.donors) < _FEWEST_DONORS:
        return NotAnswerable(
            f"with {len(panel.donors)} other areas the rank cannot tell an effect from chance",
            f"{_FEWEST_DONORS} or more untouched areas of the same kind; for p < 0.05 twenty",
        )
    if np.ptp(panel.outcomes[:, : panel.start]) == 0:
        return NotAnswerable("before the start nothing varies in any area", "an outcome that was counted before")
    return None


def _traits(predictors: ArrayLike, outcomes: ArrayLike, panel: Panel) -> Floats:
    """Predictors in the order of the panel's areas, each divided by its spread."""
    table = numbers(predictors, "predictors", dimensions=2)
    names = labels(predictors, "index", table.shape[0])
    if table.shape[0] != len(panel.areas):
        raise ValueError(f"predictors has {table.shape[0]} rows and outcomes {len(panel.areas)} areas")
    if names != panel.areas and set(names) == set(panel.areas):
        table = table[[names.index(area) for area in panel.areas]]
    elif names != panel.areas and names != tuple(range(len(names))):
        raise ValueError("predictors and outcomes name different areas")
    return standardised_predictors(table)


def _mixture(panel: Panel, unit: int, donors: list[int], traits: Floats | None, first: int) -> tuple[Floats, Floats]:
    """Weights of the donors, and the importances of the predictors where there are any."""
    before = panel.outcomes[:, first : panel.start].T
    if traits is None:
        return simplex_weights(before[:, donors], before[:, unit]), np.empty(0)
    return fitted_weights(traits[donors].T, traits[unit], before[:, donors], before[:, unit])


def _placebo(panel: Panel, area: int, traits: Floats | None, first: int) -> tuple[float, float]:
    """Ratio of errors and mean gap of an untouched area, with all areas but itself and the treated one as donors."""
    donors = [donor for donor in panel.donors if donor != area]
    weights, _ = _mixture(panel, area, donors, traits, first)
    gaps = panel.outcomes[area] - weights @ panel.outcomes[donors]
    before, after = _errors(gaps, panel.start)
    return _over(after, before), float(gaps[panel.start :].mean())


def _errors(gaps: Floats, start: int) -> tuple[float, float]:
    """Root mean squared gaps before and after."""
    return math.sqrt(float(np.mean(gaps[:start] ** 2))), math.sqrt(float(np.mean(gaps[start:] ** 2)))


def _over(after: float, before: float) -> float:
    return after / before if before > 0 else (math.inf if after > 0 else 0.0)
