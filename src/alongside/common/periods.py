"""Periods of whole days, months, and ages. A period is half-open: its end is the first day after it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

ADULT_AT = 18


class PeriodError(ValueError):
    """Dates that make no period or no age; the text says why."""


def _day(value: date, name: str) -> date:
    if isinstance(value, datetime):
        raise PeriodError(f"{name} must be a date without a time: {value.isoformat(' ')} depends on a time zone.")
    return value


@dataclass(frozen=True, order=True)
class Period:
    """[start, end): from the start day up to, not including, the end day. No end means that it goes on."""

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        _day(self.start, "The start")
        if self.end is not None and _day(self.end, "The end") <= self.start:
            raise PeriodError(f"The end ({self.end}) must be later than the start ({self.start}).")

    @classmethod
    def of_days(cls, first_day: date, last_day: date) -> "Period":
        """From the first day to the last, both included."""
        return cls(first_day, last_day + timedelta(days=1))

    @classmethod
    def of_month(cls, year: int, month: int) -> "Period":
        first = date(year, month, 1)
        return cls(first, add_months(first, 1))

    @classmethod
    def of_year(cls, year: int) -> "Period":
        return cls(date(year, 1, 1), date(year + 1, 1, 1))

    @property
    def last_day(self) -> date | None:
        return None if self.end is None else self.end - timedelta(days=1)

    @property
    def days(self) -> int:
        if self.end is None:
            raise PeriodError(f"The period from {self.start} has no end, so its days cannot be counted.")
        return (self.end - self.start).days

    def __contains__(self, day: date) -> bool:
        return self.start <= _day(day, "The day") and (self.end is None or day < self.end)

    def contains(self, other: "Period") -> bool:
        return self.start <= other.start and (self.end is None or (other.end is not None and other.end <= self.end))

    def overlaps(self, other: "Period") -> bool:
        return (other.end is None or self.start < other.end) and (self.end is None or other.start < self.end)

    def shared_with(self, other: "Period") -> "Period | None":
        """The days in both; None if they have none in common."""
        if not self.overlaps(other):
            return None
        ends = [end for end in (self.end, other.end) if end is not None]
        return Period(max(self.start, other.start), min(ends) if ends else None)

    def months(self) -> Iterator[date]:
        """The first day of each month that the period touches."""
        if self.end is None:
            raise PeriodError(f"The period from {self.start} has no end, so its months cannot be listed.")
        month = month_of(self.start)
        while month < self.end:
            yield month
            month = add_months(month, 1)

    def __str__(self) -> str:
        if self.last_day is None:
            return f"from {self.start:%-d %B %Y}"
        if self.start == self.last_day:
            return f"{self.start:%-d %B %Y}"
        return f"{self.start:%-d %B %Y} to {self.last_day:%-d %B %Y}"


def month_of(day: date) -> date:
    """The first day of its month: the key by which monthly figures are kept."""
    return date(day.year, day.month, 1)


def parse_month(text: str) -> date:
    """Read '2018-03', the form of data.police.uk, as its first day."""
    found = re.fullmatch(r"(\d{4})-(\d{2})", text.strip(), flags=re.ASCII)
    if not found or not 1 <= int(found[2]) <= 12 or int(found[1]) == 0:
        raise PeriodError(f"“{text}” is not a month. Write it like 2018-03.")
    return date(int(found[1]), int(found[2]), 1)


def add_months(day: date, months: int) -> date:
    """The same day of another month, or that month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, _days_in_month(year, month + 1)))


def months_between(start: date, end: date) -> int:
    """Months from the month of one day to the month of another."""
    return (end.year - start.year) * 12 + end.month - start.month


def _days_in_month(year: int, month: int) -> int:
    following = date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)
    return (following - timedelta(days=1)).day


def birthday_in(born: date, year: int) -> date:
    """The birthday in that year. Born on 29 February, in a common year it is 1 March: the day on which the
    full year is over, so that nobody counts as an adult a day too early."""
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def age_on(born: date, day: date) -> int:
    """Age in completed years."""
    if _day(day, "The day") < _day(born, "The date of birth"):
        raise PeriodError(f"The date of birth ({born:%-d %B %Y}) is later than {day:%-d %B %Y}. Check it.")
    return day.year - born.year - (day < birthday_in(born, day.year))


def adult_on(born: date) -> date:
    """The eighteenth birthday: the first day of not being a child any more."""
    return birthday_in(_day(born, "The date of birth"), born.year + ADULT_AT)


def is_child(born: date, day: date) -> bool:
    """A child is a child until 18."""
    return age_on(born, day) < ADULT_AT
