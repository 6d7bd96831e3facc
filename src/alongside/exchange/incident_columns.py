"""What the columns of a list of incidents may mean: a guess for each, with its reason, for a person to check."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

import numpy as np

from alongside.areas.errors import OutsideGrid
from alongside.areas.grid import to_grid_all
from alongside.areas.utm import zone_at
from alongside.exchange.incident_times import TimeGuess, guess_times
from alongside.exchange.tables import header_key
from alongside.places.incident_drafts import ColumnMapping
from alongside.places.incident_rules import plane_words
from alongside.places.incident_states import LOCAL_PLANE, Coordinates
from alongside.places.source_forms import NATIONAL_GRID

_WHEN = (
    "datetime", "occurred", "occurredat", "dateoccurred", "occdate", "incidentdate", "dateofincident", "attackdate",
    "dateofattack", "callreceived", "date", "when", "reporteddate", "datereported", "timestamp", "month", "day",
)  # fmt: skip
_TIME = ("time", "timeofincident", "incidenttime", "attacktime", "timeofattack", "occtime", "hour")
_KIND = (
    "primarytype", "crimetype", "offencetype", "offensetype", "category", "type", "kind", "offence", "offense",
    "incidenttype", "finalcallgroup", "callgroup", "calltype", "weapon", "minor", "major", "description", "loccat",
)  # fmt: skip
_REFERENCE = ("reference", "incidentreference", "incidentnumber", "incidentid", "id", "uid", "casenumber", "crimeid",
              "persistentid", "ref", "urn")  # fmt: skip
_LON, _LAT = ("longitude", "lon", "lng", "long"), ("latitude", "lat")
_EAST, _NORTH = ("easting", "eastings", "bngeasting"), ("northing", "northings", "bngnorthing")
_GRID_EAST, _GRID_NORTH = 700_000.0, 1_300_000.0
_MOST_KINDS = 100
# The clocks of places by longitude, for a first guess. People choose.
_CLOCKS = ((-100.0, -85.0, "America/Chicago"), (-85.0, -60.0, "America/New_York"), (-115.0, -100.0, "America/Denver"),
           (-130.0, -115.0, "America/Los_Angeles"), (-9.0, 2.5, "Europe/London"))  # fmt: skip
ZONES = (
    "Europe/London", "UTC", "Europe/Dublin", "Europe/Paris", "America/New_York", "America/Chicago", "America/Denver",
    "America/Los_Angeles", "Australia/Sydney",
)  # fmt: skip
Cells = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Guess:
    """A mapping filled in, and why, by the name of its field."""

    mapping: ColumnMapping
    why: Mapping[str, str]


def guess_columns(cells: Cells, zone: str = ZONES[0]) -> Guess:
    """From headings and examples. Whatever cannot be told is left empty."""
    why: dict[str, str] = {}
    when, times = _when(cells)
    clock = _named(cells, _TIME) if times is None or not times.carries_zone else ""
    if when and clock and clock != when and (both := guess_times(cells[when], cells[clock])):
        times = both
    mapping = ColumnMapping(
        when=when, time=clock if clock != when else "", kind=_kind(cells), reference=_reference(cells), zone=zone
    )
    if times:
        mapping = replace(
            mapping, date_order=times.order, precision=times.precision, carries_zone=times.carries_zone
        )  # fmt: skip
        why["date_order"] = times.why
    mapping = _with_place(mapping, cells, why)
    return Guess(mapping, why)


def plane_of(coordinates: Coordinates, x: Sequence[float], y: Sequence[float]) -> str:
    """On which plane these places lie, in metres: the National Grid, a UTM zone, or a map of their own."""
    if coordinates == Coordinates.GRID:
        return NATIONAL_GRID
    if coordinates != Coordinates.LONLAT:
        return LOCAL_PLANE
    if not x or float(np.isfinite(to_grid_all(x, y)[0]).mean()) >= 0.5:
        return NATIONAL_GRID
    try:
        return zone_at(median(x), median(y)).code
    except OutsideGrid:
        return NATIONAL_GRID


def numbers(cells: Sequence[str]) -> list[float]:
    found = []
    for cell in cells:
        try:
            found.append(float(cell))
        except ValueError:
            continue
    return found


def pairs(xs: Sequence[str], ys: Sequence[str]) -> tuple[list[float], list[float]]:
    """Both coordinates of those rows that hold two numbers other than 0, 0."""
    both = [
        (one, other)
        for x, y in zip(xs, ys, strict=False)
        for one, other in zip(numbers([x]), numbers([y]), strict=False)
    ]
    kept = [pair for pair in both if pair != (0.0, 0.0)]
    return [x for x, _ in kept], [y for _, y in kept]


def _when(cells: Cells) -> tuple[str, TimeGuess | None]:
    named = sorted(cells, key=lambda name: _rank(name, _WHEN))
    for name in named:
        if _rank(name, _LON + _LAT + _EAST + _NORTH) < 99 or (numbers(cells[name]) and _rank(name, _WHEN) == 99):
            continue
        if (found := guess_times(cells[name])) is not None:
            return name, found
    return "", None


def _with_place(mapping: ColumnMapping, cells: Cells, why: dict[str, str]) -> ColumnMapping:
    x, y = _named(cells, _LON), _named(cells, _LAT)
    if not (x and y):
        x, y = _named(cells, _EAST), _named(cells, _NORTH)
    if not (x and y):
        x, y = _by_letter(cells, "x"), _by_letter(cells, "y")
    if not (x and y):
        return mapping
    xs, ys = pairs(cells[x], cells[y])
    coordinates, reason = _form(f"{x} {y}", xs, ys, mapping.zone)
    plane = plane_of(coordinates, xs, ys)
    why["coordinates"] = f"{reason} Places are kept in {plane_words(plane)}."
    zone = next((name for low, high, name in _CLOCKS if xs and low <= median(xs) < high), mapping.zone)
    if coordinates == Coordinates.LONLAT and zone != mapping.zone:
        mapping = replace(mapping, zone=zone)
        why["zone"] = f"The places lie at longitude {median(xs):.1f}, where the clock is usually {zone}."
    return replace(mapping, x=x, y=y, coordinates=coordinates, plane=plane)


def _form(headings: str, xs: Sequence[float], ys: Sequence[float], zone: str) -> tuple[Coordinates, str]:
    said = headings.casefold()
    if not xs:
        return Coordinates.LONLAT, "No example holds two numbers."
    if max(map(abs, xs)) <= 180 and max(map(abs, ys)) <= 90:
        return Coordinates.LONLAT, f"Numbers such as {xs[0]:g}, {ys[0]:g} can only be degrees."
    if max(map(abs, ys)) <= 180 and max(map(abs, xs)) <= 90:
        return Coordinates.LONLAT, f"Numbers such as {xs[0]:g}, {ys[0]:g} look like degrees that changed places."
    if "ft" in said.replace("_", " ").split() or "feet" in said:
        return Coordinates.FEET, "The headings say feet."
    on_grid = all(0 <= x <= _GRID_EAST for x in xs) and all(0 <= y <= _GRID_NORTH for y in ys)
    if not on_grid:
        return (
            Coordinates.METRES,
            f"Numbers such as {xs[0]:g}, {ys[0]:g} lie outside the National Grid. Check the unit.",
        )
    if "easting" in said or "27700" in said:
        return Coordinates.GRID, "The headings say eastings and northings."
    if any(code in said for code in ("326", "327", "269")):
        return Coordinates.METRES, "The headings name another map than the National Grid, in metres."
    if zone not in (ZONES[0], "UTC"):
        return (
            Coordinates.METRES,
            f"The set is read on the clock of {zone}, where there is no National Grid. Check the unit.",
        )
    return Coordinates.GRID, "Such numbers fit the National Grid. If this is not Great Britain, choose metres."


def _kind(cells: Cells) -> str:
    found = _named(cells, _KIND)
    return found if found and len(set(cells[found])) <= _MOST_KINDS else ""


def _reference(cells: Cells) -> str:
    """Only one whose cells are all there and all different: else it is no number of an incident."""
    found = _named(cells, _REFERENCE)
    filled = [cell for cell in cells.get(found, ()) if cell.strip()]
    return found if filled and len(set(filled)) == len(cells[found]) else ""


def _named(cells: Cells, names: Sequence[str]) -> str:
    ranked = sorted((_rank(name, names), name) for name in cells)
    return ranked[0][1] if ranked and ranked[0][0] < 99 else ""


def _by_letter(cells: Cells, letter: str) -> str:
    """x, x_coordinate, x_2913_ft: the letter by itself, and numbers below it."""
    return next(
        (name for name in cells if name.casefold().replace(" ", "_").split("_")[0] == letter and numbers(cells[name])),
        "",
    )


def _rank(name: str, names: Sequence[str]) -> int:
    key = header_key(name.rpartition(".")[2] or name)
    return names.index(key) if key in names else 99
