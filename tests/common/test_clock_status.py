"""How a clock stands, in the words that appear in a queue."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from alongside.common.calendars import DaySpan, SchoolTerms
from alongside.common.clock_status import Clock, ClockState, status
from alongside.common.clocks import Allowance, Pause

LONDON = ZoneInfo("Europe/London")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def clock(allowance, received="2026-03-06 10:00", **more):
    return Clock(at(received), Allowance.parse(allowance), **more)


@pytest.mark.parametrize(
    ("allowance", "now", "sentence"),
    [
        ("2 hours", "2026-03-06 10:30", "due today at midday"),
        ("20 hours", "2026-03-06 10:30", "due tomorrow at 6am"),
        ("24 working hours", "2026-03-09 09:00", "due Wed 11 March at 10am"),
        ("24 working hours", "2026-03-11 09:00", "due today at 10am"),
        ("8 working hours", "2026-03-06 17:30", "due Mon 9 March at 10am"),
        ("3 working days", "2026-03-06 10:00", "3 working days left"),
        ("3 working days", "2026-03-09 16:59", "2 working days left"),
        ("1 working day", "2026-03-06 18:00", "due Mon 9 March at 5pm"),
        ("1 working day", "2026-03-08 18:00", "due tomorrow at 5pm"),
        ("1 working day", "2026-03-09 17:00", "due today at 5pm"),
        ("0 days", "2026-03-06 11:00", "due today at midnight"),
        ("1 day", "2026-03-06 11:00", "1 day left"),
    ],
)
def test_a_running_clock_says_what_is_left(allowance, now, sentence):
    standing = status(clock(allowance), at(now))
    assert (standing.state, standing.late, standing.sentence) == (ClockState.RUNNING, False, sentence)


@pytest.mark.parametrize(
    ("allowance", "now", "sentence", "left"),
    [
        ("2 working hours", "2026-03-06 15:10", "breached today at midday", -3),
        ("2 working hours", "2026-03-06 12:20", "breached today at midday", 0),
        ("7 working hours", "2026-03-07 12:00", "breached yesterday at 5pm", 0),
        ("2 hours", "2026-03-06 12:45", "breached 45 minutes ago", 0),
        ("2 hours", "2026-03-08 09:00", "breached Fri 6 March at midday", -45),
        ("1 working day", "2026-03-09 17:01", "breached today at 5pm", 0),
        ("1 working day", "2026-03-11 18:00", "breached 2 working days ago", -2),
    ],
)
def test_a_breached_clock_says_since_when(allowance, now, sentence, left):
    standing = status(clock(allowance), at(now))
    assert (standing.state, standing.late) == (ClockState.BREACHED, True)
    assert (standing.sentence, standing.left) == (sentence, left)


def test_a_clock_that_counts_from_a_day_to_come_says_from_which():
    """A child-protection file is due five school days after the move, and the move is in September."""
    to_come = clock("5 working days", received="2026-09-02 00:00")
    assert status(to_come, at("2026-07-02 10:00")).sentence == "begins Wed 2 September"
    assert status(to_come, at("2026-09-02 10:00")).sentence == "5 working days left"


def test_the_deadline_itself_is_still_in_time():
    assert status(clock("2 hours"), at("2026-03-06 12:00")).state is ClockState.RUNNING


def test_a_paused_clock_has_no_deadline_and_says_what_remains():
    standing = status(clock("6 hours", pauses=(Pause(at("2026-03-06 12:00")),)), at("2026-03-07 09:00"))
    assert (standing.state, standing.due_at) == (ClockState.PAUSED, None)
    assert standing.sentence == "paused since yesterday at midday, 4 hours left"


def test_a_pause_whose_end_is_set_already_shows_the_deadline_to_come():
    standing = status(
        clock("6 hours", pauses=(Pause(at("2026-03-06 12:00"), at("2026-03-06 14:00")),)), at("2026-03-06 13:00")
    )
    assert (standing.state, standing.due_at) == (ClockState.PAUSED, at("2026-03-06 18:00"))


def test_a_pause_does_not_heal_a_breach():
    paused_late = clock("2 hours", pauses=(Pause(at("2026-03-06 13:00")),))
    assert status(paused_late, at("2026-03-06 14:30")).sentence == "breached 2 hours ago"


def test_a_clock_stopped_in_time_stays_so_for_ever():
    stopped = clock("2 hours", stopped_at=at("2026-03-06 11:00"))
    standing = status(stopped, at("2026-04-06 11:00"))
    assert (standing.state, standing.late) == (ClockState.STOPPED, False)
    assert standing.sentence == "stopped in time, Fri 6 March at 11am"


def test_a_clock_stopped_late_says_by_how_much():
    standing = status(clock("2 hours", stopped_at=at("2026-03-06 15:30")), at("2026-03-09 11:00"))
    assert (standing.state, standing.late, standing.sentence) == (ClockState.STOPPED, True, "stopped 3 hours late")


@pytest.mark.parametrize(
    ("allowance", "stopped", "sentence"),
    [
        ("8 working hours", "2026-03-09 14:00", "stopped 4 working hours late"),
        ("24 working hours", "2026-03-16 09:00", "stopped 3 working days late"),
        ("24 hours", "2026-03-10 12:00", "stopped 3 days late"),
    ],
)
def test_many_hours_are_told_in_days(allowance, stopped, sentence):
    assert status(clock(allowance, stopped_at=at(stopped)), at("2026-04-01 09:00")).sentence == sentence


def test_what_is_left_of_a_paused_clock_is_told_in_days_where_it_is_much():
    standing = status(clock("24 working hours", pauses=(Pause(at("2026-03-06 11:00")),)), at("2026-03-06 15:00"))
    assert standing.sentence == "paused since today at 11am, 3 working days left"


def test_what_happened_later_is_not_known_before():
    stopped = clock("2 hours", stopped_at=at("2026-03-06 11:00"))
    assert status(stopped, at("2026-03-06 10:30")).state is ClockState.RUNNING


def test_another_year_is_named():
    standing = status(clock("2 hours", stopped_at=at("2026-03-06 11:00")), at("2027-03-06 11:00"))
    assert standing.sentence == "stopped in time, Fri 6 March 2026 at 11am"


SCHOOL = SchoolTerms((DaySpan(date(2026, 1, 5), date(2026, 3, 27)),))


def test_told_at_the_very_start_of_school_is_too_late():
    told = clock("1 school start", calendar=SCHOOL, stopped_at=at("2026-03-09 08:45"))
    standing = status(told, at("2026-03-09 09:00"))
    assert (standing.late, standing.sentence) == (True, "stopped just late")


def test_told_a_minute_before_school_is_in_time():
    told = clock("1 school start", calendar=SCHOOL, stopped_at=at("2026-03-09 08:44"))
    assert status(told, at("2026-03-09 09:00")).late is False


def test_the_clock_to_the_school_start_reads_as_before():
    assert status(clock("1 school start", calendar=SCHOOL), at("2026-03-07 09:00")).sentence == (
        "due before Mon 9 March at 8:45am"
    )


def test_a_breach_can_be_read_long_after_the_known_terms_are_over():
    standing = status(clock("2 school days", calendar=SCHOOL), at("2026-09-10 09:00"))
    assert (standing.state, standing.sentence) == (ClockState.BREACHED, "breached Tue 10 March at 3:30pm")
