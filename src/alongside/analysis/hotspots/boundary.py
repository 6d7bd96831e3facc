"""A boundary in any of its usual forms as one mended polygon in metres."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from alongside.analysis.events.coordinates import refuse_degrees, refuse_geographic
from alongside.analysis.events.unfit import Unfit


def shapely() -> Any:
    """The geometry library, asked for only where outlines are handled."""
    try:
        import shapely
    except ImportError:
        raise Unfit("Outlines need the package shapely.", "Install it with: pip install shapely") from None
    return shapely


def read_boundary(boundary: Any, crs: Any) -> tuple[Any, list[str]]:
    """One valid (multi)polygon with its holes, and notes on what was mended.

    `boundary`: a shapely geometry, WKT, GeoJSON as a mapping or text (geometry, feature or collection), a list of
    these or of corners, or anything with a `geometry` column. Raises `Unfit` when there is no area in it or the
    coordinates are degrees.
    """
    refuse_geographic(crs)
    shapes = [shape for shape in _shapes(boundary) if not shape.is_empty]
    notes = []
    if any(not shape.is_valid for shape in shapes):
        notes.append("The boundary crossed itself and was mended.")
    whole = _areas_only(shapely().union_all([shapely().make_valid(shape) for shape in shapes]))
    if not shapes or whole.is_empty or whole.area == 0:
        raise Unfit("The boundary encloses no area.", "Give a polygon, or several, in metres.")
    refuse_outline_in_degrees(whole)
    holes = [ring for part in getattr(whole, "geoms", [whole]) for ring in part.interiors]
    if holes:
        hectares = sum(shapely().Polygon(ring).area for ring in holes) / 10_000
        notes.append(f"{len(holes)} hole{'s' if len(holes) > 1 else ''} ({hectares:,.1f} hectares) left out.")
    return whole, notes


def refuse_outline_in_degrees(shape: Any) -> None:
    left, low, right, top = shape.bounds
    refuse_degrees(np.array([left, right]), np.array([low, top]))


def read_shape(value: Any) -> Any:
    """One geometry from a shapely geometry, WKT, or a GeoJSON geometry or feature."""
    if isinstance(value, str):
        return shapely().from_wkt(value)
    if isinstance(value, Mapping):
        from shapely.geometry import shape

        return shape(value.get("geometry", value))
    return value


def _shapes(boundary: Any) -> list[Any]:
    if isinstance(boundary, str) and boundary.lstrip().startswith("{"):
        boundary = _from_text(boundary)
    rows: Iterable[Any] = getattr(boundary, "geometry", boundary)
    if isinstance(boundary, Mapping) and boundary.get("type") == "FeatureCollection":
        rows = boundary.get("features")  # type: ignore[assignment]
    elif isinstance(boundary, (Mapping, str)) or hasattr(boundary, "geom_type"):
        rows = [boundary]
    try:
        corners = _corners(rows)
        found = [shapely().Polygon(corners)] if corners is not None else [read_shape(row) for row in rows]
    except (TypeError, AttributeError, KeyError, ValueError, shapely().errors.ShapelyError):
        found = [None]
    if not all(hasattr(shape, "geom_type") for shape in found):
        raise Unfit("The boundary is in no form known here.", "Give a shapely polygon, GeoJSON, WKT or its corners.")
    return found


def _from_text(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise Unfit(
            "The boundary starts as GeoJSON and cannot be read as such.", "Give the whole file's text."
        ) from None


def _corners(rows: Any) -> Any:
    """A list of three corners or more as an array, None for anything else."""
    try:
        corners = np.asarray(rows, dtype=np.float64)
    except (TypeError, ValueError):
        return None
    return corners if corners.ndim == 2 and corners.shape[1] == 2 and len(corners) > 2 else None


def _areas_only(shape: Any) -> Any:
    """Mending may leave lines and points beside the polygons."""
    if shape.geom_type == "GeometryCollection":
        return shapely().union_all([part for part in shape.geoms if part.area > 0])
    return shape
