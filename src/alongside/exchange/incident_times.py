"""Dates and times as people write them, and a guess at how a column writes them, with its reason."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from alongside.places.incident_states import DateOrder, RowFault
from alongside.places.states import Precision

_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_MONTH_ONLY = re.compile(r"(\d{4})[-/.](\d{1,2})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_THREE = re.compile(r"(\d{1,2})[-/. ](\d{1,2}|[A-Za-z]{3,9})[-/., ]+(\d{4}|\d{2})")
_MONTH_NAME_FIRST = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})")
_NAMED_MONTH = re.compile(r"([A-Za-z]{3,9})[-/. ](\d{4}|\d{2})")
_CLOCK = re.compile(
    r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([AaPp]\.?[Mm]\.?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}(?::\d{2})?|[+-]\d{2})?"
)
_DIGITS = re.compile(r"([01]\d|2[0-3])([0-5]\d)")
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - a reading of a clock
_OLD = date(1970, 1, 1)


class Reading(NamedTuple):
    """A day, the minute of the day (None: no time was given), and how many minutes its clock is before UTC's."""

    day: date
    minute: int | None
    offset: int | None
    is_month: bool = False


class BadTime(Exception):
    def __init__(self, fault: RowFault) -> None:
        self.fault = fault


@dataclass(frozen=True, slots=True)
class TimeGuess:
    """How a column writes its times. `why` is for the person who checks it."""

    order: DateOrder
    precision: Precision
    carries_zone: bool
    why: str


def read_moment(text: str, order: DateOrder, clock: str = "") -> Reading:
    """Raises `BadTime`. `clock`: the cell of a column of its own with the time of day."""
    text = text.strip()
    if not text:
        raise BadTime(RowFault.NO_DATE)
    day_text, _, rest = text.partition("T") if _is_iso(text) else _split(text)
    day, is_month = _day(day_text.strip().rstrip(","), order)
    told = (clock or rest).strip()
    if not told:
        return Reading(day, None, None, is_month)
    minute, offset = _minute(told)
    return Reading(day, minute, offset, is_month)


def minutes_of(reading: Reading, zone: ZoneInfo) -> int:
    """Minutes since 1970 as the set's clock showed them; a time that carries its zone is put on that clock."""
    moment = datetime(reading.day.year, reading.day.month, reading.day.day) + timedelta(minutes=reading.minute or 0)  # noqa: DTZ001
    if reading.offset is not None:
        utc = (moment - timedelta(minutes=reading.offset)).replace(tzinfo=ZoneInfo("UTC"))
        moment = utc.astimezone(zone).replace(tzinfo=None)
    return int((moment - _EPOCH).total_seconds()) // 60


def guess_times(cells: Sequence[str], clocks: Sequence[str] = ()) -> TimeGuess | None:
    """None where most of the cells are no dates in any order."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled:
        return None
    order, why = _order(filled)
    times = list(clocks) or [""] * len(filled)
    readings = [
        one for cell, clock in zip(filled, times, strict=False) if (one := _try(cell, order, clock)) is not None
    ]
    if len(readings) * 2 < len(filled):
        return None
    if sum(one.is_month for one in readings) * 2 > len(readings):
        precision = Precision.MONTH
    else:
        precision = Precision.MINUTE if any(one.minute for one in readings) else Precision.DAY
    carried = sum(one.offset is not None for one in readings)
    return TimeGuess(order, precision, carried * 2 > len(readings), why)


def _order(cells: Iterable[str]) -> tuple[DateOrder, str]:
    firsts, seconds = set(), set()
    for cell in cells:
        if _YEAR_FIRST.match(cell) or _MONTH_ONLY.match(cell) or _COMPACT.fullmatch(cell.split(" ")[0]):
            return DateOrder.YEAR_FIRST, f"The year stands first: {cell}"
        if (found := _THREE.match(cell)) and found[2].isdigit():
            firsts.add((int(found[1]), cell))
            seconds.add((int(found[2]), cell))
    if late := max(firsts, default=None):
        if late[0] > 12:
            return DateOrder.DAY_FIRST, f"The first number goes beyond 12, so it is the day: {late[1]}"
        high = max(seconds)
        if high[0] > 12:
            return DateOrder.MONTH_FIRST, f"The second number goes beyond 12, so it is the day: {high[1]}"
        return DateOrder.DAY_FIRST, f"Either order could be meant ({late[1]}). Day first is usual here: check it"
    return DateOrder.DAY_FIRST, "The month is written as a word"


def _try(cell: str, order: DateOrder, clock: str) -> Reading | None:
    try:
        return read_moment(cell, order, clock)
    except BadTime:
        return None


def _is_iso(text: str) -> bool:
    return len(text) > 10 and text[10] == "T"


def _split(text: str) -> tuple[str, str, str]:
    found = _CLOCK.search(text)
    return (text[: found.start()], "", text[found.start() :]) if found else (text, "", "")


@lru_cache(maxsize=20_000)
def _day(text: str, order: DateOrder) -> tuple[date, bool]:
    try:
        if found := _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text):
            return _checked(int(found[1]), int(found[2]), int(found[3])), False
        if found := _MONTH_ONLY.fullmatch(text):
            return _checked(int(found[1]), int(found[2]), 1), True
        if found := _MONTH_NAME_FIRST.fullmatch(text):
            return _checked(int(found[3]), _named(found[1]), int(found[2])), False
        if found := _NAMED_MONTH.fullmatch(text):
            return _checked(_year(found[2]), _named(found[1]), 1), True
        if found := _THREE.fullmatch(text):
            return _three(found, order), False
    except ValueError:
        pass
    raise BadTime(RowFault.DATE)


def _three(found: re.Match[str], order: DateOrder) -> date:
    first, second, year = found.groups()
    if not second.isdigit():
        return _checked(_year(year), _named(second), int(first))
    if order == DateOrder.YEAR_FIRST:
        raise ValueError
    day, month = (int(first), int(second)) if order == DateOrder.DAY_FIRST else (int(second), int(first))
    return _checked(_year(year), month, day)


def _checked(year: int, month: int, day: int) -> date:
    made = date(year, month, day)
    if made < _OLD:
        raise BadTime(RowFault.TOO_OLD)
    return made


def _year(text: str) -> int:
    number = int(text)
    return number if len(text) == 4 else 2000 + number if number < 70 else 1900 + number


def _named(word: str) -> int:
    number = _MONTHS.get(word[:3].casefold())
    if number is None:
        raise ValueError
    return number


@lru_cache(maxsize=20_000)
def _minute(text: str) -> tuple[int, int | None]:
    found = _CLOCK.fullmatch(text)
    if found is None:
        short = _DIGITS.fullmatch(text.zfill(4)) if text.isdecimal() else None
        if short is None:
            raise BadTime(RowFault.TIME)
        return int(short[1]) * 60 + int(short[2]), None
    hour, minute = int(found[1]), int(found[2])
    if half := found[4]:
        if not 1 <= hour <= 12:
            raise BadTime(RowFault.TIME)
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    if hour > 23 or minute > 59:
        raise BadTime(RowFault.TIME)
    return hour * 60 + minute, _offset(found[5])


def _offset(text: str | None) -> int | None:
    if not text:
        return None
    if text in ("Z", "UTC", "GMT"):
        return 0
    digits = text[1:].replace(":", "")
    minutes = int(digits[:2]) * 60 + int(digits[2:4] or 0)
    return -minutes if text[0] == "-" else minutes
