"""Between longitude/latitude (WGS84) and metres of a UTM zone, for places outside Great Britain.

The transverse Mercator projection by Krüger's series in the third flattening n, taken to the sixth order (Karney 2011,
"Transverse Mercator with an accuracy of a few nanometers"): within a zone the error is far below a millimetre.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from alongside.areas.errors import OutsideGrid

Floats = NDArray[np.float64]
_A, _F = 6_378_137.0, 1 / 298.257223563
_SCALE, _FALSE_EAST, _FALSE_NORTH = 0.9996, 500_000.0, 10_000_000.0
_N = _F / (2 - _F)
_E = np.sqrt(_F * (2 - _F))
_RADIUS = _A / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64 + _N**6 / 256)
_SOUTHERNMOST, _NORTHERNMOST = -80.0, 84.0
# How far from a zone's middle a point may lie: beyond it distances are out by more than one in a hundred.
_WIDEST = 9.0


def _series(*rows: tuple[float, ...]) -> tuple[float, ...]:
    """Coefficients of the powers of n from the first that is not zero, summed."""
    return tuple(
        sum(factor * _N ** (order + place) for place, factor in enumerate(row)) for order, row in enumerate(rows, 1)
    )


_ALPHA = _series(
    (1 / 2, -2 / 3, 5 / 16, 41 / 180, -127 / 288, 7891 / 37800),
    (13 / 48, -3 / 5, 557 / 1440, 281 / 630, -1983433 / 1935360),
    (61 / 240, -103 / 140, 15061 / 26880, 167603 / 181440),
    (49561 / 161280, -179 / 168, 6601661 / 7257600),
    (34729 / 80640, -3418889 / 1995840),
    (212378941 / 319334400,),
)
_BETA = _series(
    (1 / 2, -2 / 3, 37 / 96, -1 / 360, -81 / 512, 96199 / 604800),
    (1 / 48, 1 / 15, -437 / 1440, 46 / 105, -1118711 / 3870720),
    (17 / 480, -37 / 840, -209 / 4480, 5569 / 90720),
    (4397 / 161280, -11 / 504, -830251 / 7257600),
    (4583 / 161280, -108847 / 3991680),
    (20648693 / 638668800,),
)


class Zone(NamedTuple):
    """A zone of six degrees. `code`: its name among coordinate systems, such as EPSG:32616."""

    number: int
    is_south: bool = False

    @property
    def code(self) -> str:
        return f"EPSG:{327 if self.is_south else 326}{self.number:02}"

    @property
    def middle(self) -> float:
        return self.number * 6.0 - 183.0


def zone_at(longitude: float, latitude: float) -> Zone:
    """The zone of a place; raises `OutsideGrid` near the poles, where there is none."""
    if not (-180.0 <= longitude <= 180.0 and _SOUTHERNMOST <= latitude <= _NORTHERNMOST):
        raise OutsideGrid(
            f"Longitude {longitude:g}, latitude {latitude:g} lies in no UTM zone. "
            "Check that longitude and latitude have not changed places."
        )
    return Zone(int((longitude + 180.0) // 6.0) % 60 + 1, latitude < 0.0)


def zone_of(code: str) -> Zone:
    """The zone that a code like EPSG:32616 names; raises `OutsideGrid` for any other."""
    digits = code.removeprefix("EPSG:")
    if len(digits) == 5 and digits[:3] in ("326", "327") and 1 <= int(digits[3:]) <= 60:
        return Zone(int(digits[3:]), digits[2] == "7")
    raise OutsideGrid(f"{code} is no zone of the UTM projection.")


def to_utm(longitudes: Floats, latitudes: Floats, zone: Zone) -> tuple[Floats, Floats]:
    """Eastings and northings in metres; not-a-number for a point more than nine degrees from the zone's middle."""
    away = (np.asarray(longitudes, dtype=np.float64) - zone.middle + 180.0) % 360.0 - 180.0
    latitude = np.asarray(latitudes, dtype=np.float64)
    inside = (np.abs(away) <= _WIDEST) & (np.abs(latitude) <= _NORTHERNMOST)
    lon, phi = np.radians(np.where(inside, away, np.nan)), np.radians(np.where(inside, latitude, np.nan))
    sine = np.sin(phi)
    tau = np.sinh(np.arctanh(sine) - _E * np.arctanh(_E * sine))
    xi, eta = np.arctan2(tau, np.cos(lon)), np.arcsinh(np.sin(lon) / np.hypot(tau, np.cos(lon)))
    north, east = xi.copy(), eta.copy()
    for order, alpha in enumerate(_ALPHA, 1):
        north += alpha * np.sin(2 * order * xi) * np.cosh(2 * order * eta)
        east += alpha * np.cos(2 * order * xi) * np.sinh(2 * order * eta)
    scale = _SCALE * _RADIUS
    return _FALSE_EAST + scale * east, scale * north + (_FALSE_NORTH if zone.is_south else 0.0)


def from_utm(eastings: Floats, northings: Floats, zone: Zone) -> tuple[Floats, Floats]:
    """Longitudes and latitudes in degrees of WGS84."""
    scale = _SCALE * _RADIUS
    xi = (np.asarray(northings, dtype=np.float64) - (_FALSE_NORTH if zone.is_south else 0.0)) / scale
    eta = (np.asarray(eastings, dtype=np.float64) - _FALSE_EAST) / scale
    north, east = xi.copy(), eta.copy()
    for order, beta in enumerate(_BETA, 1):
        north -= beta * np.sin(2 * order * xi) * np.cosh(2 * order * eta)
        east -= beta * np.cos(2 * order * xi) * np.sinh(2 * order * eta)
    conformal = np.sin(north) / np.cosh(east)
    longitude = zone.middle + np.degrees(np.arctan2(np.sinh(east), np.cos(north)))
    return (longitude + 180.0) % 360.0 - 180.0, np.degrees(_latitude(np.arcsin(conformal)))


def _latitude(conformal: Floats) -> Floats:
    """The geographic latitude of a conformal one, by Newton's steps on its tangent."""
    wanted = np.tan(conformal)
    tau = wanted / (1 - _E**2)
    for _ in range(4):
        root = np.sqrt(1 + tau**2)
        sigma = np.sinh(_E * np.arctanh(_E * tau / root))
        found = tau * np.sqrt(1 + sigma**2) - sigma * root
        slope = (1 + (1 - _E**2) * tau**2) / ((1 - _E**2) * root * np.sqrt(1 + found**2))
        tau = tau + (wanted - found) * slope
    return np.arctan(tau)
