"""Counts by month and area, with no month silently missing."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from alongside.analysis.events.points import as_events
from alongside.analysis.events.results import Floats, Ints, summed
from alongside.analysis.events.times import EPOCH
from alongside.analysis.events.unfit import Unfit
from alongside.analysis.hotspots.areas import Areas
from alongside.analysis.hotspots.cells import Cells


@dataclass(frozen=True, eq=False)
class Monthly:
    """`counts`: months x areas, from `first` (months since 1970) on; a month that the source lacks is a row of NaN."""

    counts: Floats
    areas: tuple[str, ...]
    first: int

    @classmethod
    def of(cls, source: Any, grid: Cells | None = None) -> "Monthly":
        """From a table with months as its index (texts, dates or periods) and areas as columns, or from dated events.

        Raises `Unfit` for months out of reading, given twice, areas given twice, or counts that are below zero, not whole or
        missing for single areas.
        """
        if isinstance(source, Monthly):
            return source
        if hasattr(source, "index") and hasattr(source, "columns") and not {"x", "y"} <= set(source.columns):
            return cls.of_table(source.index, source, source.columns)
        if grid is None:
            raise Unfit("Events need areas to be counted in.", "Give Grid.of_areas(…), or a table of months by areas.")
        return cls._counted(source, grid)

    @classmethod
    def of_table(cls, months: Any, counts: Any, areas: Any) -> "Monthly":
        """Rows may come in any order; months between the first and the last that are absent become NaN."""
        try:
            values = np.asarray(counts, dtype=np.float64)
        except (TypeError, ValueError):
            raise Unfit(
                "The table holds something that is not a number.",
                "Give months as its index, areas as its columns and counts in it (of a long table: pivot it).",
            ) from None
        if values.ndim != 2 or values.shape != (len(months), len(areas)) or not values.size:
            raise Unfit(f"The table is {values.shape}.", "Give one row a month and one column an area.")
        number = np.array([month_number(month) for month in months])
        if len(np.unique(number)) != len(number):
            raise Unfit("A month is given twice.", "Add up the files of one month first, and check for duplicates.")
        if np.isnan(values).any() or (values < 0).any():
            raise Unfit(
                "A count is missing or below zero.", "Give 0 where nothing was recorded; leave out absent months."
            )
        if (values != np.rint(values)).any():
            raise Unfit("A count is not whole.", "Give numbers of events, not rates or averages.")
        if len({str(area) for area in areas}) != len(areas):
            raise Unfit("An area is given twice.", "Give one column an area, each under its own name.")
        whole = np.full((int(np.ptp(number)) + 1, values.shape[1]), np.nan)
        whole[number - number.min()] = values
        return cls(whole, tuple(str(area) for area in areas), int(number.min()))

    @classmethod
    def _counted(cls, source: Any, grid: Cells) -> "Monthly":
        events = as_events(source)
        if not events.clock.dated:
            raise Unfit("The events carry numbers for times, not dates.", "Give dates, so that months can be told.")
        place = grid.locate(events.x, events.y)
        if not (place >= 0).any():
            raise Unfit("No event is in the areas.", "Check that events and areas are in one coordinate system.")
        moments = EPOCH + np.round(events.dated() * 86_400).astype("timedelta64[s]")
        month = moments.astype("datetime64[M]").astype(np.int64)
        first, inside = int(month.min()), place >= 0
        rows = int(month.max()) - first + 1
        flat = summed((month[inside] - first) * len(grid) + place[inside], events.weight[inside], rows * len(grid))
        counts = flat.reshape(rows, len(grid))
        # In a month of the source without a single event anywhere, the source is what is missing.
        counts[np.bincount(month - first, minlength=rows) == 0] = np.nan
        names = grid.names if isinstance(grid, Areas) else tuple(str(k) for k in range(len(grid)))
        return cls(counts, names, first)

    def index(self, month: Any) -> int:
        """How many months lie before this one."""
        known = month_number(month) - self.first
        if known > len(self.counts):
            raise Unfit(
                f"The last month held is {self.label(len(self.counts) - 1)}, and {month} was asked for.",
                "Load the months between, or forecast further ahead from the last one.",
            )
        return known

    def label(self, index: int) -> str:
        return str(np.datetime64(self.first + index, "M"))

    def missing(self, index: int) -> bool:
        return bool(np.isnan(self.counts[index, 0]))

    def notes(self, known: int) -> list[str]:
        """Months that the source lacks."""
        lost = [self.label(k) for k in range(known) if self.missing(k)]
        return [f"Months missing from the source, passed over: {', '.join(lost)}."] if lost else []

    @cached_property
    def days(self) -> Floats:
        return self.days_to(len(self.counts) - 1)

    @cached_property
    def calendar(self) -> Ints:
        return self.calendar_to(len(self.counts) - 1)

    def days_to(self, last: int) -> Floats:
        """Days of each month up to and with `last`."""
        starts = (self.first + np.arange(last + 2)).astype("datetime64[M]").astype("datetime64[D]")
        return np.diff(starts).astype(np.float64)

    def calendar_to(self, last: int) -> Ints:
        """The calendar month, January as 0, of each month up to and with `last`."""
        return (self.first + np.arange(last + 1)) % 12


def month_number(month: Any) -> int:
    """Months since January 1970."""
    try:
        return int(np.datetime64(str(month)[:7], "M").astype(np.int64))
    except ValueError:
        raise Unfit(f"{month!r} is not a month.", "Write months as 2026-11.") from None
