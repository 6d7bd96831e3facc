"""Outlines of areas: kept as GeoJSON in longitude and latitude, reckoned with in metres of the National Grid."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import mapping, shape

from alongside.areas.errors import OutsideGrid
from alongside.areas.grid import to_grid_all, to_lonlat_all

# Two metres: far below the 20 metres of the generalised boundaries that are published for maps, and enough
# to drop most of the points of a full-resolution coast line.
TOLERANCE = 2.0
DECIMALS = 6

Outline: TypeAlias = shapely.Polygon | shapely.MultiPolygon
Mover = Callable[[NDArray[np.float64], NDArray[np.float64]], tuple[NDArray[np.float64], NDArray[np.float64]]]


def on_grid(outlines: Sequence[Outline]) -> list[Outline]:
    """The same outlines with longitude and latitude turned into eastings and northings."""
    return list(_moved(outlines, to_grid_all))


def simplify(outlines: Sequence[Outline], tolerance: float = TOLERANCE) -> list[Outline]:
    """Fewer points, with no gap or overlap between neighbours where there was none before."""
    if not outlines:
        return []
    simpler = shapely.coverage_simplify(np.array(outlines, dtype=object), tolerance)
    pairs = zip(simpler, outlines, strict=True)
    return [new if isinstance(new, Outline) and not new.is_empty else old for new, old in pairs]


def to_geojson(outlines: Sequence[Outline]) -> list[str]:
    """GeoJSON geometries in longitude and latitude, six decimals (a tenth of a metre)."""
    moved = _moved(outlines, to_lonlat_all)
    return [json.dumps(_rounded(mapping(outline)), separators=(",", ":")) for outline in moved]


def from_geojson(texts: Sequence[str]) -> list[Outline]:
    """What `to_geojson` wrote, on the grid again."""
    return on_grid([shape(json.loads(text)) for text in texts])


def mended(outline: shapely.Geometry) -> Outline | None:
    """The outline made valid; None where nothing of an area remains."""
    valid = outline if outline.is_valid else shapely.make_valid(outline)
    if isinstance(valid, shapely.GeometryCollection):
        valid = shapely.union_all([part for part in valid.geoms if isinstance(part, Outline)])
    return valid if isinstance(valid, Outline) and not valid.is_empty else None


def _moved(outlines: Sequence[Outline], move: Mover) -> NDArray[np.object_]:
    array = np.array(outlines, dtype=object)
    corners = shapely.get_coordinates(array)
    first, second = move(corners[:, 0], corners[:, 1])
    if np.isnan(first).any():
        raise OutsideGrid("Part of the outline lies outside the British National Grid.")
    return shapely.set_coordinates(array, np.column_stack([first, second]))


def _rounded(geometry: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": geometry["type"], "coordinates": _round(geometry["coordinates"])}


def _round(coordinates: Any) -> Any:
    if isinstance(coordinates, float):
        return round(coordinates, DECIMALS)
    return [_round(part) for part in coordinates]
