"""The outline of the area that a set of incidents covers: GeoJSON in longitude and latitude, or in the set's own units."""

import json
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape

from alongside.areas.grid import to_grid_all
from alongside.areas.outlines import mended
from alongside.areas.utm import to_utm, zone_of
from alongside.exchange.incident_tables import MEGABYTE, unpacked
from alongside.exchange.tables import TableRefused
from alongside.places.incident_states import LOCAL_PLANE

MOST_BYTES = 20 * MEGABYTE
SIMPLER, DECIMALS = 1.0, 1
_LEAST_METRES = 100.0


def read_outline(raw: bytes, plane: str, metres_in_unit: float = 1.0) -> str:
    """One GeoJSON geometry, packed or not, in metres of the plane. `metres_in_unit`: of numbers that are no degrees.

    Raises `TableRefused`.
    """
    raw = unpacked(raw)
    if len(raw) > MOST_BYTES:
        raise TableRefused(f"The outline is larger than {MOST_BYTES // MEGABYTE} MB. Simplify it first.")
    parts = [part for part in _shapes(raw) if part is not None]
    if not parts:
        raise TableRefused("The file holds no area. Send GeoJSON with a Polygon or a MultiPolygon.")
    whole = _on_plane(shapely.union_all(parts), plane, metres_in_unit)
    kept = mended(shapely.simplify(whole, SIMPLER))
    if kept is None or max(np.ptp(shapely.get_coordinates(kept), axis=0)) < _LEAST_METRES:
        raise TableRefused("The outline is less than 100 metres across. Check in which units it is drawn.")
    return str(shapely.to_geojson(shapely.set_precision(kept, 10**-DECIMALS)))


def _shapes(raw: bytes) -> list[Any]:
    try:
        told = json.loads(raw.decode("utf-8-sig"))
        features = told["features"] if told.get("type") == "FeatureCollection" else [told]
        geometries = [one.get("geometry") if one.get("type") == "Feature" else one for one in features]
        return [mended(shape(one)) for one in geometries if one]
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError, shapely.GEOSException):
        raise TableRefused("The file is not GeoJSON that can be read. Save the outline as GeoJSON again.") from None


def _on_plane(outline: Any, plane: str, metres_in_unit: float) -> Any:
    corners = shapely.get_coordinates(outline)
    if np.abs(corners).max() > 180.0:
        return shapely.set_coordinates(outline, corners * metres_in_unit)
    if plane == LOCAL_PLANE:
        raise TableRefused(
            "The outline is in longitude and latitude, and the set is on a map of its own, which nothing joins to "
            "degrees. Send the outline in the same units as the incidents."
        )
    longitudes, latitudes = corners[:, 0], corners[:, 1]
    moved = (
        to_utm(longitudes, latitudes, zone_of(plane))
        if plane.startswith("EPSG:32")
        else to_grid_all(longitudes, latitudes)
    )
    if np.isnan(moved[0]).any():
        raise TableRefused(
            "The outline lies elsewhere than the incidents of the set. Check that it is of the same place."
        )
    return shapely.set_coordinates(outline, np.column_stack(moved))
