"""Dated, weighted points, checked once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from alongside.analysis.events.coordinates import coordinates, number_column
from alongside.analysis.events.results import Floats
from alongside.analysis.events.times import Clock, elapsed_days
from alongside.analysis.events.unfit import Unfit


@dataclass(frozen=True, eq=False)
class Events:
    """Where and when: `x`, `y` in metres, `t` in days (None without dates), `weight` 1 unless harm or the like counts."""

    x: Floats
    y: Floats
    t: Floats | None
    weight: Floats
    clock: Clock

    @classmethod
    def of(
        cls,
        x: Any,
        y: Any,
        t: Any = None,
        *,
        weight: Any = None,
        zone: str | None = None,
        repeated_hour: str = "refuse",
        at: Any = None,
    ) -> "Events":
        """Check and take columns of equal length.

        `x`, `y`: metres. `t`: dates or numbers of days; `zone`, `repeated_hour` and `at` as in `elapsed_days`.
        `weight`: 0 or more, one for each event, 1 if not given. Raises `Unfit` naming the row and the fix.
        """
        xs, ys = coordinates(x, y)
        if t is None:
            days, clock = None, Clock(False)
        else:
            days, clock = elapsed_days(t, zone=zone, repeated_hour=repeated_hour, at=at)
        weights = np.ones(len(xs)) if weight is None else number_column(weight, "weight")
        for name, column in (("t", days), ("weight", weights)):
            if column is not None and len(column) != len(xs):
                raise Unfit(f"There are {len(xs):,} places and {len(column):,} {name}.", "Give one for each event.")
        if (weights < 0).any():
            raise Unfit("A weight is below zero.", "Give weights of 0 or more, such as days of harm.")
        return cls(xs, ys, days, weights, clock)

    def __len__(self) -> int:
        return len(self.x)

    def dated(self) -> Floats:
        """The days; `Unfit` when the events have none."""
        if self.t is None:
            raise Unfit("These events carry no dates.", "Give t: a date, or a number of days, for each event.")
        return self.t

    def arrays(self) -> tuple[Any, ...]:
        """What the hash of the data is taken over."""
        return self.x, self.y, self.t, self.weight


def as_events(events: Any) -> Events:
    """Events from `Events`, a data frame or mapping with columns x, y and optionally t and weight, a tuple (x, y[, t]),
    or an array of such rows."""
    if isinstance(events, Events):
        return events
    columns = list(events) if isinstance(events, Mapping) else getattr(events, "columns", None)
    if columns is not None:
        lost = {"x", "y"} - set(columns)
        if lost:
            raise Unfit(f"The table has no column {' or '.join(sorted(lost))}.", "Name the columns x, y, t and weight.")
        return Events.of(
            events["x"], events["y"], _column(events, columns, "t"), weight=_column(events, columns, "weight")
        )
    if getattr(events, "ndim", 0) == 2 and events.shape[1] in (2, 3):
        return Events.of(*events.T)
    if isinstance(events, tuple) and len(events) in (2, 3):
        return Events.of(*events)
    raise Unfit("The events are in no form known here.", "Give Events.of(x, y, t), a table with x, y, t, or (x, y, t).")


def _column(table: Any, columns: Any, name: str) -> Any:
    return table[name] if name in columns else None
