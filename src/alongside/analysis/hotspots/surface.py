"""Kernel surfaces: events a square metre, at the middle of every cell."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from alongside.analysis.events.coordinates import coordinates
from alongside.analysis.events.points import Events, as_events
from alongside.analysis.events.results import Floats, Result, stamp
from alongside.analysis.events.unfit import Unfit
from alongside.analysis.hotspots.cells import Cells, check_cells
from alongside.analysis.hotspots.grid import Grid
from alongside.analysis.hotspots.kernels import Kernel, check_bandwidth, direct_sum, kernel_named

# exp(-40.5) is 2.6e-18: beyond nine bandwidths an event adds less than a double can hold beside one close by.
_REACH = 9.0
_MOST_WORK = 3_000_000_000


@dataclass(frozen=True, kw_only=True, eq=False)
class Surface(Result):
    """`density`: events (or weight) per square metre at the middle of each cell. `expected`: density x cell area."""

    density: Floats
    grid: Cells
    bandwidth: float
    kernel: str

    @property
    def expected(self) -> Floats:
        return self.density * self.grid.area


def kernel_surface(
    events: Any, grid: Cells, *, bandwidth: float, kernel: str = "gaussian", weights: Any = None
) -> Surface:
    """A smooth surface of events.

    `events`: `Events`, a table with x, y (weight), or (x, y). `bandwidth` in metres: the standard deviation of the
    Gaussian, the radius of the others. `kernel`: "gaussian", "quartic" or "epanechnikov". No correction at the edge.
    Quartic and Epanechnikov are exact; the Gaussian leaves out events further than nine bandwidths along x or y, less
    than 3e-18 of the value that an event adds where it lies. Raises `Unfit` for degrees and unusable settings.
    """
    check_cells(grid)
    given, shape, width = _given(events, weights), kernel_named(kernel), check_bandwidth(bandwidth)
    if not isinstance(grid, Grid):
        density = direct_sum(given.x, given.y, given.weight, *grid.centres(), shape, width)
    elif shape.finite:
        density = _finite(given, grid, shape, width)
    else:
        density = _gaussian(given, grid, width)
    settings = grid.describe() | {"kernel": kernel, "bandwidth": width, "edge correction": "none"}
    return Surface(
        **stamp(given.arrays(), settings, notes=_warnings(grid, width)),
        density=density, grid=grid, bandwidth=width, kernel=kernel,
    )  # fmt: skip


def kernel_at(
    events: Any, x: Any, y: Any, *, bandwidth: float, kernel: str = "gaussian", weights: Any = None
) -> Floats:
    """The same density at any places: the plain sum over all events, nothing cut off."""
    given = _given(events, weights)
    at_x, at_y = coordinates(x, y)
    width = check_bandwidth(bandwidth)
    return direct_sum(given.x, given.y, given.weight, at_x, at_y, kernel_named(kernel), width)


def _given(events: Any, weights: Any) -> Events:
    given = as_events(events)
    return given if weights is None else Events.of(given.x, given.y, given.t, weight=weights)


def _warnings(grid: Cells, bandwidth: float) -> list[str]:
    side = grid.cell if isinstance(grid, Grid) else float(np.sqrt(np.median(grid.area)))
    if bandwidth >= side:
        return []
    return [
        f"The bandwidth of {bandwidth:g} m is below the cell of {side:g} m: events between cell middles are missed. "
        "Use smaller cells or a larger bandwidth."
    ]


def _finite(events: Events, grid: Grid, kernel: Kernel, bandwidth: float) -> Floats:
    """Each event adds to the cells whose middle it reaches, one step across the grid after another."""
    across, up = (events.x - grid.x0) / grid.cell - 0.5, (events.y - grid.y0) / grid.cell - 0.5
    reach = bandwidth / grid.cell
    near = (across > -reach) & (across < grid.nx - 1 + reach) & (up > -reach) & (up < grid.ny - 1 + reach)
    across, up, weight = across[near], up[near], events.weight[near]
    first_col, first_row = np.ceil(across - reach).astype(np.int64), np.ceil(up - reach).astype(np.int64)
    steps = int(np.floor(2 * reach)) + 1
    if len(weight) * steps**2 > _MOST_WORK:
        raise Unfit(
            f"A bandwidth of {bandwidth:g} m over cells of {grid.cell:g} m takes in {steps**2:,} cells an event.",
            f"Use cells of {bandwidth / 20:,.0f} m or more: the surface hardly changes within a twentieth of the bandwidth.",
        )
    total = np.zeros(grid.nx * grid.ny)
    for row_step in range(steps):
        row = first_row + row_step
        rise = ((row - up) / reach) ** 2
        for col_step in range(steps):
            col = first_col + col_step
            squared = rise + ((col - across) / reach) ** 2
            hit = (squared < 1.0) & (row >= 0) & (row < grid.ny) & (col >= 0) & (col < grid.nx)
            added = kernel.shape(squared[hit]) * weight[hit]
            total += np.bincount(row[hit] * grid.nx + col[hit], weights=added, minlength=len(total))
    return total.reshape(grid.ny, grid.nx)[grid.rows, grid.cols] / bandwidth**2


def _gaussian(events: Events, grid: Grid, bandwidth: float) -> Floats:
    """The Gaussian is a product of one factor along x and one along y: a matrix product for each row of squares."""
    reach = _REACH * bandwidth
    cols, rows = (
        grid.x0 + (np.arange(grid.nx) + np.float64(0.5)) * grid.cell,
        grid.y0 + (np.arange(grid.ny) + np.float64(0.5)) * grid.cell,
    )
    near = (events.x > cols[0] - reach) & (events.x < cols[-1] + reach)
    near &= (events.y > rows[0] - reach) & (events.y < rows[-1] + reach)
    order = np.flatnonzero(near)
    order = order[np.argsort(events.y[order], kind="stable")]
    x, y, weight = events.x[order], events.y[order], events.weight[order]
    total = np.zeros((grid.ny, grid.nx))
    for start, stop in _strips(y, grid.cell):
        low, high = np.searchsorted(rows, [y[start] - reach, y[stop - 1] + reach])
        along_y = _factor(rows[low:high], y[start:stop], bandwidth) * weight[start:stop]
        total[low:high] += along_y @ _banded(cols, x[start:stop], bandwidth, reach)
    return total[grid.rows, grid.cols] / (2.0 * np.pi * bandwidth**2)


def _factor(places: Floats, values: Floats, bandwidth: float) -> Floats:
    apart = (places[:, None] - values) / bandwidth
    return np.exp(-0.5 * apart * apart)


def _banded(places: Floats, values: Floats, bandwidth: float, reach: float) -> Floats:
    """Factors (values, places) that are worked out only within reach and 0 beyond."""
    step = float(places[1] - places[0]) if len(places) > 1 else np.inf
    width = min(len(places), int(2 * reach / step) + 2 if np.isfinite(step) else 1)
    first = np.clip(np.searchsorted(places, values - reach), 0, len(places) - width)
    column = first[:, None] + np.arange(width)
    apart = (places[column] - values[:, None]) / bandwidth
    factors = np.zeros((len(values), len(places)))
    np.put_along_axis(factors, column, np.exp(-0.5 * apart * apart), axis=1)
    return factors


def _strips(y: Floats, height: float) -> list[tuple[int, int]]:
    """Stretches of sorted values at most `height` apart and at most 4,096 long."""
    bounds, start = [], 0
    while start < len(y):
        stop = min(int(np.searchsorted(y, y[start] + height, side="right")), start + 4096)
        bounds.append((start, stop))
        start = stop
    return bounds
