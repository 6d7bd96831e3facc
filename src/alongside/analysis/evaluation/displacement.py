"""Weighted displacement difference: did crime fall in the target, net of a control, and did it move next door?"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from alongside.analysis.evaluation.answers import Interval, NotAnswerable, chance
from alongside.analysis.evaluation.arrays import counts, numbers, overdispersion, pair, share
from alongside.analysis.evaluation.distributions import normal_quantile, two_sided

ROLES = ("treated", "control", "displacement", "displacement_control")
_UNITS = MappingProxyType({
    "estimate": "events", "standard_error": "events", "interval": "events", "local": "events",
    "displaced": "events", "p_value": "0 to 1",
})  # fmt: skip
# The additive difference supposes parallel changes in events, which areas of very different size do not make.
_LARGEST_MISMATCH = 2.0


@dataclass(frozen=True, slots=True)
class Wdd:
    """Net change in events: `local` in the target, `displaced` in the buffer, `estimate` both together."""

    estimate: float
    standard_error: float
    z: float
    p_value: float
    interval: Interval
    local: float
    local_standard_error: float
    displaced: float
    displaced_standard_error: float
    sentence: str
    units: ClassVar[Mapping[str, str]] = _UNITS

    @property
    def variance(self) -> float:
        return self.standard_error**2


def wdd(
    *,
    treated: ArrayLike,
    control: ArrayLike,
    displacement: ArrayLike | None = None,
    displacement_control: ArrayLike | None = None,
    time_weights: ArrayLike | None = None,
    area_weights: Mapping[str, float] | Sequence[float] | None = None,
    confidence: float = 0.95,
    dispersion: float = 1.0,
    scale: bool = False,
) -> Wdd | NotAnswerable:
    """Weighted displacement difference of counts before and after.

    Each of the first four: two counts, before and after; the displacement area (buffer) and its control come together
    or not at all. `time_weights`: lengths of the periods before and after. `area_weights`: sizes of the areas, as a
    mapping by the names of the arguments or a list in their order (treated, control, displacement,
    displacement_control). `scale=True` scales each control to the baseline of its area. `dispersion`: variance over
    mean of such counts. Events per unit of time and area weight. Returns `NotAnswerable` when a control's baseline is
    not within half to twice that of its area: the additive form then says what size says, even with the wrong sign.
    Raises `ValueError` for bad counts or weights. Sources: Wheeler and Ratcliffe (2018), Crime Science 7:11; weights
    after its author's ptools.
    """
    pairs = _pairs(treated, control, displacement, displacement_control)
    if isinstance(pairs, NotAnswerable):
        return pairs
    overdispersion(dispersion)
    spans = _spans(time_weights)
    sizes = _sizes(area_weights, pairs)
    if scale and area_weights is not None:
        raise ValueError("Give scale or area_weights, not both")
    if scale:
        sizes = _scaled(pairs)
    refusal = _mismatch(pairs, sizes, spans, weighted=area_weights is not None)
    if refusal is not None:
        return refusal
    local, local_variance = _difference(pairs[0], pairs[1], sizes[:2], spans)
    displaced, displaced_variance = _difference(pairs[2], pairs[3], sizes[2:], spans) if len(pairs) == 4 else (0.0, 0.0)
    return _result(local, local_variance * dispersion, displaced, displaced_variance * dispersion, confidence)


def wdd_harm(
    *, treated: ArrayLike, control: ArrayLike, harm_weights: ArrayLike, confidence: float = 0.95
) -> Wdd | NotAnswerable:
    """Weighted displacement difference of harm: several offences, each with a weight.

    `treated`, `control`: offences × 2 (before, after); `harm_weights`: one non-negative weight an offence (such as days
    of the Cambridge index). Units: the weights'. Returns `NotAnswerable` when the control's harm before is not within
    half to twice the target's. Raises `ValueError` for shapes that do not fit. Source: as `wdd`; variances add with
    the square of each weight.
    """
    ours, theirs = counts(treated, "treated", dimensions=2), counts(control, "control", dimensions=2)
    weights = numbers(harm_weights, "harm_weights", dimensions=1)
    if ours.shape != (len(weights), 2) or theirs.shape != ours.shape:
        raise ValueError(
            f"treated and control must be {len(weights)} offences × 2, not {ours.shape} and {theirs.shape}"
        )
    if (weights < 0).any():
        raise ValueError("harm_weights holds a negative weight")
    harm = [(float(weights @ table[:, 0]), float(weights @ table[:, 1])) for table in (ours, theirs)]
    refusal = _mismatch(harm, (1.0, 1.0), (1.0, 1.0), weighted=True)
    if refusal is not None:
        return refusal
    estimate = harm[0][1] - harm[0][0] - (harm[1][1] - harm[1][0])
    variance = float((weights**2) @ (ours.sum(axis=1) + theirs.sum(axis=1)))
    return _result(estimate, variance, 0.0, 0.0, confidence, unit="units of harm")


def _result(
    local: float, local_variance: float, displaced: float, displaced_variance: float, confidence: float,
    unit: str = "events",
) -> Wdd:  # fmt: skip
    estimate, error = local + displaced, math.sqrt(local_variance + displaced_variance)
    reach = normal_quantile(0.5 + share(confidence, "confidence") / 2.0) * error
    interval = Interval(estimate - reach, estimate + reach, confidence)
    p_value = two_sided(estimate / error)
    return Wdd(
        estimate=estimate,
        standard_error=error,
        z=estimate / error,
        p_value=p_value,
        interval=interval,
        local=local,
        local_standard_error=math.sqrt(local_variance),
        displaced=displaced,
        displaced_standard_error=math.sqrt(displaced_variance),
        sentence=(
            f"Net of the control, a change of {estimate:+.0f} {unit} "
            f"({confidence:.0%} {interval.low:+.0f} to {interval.high:+.0f}, {chance(p_value)}), "
            f"of which {local:+.0f} in the target and {displaced:+.0f} in the displacement area."
        ),
    )


def _pairs(*given: ArrayLike | None) -> list[tuple[float, float]] | NotAnswerable:
    if given[0] is None or given[1] is None:
        raise ValueError("Give treated and control: two counts each, before and after")
    if (given[2] is None) != (given[3] is None):
        raise ValueError("Give displacement and displacement_control together: each area needs its own control")
    pairs = [pair(values, name) for values, name in zip(given, ROLES, strict=True) if values is not None]
    if pairs[0] == (0.0, 0.0) or pairs[1] == (0.0, 0.0):
        role = ROLES[0] if pairs[0] == (0.0, 0.0) else ROLES[1]
        return NotAnswerable(f"nothing was counted in the {role} area", "longer periods or larger areas")
    # An empty buffer with an empty control is how some tools write “none”.
    return pairs[:2] if len(pairs) == 4 and pairs[2] == pairs[3] == (0.0, 0.0) else pairs


def _spans(weights: ArrayLike | None) -> tuple[float, float]:
    if weights is None:
        return 1.0, 1.0
    array = numbers(weights, "time_weights", dimensions=1)
    if array.shape != (2,) or (array <= 0).any():
        raise ValueError("time_weights must be two positive lengths, before and after")
    return float(array[0]), float(array[1])


def _sizes(
    weights: Mapping[str, float] | Sequence[float] | None, pairs: list[tuple[float, float]]
) -> tuple[float, ...]:
    if weights is None:
        return (1.0,) * len(pairs)
    if isinstance(weights, Mapping):
        unknown = set(weights) - set(ROLES)
        if unknown:
            raise ValueError(f"area_weights names {sorted(unknown)}; it may name {list(ROLES)}")
        weights = [weights.get(role, 1.0) for role in ROLES]
    array = numbers(weights, "area_weights", dimensions=1)
    if len(array) not in (len(pairs), 4) or (array <= 0).any():
        raise ValueError(f"area_weights must be positive, one for each of {', '.join(ROLES[: len(pairs)])}")
    return tuple(float(size) for size in array[: len(pairs)])


def _scaled(pairs: list[tuple[float, float]]) -> tuple[float, ...]:
    """Sizes that bring each control to its area's baseline; a baseline of none is left for `_mismatch` to refuse."""
    sizes: list[float] = []
    for ours, theirs in zip(pairs[::2], pairs[1::2], strict=True):
        sizes += [1.0, theirs[0] / ours[0] if ours[0] and theirs[0] else 1.0]
    return tuple(sizes)


def _mismatch(
    pairs: Sequence[tuple[float, float]], sizes: Sequence[float], spans: tuple[float, float], *, weighted: bool
) -> NotAnswerable | None:
    for role in range(0, len(pairs), 2):
        ours, theirs = (pairs[place][0] / sizes[place] / spans[0] for place in (role, role + 1))
        if ours > 0 and ours / _LARGEST_MISMATCH <= theirs <= ours * _LARGEST_MISMATCH:
            continue
        remedy = "area_weights that describe the areas" if weighted else "scale=True, or area_weights"
        return NotAnswerable(
            f"before the start {ROLES[role + 1]} had {theirs:,.0f} and {ROLES[role]} had {ours:,.0f}: "
            "a difference of differences between such sizes can have the wrong sign",
            f"{remedy}, or a control with between half and twice as many",
        )
    return None


def _difference(
    ours: tuple[float, float], theirs: tuple[float, float], sizes: Sequence[float], spans: tuple[float, float]
) -> tuple[float, float]:
    """Change in the area less change in its control, and its Poisson variance."""
    counted = np.array([ours[1], -ours[0], -theirs[1], theirs[0]])
    divisor = np.array([sizes[0] * spans[1], sizes[0] * spans[0], sizes[1] * spans[1], sizes[1] * spans[0]])
    return float((counted / divisor).sum()), float((np.abs(counted) / divisor**2).sum())
