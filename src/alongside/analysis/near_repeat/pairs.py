"""All pairs of events within a distance, each once, in an order that does not depend on the order of the rows."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from alongside.analysis.events.results import Floats, Ints
from alongside.analysis.events.unfit import Unfit

Index = NDArray[np.int32]
# Two 32-bit numbers a pair: this many take 1.2 GB.
MOST_PAIRS = 150_000_000
_CHUNK = 2_000_000


def spatial_order(x: Floats, y: Floats, t: Floats, size: float) -> Ints:
    """An order by square of that size, then place, then time: neighbours in space are neighbours in memory."""
    column, row, _ = _squares(x, y, size)
    return np.lexsort((t, y, x, column, row))


def pairs_by_band(x: Floats, y: Floats, edges: Floats, metric: str) -> list[tuple[Index, Index]]:
    """Positions (i, j), i < j, of the pairs in each band [edges[k], edges[k+1]); the edges are finite.

    `x`, `y` must stand in `spatial_order` with the last edge as size. Raises `Unfit` beyond 150 million pairs.
    """
    found: list[list[tuple[Index, Index]]] = [[] for _ in range(len(edges) - 1)]
    total = 0
    for i, j in _candidates(x, y, float(edges[-1])):
        distance = _distance(x, y, i, j, metric)
        band = np.searchsorted(edges, distance, side="right") - 1
        for k, kept in enumerate(found):
            here = band == k
            kept.append((i[here].astype(np.int32), j[here].astype(np.int32)))
            total += len(kept[-1][0])
        if total > MOST_PAIRS:
            raise Unfit(
                f"More than {MOST_PAIRS:,} pairs of events lie within {edges[-1]:g} metres.",
                "Choose a shorter largest distance, a shorter period or one kind of crime.",
            )
    return [_joined(kept) for kept in found]


def _joined(parts: list[tuple[Index, Index]]) -> tuple[Index, Index]:
    none = np.empty(0, dtype=np.int32)
    first = np.concatenate([none, *(i for i, _ in parts)])
    return first, np.concatenate([none, *(j for _, j in parts)])


def _distance(x: Floats, y: Floats, i: Ints, j: Ints, metric: str) -> Floats:
    across, up = x[j] - x[i], y[j] - y[i]
    if metric == "manhattan":
        return np.abs(across) + np.abs(up)
    return np.sqrt(across * across + up * up)


def _squares(x: Floats, y: Floats, reach: float) -> tuple[Ints, Ints, int]:
    """Column and row of the square that holds each point, and the number of columns with one spare on each side.

    The side is a hair over the reach, so that rounding never puts two close points two squares apart, and at least a
    millionth of the span, so that a square's number stays within 64 bits.
    """
    size = max(reach * (1 + 1e-9), float(np.ptp(x)) / 1e6, float(np.ptp(y)) / 1e6)
    column = np.floor((x - x.min()) / size).astype(np.int64) + 1
    row = np.floor((y - y.min()) / size).astype(np.int64) + 1
    return column, row, int(column.max()) + 2


def _candidates(x: Floats, y: Floats, size: float) -> Iterator[tuple[Ints, Ints]]:
    """Pairs in the same or touching squares: the rest of this row up to the next square, and three squares above."""
    column, row, width = _squares(x, y, size)
    key = row * width + column
    n = len(key)
    starts = (np.arange(n) + 1, np.searchsorted(key, key + width - 1, side="left"))
    ends = (np.searchsorted(key, key + 1, side="right"), np.searchsorted(key, key + width + 1, side="right"))
    many = [np.maximum(end - start, 0) for start, end in zip(starts, ends, strict=True)]
    bounds = _chunk_bounds(many[0] + many[1])
    for low, high in pairwise(bounds):
        for start, count in zip(starts, many, strict=True):
            yield _expand(low, start[low:high], count[low:high])


def _chunk_bounds(work: Ints) -> list[int]:
    """Positions that cut the rows into stretches of about `_CHUNK` candidates, a row at least."""
    done = np.cumsum(work)
    cuts = np.searchsorted(done, np.arange(_CHUNK, int(done[-1]) + 1, _CHUNK), side="right")
    return sorted({0, len(work), *cuts.tolist()})


def _expand(low: int, start: Ints, count: Ints) -> tuple[Ints, Ints]:
    i = np.repeat(np.arange(low, low + len(count)), count)
    within = np.arange(len(i)) - np.repeat(np.cumsum(count) - count, count)
    return i, np.repeat(start, count) + within
