"""A case on a pathway: sent, worked, decided, told of; nothing overwritten, nobody in between the chairs."""

import copy
from datetime import date

import pytest
from django.db import DatabaseError, transaction

from alongside.audit.entries import Actor
from alongside.audit.models import Event
from alongside.common.calendars import DaySpan, SchoolTerms
from alongside.partners.errors import Invalid, Refused, Stale
from alongside.partners.states import FieldGroup, Purpose
from alongside.support import calendars
from alongside.support.actions import cases
from alongside.support.actions.pathway_versions import (
    close_pathway,
    install,
    keep_draft,
    publish,
    reopen_pathway,
)
from alongside.support.actions.referring import Referral, refer, release_held_cases
from alongside.support.models import Case, CaseEntry, ClockRun, PathwayOpening, PathwayVersion
from alongside.support.pathway_seen import seen_of
from alongside.support.queries import case_lists, referral_choices
from alongside.support.queries import cases as seen
from alongside.support.shipped import shipped
from tests.cast import NOW, child, later

EARLY_HELP = next(one for one in shipped() if one["code"] == "early-help")
ANSWERS = {"worry": "He is tired.", "child_says": "I want to sleep at home.", "level": "complex"}


@pytest.fixture
def pathway(cast):
    cast.agreement("EH-1", ["council", "school"], purposes=frozenset({Purpose.EARLY_HELP}),
                   field_groups=frozenset(FieldGroup))  # fmt: skip
    install(document=EARLY_HELP, receivers=["council"], change_note="As it comes", by=Actor.system("test"), at=NOW)
    return cast


def referred(cast, by="dsl", **changes):
    fields = {"pathway": "early-help", "child": child(), "answers": ANSWERS, "consent": "given", **changes}
    return refer(referral=Referral(**fields), by=cast.viewer(by), at=cast.now)


def moved(cast, case, move, by="triage", answers=None, at=None):
    return cases.move_case(
        reference=case.reference, move=move, answers=answers or {}, reason="As we spoke.",
        by=cast.viewer(by, at), at=at or cast.now,
    )  # fmt: skip


def test_a_referral_stands_in_the_receivers_queue_with_its_clock(pathway):
    case = referred(pathway)
    row = case_lists.case_queue(pathway.viewer("triage"), "early-help").rows[0]
    assert (row.reference, row.stage, row.clock_label) == (
        case.reference,
        "Waiting for a first look",
        "Speak to the family",
    )
    assert case.meets == "The referrer sees a level of need for which early help is meant"


def test_without_an_agreement_a_case_is_kept_held_and_sent_when_one_is_signed(cast):
    install(document=EARLY_HELP, receivers=["council"], change_note="As it comes", by=Actor.system("test"), at=NOW)
    case = referred(cast)
    assert "Phone" in case.held_because and not case_lists.case_queue(cast.viewer("triage"), "early-help").rows
    cast.agreement("EH-1", ["council", "school"], purposes=frozenset({Purpose.EARLY_HELP}))
    assert release_held_cases(by=cast.viewer("manager"), at=NOW) == 1
    assert len(case_lists.case_queue(cast.viewer("triage"), "early-help").rows) == 1
    assert release_held_cases(by=cast.viewer("manager"), at=NOW) == 0


def test_the_same_key_from_the_same_agency_enters_once(pathway):
    one, two = referred(pathway, sent_key="row-7"), referred(pathway, sent_key="row-7")
    assert one.pk == two.pk and Case.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("worry", {"answers": {**ANSWERS, "worry": " "}}),
        ("consent", {"consent": "refused", "consent_reason": "no"}),
        ("consent", {"consent": "perhaps"}),
        ("date_of_birth", {"child": child(date_of_birth=date(2001, 1, 1))}),
        ("receiver", {"receiver": "police"}),
        ("pathway", {"pathway": "nowhere"}),
    ],
)
def test_what_cannot_stand_is_refused_by_field_and_nothing_is_kept(pathway, field, changes):
    with pytest.raises(Invalid) as refused:
        referred(pathway, **changes)
    assert refused.value.field == field and not Case.objects.exists() and not ClockRun.objects.exists()


def test_a_decision_moves_the_case_and_its_clocks(pathway):
    case = referred(pathway)
    moved(pathway, case, "accept")
    page = seen.case_page(pathway.viewer("triage"), case.reference)
    assert page.stage == "Assessment with the family"
    assert {label for label, _, _ in page.clocks} == {
        "Speak to the family",
        "Finish the assessment",
        "Tell the referrer",
    }
    assert [one.label for one in page.steps] == ["Referred", "Accept"]


def test_a_decision_of_another_stage_is_not_open(pathway):
    case = referred(pathway)
    with pytest.raises(Invalid, match="not open at the stage"):
        moved(pathway, case, "step-down", answers={"change": "Better."})


def test_stepping_up_waits_for_a_second_pair_of_eyes_that_is_another_persons(pathway):
    case = moved(pathway, referred(pathway), "step-up", by="manager")
    assert Case.objects.get().stage == "new"
    with pytest.raises(Invalid, match="cannot be your own"):
        cases.look_at_case(reference=case.reference, agreed=True, text="Yes.", by=pathway.viewer("manager"), at=NOW)
    with pytest.raises(Refused):
        cases.look_at_case(reference=case.reference, agreed=True, text="Yes.", by=pathway.viewer("triage"), at=NOW)
    with pytest.raises(Invalid, match="comes first"):
        moved(pathway, case, "accept")


def test_an_entry_is_corrected_by_another_and_both_stay(pathway):
    case = referred(pathway)
    by = pathway.viewer("triage")

    def write(how, **more):
        return cases.write_entry(
            reference=case.reference, kind="first-contact", happened_at=NOW, answers={"how": how}, by=by, at=NOW, **more
        )

    first = write("home")
    second = write("phone", corrects=first.pk, correction_reason="It was by telephone.")
    shown = {one.id: one for one in seen.case_page(by, case.reference).entries}
    assert shown[first.pk].is_corrected and shown[second.pk].corrects == first.pk and CaseEntry.objects.count() == 2
    with pytest.raises(Stale):
        write("school", corrects=first.pk, correction_reason="Once more.")


def test_a_first_contact_stops_the_clock(pathway):
    case = referred(pathway)
    cases.write_entry(
        reference=case.reference, kind="first-contact", happened_at=NOW, answers={"how": "home"},
        by=pathway.viewer("triage"), at=NOW,
    )  # fmt: skip
    assert ClockRun.objects.get(kind="first-contact").stopped_at == NOW
    assert Case.objects.get().last_contact_at == NOW


def test_the_referrer_sees_how_far_it_is_and_the_feedback_and_not_the_work(pathway):
    case = moved(pathway, referred(pathway), "accept")
    cases.tell_referrer(
        reference=case.reference, text="We visit on Friday.", reason_for_none=False, by=pathway.viewer("triage"), at=NOW
    )
    page = seen.case_page(pathway.viewer("dsl"), case.reference)
    assert page.feedback[0].words == "We visit on Friday." and not page.steps and not page.moves


def test_a_referral_taken_back_ends_with_the_receivers_view_of_it(pathway):
    case = referred(pathway)
    cases.withdraw_case(
        reference=case.reference, reason="The family moved.", by=pathway.viewer("dsl"), at=later(hours=1)
    )
    assert seen.case_page(pathway.viewer("dsl", later(hours=2)), case.reference).has_ended
    with pytest.raises(Refused):
        seen.case_page(pathway.viewer("triage", later(hours=2)), case.reference)


def test_a_case_keeps_to_the_version_under_which_it_began(pathway):
    case = referred(pathway)
    document = copy.deepcopy(EARLY_HELP)
    document["stages"][0]["label"] = "On the doorstep"
    draft = keep_draft(document=document, by=pathway.viewer("manager"), at=NOW)
    publish(code="early-help", seen=seen_of(draft), change_note="Plainer words", by=pathway.viewer("manager"), at=NOW)
    assert seen.case_page(pathway.viewer("triage"), case.reference).stage == "Waiting for a first look"
    assert seen.case_page(pathway.viewer("triage"), referred(pathway).reference).stage == "On the doorstep"
    assert sorted(PathwayVersion.objects.values_list("state", flat=True)) == ["published", "retired"]


def test_a_draft_with_faults_is_kept_and_not_published(pathway):
    document = copy.deepcopy(EARLY_HELP)
    document["stages"].append({"code": "limbo", "label": "Limbo"})
    draft = keep_draft(document=document, by=pathway.viewer("manager"), at=NOW)
    with pytest.raises(Invalid, match="Limbo"):
        publish(code="early-help", seen=seen_of(draft), change_note="Try", by=pathway.viewer("manager"), at=NOW)


def test_two_who_change_a_draft_at_once_lose_nothing(pathway):
    by = pathway.viewer("manager")
    before = seen_of(keep_draft(document=EARLY_HELP, by=by, at=NOW))
    keep_draft(document={**EARLY_HELP, "summary": "Mine."}, by=by, at=NOW, seen=before)
    with pytest.raises(Stale) as collision:
        keep_draft(document={**EARLY_HELP, "summary": "Yours."}, by=by, at=NOW, seen=before)
    assert collision.value.theirs["summary"] == "Mine."


def test_a_case_that_is_taken_up_again_has_its_clocks_again(pathway):
    case = moved(pathway, referred(pathway), "family-said-no")
    assert case.ended_at and not ClockRun.objects.filter(kind="first-contact", stopped_at=None).exists()
    with pytest.raises(Refused):
        cases.reopen_case(reference=case.reference, reason="x", by=pathway.viewer("outsider"), at=later(days=3))
    cases.reopen_case(
        reference=case.reference, reason="They rang.", by=pathway.viewer("triage", later(days=3)), at=later(days=3)
    )
    clock = ClockRun.objects.get(kind="first-contact")
    assert clock.stopped_at is None and clock.started_at == later(days=3)
    assert Case.objects.get(pk=case.pk).due_at == ClockRun.objects.filter(stopped_at=None).earliest("due_at").due_at


def test_what_was_done_before_the_end_is_not_asked_anew_when_a_case_is_taken_up_again(pathway):
    case = moved(pathway, referred(pathway), "accept")
    by, then = pathway.viewer("triage", later(days=1)), later(days=2)
    finished = {"strengths": "Her aunt.", "needs": "Sleep.", "child_says": "I want my own bed."}
    cases.write_entry(
        reference=case.reference, kind="assessment", happened_at=NOW, answers=finished, by=by, at=later(days=1)
    )
    moved(pathway, case, "family-said-no", at=then)
    cases.reopen_case(reference=case.reference, reason="They rang.", by=pathway.viewer("triage", then), at=then)
    assert ClockRun.objects.get(kind="assessment").stopped_at == later(days=1)
    moved(pathway, case, "start-team", answers={"lead": "Kez Marlow"}, at=then)
    written = seen.case_page(pathway.viewer("triage", then), case.reference).may_write
    assert "assessment" in {one.code for one in written}  # one that is still owed can be finished then, too


@pytest.mark.parametrize("name", ["outsider", "other_dsl", "governance", "analyst", "officer"])
def test_who_has_no_part_in_a_case_sees_and_does_nothing_and_stands_in_the_log(pathway, name):
    case = referred(pathway)
    for attempt in (
        lambda by: seen.case_page(by, case.reference),
        lambda by: cases.move_case(reference=case.reference, move="accept", answers={}, reason="x", by=by, at=NOW),
        lambda by: cases.tell_referrer(reference=case.reference, text="x", reason_for_none=False, by=by, at=NOW),
        lambda by: cases.withdraw_case(reference=case.reference, reason="x", by=by, at=NOW),
        lambda by: keep_draft(document=EARLY_HELP, by=by, at=NOW),
    ):
        with pytest.raises(Refused):
            attempt(pathway.viewer(name))
    assert Event.objects.filter(outcome="refused", actor_id=f"member:{pathway.members[name].pk}").count() == 5


IN_SCHOOL = {
    **EARLY_HELP, "receivers": ["school"],
    "clocks": [
        {"code": "accept", "label": "The school answers", "starts": ["opened"], "stops": ["left:new"],
         "allowance": "10 school days"},
    ],
}  # fmt: skip
AUTUMN = DaySpan(date(2026, 9, 1), date(2026, 12, 18), "Autumn")
HALF_TERM = DaySpan(date(2026, 11, 23), date(2026, 11, 27), "Half-term")


@pytest.fixture
def in_school(cast):
    """A child referred to a school, whose clock counts school days."""
    cast.agreement("SD-1", ["school", "other_school"], purposes=frozenset({Purpose.EARLY_HELP}),
                   field_groups=frozenset(FieldGroup))  # fmt: skip
    install(document=IN_SCHOOL, receivers=["other-school"], change_note="x", by=Actor.system("test"), at=NOW)
    return lambda: referred(cast)


def test_a_clock_in_school_days_keeps_to_the_schools_own_terms_on_the_page_too(cast, in_school, monkeypatch):
    monkeypatch.setattr(calendars, "school_terms", lambda urn: SchoolTerms((AUTUMN,), (HALF_TERM,)))
    case = in_school()
    ((label, clock, _),) = seen.case_page(cast.viewer("other_dsl"), case.reference).clocks
    assert label == "The school answers" and clock.due_at.date() == date(2026, 12, 8)
    assert case_lists.case_queue(cast.viewer("other_dsl"), "early-help").rows[0].clock.due_at == clock.due_at


@pytest.mark.parametrize("last", [None, date(2026, 11, 20)])
def test_without_a_schools_terms_or_beyond_them_working_days_count(cast, in_school, monkeypatch, last):
    if last:
        terms = SchoolTerms((DaySpan(date(2026, 9, 1), last, "Autumn"),))
        monkeypatch.setattr(calendars, "school_terms", lambda urn: terms)
    in_school()
    assert ClockRun.objects.get(kind="accept").calendar == "working_days"


def test_what_a_pathway_says_of_a_clock_that_ran_out_is_shown(pathway):
    case = referred(pathway)
    page = seen.case_page(pathway.viewer("triage", later(days=9)), case.reference)
    assert [breach for _, _, breach in page.clocks if breach] == [
        "Nobody has spoken to the family in five working days."
    ]


def test_a_closed_pathway_takes_no_new_case_and_those_under_way_go_on(pathway):
    cast = pathway
    case = referred(cast)
    close_pathway(code="early-help", reason="The team moves.", by=cast.viewer("manager"), at=NOW)
    with pytest.raises(Invalid, match="takes no new cases"):
        referred(cast, child=child("Zofia"))
    with pytest.raises(Refused):
        referral_choices.referral_asked(cast.viewer("dsl"), "early-help")
    assert [one.code for one in referral_choices.pathways_for(cast.viewer("dsl"))] == []
    shown = referral_choices.pathways_for(cast.viewer("triage"))
    assert [(one.code, one.may_refer, one.receives, one.is_open) for one in shown] == [
        ("early-help", False, True, False)
    ]
    assert seen.case_page(cast.viewer("triage"), case.reference).reference == case.reference
    reopen_pathway(code="early-help", reason="It has moved.", by=cast.viewer("manager"), at=NOW)
    assert referred(cast, child=child("Zofia")).pk != case.pk


def test_opening_and_closing_is_the_keepers_and_is_never_rewritten(pathway):
    with pytest.raises(Refused):
        close_pathway(code="early-help", reason="x", by=pathway.viewer("triage"), at=NOW)
    close_pathway(code="early-help", reason="The team moves.", by=pathway.viewer("manager"), at=NOW)
    with pytest.raises(Stale):
        close_pathway(code="early-help", reason="Again.", by=pathway.viewer("manager"), at=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        PathwayOpening.objects.update(reason="Another.")
    assert Event.objects.filter(subject_kind="pathway", reason__contains="closed to new cases").count() == 1
