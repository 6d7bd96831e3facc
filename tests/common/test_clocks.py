"""Deadlines by example: what a duty worker, a school and a police officer would work out by hand."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from alongside.common.calendars import OFFICE_HOURS, DaySpan, Opening, SchoolTerms, WorkingHours
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
from alongside.common.timelines import BeyondCalendarError, ClockError, NaiveMomentError

LONDON = ZoneInfo("Europe/London")
CHAPEL_SCHOOL = SchoolTerms(
    terms=(
        DaySpan(date(2026, 1, 5), date(2026, 3, 27), "Spring term"),
        DaySpan(date(2026, 4, 13), date(2026, 7, 22), "Summer term"),
    ),
    breaks=(DaySpan(date(2026, 2, 16), date(2026, 2, 20)), DaySpan(date(2026, 5, 25), date(2026, 5, 29))),
    inset_days=frozenset({date(2026, 1, 5), date(2026, 4, 13)}),
    hours=Opening(time(8, 50), time(15, 20)),
    school="Chapel School",
)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("allowance", "received", "due"),
    [
        # A red rating runs through the night and the weekend, whoever is at work.
        ("2 hours", "2026-03-06 16:30", "2026-03-06 18:30"),
        ("6 hours", "2026-03-06 22:00", "2026-03-07 04:00"),
        ("90 minutes", "2026-03-06 23:00", "2026-03-07 00:30"),
        # Working hours stand still outside them.
        ("24 working hours", "2026-03-06 16:00", "2026-03-11 16:00"),
        ("6 working hours", "2026-03-06 16:00", "2026-03-09 14:00"),
        ("2 working hours", "2026-03-07 11:00", "2026-03-09 11:00"),
        # Time just used up at closing ends then, not at the next opening.
        ("8 working hours", "2026-03-06 09:00", "2026-03-06 17:00"),
        ("1 working hour", "2026-03-06 17:00", "2026-03-09 10:00"),
        # One working day: the end of the first working day after the day of receipt.
        ("1 working day", "2026-03-06 10:00", "2026-03-09 17:00"),
        ("1 working day", "2026-03-06 07:00", "2026-03-09 17:00"),
        ("1 working day", "2026-03-06 16:59", "2026-03-09 17:00"),
        ("1 working day", "2026-03-06 17:00", "2026-03-10 17:00"),
        ("1 working day", "2026-03-08 12:00", "2026-03-10 17:00"),
        ("0 working days", "2026-03-06 10:00", "2026-03-06 17:00"),
        # Christmas 2026: Boxing Day falls on a Saturday, so Monday 28 December is a bank holiday.
        ("1 working day", "2026-12-24 16:00", "2026-12-29 17:00"),
        ("16 working hours", "2026-12-24 09:00", "2026-12-29 17:00"),
        # Easter, and the clocks that go forward on 28 March 2027.
        ("2 working days", "2027-03-25 10:00", "2027-03-31 17:00"),
        ("16 working hours", "2027-03-25 09:00", "2027-03-30 17:00"),
        # A leap day is a day.
        ("1 working day", "2028-02-28 10:00", "2028-02-29 17:00"),
        ("2 days", "2028-02-28 10:00", "2028-03-02 00:00"),
        # Plain days: midnight at the end of the last.
        ("28 days", "2026-03-06 10:00", "2026-04-04 00:00"),
    ],
)
def test_a_deadline_is_where_a_careful_person_would_put_it(allowance, received, due):
    assert add(at(received), Allowance.parse(allowance)) == at(due)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        # 24 hours over the night when the clocks change are 24 hours, though the clock face says otherwise.
        ("2026-03-28 22:00", "2026-03-29 23:00"),
        ("2026-10-24 22:00", "2026-10-25 21:00"),
    ],
)
def test_hours_are_real_hours_when_the_clocks_change(received, due):
    assert add(at(received), Allowance(24, Unit.HOURS)) == at(due)


def test_a_working_hour_is_the_same_hour_in_summer_and_in_winter():
    assert add(at("2026-03-27 16:00"), Allowance(2, Unit.WORKING_HOURS)) == at("2026-03-30 10:00")


def test_five_school_days_skip_half_term_weekends_and_inset():
    assert add(at("2026-02-12 11:00"), Allowance(5, Unit.SCHOOL_DAYS), CHAPEL_SCHOOL) == at("2026-02-26 15:20")


def test_the_may_bank_holiday_is_no_school_day():
    assert add(at("2026-05-01 11:00"), Allowance(1, Unit.SCHOOL_DAYS), CHAPEL_SCHOOL) == at("2026-05-05 15:20")


@pytest.mark.parametrize(
    ("incident", "starts"),
    [
        ("2026-03-05 02:15", "2026-03-05 08:50"),
        ("2026-03-05 08:49", "2026-03-05 08:50"),
        ("2026-03-05 08:50", "2026-03-06 08:50"),
        ("2026-03-06 23:00", "2026-03-09 08:50"),
        ("2026-02-14 03:00", "2026-02-23 08:50"),
        ("2026-03-27 21:00", "2026-04-14 08:50"),
        ("2025-12-27 01:00", "2026-01-06 08:50"),
    ],
)
def test_the_school_must_be_told_before_it_next_begins(incident, starts):
    assert next_school_start(at(incident), CHAPEL_SCHOOL) == at(starts)


@pytest.mark.parametrize("incident", ["2026-07-22 09:00", "2026-08-30 01:00", "2025-09-01 01:00"])
def test_terms_that_are_not_known_are_asked_for_and_never_guessed(incident):
    with pytest.raises(BeyondCalendarError, match="Chapel School run from 5 January 2026 to 22 July 2026"):
        next_school_start(at(incident), CHAPEL_SCHOOL)


def test_a_pause_stops_working_hours_and_they_go_on_where_they_were():
    pauses = [Pause(at("2026-03-06 11:00"), at("2026-03-09 13:00"))]
    assert due_at(at("2026-03-06 10:00"), Allowance(2, Unit.WORKING_HOURS), pauses=pauses) == at("2026-03-09 14:00")


def test_a_day_paused_at_its_closing_does_not_count():
    pauses = [Pause(at("2026-03-09 16:00"), at("2026-03-10 10:00"))]
    assert due_at(at("2026-03-06 10:00"), Allowance(1, Unit.WORKING_DAYS), pauses=pauses) == at("2026-03-10 17:00")


def test_a_day_paused_only_at_noon_counts():
    pauses = [Pause(at("2026-03-09 11:00"), at("2026-03-09 14:00"))]
    assert due_at(at("2026-03-06 10:00"), Allowance(1, Unit.WORKING_DAYS), pauses=pauses) == at("2026-03-09 17:00")


def test_while_paused_without_an_end_there_is_no_deadline():
    pauses = [Pause(at("2026-03-06 10:30"))]
    assert due_at(at("2026-03-06 10:00"), Allowance(2, Unit.HOURS), pauses=pauses) is None


def test_a_pause_after_the_deadline_changes_nothing():
    pauses = [Pause(at("2026-03-06 12:00"))]
    assert due_at(at("2026-03-06 10:00"), Allowance(2, Unit.HOURS), pauses=pauses) == at("2026-03-06 12:00")


def test_pauses_may_overlap_and_come_in_any_order():
    pauses = [
        Pause(at("2026-03-06 11:00"), at("2026-03-06 13:00")),
        Pause(at("2026-03-06 10:30"), at("2026-03-06 12:00")),
    ]
    assert due_at(at("2026-03-06 10:00"), Allowance(1, Unit.HOURS), pauses=pauses) == at("2026-03-06 13:30")


def test_a_pause_in_the_repeated_hour_of_october_is_measured_by_real_time():
    first, second = (datetime(2026, 10, 25, 1, 30, tzinfo=LONDON, fold=fold) for fold in (0, 1))
    pauses = [Pause(first, second)]
    assert due_at(at("2026-10-25 00:30"), Allowance(2, Unit.HOURS), pauses=pauses) == second + timedelta(hours=1)


def test_elapsed_counts_whole_units_and_not_the_day_of_receipt():
    received, seen = at("2026-03-06 10:00"), at("2026-03-10 12:30")
    assert elapsed_between(received, seen, Unit.WORKING_HOURS) == 18
    assert elapsed_between(received, seen, Unit.WORKING_DAYS) == 1
    assert elapsed_between(received, seen, Unit.HOURS) == 98
    assert open_time_between(received, seen) == timedelta(hours=18, minutes=30)
    assert open_time_between(seen, received) == timedelta()


def test_a_council_with_a_short_friday_and_a_christmas_closure():
    hours = WorkingHours.parse("Mon-Thu 08:45-17:15; Fri 08:45-16:45", closed_on=frozenset({date(2026, 12, 29)}))
    assert add(at("2026-03-06 16:00"), Allowance(1, Unit.WORKING_HOURS), hours) == at("2026-03-09 09:00")
    assert add(at("2026-12-24 10:00"), Allowance(1, Unit.WORKING_DAYS), hours) == at("2026-12-30 17:15")


def test_a_moment_in_another_zone_is_the_same_moment():
    received = at("2026-07-06 10:00")
    assert add(received.astimezone(UTC), Allowance(2, Unit.WORKING_HOURS)) == at("2026-07-06 12:00")


@pytest.mark.parametrize(
    "ask",
    [
        lambda naive: add(naive, Allowance(1, Unit.HOURS)),
        lambda naive: next_school_start(naive, CHAPEL_SCHOOL),
        lambda naive: elapsed_between(naive, at("2026-03-06 10:00"), Unit.HOURS),
        lambda naive: Pause(naive),
        lambda naive: Pause(at("2026-03-06 10:00"), naive),
    ],
)
def test_a_moment_without_a_time_zone_is_refused(ask):
    with pytest.raises(NaiveMomentError, match="has no time zone"):
        ask(datetime(2026, 3, 6, 10))


def test_a_school_clock_needs_the_schools_own_terms():
    with pytest.raises(ClockError, match="needs the school's own terms"):
        add(at("2026-03-06 10:00"), Allowance(5, Unit.SCHOOL_DAYS), OFFICE_HOURS)


def test_a_clock_to_the_school_start_cannot_be_paused():
    pauses = [Pause(at("2026-03-06 10:30"))]
    with pytest.raises(ClockError, match="cannot be paused"):
        due_at(at("2026-03-06 10:00"), Allowance(1, Unit.SCHOOL_STARTS), CHAPEL_SCHOOL, pauses)


def test_a_pause_cannot_end_before_it_starts():
    with pytest.raises(ClockError, match="cannot end"):
        Pause(at("2026-03-06 10:30"), at("2026-03-06 10:00"))


@pytest.mark.parametrize("amount", [-1, 1_000_001])
def test_an_amount_out_of_reason_is_refused(amount):
    with pytest.raises(ClockError, match="whole number from"):
        Allowance(amount, Unit.WORKING_DAYS)


def test_no_hours_at_all_is_no_allowance():
    with pytest.raises(ClockError, match="from 1"):
        Allowance(0, Unit.WORKING_HOURS)


@pytest.mark.parametrize("unit", list(Unit))
def test_an_allowance_can_be_written_and_read_back(unit):
    for allowance in (Allowance(1, unit), Allowance(24, unit)):
        assert Allowance.parse(str(allowance)) == allowance


@pytest.mark.parametrize("text", ["", "soon", "two hours", "2 fortnights", "2.5 hours", "-3 days", "٣ days"])
def test_an_allowance_that_cannot_be_read_says_how_to_write_it(text):
    with pytest.raises(ClockError, match="Write a whole number and minutes, hours"):
        Allowance.parse(text)


def test_a_clock_beyond_the_calendar_is_refused():
    with pytest.raises(BeyondCalendarError, match="Check the dates"):
        add(at("2026-03-06 10:00"), Allowance(1_000_000, Unit.WORKING_DAYS))
    with pytest.raises(BeyondCalendarError):
        add(datetime(9999, 12, 31, 23, 59, tzinfo=UTC), Allowance(1, Unit.HOURS))
