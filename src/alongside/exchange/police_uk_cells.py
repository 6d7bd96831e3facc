"""The cells of a street file: what each means, or what is wrong with it.

Values repeat a great deal (one month, one force, a few thousand points in every file), so each kind of cell remembers
what it has read: that is what makes a million rows take seconds.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from alongside.places.crime_types import TYPE_SETS, crime_type
from alongside.places.drafts import Rejection, StreetPoint
from alongside.places.identity import point_key
from alongside.places.states import Fault

REMEMBERED = 50_000
LONGEST, LONGEST_RAW = 200, 2_000
_WEST, _EAST, _SOUTH, _NORTH = -9.0, 2.1, 49.7, 61.0
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)
_LSOA = re.compile(r"[EWSN]\d{8}|\d{2}[A-Z]{2}\d{2}[A-Z]\d", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_FORMULA = ("=", "+", "-", "@")
Cells = tuple[str, ...]


class Bad(Exception):
    """A cell that cannot stand."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault


class Remember(dict[Any, Any]):
    """What each distinct cell means; forgets all when it has grown large, so that memory stays flat."""

    def __init__(self, read: Callable[[Any], Any]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, cell: Any) -> Any:
        value = self._read(cell)
        if len(self) >= REMEMBERED:
            self.clear()
        self[cell] = value
        return value


class Meanings:
    """Of every kind of cell what was read so far; good for any number of files."""

    def __init__(self, latest: date) -> None:
        self.months = Remember(lambda cell: month_of(cell, latest))
        self.forces = Remember(force_of)
        self.texts = Remember(text_of)
        self.types = Remember(type_of)
        self.places = Remember(place_of)
        self.lsoas = Remember(lsoa_of)

    def faults(self, line: int, cells: Cells) -> Iterator[Rejection]:
        """Look at every cell of a row by itself and say all that is wrong."""
        crime_id, month, force, within, longitude, latitude, location, lsoa, lsoa_name, kind, outcome, context = cells
        raw = _raw(cells)
        checks: tuple[tuple[str, str, Callable[[str], Any]], ...] = (
            ("Crime ID", crime_id, identifier_of),
            ("Month", month, self.months.__getitem__),
            ("Reported by", force, force_of),
            ("Falls within", within, text_of),
            ("Longitude", longitude, degrees_of),
            ("Latitude", latitude, degrees_of),
            ("Location", location, text_of),
            ("LSOA code", lsoa, lsoa_code_of),
            ("LSOA name", lsoa_name, text_of),
            ("Crime type", kind, type_of),
            ("Last outcome category", outcome, text_of),
            ("Context", context, text_of),
        )
        place_is_readable = True
        for column, cell, read in checks:
            if (fault := _fault(read, cell)) is not None:
                place_is_readable &= column not in {"Longitude", "Latitude", "Location"}
                yield Rejection(line, column, fault, _shown(cell), raw)
        if place_is_readable and (fault := _fault(place_of, (longitude, latitude, location))) is not None:
            yield Rejection(line, "Longitude", fault, _shown(f"{longitude}, {latitude}"), raw)


def rejections_of(
    line: int, cells: Sequence[str], checked: Iterable[tuple[tuple[str, Callable[[str], Any]], str]]
) -> Iterator[Rejection]:
    """Look at every cell by itself and say all that is wrong."""
    for (column, read), cell in checked:
        if (fault := _fault(read, cell)) is not None:
            yield Rejection(line, column, fault, _shown(cell), _raw(cells))


def wrong_length(line: int, cells: Sequence[str], wanted: int) -> Rejection:
    return Rejection(line, "", Fault.CELLS, f"{len(cells)} cells, not {wanted}", _raw(cells))


def text_of(cell: str) -> str:
    text = cell.strip()
    if _CONTROL.search(text):
        raise Bad(Fault.CONTROL)
    if text.startswith(_FORMULA):
        raise Bad(Fault.FORMULA)
    if len(text) > LONGEST:
        raise Bad(Fault.TOO_LONG)
    return text


def identifier_of(cell: str) -> str:
    # A hash of 64 hexadecimal digits cannot be a formula: only the odd identifier is looked at closely.
    return cell if len(cell) == 64 and cell.isalnum() else text_of(cell)


def month_of(cell: str, latest: date) -> date:
    if not _MONTH.fullmatch(cell):
        raise Bad(Fault.MONTH)
    month = date.fromisoformat(f"{cell}-01")
    if month > latest:
        raise Bad(Fault.FUTURE)
    if month < TYPE_SETS[0].since:
        raise Bad(Fault.BEFORE_SERIES)
    return month


def force_of(cell: str) -> str:
    name = text_of(cell)
    if not name:
        raise Bad(Fault.FORCE)
    if len(name) > 80:
        raise Bad(Fault.TOO_LONG)
    return name


def type_of(cell: str) -> int:
    kind = crime_type(text_of(cell))
    if kind is None:
        raise Bad(Fault.TYPE)
    return int(kind)


def place_of(cells: tuple[str, str, str]) -> StreetPoint | None:
    """Longitude, latitude and location together; None where no place is given."""
    longitude, latitude, location = cells
    name = text_of(location)
    if not longitude.strip() and not latitude.strip():
        return None
    if not longitude.strip() or not latitude.strip():
        raise Bad(Fault.HALF_PLACE)
    x, y = degrees_of(longitude), degrees_of(latitude)
    if not _in_kingdom(x, y):
        raise Bad(Fault.SWAPPED if _in_kingdom(y, x) else Fault.OUTSIDE)
    x_e6, y_e6 = round(x * 1e6), round(y * 1e6)
    return StreetPoint(point_key(x_e6, y_e6, name), x_e6, y_e6, name)


def degrees_of(cell: str) -> float:
    if not cell.strip():
        return 0.0
    try:
        value = float(cell)
    except ValueError:
        raise Bad(Fault.FORMULA if cell.startswith(("=", "+", "@")) else Fault.NUMBER) from None
    if not -180.0 <= value <= 180.0:
        raise Bad(Fault.OUTSIDE)
    return value


def lsoa_of(cells: tuple[str, str]) -> tuple[str | None, str]:
    """Code and name together; no code where none is given."""
    return lsoa_code_of(cells[0]), text_of(cells[1])[:80]


def lsoa_code_of(cell: str) -> str | None:
    code = cell.strip()
    if code and not _LSOA.fullmatch(code):
        raise Bad(Fault.FORMULA if code.startswith(_FORMULA) else Fault.LSOA)
    return code or None


def _fault(read: Callable[[Any], Any], cell: Any) -> Fault | None:
    try:
        read(cell)
    except Bad as bad:
        return bad.fault
    return None


def _in_kingdom(longitude: float, latitude: float) -> bool:
    return _WEST <= longitude <= _EAST and _SOUTH <= latitude <= _NORTH


def _raw(cells: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(cells)
    return _shown(line.getvalue(), LONGEST_RAW)


def _shown(value: str, most: int = LONGEST) -> str:
    """As it was sent, but for what no database can hold."""
    return value.replace("\x00", "\N{REPLACEMENT CHARACTER}")[:most]
