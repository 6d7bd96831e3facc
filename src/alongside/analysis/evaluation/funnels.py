"""Funnel limits: which of many areas stands out, given its size. A league table without them is not offered."""

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from alongside.analysis.evaluation.answers import Interval, NotAnswerable
from alongside.analysis.evaluation.arrays import Floats, counts, labels, numbers, positive, share
from alongside.analysis.evaluation.distributions import gamma_quantile

_WINSOR = 0.1
_FEWEST_FOR_SPREAD = 5


@dataclass(frozen=True, slots=True)
class FunnelPoint:
    """One area: observed over expected, its limits, and where it stands."""

    label: Hashable
    ratio: float
    warning: Interval
    action: Interval
    stands: str


@dataclass(frozen=True, slots=True)
class Funnel:
    """Areas against 95% (warning) and 99.8% (action) limits, widened by `dispersion` when they vary more than chance."""

    points: tuple[FunnelPoint, ...]
    dispersion: float
    sentence: str
    units: ClassVar[Mapping[str, str]] = MappingProxyType({"points": "observed over expected"})


def funnel_limits(expected: float, *, confidence: float = 0.95, dispersion: float = 1.0) -> Interval:
    """Limits of observed over expected for an area that is like all others.

    `expected`: events expected; `dispersion`: variance over mean. Exact chi-squared limits, with dispersion those of
    expected / dispersion. Raises `ValueError` outside these ranges. Source: Spiegelhalter (2005), Statistics in
    Medicine 24, 1185-1202; the limits as in FunnelPlotR.
    """
    size = positive(expected, "expected") / positive(dispersion, "dispersion")
    tail = (1.0 - share(confidence, "confidence")) / 2.0
    low, high = gamma_quantile(tail, size), gamma_quantile(1.0 - tail, size + 1.0)
    return Interval(float(low) / size, float(high) / size, confidence)


def funnel(observed: ArrayLike, expected: ArrayLike, *, overdispersion: bool = True) -> Funnel | NotAnswerable:
    """Every area against its limits.

    `observed`: counts by area (labels of a pandas series are kept); `expected`: events expected by area, positive
    (such as the borough's rate times its people). `overdispersion`: widen the limits by the mean squared z of the
    areas, winsorised at a tenth on each side, when above 1 (from five areas). Returns `NotAnswerable` when nothing was
    observed; raises `ValueError` for bad counts or shapes. Source: Spiegelhalter (2005).
    """
    seen = counts(observed, "observed")
    mean = numbers(expected, "expected", dimensions=1)
    if len(mean) != len(seen) or (mean <= 0).any():
        raise ValueError(f"expected must be {len(seen)} positive numbers, one for each area")
    if seen.sum() == 0:
        return NotAnswerable("nothing was counted in any area", "a longer period or a wider offence")
    phi = _winsorised(seen, mean) if overdispersion and len(seen) >= _FEWEST_FOR_SPREAD else 1.0
    points = tuple(_point(*row, phi) for row in zip(labels(observed, "index", len(seen)), seen, mean, strict=True))
    out = [str(point.label) for point in points if point.stands in ("high", "low")]
    named = f"outside the 99.8% limits: {', '.join(out)}" if out else "none outside the 99.8% limits"
    return Funnel(points, phi, f"Of {len(points)} areas {named} (dispersion {phi:.1f}).")


def _point(label: Hashable, seen: float, expected: float, phi: float) -> FunnelPoint:
    warning = funnel_limits(expected, dispersion=phi)
    action = funnel_limits(expected, confidence=0.998, dispersion=phi)
    ratio = seen / expected
    if ratio not in action:
        stands = "high" if ratio > action.high else "low"
    elif ratio not in warning:
        stands = "rather high" if ratio > warning.high else "rather low"
    else:
        stands = "within"
    return FunnelPoint(label, ratio, warning, action, stands)


def _winsorised(seen: Floats, expected: Floats) -> float:
    z = (seen - expected) / np.sqrt(expected)
    low, high = np.quantile(z, [_WINSOR, 1.0 - _WINSOR])
    return max(1.0, math.fsum(np.clip(z, low, high) ** 2) / len(z))
