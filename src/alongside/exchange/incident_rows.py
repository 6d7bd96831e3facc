"""Rows of a table as incidents, under a choice of columns: times on the set's clock, places in metres of its plane."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

import numpy as np

from alongside.areas.grid import to_grid_all
from alongside.areas.utm import to_utm, zone_of
from alongside.exchange.incident_times import BadTime, Reading, minutes_of, read_moment
from alongside.exchange.tables import Record, Table
from alongside.places.incident_drafts import CellFault, ColumnMapping, IncidentDraft, IncidentRow
from alongside.places.incident_identity import by_likeness, by_reference
from alongside.places.incident_states import METRES_IN, Coordinates, RowFault
from alongside.places.source_forms import Floats
from alongside.places.states import Precision

CHUNK = 2_000
LONGEST = 80
MOST_IN_A_ROW = 10_000
_GRID_EAST, _GRID_NORTH = 700_000.0, 1_300_000.0
_FORMULA = ("=", "@", "+", "-")


def read_incidents(table: Table, mapping: ColumnMapping, *, at: datetime) -> Iterator[IncidentRow]:
    """Every row once, in order. `at`: what lies after it lies in the future."""
    reader = _Reader(table, mapping, at)
    records = table.records()
    while some := list(islice(records, CHUNK)):
        yield from reader.read(some)


@dataclass(slots=True)
class _Cells:
    """A row whose cells are read one by one; its place still as it was given."""

    number: int
    faults: list[CellFault]
    minute: int = 0
    place: tuple[float, float] | None = None
    kind: str = ""
    reference: str = ""
    weight: int = 1


class _Reader:
    def __init__(self, table: Table, mapping: ColumnMapping, at: datetime) -> None:
        self.mapping, self.width = mapping, len(table.header)
        self.places = {name: place for place, name in enumerate(table.header)}
        self.zone = ZoneInfo(mapping.zone)
        now = at.astimezone(self.zone)
        self.latest = minutes_of(Reading(now.date(), now.hour * 60 + now.minute, None), self.zone)
        self.seen: Counter[int] = Counter()

    def read(self, records: Sequence[Record]) -> Iterator[IncidentRow]:
        rows = [self._cells(record) for record in records]
        self._project(rows)
        for row in rows:
            yield IncidentRow(row.number, None, False, tuple(row.faults)) if row.faults else self._incident(row)

    def _cells(self, record: Record) -> _Cells:
        row = _Cells(record.number, [])
        if record.fault or len(record.cells) != self.width:
            row.faults.append(CellFault("", RowFault.CELLS, f"{len(record.cells)} cells, not {self.width}"))
            return row
        self._when(record, row)
        self._place(record, row)
        mapping = self.mapping
        row.kind, row.reference = self._text(record, mapping.kind, row), self._text(record, mapping.reference, row)
        if mapping.count:
            self._count(record, row)
        return row

    def _cell(self, record: Record, name: str) -> str:
        return record.cells[self.places[name]].strip() if name else ""

    def _when(self, record: Record, row: _Cells) -> None:
        mapping = self.mapping
        text, clock = self._cell(record, mapping.when), self._cell(record, mapping.time)
        try:
            reading = read_moment(text, mapping.date_order, clock)
        except BadTime as bad:
            column, value = (mapping.time, clock) if bad.fault == RowFault.TIME and clock else (mapping.when, text)
            row.faults.append(CellFault(column, _formula(value) or bad.fault, value))
            return
        is_timed = reading.minute is not None and mapping.precision == Precision.MINUTE
        if is_timed and (reading.offset is not None) != mapping.carries_zone:
            fault = RowFault.NO_ZONE if mapping.carries_zone else RowFault.ZONE
            row.faults.append(CellFault(mapping.when, fault, text))
            return
        row.minute = self._rounded(reading)
        if row.minute > self.latest:
            row.faults.append(CellFault(mapping.when, RowFault.FUTURE, text))

    def _rounded(self, reading: Reading) -> int:
        if self.mapping.precision == Precision.MINUTE:
            return minutes_of(reading, self.zone)
        day = reading.day.replace(day=1) if self.mapping.precision == Precision.MONTH else reading.day
        return minutes_of(Reading(day, None, None), self.zone)

    def _place(self, record: Record, row: _Cells) -> None:
        mapping = self.mapping
        if not mapping.x:
            return
        texts = [self._cell(record, mapping.x), self._cell(record, mapping.y)]
        if not any(texts):
            return
        if not all(texts):
            row.faults.append(CellFault(mapping.y if texts[0] else mapping.x, RowFault.HALF_PLACE, ""))
            return
        values = []
        for name, text in zip((mapping.x, mapping.y), texts, strict=True):
            try:
                value = float(text)
            except ValueError:
                row.faults.append(CellFault(name, RowFault.FORMULA if text[0] in "=@" else RowFault.NUMBER, text))
                continue
            if np.isfinite(value):
                values.append(value)
            else:
                row.faults.append(CellFault(name, RowFault.NUMBER, text))
        if len(values) == 2 and values != [0.0, 0.0]:
            self._check_place((values[0], values[1]), row)

    def _check_place(self, place: tuple[float, float], row: _Cells) -> None:
        x, y = place
        told = f"{x:g}, {y:g}"
        if self.mapping.coordinates == Coordinates.LONLAT and (abs(x) > 180 or abs(y) > 90):
            fault = RowFault.SWAPPED if abs(y) <= 180 and abs(x) <= 90 else RowFault.DEGREES
            row.faults.append(CellFault(self.mapping.x, fault, told))
        elif self.mapping.coordinates == Coordinates.GRID and not (0 <= x <= _GRID_EAST and 0 <= y <= _GRID_NORTH):
            row.faults.append(CellFault(self.mapping.x, RowFault.OFF_GRID, told))
        else:
            row.place = place

    def _text(self, record: Record, name: str, row: _Cells) -> str:
        text = self._cell(record, name)
        if len(text) > LONGEST:
            row.faults.append(CellFault(name, RowFault.TOO_LONG, text[:LONGEST]))
        elif fault := _formula(text):
            row.faults.append(CellFault(name, fault, text))
        return text

    def _count(self, record: Record, row: _Cells) -> None:
        text = self._cell(record, self.mapping.count)
        if text.isascii() and text.isdecimal() and 1 <= int(text) <= MOST_IN_A_ROW:
            row.weight = int(text)
        else:
            row.faults.append(CellFault(self.mapping.count, RowFault.COUNT, text))

    def _project(self, rows: Sequence[_Cells]) -> None:
        """Places in metres, all rows at once. One that the plane does not reach is a fault, by row and column."""
        placed = [row for row in rows if row.place is not None]
        if not placed:
            return
        given = np.array([row.place for row in placed], dtype=np.float64)
        x, y = _metres(self.mapping, given[:, 0], given[:, 1])
        for row, east, north in zip(placed, x.tolist(), y.tolist(), strict=True):
            if east != east or north != north:
                assert row.place is not None
                told = f"{row.place[0]:g}, {row.place[1]:g}"
                fault = self._why_off(row.place)
                row.faults.append(CellFault(self.mapping.x, fault, told))
            else:
                row.place = (round(east, 3), round(north, 3))

    def _why_off(self, place: tuple[float, float]) -> RowFault:
        x, y = _metres(self.mapping, np.array([place[1]]), np.array([place[0]]))
        return RowFault.SWAPPED if np.isfinite(x[0]) and np.isfinite(y[0]) else RowFault.OFF_GRID

    def _incident(self, row: _Cells) -> IncidentRow:
        x, y = row.place if row.place else (None, None)
        mapping = self.mapping
        alike = mapping.count_once or not row.reference
        identity = by_likeness(row.minute, x, y, row.kind) if alike else by_reference(row.reference)
        self.seen[identity] += 1
        is_again = self.seen[identity] > 1 and (mapping.count_once or not alike)
        occurrence = 1 if mapping.count_once or not alike else self.seen[identity]
        made = IncidentDraft(row.minute, x, y, row.kind, row.weight, identity, occurrence)
        return IncidentRow(row.number, made, is_again)


def _metres(mapping: ColumnMapping, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    if mapping.coordinates == Coordinates.LONLAT:
        return to_utm(x, y, zone_of(mapping.plane)) if mapping.plane.startswith("EPSG:32") else to_grid_all(x, y)
    if mapping.coordinates == Coordinates.GRID:
        return x, y
    metres = METRES_IN[mapping.coordinates]
    return x * metres, y * metres


def _formula(text: str) -> RowFault | None:
    if not text.startswith(_FORMULA):
        return None
    try:
        float(text)
    except ValueError:
        return RowFault.FORMULA
    return None
