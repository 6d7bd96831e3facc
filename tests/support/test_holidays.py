"""A bank holiday that is announced moves every deadline beyond it, and nothing else."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.common.bank_holidays import announce
from alongside.common.calendars import OFFICE_HOURS
from alongside.common.clocks import Allowance, Unit, add
from alongside.partners.errors import Invalid, Refused
from alongside.support.actions import raising
from alongside.support.actions.clocks import pause_clock, start_clock, stop_clock
from alongside.support.actions.holiday_clocks import reckon_again
from alongside.support.actions.holidays import announce_holiday, withdraw_holiday
from alongside.support.models import AnnouncedHoliday, ClockRun, Concern
from alongside.support.states import ClockKind
from tests.cast import NOW, details

FUNERAL = date(2026, 11, 19)
WEDNESDAY = datetime(2026, 11, 18, 17, tzinfo=UTC)
THURSDAY, FRIDAY = WEDNESDAY + timedelta(days=1), WEDNESDAY + timedelta(days=2)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_day_stays_announced():
    yield
    announce([])


def keep(cast, day=FUNERAL, who="manager", at=NOW):
    return announce_holiday(day=day, name="State funeral", by=cast.viewer(who), at=at)


def clock(cast, days, matter="M-1", at=NOW, unit=Unit.WORKING_DAYS):
    return start_clock(
        kind="decision", matter=matter, owner=cast.agencies["council"], allowance=Allowance(days, unit), at=at
    )


def test_a_deadline_beyond_the_day_moves_and_one_before_it_stays(cast):
    before, beyond, plain = clock(cast, 1), clock(cast, 2, "M-2"), clock(cast, 3, "M-3", unit=Unit.DAYS)
    assert (before.due_at, beyond.due_at) == (WEDNESDAY, THURSDAY)
    keep(cast)
    assert reckon_again(at=NOW) == 1
    for one in (before, beyond, plain):
        one.refresh_from_db()
    assert (before.due_at, beyond.due_at, plain.due_at.day) == (WEDNESDAY, FRIDAY, 21)
    assert clock(cast, 2, "M-4").due_at == FRIDAY


def test_taken_back_the_deadlines_go_back(cast):
    one = clock(cast, 2)
    held = keep(cast)
    reckon_again(at=NOW)
    withdraw_holiday(holiday_id=held.pk, by=cast.viewer("manager"), at=NOW)
    assert reckon_again(at=NOW) == 1
    one.refresh_from_db()
    assert one.due_at == THURSDAY


def test_clocks_that_ended_ran_out_or_stand_still_are_not_called_back(cast):
    ended, ran_out, paused = clock(cast, 2), clock(cast, 2, "M-2"), clock(cast, 2, "M-3")
    stop_clock(kind="decision", matter="M-1", at=NOW)
    ClockRun.objects.filter(pk=ran_out.pk).update(breached_at=NOW)
    far = pause_clock(kind="decision", matter="M-3", reason="Asked the school", at=NOW).due_at
    keep(cast)
    assert reckon_again(at=NOW) == 0
    assert {one.due_at for one in ClockRun.objects.exclude(pk=paused.pk)} == {THURSDAY}
    assert ClockRun.objects.get(pk=paused.pk).due_at == far and ended.pk != ran_out.pk


def test_the_queue_is_in_the_order_of_the_moved_deadlines(cast):
    concern = raising.raise_concern(details=details(), by=cast.viewer("dsl"), at=NOW)
    due = ClockRun.objects.get(kind=ClockKind.DECISION, matter=concern.reference).due_at
    announce_holiday(day=due.date(), name="State funeral", by=cast.viewer("manager"), at=NOW)
    assert reckon_again(at=NOW) == 1
    kept = Concern.objects.get(pk=concern.pk)
    assert kept.decision_due_at == ClockRun.objects.get(kind="decision", matter=concern.reference).due_at > due


def test_what_another_process_started_meanwhile_is_reckoned_once_more(cast):
    keep(cast)
    reckon_again(at=NOW)
    announce([])
    late = clock(cast, 2)
    assert late.due_at == THURSDAY
    assert reckon_again(at=NOW + timedelta(seconds=50)) == 1
    assert reckon_again(at=NOW + timedelta(minutes=2)) == 0
    assert AnnouncedHoliday.objects.get().moved == 1


@pytest.mark.parametrize(
    ("day", "problem"),
    [(date(2026, 11, 16), "has passed"), (date(2026, 12, 25), "already"), (date(2036, 1, 2), "next three years")],
)
def test_a_day_that_makes_no_sense_is_refused_in_words(cast, day, problem):
    with pytest.raises(Invalid, match=problem):
        keep(cast, day)


def test_sent_twice_it_is_one_day_and_only_a_keeper_may(cast):
    assert keep(cast).pk == keep(cast).pk
    for who in ("dsl", "outsider", "triage"):
        with pytest.raises(Refused):
            keep(cast, date(2026, 11, 20), who)


@given(st.sets(st.dates(date(2026, 11, 18), date(2027, 3, 1)), max_size=4), st.integers(1, 40), st.integers(0, 90))
def test_a_deadline_is_the_nth_day_that_is_neither_weekend_nor_holiday(extra, days, later):
    announce(extra)
    start = NOW + timedelta(days=later)
    due, day, left = add(start, Allowance(days, Unit.WORKING_DAYS)), start.date(), days
    while not OFFICE_HOURS.opening_on(day):
        day += timedelta(days=1)
    while left:
        day += timedelta(days=1)
        left -= bool(OFFICE_HOURS.opening_on(day))
    assert due.date() == day and day not in extra
