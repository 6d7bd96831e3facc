"""Events counted by cell, with what fell outside said."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from alongside.analysis.events.points import Events, as_events
from alongside.analysis.events.results import Floats, Ints, Result, stamp, summed
from alongside.analysis.events.unfit import Unfit
from alongside.analysis.hotspots.cells import Cells, check_cells


@dataclass(frozen=True, kw_only=True, eq=False)
class Counts(Result):
    """`values`: one number a cell, or a row of numbers (one a period) a cell; weighted if weights were given.

    `outside`: row numbers (from 0) of the events in no cell: shown, never drawn into the grid. `events`: how many were
    counted.
    """

    values: Floats
    grid: Cells
    outside: Ints
    events: int
    periods: tuple[str, ...] = ()

    def total(self) -> Floats:
        """One number a cell, over all periods."""
        return self.values if self.values.ndim == 1 else self.values.sum(axis=1)


def counts(events: Any, grid: Cells, *, weights: Any = None, periods: Any = None) -> Counts:
    """Count events, or add up their weights, by cell.

    `events`: `Events`, a table with x, y (t, weight), or (x, y[, t]). `weights`: overrides the events' own, e.g. days
    of harm. `periods`: edges in time, each period closed below and open above; events outside them are left out.
    Raises `Unfit` when no event is in any cell, naming both extents.
    """
    check_cells(grid)
    given = as_events(events)
    if weights is not None:
        given = Events.of(given.x, given.y, given.t, weight=weights)
    place = grid.locate(given.x, given.y)
    outside = np.flatnonzero(place < 0)
    if len(outside) == len(given):
        raise Unfit(
            f"None of {len(given):,} events is in the area: they lie at x {given.x.min():,.0f} to {given.x.max():,.0f}, "
            f"y {given.y.min():,.0f} to {given.y.max():,.0f}.",
            "Check that events and boundary are in the same coordinate system.",
        )
    notes = [f"{len(outside):,} of {len(given):,} events lie outside every cell."] if len(outside) else []
    settings = grid.describe() | {"weighted": bool((given.weight != 1).any())}
    if periods is None:
        values = summed(place[place >= 0], given.weight[place >= 0], len(grid))
        counted = len(given) - len(outside)
        labels: tuple[str, ...] = ()
    else:
        values, counted, labels = _by_period(given, place, len(grid), periods)
        settings["periods"] = list(labels)
    record = stamp(given.arrays(), settings, notes=notes)
    return Counts(**record, values=values, grid=grid, outside=outside, events=counted, periods=labels)


def _by_period(events: Events, place: Ints, cells: int, periods: Any) -> tuple[Floats, int, tuple[str, ...]]:
    days = events.dated()
    edges = np.array([events.clock.days(edge) for edge in periods])
    if len(edges) < 2 or (np.diff(edges) <= 0).any():
        raise Unfit("The periods have fewer than two edges, or are out of order.", "Give their edges in order of time.")
    period = np.searchsorted(edges, days, side="right") - 1
    kept = (place >= 0) & (period >= 0) & (period < len(edges) - 1)
    if not kept.any():
        raise Unfit("No event falls in any of the periods.", "Check the first and last edge against the dates.")
    many = len(edges) - 1
    flat = summed(place[kept] * many + period[kept], events.weight[kept], cells * many)
    texts = [events.clock.text(edge) for edge in edges.tolist()]
    labels = tuple(f"[{low}, {high})" for low, high in pairwise(texts))
    return flat.reshape(cells, many), int(kept.sum()), labels
