"""What is handed to the actions of operations: shape only, as a page or a file gives it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

Corners = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class OperationDraft:
    """A place is one of three: a problem to work on, boundaries by key, or corners in metres of the National Grid."""

    name: str
    why: str
    problem_id: int | None = None
    areas: tuple[str, ...] = ()
    corners: Corners = ()
    agencies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProtocolDraft:
    """What an operation will be judged by. No target areas: the operation's own place is the target."""

    outcome: str
    source: str
    kinds: tuple[str, ...]
    definition: str
    baseline_from: date
    starts_on: date
    ends_on: date
    target_areas: tuple[str, ...] = ()
    comparison_areas: tuple[str, ...] = ()
    buffer_metres: int = 0
    buffer_areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskingDraft:
    """Who of which agency does what, where, by when."""

    tactic: str
    what: str
    where: str
    doer_code: str
    doer: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class PowerDraft:
    power: str
    authority: str
    authorised_by: str
    where: str
    grounds: str
    child_welfare: str
    equality: str
    starts_at: datetime
    ends_at: datetime | None = None
    consulted: str = ""
    extends: int | None = None


@dataclass(frozen=True, slots=True)
class ActivityDraft:
    """What was done on one occasion. `corrects`: the row whose place this one takes, with the reason."""

    kind: str
    began_at: datetime
    minutes: int
    where: str
    spoken_to: int = 0
    found: int = 0
    tried: int = 0
    sold: int = 0
    tasking_id: int | None = None
    corrects: int | None = None
    reason: str = ""

    @property
    def counts(self) -> dict[str, int]:
        names = ("minutes", "spoken_to", "found", "tried", "sold")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """One item of an agenda. `came_from`: the item of an earlier meeting that it goes on from."""

    title: str
    words: str
    problem_id: int | None = None
    operation: str = ""
    came_from: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A place as it is kept: rings in metres of a plane, or keys of boundaries."""

    plane: str = ""
    outline: list[Any] = field(default_factory=list)
    areas: list[str] = field(default_factory=list)
