"""Triage: ratings are added, decisions wait for a second look where the rule asks, nobody overwrites anybody."""

import pytest

from alongside.audit.models import Event
from alongside.partners.errors import Invalid, Refused, Stale
from alongside.partners.states import FieldGroup
from alongside.support.actions import asking, raising, triage
from alongside.support.models import Concern, TriageDecision
from alongside.support.queries import triaging
from alongside.support.queries.asking import request_page
from tests.cast import NOW, details, later


@pytest.fixture
def concern(cast):
    return raising.raise_concern(details=details(), by=cast.viewer("dsl"), at=NOW)


def rated(cast, concern, level="complex", name="triage"):
    triage.rate(reference=concern.reference, level_code=level, reason="What is told.", by=cast.viewer(name), at=NOW)
    return Concern.objects.get(pk=concern.pk).version


def decided(cast, concern, kind, version, name="triage"):
    return triage.decide_concern(
        reference=concern.reference, kind=kind, rationale="Because of what is told.", version=version,
        by=cast.viewer(name), at=NOW,
    )  # fmt: skip


def test_a_rating_is_added_and_the_earlier_one_stays(cast, concern):
    rated(cast, concern, "vulnerable")
    rated(cast, concern, "acute")
    page = triaging.triage_page(cast.viewer("triage"), concern.reference)
    assert [str(rating.level) for rating in page.ratings] == ["Levels of need: Acute", "Levels of need: Vulnerable"]


def test_no_action_on_a_complex_need_waits_for_a_manager_who_is_somebody_else(cast, concern):
    decided(cast, concern, "no_action", rated(cast, concern))
    assert Concern.objects.get(pk=concern.pk).status == "second_look"
    with pytest.raises(Refused):
        triage.look_again(reference=concern.reference, agreed=True, text="Yes.", by=cast.viewer("colleague"), at=NOW)
    triage.look_again(reference=concern.reference, agreed=True, text="I agree.", by=cast.viewer("manager"), at=NOW)
    assert Concern.objects.get(pk=concern.pk).status == "awaiting_feedback"


def test_a_manager_cannot_be_her_own_second_pair_of_eyes(cast, concern):
    decided(cast, concern, "advice", rated(cast, concern, name="manager"), name="manager")
    with pytest.raises(Invalid, match="cannot be your own"):
        triage.look_again(reference=concern.reference, agreed=True, text="Fine.", by=cast.viewer("manager"), at=NOW)


def test_a_decision_sent_back_returns_to_triage_and_both_stand_in_the_history(cast, concern):
    decided(cast, concern, "no_action", rated(cast, concern))
    triage.look_again(reference=concern.reference, agreed=False, text="Ask health.", by=cast.viewer("manager"), at=NOW)
    page = triaging.triage_page(cast.viewer("triage"), concern.reference)
    assert (page.status, page.decisions[0].second_look) == ("In triage", "Sent back")
    assert "Waiting for a second look" in [step.what for step in page.steps]


def test_of_two_who_decide_at_once_the_second_is_shown_the_first_and_loses_nothing(cast, concern):
    version = rated(cast, concern)
    decided(cast, concern, "early_help", version)
    with pytest.raises(Stale) as stale:
        decided(cast, concern, "assessment", version, name="colleague")
    assert "Tomasz Wilk" in str(stale.value) and stale.value.theirs.kind == "early_help"
    assert TriageDecision.objects.filter(concern=concern).count() == 1


def test_a_decision_needs_a_rating_first(cast, concern):
    with pytest.raises(Invalid, match="Rate the concern"):
        decided(cast, concern, "early_help", concern.version)


def test_only_what_an_agreement_lets_an_agency_give_may_be_asked(cast, concern):
    with pytest.raises(Invalid, match="No agreement in force lets Larkmere CAMHS give police notes"):
        asking.ask(
            reference=concern.reference, agency_code="health", groups=[FieldGroup.POLICE], question="What is known?",
            by=cast.viewer("triage"), at=NOW,
        )  # fmt: skip


def ask_health(cast, concern):
    return asking.ask(
        reference=concern.reference, agency_code="health", groups=[FieldGroup.HEALTH], question="Is she waiting?",
        by=cast.viewer("triage"), at=NOW,
    )  # fmt: skip


def test_the_asked_agency_sees_the_child_and_the_question_but_not_the_concern(cast, concern):
    asked = ask_health(cast, concern)
    shown = request_page(cast.viewer("clinician"), asked.reference)
    assert (shown.child.name, shown.question) == ("Amina Okafor-Lindqvist", "Is she waiting?")
    with pytest.raises(Refused):
        triaging.triage_page(cast.viewer("clinician"), concern.reference)


def test_nothing_is_told_once_the_agreement_has_ended_in_the_meantime(cast, concern):
    asked = ask_health(cast, concern)
    agreement = cast.agencies["health"].agreements.get().agreement
    agreement.withdrawn_on = NOW.date()
    agreement.save()
    with pytest.raises(Refused):
        asking.answer(
            reference=asked.reference, kind="told", text="She waits.", reason="", by=cast.viewer("clinician"), at=NOW
        )
    assert not hasattr(asked, "answer")


def test_a_withheld_answer_needs_a_reason_and_is_in_the_log(cast, concern):
    asked = ask_health(cast, concern)
    answer = {"reference": asked.reference, "kind": "withheld", "text": "", "by": cast.viewer("clinician"), "at": NOW}
    with pytest.raises(Invalid, match="reason"):
        asking.answer(reason=" ", **answer)
    asking.answer(reason="She asked us not to.", **answer)
    assert Event.objects.filter(act="withhold", holder_code="health").count() == 1


def test_an_expired_agreement_closes_the_concern_in_the_middle_of_a_session(cast, concern):
    viewer = cast.viewer("triage")
    assert triaging.triage_page(viewer, concern.reference)
    agreement = cast.agencies["school"].agreements.get().agreement
    agreement.valid_until = later(days=-1).date()
    agreement.save()
    with pytest.raises(Refused):
        triaging.triage_page(cast.viewer("triage"), concern.reference)
    assert triaging.queue(cast.viewer("triage")).rows == ()


def test_feedback_closes_the_concern_and_stops_its_clock(cast, concern):
    decided(cast, concern, "early_help", rated(cast, concern))
    told = {"reference": concern.reference, "form": "decision", "by": cast.viewer("triage"), "at": later(hours=2)}
    triage.give_feedback(text="Early help has begun.", **told)
    page = triaging.triage_page(cast.viewer("triage", later(hours=3)), concern.reference)
    assert page.status_code == "closed" and page.feedback_clock.state == "stopped"
    with pytest.raises(Invalid, match="told already"):
        triage.give_feedback(text="Again.", **told)


def test_a_closed_concern_can_be_taken_back_with_a_reason(cast, concern):
    decided(cast, concern, "early_help", rated(cast, concern))
    triage.reopen(reference=concern.reference, reason="New facts.", by=cast.viewer("triage"), at=later(hours=1))
    page = triaging.triage_page(cast.viewer("triage"), concern.reference)
    assert page.status_code == "in_triage" and page.decision_clock.state == "running"
    assert len(page.decisions) == 1


def test_the_queue_puts_danger_first_and_then_what_is_due_first(cast):
    calm = raising.raise_concern(details=details(), by=cast.viewer("dsl"), at=NOW)
    late = raising.raise_concern(details=details(in_danger_now=True), by=cast.viewer("dsl"), at=later(hours=3))
    older = raising.raise_concern(details=details(), by=cast.viewer("other_dsl"), at=later(days=-4))
    rows = triaging.queue(cast.viewer("triage", later(hours=4))).rows
    assert [row.reference for row in rows] == [late.reference, older.reference, calm.reference]
    assert rows[1].clock.state == "breached"


def test_the_queue_asks_the_database_as_often_for_fifty_rows_as_for_one(cast, django_assert_max_num_queries):
    raising.raise_concern(details=details(), by=cast.viewer("dsl"), at=NOW)
    with django_assert_max_num_queries(14) as few:
        triaging.queue(cast.viewer("triage"))
    for _ in range(30):
        raising.raise_concern(details=details(), by=cast.viewer("dsl"), at=NOW)
    with django_assert_max_num_queries(len(few.captured_queries)):
        assert len(triaging.queue(cast.viewer("triage")).rows) == 25
