"""Times as whole ticks of a clock where they are such, so that no pair falls over an edge by rounding."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from alongside.analysis.events.results import Floats, Ints

_TICKS_A_DAY = {1: "whole days", 24: "whole hours", 1_440: "whole minutes", 86_400: "whole seconds"}
# A tenth of a second, in days: how far from a tick a fraction of a day that was rounded to six decimals may lie.
_NEAR = 1e-6


@dataclass(frozen=True, eq=False)
class Ticks:
    """`values`: times that differ exactly as the events do. `limits`: |difference| < limit means below the edge."""

    values: NDArray[Any]
    limits: NDArray[Any]
    clock: str


def on_clock(days: Floats, edges: Floats) -> Ticks:
    """Times and finite time edges, both in days, on the coarsest clock that all times lie on; else as they are.

    An edge of 14 days over minutes is the limit 20,160 ticks; an edge a hair above 14 days is 20,161, which takes in
    pairs exactly 14 days apart.
    """
    for per_day, name in _TICKS_A_DAY.items():
        ticks = days * per_day
        whole = np.rint(ticks)
        if np.abs(ticks - whole).max() > _NEAR * per_day or np.ptp(whole) >= 2**31 - 1:
            continue
        small = np.ptp(whole) < 2**15 - 1
        values = (whole - whole.min()).astype(np.int16 if small else np.int32)
        limits = np.array([_whole_limit(float(edge), per_day) for edge in edges], dtype=np.int64)
        top = np.iinfo(values.dtype).max
        return Ticks(values, np.minimum(limits, top).astype(values.dtype), name)
    return Ticks(days, edges, "fractions of days")


def _whole_limit(edge: float, per_day: int) -> int:
    """The smallest number of ticks that is not below the edge."""
    ticks = round(edge * per_day)
    if (ticks - 1) / per_day >= edge:
        return ticks - 1
    return ticks if ticks / per_day >= edge else ticks + 1


def pairs_below(values: NDArray[Any], limits: NDArray[Any]) -> Ints:
    """For each limit, the number of pairs among all values whose absolute difference is below it."""
    ordered = np.sort(values.astype(np.int64) if values.dtype.kind == "i" else values)
    index = np.arange(len(ordered))
    return np.array([int((first_at_least(ordered, limit) - index - 1).clip(0).sum()) for limit in limits.tolist()])


def first_at_least(ordered: NDArray[Any], limit: float) -> Ints:
    """For each sorted value, the first later position whose difference reaches the limit.

    The sum `value + limit` rounds where the difference of two floats may not, so that its answer is mended.
    """
    n = len(ordered)
    first = np.maximum(np.searchsorted(ordered, ordered + limit, side="left"), np.arange(n))
    while True:
        early = (first < n) & (ordered[np.minimum(first, n - 1)] - ordered < limit)
        late = (first > 0) & (ordered[first - 1] - ordered >= limit) & (first > np.arange(n))
        if not (early.any() or late.any()):
            return first
        first = first + early - late
