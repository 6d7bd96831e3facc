"""Between longitude/latitude and the British National Grid, exact to the metre (OSTN15).

`convertbng` carries Ordnance Survey's OSTN15 grid inside. WGS84 and ETRS89 are taken as one, as is usual:
they are less than a metre apart, and no published crime or boundary is meant more exactly.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from convertbng.cutil import convert_bng, convert_lonlat
from numpy.typing import NDArray

from alongside.areas.errors import OutsideGrid

Numbers = Sequence[float] | NDArray[np.float64]


class GridPoint(NamedTuple):
    """Metres east and north of the grid's origin."""

    easting: float
    northing: float


class LonLat(NamedTuple):
    longitude: float
    latitude: float


def to_grid(longitude: float, latitude: float) -> GridPoint:
    """Raises `OutsideGrid` for a point that the grid does not cover, as when the two were swapped."""
    eastings, northings = to_grid_all([longitude], [latitude])
    if np.isnan(eastings[0]):
        raise OutsideGrid(
            f"Longitude {longitude:g}, latitude {latitude:g} lies outside Great Britain. "
            "Check that longitude and latitude have not changed places."
        )
    return GridPoint(float(eastings[0]), float(northings[0]))


def to_lonlat(easting: float, northing: float) -> LonLat:
    """Raises `OutsideGrid` for a point that the grid does not cover."""
    longitudes, latitudes = to_lonlat_all([easting], [northing])
    if np.isnan(longitudes[0]):
        raise OutsideGrid(
            f"Easting {easting:g}, northing {northing:g} lies outside Great Britain. "
            "Both are in metres, the easting first: 537000, 189000 is in east London."
        )
    return LonLat(float(longitudes[0]), float(latitudes[0]))


def to_grid_all(longitudes: Numbers, latitudes: Numbers) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Eastings and northings of many points at once; not-a-number where the grid does not reach."""
    return convert_bng(_numbers(longitudes), _numbers(latitudes))


def to_lonlat_all(eastings: Numbers, northings: Numbers) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Longitudes and latitudes of many points at once; not-a-number where the grid does not reach."""
    return convert_lonlat(_numbers(eastings), _numbers(northings))


def _numbers(values: Numbers) -> NDArray[np.float64]:
    return np.ascontiguousarray(values, dtype=np.float64)
