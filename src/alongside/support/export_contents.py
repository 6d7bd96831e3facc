"""What goes into a copy, and to whom it is bound: plain values for whoever writes the file."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from alongside.partners.states import FieldGroup, Purpose


@dataclass(frozen=True, slots=True)
class Bound:
    """A copy and the one person to whom it is given."""

    copy: str
    title: str
    recipient: str
    agency: str
    made_by: str
    made_at: datetime
    destroy_by: date

    @property
    def watermark(self) -> str:
        return f"Copy {self.copy} for {self.recipient}, {self.agency}, made on {self.made_at:%d %B %Y}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows under their columns, no more than both who gives and who receives may see."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Covered:
    """On what grounds a copy holds what it holds."""

    purpose: Purpose
    agreements: tuple[str, ...]
    profile: frozenset[FieldGroup]
    records: tuple[int, ...]
    rows: int


C = TypeVar("C")
Write = Callable[[C, Bound], bytes]
