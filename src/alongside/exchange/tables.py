"""Tables that people send: CSV in any of its dresses, or an Excel workbook. Read as text, cell by cell, or refused.

A number, a date or a formula in a workbook becomes the text that its reader would see; nothing is worked out.
"""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

HEADER_WITHIN = 10
"""How many rows down a header may stand: exports put a title above it."""


class TableRefused(Exception):
    """The file cannot be read as a table. The text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Record:
    """A row under the number that a spreadsheet shows beside it. `fault`: why its cells cannot be told apart."""

    number: int
    cells: tuple[str, ...]
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The header as it was sent, and the rows below it that hold anything; `records` may be called again."""

    header: tuple[str, ...]
    read_as: str
    records: Callable[[], Iterator[Record]]


def header_key(text: str) -> str:
    """What makes two headers the same: their letters and digits. Case, spaces, hyphens and signs do not matter."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def header_place(rows: Sequence[Sequence[str]], wanted: frozenset[str]) -> tuple[int, int]:
    """Which of the first rows is the header (the one that names most of the wanted columns), and how many it names."""
    named = [len({header_key(cell) for cell in row} & wanted) for row in rows]
    most = max(named, default=0)
    return (named.index(most), most) if named else (0, 0)


def is_blank(cells: Sequence[str]) -> bool:
    return not any(cell.strip() for cell in cells)
