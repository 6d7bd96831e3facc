"""What an outside format hands to this domain: rows whose shape is checked, and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from alongside.places.states import FileResult, Joining


class StreetRow(NamedTuple):
    """One published crime. `key` and `has_id` as in `identity.py`; no place when `point` is None."""

    line: int
    key: int
    has_id: bool
    month: date
    force: str
    crime_type: int
    point: int | None
    lsoa: str | None
    outcome: str | None


class StreetPoint(NamedTuple):
    key: int
    longitude_e6: int
    latitude_e6: int
    location: str


class Rejection(NamedTuple):
    line: int
    column: str
    fault: str
    value: str
    raw: str


@dataclass(slots=True)
class StreetChunk:
    """Some thousands of rows, with the points and LSOA names that they bring for the first time."""

    rows: list[StreetRow] = field(default_factory=list)
    points: list[StreetPoint] = field(default_factory=list)
    lsoa_names: dict[str, str] = field(default_factory=dict)
    rejections: list[Rejection] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class StreetFile:
    """A file of street-level crime, ready to be read once."""

    name: str
    sha256: str
    byte_count: int
    encoding: str
    layout: str
    licence: str
    chunks: Iterator[StreetChunk]
    archive: str = ""
    extracted: date | None = None
    raw_copy: str = ""


@dataclass(frozen=True, slots=True)
class MonthLoaded:
    """What one force's month in the file became."""

    force: str
    month: date
    joining: Joining
    in_file: int
    replaced: int = 0


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of a file. Every row read is in exactly one of the five counts that follow `rows_read`."""

    name: str
    result: FileResult
    rows_read: int = 0
    rows_added: int = 0
    rows_held: int = 0
    rows_repeated: int = 0
    rows_older: int = 0
    rows_rejected: int = 0
    months: tuple[MonthLoaded, ...] = ()
    file_id: int | None = None
    noun: str = "crimes"
