"""Who waits: the longest first, with the last contact, what is offered meanwhile, and the next review; nobody else."""

import copy
from datetime import date
from pathlib import Path

import pytest

import alongside
from alongside.audit.models import Event
from alongside.partners.errors import Invalid, Refused
from alongside.partners.models import Agreement
from alongside.support.actions.waits import Fairness
from alongside.support.definitions.checking import faults_in
from alongside.support.definitions.reading import read
from alongside.support.models import FairnessAnswers
from alongside.support.queries.waits import overdue_contact_count, wait_list, waited_on
from alongside.support.queries.waits_figures import pathways_in_figures, waits_figures
from tests.cast import NOW, child
from tests.waits import CAMHS, make_waits, many, moved, referred, written


@pytest.fixture
def waits(cast):
    return make_waits(cast)


def listed(waits, queue="", **more):
    return wait_list(waits.viewer("clinician"), "camhs", queue, **more)


def test_the_longest_wait_stands_first_with_its_age_and_clock(waits):
    late = referred(waits, 3, child=child("Bo", "Late"))
    early = referred(waits, 40, child=child("Ann", "Early"))
    part = listed(waits)
    assert [row.reference for row in part.rows] == [early.reference, late.reference]
    assert (part.rows[0].days, part.rows[0].wait.state) == (40, "breached")
    assert [(one.code, one.count, one.overdue) for one in part.queues] == [
        ("triage", 2, 1), ("for-assessment", 0, 0), ("for-treatment", 0, 0),
    ]  # fmt: skip


def test_a_contact_an_offer_and_a_review_are_seen_in_the_queue(waits):
    case = referred(waits, 50)
    moved(waits, case, "accept", 45)
    written(waits, case, "offer", 20, what=["group"], taken=True)
    written(waits, case, "welfare", 10, how="phone", words="Some nights are all right.")
    written(waits, case, "wait-review", 5, changed="Sleeps better.", next_review="2026-11-10")
    (row,) = listed(waits, "for-assessment").rows
    assert row.meanwhile.offered == "A group" and row.meanwhile.next_review == date(2026, 11, 10)
    assert row.review_is_late and not row.is_overdue
    assert (NOW - row.meanwhile.last_welfare_at).days == 10


def test_a_contact_that_is_overdue_is_counted_and_can_be_listed_alone(waits):
    silent, spoken = referred(waits, 40, child=child("Ann", "Silent")), referred(waits, 40, child=child("Bo", "Spoken"))
    written(waits, spoken, "welfare", 3, how="phone", words="Well.")
    assert overdue_contact_count(waits.viewer("clinician")) == 1
    assert [row.reference for row in listed(waits, overdue=True).rows] == [silent.reference]


@pytest.mark.parametrize("name", ["outsider", "dsl", "triage", "manager", "analyst", "governance"])
def test_nobody_but_the_team_that_works_it_sees_who_waits(waits, name):
    referred(waits, 10)
    with pytest.raises(Refused):
        wait_list(waits.viewer(name), "camhs")
    assert Event.objects.filter(outcome="refused", subject_kind="waits").count() == 1


def test_the_list_is_logged_with_everybody_on_it(waits):
    case = referred(waits, 10)
    listed(waits)
    row = Event.objects.get(act="list", subject_kind="waits")
    assert [one.person_id for one in row.persons.all()] == [case.record.person_id]


def test_a_long_queue_has_pages_and_costs_the_same(waits, django_assert_max_num_queries):
    for number in range(28):
        referred(waits, 10, child=child(f"Nr{number}", "Long"))
    with django_assert_max_num_queries(24):
        part = listed(waits)
    assert len(part.rows) == 25 and part.pages == 2 and len(listed(waits, page=2).rows) == 3


def test_answers_for_counting_stand_apart_from_the_case(waits):
    case = referred(waits, 5, fairness=Fairness("black", "plan"))
    kept = FairnessAnswers.objects.get(pk=case.record_id)
    assert (kept.ethnic_group, kept.send) == ("black", "plan")
    assert "black" not in str(case.answers) and "black" not in str(list(Event.objects.values()))
    with pytest.raises(Invalid, match="ethnic group"):
        referred(waits, 5, fairness=Fairness("purple"))


def test_what_is_not_told_leaves_what_was_told(waits):
    case = referred(waits, 5, fairness=Fairness("black", ""))
    referred(waits, 4, record_id=case.record_id, fairness=Fairness("", "plan"))
    referred(waits, 3, record_id=case.record_id)
    kept = FairnessAnswers.objects.get()
    assert (kept.ethnic_group, kept.send) == ("black", "plan")


def test_nothing_that_matches_decides_or_shows_reads_the_answers_for_counting():
    root = Path(alongside.__file__).parent
    told = {path.relative_to(root) for path in root.rglob("*.py") if "FairnessAnswers" in path.read_text()}
    readers = {path.parts[:2] for path in told} - {
        ("support", part) for part in ("models", "field_classes", "migrations")
    }
    assert readers == {("support", "actions"), ("support", "measures"), ("demo", "waiting_history.py")}


@pytest.mark.parametrize("name", ["manager", "analyst", "governance"])
def test_figures_are_for_those_who_answer_for_them_and_name_nobody(waits, name):
    many(waits, 12)
    assert pathways_in_figures(waits.viewer(name)) == (("camhs", "Mental health support (CAMHS)"),)
    shown = waits_figures(waits.viewer(name), "camhs")
    assert shown.body == {} and all(one is None or one == 0 or one >= 5 for one in shown.today.values())


@pytest.mark.parametrize("name", ["outsider", "dsl", "clinician", "officer"])
def test_figures_are_refused_to_others_and_so_is_what_does_not_exist(waits, name):
    for pathway in ("camhs", "nowhere"):
        with pytest.raises(Refused):
            waits_figures(waits.viewer(name), pathway)


def test_a_pathway_that_closes_before_help_must_ask_why():
    document = copy.deepcopy(CAMHS)
    closing = next(one for one in document["moves"] if one["code"] == "close-before")
    closing["asks"] = closing["asks"][1:]
    assert any("let it ask why" in fault for fault in faults_in(read(document)))
    assert not faults_in(read(CAMHS))


def test_the_overview_counts_whom_the_queues_show_and_nobody_else(waits):
    referred(waits, 40, child=child("Ann", "Silent"))
    spoken = referred(waits, 40, child=child("Bo", "Spoken"))
    written(waits, spoken, "welfare", 3, how="phone", words="Well.")
    told = {one.code: (one.waiting, one.late) for one in waited_on(waits.viewer("clinician"))}
    assert told["camhs"] == (2, 1) == (len(listed(waits).rows), len(listed(waits, overdue=True).rows))
    Agreement.objects.update(valid_until=date(2026, 11, 1))
    told = {one.code: (one.waiting, one.late) for one in waited_on(waits.viewer("clinician"))}
    assert told["camhs"][0] == len(listed(waits).rows) < 2
    assert waited_on(waits.viewer("outsider")) == ()
