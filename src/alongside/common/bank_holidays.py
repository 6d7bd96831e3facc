"""Bank holidays in England, without ever asking the network.

GOV.UK's own list (as cached inside `govuk-bank-holidays`) decides for the years that it covers, since it
knows the one-off holidays; the rules of the `holidays` package stand in for all other years.
"""

from datetime import date
from functools import lru_cache


@lru_cache(maxsize=1)
def _announced() -> dict[int, frozenset[date]]:
    from govuk_bank_holidays.bank_holidays import BankHolidays

    listed = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    days = {holiday["date"] for holiday in listed}
    return {year: frozenset(day for day in days if day.year == year) for year in {day.year for day in days}}


@lru_cache(maxsize=512)
def in_year(year: int) -> frozenset[date]:
    """The days on which banks are shut in England in that year (a substitute day, not the weekend day)."""
    announced = _announced().get(year)
    if announced is not None:
        return announced
    from holidays import country_holidays

    by_rule = country_holidays("GB", subdiv="ENG", years=year)
    return frozenset(day for day in by_rule if day.year == year and day.weekday() < 5)


def years_announced() -> tuple[int, int]:
    """The first and last year for which GOV.UK's own list is held."""
    years = _announced()
    return min(years), max(years)


def is_bank_holiday(day: date) -> bool:
    return day in in_year(day.year)
