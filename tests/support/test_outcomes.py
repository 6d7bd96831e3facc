"""Outcomes on the contract's own list, the end report, and the earlier story."""

import pytest
from django.db import DatabaseError

from alongside.partners.errors import Invalid, Refused
from alongside.people.actions import attach
from alongside.support.actions.cases import tell_referrer
from alongside.support.actions.contracts import change_contract
from alongside.support.actions.outcomes import mark_outcomes
from alongside.support.contract_terms import Listed
from alongside.support.models import OutcomeMark
from alongside.support.queries.cases import case_page
from alongside.support.queries.outcomes import end_report, support_page
from tests.cast import NOW, later
from tests.providers import END, make_provider_world, marked, moved, session, supported, terms


@pytest.fixture
def world(cast):
    return make_provider_world(cast)


@pytest.fixture
def case(world):
    return supported(world)


def test_every_line_of_the_list_is_marked_by_a_named_person(world, case):
    assert marked(world, case) == 2
    line = support_page(world.viewer("youth_worker"), case.reference).outcomes[0]
    assert (line.label, line.start.label, line.start.by, line.end) == (
        "Feels and is safer", "Partly achieved", "Kez Marlow (Stepping Stones)", None,
    )  # fmt: skip


def test_a_line_left_out_is_asked_for(world, case):
    with pytest.raises(Invalid, match="Has a trusted adult") as caught:
        mark_outcomes(
            reference=case.reference, occasion="start", states={"safer": "not"}, notes={},
            by=world.viewer("youth_worker"), at=NOW,
        )  # fmt: skip
    assert caught.value.field == "trusted" and not OutcomeMark.objects.exists()


def test_what_is_sent_twice_stands_once_and_a_change_is_added(world, case):
    marked(world, case)
    assert marked(world, case) == 0
    assert marked(world, case, state="achieved") == 2 and OutcomeMark.objects.count() == 4


def test_a_mark_is_never_changed(world, case):
    marked(world, case)
    with pytest.raises(DatabaseError):
        OutcomeMark.objects.update(state="achieved")


def test_whoever_was_marked_at_the_start_is_marked_before_the_end(world, case):
    marked(world, case)
    with pytest.raises(Invalid, match="Missing: Feels and is safer, Has a trusted adult"):
        moved(world, case, "end", END)
    marked(world, case, "end", "achieved")
    moved(world, case, "end", END)
    assert case.steps.last().to_stage == "ended"


def test_a_case_keeps_the_list_under_which_it_began(world, case):
    change_contract(
        reference=world.contract.reference, terms=terms(outcomes=(Listed("home", "Has a home"),)), reason="New list.",
        changes=1, by=world.viewer("manager"), at=NOW,
    )  # fmt: skip
    lines = support_page(world.viewer("youth_worker"), case.reference).outcomes
    assert [one.code for one in lines] == ["safer", "trusted"]


def test_the_end_report_says_what_was_needed_done_and_reached_and_the_referrer_hears(world, case):
    assert end_report(world.viewer("youth_worker"), case.reference) is None
    marked(world, case)
    session(world, case)
    session(world, case, "not_brought", obstacle="travel", at=later(days=2))
    marked(world, case, "end", "achieved", at=later(days=3))
    moved(world, case, "end", END, at=later(days=3))
    report = end_report(world.viewer("youth_worker", later(days=3)), case.reference)
    assert (report.needs, report.held, report.missed) == (("Safety and moving",), 1, 1)
    assert [one.words for one in report.words] == ["She is in college.", "I am out."]
    told = world.viewer("youth_worker", later(days=3))
    tell_referrer(reference=case.reference, text="She is in college.", reason_for_none=False, by=told, at=told.at)
    assert case_page(world.viewer("dsl"), case.reference).feedback[0].words == "She is in college."


def test_a_second_time_shows_the_first_only_to_who_may_see_it(world, case):
    moved(world, case, "end", END)
    again = supported(world, at=later(days=30))
    attach(
        made=again.record, to_person=case.record.person_id, to_record=case.record.pk, reason="x",
        by=world.viewer("dsl").actor, at=later(days=30),
    )  # fmt: skip
    page = support_page(world.viewer("youth_worker", later(days=31)), again.reference)
    assert [one.reference for one in page.earlier] == [case.reference]


def test_the_page_of_support_is_the_providers_alone(world, case):
    for who in ("outsider", "dsl", "manager", "mentor", "other_dsl"):
        with pytest.raises(Refused):
            support_page(world.viewer(who), case.reference)
        with pytest.raises(Refused):
            marked(world, case, by=who)
