"""What was asked of the partnership in a year, and what was answered: lines with small counts held back, and sentences.

A year begins on 1 April, as a council's does. Whoever adds a part of the system that promises an answer adds a line to
`SOURCES`: a function from the first day, the day after the last and the moment, to counts by what was asked and end. What
is asked and answered in public, one by one, has its line in `IN_PUBLIC`: there nothing is held back.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import Any

from alongside.analysis.disclosure import Held, Release, Shown, Table
from alongside.common.answers import ENDS, IN_TIME, LATE, OVERDUE, STILL_OPEN
from alongside.common.periods import add_months, months_between
from alongside.community.answered import answered as asked_in_public
from alongside.outcomes.answering import verdicts_answered
from alongside.partners.standing import LONDON
from alongside.places.incident_states import Audience
from alongside.places.queries import months_held
from alongside.places.queries.area_months import CountSourceSummary, count_sources
from alongside.support.measures.answered import answered

LEAST, FIRST_MONTH = 5, 4
RECORDED = "Recorded crime (data.police.uk)"
Ends = Counter[tuple[str, ...]]
Source = Callable[[date, date, datetime], Ends]
SOURCES: tuple[Source, ...] = (answered,)
PublicSource = Callable[[datetime, datetime, datetime], Ends]
IN_PUBLIC: tuple[PublicSource, ...] = (asked_in_public, verdicts_answered)


@dataclass(frozen=True, slots=True)
class Line:
    """Something that was asked with a time to answer. None: held back."""

    label: str
    asked: int | None
    in_time: int | None
    late: int | None
    open: int | None
    overdue: int | None


@dataclass(frozen=True, slots=True)
class DataLine:
    """A source of data: how many months of the year are held, of how many."""

    label: str
    held: int
    of: int


def first_day(year: int) -> date:
    return date(year, FIRST_MONTH, 1)


def year_of(day: date) -> int:
    """The year in which this day lies, by its first half."""
    return day.year if day >= first_day(day.year) else day.year - 1


def year_name(year: int) -> str:
    return f"April {year} to March {year + 1}"


def figures_of(year: int, at: datetime) -> dict[str, Any]:
    """The figures of a year as they stood at `at`: plain data, for keeping and for a page."""
    first, until = first_day(year), first_day(year + 1)
    counts: Ends = Counter()
    for source in SOURCES:
        counts.update(source(first, until, at))
    return {
        "lines": [asdict(one) for one in _lines(counts)],
        "in_public": [asdict(one) for one in _in_public(first, until, at)],
        "data": [asdict(one) for one in _data(first, until)],
    }  # fmt: skip


def _in_public(first: date, until: date, at: datetime) -> Sequence[Line]:
    """What stands on public pages one by one is counted whole."""
    since, end = (datetime.combine(day, time(), tzinfo=LONDON) for day in (first, until))
    counts: Ends = Counter()
    for source in IN_PUBLIC:
        counts.update(source(since, end, at))
    labels = sorted({label for label, _ in counts})
    return [
        Line(
            label, sum(counts[label, way] for way in ENDS),
            *(counts[label, way] for way in (IN_TIME, LATE, STILL_OPEN, OVERDUE)),
        )
        for label in labels
    ]  # fmt: skip


def _lines(counts: Ends) -> Sequence[Line]:
    labels = tuple(sorted({label for label, _ in counts}))
    if not labels:
        return ()
    release = Release({"asked": labels, "end": ENDS}, threshold=LEAST)
    shown = release.add(Table("what was asked, by how it ended", ("asked", "end"), counts))
    return tuple(
        Line(label, _n(shown, asked=label), *(_n(shown, asked=label, end=end) for end in (IN_TIME, LATE, STILL_OPEN, OVERDUE)))
        for label in labels
    )  # fmt: skip


def _n(shown: Shown, **categories: str) -> int | None:
    found = shown.at(**categories)
    return None if isinstance(found, Held) else found


def _data(first: date, until: date) -> Sequence[DataLine]:
    """Whether data came: recorded crime, and every publisher's counts. A month that did not come is a gap."""
    lines = []
    held = months_held()
    if held:
        lines.append(DataLine(RECORDED, _months(held, first, until), 12))
    for one in open_sources():
        lines.append(DataLine(one.name, _months((one.first, one.last), first, until), 12))
    return lines


def open_sources() -> list[CountSourceSummary]:
    """What is public names no source that is for those who study places."""
    return [one for one in count_sources() if one.audience == Audience.PLACES]


def without_closed(body: Mapping[str, Any]) -> dict[str, Any]:
    """A kept year as it may be read now: of sources that have been closed since, nothing is told."""
    may_name = {RECORDED, *(one.name for one in open_sources())}
    return {**body, "data": [one for one in body["data"] if one["label"] in may_name]}


def _months(held: tuple[date, date], first: date, until: date) -> int:
    """Months of the year between the first and the last that is held."""
    begins, ends = max(held[0], first), min(held[1], add_months(until, -1))
    return max(0, months_between(begins, ends) + 1)
