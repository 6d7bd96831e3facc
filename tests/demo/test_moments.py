"""The demo's clocks are alive on whatever day and at whatever hour it is built."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.common.calendars import OFFICE_HOURS
from alongside.common.clocks import Allowance, Unit, add, elapsed_between
from alongside.demo.moments import Moments, after

ANY_TIME = st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 1), timezones=st.just(UTC))


@settings(max_examples=60, deadline=None)
@given(ANY_TIME, st.integers(1, 60))
def test_a_working_day_back_is_a_working_day_before_today(now, days):
    moments = Moments(now)
    found = moments.worked(days, 9, 30)
    assert OFFICE_HOURS.opening_on(found.date()) and found.date() < moments.today
    assert moments.worked(days + 1, 9, 30) < found


@settings(max_examples=60, deadline=None)
@given(ANY_TIME)
def test_a_clock_can_be_about_to_run_out(now):
    moments, eight, hour = Moments(now), Allowance(8, Unit.WORKING_HOURS), Allowance(1, Unit.WORKING_HOURS)
    assert now < add(moments.nearly_due(eight), eight) <= add(now, hour) + timedelta(minutes=1)


@settings(max_examples=60, deadline=None)
@given(ANY_TIME)
def test_a_day_s_clock_can_run_out_at_the_next_closing(now):
    day = Allowance(1, Unit.WORKING_DAYS)
    due = add(Moments(now).nearly_due(day), day)
    assert now < due and elapsed_between(now, due, Unit.WORKING_DAYS) <= 1


@pytest.mark.parametrize("hours", [0, 1, 9])
def test_later_is_later_in_office_hours(hours):
    start = datetime(2026, 11, 17, 10, tzinfo=UTC)
    assert after(start, hours, 5) >= start + timedelta(minutes=5)
    assert after(start, 9, 0) == datetime(2026, 11, 18, 11, tzinfo=UTC)
