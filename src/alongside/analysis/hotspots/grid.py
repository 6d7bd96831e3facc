"""A grid of square cells over a place."""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from alongside.analysis.events.coordinates import refuse_geographic
from alongside.analysis.events.results import Floats, Ints
from alongside.analysis.events.unfit import Unfit
from alongside.analysis.hotspots.areas import Areas
from alongside.analysis.hotspots.boundary import read_boundary, shapely

MOST_CELLS = 2_000_000


@dataclass(frozen=True, eq=False)
class Grid:
    """Square cells of side `cell` metres, numbered by row from the south, then by column from the west.

    Cell (row, col) covers x0 + col * cell <= x < x0 + (col + 1) * cell, and likewise y. `rows`, `cols`: of the cells
    that are in. `inside`: share of each cell within the boundary, 1 unless the grid was clipped.
    """

    x0: float
    y0: float
    cell: float
    nx: int
    ny: int
    rows: Ints
    cols: Ints
    crs: str
    inside: Floats
    outline: Any = None
    notes: tuple[str, ...] = ()

    @classmethod
    def over(cls, boundary: Any, cell: float, crs: Any = "EPSG:27700", *, clip: bool = False) -> "Grid":
        """Cells over a boundary with any holes and parts: those whose centre is inside, on multiples of `cell`.

        `boundary`: shapely, GeoJSON, WKT, a list of corners or a table with a geometry column, in metres. `clip`: take in
        every cell that the boundary touches and cut each to it (`inside` tells the share). Raises `Unfit` for degrees, a
        cell that is not positive, or more than two million cells.
        """
        cell = _check_cell(cell)
        whole, notes = read_boundary(boundary, crs)
        left, low, right, top = whole.bounds
        x0, y0 = math.floor(left / cell) * cell, math.floor(low / cell) * cell
        nx, ny = max(1, math.ceil((right - x0) / cell)), max(1, math.ceil((top - y0) / cell))
        _check_size(nx, ny, cell, right - left, top - low)
        if clip:
            rows, cols, inside = _touched(whole, x0, y0, cell, nx, ny)
        else:
            rows, cols = _centred(whole, x0, y0, cell, nx, ny)
            inside = np.ones(len(rows))
        if not len(rows):
            raise Unfit(
                f"No cell of {cell:g} m has its centre in the boundary.",
                "Use a smaller cell, or clip=True to take in every cell that the boundary touches.",
            )
        return cls(x0, y0, cell, nx, ny, rows, cols, str(crs), inside, whole if clip else None, tuple(notes))

    @classmethod
    def of_cells(cls, rows: Any, cols: Any, *, x0: float, y0: float, cell: float, crs: Any = "EPSG:27700") -> "Grid":
        """A caller's own squares by row and column; they are put in order and repeated ones are refused."""
        refuse_geographic(crs)
        cell = _check_cell(cell)
        given_row, given_col = (np.asarray(values, dtype=np.float64) for values in (rows, cols))
        row, col = np.rint(given_row).astype(np.int64), np.rint(given_col).astype(np.int64)
        if row.shape != col.shape or not row.size:
            raise Unfit("Rows and columns are of different length, or empty.", "Give one row and column a cell.")
        if not (np.array_equal(row, given_row) and np.array_equal(col, given_col)):
            raise Unfit("A row or column is not a whole number.", "Count rows and columns from x0 and y0: 0, 1, 2, …")
        if row.min() < 0 or col.min() < 0:
            raise Unfit("A row or column is below zero.", "Move x0 and y0 to the south-west corner of all cells.")
        order = np.lexsort((col, row))
        row, col = row[order], col[order]
        if ((np.diff(row) == 0) & (np.diff(col) == 0)).any():
            raise Unfit("A cell is given twice.", "Give each row and column once.")
        nx, ny = int(col.max()) + 1, int(row.max()) + 1
        _check_size(nx, ny, cell, nx * cell, ny * cell)
        return cls(x0, y0, cell, nx, ny, row, col, str(crs), np.ones(len(row)))

    @classmethod
    def rectangle(cls, x0: float, y0: float, nx: int, ny: int, cell: float, crs: Any = "EPSG:27700") -> "Grid":
        """All nx x ny cells from a south-west corner."""
        _check_size(nx, ny, cell, nx * cell, ny * cell)
        rows, cols = (values.ravel() for values in np.mgrid[0:ny, 0:nx])
        return cls.of_cells(rows, cols, x0=x0, y0=y0, cell=cell, crs=crs)

    @staticmethod
    def of_areas(polygons: Any, names: Any = None, crs: Any = "EPSG:27700") -> Areas:
        """A caller's own areas, such as wards; see `Areas`."""
        return Areas.of(polygons, names, crs)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def area(self) -> Floats:
        return self.inside * self.cell**2

    @cached_property
    def numbers(self) -> Ints:
        """Cell numbers laid out as (ny + 2) x (nx + 2), with a rim; -1 where there is no cell."""
        numbers = np.full((self.ny + 2, self.nx + 2), -1, dtype=np.int64)
        numbers[self.rows + 1, self.cols + 1] = np.arange(len(self))
        return numbers

    def locate(self, x: Floats, y: Floats) -> Ints:
        """The number of the cell that holds each point, -1 for points outside."""
        col = np.clip(np.floor((x - self.x0) / self.cell), -1, self.nx).astype(np.int64)
        row = np.clip(np.floor((y - self.y0) / self.cell), -1, self.ny).astype(np.int64)
        found = self.numbers[row + 1, col + 1]
        if self.outline is not None:
            cut = np.flatnonzero((found >= 0) & (self.inside[found] < 1))
            found[cut[~shapely().intersects_xy(self.outline, x[cut], y[cut])]] = -1
        return found

    def centres(self) -> tuple[Floats, Floats]:
        half = np.float64(0.5)
        return self.x0 + (self.cols + half) * self.cell, self.y0 + (self.rows + half) * self.cell

    def laid_out(self, values: Any, empty: float = 0.0) -> Floats:
        """One value a cell as an ny x nx array, south first."""
        surface = np.full((self.ny, self.nx), empty)
        surface[self.rows, self.cols] = values
        return surface

    def polygons(self) -> list[Any]:
        left, low = self.x0 + self.cols * self.cell, self.y0 + self.rows * self.cell
        boxes = shapely().box(left, low, left + self.cell, low + self.cell)
        if self.outline is not None:
            cut = self.inside < 1
            boxes[cut] = shapely().intersection(boxes[cut], self.outline)
        return list(boxes)

    def describe(self) -> dict[str, object]:
        return {
            "cell": self.cell, "x0": self.x0, "y0": self.y0, "nx": self.nx, "ny": self.ny, "cells": len(self),
            "crs": self.crs, "clipped": self.outline is not None,
        }  # fmt: skip


def _check_cell(cell: float) -> float:
    if not (isinstance(cell, (int, float, np.number)) and math.isfinite(cell) and cell > 0):
        raise Unfit(f"A cell of {cell!r} metres cannot be drawn.", "Give the side of a cell in metres, such as 250.")
    # A small integer of NumPy would overflow where it is multiplied.
    return float(cell) if isinstance(cell, np.generic) else cell


def _check_size(nx: int, ny: int, cell: float, width: float, height: float) -> None:
    if nx * ny > MOST_CELLS:
        least = math.sqrt(width * height / MOST_CELLS)
        step = 10.0 ** math.floor(math.log10(max(least, 1e-9)))
        raise Unfit(
            f"Cells of {cell:g} m over {width / 1000:,.1f} x {height / 1000:,.1f} km make {nx * ny:,} cells; "
            f"{MOST_CELLS:,} is the most.",
            f"Use a cell of {math.ceil(least / step) * step:g} m or more, or check the boundary for a stray point.",
        )


def _centred(whole: Any, x0: float, y0: float, cell: float, nx: int, ny: int) -> tuple[Ints, Ints]:
    rows, cols = (values.ravel() for values in np.mgrid[0:ny, 0:nx])
    shapely().prepare(whole)
    inside = shapely().contains_xy(whole, x0 + (cols + 0.5) * cell, y0 + (rows + 0.5) * cell)
    return rows[inside], cols[inside]


def _touched(whole: Any, x0: float, y0: float, cell: float, nx: int, ny: int) -> tuple[Ints, Ints, Floats]:
    rows, cols = (values.ravel() for values in np.mgrid[0:ny, 0:nx])
    boxes = shapely().box(x0 + cols * cell, y0 + rows * cell, x0 + (cols + 1) * cell, y0 + (rows + 1) * cell)
    shapely().prepare(whole)
    inside = shapely().contains_properly(whole, boxes).astype(np.float64)
    cut = np.flatnonzero((inside == 0) & shapely().intersects(whole, boxes))
    inside[cut] = shapely().area(shapely().intersection(boxes[cut], whole)) / cell**2
    kept = inside > 0
    return rows[kept], cols[kept], inside[kept]
