"""Street-level crime as data.police.uk publishes it, any force: from files to checked rows, and in.

Twelve columns, one row a crime. Each cell is checked by itself, so that a rejected row names every cell at
fault. Values repeat a great deal (one month, one force, a few thousand points), so each kind of cell
remembers what it has read: that is what makes a million rows take seconds.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from operator import itemgetter
from typing import Any

from alongside.places.crime_types import TYPE_SETS, crime_type
from alongside.places.drafts import Rejection, StreetChunk, StreetPoint, StreetRow
from alongside.places.identity import crime_key, incident_key, point_key
from alongside.places.states import Fault

LAYOUT = "data.police.uk street, 12 columns"
LICENCE = "Open Government Licence v3.0"
COLUMNS = (
    "Crime ID",
    "Month",
    "Reported by",
    "Falls within",
    "Longitude",
    "Latitude",
    "Location",
    "LSOA code",
    "LSOA name",
    "Crime type",
    "Last outcome category",
    "Context",
)
CHUNK_ROWS = 5_000
_REMEMBERED = 50_000
_LONGEST = 200
_LONGEST_RAW = 2_000
_WEST, _EAST, _SOUTH, _NORTH = -9.0, 2.1, 49.7, 61.0
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_LSOA = re.compile(r"[EWSN]\d{8}|\d{2}[A-Z]{2}\d{2}[A-Z]\d")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_FORMULA = ("=", "+", "-", "@")


class LayoutRefused(Exception):
    """The file is no street file. The text names what is missing."""


def positions(header: Sequence[str]) -> list[int]:
    """Where each of the twelve columns stands; other columns and another order are no matter."""
    found = {name.strip().casefold(): place for place, name in enumerate(header)}
    missing = [name for name in COLUMNS if name.casefold() not in found]
    if not missing:
        return [found[name.casefold()] for name in COLUMNS]
    if len(missing) == len(COLUMNS):
        raise LayoutRefused(
            "its first line is not the header of a street file. The columns must be: " + ", ".join(COLUMNS) + "."
        )
    raise LayoutRefused(
        f"it lacks {'the column' if len(missing) == 1 else 'the columns'} {', '.join(missing)}. "
        "If the publisher has changed the layout, the header has to be mended before the file can be loaded."
    )


def read_rows(lines: io.TextIOBase, *, latest: date) -> Iterator[StreetChunk]:
    """Checked rows in chunks. `latest`: the first day of the last month that may be in the file."""
    reader = csv.reader(lines)
    header = next(reader, [])
    pick = itemgetter(*positions(header))
    cells_wanted = len(header)
    checked = _Cells(latest)
    chunk = checked.chunk
    try:
        for cells in reader:
            if len(cells) != cells_wanted:
                if cells:
                    checked.reject_whole(reader.line_num, cells, cells_wanted)
                continue
            checked.take(reader.line_num, pick(cells))
            if len(chunk.rows) + len(chunk.rejections) >= CHUNK_ROWS:
                yield chunk
                chunk = checked.start_chunk()
    except csv.Error as error:
        raise LayoutRefused(
            f"line {reader.line_num} cannot be split into cells ({error}): a quotation mark may be missing."
        ) from error
    yield chunk


class _Bad(Exception):
    def __init__(self, fault: Fault) -> None:
        self.fault = fault


class _Remember(dict[Any, Any]):
    """What each distinct cell means; forgets all when it has grown large, so that memory stays flat."""

    def __init__(self, read: Callable[[Any], Any]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, text: Any) -> Any:
        value = self._read(text)
        if len(self) >= _REMEMBERED:
            self.clear()
        self[text] = value
        return value


class _Cells:
    """Reads the cells of one file."""

    def __init__(self, latest: date) -> None:
        self._latest = latest
        self._months = _Remember(self._month)
        self._forces = _Remember(_force)
        self._texts = _Remember(_text)
        self._types = _Remember(_crime_type)
        self._places = _Remember(self._place)
        self._lsoas = _Remember(self._lsoa)
        self.chunk = StreetChunk()

    def start_chunk(self) -> StreetChunk:
        self.chunk = StreetChunk()
        return self.chunk

    def take(self, line: int, cells: tuple[str, ...]) -> None:
        crime_id, month, force, within, longitude, latitude, location, lsoa, lsoa_name, kind, outcome, context = cells
        try:
            when, who, what = self._months[month], self._forces[force], self._types[kind]
            point = self._places[longitude, latitude, location]
            area = self._lsoas[lsoa, lsoa_name]
            came_to = self._texts[outcome]
            self._texts[within], self._texts[context]
            identifier = _identifier(crime_id)
            key = crime_key(identifier) if identifier else incident_key(when, who, what, point)
        except _Bad:
            self._reject(line, cells)
            return
        self.chunk.rows.append(StreetRow(line, key, bool(identifier), when, who, what, point, area, came_to or None))

    def reject_whole(self, line: int, cells: Sequence[str], wanted: int) -> None:
        value = f"{len(cells)} cells, not {wanted}"
        self.chunk.rejections.append(Rejection(line, "", Fault.CELLS, value, _raw(cells)))

    def _reject(self, line: int, cells: tuple[str, ...]) -> None:
        """Look at every cell by itself and say all that is wrong."""
        crime_id, month, force, within, longitude, latitude, location, lsoa, lsoa_name, kind, outcome, context = cells
        checks: list[tuple[str, str, Callable[[], Any]]] = [
            ("Crime ID", crime_id, lambda: _identifier(crime_id)),
            ("Month", month, lambda: self._months[month]),
            ("Reported by", force, lambda: self._forces[force]),
            ("Falls within", within, lambda: self._texts[within]),
            ("Longitude", longitude, lambda: _degrees(longitude)),
            ("Latitude", latitude, lambda: _degrees(latitude)),
            ("Location", location, lambda: _text(location)),
            ("LSOA code", lsoa, lambda: _lsoa_code(lsoa)),
            ("LSOA name", lsoa_name, lambda: _text(lsoa_name)),
            ("Crime type", kind, lambda: self._types[kind]),
            ("Last outcome category", outcome, lambda: self._texts[outcome]),
            ("Context", context, lambda: self._texts[context]),
        ]
        raw = _raw(cells)
        found = [
            Rejection(line, column, fault, _shown(value), raw)
            for column, value, check in checks
            if (fault := _fault(check)) is not None
        ]
        if not any(rejection.column in {"Longitude", "Latitude", "Location"} for rejection in found):
            together = _fault(lambda: self._places[longitude, latitude, location])
            if together is not None:
                found.append(Rejection(line, "Longitude", together, _shown(f"{longitude}, {latitude}"), raw))
        self.chunk.rejections.extend(found)

    def _month(self, text: str) -> date:
        if not _MONTH.fullmatch(text):
            raise _Bad(Fault.MONTH)
        month = date.fromisoformat(f"{text}-01")
        if month > self._latest:
            raise _Bad(Fault.FUTURE)
        if month < TYPE_SETS[0].since:
            raise _Bad(Fault.BEFORE_SERIES)
        return month

    def _place(self, cells: tuple[str, str, str]) -> int | None:
        longitude, latitude, location = cells
        name = _text(location)
        if not longitude.strip() and not latitude.strip():
            return None
        if not longitude.strip() or not latitude.strip():
            raise _Bad(Fault.HALF_PLACE)
        x, y = _degrees(longitude), _degrees(latitude)
        if not _in_kingdom(x, y):
            raise _Bad(Fault.SWAPPED if _in_kingdom(y, x) else Fault.OUTSIDE)
        x_e6, y_e6 = round(x * 1e6), round(y * 1e6)
        key = point_key(x_e6, y_e6, name)
        self.chunk.points.append(StreetPoint(key, x_e6, y_e6, name))
        return key

    def _lsoa(self, cells: tuple[str, str]) -> str | None:
        code, name = _lsoa_code(cells[0]), _text(cells[1])
        if code:
            self.chunk.lsoa_names[code] = name[:80]
        return code


def _fault(check: Callable[[], Any]) -> Fault | None:
    try:
        check()
    except _Bad as bad:
        return bad.fault
    return None


def _text(cell: str) -> str:
    text = cell.strip()
    if _CONTROL.search(text):
        raise _Bad(Fault.CONTROL)
    if text.startswith(_FORMULA):
        raise _Bad(Fault.FORMULA)
    if len(text) > _LONGEST:
        raise _Bad(Fault.TOO_LONG)
    return text


def _identifier(cell: str) -> str:
    # A hash of 64 hexadecimal digits cannot be a formula: only the odd identifier is looked at closely.
    return cell if len(cell) == 64 and cell.isalnum() else _text(cell)


def _force(cell: str) -> str:
    name = _text(cell)
    if not name:
        raise _Bad(Fault.FORCE)
    if len(name) > 80:
        raise _Bad(Fault.TOO_LONG)
    return name


def _lsoa_code(cell: str) -> str | None:
    code = cell.strip()
    if code and not _LSOA.fullmatch(code):
        raise _Bad(Fault.FORMULA if code.startswith(_FORMULA) else Fault.LSOA)
    return code or None


def _crime_type(cell: str) -> int:
    kind = crime_type(_text(cell))
    if kind is None:
        raise _Bad(Fault.TYPE)
    return int(kind)


def _degrees(cell: str) -> float:
    if not cell.strip():
        return 0.0
    try:
        value = float(cell)
    except ValueError:
        raise _Bad(Fault.FORMULA if cell.startswith(("=", "+", "@")) else Fault.NUMBER) from None
    if not -180.0 <= value <= 180.0:
        raise _Bad(Fault.OUTSIDE)
    return value


def _in_kingdom(longitude: float, latitude: float) -> bool:
    return _WEST <= longitude <= _EAST and _SOUTH <= latitude <= _NORTH


def _raw(cells: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(cells)
    return _shown(line.getvalue(), _LONGEST_RAW)


def _shown(value: str, most: int = _LONGEST) -> str:
    """As it was sent, but for what no database can hold."""
    return value.replace("\x00", "\N{REPLACEMENT CHARACTER}")[:most]
