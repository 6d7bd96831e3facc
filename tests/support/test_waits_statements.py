"""Waits in figures: those who still wait are in them, nobody can be picked out, nobody is hidden by “closed”."""

import json

import pytest

from alongside.people.models import RecordAddress
from alongside.support.measures.waits import Course, Way
from alongside.support.measures.waits import referred as told_of
from alongside.support.measures.waits_keeping import keep_due_statements
from alongside.support.models import WaitsStatement
from tests.cast import NOW, child, later
from tests.waits import make_waits, many, moved, referred

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
    from alongside.support.actions.cases import look_at_case
    from tests.partners.worlds import second_member

    look_at_case(reference=case.reference, agreed=True, text="Yes.", by=second_member(waits, "clinician"), at=NOW)
    (one,) = told_of("camhs", later(hours=1))
    assert (one.course, one.reason, one.waits[0].way) == (Course.BEFORE_HELP, "declined", Way.BEFORE_HELP)


def test_a_referral_that_was_taken_back_was_not_closed_before_help(waits):
    from alongside.support.actions.cases import withdraw_case

    case = referred(waits, 60)
    withdraw_case(reference=case.reference, reason="They moved.", by=waits.viewer("dsl"), at=NOW)
    (one,) = told_of("camhs", later(hours=1))
    assert one.course is Course.NEITHER and one.waits[0].way is Way.TAKEN_BACK


def test_a_protected_address_gives_no_area(waits):
    case = referred(waits, 3, child=child())
    RecordAddress.objects.create(record_id=case.record_id, lines="x", postcode="LK9 1AA", is_protected=True)
    assert told_of("camhs", NOW)[0].groups["area"] == "Not recorded"


def test_a_statement_counts_those_who_still_wait_and_holds_back_what_is_small(waits):
    many(waits, 90)
    body = stated()
    triage = body["queues"][0]
    assert triage["total"] == sum(triage["counts"].values()) and triage["counts"]["waits"] >= 5
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


def test_a_group_that_is_closed_out_more_often_stands_out_and_chance_does_not(waits):
    for case in many(waits, 240, months=12):
        if case.pk.int % 2:
            continue
    body = stated()
    compared = [one for split in body["referrals"]["splits"] for group in split["groups"] for one in group["compared"]]
    assert compared and all(one["low"] <= one["ratio"] <= one["high"] and one["q"] >= one["p"] for one in compared)
    assert not [one for one in compared if one["stands"] and one["q"] > 0.05]
