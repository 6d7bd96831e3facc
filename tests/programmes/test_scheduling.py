"""Days of lessons: held against a slow oracle that walks one day after the other."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.programmes.errors import ProgrammeRefused
from alongside.programmes.rules.scheduling import days_of_lessons, moved, school_year_of

START = date(2026, 9, 7)  # a Monday
closed_weeks = st.sets(st.integers(0, 40), max_size=12)
closed_days = st.sets(st.integers(0, 280), max_size=40)


def calendar(weeks, days):
    def is_open(day):
        since = (day - START).days
        return day.weekday() < 5 and since // 7 not in weeks and since not in days

    return is_open


def oracle(days, place, to, weekday, is_open):
    """Each later lesson by itself: the earliest day that is allowed, found by trying one day after the other."""
    found = [*days[:place], to]
    for day in days[place + 1 :]:
        if is_open(day) and day > found[-1]:
            found.append(day)
            continue
        day = found[-1] + timedelta(days=1)
        while not (is_open(day) and day.weekday() == weekday):
            day += timedelta(days=1)
        found.append(day)
    return found


@given(closed_weeks, closed_days, st.integers(0, 4), st.integers(0, 8), st.integers(1, 120))
@settings(max_examples=200, deadline=None)
def test_moving_a_lesson_pushes_the_later_ones_over_holidays(weeks, shut, weekday, place, further):
    is_open = calendar(weeks - set(range(0, 60, 4)), shut)
    first = next(START + timedelta(days=n) for n in range(weekday, 200, 7) if is_open(START + timedelta(days=n)))
    days = days_of_lessons(first, 9, is_open)
    to = days[place] + timedelta(days=further)
    if not is_open(to):
        with pytest.raises(ProgrammeRefused, match="not a day with school"):
            moved(days, place, to, weekday, is_open)
        return
    found = moved(days, place, to, weekday, is_open)
    assert found == oracle(days, place, to, weekday, is_open)
    assert found == sorted(set(found)) and all(map(is_open, found)) and found[:place] == days[:place]


@given(closed_weeks, closed_days)
@settings(max_examples=60, deadline=None)
def test_lessons_come_weekly_on_one_day_of_the_week_and_no_open_week_is_left_out(weeks, shut):
    is_open = calendar(weeks - set(range(0, 60, 4)), shut)
    first = next(START + timedelta(days=n) for n in range(0, 200, 7) if is_open(START + timedelta(days=n)))
    days = days_of_lessons(first, 9, is_open)
    mondays = [first + timedelta(weeks=n) for n in range((days[-1] - first).days // 7 + 1)]
    assert days == [day for day in mondays if is_open(day)]


def test_a_lesson_never_comes_before_the_one_before_it():
    days = days_of_lessons(START, 3, calendar(set(), set()))
    with pytest.raises(ProgrammeRefused, match="before this one is on Monday 7 September"):
        moved(days, 1, START, 0, calendar(set(), set()))


def test_where_the_terms_end_nothing_is_guessed():
    with pytest.raises(ProgrammeRefused, match="terms may be missing"):
        days_of_lessons(START, 3, lambda day: day == START)


def test_the_school_year_turns_on_the_first_of_september():
    assert (school_year_of(date(2026, 8, 31)), school_year_of(date(2026, 9, 1))) == (2025, 2026)
