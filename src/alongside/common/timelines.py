"""Open time laid out as instants: the arithmetic beneath every calendar.

A calendar is turned once into a sorted table of open spells (an office's or a school's day, or the whole
day) in microseconds of UTC, with the open time that lies before each spell. Adding and measuring are then a
look-up by bisection, equally quick for one hour and for ten years, and a change of summer time needs no
special case: a spell is simply an hour shorter or longer.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
MINUTES_A_DAY = 24 * 60
EARLIEST_YEAR, LATEST_YEAR = 1900, 2200
YEARS_ADDED_AT_ONCE = 16

Minutes = tuple[int, int]
"""The minutes after midnight at which a day opens and closes; 1440 is the midnight that ends it."""


class ClockError(ValueError):
    """A clock was asked something it cannot answer; the text says what to do."""


class NaiveMomentError(ClockError):
    """A date and time came without its time zone."""


class BeyondCalendarError(ClockError):
    """The answer lies outside what the calendar knows."""


def instant(moment: datetime) -> int:
    """Microseconds since 1970 UTC. A time without a zone is refused: it could mean two different hours."""
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise NaiveMomentError(
            f"{moment.isoformat(' ')} has no time zone. Give an aware one, for example in Europe/London."
        )
    return (moment - EPOCH) // MICROSECOND


def moment(instant: int) -> datetime:
    return EPOCH + timedelta(microseconds=instant)


def utc(moment: datetime) -> datetime:
    """The moment in UTC: times in one local zone would compare by the clock face, wrong in the repeated hour."""
    instant(moment)
    return moment.astimezone(UTC)


def local(moment: datetime) -> datetime:
    """The moment as London's clocks show it."""
    instant(moment)
    return moment.astimezone(LONDON)


def instant_on(day: date, minute: int) -> int:
    """The instant at which London's clocks show that minute of that day.

    A minute that the spring change skips is taken as if the clocks had not changed yet (01:30 is 02:30 in
    summer time); a minute that autumn repeats is its first occurrence.
    """
    if minute == MINUTES_A_DAY:
        day, minute = day + timedelta(days=1), 0
    hour, minute = divmod(minute, 60)
    return instant(datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON))


class Spells(NamedTuple):
    """Open spells in order, the open time that lies before each, and what they reach over: [begins, ends)."""

    opens: list[int]
    closes: list[int]
    open_before: list[int]
    first_day: date
    end_day: date
    begins: int
    ends: int

    @classmethod
    def lay_out(cls, hours_on: Callable[[date], Minutes | None], first_day: date, end_day: date) -> "Spells":
        spells = cls([], [], [], first_day, end_day, instant_on(first_day, 0), instant_on(end_day, 0))
        total = 0
        for ordinal in range(first_day.toordinal(), end_day.toordinal()):
            day = date.fromordinal(ordinal)
            hours = hours_on(day)
            if hours is None:
                continue
            opens = instant_on(day, hours[0])
            # Hours that lie within the spring change would otherwise close before they open.
            closes = max(opens, instant_on(day, hours[1]))
            spells.opens.append(opens)
            spells.closes.append(closes)
            spells.open_before.append(total)
            total += closes - opens
        return spells

    def open_time_until(self, at: int) -> int:
        last_opened = bisect_right(self.opens, at) - 1
        if last_opened < 0:
            return 0
        return self.open_before[last_opened] + min(at, self.closes[last_opened]) - self.opens[last_opened]

    def when_open_time_reaches(self, total: int) -> int | None:
        """The first instant by which that much time was open; None if it lies beyond the last spell."""
        spell = bisect_left(self.open_before, total) - 1
        if spell < 0:
            return None
        reached = self.opens[spell] + total - self.open_before[spell]
        return reached if reached <= self.closes[spell] else None


class Timeline:
    """The open spells of one calendar, laid out for the years asked about and kept."""

    def __init__(
        self,
        hours_on: Callable[[date], Minutes | None],
        first_day: date,
        end_day: date,
        *,
        unknown_beyond: str | None = None,
    ) -> None:
        """`unknown_beyond`: why nothing can be said outside these days; without it the calendar goes on."""
        self._hours_on = hours_on
        self._unknown_beyond = unknown_beyond
        self._spells = Spells.lay_out(hours_on, first_day, end_day)

    def open_between(self, start: int, end: int) -> int:
        """Open microseconds in [start, end)."""
        spells = self._covering(start, end)
        return spells.open_time_until(end) - spells.open_time_until(start)

    def after_open_time(self, start: int, amount: int) -> int:
        """The first instant by which `amount` (more than 0) open microseconds have passed since start."""
        spells = self._covering(start, start)
        while True:
            reached = spells.when_open_time_reaches(spells.open_time_until(start) + amount)
            if reached is not None:
                return reached
            spells = self._later(spells)

    def closings_between(self, start: int, end: int) -> int:
        """How many spells close in (start, end]."""
        closes = self._covering(start, end).closes
        return bisect_right(closes, end) - bisect_right(closes, start)

    def after_closings(self, start: int, count: int) -> int:
        """The instant of the count-th closing (1 is the next) strictly after start."""
        spells = self._covering(start, start)
        while True:
            spell = bisect_right(spells.closes, start) + count - 1
            if spell < len(spells.closes):
                return spells.closes[spell]
            spells = self._later(spells)

    def openings_between(self, start: int, end: int) -> int:
        """How many spells open in (start, end]."""
        opens = self._covering(start, end).opens
        return bisect_right(opens, end) - bisect_right(opens, start)

    def after_openings(self, start: int, count: int) -> int:
        """The instant of the count-th opening (1 is the next) strictly after start."""
        spells = self._covering(start, start)
        while True:
            spell = bisect_right(spells.opens, start) + count - 1
            if spell < len(spells.opens):
                return spells.opens[spell]
            spells = self._later(spells)

    def _covering(self, start: int, end: int) -> Spells:
        """The spells, laid out further back and further on if they do not reach over [start, end]."""
        spells = self._spells
        if start >= spells.begins and end < spells.ends:
            return spells
        first, last = _day_of(start), _day_of(end)
        if first < spells.first_day:
            spells = self._lay_out(date(first.year, 1, 1), spells.end_day)
        if last >= spells.end_day:
            spells = self._lay_out(spells.first_day, date(min(last.year, LATEST_YEAR) + 1, 1, 1))
        return spells

    def _later(self, spells: Spells) -> Spells:
        later = spells.end_day.year + YEARS_ADDED_AT_ONCE
        if spells.end_day.year < LATEST_YEAR:
            later = min(later, LATEST_YEAR)
        return self._lay_out(spells.first_day, date(later, 1, 1))

    def _lay_out(self, first_day: date, end_day: date) -> Spells:
        if self._unknown_beyond:
            raise BeyondCalendarError(self._unknown_beyond)
        if first_day.year < EARLIEST_YEAR or end_day.year > LATEST_YEAR:
            raise BeyondCalendarError(
                f"Clocks run from {EARLIEST_YEAR} to {LATEST_YEAR}, and this one goes beyond. "
                "Check the dates and the amount."
            )
        self._spells = Spells.lay_out(self._hours_on, first_day, end_day)
        return self._spells


def _day_of(at: int) -> date:
    try:
        return moment(at).astimezone(LONDON).date()
    except OverflowError:
        raise BeyondCalendarError("A date lies beyond the calendar. Check the dates.") from None
