"""What an outside format hands to this domain: rows whose shape is checked, and the rows that failed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from alongside.areas.states import AreaKind, SchoolSector, SchoolStatus, Sex, SourceKind

if TYPE_CHECKING:
    from alongside.areas.outlines import Outline


class Reject(NamedTuple):
    """One thing wrong with one row. `row` counts the file's rows (or features) from 1, headings apart."""

    row: int
    field: str
    problem: str


class AreaDraft(NamedTuple):
    """One area of a boundary file, its outline in metres of the British National Grid."""

    code: str
    kind: AreaKind
    name: str
    parent_code: str
    outline: "Outline"


class PopulationDraft(NamedTuple):
    """So many people of that sex, aged from `age_from` to `age_to` completed years, both included."""

    area_code: str
    sex: Sex
    age_from: int
    age_to: int
    people: int
    year: int


class DeprivationDraft(NamedTuple):
    """Where a small area stands in an official index: rank and decile 1 are the most deprived."""

    area_code: str
    year: int
    rank: int
    decile: int


class SchoolDraft(NamedTuple):
    urn: str
    name: str
    phase: str
    type_name: str
    sector: SchoolSector
    status: SchoolStatus
    postcode: str
    easting: float | None
    northing: float | None
    la_code: str
    opened: date | None
    closed: date | None


class SchoolLinkDraft(NamedTuple):
    """One school that took another's place, as when it becomes an academy."""

    row: int
    urn: str
    successor_urn: str


Draft = TypeVar("Draft", AreaDraft, PopulationDraft, DeprivationDraft, SchoolDraft, SchoolLinkDraft)


@dataclass(frozen=True)
class Batch(Generic[Draft]):
    """One file, read: what it is, its good rows and its rejects."""

    file_name: str
    sha256: str
    licence: str
    vintage: int
    rows: Sequence[Draft]
    rejects: Sequence[Reject] = ()


@dataclass(frozen=True)
class LoadReport:
    """What became of a file. A file that was loaded before adds nothing and says when that was."""

    source_id: int
    file_name: str
    kind: SourceKind
    added: int
    changed: int
    unchanged: int
    rejects: tuple[Reject, ...]
    loaded_before: bool = False


class Deed(NamedTuple):
    """What an action did, for the log."""

    act: str
    subject_kind: str
    subject_id: str
    words: str
    facts: Mapping[str, object]


Log = Callable[[Deed], None]
"""Writes the log. An action calls it inside its transaction, so that there is never one without the other; it is
handed in because the log stands beside this domain and neither may know the other."""
