"""Events placed in cells and put in order of time once, so that any past moment can be stood at cheaply."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from alongside.analysis.events.points import Events, as_events
from alongside.analysis.events.results import Floats, Ints, summed
from alongside.analysis.events.times import Clock
from alongside.analysis.events.unfit import Unfit
from alongside.analysis.hotspots.cells import Cells, check_cells


@dataclass(frozen=True, eq=False)
class History:
    """Events inside the cells, by time: `cell`, `day`, `x`, `y`, `weight`. `outside`: how many lay in no cell."""

    cell: Ints
    day: Floats
    x: Floats
    y: Floats
    weight: Floats
    grid: Cells
    clock: Clock
    outside: int

    @classmethod
    def of(cls, events: Any, grid: Cells) -> "History":
        """Raises `Unfit` when the events have no dates or none is inside."""
        if isinstance(events, History):
            if events.grid is not grid:
                raise Unfit("These events were placed in another grid.", "Give the events themselves.")
            return events
        check_cells(grid)
        given: Events = as_events(events)
        days, cell = given.dated(), grid.locate(given.x, given.y)
        kept = np.flatnonzero(cell >= 0)
        if not len(kept):
            raise Unfit("No event is in the area.", "Check that events and boundary are in one coordinate system.")
        # One order for one set of events, whatever the order of the rows.
        kept = kept[np.lexsort((given.weight[kept], given.y[kept], given.x[kept], days[kept]))]
        return cls(
            cell[kept], days[kept], given.x[kept], given.y[kept], given.weight[kept], grid, given.clock,
            len(given) - len(kept),
        )  # fmt: skip

    def before(self, moment: float) -> "Past":
        """What was known at a moment: events strictly before it. Raises `Unfit` when there are none."""
        known = int(np.searchsorted(self.day, moment, side="left"))
        if not known:
            raise Unfit(
                f"No event is dated before {self.clock.text(moment)}.", "Choose a later moment or load earlier months."
            )
        return Past(self, known, moment)

    def counts(self, start: float, end: float) -> Floats:
        """Events (weights) by cell with start <= day < end."""
        low, high = np.searchsorted(self.day, [start, end], side="left")
        return summed(self.cell[low:high], self.weight[low:high], len(self.grid))


@dataclass(frozen=True, eq=False)
class Past:
    """The first `known` events of a history, seen from `moment`."""

    history: History
    known: int
    moment: float

    @property
    def cell(self) -> Ints:
        return self.history.cell[: self.known]

    @property
    def weight(self) -> Floats:
        return self.history.weight[: self.known]

    @cached_property
    def age(self) -> Floats:
        """Days before the moment, above 0."""
        return self.moment - self.history.day[: self.known]

    @property
    def span(self) -> float:
        """Days from the first event to the moment."""
        return float(self.age[0])

    def arrays(self) -> tuple[Floats, ...]:
        """What the hash of the data is taken over."""
        kept = slice(0, self.known)
        return self.history.x[kept], self.history.y[kept], self.history.day[kept], self.history.weight[kept]

    def notes(self) -> list[str]:
        notes = []
        if self.history.outside:
            notes.append(f"{self.history.outside:,} events lie outside every cell.")
        later = len(self.history.day) - self.known
        if later:
            notes.append(f"{later:,} events on or after {self.history.clock.text(self.moment)} were not used.")
        return notes
