"""The forms in which events pass from a source to an analysis."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from alongside.places.states import Precision

Floats = NDArray[np.float64]
NATIONAL_GRID = "EPSG:27700"


@dataclass(frozen=True, slots=True)
class SourceSummary:
    """A source of events. `plane`: its metres, such as EPSG:27700. `kinds`: what its events can be, key and words.

    `is_snapped`: its points are moved to anonymous map points, never to be drawn as addresses. `noun`: what one event
    is called, in the plural.
    """

    key: str
    name: str
    noun: str
    precision: Precision
    is_snapped: bool
    plane: str
    kinds: tuple[tuple[str, str], ...]
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an analysis asks of a source: both days are in. No kinds are all kinds. `boundary`: see `boundaries`."""

    source: str
    boundary: str
    first: date
    last: date
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class PlaceEvents:
    """Events inside a boundary, as columns of one length.

    `x`, `y`: metres in `plane`. `times`: numpy datetime64, to the month, day or minute as `precision` says. `weight`:
    how many events stand in the row (several crimes of a month at one map point are one row). `gaps`: months of which
    the source holds nothing although they lie in the period: never zeros. `unplaced`, `outside`: events of the period
    without a place, and outside the boundary. `outline`: the boundary as a shapely geometry in metres. `data_hash`:
    SHA-256 of the columns. `sources`: publisher and extract, a line each; `licences`: to be shown with what is made.
    """

    plane: str
    precision: Precision
    is_snapped: bool
    x: Floats
    y: Floats
    times: NDArray[Any]
    weight: Floats
    outline: Any
    unplaced: int
    outside: int
    gaps: tuple[date, ...]
    sources: tuple[str, ...]
    licences: tuple[str, ...]
    data_hash: str
    notes: tuple[str, ...] = field(default_factory=tuple)

    def __len__(self) -> int:
        return len(self.x)

    @property
    def total(self) -> int:
        return int(self.weight.sum())


class EventSource(Protocol):
    """What holds the sources of one form."""

    def held(self) -> list[SourceSummary]: ...

    def state_of(self, key: str) -> str:
        """Changes whenever what the source holds changes: an analysis of yesterday's data is not today's answer."""
        ...

    def events(self, wanted: Wanted, summary: SourceSummary) -> PlaceEvents: ...
