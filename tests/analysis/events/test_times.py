"""Times from anywhere become days on one clock, or the reader is told why they cannot."""

from datetime import UTC, date, datetime, timedelta, timezone

import numpy as np
import pandas as pd
import pytest

from alongside.analysis.events import Unfit, elapsed_days
from alongside.analysis.events.times import refuse_months

NIGHT = datetime(2026, 10, 24, 23, 30)


@pytest.mark.parametrize(
    "times",
    [
        ["2026-01-01", "2026-01-03 12:00"],
        [datetime(2026, 1, 1), datetime(2026, 1, 3, 12)],
        np.array(["2026-01-01", "2026-01-03T12:00"], dtype="datetime64[s]"),
        pd.Series(pd.to_datetime(["2026-01-01 00:00", "2026-01-03 12:00"])),
        pd.Series(pd.to_datetime(["2026-01-01 00:00", "2026-01-03 12:00"]).tz_localize("UTC")),
        [datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 3, 13, tzinfo=timezone(timedelta(hours=1)))],
    ],
)
def test_two_days_and_a_half_are_two_and_a_half_in_every_form(times):
    days, clock = elapsed_days(times)
    assert days[1] - days[0] == 2.5
    assert clock.text(days[1]) == "2026-01-03 12:00"


def test_plain_numbers_are_days_already():
    days, clock = elapsed_days([3, 1.5])
    assert days.tolist() == [3.0, 1.5]
    assert clock.text(1.5) == "1.5"


def test_a_local_clock_with_its_zone_counts_the_hours_that_passed():
    days, _ = elapsed_days([NIGHT, NIGHT + timedelta(hours=5)], zone="Europe/London")
    assert (days[1] - days[0]) * 24 == pytest.approx(6)


def test_the_repeated_hour_in_october_is_refused_with_the_choice_named():
    with pytest.raises(Unfit) as told:
        elapsed_days([NIGHT, NIGHT + timedelta(hours=2)], zone="Europe/London")
    assert str(told.value) == (
        "The clock reading 2026-10-25 01:30 comes twice, as summer time ends in that hour (row 2, 1 in all). "
        "Give times in UTC, or choose repeated_hour='first' or 'second' and say so."
    )


@pytest.mark.parametrize(("side", "hours"), [("first", 2), ("second", 3)])
def test_the_side_of_the_repeated_hour_may_be_chosen(side, hours):
    days, _ = elapsed_days([NIGHT, NIGHT + timedelta(hours=2)], zone="Europe/London", repeated_hour=side)
    assert (days[1] - days[0]) * 24 == pytest.approx(hours)


def test_zoned_and_unzoned_times_together_are_refused_with_the_row():
    with pytest.raises(Unfit) as told:
        elapsed_days([datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2)])
    assert str(told.value) == (
        "Some times carry a time zone and some do not (first without: row 2). "
        "Give all of them in UTC, or all as read from the local clock with zone='Europe/London'."
    )


def test_dates_to_come_are_refused_with_the_row():
    with pytest.raises(Unfit) as told:
        elapsed_days(["2026-01-05", "2062-01-05"], at=date(2026, 11, 22))
    assert str(told.value) == (
        "1 of 2 events are dated after 2026-11-22 (first: row 2, 2062-01-05). "
        "Look for a day and month in the wrong order, or a year mistyped; mend or leave out those rows."
    )


@pytest.mark.parametrize(
    ("times", "message"),
    [
        ([], "There are no events."),
        (["2026-01-05", None], "Row 2 has no date."),
        (["2026-01-05", "05/01/2026"], "Row 2: '05/01/2026' is not a date."),
        ([1.0, float("nan")], "Row 2 has no usable t"),
    ],
)
def test_unusable_times_name_the_row(times, message):
    with pytest.raises(Unfit, match="^" + message.replace("(", r"\(")):
        elapsed_days(times)


@pytest.mark.parametrize(
    "months",
    [
        ["2026-01", "2026-02", "2026-02"],
        pd.Series(pd.PeriodIndex(["2026-01", "2026-02"], freq="M")),
        pd.Series(pd.to_datetime(["2026-01-01", "2026-02-01", "2026-02-01"])),
        [0, 31, 31, 59, 90],
    ],
)
def test_months_without_a_day_are_known_as_such(months):
    with pytest.raises(Unfit, match="a month and no day"):
        refuse_months(months, *elapsed_days(months))


@pytest.mark.parametrize("days", [["2026-01-01", "2026-02-02"], [0, 31, 60], [1, 2, 3, 3]])
def test_days_are_not_taken_for_months(days):
    refuse_months(days, *elapsed_days(days))
