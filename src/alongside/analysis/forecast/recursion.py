"""Sums over earlier events of the same cell that fade exponentially, for all cells at once."""

import numpy as np

from alongside.analysis.events.results import Floats, Ints


def faded_sums(cell: Ints, day: Floats, decay: float) -> Floats:
    """For each event, the sum of exp(-decay * (day - earlier day)) over strictly earlier events of its cell.

    Events must be sorted by cell, then day. Method: S(i) = a(i) (1 + S(i - 1)) with a(i) = exp(-decay * gap), solved by
    doubling: after k rounds each sum reaches back 2 ** k events.
    """
    n = len(day)
    factor = np.zeros(n)
    same = cell[1:] == cell[:-1]
    factor[1:][same] = np.exp(-decay * (day[1:] - day[:-1])[same])
    total, reach, back = factor.copy(), factor.copy(), 1
    while back < n and reach.any():
        total[back:] += reach[back:] * total[:-back]
        reach[back:] = reach[back:] * reach[:-back]
        reach[:back] = 0.0
        back *= 2
    return total - simultaneous(cell, day)


def simultaneous(cell: Ints, day: Floats) -> Floats:
    """How many events before each stand at the same moment in the same cell: they cannot have set it off."""
    n = len(day)
    new = np.ones(n, dtype=bool)
    new[1:] = (cell[1:] != cell[:-1]) | (day[1:] != day[:-1])
    start = np.maximum.accumulate(np.where(new, np.arange(n), 0))
    return (np.arange(n) - start).astype(np.float64)
