"""The pure rules: what a public text may hold, the threshold of a case review, steps that follow one another."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.community.rules import (
    REPORTS_NEEDED,
    Complaint,
    months_before,
    reason_not_to_move_review,
    reason_not_to_step_at_door,
    threshold,
    what_is_personal,
)
from alongside.community.states import REVIEW_STEPS, DoorState, ReviewState

TODAY = date(2026, 11, 17)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "Ring me on 07700 900123", "Write to a.b@mail.example", "It is @quay_king again", "The car is AB12 CDE",
        "He lives at flat 12", "Mr Harrow sells it", "A boy called Devon", "My son was hit there",
    ],
)  # fmt: skip
def test_what_tells_of_a_person_is_found(text):
    assert what_is_personal(text)


@pytest.mark.parametrize(
    "text",
    ["The lamps are out on the path.", "Fights at the 158 bus stop after 10 at night.", "Why are there 3 police vans?"],
)
def test_what_tells_of_a_place_is_let_through(text):
    assert what_is_personal(text) is None


def test_three_reports_in_six_months_meet_the_threshold():
    told = [Complaint(TODAY - timedelta(days=days), TODAY - timedelta(days=days - 5)) for days in (20, 60, 150)]
    assert threshold(told, applied_on=TODAY).is_met
    assert not threshold(told[:2], applied_on=TODAY).is_met
    assert threshold(told[:2], applied_on=TODAY, needed=2).is_met


@pytest.mark.parametrize(
    ("happened", "reported", "why"),
    [
        (date(2026, 5, 1), date(2026, 5, 2), "more than six months ago"),
        (date(2026, 9, 1), date(2026, 10, 20), "more than a month after"),
        (date(2026, 11, 16), date(2026, 11, 15), "cannot be right"),
        (date(2026, 11, 18), date(2026, 11, 18), "cannot be right"),
    ],
)
def test_a_report_that_does_not_count_says_why(happened, reported, why):
    found = threshold([Complaint(happened, reported)], applied_on=TODAY)
    assert found.counted == 0 and why in found.left_out[0]


def test_the_sixth_month_ends_where_the_law_says():
    edge = months_before(TODAY, 6)
    assert edge == date(2026, 5, 17) and months_before(date(2026, 8, 31), 6) == date(2026, 2, 28)
    assert threshold([Complaint(edge, edge)], applied_on=TODAY).counted == 1
    day_before = edge - timedelta(days=1)
    assert threshold([Complaint(day_before, day_before)], applied_on=TODAY).counted == 0


def test_a_partnership_may_ask_for_fewer_reports_and_never_for_more():
    with pytest.raises(ValueError, match="not 4"):
        threshold([], applied_on=TODAY, needed=REPORTS_NEEDED + 1)


@given(st.lists(st.tuples(DAYS, DAYS), max_size=8), DAYS)
def test_every_report_is_counted_or_left_out_with_a_reason(days, applied_on):
    found = threshold([Complaint(*one) for one in days], applied_on=applied_on)
    assert found.counted + len(found.left_out) == len(days)


@given(DAYS, st.integers(1, 24))
def test_months_before_never_skips_a_month(day, months):
    before = months_before(day, months)
    assert (day.year * 12 + day.month) - (before.year * 12 + before.month) == months


@given(st.sampled_from(ReviewState), st.sampled_from(ReviewState), st.text(max_size=5))
def test_a_review_takes_only_steps_of_the_table_and_with_a_reason(now, to, reason):
    why = reason_not_to_move_review(now=now, to=to, reason=reason)
    allowed = to in REVIEW_STEPS[now] and (bool(reason.strip()) or to is ReviewState.ACKNOWLEDGED)
    assert (why is None) == allowed


def test_who_decided_does_not_decide_on_the_appeal():
    said = {"now": ReviewState.APPEALED, "to": ReviewState.APPEAL_REFUSED, "reason": "No.", "decider": "member:1"}
    assert "A colleague" in reason_not_to_move_review(**said, by="member:1")
    assert reason_not_to_move_review(**said, by="member:2") is None


def test_the_front_door_reads_before_it_decides():
    assert reason_not_to_step_at_door(now=DoorState.NEW, to=DoorState.NO_MORE, reason="x")
    assert reason_not_to_step_at_door(now=DoorState.READ, to=DoorState.NO_MORE, reason=" ")
    assert reason_not_to_step_at_door(now=DoorState.READ, to=DoorState.CONCERN, reason="") is None
