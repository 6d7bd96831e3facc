"""Working hours and school terms as people write them, and what is refused."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from alongside.common import bank_holidays
from alongside.common.calendars import (
    OFFICE_HOURS,
    CalendarError,
    CalendarKind,
    DaySpan,
    Opening,
    SchoolTerms,
    WorkingHours,
)
from alongside.common.clocks import Unit, open_time_between


def test_the_default_is_nine_to_five_on_weekdays():
    assert str(OFFICE_HOURS) == "Mon-Fri 09:00-17:00"


@pytest.mark.parametrize(
    "text",
    [
        "Mon-Fri 09:00-17:00",
        "Mon-Thu 08:45-17:15; Fri 08:45-16:45",
        "Tue 10:00-12:00; Thu-Sun 00:00-00:00",
    ],
)
def test_working_hours_are_written_as_they_are_read(text):
    assert str(WorkingHours.parse(text)) == text


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("whenever", "“whenever” is not working hours"),
        ("Mon-Fry 09:00-17:00", "is not working hours"),
        ("Mon 17:00-09:00", r"Closing time \(09:00\) must be later than opening \(17:00\)"),
        ("Mon 09:00-25:00", "25:00 is not a time of day"),
        ("Mon-Fri 09:00-17:00; Wed 09:00-12:00", "Wed is given twice"),
        ("", "open on at least one day"),
        ("Fri-Mon 09:00-17:00", "open on at least one day"),
    ],
)
def test_working_hours_that_make_no_sense_are_refused(text, problem):
    with pytest.raises(CalendarError, match=problem):
        WorkingHours.parse(text)


def test_hours_are_in_whole_minutes():
    with pytest.raises(CalendarError, match="whole minutes"):
        Opening(time(9, 0, 30), time(17))


def test_calendars_of_the_same_hours_are_equal_and_share_their_table():
    one, other = WorkingHours.parse("Mon-Fri 08:00-16:00"), WorkingHours.parse("Mon-Fri 08:00-16:00")
    assert one == other
    assert one.timeline is other.timeline


def test_an_office_that_opens_within_the_skipped_hour_is_not_open_at_all_that_night():
    night = WorkingHours.parse("Sun 01:30-02:15")
    saturday = datetime(2026, 3, 28, tzinfo=UTC)
    assert open_time_between(saturday, saturday + timedelta(days=3), night) == timedelta()
    assert open_time_between(saturday, saturday + timedelta(days=10), night) == timedelta(minutes=45)


SPRING = DaySpan(date(2026, 1, 5), date(2026, 3, 27), "Spring term")
SUMMER = DaySpan(date(2026, 4, 13), date(2026, 7, 22), "Summer term")


def test_terms_may_come_in_any_order():
    assert SchoolTerms((SUMMER, SPRING)).terms == (SPRING, SUMMER)


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda: SchoolTerms(()), "No terms are held"),
        (lambda: SchoolTerms((SPRING, DaySpan(date(2026, 3, 27), date(2026, 7, 1)))), "begins before Spring term"),
        (lambda: SchoolTerms((SPRING, DaySpan(date(2026, 9, 1), date(2026, 12, 1)))), "a term is missing"),
        (lambda: SchoolTerms((SPRING,), breaks=(DaySpan(date(2026, 3, 25), date(2026, 4, 2)),)), "within any one term"),
        (lambda: SchoolTerms((SPRING,), weekdays=frozenset({7})), "from 0"),
        (lambda: DaySpan(date(2026, 3, 2), date(2026, 3, 1), "Half-term"), "Half-term .* ends before it begins"),
    ],
)
def test_terms_that_make_no_sense_are_refused(make, problem):
    with pytest.raises(CalendarError, match=problem):
        make()


def test_a_saturday_school_has_six_days():
    terms = SchoolTerms((SPRING,), weekdays=frozenset(range(6)))
    assert terms.is_school_day(date(2026, 3, 7))
    assert not terms.is_school_day(date(2026, 3, 8))


def test_every_unit_belongs_to_one_kind_of_calendar():
    assert {unit.kind for unit in Unit} == set(CalendarKind)
    assert Unit.WORKING_DAYS.kind is OFFICE_HOURS.kind


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2022, 9, 19), "the state funeral"),
        (date(2023, 5, 8), "the coronation"),
        (date(2020, 5, 8), "the early May holiday moved to VE Day"),
        (date(2026, 12, 28), "Boxing Day on a Saturday"),
        (date(2027, 3, 26), "Good Friday"),
        (date(2040, 12, 25), "Christmas beyond what is announced"),
        (date(2033, 1, 3), "New Year's Day on a Saturday, beyond what is announced"),
        (date(1999, 12, 31), "the millennium"),
    ],
)
def test_a_bank_holiday_is_known(day, why):
    assert bank_holidays.is_bank_holiday(day), why


@pytest.mark.parametrize("day", [date(2020, 5, 4), date(2026, 8, 3), date(2026, 12, 26), date(2040, 3, 17)])
def test_other_countries_and_moved_holidays_are_not_ours(day):
    assert not bank_holidays.is_bank_holiday(day)


def test_no_network_is_asked_for_bank_holidays(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("the network was asked")

    monkeypatch.setattr("requests.sessions.Session.request", refuse)
    bank_holidays.in_year.cache_clear()
    assert bank_holidays.is_bank_holiday(date(2026, 12, 25))
    assert bank_holidays.is_bank_holiday(date(2036, 12, 25))


def test_the_days_of_one_year_are_those_that_the_government_announced():
    days = [(1, 1), (4, 3), (4, 6), (5, 4), (5, 25), (8, 31), (12, 25), (12, 28)]  # www.gov.uk/bank-holidays, 2026
    assert bank_holidays.in_year(2026) == {date(2026, month, day) for month, day in days}
