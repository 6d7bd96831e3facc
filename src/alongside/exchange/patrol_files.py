"""A patrol plan as a file: a table of visits for a spreadsheet, and each team's days for a calendar. No person is named."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from alongside.exchange.calendar import CalendarEntry, calendar
from alongside.exchange.concern_downloads import MARK, neutral

COLUMNS = ("Date", "Part of the day", "Start", "End", "Team", "Place", "Easting", "Northing", "Latitude", "Longitude")


@dataclass(frozen=True, slots=True)
class PlannedVisit:
    """`place` is a name of the plan, such as “Place 3”; no latitude and longitude off the British National Grid."""

    day: date
    part: str
    start: datetime
    end: datetime
    team: int
    place: str
    easting: int
    northing: int
    latitude: float | None = None
    longitude: float | None = None


def plan_csv(about: Sequence[tuple[str, str]], visits: Iterable[PlannedVisit]) -> Iterator[str]:
    """Lines of the file: first what it is made from, each line marked with #, then the visits."""
    yield MARK
    for label, words in about:
        yield _line([f"# {label}: {' '.join(words.split())}"])
    yield _line(COLUMNS)
    for one in visits:
        cells = [
            one.day.isoformat(), one.part, one.start.isoformat(timespec="minutes"),
            one.end.isoformat(timespec="minutes"), one.team, one.place, one.easting, one.northing, one.latitude,
            one.longitude,
        ]  # fmt: skip
        yield _line([neutral(cell) if isinstance(cell, str) else cell for cell in cells])


def plan_calendar(number: int, visits: Iterable[PlannedVisit], *, at: datetime, site: str) -> str:
    """One entry for each team and day, with its visits in the description."""
    ordered = sorted(visits, key=lambda one: (one.day, one.team, one.start))
    entries = [
        _entry(number, day, team, list(rows)) for (day, team), rows in groupby(ordered, lambda one: (one.day, one.team))
    ]
    return calendar(entries, what="Patrol plans", at=at, site=site)


def _entry(number: int, day: date, team: int, visits: list[PlannedVisit]) -> CalendarEntry:
    lines = [f"{one.start:%H:%M} {one.place} ({_where(one)})" for one in visits]
    return CalendarEntry(
        key=f"patrol-{number}-{day:%Y%m%d}-{team}", starts_at=visits[0].start, ends_at=visits[-1].end,
        summary=f"Patrol, team {team}", place="", description="\n".join(lines),
    )  # fmt: skip


def _where(one: PlannedVisit) -> str:
    if one.latitude is not None and one.longitude is not None:
        return f"{one.latitude:.4f}, {one.longitude:.4f}"
    return f"{one.easting} east, {one.northing} north"


def _line(cells: Sequence[object]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue()
