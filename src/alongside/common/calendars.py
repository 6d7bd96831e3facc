"""When time counts: office hours, every hour, or a school's own days.

A calendar is a value: compare it, store its text, pass it about. All of them speak Europe/London.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from functools import lru_cache

from alongside.common.bank_holidays import announced, is_bank_holiday, is_by_rule, years_announced
from alongside.common.timelines import MINUTES_A_DAY, Minutes, Timeline

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
LONGEST_HOLIDAY = timedelta(weeks=12)


class CalendarError(ValueError):
    """A calendar that makes no sense; the text says what to change."""


class CalendarKind(StrEnum):
    ELAPSED = "elapsed"
    WORKING = "working"
    SCHOOL = "school"


def minutes_after_midnight(at: time) -> int:
    if at.second or at.microsecond or at.tzinfo:
        raise CalendarError(f"{at} must be a plain time in whole minutes, such as 09:00.")
    return at.hour * 60 + at.minute


@dataclass(frozen=True)
class Opening:
    """From when until when a day counts. `closes` at 00:00 means the midnight that ends the day."""

    opens: time
    closes: time

    def __post_init__(self) -> None:
        opens, closes = self.minutes
        if opens >= closes:
            raise CalendarError(f"Closing time ({self.closes:%H:%M}) must be later than opening ({self.opens:%H:%M}).")

    @property
    def minutes(self) -> Minutes:
        return minutes_after_midnight(self.opens), minutes_after_midnight(self.closes) or MINUTES_A_DAY

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}"


NINE_TO_FIVE = Opening(time(9), time(17))
SCHOOL_HOURS = Opening(time(8, 45), time(15, 30))


@dataclass(frozen=True)
class WorkingHours:
    """An office's opening times by weekday; it shuts on England's bank holidays and on days of its own."""

    monday_to_sunday: tuple[Opening | None, ...] = (NINE_TO_FIVE,) * 5 + (None, None)
    closed_on: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if len(self.monday_to_sunday) != 7:
            raise CalendarError("Working hours need seven entries, Monday to Sunday; None for a day off.")
        if not any(self.monday_to_sunday):
            raise CalendarError("Working hours must be open on at least one day of the week.")

    @property
    def kind(self) -> CalendarKind:
        return CalendarKind.WORKING

    @property
    def timeline(self) -> Timeline:
        return _kept(self, lambda extra: _working_timeline(self.monday_to_sunday, self.closed_on, extra))

    def opening_on(self, day: date) -> Opening | None:
        if day in self.closed_on or is_bank_holiday(day):
            return None
        return self.monday_to_sunday[day.weekday()]

    @classmethod
    def parse(cls, text: str, closed_on: frozenset[date] = frozenset()) -> "WorkingHours":
        """Read 'Mon-Thu 08:45-17:15; Fri 08:45-16:45', the form in which `str` writes them."""
        week: dict[int, Opening] = {}
        for part in filter(None, (part.strip() for part in text.split(";"))):
            found = re.fullmatch(r"(\w{3})(?:-(\w{3}))? (\d\d:\d\d)-(\d\d:\d\d)", part, flags=re.ASCII)
            if not found or not {found[1], found[2] or found[1]} <= set(WEEKDAYS):
                raise CalendarError(f"“{part}” is not working hours. Write it like “Mon-Fri 09:00-17:00”.")
            first, last = WEEKDAYS.index(found[1]), WEEKDAYS.index(found[2] or found[1])
            opening = Opening(_time_of_day(found[3]), _time_of_day(found[4]))
            for weekday in range(first, last + 1):
                if weekday in week:
                    raise CalendarError(f"{WEEKDAYS[weekday]} is given twice in “{text}”.")
                week[weekday] = opening
        return cls(tuple(week.get(weekday) for weekday in range(7)), closed_on)

    def __str__(self) -> str:
        parts: list[tuple[int, int, Opening]] = []
        for weekday, opening in enumerate(self.monday_to_sunday):
            if opening is None:
                continue
            if parts and parts[-1][1] == weekday - 1 and parts[-1][2] == opening:
                parts[-1] = (parts[-1][0], weekday, opening)
            else:
                parts.append((weekday, weekday, opening))
        days = (WEEKDAYS[first] + (f"-{WEEKDAYS[last]}" if last > first else "") for first, last, _ in parts)
        return "; ".join(f"{names} {opening}" for names, (_, _, opening) in zip(days, parts, strict=True))


def _time_of_day(text: str) -> time:
    try:
        return time.fromisoformat("00:00" if text == "24:00" else text)
    except ValueError:
        raise CalendarError(f"{text} is not a time of day. Write it like 09:00.") from None


@dataclass(frozen=True)
class DaySpan:
    """Whole days from the first to the last, both included, as a school prints them."""

    first_day: date
    last_day: date
    name: str = ""

    def __post_init__(self) -> None:
        if self.last_day < self.first_day:
            raise CalendarError(f"{self} ends before it begins.")

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

    def days(self) -> Iterator[date]:
        for ordinal in range(self.first_day.toordinal(), self.last_day.toordinal() + 1):
            yield date.fromordinal(ordinal)

    def __str__(self) -> str:
        return f"{self.name or 'The time'} from {self.first_day:%-d %B %Y} to {self.last_day:%-d %B %Y}"


@dataclass(frozen=True)
class SchoolTerms:
    """One school's own days: terms, breaks within them (half-term), single days shut (inset), and its hours.

    Nothing is guessed beyond the terms given: a clock that reaches past them says that they are missing.
    """

    terms: tuple[DaySpan, ...]
    breaks: tuple[DaySpan, ...] = ()
    inset_days: frozenset[date] = frozenset()
    hours: Opening = SCHOOL_HOURS
    weekdays: frozenset[int] = frozenset(range(5))
    school: str = "this school"

    def __post_init__(self) -> None:
        if not self.terms:
            raise CalendarError(f"No terms are held for {self.school}. Add the terms of the school year.")
        if not self.weekdays or not self.weekdays <= set(range(7)):
            raise CalendarError("School weekdays are numbers from 0 (Monday) to 6 (Sunday).")
        object.__setattr__(self, "terms", tuple(sorted(self.terms, key=lambda term: term.first_day)))
        for earlier, later in zip(self.terms, self.terms[1:], strict=False):
            if later.first_day <= earlier.last_day:
                raise CalendarError(f"{later} begins before {earlier} has ended.")
            if later.first_day - earlier.last_day > LONGEST_HOLIDAY:
                raise CalendarError(f"{earlier} and {later} are more than 12 weeks apart: a term is missing.")
        for pause in self.breaks:
            if not any(pause.first_day in term and pause.last_day in term for term in self.terms):
                raise CalendarError(f"{pause} is a break, but does not lie within any one term.")

    @property
    def kind(self) -> CalendarKind:
        return CalendarKind.SCHOOL

    @property
    def timeline(self) -> Timeline:
        return _kept(self, lambda extra: _school_timeline(self, extra))

    def is_school_day(self, day: date) -> bool:
        return self.has_school_on(day) and not is_bank_holiday(day)

    def has_school_on(self, day: date) -> bool:
        """By the school's own calendar, bank holidays left aside."""
        return (
            day.weekday() in self.weekdays
            and any(day in term for term in self.terms)
            and not any(day in pause for pause in self.breaks)
            and day not in self.inset_days
        )


@dataclass(frozen=True)
class EveryHour:
    """The calendar that never closes: every hour and every day counts."""

    @property
    def kind(self) -> CalendarKind:
        return CalendarKind.ELAPSED

    @property
    def timeline(self) -> Timeline:
        return _every_hour()


Calendar = WorkingHours | SchoolTerms | EveryHour
OFFICE_HOURS = WorkingHours()
EVERY_HOUR = EveryHour()


def _announced_span() -> tuple[date, date]:
    first, last = years_announced()
    return date(first, 1, 1), date(last + 1, 1, 1)


def _kept(calendar: WorkingHours | SchoolTerms, make: Callable[[frozenset[date]], Timeline]) -> Timeline:
    """The calendar's timeline, laid out anew when a bank holiday was announced since."""
    held: tuple[frozenset[date], Timeline] | None = calendar.__dict__.get("_timeline")
    if held is None or held[0] is not announced():
        held = (announced(), make(announced()))
        calendar.__dict__["_timeline"] = held
    return held[1]


@lru_cache(maxsize=64)
def _working_timeline(week: tuple[Opening | None, ...], closed_on: frozenset[date], extra: frozenset[date]) -> Timeline:
    minutes = tuple(opening.minutes if opening else None for opening in week)

    def hours_on(day: date) -> Minutes | None:
        shut = day in closed_on or day in extra or is_by_rule(day)
        return None if shut else minutes[day.weekday()]

    return Timeline(hours_on, *_announced_span())


@lru_cache(maxsize=1)
def _every_hour() -> Timeline:
    return Timeline(lambda day: (0, MINUTES_A_DAY), *_announced_span())


@lru_cache(maxsize=1024)
def _school_timeline(terms: SchoolTerms, extra: frozenset[date]) -> Timeline:
    minutes = terms.hours.minutes
    first, last = terms.terms[0].first_day, terms.terms[-1].last_day
    return Timeline(
        lambda day: minutes if terms.has_school_on(day) and day not in extra and not is_by_rule(day) else None,
        first - LONGEST_HOLIDAY,
        last + timedelta(days=1),
        unknown_beyond=(
            f"The terms held for {terms.school} run from {first:%-d %B %Y} to {last:%-d %B %Y}; "
            "this clock reaches beyond them. Add the terms that are missing."
        ),
    )
