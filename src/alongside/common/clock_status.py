"""How a clock stands at a moment: running, paused, stopped or breached, and the sentence that says so.

A person plans by the day and the time of day: a clock that counts hours says when it is due, a clock that counts days
how many are left. Nobody is told “23 working hours left”.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from alongside.common.calendars import OFFICE_HOURS, Calendar
from alongside.common.clocks import MINUTE, Allowance, Pause, Unit, add, due_at, used
from alongside.common.text import counted, time_of_day
from alongside.common.timelines import MICROSECOND, BeyondCalendarError, instant, local, utc


class ClockState(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    BREACHED = "breached"


@dataclass(frozen=True)
class Clock:
    """A start, an allowance in a calendar, the pauses so far, and when it was stopped, if it was."""

    start: datetime
    allowance: Allowance
    calendar: Calendar = OFFICE_HOURS
    pauses: tuple[Pause, ...] = ()
    stopped_at: datetime | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "start", utc(self.start))
        if self.stopped_at is not None:
            object.__setattr__(self, "stopped_at", utc(self.stopped_at))

    @property
    def due_at(self) -> datetime | None:
        """The deadline; None while a pause without an end stands before it."""
        return due_at(self.start, self.allowance, self.calendar, self.pauses)


@dataclass(frozen=True)
class ClockStatus:
    """`left` is whole units left, or minus the whole units overdue; `late` is true also of a late stop."""

    state: ClockState
    due_at: datetime | None
    left: int
    late: bool
    sentence: str


def status(clock: Clock, at: datetime) -> ClockStatus:
    """How the clock stands at `at`; what happened to it later is not known then."""
    at = utc(at)
    stopped = clock.stopped_at is not None and clock.stopped_at <= at
    until = clock.stopped_at if stopped and clock.stopped_at is not None else at
    pauses = tuple(pause for pause in clock.pauses if pause.start <= until)
    due = due_at(clock.start, clock.allowance, clock.calendar, pauses)
    late = due is not None and _is_late(clock.allowance.unit, until, due)
    if due is not None and late:
        since = _since(clock, due, until)
        if stopped:
            words = f"stopped {since.words or 'just'} late"
            return ClockStatus(ClockState.STOPPED, due, -since.whole, True, words)
        return ClockStatus(
            ClockState.BREACHED, due, -since.whole, True, _breached(since, clock.allowance.unit, due, at)
        )
    left = _left(clock, until, pauses)
    if stopped:
        words = f"stopped in time, {_day_and_time(until, at)}"
        return ClockStatus(ClockState.STOPPED, due, left.whole, False, words)
    pause = next((pause for pause in pauses if pause.end is None or at < pause.end), None)
    if pause is not None:
        remains = f", {left.words} left" if left.words else ""
        words = f"paused since {_day_and_time(pause.start, at)}{remains}"
        return ClockStatus(ClockState.PAUSED, due, left.whole, False, words)
    if at < clock.start:
        return ClockStatus(ClockState.RUNNING, due, left.whole, False, f"begins {_day(local(clock.start), at)}")
    # Not late and not paused: no pause without an end stands before the deadline, so there is one.
    assert due is not None
    words = _running(left, clock.allowance.unit, due, at)
    return ClockStatus(ClockState.RUNNING, due, left.whole, False, words)


def _is_late(unit: Unit, done: datetime, due: datetime) -> bool:
    return done >= due if unit is Unit.SCHOOL_STARTS else done > due


# From so many hours on a person counts in days.
_MANY = {Unit.HOURS: (48, Unit.DAYS), Unit.WORKING_HOURS: (9, Unit.WORKING_DAYS)}


class _Amount:
    """Some time of a clock's own kind from a moment on: whole units, and words that turn to minutes below one hour and
    to days above many."""

    def __init__(self, clock: Clock, amount: int, start: datetime) -> None:
        unit = clock.allowance.unit
        self.whole = amount // unit.running if unit.running else amount
        self.words = counted(self.whole, unit.singular) if self.whole else ""
        if unit.running and not self.whole and amount >= MINUTE:
            kind = "working minute" if unit is Unit.WORKING_HOURS else "minute"
            self.words = counted(amount // MINUTE, kind)
        many, days = _MANY.get(unit, (0, unit))
        if many and self.whole >= many:
            end = add(start, Allowance(self.whole, unit), clock.calendar)
            self.words = counted(used(start, end, days, clock.calendar), days.singular)


def _since(clock: Clock, due: datetime, until: datetime) -> _Amount:
    """What went by after the deadline; nothing, where the school's terms are not known so far."""
    try:
        return _Amount(clock, used(due, until, clock.allowance.unit, clock.calendar), due)
    except BeyondCalendarError:
        return _Amount(clock, 0, due)


def _left(clock: Clock, at: datetime, pauses: tuple[Pause, ...]) -> _Amount:
    unit = clock.allowance.unit
    gone = used(clock.start, at, unit, clock.calendar, pauses) if at > clock.start else 0
    return _Amount(clock, max(0, clock.allowance.amount * (unit.running or 1) - gone), at)


def _running(left: _Amount, unit: Unit, due: datetime, at: datetime) -> str:
    before = "before " if unit is Unit.SCHOOL_STARTS else ""
    if unit.running or unit is Unit.SCHOOL_STARTS or _days_apart(due, at) == 0 or not left.words:
        return f"due {before}{_day_and_time(due, at)}"
    return f"{left.words} left"


def _breached(since: _Amount, unit: Unit, due: datetime, at: datetime) -> str:
    """A little while ago, or since when: of hours in an office nobody counts back."""
    counts = unit is not Unit.WORKING_HOURS and (unit.running is None or _days_apart(due, at) == 0)
    return f"breached {since.words} ago" if since.words and counts else f"breached {_day_and_time(due, at)}"


def _last_instant_of(when: datetime) -> datetime:
    """Midnight belongs to the day that it ends, as far as a reader of deadlines is concerned."""
    shown = local(when)
    return local(when - MICROSECOND) if (shown.hour, shown.minute, shown.second) == (0, 0, 0) else shown


def _days_apart(when: datetime, at: datetime) -> int:
    return (_last_instant_of(when).date() - local(at).date()).days


def _day(shown: datetime, at: datetime) -> str:
    return f"{shown:%a %-d %B}" + (f" {shown.year}" if shown.year != local(at).year else "")


def _day_and_time(when: datetime, at: datetime) -> str:
    """'today at 2:30pm', 'tomorrow at 9am', 'Mon 2 March at 5pm', 'Mon 4 January 2027 at midnight'."""
    shown = _last_instant_of(when)
    apart = _days_apart(when, at)
    day = {0: "today", 1: "tomorrow", -1: "yesterday"}.get(apart) or _day(shown, at)
    return f"{day} at {'midnight' if instant(shown) != instant(when) else time_of_day(shown.time())}"
