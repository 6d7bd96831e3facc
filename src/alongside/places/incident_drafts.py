"""What the readers of files hand to this domain: rows of incidents whose shape is checked, and no person."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, NamedTuple

from alongside.places.incident_states import LOCAL_PLANE, Coordinates, DateOrder, RowFault
from alongside.places.states import Precision


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Which column means what, and how its cells are written. Empty: there is no such column.

    `zone`: the clock of the set. `carries_zone`: each time says its own zone, and is put on that clock. `count_once`:
    rows alike in time, place and kind are one incident (several victims of one event).
    """

    when: str
    time: str = ""
    x: str = ""
    y: str = ""
    kind: str = ""
    reference: str = ""
    count: str = ""
    coordinates: Coordinates = Coordinates.LONLAT
    date_order: DateOrder = DateOrder.YEAR_FIRST
    precision: Precision = Precision.MINUTE
    plane: str = LOCAL_PLANE
    zone: str = "Europe/London"
    carries_zone: bool = False
    count_once: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        named = (self.when, self.time, self.x, self.y, self.kind, self.reference, self.count)
        return tuple(name for name in named if name)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "ColumnMapping":
        known = {field.name for field in fields(cls)}
        told = {name: value for name, value in kept.items() if name in known}
        return cls(
            **{
                **told,
                "coordinates": Coordinates(told.get("coordinates", Coordinates.LONLAT)),
                "date_order": DateOrder(told.get("date_order", DateOrder.YEAR_FIRST)),
                "precision": Precision(told.get("precision", Precision.MINUTE)),
            }
        )


class IncidentDraft(NamedTuple):
    """One incident. `identity`, `occurrence`: see `incident_identity`. No place where x and y are None."""

    minute: int
    x: float | None
    y: float | None
    kind: str
    weight: int
    identity: int
    occurrence: int


class CellFault(NamedTuple):
    column: str
    fault: RowFault
    value: str


class IncidentRow(NamedTuple):
    """A row under its number: an incident, or one that came before in the file, or what is wrong with it."""

    number: int
    incident: IncidentDraft | None
    is_repeated: bool = False
    faults: tuple[CellFault, ...] = ()


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file as it came: kept, looked at, not yet read. `refused`: why it cannot be."""

    name: str
    sha256: str
    byte_count: int
    raw_copy: str
    layout: str
    read_as: str
    header: tuple[str, ...]
    examples: Mapping[str, tuple[str, ...]]
    left_out: Mapping[str, str]
    rows: int
    refused: str = ""


@dataclass(frozen=True, slots=True)
class SetDraft:
    """What is said of a set when it is made. `outline`: GeoJSON as text."""

    name: str
    measured: str
    noun: str
    licence: str
    audience: str
    is_snapped: bool = False
    zone: str = "Europe/London"


@dataclass(frozen=True, slots=True)
class FileSpan:
    """The first and the last day of a file, and what was noticed in it."""

    first: date | None
    last: date | None
    notes: tuple[str, ...]
