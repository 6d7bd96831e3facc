"""What must be said of dated incidents before anybody reasons from them. Pure: numbers in, sentences out."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from alongside.common.periods import add_months, month_of, months_between

Floats = NDArray[np.float64]
# A month without any incident is a hole, not a quiet month, where so many are usual.
USUAL = 5
STRAY_TIMES, STRAY_METRES = 5.0, 5_000.0
MINUTES_A_DAY = 1_440
_MONTHS_NAMED = 6


def missing_months(counts: Mapping[date, int]) -> tuple[date, ...]:
    """Months inside the span of which nothing is held although `USUAL` or more are usual."""
    if not counts:
        return ()
    first, last = min(counts), max(counts)
    months = [add_months(first, number) for number in range(months_between(first, last) + 1)]
    usual = float(np.median([counts.get(month, 0) for month in months if counts.get(month, 0)]))
    return tuple(month for month in months if not counts.get(month, 0)) if usual >= USUAL else ()


def cut_short(days: Sequence[int]) -> date | None:
    """The last day of data that ends before its last month does, or None. `days`: each incident's, since 1970.

    The days left must be more than three of the usual gaps between two incidents, and more than two.
    """
    held = np.unique(np.asarray(days, dtype=np.int64))
    if len(held) < 2:
        return None
    last = date(1970, 1, 1) + timedelta(days=int(held[-1]))
    left = (add_months(month_of(last), 1) - last).days - 1
    return last if left > max(2.0, 3.0 * float(np.diff(held).mean())) else None


def strays(x: Floats, y: Floats) -> NDArray[np.bool_]:
    """Points that lie so far from the middle of all that a map of them all would show nothing."""
    if len(x) < USUAL:
        return np.zeros(len(x), dtype=bool)
    away = np.hypot(x - np.median(x), y - np.median(y))
    return away > max(STRAY_METRES, STRAY_TIMES * float(np.quantile(away, 0.95)))


def hours_that_come_twice(minutes: NDArray[np.int64], zone: str) -> tuple[int, int]:
    """How many readings of the clock lie in the hour that comes twice in autumn, and in the one that is left out in
    spring: the second should be none, or the clock is another one."""
    twice = skipped = 0
    for reading, count in zip(*np.unique(minutes, return_counts=True), strict=True):
        moment = _reading(int(reading)).replace(tzinfo=ZoneInfo(zone))
        early, late = moment.replace(fold=0).utcoffset(), moment.replace(fold=1).utcoffset()
        if early is not None and late is not None and early != late:
            twice, skipped = (twice + int(count), skipped) if early > late else (twice, skipped + int(count))
    return twice, skipped


def _reading(minute: int) -> datetime:
    return datetime(1970, 1, 1) + timedelta(minutes=minute)  # noqa: DTZ001 - a reading of a clock, no moment yet


def months_in_words(months: Sequence[date]) -> str:
    named = ", ".join(f"{month:%B %Y}" for month in months[:_MONTHS_NAMED])
    more = len(months) - _MONTHS_NAMED
    return f"{named} and {more} more" if more > 0 else named
