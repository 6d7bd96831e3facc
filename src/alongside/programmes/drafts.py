"""What is handed to the actions: shape checked by the doors, sense by the actions."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from alongside.programmes.states import Counted, HowItWent, LessonState, Moment, Need, WhyNot


@dataclass(frozen=True, slots=True)
class ProgrammeDraft:
    code: str
    name: str
    about: str


@dataclass(frozen=True, slots=True)
class VersionDraft:
    valid_from: date
    year_groups: tuple[int, ...]
    lessons: tuple[str, ...]
    change_note: str


@dataclass(frozen=True, slots=True)
class TargetDraft:
    """School years by the year in which they begin."""

    first_year: int
    last_year: int
    pupils: int
    counted: Counted
    reason: str


@dataclass(frozen=True, slots=True)
class ClassDraft:
    """One row of a register. `school_urn` has been checked for its shape only."""

    school_urn: str
    school_year: int
    year_group: int
    name: str
    size: int
    need: Need = Need.UNKNOWN
    offered_on: date | None = None


@dataclass(frozen=True, slots=True)
class ClassRowRead:
    """A row of a file: its class, or its problems as pairs of column and words."""

    number: int
    draft: ClassDraft | None
    problems: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class LessonWritten:
    """What a teacher says of a lesson."""

    state: LessonState
    head_count: int | None = None
    why: WhyNot = WhyNot.NONE
    how_it_went: HowItWent = HowItWent.NOT_SAID
    words: str = ""


@dataclass(frozen=True, slots=True)
class InstrumentDraft:
    code: str
    name: str
    answered_by: str
    lowest: int
    highest: int
    higher_is_worse: bool
    reliability: float
    spread: float
    source: str
    cutoff: int | None = None


@dataclass(frozen=True, slots=True)
class ReadingsDraft:
    """Codes and points of a class at one moment."""

    instrument: str
    moment: Moment
    points: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class DrawDraft:
    """Starts in order; each opens `days_before` its day."""

    school_year: int
    starts_on: tuple[date, ...]
    days_before: int


@dataclass(frozen=True, slots=True)
class TrainingDraft:
    school_urn: str
    held_on: date
    teachers: int
    sent_key: UUID
