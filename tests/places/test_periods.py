"""A period cut into parts: all of one length, none overlapping, what is left out said."""

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from alongside.common.periods import add_months
from alongside.places.analyses.asking import Span, last_day
from alongside.places.analyses.hot_times import times_of
from alongside.places.analyses.periods import day_number, equal_parts
from alongside.places.states import Precision

START = date(2023, 1, 1)


def months(many):
    return Span(START, last_day(add_months(START, many - 1)))


@given(st.integers(1, 60))
def test_parts_of_months_are_alike_follow_each_other_and_end_with_the_period(many):
    parts = equal_parts(months(many), (), Precision.MONTH)
    spans = [part.span for part in parts.parts]
    assert len({len(span.months) for span in spans}) == 1 and spans[-1].last == months(many).last
    assert all(one.last + timedelta(days=1) == other.first for one, other in pairwise(spans))
    assert bool(parts.notes) == (spans[0].first != START)


@given(st.integers(1, 900))
def test_parts_of_days_are_alike_and_end_with_the_period(many):
    span = Span(START, START + timedelta(days=many - 1))
    spans = [part.span for part in equal_parts(span, (), Precision.DAY).parts]
    assert len({one.days for one in spans}) == 1 and spans[-1].last == span.last and spans[0].first >= START


def test_twelve_months_are_four_quarters_and_a_whole_gap_is_left_out_in_words():
    gaps = (date(2023, 4, 1), date(2023, 5, 1), date(2023, 6, 1))
    found = equal_parts(months(12), gaps, Precision.MONTH)
    assert [part.span.first.month for part in found.parts] == [1, 7, 10]
    assert found.notes == ("Nothing is held for April 2023 to June 2023: that part is left out, and is no zero.",)


def test_a_part_that_lost_one_month_counts_the_days_that_are_held():
    found = equal_parts(months(12), (date(2023, 2, 1),), Precision.MONTH)
    assert [part.held for part in found.parts] == [62, 91, 92, 92]


def test_an_even_week_has_no_busiest_day_and_few_events_have_none_named():
    days = day_number(date(2026, 1, 5)) + np.arange(700) % 7 + 0.5
    even = times_of(days, np.ones(700), Precision.MINUTE, True)
    assert not even["busiest_day"]["beyond_chance"] and even["weekdays"] == [100] * 7
    assert times_of(days[:14], np.ones(14), Precision.DAY, True)["busiest_day"] is None


def test_midnight_belongs_to_the_new_day_and_just_before_it_to_the_old():
    moments = day_number(date(2026, 1, 9)) + np.array([0.0, 23.99 / 24])  # a Friday
    week = times_of(moments, np.ones(2), Precision.MINUTE, True)["week"]
    assert week[4][0] == 1 and week[4][7] == 1
