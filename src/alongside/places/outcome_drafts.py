"""What a file of outcomes hands to this domain: rows whose shape is checked."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from alongside.places.drafts import Rejection


class OutcomeRow(NamedTuple):
    """One decision on one crime. `key` as in `identity.crime_key`; `month` is that of the decision."""

    line: int
    key: int
    month: date
    force: str
    outcome: str


@dataclass(slots=True)
class OutcomeChunk:
    rows: list[OutcomeRow] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class OutcomeFile:
    """A file of outcomes, ready to be read once. `is_part`: it holds some decisions of its months, and not every one of
    the force, so that no month is held by it."""

    name: str
    sha256: str
    byte_count: int
    encoding: str
    layout: str
    licence: str
    chunks: Iterator[OutcomeChunk]
    archive: str = ""
    extracted: date | None = None
    raw_copy: str = ""
    is_part: bool = False
