"""Bank holidays in England, without ever asking the network: from the `holidays` package, which knows the rules and
the holidays that were announced for one year. A day announced since then is told to this process by `announce`."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

# Announced holidays are held up to here; beyond it the rules alone stand, and an update of the package may add some.
FIRST_YEAR, LAST_YEAR = 2012, 2028


@lru_cache(maxsize=512)
def in_year(year: int) -> frozenset[date]:
    """The days on which banks are shut in England in that year (a substitute day, not the weekend day)."""
    from holidays import country_holidays

    by_rule = country_holidays("GB", subdiv="ENG", years=year)
    return frozenset(day for day in by_rule if day.year == year and day.weekday() < 5)


def years_announced() -> tuple[int, int]:
    """The first and last year for which announced holidays are known."""
    return FIRST_YEAR, LAST_YEAR


_announced: frozenset[date] = frozenset()


def announce(days: Iterable[date]) -> bool:
    """From now on these days, and no others, are bank holidays beside the rules; True if that is a change."""
    global _announced
    told = frozenset(days)
    if told == _announced:
        return False
    _announced = told
    return True


def announced() -> frozenset[date]:
    """The same object until `announce` is told otherwise."""
    return _announced


def is_bank_holiday(day: date) -> bool:
    return is_by_rule(day) or day in _announced


def is_by_rule(day: date) -> bool:
    return day in in_year(day.year)
