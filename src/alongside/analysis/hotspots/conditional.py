"""Conditional permutation: each cell keeps its value while the others are drawn for its neighbours."""

import numpy as np

from alongside.analysis.events.results import Floats, Ints
from alongside.analysis.hotspots.neighbours import Neighbours

# Beyond this many steps a permutation it is quicker to draw neighbour by neighbour.
_MOST_STEPS = 400


def conditional_counts(
    values: Floats, neighbours: Neighbours, permutations: int, rng: np.random.Generator
) -> tuple[Ints, Ints]:
    """For each cell: in how many permutations its weighted sum of neighbours is as large, and as small, as it is.

    In each permutation one set of positions among the n - 1 other cells is drawn and used for every cell in turn, as
    far as it has neighbours (so does esda). The position `k` means cell k below the cell itself and k + 1 from it on.
    """
    kinds = np.unique(neighbours.number)
    most = int(kinds.max(initial=0))
    if neighbours.even and len(kinds) * (most + 1) <= _MOST_STEPS:
        return _stepwise(values, neighbours, kinds, permutations, rng)
    return _drawn(values, neighbours, most, permutations, rng)


def two_sided(upper: Ints, lower: Ints, permutations: int) -> Floats:
    """Twice the smaller of the two tails, each (1 + exceedances) / (1 + permutations), at most 1."""
    return np.minimum(1.0, 2.0 * (1.0 + np.minimum(upper, lower)) / (1.0 + permutations))


def _tolerance(values: Floats) -> float:
    """Sums of the same values in another order are one."""
    return 1e-9 * float(np.abs(values).max())


def _stepwise(
    values: Floats, neighbours: Neighbours, kinds: Ints, permutations: int, rng: np.random.Generator
) -> tuple[Ints, Ints]:
    """Equal weights: as the cell moves up past a drawn position, one value leaves the sum and its neighbour joins."""
    n = len(values)
    even = Neighbours(neighbours.starts, neighbours.indices, np.ones(len(neighbours.indices)), "")
    lag, slack = even.lag(values), _tolerance(values)
    classes = [(int(kind), np.flatnonzero(neighbours.number == kind)) for kind in kinds]
    tests = [(kind, cells, lag[cells] - slack, lag[cells] + slack) for kind, cells in classes]
    upper, lower = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    tallies = [(np.zeros(len(cells), dtype=np.int64), np.zeros(len(cells), dtype=np.int64)) for _, cells in classes]
    most = int(kinds.max(initial=0))
    for _ in range(permutations):
        drawn = rng.choice(n - 1, size=most, replace=False)
        for (kind, cells, low, high), (above, below) in zip(tests, tallies, strict=True):
            passed = np.sort(drawn[:kind])
            sums = np.concatenate([[0.0], np.cumsum(values[passed] - values[passed + 1])]) + values[passed + 1].sum()
            stops = [0, *np.searchsorted(cells, passed, side="right").tolist(), len(cells)]
            for total, start, stop in zip(sums.tolist(), stops, stops[1:], strict=False):
                above[start:stop] += low[start:stop] <= total
                below[start:stop] += high[start:stop] >= total
    for (_, cells), (above, below) in zip(classes, tallies, strict=True):
        upper[cells], lower[cells] = above, below
    return upper, lower


def _drawn(
    values: Floats, neighbours: Neighbours, most: int, permutations: int, rng: np.random.Generator
) -> tuple[Ints, Ints]:
    n = len(values)
    row = np.repeat(np.arange(n), neighbours.number)
    slot = np.arange(len(row)) - np.repeat(neighbours.starts[:-1], neighbours.number)
    lag, slack = neighbours.lag(values), _tolerance(values) * max(float(neighbours.weights.max(initial=0)), 1e-300)
    upper, lower = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    for _ in range(permutations):
        drawn = rng.choice(n - 1, size=most, replace=False)[slot]
        sums = np.bincount(row, weights=values[drawn + (drawn >= row)] * neighbours.weights, minlength=n)
        upper += sums >= lag - slack
        lower += sums <= lag + slack
    return upper, lower
