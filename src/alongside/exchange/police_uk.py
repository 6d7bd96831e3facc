"""Street-level crime as data.police.uk publishes it, any force: twelve columns, one row a crime.

Each cell is checked by itself, so that a rejected row names every cell at fault.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date
from operator import itemgetter

from alongside.exchange.police_uk_cells import REMEMBERED, Bad, Cells, Meanings, identifier_of, wrong_length
from alongside.places.drafts import StreetChunk, StreetRow
from alongside.places.identity import crime_key, incident_key

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


class StreetReader:
    """Reads street files, one after another, and keeps what it has learnt of their cells from one to the next.

    `latest` is the first day of the last month that may be in a file.
    """

    def __init__(self, latest: date) -> None:
        self._meanings = Meanings(latest)

    def read(self, lines: io.TextIOBase) -> Iterator[StreetChunk]:
        """Checked rows in chunks. Raises `LayoutRefused` when it is no street file, or cannot be split into cells."""
        reader = csv.reader(lines)
        header = next(reader, [])
        pick, wanted = itemgetter(*positions(header)), len(header)
        rows = _Rows(self._meanings)
        try:
            for cells in reader:
                if len(cells) == wanted:
                    rows.take(reader.line_num, pick(cells))
                elif cells:
                    rows.chunk.rejections.append(wrong_length(reader.line_num, cells, wanted))
                if rows.is_full:
                    yield rows.hand_over()
        except csv.Error as error:
            raise LayoutRefused(
                f"line {reader.line_num} cannot be split into cells ({error}): a quotation mark may be missing."
            ) from error
        yield rows.hand_over()


class _Rows:
    """The rows of one file on their way into chunks."""

    def __init__(self, meanings: Meanings) -> None:
        self._meanings = meanings
        self._sent: set[int] = set()
        self.chunk = StreetChunk()

    @property
    def is_full(self) -> bool:
        return len(self.chunk.rows) + len(self.chunk.rejections) >= CHUNK_ROWS

    def hand_over(self) -> StreetChunk:
        full, self.chunk = self.chunk, StreetChunk()
        # Points may be sent twice, but the list of those that were must not grow with the file.
        if len(self._sent) > REMEMBERED:
            self._sent.clear()
        return full

    def take(self, line: int, cells: Cells) -> None:
        crime_id, month, force, within, longitude, latitude, location, lsoa, lsoa_name, kind, outcome, context = cells
        known = self._meanings
        try:
            when, who, what = known.months[month], known.forces[force], known.types[kind]
            point = known.places[longitude, latitude, location]
            area, area_name = known.lsoas[lsoa, lsoa_name]
            came_to = known.texts[outcome]
            known.texts[within], known.texts[context]
            identifier = identifier_of(crime_id)
        except Bad:
            self.chunk.rejections.extend(known.faults(line, cells))
            return
        place = point.key if point else None
        if point and place not in self._sent:
            self._sent.add(point.key)
            self.chunk.points.append(point)
        if area:
            self.chunk.lsoa_names[area] = area_name
        key = crime_key(identifier) if identifier else incident_key(when, who, what, place)
        self.chunk.rows.append(StreetRow(line, key, bool(identifier), when, who, what, place, area, came_to or None))
