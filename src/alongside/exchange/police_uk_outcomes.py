"""Outcomes as data.police.uk publishes them, any force: one row for each decision on a crime, under its month.

A crime may have several rows in several months: charged in one, sent to prison in another. Its Crime ID is that of the
street file. Where the crime was, the row says too; the street file is the one that is believed.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date
from operator import itemgetter

from alongside.exchange.police_uk import CHUNK_ROWS, LayoutRefused
from alongside.exchange.police_uk_cells import (
    Bad,
    Cells,
    Remember,
    force_of,
    identifier_of,
    month_of,
    rejections_of,
    text_of,
    wrong_length,
)
from alongside.places.identity import crime_key
from alongside.places.outcome_drafts import OutcomeChunk, OutcomeRow
from alongside.places.states import Fault

LAYOUT = "data.police.uk outcomes, 10 columns"
COLUMNS = (
    "Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code", "LSOA name",
    "Outcome type",
)  # fmt: skip
NEEDED = ("Crime ID", "Month", "Reported by", "Outcome type")


def is_outcomes(first_line: str) -> bool:
    """Told by its header, whatever the file is called."""
    names = {name.strip().strip('"').casefold() for name in first_line.lstrip("\ufeff").split(",")}
    return "outcome type" in names and "crime type" not in names


def _positions(header: Sequence[str]) -> list[int]:
    found = {name.strip().casefold(): place for place, name in enumerate(header)}
    missing = [name for name in NEEDED if name.casefold() not in found]
    if missing:
        raise LayoutRefused(
            f"it lacks {'the column' if len(missing) == 1 else 'the columns'} {', '.join(missing)}. An outcomes file "
            f"has the columns {', '.join(COLUMNS)}."
        )
    return [found[name.casefold()] for name in NEEDED]


def _told(cell: str) -> str:
    text = text_of(cell)
    if not text:
        raise Bad(Fault.OUTCOME)
    if len(text) > 120:
        raise Bad(Fault.TOO_LONG)
    return text


def _identified(cell: str) -> str:
    found = identifier_of(cell)
    if not found:
        raise Bad(Fault.NO_ID)
    return found


class OutcomeReader:
    """Reads files of outcomes, one after another. `latest` is the first day of the last month that may be in one."""

    def __init__(self, latest: date) -> None:
        self._months = Remember(lambda cell: month_of(cell, latest))
        self._forces = Remember(force_of)
        self._outcomes = Remember(_told)
        self._checks = (
            ("Crime ID", _identified), ("Month", self._months.__getitem__), ("Reported by", force_of),
            ("Outcome type", _told),
        )  # fmt: skip

    def read(self, lines: io.TextIOBase) -> Iterator[OutcomeChunk]:
        """Checked rows in chunks. Raises `LayoutRefused` when it is no file of outcomes, or cannot be split."""
        reader = csv.reader(lines)
        header = next(reader, [])
        pick, wanted, chunk = itemgetter(*_positions(header)), len(header), OutcomeChunk()
        try:
            for cells in reader:
                if len(cells) == wanted:
                    self._take(reader.line_num, pick(cells), cells, chunk)
                elif cells:
                    chunk.rejections.append(wrong_length(reader.line_num, cells, wanted))
                if len(chunk.rows) + len(chunk.rejections) >= CHUNK_ROWS:
                    yield chunk
                    chunk = OutcomeChunk()
        except csv.Error as error:
            raise LayoutRefused(
                f"line {reader.line_num} cannot be split into cells ({error}): a quotation mark may be missing."
            ) from error
        yield chunk

    def _take(self, line: int, needed: Cells, cells: Sequence[str], chunk: OutcomeChunk) -> None:
        crime_id, month, force, outcome = needed
        try:
            row = OutcomeRow(
                line,
                crime_key(_identified(crime_id)),
                self._months[month],
                self._forces[force],
                self._outcomes[outcome],
            )
        except Bad:
            chunk.rejections.extend(rejections_of(line, cells, zip(self._checks, needed, strict=True)))
            return
        chunk.rows.append(row)
