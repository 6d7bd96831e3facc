"""A file of concerns on its way in: what its reader found out, before any of it is kept. Frozen."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from alongside.support.drafts import LONGEST, ConcernDetails


@dataclass(frozen=True, slots=True)
class FileReading:
    """What a first look at the bytes told. `refused` says why they cannot be read; empty when they can."""

    layout: str
    read_as: str = ""
    columns: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    rows: int = 0
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one cell, under the column's name, in words for the sender."""

    column: str
    words: str


@dataclass(frozen=True, slots=True)
class RowRead:
    """One row: the details that it gives, or the problems why it gives none. `advice` stops nothing.

    `titles` tells the field names of the details as the columns that the sender knows.
    """

    number: int
    cells: tuple[str, ...]
    reference: str = ""
    details: ConcernDetails | None = None
    problems: tuple[Problem, ...] = ()
    advice: tuple[Problem, ...] = ()
    in_danger_now: bool = False
    titles: Mapping[str, str] = field(default_factory=dict)

    @property
    def kept_cells(self) -> list[str]:
        """As sent, but for what no database can hold. A cell that is cut is longer than any that could be entered."""
        return [_keepable(cell) for cell in self.cells]


def _keepable(cell: str) -> str:
    kept = cell.replace("\x00", "\N{REPLACEMENT CHARACTER}")
    return kept if len(kept) <= LONGEST else f"{kept[:LONGEST]}…"


def fingerprint(details: ConcernDetails) -> str:
    """SHA-256 of what is told, however it was laid out: checked details only, without the cells as sent."""
    told = asdict(details)
    del told["child"]["as_sent"]
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()
