"""Clocks: how long somebody has, in which kind of time, and when that is up.

Two families of units, and how each ends:

* **Running time** (minutes, hours, working hours): exactly so much open time after the start. A concern
  received outside working hours starts to count at the next opening. Time that is just used up at closing
  ends then, not at the next opening.
* **Whole days** (days, working days, school days): the end of the n-th such day after the day of receipt.
  The day of receipt is the day whose closing comes next: received on Friday at 16:59 it is Friday, received
  at 17:00 or on Saturday it is Monday. "1 working day" from Friday 10:00 is Monday 17:00; "0 working days" is
  the end of the day of receipt. A day ends at closing time: 17:00 at the office, the school's own last bell,
  midnight for plain days.
* **School start** (Operation Encompass): strictly before the next time the child's own school begins.

Pauses are half-open, [start, end). Running time stands still in them. A whole day counts unless the clock
was paused at the last moment before that day's closing. Being on time means not later than the deadline;
for a school start it means before it.

Every function takes aware datetimes, refuses naive ones, and answers in UTC.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from alongside.common.calendars import EVERY_HOUR, OFFICE_HOURS, Calendar, CalendarKind, SchoolTerms
from alongside.common.text import counted, sentence_list
from alongside.common.timelines import MICROSECOND, ClockError, Timeline, instant, moment, utc

MINUTE, HOUR = 60_000_000, 3_600_000_000
MOST = 1_000_000


class Unit(StrEnum):
    """What an allowance counts; the value is what a database keeps."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    WORKING_HOURS = "working_hours"
    WORKING_DAYS = "working_days"
    SCHOOL_DAYS = "school_days"
    SCHOOL_STARTS = "school_starts"

    @property
    def kind(self) -> CalendarKind:
        return _KIND[self]

    @property
    def running(self) -> int | None:
        """Microseconds in one, where it is running time; None where it counts whole days."""
        return _RUNNING.get(self)

    @property
    def singular(self) -> str:
        return self.value.replace("_", " ").removesuffix("s")


_KIND = {
    Unit.MINUTES: CalendarKind.ELAPSED,
    Unit.HOURS: CalendarKind.ELAPSED,
    Unit.DAYS: CalendarKind.ELAPSED,
    Unit.WORKING_HOURS: CalendarKind.WORKING,
    Unit.WORKING_DAYS: CalendarKind.WORKING,
    Unit.SCHOOL_DAYS: CalendarKind.SCHOOL,
    Unit.SCHOOL_STARTS: CalendarKind.SCHOOL,
}
_RUNNING = {Unit.MINUTES: MINUTE, Unit.HOURS: HOUR, Unit.WORKING_HOURS: HOUR}


@dataclass(frozen=True)
class Allowance:
    """How long somebody has: 24 working hours, 1 working day, 5 school days."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        least = 0 if self.unit.running is None and self.unit is not Unit.SCHOOL_STARTS else 1
        if not least <= self.amount <= MOST:
            raise ClockError(f"{self}: the amount must be a whole number from {least} to {MOST:,}.")

    def __str__(self) -> str:
        return counted(self.amount, self.unit.singular)

    @classmethod
    def parse(cls, text: str) -> "Allowance":
        """Read '24 working hours', the form in which `str` writes it."""
        amount, _, unit = text.strip().partition(" ")
        meant = next((one for one in Unit if unit in (one.singular, f"{one.singular}s")), None)
        if meant is None or not (amount.isascii() and amount.isdecimal()):
            known = sentence_list((f"{one.singular}s" for one in Unit), "or")
            raise ClockError(f"“{text}” is not an allowance. Write a whole number and {known}.")
        return cls(int(amount), meant)


@dataclass(frozen=True)
class Pause:
    """A half-open time [start, end) in which a clock stands still; no end while it lasts."""

    start: datetime
    end: datetime | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "start", utc(self.start))
        if self.end is None:
            return
        object.__setattr__(self, "end", utc(self.end))
        if self.end < self.start:
            raise ClockError(f"A pause cannot end ({self.end}) before it starts ({self.start}).")


def add(start: datetime, allowance: Allowance, calendar: Calendar = OFFICE_HOURS) -> datetime:
    """The deadline of an allowance that is never paused."""
    advance, _ = _arithmetic(allowance.unit, calendar)
    return moment(advance(instant(start), _quantity(allowance)))


def due_at(
    start: datetime, allowance: Allowance, calendar: Calendar = OFFICE_HOURS, pauses: Iterable[Pause] = ()
) -> datetime | None:
    """The deadline; None while a pause without an end stands before it."""
    advance, measure = _arithmetic(allowance.unit, calendar)
    at, left = instant(start), _quantity(allowance)
    for pause_start, pause_end in _in_order(allowance.unit, pauses, at):
        deadline = advance(at, left)
        if deadline <= pause_start:
            return moment(deadline)
        if pause_end is None:
            return None
        left -= measure(at, pause_start)
        at = pause_end
    return moment(advance(at, left))


def used(
    start: datetime,
    end: datetime,
    unit: Unit,
    calendar: Calendar = OFFICE_HOURS,
    pauses: Iterable[Pause] = (),
) -> int:
    """What [start, end) used up, pauses apart: microseconds of running time, or closings of whole days."""
    _, measure = _arithmetic(unit, calendar)
    at, until, total = instant(start), instant(end), 0
    for pause_start, pause_end in _in_order(unit, pauses, at):
        if pause_start >= until:
            break
        total += measure(at, pause_start)
        if pause_end is None or pause_end >= until:
            return total
        at = pause_end
    return total + (measure(at, until) if until > at else 0)


def elapsed_between(
    start: datetime,
    end: datetime,
    unit: Unit,
    calendar: Calendar = OFFICE_HOURS,
    pauses: Iterable[Pause] = (),
) -> int:
    """Whole units gone by; the day of receipt is not counted, so `elapsed_between(s, add(s, n)) == n`."""
    amount = used(start, end, unit, calendar, pauses)
    if unit.running is not None:
        return amount // unit.running
    return amount if unit is Unit.SCHOOL_STARTS else max(0, amount - 1)


def open_time_between(start: datetime, end: datetime, calendar: Calendar = OFFICE_HOURS) -> timedelta:
    """Exactly how long the calendar was open in [start, end): the length of a working wait, say."""
    begins, ends = instant(start), instant(end)
    return calendar.timeline.open_between(begins, ends) * MICROSECOND if ends > begins else timedelta()


def next_school_start(at: datetime, terms: SchoolTerms) -> datetime:
    """When the child's own school next begins, strictly after `at`.

    What must reach the school before its next day (Operation Encompass) must arrive before this moment;
    weekends and holidays are part of the time there is. Raises `BeyondCalendarError` where the terms are not
    known so far: that belongs in the named officer's queue, never in silence.
    """
    return moment(terms.timeline.after_openings(instant(at), 1))


Advance = Callable[[int, int], int]
Measure = Callable[[int, int], int]


def _arithmetic(unit: Unit, calendar: Calendar) -> tuple[Advance, Measure]:
    timeline = _timeline(unit, calendar)
    if unit.running is not None:
        return timeline.after_open_time, timeline.open_between
    if unit is Unit.SCHOOL_STARTS:
        return timeline.after_openings, timeline.openings_between
    return timeline.after_closings, timeline.closings_between


def _timeline(unit: Unit, calendar: Calendar) -> Timeline:
    if unit.kind is CalendarKind.ELAPSED:
        return EVERY_HOUR.timeline
    if calendar.kind is not unit.kind:
        needed = "the school's own terms" if unit.kind is CalendarKind.SCHOOL else "working hours"
        raise ClockError(f"A clock in {unit.singular}s needs {needed} as its calendar.")
    return calendar.timeline


def _quantity(allowance: Allowance) -> int:
    """Microseconds, or closings: the day of receipt closes first, and the n-th day after it is meant."""
    running = allowance.unit.running
    if running is not None:
        return allowance.amount * running
    return allowance.amount if allowance.unit is Unit.SCHOOL_STARTS else allowance.amount + 1


def _in_order(unit: Unit, pauses: Iterable[Pause], start: int) -> Sequence[tuple[int, int | None]]:
    """The pauses as instants from the start on, sorted, those that touch or overlap made one."""
    merged: list[tuple[int, int | None]] = []
    for pause in sorted(pauses, key=lambda pause: pause.start):
        begins = max(start, instant(pause.start))
        ends = None if pause.end is None else instant(pause.end)
        if ends is not None and ends <= begins:
            continue
        if merged and merged[-1][1] is None:
            break
        if merged and begins <= (merged[-1][1] or 0):
            before = merged[-1][1] or 0
            merged[-1] = (merged[-1][0], None if ends is None else max(before, ends))
        else:
            merged.append((begins, ends))
    if merged and unit is Unit.SCHOOL_STARTS:
        raise ClockError("A school begins its day in any case: a clock to the school start cannot be paused.")
    return merged
