"""Hot spots as areas: hot cells that touch make one."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]

from alongside.analysis.events.results import Floats, Ints, Result, stamp, summed
from alongside.analysis.events.unfit import Unfit
from alongside.analysis.hotspots.boundary import shapely
from alongside.analysis.hotspots.cells import Cells
from alongside.analysis.hotspots.counting import Counts
from alongside.analysis.hotspots.getis import GiStar
from alongside.analysis.hotspots.neighbours import Neighbours


@dataclass(frozen=True, kw_only=True, eq=False)
class Clusters(Result):
    """Areas of touching hot cells, the one with most events first.

    `label`: for each cell the number of its area, -1 for none. For each area: `cells`, `events`, `square_metres`,
    `share_of_events`, `share_of_area`, `density_ratio` (the two divided: PAI), `peak` (cell with the largest value).
    """

    label: Ints
    cells: Ints
    events: Floats
    square_metres: Floats
    share_of_events: Floats
    share_of_area: Floats
    density_ratio: Floats
    peak: Ints
    grid: Cells
    legend: str

    def __len__(self) -> int:
        return len(self.cells)

    def polygons(self) -> list[Any]:
        """The outline of each area, as one shapely polygon or several that touch at corners."""
        outlines = np.array(self.grid.polygons(), dtype=object)
        return [shapely().union_all(outlines[self.label == number]) for number in range(len(self))]


def clusters(
    hot: Any,
    counted: Counts | None = None,
    *,
    neighbours: Any = None,
    least_cells: int = 1,
    least_events: float = 0.0,
) -> Clusters:
    """Join touching hot cells into areas.

    `hot`: a `GiStar` made on a grid, or one flag a cell together with `counted`. `counted`: what to add up in each
    area; the tested values if not given. `neighbours`: what touching means, queen by default. Areas with fewer cells
    or events are left out. Raises `Unfit` when there is no grid. Nothing hot gives no areas, which is an answer.
    """
    flags, values, grid, legend = _hot_cells(hot, counted)
    around = Neighbours.given(neighbours, grid, len(grid))
    chosen = np.flatnonzero(flags)
    _, component = connected_components(around.matrix[chosen][:, chosen], directed=False)
    label = _ranked(component, chosen, values, len(grid), least_cells, least_events)
    settings = grid.describe() | {
        "touching": around.description, "least_cells": least_cells, "least_events": least_events,
    }  # fmt: skip
    found = int(label.max()) + 1
    inside = label >= 0
    sums = [summed(label[inside], each[inside], found) for each in (values, grid.area)]
    shares = [part / max(float(whole.sum()), 1e-300) for part, whole in zip(sums, (values, grid.area), strict=True)]
    peaks = [np.flatnonzero(label == k)[int(np.argmax(values[label == k]))] for k in range(found)]
    return Clusters(
        **stamp((flags, values), settings, notes=[] if found else ["No area is hot by this test."]),
        label=label, cells=np.bincount(label[inside], minlength=found), events=sums[0], square_metres=sums[1],
        share_of_events=shares[0], share_of_area=shares[1], density_ratio=shares[0] / shares[1],
        peak=np.array(peaks, dtype=np.int64), grid=grid, legend=legend,
    )  # fmt: skip


def _hot_cells(hot: Any, counted: Counts | None) -> tuple[Any, Floats, Cells, str]:
    if isinstance(hot, GiStar):
        grid, legend, flags, values = hot.grid, hot.legend, hot.hot, hot.values
    elif isinstance(hot, Result):
        raise Unfit(
            f"{type(hot).__name__} says not which cells are hot.", "Give a GiStar, or one flag a cell with counted=."
        )
    else:
        grid, legend, flags, values = None, "cells chosen by the caller", np.asarray(hot, dtype=bool), None
    if counted is not None:
        grid, values = counted.grid, counted.total()
    if grid is None or values is None:
        raise Unfit("Cells without a grid have no outline.", "Test counts made on a grid, or give counted=.")
    if len(flags) != len(grid):
        raise Unfit(f"There are {len(flags):,} flags and {len(grid):,} cells.", "Give one flag for each cell.")
    return flags, values, grid, legend


def _ranked(component: Ints, chosen: Ints, values: Floats, cells: int, least_cells: int, least_events: float) -> Ints:
    label = np.full(cells, -1, dtype=np.int64)
    if not len(chosen):
        return label
    events = np.bincount(component, weights=values[chosen])
    size = np.bincount(component)
    order = np.lexsort((np.arange(len(events)), -events))
    order = order[(size[order] >= least_cells) & (events[order] >= least_events)]
    number = np.full(len(events), -1, dtype=np.int64)
    number[order] = np.arange(len(order))
    label[chosen] = number[component]
    return label
