"""Counts of close pairs under many permutations of the times at once."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from alongside.analysis.events.results import Ints
from alongside.analysis.near_repeat.pairs import Index
from alongside.analysis.near_repeat.ticks import pairs_below

# Sums of up to 255 flags fit a byte, so that they are added 64 at a time.
_ROWS = 255
_TABLE_BYTES = 64_000_000
# Below this share of all pairs it is quicker to pick the close ones out than to count them limit by limit.
_RARE = 0.05
_GATHERED = 1_000_000


def permuted_counts(
    pairs: list[tuple[Index, Index]],
    times: NDArray[Any],
    limits: NDArray[Any],
    permutations: int,
    rng: np.random.Generator,
) -> Ints:
    """Array (permutations, bands, limits): pairs of each band whose permuted times differ by less than each limit.

    The times are laid out one event a row, one permutation a column: a pair then costs two rows read, one
    subtraction and one comparison for each limit, all of them over neighbouring memory.
    """
    n = len(times)
    most = int(np.clip(_TABLE_BYTES // (n * times.itemsize), 8, 128))
    rare = len(limits) > 0 and int(pairs_below(times, limits[-1:])[0]) < _RARE * n * (n - 1) / 2
    counts = np.zeros((permutations, len(pairs), len(limits)), dtype=np.int64)
    for start in range(0, permutations, most):
        width = min(most, permutations - start)
        shuffled = np.stack([rng.permutation(times) for _ in range(width)])
        table = np.ascontiguousarray(shuffled.T)
        for band, (i, j) in enumerate(pairs):
            counts[start : start + width, band] = counts_below(i, j, table, limits, rare=rare)
    return counts


def counts_below(i: Index, j: Index, table: NDArray[Any], limits: NDArray[Any], *, rare: bool = False) -> Ints:
    """Array (columns of the table, limits): pairs whose rows of the table differ by less than each limit.

    `rare`: few pairs are below the last limit, so that it pays to find those first and sort only them into limits.
    """
    columns = table.shape[1]
    close = np.empty((_ROWS, columns), dtype=np.bool_)
    totals = np.zeros((columns, len(limits)), dtype=np.int64)
    found = _Found(columns, limits) if rare and len(limits) > 2 else None
    for apart in _differences(i, j, table):
        flags = close[: len(apart)]
        if found is not None:
            np.less(apart, limits[-1], out=flags)
            found.add(apart, flags)
            continue
        for k, limit in enumerate(limits):
            np.less(apart, limit, out=flags)
            totals[:, k] += np.einsum("ij->j", flags.view(np.uint8))
    return totals if found is None else found.totals()


def _differences(i: Index, j: Index, table: NDArray[Any]) -> Iterator[NDArray[Any]]:
    """Absolute differences of the paired rows, some 255 pairs at a time, in memory that is used again."""
    one, other = np.empty((2, _ROWS, table.shape[1]), dtype=table.dtype)
    for start in range(0, len(i), _ROWS):
        size = min(_ROWS, len(i) - start)
        a, b = one[:size], other[:size]
        np.take(table, i[start : start + size], axis=0, out=a, mode="clip")
        np.take(table, j[start : start + size], axis=0, out=b, mode="clip")
        np.subtract(a, b, out=a)
        np.absolute(a, out=a)
        yield a


class _Found:
    """Differences below the last limit, gathered by column and sorted into limits a million at a time."""

    def __init__(self, columns: int, limits: NDArray[Any]) -> None:
        self._columns, self._limits = columns, limits
        self._parts: list[tuple[NDArray[Any], Ints]] = []
        self._held = 0
        self._counts = np.zeros(columns * len(limits), dtype=np.int64)

    def add(self, apart: NDArray[Any], flags: NDArray[np.bool_]) -> None:
        where = np.flatnonzero(flags)
        self._parts.append((apart.ravel()[where], where))
        self._held += len(where)
        if self._held > _GATHERED:
            self._sort()

    def _sort(self) -> None:
        if self._parts:
            apart = np.concatenate([values for values, _ in self._parts])
            column = np.concatenate([where for _, where in self._parts]) % self._columns
            # The first limit that is above: |difference| < limit.
            first = np.searchsorted(self._limits, apart, side="right")
            self._counts += np.bincount(column * len(self._limits) + first, minlength=len(self._counts))
        self._parts, self._held = [], 0

    def totals(self) -> Ints:
        self._sort()
        return self._counts.reshape(self._columns, len(self._limits)).cumsum(axis=1)
