"""A national archive of street-level crime in one go: counts by small area and month, and the hot cells of every force.

The same statement runs on DuckDB, on one machine, and on Spark; the same function finds the hot cells of a force.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from alongside.analysis.events.results import Floats, Ints, Result, stamp, summed
from alongside.analysis.events.unfit import Unfit
from alongside.analysis.hotspots.archive_duckdb import count
from alongside.analysis.hotspots.archive_files import Archive, archive_of
from alongside.analysis.hotspots.getis import gi_star
from alongside.analysis.hotspots.grid import MOST_CELLS, Grid
from alongside.analysis.hotspots.neighbours import Neighbours

if TYPE_CHECKING:
    import pandas as pd

# One pass over the rows for both tables. `recorded` counts every kind of crime, and so says where anything is recorded.
COUNTED = """
    SELECT grouping(force) AS by_area, lsoa, month, force, lon, lat, count(*) AS recorded,
           sum(CASE WHEN {chosen} THEN 1 ELSE 0 END) AS crimes
    FROM crimes
    GROUP BY GROUPING SETS ((lsoa, month), (force, lon, lat))
"""
CELL_COLUMNS = ("force", "x", "y", "crimes", "z", "p", "hot")


@dataclass(frozen=True, kw_only=True, eq=False)
class National(Result):
    """What `national` found.

    `lsoa_months`: lsoa, month, crimes; an absent row is 0. `cells`: force, x, y (south-west corner, metres on the
    British National Grid), crimes, z, p (after correction), hot. `forces`: force, crimes, cells, hot_cells, share (of
    its crimes in hot cells), stray. `rows`: rows read. `unplaced`: crimes without a place, so in no cell.
    `without_area`: crimes without an LSOA code, so in no count.
    """

    lsoa_months: "pd.DataFrame"
    cells: "pd.DataFrame"
    forces: "pd.DataFrame"
    rows: int
    unplaced: int
    without_area: int

    @property
    def hot_cells(self) -> "pd.DataFrame":
        return self.cells[self.cells["hot"]].reset_index(drop=True)

    def plain(self) -> dict[str, Any]:
        frames = {name: getattr(self, name).to_dict("records") for name in ("lsoa_months", "cells", "forces")}
        rest = {
            name: getattr(self, name) for name in ("seed", "data_hash", "version", "rows", "unplaced", "without_area")
        }
        return rest | frames | {"settings": dict(self.settings), "notes": list(self.notes)}


def national(
    paths: str | Path | Iterable[str | Path],
    *,
    kinds: Collection[str] = (),
    cell: float = 500.0,
    alpha: float = 0.05,
    memory: str = "1GB",
    spark: Any = None,
) -> National:
    """Count crimes by LSOA and month, and find the hot cells of every force.

    `paths`: files or folders of data.police.uk street files, as CSV (gzipped or not) or as Parquet with the same
    columns. `kinds`: crime types to count, all unless given. `cell`: side of a square in metres. `alpha`: as in
    `gi_star`. `memory`: the most that DuckDB may hold before it writes to disk. `spark`: a session, to do the same
    there. Raises `Unfit` for files that are no street files, and when no row has a place.

    Method: Gi* with queen contiguity and false discovery rate, force by force. No boundary is asked for: the cells of a
    force are those in which any crime is recorded in these files, and the eight around each. A point so far from the
    middle of its force that a grid over both would have too many cells is stray: counted, and in no cell.
    """
    if not (np.isfinite(cell) and cell > 0):
        raise Unfit(f"A cell of {cell} metres cannot be drawn.", "Give the side of a cell in metres, such as 500.")
    archive, cells_of = archive_of(paths), partial(force_cells, cell=cell, alpha=alpha)
    if spark is None:
        areas, cells, totals = count(archive, _statement(kinds), cells_of, memory)
    else:
        from alongside.analysis.hotspots import archive_spark

        areas, cells, totals = archive_spark.count(archive, _statement(kinds), cells_of, spark)
    return _result(archive, areas, cells, totals, {"kinds": sorted(kinds) or "all", "cell": cell, "alpha": alpha})


def force_cells(points: "pd.DataFrame", *, cell: float, alpha: float) -> "pd.DataFrame":
    """The cells of one force: `CELL_COLUMNS`. `points`: force, lon, lat, recorded, crimes; one row a point.

    Strays come back as one row without a place.
    """
    import pandas as pd

    points = points.sort_values(["lon", "lat"], ignore_index=True)
    x, y = on_national_grid(points["lon"].to_numpy(), points["lat"].to_numpy())
    number = points["crimes"].to_numpy(np.float64)
    near = _near(x, y, points["recorded"].to_numpy(np.float64), cell)
    grid, values = _cells_around(x[near], y[near], number[near], cell)
    try:
        found = gi_star(values, neighbours=Neighbours.queen(grid), alpha=alpha)
        z, p, hot = found.z, found.p_adjusted, found.hot
    except Unfit:
        # Too few cells, or all alike: nothing can stand out in this force.
        z, p, hot = np.full(len(grid), np.nan), np.full(len(grid), np.nan), np.zeros(len(grid), dtype=bool)
    west, south = grid.x0 + grid.cols * cell, grid.y0 + grid.rows * cell
    cells = pd.DataFrame({"x": west, "y": south, "crimes": values.astype(np.int64), "z": z, "p": p, "hot": hot})
    cells.insert(0, "force", points["force"].iloc[0])
    stray = int(number[~near].sum())
    if stray:
        cells.loc[len(cells)] = [points["force"].iloc[0], np.nan, np.nan, stray, np.nan, np.nan, False]
    return cells[list(CELL_COLUMNS)]


def on_national_grid(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Longitude and latitude (WGS84) as metres on the British National Grid; NaN outside it."""
    try:
        from convertbng.cutil import convert_bng
    except ImportError:
        raise Unfit(
            "Places in longitude and latitude cannot be put on the National Grid: the package convertbng is missing.",
            "Install it: pip install 'alongside[national]'.",
        ) from None
    x, y = convert_bng(np.ascontiguousarray(lon, dtype=np.float64), np.ascontiguousarray(lat, dtype=np.float64))
    return np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)


def _near(x: Floats, y: Floats, weight: Floats, cell: float) -> Any:
    """Points within reach of the middle of most of what is recorded; a grid over them has at most `MOST_CELLS`."""
    on_grid = np.isfinite(x) & np.isfinite(y)
    if not on_grid.any():
        return on_grid
    middle = [_weighted_median(axis[on_grid], weight[on_grid]) for axis in (x, y)]
    reach = (np.sqrt(MOST_CELLS) / 2 - 3) * cell
    return on_grid & (np.abs(x - middle[0]) <= reach) & (np.abs(y - middle[1]) <= reach)


def _weighted_median(values: Floats, weight: Floats) -> float:
    order = np.argsort(values, kind="stable")
    total = np.cumsum(weight[order])
    return float(values[order][np.searchsorted(total, total[-1] / 2)])


def _cells_around(x: Floats, y: Floats, number: Floats, cell: float) -> tuple[Grid, Floats]:
    """The cells with a point and the eight around each, and the sum of `number` in each."""
    if not len(x):
        return Grid.rectangle(0.0, 0.0, 1, 1, cell), np.zeros(1)
    x0, y0 = (np.floor(axis.min() / cell) - 1 for axis in (x, y))
    col, row = (np.floor(x / cell) - x0).astype(np.int64), (np.floor(y / cell) - y0).astype(np.int64)
    across = int(col.max()) + 2
    steps = [up * across + right for up in (-1, 0, 1) for right in (-1, 0, 1)]
    filled = np.unique(row * across + col)
    around = np.unique((filled[:, None] + np.array(steps)).ravel())
    grid = Grid.of_cells(around // across, around % across, x0=float(x0 * cell), y0=float(y0 * cell), cell=cell)
    return grid, summed(np.searchsorted(around, row * across + col), number, len(around))


def _statement(kinds: Collection[str]) -> str:
    names = ", ".join("'" + kind.replace("'", "''") + "'" for kind in sorted(kinds))
    return COUNTED.format(chosen=f"kind IN ({names})" if kinds else "TRUE")


def _result(
    archive: Archive, areas: "pd.DataFrame", cells: "pd.DataFrame", totals: dict[str, int], settings: dict[str, Any]
) -> National:
    placed = cells["x"].notna()
    if not placed.any():
        raise Unfit("No row has a place.", "Check that the columns Longitude and Latitude are filled in.")
    areas = areas.sort_values(["lsoa", "month"], ignore_index=True)
    kept = cells[placed].sort_values(["force", "y", "x"], ignore_index=True)
    notes = [
        f"{totals['unplaced']:,} crimes have no place and are in no cell.",
        f"{totals['without_area']:,} crimes have no LSOA code and are in no count.",
    ]
    data: Iterator[Floats | Ints] = (frame["crimes"].to_numpy() for frame in (areas, kept))
    return National(
        **stamp(data, settings | {"files": len(archive.files), "correction": "fdr"}, notes=notes),
        lsoa_months=areas, cells=kept, forces=_forces(cells), rows=totals["rows"],
        unplaced=totals["unplaced"], without_area=totals["without_area"],
    )  # fmt: skip


def _forces(cells: "pd.DataFrame") -> "pd.DataFrame":
    """One row a force."""
    placed = cells.assign(
        placed=cells["x"].notna(),
        in_hot=cells["crimes"].where(cells["hot"], 0),
        stray=cells["crimes"].where(cells["x"].isna(), 0),
    )
    by_force = placed.groupby("force").agg(
        crimes=("crimes", "sum"), cells=("placed", "sum"), hot_cells=("hot", "sum"), inside=("in_hot", "sum"),
        stray=("stray", "sum"),
    )  # fmt: skip
    by_force["share"] = by_force["inside"] / by_force["crimes"].where(by_force["crimes"] > 0)
    whole = ["crimes", "cells", "hot_cells", "stray"]
    return by_force.astype(dict.fromkeys(whole, "int64"))[
        ["crimes", "cells", "hot_cells", "share", "stray"]
    ].reset_index()
