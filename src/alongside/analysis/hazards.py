"""How much faster waits end in one group than in another: Cox's regression with one column."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from alongside.analysis.evaluation.answers import Interval, NotAnswerable
from alongside.analysis.evaluation.arrays import Floats, numbers, share
from alongside.analysis.evaluation.distributions import normal_quantile, two_sided
from alongside.analysis.waiting import read_waits


@dataclass(frozen=True, slots=True)
class HazardRatio:
    """How many times as fast waits end in one group as in the other; `coefficient` is its log."""

    ratio: float
    interval: Interval
    coefficient: float
    standard_error: float
    p_value: float
    units: ClassVar[Mapping[str, str]] = MappingProxyType({"ratio": "times", "p_value": "0 to 1"})


def hazard_ratio(
    durations: ArrayLike, ended: ArrayLike, group: ArrayLike, *, confidence: float = 0.95
) -> HazardRatio | NotAnswerable:
    """Cox's regression with one column: how much faster waits end where `group` is 1.

    `durations`, `ended` as in `waiting_curve`; `group`: 0 or 1 a person. Ties by Efron's method. Returns
    `NotAnswerable` when in one group nobody's wait ended, so that the ratio has no limit. Source: Cox (1972), JRSS B
    34, 187-220; Efron (1977), JASA 72.
    """
    waited, done = read_waits(durations, ended)
    column = numbers(group, "group", dimensions=1)
    if len(column) != len(waited) or not np.isin(column, (0.0, 1.0)).all():
        raise ValueError(f"group must be {len(waited)} marks, 0 or 1")
    coefficient = 0.0
    for _ in range(60):
        slope, curvature = _efron(waited, done, column, coefficient)
        if curvature < 1e-12:
            break
        step = slope / curvature
        coefficient += max(-2.0, min(2.0, step))
        if abs(step) < 1e-10:
            break
    if curvature < 1e-12 or abs(coefficient) > 20.0:
        return NotAnswerable("in one group no wait ended beside the other group's", "more time, or larger groups")
    error = 1.0 / math.sqrt(curvature)
    reach = normal_quantile(0.5 + share(confidence, "confidence") / 2.0) * error
    return HazardRatio(
        ratio=math.exp(coefficient),
        interval=Interval(math.exp(coefficient - reach), math.exp(coefficient + reach), confidence),
        coefficient=coefficient,
        standard_error=error,
        p_value=two_sided(coefficient / error),
    )


def _efron(waited: Floats, done: NDArray[np.bool_], column: Floats, coefficient: float) -> tuple[float, float]:
    """Slope and curvature of Efron's partial likelihood; with a 0/1 column sums of squares are sums."""
    weight = np.exp(coefficient * column)
    slope = curvature = 0.0
    for time in np.unique(waited[done]):
        risk, here = waited >= time, (waited == time) & done
        ends = int(here.sum())
        slope += float(column[here].sum())
        fading = np.arange(ends) / ends
        total = weight[risk].sum() - fading * weight[here].sum()
        marked = (weight * column)[risk].sum() - fading * (weight * column)[here].sum()
        mean = marked / total
        slope -= float(mean.sum())
        curvature += float((mean * (1.0 - mean)).sum())
    return slope, curvature
