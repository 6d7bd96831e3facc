"""What the readers of counts hand to this domain: rows of area, kind and month whose shape is checked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from alongside.places.incident_states import Audience, Measured
from alongside.places.states import FileResult


@dataclass(frozen=True, slots=True)
class CountSourceDraft:
    """Whose counts, of what, by which areas. The key stays the same from file to file. `kinds_overlap`: one kind holds
    another, so that they are never summed."""

    key: str
    name: str
    publisher: str
    licence: str
    area_kind: str
    noun: str
    area_vintage: int = 0
    measured: Measured = Measured.POLICE
    audience: Audience = Audience.PLACES
    holds_back_small: bool = False
    force: str = ""
    kinds_overlap: bool = False


class CountRow(NamedTuple):
    """`row`: where it stood in the file."""

    row: int
    code: str
    name: str
    parent: str
    group: str
    words: str
    measure: str
    month: date
    total: int


class CountReject(NamedTuple):
    row: int
    column: str
    reason: str
    value: str


@dataclass(slots=True)
class CountBatch:
    """A file of counts, ready to be read once. `rejects` and `months` fill while `rows` is gone through; `months` holds
    every month that the file tells of, also where all its counts are zero."""

    source: CountSourceDraft
    name: str
    sha256: str
    byte_count: int
    layout: str
    rows: Iterator[CountRow]
    raw_copy: str = ""
    rejects: list[CountReject] = field(default_factory=list)
    months: set[date] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    rows_read: int = 0


@dataclass(frozen=True, slots=True)
class CountReport:
    """What became of a file of counts."""

    name: str
    source: str
    result: FileResult
    rows_read: int = 0
    counts: int = 0
    months: Sequence[date] = ()
    replaced: Sequence[date] = ()
    rows_repeated: int = 0
    rows_rejected: int = 0
    rejects: Sequence[CountReject] = ()
    notes: Sequence[str] = ()
