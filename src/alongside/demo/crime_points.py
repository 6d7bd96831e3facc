"""The anonymised points to which the invented borough's crimes are moved, as the publisher's are."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from alongside.areas.grid import to_lonlat_all
from alongside.demo.geography import Borough, Lsoa, Street, larkmere

PLACES = ("Supermarket", "Parking Area", "Shopping Area", "Nightclub", "Petrol Station", "Bus/Coach Station")
STATIONS = ("Larkmere Central (Station)", "Gannet Row (Station)", "Saltmarsh Halt (Station)")
LIVELY = 2.0


@dataclass(frozen=True, slots=True)
class SnapPoint:
    """`name` is what follows “On or near”. Longitude and latitude as the files print them, six decimals."""

    name: str
    longitude: str
    latitude: str
    easting: float
    northing: float
    lsoa_code: str
    lsoa_name: str
    ward: str
    residents: int
    liveliness: float
    is_station: bool = False


@lru_cache(maxsize=1)
def snap_points() -> tuple[SnapPoint, ...]:
    """One to three on each street, more where more goes on, and three stations."""
    borough = larkmere()
    found = list(_unplaced(borough, Random("larkmere points")))  # noqa: S311
    longitudes, latitudes = to_lonlat_all([east for *_, east, _ in found], [north for *_, north in found])
    wards = {ward.code: ward.name for ward in borough.wards}
    return tuple(
        SnapPoint(
            name, f"{longitude:.6f}", f"{latitude:.6f}", east, north, lsoa.code, lsoa.name, wards[lsoa.ward_code],
            lsoa.residents, lsoa.liveliness * (1.6 if name in PLACES else 1.0), name in STATIONS,
        )
        for (name, lsoa, east, north), longitude, latitude in zip(found, longitudes, latitudes, strict=True)
    )  # fmt: skip


def _unplaced(borough: Borough, rng: Random) -> Iterator[tuple[str, Lsoa, float, float]]:
    lsoas = {lsoa.code: lsoa for lsoa in borough.lsoas}
    stations = {street.lsoa_code: name for name, street in _station_streets(borough).items()}
    for street in borough.streets:
        lsoa = lsoas[street.lsoa_code]
        shares = (0.5,) if rng.random() < 0.4 else (0.25, 0.75)
        for share in (*shares, 0.4) if lsoa.liveliness > LIVELY else shares:
            is_place = lsoa.liveliness > LIVELY and rng.random() < 0.3
            yield (rng.choice(PLACES) if is_place else street.name), lsoa, *_along(street, share)
        if street.lsoa_code in stations:
            yield stations.pop(street.lsoa_code), lsoa, *_along(street, 0.9)


def _station_streets(borough: Borough) -> dict[str, Street]:
    """A station in the ward whose name it bears."""
    lsoa_of = {lsoa.code: lsoa for lsoa in borough.lsoas}
    return {
        name: next(
            street for street in borough.streets if name.startswith(borough.ward_of(lsoa_of[street.lsoa_code]).name)
        )
        for name in STATIONS
    }


def _along(street: Street, share: float) -> tuple[float, float]:
    (x1, y1), (x2, y2) = street.start, street.end
    return round(x1 + share * (x2 - x1), 1), round(y1 + share * (y2 - y1), 1)
