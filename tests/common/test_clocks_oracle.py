"""Deadlines against slow, obvious counting: minute by minute, and day by day."""

from bisect import bisect_right
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from alongside.common.bank_holidays import is_bank_holiday
from alongside.common.calendars import EVERY_HOUR, OFFICE_HOURS, DaySpan, Opening, SchoolTerms, WorkingHours
from alongside.common.clock_status import Clock, ClockState, status
from alongside.common.clocks import (
    Allowance,
    Pause,
    Unit,
    add,
    due_at,
    elapsed_between,
    next_school_start,
    open_time_between,
)

LONDON = ZoneInfo("Europe/London")
MINUTE = timedelta(minutes=1)
TWENTY_FIVE = SchoolTerms(
    terms=(
        DaySpan(date(2025, 9, 2), date(2025, 12, 19)),
        DaySpan(date(2026, 1, 5), date(2026, 3, 27)),
        DaySpan(date(2026, 4, 13), date(2026, 7, 22)),
        DaySpan(date(2026, 9, 2), date(2026, 12, 18)),
    ),
    breaks=(
        DaySpan(date(2025, 10, 27), date(2025, 10, 31)),
        DaySpan(date(2026, 2, 16), date(2026, 2, 20)),
        DaySpan(date(2026, 5, 25), date(2026, 5, 29)),
    ),
    inset_days=frozenset({date(2025, 9, 2), date(2026, 4, 13), date(2026, 6, 19)}),
)
SHORT_FRIDAY = WorkingHours.parse("Mon-Thu 08:45-17:15; Fri 08:45-16:45; Sat 10:00-13:00")
NIGHT_DESK = WorkingHours.parse("Mon-Sun 00:00-03:30")

# Weeks in which something happens: clock changes, Christmas, Easter, a leap day, the last year that GOV.UK lists.
EVENTFUL = [
    datetime(2026, 3, 27, tzinfo=UTC),
    datetime(2026, 10, 23, tzinfo=UTC),
    datetime(2026, 12, 22, tzinfo=UTC),
    datetime(2024, 3, 27, tzinfo=UTC),
    datetime(2024, 2, 27, tzinfo=UTC),
    datetime(2022, 6, 1, tzinfo=UTC),
    datetime(2028, 12, 28, tzinfo=UTC),
    datetime(2011, 12, 30, tzinfo=UTC),
]
minutes_in_a_week = st.integers(0, 7 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))
starts = st.builds(
    lambda begins, later: begins + later,
    st.one_of(
        st.sampled_from(EVENTFUL),
        st.integers(0, 12_000).map(lambda days: datetime(2005, 1, 1, tzinfo=UTC) + timedelta(days=days)),
    ),
    minutes_in_a_week,
)
offices = st.sampled_from([OFFICE_HOURS, SHORT_FRIDAY, NIGHT_DESK])
pause_lists = st.lists(
    st.tuples(st.integers(-600, 4_000), st.integers(0, 3_000)).map(
        lambda pause: (timedelta(minutes=pause[0]), timedelta(minutes=pause[0] + pause[1]))
    ),
    max_size=3,
)


def opening_on(calendar, day):
    if isinstance(calendar, SchoolTerms):
        return calendar.hours if calendar.is_school_day(day) else None
    if calendar is EVERY_HOUR:
        return Opening(time(0), time(0))
    return calendar.opening_on(day)


def is_open(calendar, moment):
    shown = moment.astimezone(LONDON)
    opening = opening_on(calendar, shown.date())
    if opening is None:
        return False
    minute = shown.hour * 60 + shown.minute
    return opening.minutes[0] <= minute < opening.minutes[1]


def is_paused(pauses, moment):
    return any(pause.start <= moment < pause.end for pause in pauses)


def due_minute_by_minute(start, minutes, calendar, pauses=()):
    moment = start
    while minutes:
        if is_open(calendar, moment) and not is_paused(pauses, moment):
            minutes -= 1
        moment += MINUTE
    return moment


def due_day_by_day(start, days, calendar, pauses=()):
    """Walk the days; a day counts if its last minute is after the start and not paused."""
    day, counted = start.astimezone(LONDON).date() - timedelta(days=1), -1
    while True:
        day += timedelta(days=1)
        opening = opening_on(calendar, day)
        if opening is None:
            continue
        closing_day, closes = day, opening.minutes[1]
        if closes == 24 * 60:
            closing_day, closes = day + timedelta(days=1), 0
        closing = datetime.combine(closing_day, time(*divmod(closes, 60)), LONDON).astimezone(UTC)
        if closing > start and not is_paused(pauses, closing - timedelta(microseconds=1)):
            counted += 1
        if counted == days:
            return closing


def pauses_from(start, offsets):
    return [Pause(start + begins, start + ends) for begins, ends in offsets]


@settings(max_examples=60, deadline=None)
@given(start=starts, minutes=st.integers(1, 30).map(lambda hours: hours * 60), calendar=offices, offsets=pause_lists)
def test_working_hours_agree_with_counting_minutes(start, minutes, calendar, offsets):
    pauses = pauses_from(start, offsets)
    expected = due_minute_by_minute(start, minutes, calendar, pauses)
    assert due_at(start, Allowance(minutes // 60, Unit.WORKING_HOURS), calendar, pauses) == expected


@settings(max_examples=60, deadline=None)
@given(start=starts, minutes=st.integers(1, 3_000), offsets=pause_lists)
def test_plain_minutes_agree_with_counting_minutes(start, minutes, offsets):
    pauses = pauses_from(start, offsets)
    expected = due_minute_by_minute(start, minutes, EVERY_HOUR, pauses)
    assert due_at(start, Allowance(minutes, Unit.MINUTES), pauses=pauses) == expected


@settings(max_examples=200, deadline=None)
@given(start=starts, days=st.integers(0, 60), calendar=offices, offsets=pause_lists)
def test_working_days_agree_with_walking_the_days(start, days, calendar, offsets):
    pauses = pauses_from(start, offsets)
    expected = due_day_by_day(start, days, calendar, pauses)
    assert due_at(start, Allowance(days, Unit.WORKING_DAYS), calendar, pauses) == expected


@settings(max_examples=100, deadline=None)
@given(start=starts, days=st.integers(0, 400), offsets=pause_lists)
def test_plain_days_agree_with_walking_the_days(start, days, offsets):
    pauses = pauses_from(start, offsets)
    assert due_at(start, Allowance(days, Unit.DAYS), pauses=pauses) == due_day_by_day(start, days, EVERY_HOUR, pauses)


school_moments = st.integers(0, 450 * 24 * 60).map(
    lambda minutes: datetime(2025, 8, 20, tzinfo=UTC) + timedelta(minutes=minutes)
)


@settings(max_examples=200, deadline=None)
@given(start=school_moments, days=st.integers(0, 10), offsets=pause_lists)
def test_school_days_agree_with_walking_the_days(start, days, offsets):
    pauses = pauses_from(start, offsets)
    expected = due_day_by_day(start, days, TWENTY_FIVE, pauses)
    assert due_at(start, Allowance(days, Unit.SCHOOL_DAYS), TWENTY_FIVE, pauses) == expected


@settings(max_examples=200, deadline=None)
@given(at=school_moments)
@example(at=datetime(2026, 3, 27, 8, 45, tzinfo=UTC))
@example(at=datetime(2026, 4, 14, 7, 45, tzinfo=UTC))
def test_the_next_school_start_is_the_first_in_a_list_of_all_school_starts(at):
    days = [date(2025, 8, 20) + timedelta(days=number) for number in range(490)]
    all_starts = [
        datetime.combine(day, time(8, 45), LONDON).astimezone(UTC) for day in days if TWENTY_FIVE.is_school_day(day)
    ]
    assert next_school_start(at, TWENTY_FIVE) == all_starts[bisect_right(all_starts, at)]


@settings(max_examples=40, deadline=None)
@given(start=starts, minutes=st.integers(0, 8_000), calendar=offices)
def test_open_time_agrees_with_counting_minutes(start, minutes, calendar):
    counted = sum(is_open(calendar, start + number * MINUTE) for number in range(minutes))
    assert open_time_between(start, start + minutes * MINUTE, calendar) == counted * MINUTE


units = st.sampled_from([Unit.MINUTES, Unit.HOURS, Unit.DAYS, Unit.WORKING_HOURS, Unit.WORKING_DAYS])
seconds = st.integers(0, 86_400_000_000).map(lambda micro: timedelta(microseconds=micro))


@given(start=starts, second=seconds, unit=units, amount=st.integers(1, 500), more=st.integers(0, 50), later=seconds)
def test_more_time_or_a_later_start_never_gives_an_earlier_deadline(start, second, unit, amount, more, later):
    start += second
    due = add(start, Allowance(amount, unit))
    assert start < due <= add(start, Allowance(amount + more, unit))
    assert due <= add(start + later, Allowance(amount, unit))


@given(start=starts, unit=units, amount=st.integers(1, 200), offsets=pause_lists)
def test_a_pause_never_brings_a_deadline_forward(start, unit, amount, offsets):
    assert due_at(start, Allowance(amount, unit), pauses=pauses_from(start, offsets)) >= add(
        start, Allowance(amount, unit)
    )


@given(start=starts, second=seconds, unit=units, amount=st.integers(1, 500), offsets=pause_lists)
def test_what_was_added_is_what_has_elapsed(start, second, unit, amount, offsets):
    start += second
    pauses = pauses_from(start, offsets)
    due = due_at(start, Allowance(amount, unit), pauses=pauses)
    assert elapsed_between(start, due, unit, pauses=pauses) == amount
    assert elapsed_between(start, due - timedelta(microseconds=1), unit, pauses=pauses) == amount - 1


@given(start=starts, unit=units, amount=st.integers(1, 200), offsets=pause_lists, later=st.integers(0, 40_000))
def test_a_clock_is_breached_exactly_when_its_deadline_is_over(start, unit, amount, offsets, later):
    clock = Clock(start, Allowance(amount, unit), pauses=tuple(pauses_from(start, offsets)))
    now = start + later * MINUTE
    assume(all(pause.start <= now for pause in clock.pauses))
    standing = status(clock, now)
    assert (standing.state is ClockState.BREACHED) == (now > clock.due_at)
    assert standing.due_at == clock.due_at
    assert standing.left >= 0 or standing.late


@pytest.mark.parametrize("year", range(2000, 2060))
def test_no_year_has_fewer_than_eight_bank_holidays(year):
    days = [date(year, 1, 1) + timedelta(days=number) for number in range(366)]
    assert 8 <= sum(is_bank_holiday(day) for day in days if day.year == year) <= 10
