"""Dates of birth in the layouts that agencies send."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from alongside.analysis.linkage.text import as_text

_EARLIEST_YEAR, _LATEST_YEAR = 1900, 2100
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
# Dates that systems and clerks write when none is known; 1 January is dealt with by `vague`.
_PLACEHOLDERS = frozenset({date(1900, 1, 1), date(1970, 1, 1), date(1911, 11, 11)})
_CLOCK = re.compile(r"[t ]\d{1,2}:\d{2}.*$")


@dataclass(frozen=True, slots=True)
class Birth:
    """A date of birth, or the year alone when no more is known."""

    day: date | None = None
    year: str = ""

    @property
    def vague(self) -> bool:
        """Known to the year only: the year alone, or 1 January, which systems write for it."""
        return bool(self.year) and (self.day is None or (self.day.month, self.day.day) == (1, 1))


NO_BIRTH = Birth()


def read_birth(value: object) -> Birth:
    """A date from a date, a timestamp, or text: ISO, day first (also with names of months), eight digits, a year."""
    if isinstance(value, datetime):
        return _born(value.year, value.month, value.day) if value == value else NO_BIRTH
    if isinstance(value, date):
        return _born(value.year, value.month, value.day)
    text = _CLOCK.sub("", as_text(value).strip().lower())
    parts = re.findall(r"[a-z]+|\d+", text)
    if len(parts) == 1 and parts[0].isdigit():
        return _from_digits(parts[0])
    if len(parts) == 2 and all(part.isdigit() for part in parts) and {len(parts[0]), len(parts[1])} <= {1, 2, 4}:
        return _year_alone(next((part for part in parts if len(part) == 4), ""))
    if len(parts) == 2:
        return _year_alone(next((part for part in parts if part.isdigit() and len(part) == 4), ""))
    return _from_three(parts) if len(parts) == 3 else NO_BIRTH


def _from_digits(digits: str) -> Birth:
    if len(digits) == 4:
        return _year_alone(digits)
    if len(digits) != 8:
        return NO_BIRTH
    iso = _born(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    return iso if iso.year else _born(int(digits[4:]), int(digits[2:4]), int(digits[:2]))


def _from_three(parts: list[str]) -> Birth:
    named = [place for place, part in enumerate(parts) if part in _MONTHS]
    if named:
        month = _MONTHS[parts.pop(named[0])]
        if not all(part.isdigit() for part in parts):
            return NO_BIRTH
        first, second = parts
        if len(first) == 4:
            return _born(int(first), month, int(second))
        return _born(_full_year(second), month, int(first))
    if not all(part.isdigit() for part in parts):
        return NO_BIRTH
    first, second, third = parts
    if len(first) == 4:
        return _born(int(first), int(second), int(third))
    day_first = _born(_full_year(third), int(second), int(first))
    # Month first is read only where day first is impossible.
    return day_first if day_first.year else _born(_full_year(third), int(first), int(second))


def _full_year(text: str) -> int:
    """Two digits stand for 1930 to 2029: the people of these records are young, their carers are not."""
    year = int(text)
    if len(text) > 2:
        return year
    return year + (2000 if year < 30 else 1900)


def _year_alone(text: str) -> Birth:
    if len(text) == 4 and text.isdigit() and _EARLIEST_YEAR <= int(text) <= _LATEST_YEAR:
        return Birth(year=text)
    return NO_BIRTH


def _born(year: int, month: int, day: int) -> Birth:
    if not _EARLIEST_YEAR <= year <= _LATEST_YEAR:
        return NO_BIRTH
    try:
        born = date(year, month, day)
    except ValueError:
        return NO_BIRTH
    return NO_BIRTH if born in _PLACEHOLDERS else Birth(born, str(year))
