"""One page for the concern: what is told, what each agency may tell, what was asked, decided and done."""

from datetime import date

import pytest

from alongside.partners.actions import withdraw_agreement
from alongside.partners.models import Agreement
from alongside.partners.states import FieldGroup
from alongside.people.actions import add_record
from alongside.people.drafts import AddressDraft
from alongside.people.models import SourceRecord
from alongside.support.actions import asking, raising, triage
from alongside.support.drafts import OtherPerson
from tests.cast import NOW, child, details
from tests.web.reading import text_of
from tests.web.triage.conftest import decide

NOTE = ("health", date(2026, 5, 4), "Waits for assessment.")


def shown(client, concern):
    return text_of(client.get(f"/triage/{concern.reference}/"))


def record_at(cast, agency, concern, **changes):
    """A record of this agency that is known to be of the same child."""
    made = add_record(
        draft=child(**changes), holder=cast.agencies[agency], source="file", by=cast.members["officer"].actor, at=NOW,
        today=NOW.date(),
    )  # fmt: skip
    SourceRecord.objects.filter(pk=made.pk).update(person_id=concern.record.person_id)
    return made


def test_fact_opinion_and_allegation_stand_apart_with_who_says_so(cast, worker):
    told = details(allegation="He sells to her.", allegation_by="A pupil in her class")
    page = shown(worker, raising.raise_concern(details=told, by=cast.viewer("dsl"), at=NOW))
    assert "Fact: what Priya Nandakumar saw or heard She came in with two new phones" in page
    assert "Opinion: what Priya Nandakumar thinks I think that somebody older" in page
    assert "Allegation, not checked. Said by: A pupil in her class He sells to her." in page
    assert "The child's own words “I can't say. Don't ring my mum.”" in page


def test_without_the_childs_words_the_reason_stands_there(cast, worker):
    told = details(child_voice="", child_voice_missing="She has not been in since.")
    page = shown(worker, raising.raise_concern(details=told, by=cast.viewer("dsl"), at=NOW))
    assert "Not known: She has not been in since." in page


def test_everybody_in_the_event_has_a_role_in_it_and_no_label(cast, worker):
    told = details(others=(OtherPerson("T", "suspected", "About 19"),), call_back="01632 960 111")
    page = shown(worker, raising.raise_concern(details=told, by=cast.viewer("dsl"), at=NOW))
    assert "Alleged to have caused harm: T ( About 19 )" in page and "lapses after a time" in page
    assert "Call back 01632 960 111" in page and "14 May 2012 (14 years)" in page


def test_an_agency_that_knows_the_child_tells_what_its_agreement_covers_and_says_what_it_may_be_asked(
    cast, worker, concern
):
    record_at(cast, "health", concern, notes=(NOTE,))
    page = shown(worker, concern)
    assert "Larkmere CAMHS Knows the child" in page and "May be asked for health notes." in page
    assert "Waits for assessment." not in page


def test_the_link_to_ask_ticks_what_may_be_asked(worker, cast, concern):
    record_at(cast, "health", concern)
    page = worker.get(f"/triage/{concern.reference}/").content.decode()
    assert f'href="/triage/{concern.reference}/ask?agency=health&amp;group=health"' in page


def test_notes_stand_by_field_group_with_their_date_once_an_agreement_covers_them(cast, worker, concern):
    cast.agreement("ED-1", ["council", "school"], field_groups=frozenset({FieldGroup.EDUCATION}))
    record_at(cast, "school", concern, notes=(("education", date(2026, 10, 2), "Absent on 11 days."),))
    assert "Education notes 2 Oct 2026 Absent on 11 days." in shown(worker, concern)


def test_what_is_withheld_says_why(cast, worker, concern):
    page = shown(worker, concern)
    assert "You cannot see education notes: no agreement with Elmsgate Academy covers it" in page


def test_agencies_without_a_linked_record_may_know_her_under_another_spelling(worker, concern):
    page = shown(worker, concern)
    assert "4 agencies have no record that is linked to this child" in page and "look who else knows this child" in page


def test_an_agency_without_an_agreement_in_force_cannot_say(cast, worker, concern):
    record_at(cast, "health", concern)
    one = Agreement.objects.get(reference="HE-1")
    withdraw_agreement(agreement_id=one.pk, reason="Replaced.", by=cast.viewer("governance"), at=NOW)
    page = shown(worker, concern)
    assert "1 agency cannot say whether the child is known" in page
    assert "No agreement with Larkmere CAMHS is in force for safeguarding a child." in page


def test_a_protected_address_never_resolves(cast, worker, concern):
    record_at(cast, "police", concern, addresses=(AddressDraft("7 Harbour Refuge", "LK9 9ZZ", is_protected=True),))
    page = shown(worker, concern)
    assert "Protected address: not shown" in page and "Harbour Refuge" not in page


def test_the_answer_stands_with_the_agreement_under_which_it_was_told(cast, worker, concern):
    asked = asking.ask(
        reference=concern.reference, agency_code="health", groups=[FieldGroup.HEALTH], question="Is she waiting?",
        by=cast.viewer("triage"), at=NOW,
    )  # fmt: skip
    assert "No answer yet." in shown(worker, concern)
    asking.answer(
        reference=asked.reference, kind="told", text="Since May.", reason="", by=cast.viewer("clinician"), at=NOW
    )
    page = shown(worker, concern)
    assert "Here is what we hold Since May. Ruth Ekwueme, 17 November 2026 at 10am, under HE-1 v1" in page


def test_the_history_of_ratings_and_decisions_stays(cast, worker, rated):
    triage.rate(reference=rated.reference, level_code="acute", reason="Worse.", by=cast.viewer("triage"), at=NOW)
    decide(cast, rated, "strategy")
    page = shown(worker, rated)
    assert "Levels of need: Acute" in page and "Levels of need: Complex" in page
    assert "Waits for a second look A strategy discussion is called by a manager." in page


def test_the_page_explains_why_it_may_be_seen(worker, concern):
    page = shown(worker, concern)
    assert (
        "You can see this because Larkmere Council front door is involved with the child and FD-1 v1 covers it" in page
    )
    assert "Power or duty in law: Children Act 2004, sections 11 and 16LA" in page


STEPS = {
    "received": [
        "Take it",
        "Rate the need",
        "Ask an agency",
        "Who else knows this child?",
        "Decide",
        "Pause the clock",
    ],
    "second_look": ["Take back into triage"],
    "awaiting_feedback": ["Tell the referrer", "Start the plan", "Take back into triage"],
}


@pytest.mark.parametrize(
    ("status", "kind"), [("received", ""), ("second_look", "no_action"), ("awaiting_feedback", "assessment")]
)
def test_the_next_steps_are_those_that_the_status_allows(cast, worker, concern, status, kind):
    if kind:
        triage.rate(reference=concern.reference, level_code="complex", reason="x", by=cast.viewer("triage"), at=NOW)
        concern.refresh_from_db()
        decide(cast, concern, kind)
    page = shown(worker, concern)
    offered = page[page.index("What next") : page.index("On this page")]
    every = {step for steps in STEPS.values() for step in steps}
    assert {step for step in every if step in offered} == set(STEPS[status])


def test_who_decided_is_not_asked_to_look_a_second_time(cast, as_member, rated):
    decide(cast, rated, "no_action", name="manager")
    assert "Look at the decision" not in shown(as_member("manager"), rated)


def test_a_decision_that_starts_a_plan_leads_there(worker, decided):
    page = worker.get(f"/triage/{decided.reference}/").content.decode()
    assert "Start the plan" in page


def test_the_page_asks_the_database_as_often_for_five_agencies_as_for_one(
    cast, worker, concern, django_assert_max_num_queries
):
    worker.get(f"/triage/{concern.reference}/")
    with django_assert_max_num_queries(60) as few:
        worker.get(f"/triage/{concern.reference}/")
    for agency in ("police", "health", "provider", "other_school"):
        record_at(cast, agency, concern)
    with django_assert_max_num_queries(len(few.captured_queries) + 2):
        worker.get(f"/triage/{concern.reference}/")
