"""The concerns of the demo, on whatever day and at whatever hour it is built."""

from collections import Counter
from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.common.periods import age_on
from alongside.demo.courses import PlanStep, Step
from alongside.demo.moments import Moments
from alongside.demo.plots import Plots
from alongside.demo.tellings import TELLINGS
from tests.demo.borough_of import crowd


def courses(now):
    moments = Moments(now)
    drawn = crowd(1, moments.today)
    return list(
        Plots(
            drawn.children, drawn.known, moments, Random(1), lambda child: f"lead.{child.school}", "elmsgate-academy",
            "larkmere-grange",
        ).all()
    )  # fmt: skip


@settings(max_examples=12, deadline=None)
@given(st.datetimes(datetime(2024, 6, 1), datetime(2027, 11, 1), timezones=st.just(UTC)))
def test_no_step_is_taken_after_the_demo_is_built(now):
    for course in courses(now):
        when = course.paced(Random(1))
        taken = [course.raised, *(at for step, at in when.items() if step <= course.reach)]
        assert taken == sorted(taken) and taken[-1] <= now
        assert course.reopened is None or when[Step.READ] < course.reopened <= now


@pytest.fixture(scope="module")
def drawn():
    return courses(datetime(2026, 11, 17, 10, tzinfo=UTC))


def test_the_same_day_and_seed_tell_the_same_concerns(drawn):
    assert drawn == courses(datetime(2026, 11, 17, 10, tzinfo=UTC))


def test_each_child_has_one_concern_that_fits_her_age_and_school(drawn):
    day = datetime(2026, 11, 17).date()
    assert len({course.child.key for course in drawn}) == len(drawn) >= 58
    for course in drawn:
        assert age_on(course.child.born, day) in course.telling.ages, course.telling.key
        assert course.telling.sex in ("", course.child.sex) and course.child.school
        assert course.teller not in ("priya", "beatriz") or course.child.school in (
            "elmsgate-academy",
            "larkmere-grange",
        )


def test_every_telling_is_told_and_every_step_is_somebody_s_last(drawn):
    assert {course.telling.key for course in drawn} == {telling.key for telling in TELLINGS}
    assert set(Counter(course.reach for course in drawn)) == set(Step)
    assert {course.plan for course in drawn} == set(PlanStep)
    assert {course.answer for course in drawn} == {"told", "withheld", "nothing_held"}
