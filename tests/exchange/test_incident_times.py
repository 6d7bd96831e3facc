"""Dates as people write them: the order is guessed with its reason, zones and the two odd hours are not lost."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.exchange.incident_times import BadTime, guess_times, minutes_of, read_moment
from alongside.places.incident_states import DateOrder, RowFault
from alongside.places.states import Precision
from tests.places.incidents import minute

LONDON = ZoneInfo("Europe/London")
D, M, Y = DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST, DateOrder.YEAR_FIRST


@pytest.mark.parametrize(
    ("cells", "order", "precision"),
    [
        (["2016-01", "2016-02"], Y, Precision.MONTH),
        (["2019-01-01 01:30:00"], Y, Precision.MINUTE),
        (["2016-08-10T00:00:00", "2016-08-11T00:00:00"], Y, Precision.DAY),
        (["01/02/2018 03:45:00 PM", "01/14/2018 11:20:00 AM"], M, Precision.MINUTE),
        (["03/04/2026", "17/04/2026"], D, Precision.DAY),
        (["5-Jan-2016", "17 March 2016"], D, Precision.DAY),
        (["20160105", "20160217"], Y, Precision.DAY),
        (["Jan-16", "Feb-16"], D, Precision.MONTH),
    ],
)
def test_the_order_and_precision_of_a_column_are_told_from_its_cells(cells, order, precision):
    found = guess_times(cells)
    assert (found.order, found.precision) == (order, precision) and found.why


def test_an_order_that_cannot_be_told_is_said_to_be_a_guess():
    assert "check it" in guess_times(["03/04/2026", "05/06/2026"]).why
    assert guess_times(["robbery", "assault"]) is None


@given(st.datetimes(min_value=datetime(1970, 1, 2), max_value=datetime(2060, 1, 1)))
def test_what_is_written_in_any_order_is_read_back_to_the_minute(moment):
    for order, form in (
        (D, "%d/%m/%Y %H:%M"),
        (M, "%m/%d/%Y %I:%M %p"),
        (Y, "%Y-%m-%dT%H:%M:%S"),
        (D, "%d %B %Y %H:%M"),
    ):
        reading = read_moment(moment.strftime(form), order)
        assert minutes_of(reading, LONDON) == minute(moment.strftime("%Y-%m-%dT%H:%M"))


def test_a_time_that_carries_its_zone_is_put_on_the_clock_of_the_set():
    assert minutes_of(read_moment("2026-07-01T23:30:00Z", Y), LONDON) == minute("2026-07-02T00:30")
    assert minutes_of(read_moment("2026-07-01 23:30 +02:00", Y), LONDON) == minute("2026-07-01T22:30")
    first, second = (minutes_of(read_moment(f"2026-10-25T0{hour}:30Z", Y), LONDON) for hour in (0, 1))
    assert first == second == minute("2026-10-25T01:30")


@pytest.mark.parametrize(
    ("text", "clock", "fault"),
    [
        ("", "", RowFault.NO_DATE),
        ("31/02/2026", "", RowFault.DATE),
        ("02/31/2026", "", RowFault.DATE),
        ("last Tuesday", "", RowFault.DATE),
        ("01/02/1899", "", RowFault.TOO_OLD),
        ("01/02/2026 25:10", "", RowFault.TIME),
        ("01/02/2026", "half nine", RowFault.TIME),
    ],
)
def test_what_is_no_date_or_time_is_named(text, clock, fault):
    with pytest.raises(BadTime) as told:
        read_moment(text, D, clock)
    assert told.value.fault == fault


def test_a_clock_may_stand_in_a_column_of_its_own():
    assert read_moment("3/9/2026", D, "2130").minute == read_moment("3/9/2026", D, "9:30 pm").minute == 21 * 60 + 30
