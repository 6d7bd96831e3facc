"""Waits in figures: those who still wait are in them, nobody can be picked out, nobody is hidden by “closed”."""

import json
from datetime import date, timedelta
from itertools import pairwise

import pytest

from alongside.partners.models import Member
from alongside.partners.roles import Role
from alongside.partners.standing import Viewer
from alongside.people.models import RecordAddress
from alongside.support.actions import cases
from alongside.support.definitions.reading import read
from alongside.support.measures.waits import SPLITS, Course, Referred, Wait, Way
from alongside.support.measures.waits import referred as told_of
from alongside.support.measures.waits_keeping import keep_due_statements
from alongside.support.measures.waits_statement import statement_of
from alongside.support.models import WaitsStatement
from tests.cast import NOW, child, later
from tests.waits import CAMHS, make_waits, many, moved, referred

WHY = {"why": "declined", "instead": "A mentor at school"}


@pytest.fixture
def waits(cast):
    return make_waits(cast)


def stated(at=NOW):
    assert keep_due_statements(at=at) == 1
    return WaitsStatement.objects.get().body


def counts_in(body):
    """Every count that the statement shows."""
    found = [value for queue in body["queues"] for value in (queue["total"], *queue["counts"].values())]
    found += [one["count"] for queue in body["queues"] for split in queue["splits"] for one in split["groups"]]
    rows = [one for split in body["referrals"]["splits"] for one in split["groups"]]
    found += [one[name] for one in rows for name in ("count", "taken_on", "before_help")]
    return found + [one["count"] for one in body["referrals"]["reasons"]]


def test_one_referral_is_told_without_who_with_each_of_its_waits(waits):
    case = referred(waits, 90)
    moved(waits, case, "accept", 80)
    moved(waits, case, "begin-assessment", 50)
    (one,) = told_of("camhs", NOW)
    assert [(wait.queue, wait.way, (wait.ended - wait.began).days) for wait in one.waits] == [
        ("triage", Way.ON, 10), ("for-assessment", Way.ON, 30),
    ]  # fmt: skip
    assert one.course is Course.TAKEN_ON and one.helped_at == later(days=-50) and one.groups["need"] == "After trauma"
    assert case.reference not in repr(one) and "Amina" not in repr(one)


def test_what_had_not_happened_yet_is_not_known_of_that_day(waits):
    case = referred(waits, 90)
    moved(waits, case, "accept", 10)
    (one,) = told_of("camhs", later(days=-20))
    assert one.waits[0].way is Way.WAITS and one.course is Course.NEITHER
    assert told_of("camhs", later(days=-100)) == ()


def test_closed_before_help_is_an_outcome_with_its_reason(waits):
    moved(waits, case := referred(waits, 60), "close-before", 20, **WHY)
    assert told_of("camhs", NOW)[0].course is Course.NEITHER  # it waits for a second clinician
    second = Member.objects.create_member(
        username="second", name="Una Second", agency=waits.agencies["health"], role=Role.CLINICIAN
    )
    by = Viewer.of(second, at=NOW)
    cases.look_at_case(reference=case.reference, agreed=True, text="Yes.", by=by, at=NOW)
    (one,) = told_of("camhs", later(hours=1))
    assert (one.course, one.reason, one.waits[0].way) == (Course.BEFORE_HELP, "declined", Way.BEFORE_HELP)


def test_a_referral_that_was_taken_back_was_not_closed_before_help(waits):
    case = referred(waits, 60)
    cases.withdraw_case(reference=case.reference, reason="They moved.", by=waits.viewer("dsl"), at=NOW)
    (one,) = told_of("camhs", later(hours=1))
    assert one.course is Course.NEITHER and one.waits[0].way is Way.TAKEN_BACK


def test_a_protected_address_gives_no_area(waits):
    case = referred(waits, 3, child=child())
    RecordAddress.objects.create(record_id=case.record_id, lines="x", postcode="LK9 1AA", is_protected=True)
    assert told_of("camhs", NOW)[0].groups["area"] == "Not recorded"


def test_a_statement_counts_those_who_still_wait_and_holds_back_what_is_small(waits):
    many(waits, 120)
    body = stated()
    triage = body["queues"][0]
    assert triage["total"] > 40 and triage["counts"]["before_help"] in (None, *range(5, 40))
    assert triage["median"]["low"] <= triage["median"]["weeks"] <= triage["median"]["high"]
    assert not [one for one in counts_in(body) if one is not None and 0 < one < 5]
    assert None in counts_in(body)


def test_a_statement_holds_no_word_about_a_child(waits):
    many(waits, 30)
    text = json.dumps(stated())
    assert not [word for word in ("CA-", "CS-", "Panic", "Long Lane", "1AA") if word in text]


def test_of_a_month_there_is_one_statement_and_it_stays(waits):
    many(waits, 20)
    body = stated()
    many_more = referred(waits, 40)
    assert many_more and keep_due_statements(at=NOW) == 0 and WaitsStatement.objects.get().body == body
    assert keep_due_statements(at=later(days=20)) == 1 and WaitsStatement.objects.count() == 2


def test_a_pathway_without_anybody_on_it_is_stated_too(waits):
    body = stated()
    assert [queue["total"] for queue in body["queues"]] == [0, 0, 0] and body["referrals"]["tests"] == 0


def invented(sex, closed, number):
    """So many referrals of one sex, the first of them closed before help."""
    began = later(days=-200)
    groups = dict.fromkeys(SPLITS, "Not recorded") | {"sex": sex}
    return [
        Referred(
            began, Course.BEFORE_HELP if place < closed else Course.TAKEN_ON, None if place < closed else later(days=-99),
            later(days=-150) if place < closed else None, "declined" if place < closed else "",
            (Wait("triage", began, later(days=-150), Way.BEFORE_HELP if place < closed else Way.ON),), groups,
        )
        for place in range(number)
    ]  # fmt: skip


def curve(days):
    """Of the first queue, where each waited so many days in the year of the statement."""
    began = later(days=-300)
    told = [
        Referred(began, Course.TAKEN_ON, None, None, "", (Wait("triage", began, began + timedelta(days=one), Way.ON),),
                 dict.fromkeys(SPLITS, "All"))
        for one in days
    ]  # fmt: skip
    return statement_of(read(CAMHS), told, date(2026, 11, 1), {})["queues"][0]["curve"]


def test_a_queue_that_is_over_in_weeks_is_told_of_by_the_week_and_a_long_one_by_the_month():
    short, long = curve(range(1, 41)), curve(range(1, 161, 4))
    assert [week for week, *_ in short] == [0, 1, 2, 3, 4, 5] and [week for week, *_ in long][:3] == [0, 4, 8]
    gone = [round(40 * (1 - still)) for _, still, *_ in short]
    assert all(now == before or now - before >= 5 for before, now in pairwise(gone)), "fewer than five in one step"


def compared(girls, boys, people=None):
    told = [*invented("Female", *girls), *invented("Male", *boys)]
    body = statement_of(read(CAMHS), told, date(2026, 11, 1), people or {})
    split = next(one for one in body["referrals"]["splits"] if one["name"] == "sex")
    return {(group["label"], one["step"]): one for group in split["groups"] for one in group["compared"]}


def test_a_group_that_is_closed_out_more_often_stands_out_with_its_interval():
    girls = compared((40, 100), (10, 100))["Female", "before_help"]
    assert girls["stands"] and not girls["few"] and girls["ratio"] == pytest.approx(4.0)
    assert girls["low"] == pytest.approx(2.12, abs=0.01) and girls["high"] == pytest.approx(7.54, abs=0.01)


def test_what_chance_explains_does_not_stand_and_few_give_no_headline():
    assert not compared((14, 100), (12, 100))["Female", "before_help"]["stands"]
    for few in (3, 7):  # told to the nearest five, seven could be five
        assert ("Female", "before_help") not in compared((few, 40), (20, 100))


def test_referrals_are_set_against_the_children_who_live_here_where_they_are_counted():
    assert ("Female", "referred") not in compared((20, 60), (20, 120))
    girls = compared((20, 60), (20, 120), {"sex": {"Female": 10_000, "Male": 10_000}})["Female", "referred"]
    assert girls["ratio"] == pytest.approx(0.5) and girls["stands"] and girls["q"] >= girls["p"]
