"""Coordinates as two arrays of metres, or the reason why they cannot be."""

from typing import Any

import numpy as np

from alongside.analysis.events.results import Flags, Floats
from alongside.analysis.events.unfit import Unfit

TO_METRES = (
    "Turn longitude and latitude into metres first: British National Grid (EPSG:27700) in Great Britain, "
    "or the UTM zone of the place."
)
_GEOGRAPHIC = {"4326", "4258", "4269", "4277", "4267", "4979", "CRS84", "WGS84"}
_WANTED = {"x": "a place", "y": "a place", "t": "a time"}
# Across a country a degree map spans about a dozen degrees; a metre map of a place spans hundreds of metres.
_WIDEST_IN_DEGREES = 12.0


def coordinates(x: Any, y: Any, *, reach: float | None = None) -> tuple[Floats, Floats]:
    """Two finite arrays of one length, in metres. `reach`: the distance that will be asked of them, if any.

    Raises `Unfit` for no rows, unequal lengths, values that are missing or not numbers, and for degrees.
    """
    xs, ys = number_column(x, "x"), number_column(y, "y")
    if len(xs) != len(ys):
        raise Unfit(f"There are {len(xs):,} x and {len(ys):,} y.", "Give one x and one y for each event.")
    refuse_degrees(xs, ys, reach=reach)
    return xs, ys


def number_column(values: Any, name: str) -> Floats:
    """A one-dimensional array of finite numbers; the first row that is none is named."""
    try:
        column = np.array(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise Unfit(
            f"The column {name} holds something that is not a number.", "Give numbers; leave out rows without a place."
        ) from None
    if column.ndim != 1:
        raise Unfit(f"The column {name} has {column.ndim} dimensions.", "Give one number for each event.")
    if not len(column):
        raise Unfit("There are no events.", "Choose a longer period, a wider area or more kinds of crime.")
    missing = ~np.isfinite(column)
    if missing.any():
        raise Unfit(
            f"{_rows(missing)} no usable {name} (empty, not a number or infinite).",
            f"Leave those rows out, or give them {_WANTED.get(name, 'a number')}, and say how many were left out.",
        )
    return column


def refuse_degrees(x: Floats, y: Floats, *, reach: float | None = None) -> None:
    """Raise `Unfit` when the coordinates can only be longitude and latitude.

    They are taken for degrees when they lie within the globe's ranges, span at most 12 units, are not all whole, and
    either lie far from 0, 0 or span less than a twentieth of the distance asked for.
    """
    if np.abs(x).max() > 180 or np.abs(y).max() > 180 or min(np.abs(x).max(), np.abs(y).max()) > 90:
        return
    span = max(float(np.ptp(x)), float(np.ptp(y)))
    if span > _WIDEST_IN_DEGREES or (np.all(x == np.rint(x)) and np.all(y == np.rint(y))):
        return
    far_out = max(abs(float(np.median(x))), abs(float(np.median(y)))) > _WIDEST_IN_DEGREES
    outspanned = reach is not None and np.isfinite(reach) and reach > 20.0 * max(span, 0.05)
    if far_out or outspanned:
        raise Unfit(
            f"The coordinates look like degrees: x from {x.min():.4f} to {x.max():.4f}, y from {y.min():.4f} to "
            f"{y.max():.4f}. Distances are taken in metres.",
            TO_METRES,
        )


def refuse_geographic(crs: Any) -> None:
    """Raise `Unfit` for a coordinate reference system in degrees or in feet, as far as it can be told."""
    # "EPSG:4326", "urn:ogc:def:crs:EPSG::4326" and 4326 are one.
    name = str(crs).upper().strip().rpartition(":")[2]
    geographic = getattr(crs, "is_geographic", None)
    if geographic or (geographic is None and name in _GEOGRAPHIC):
        raise Unfit(f"The coordinate system {crs} is in degrees. Cells and distances are in metres.", TO_METRES)
    units = {str(getattr(axis, "unit_name", "metre")) for axis in getattr(crs, "axis_info", ())}
    if units - {"metre", "meter", "m"}:
        raise Unfit(f"The coordinate system {crs} is in {', '.join(sorted(units))}.", "Multiply by the unit's metres.")


def _rows(flags: Flags) -> str:
    rows = np.flatnonzero(flags)
    first = ", ".join(str(row + 1) for row in rows[:3])
    if len(rows) == 1:
        return f"Row {first} has"
    return f"{len(rows):,} rows have (first: {first}{', …' if len(rows) > 3 else ''})"
