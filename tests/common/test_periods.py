"""Half-open periods, months, and when a child is no longer one."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.common.periods import (
    Period,
    PeriodError,
    add_months,
    adult_on,
    age_on,
    is_child,
    month_of,
    months_between,
    parse_month,
)

days = st.dates(date(1900, 1, 1), date(2150, 12, 31))
periods = st.builds(
    lambda start, length: Period(start, None if length is None else start + timedelta(days=length)),
    st.dates(date(2020, 1, 1), date(2020, 3, 1)),
    st.none() | st.integers(1, 40),
)
around = [date(2019, 12, 1) + timedelta(days=number) for number in range(160)]


def test_the_end_is_the_first_day_after():
    period = Period(date(2026, 1, 1), date(2026, 2, 1))
    assert date(2026, 1, 31) in period
    assert date(2026, 2, 1) not in period
    assert (period.days, period.last_day) == (31, date(2026, 1, 31))
    assert period == Period.of_month(2026, 1) == Period.of_days(date(2026, 1, 1), date(2026, 1, 31))


def test_a_year_has_twelve_months():
    assert [month.month for month in Period.of_year(2028).months()] == list(range(1, 13))
    assert Period.of_year(2028).days == 366


def test_a_period_that_touches_two_months_lists_both():
    assert list(Period(date(2025, 12, 31), date(2026, 1, 2)).months()) == [date(2025, 12, 1), date(2026, 1, 1)]


@given(periods, periods)
def test_overlap_and_sharing_agree_with_the_days_themselves(one, other):
    common = [day for day in around if day in one and day in other]
    shared = one.shared_with(other)
    assert one.overlaps(other) == other.overlaps(one) == bool(common)
    assert [day for day in around if shared is not None and day in shared] == common


@given(periods, periods)
def test_containing_agrees_with_the_days_themselves(one, other):
    if other.end is not None or one.end is None:
        assert one.contains(other) == all(day in one for day in around if day in other)
    else:
        assert not one.contains(other)


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda: Period(date(2026, 1, 1), date(2026, 1, 1)), "must be later"),
        (lambda: Period(datetime(2026, 1, 1)), "must be a date without a time"),
        (lambda: Period(date(2026, 1, 1)).days, "has no end"),
        (lambda: list(Period(date(2026, 1, 1)).months()), "has no end"),
        (lambda: parse_month("2026-13"), "is not a month"),
        (lambda: parse_month("March 2026"), "Write it like 2018-03"),
    ],
)
def test_dates_that_make_no_period_are_refused(make, problem):
    with pytest.raises(PeriodError, match=problem):
        make()


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (Period(date(2026, 1, 1), date(2026, 2, 1)), "1 January 2026 to 31 January 2026"),
        (Period(date(2026, 1, 1), date(2026, 1, 2)), "1 January 2026"),
        (Period(date(2026, 1, 1)), "from 1 January 2026"),
    ],
)
def test_a_period_reads_as_a_person_would_say_it(period, words):
    assert str(period) == words


def test_the_last_of_january_and_a_month_is_the_last_of_february():
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2028, 1, 31), 1) == date(2028, 2, 29)
    assert add_months(date(2026, 3, 31), -1) == date(2026, 2, 28)


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(-500, 500))
def test_months_added_are_the_months_between(day, months):
    assert months_between(day, add_months(day, months)) == months
    assert month_of(add_months(day, months)) == add_months(month_of(day), months)


def test_a_month_is_read_as_its_first_day():
    assert parse_month(" 2018-03 ") == date(2018, 3, 1)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2008, 3, 6), date(2026, 3, 5), 17),
        (date(2008, 3, 6), date(2026, 3, 6), 18),
        (date(2026, 3, 6), date(2026, 3, 6), 0),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2028, 2, 28), 19),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
    ],
)
def test_age_is_completed_years(born, day, age):
    assert age_on(born, day) == age


def test_a_child_is_a_child_until_eighteen():
    assert is_child(date(2008, 3, 6), date(2026, 3, 5))
    assert not is_child(date(2008, 3, 6), date(2026, 3, 6))


@given(st.dates(date(1930, 1, 1), date(2030, 1, 1)), days)
def test_nobody_is_an_adult_before_the_eighteenth_birthday(born, day):
    if day >= born:
        assert is_child(born, day) == (day < adult_on(born))


def test_a_date_of_birth_in_the_future_is_refused():
    with pytest.raises(PeriodError, match="is later than 6 March 2026"):
        age_on(date(2027, 1, 1), date(2026, 3, 6))
