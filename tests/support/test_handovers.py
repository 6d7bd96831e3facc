"""A handover: somebody waits until somebody else has met the child; nothing of its story is ever changed."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, transaction

from alongside.audit.entries import Actor
from alongside.audit.models import Event
from alongside.partners.actions import restrict
from alongside.partners.errors import Invalid, Refused, Stale
from alongside.partners.models import Agreement, MemberNotice
from alongside.partners.roles import Permission
from alongside.partners.states import FieldGroup, Purpose
from alongside.people.models import SourceRecord
from alongside.support.actions import handovers
from alongside.support.actions.handovers import Step
from alongside.support.actions.handovers_documents import list_document
from alongside.support.actions.handovers_naming import keep_page, name_children
from alongside.support.actions.pathway_versions import install
from alongside.support.actions.referring import Referral, refer
from alongside.support.handover_drafts import Destination, Naming
from alongside.support.models import ClockRun, Handover, HandoverStep
from alongside.support.queries.handovers import Queue, handover_queue, kinds_for
from alongside.support.queries.handovers_page import handover_page
from alongside.support.queries.in_hand import at_hand, due_in
from alongside.support.queries.origins import origin
from alongside.support.queries.piles import HANDOVERS_TO_ANSWER, HANDOVERS_UNDER_WAY
from alongside.support.shipped import shipped
from tests.cast import NOW, later
from tests.encompass import make_schools
from tests.handovers import (
    ACCEPTED,
    CHECKED,
    PAGE,
    UP,
    WARD,
    WARD_PAGE,
    accepted,
    make_handover_world,
    named,
    pupil,
    redirected,
    sent,
    step,
)

EARLY_HELP = next(one for one in shipped() if one["code"] == "early-help")


@pytest.fixture
def world(cast):
    return make_handover_world(cast)


def listed(world, who, queue=Queue.INCOMING, at=None):
    return [one.reference for one in handover_queue(world.viewer(who, at), queue).rows]


def test_from_named_to_the_first_term_each_step_has_its_person_and_its_moment(world):
    made = accepted(world)
    step(world, made, "contact", at=later(days=2))
    step(world, made, "check", answers=CHECKED, at=later(days=9))
    story = HandoverStep.objects.filter(handover=made)
    assert [one.move for one in story] == ["named", "send", "receive", "accept", "contact", "check"]
    assert all(one.by and one.at for one in story)
    assert Handover.objects.get().state == "done"
    assert not ClockRun.objects.filter(matter=made.reference, stopped_at__isnull=True).exists()


def test_whoever_receives_alone_and_has_nothing_coming_sees_empty_queues(world):
    alone = replace(world.viewer("clinician"), permissions=frozenset({Permission.WORK_CASES}))
    shown = handover_queue(alone, Queue.INCOMING)
    assert (shown.rows, shown.total, {number for *_, number in shown.counts}) == ((), 0, {0})


def test_a_named_child_is_seen_by_nobody_but_the_sender(world):
    made = named(world)
    assert listed(world, "dsl", Queue.OUTGOING) == [made.reference] and not listed(world, "other_dsl")
    with pytest.raises(Refused):
        handover_page(world.viewer("other_dsl"), made.reference)


def test_nobody_completes_it_before_the_child_has_moved(world):
    made = sent(world)
    step(world, made, "accept", answers=ACCEPTED)
    step(world, made, "contact")
    with pytest.raises(Invalid, match="The child moves on 20 November 2026"):
        step(world, made, "check", answers=CHECKED, at=later(days=2))
    assert step(world, made, "check", answers=CHECKED, at=later(days=3)).state == "done"


def test_what_is_missing_is_asked_for_when_it_is_sent_and_not_before(world):
    made = named(world, page={"grade": "more", "criteria": ["friends"]})
    with pytest.raises(Invalid, match="own words") as missing:
        handovers.send(reference=made.reference, by=world.viewer("dsl"), at=NOW)
    assert missing.value.field == "says"
    keep_page(
        reference=made.reference, answers=PAGE, to=Destination("other-school"), moves_on=date(2027, 9, 1),
        changes=made.changes, by=world.viewer("dsl"), at=NOW,
    )  # fmt: skip
    assert handovers.send(reference=made.reference, by=world.viewer("dsl"), at=NOW).state == "sent"


def test_a_page_that_somebody_changed_meanwhile_is_not_overwritten(world):
    made = named(world)
    keep = {"reference": made.reference, "to": Destination("other-school"), "moves_on": None, "changes": made.changes}
    keep_page(answers=PAGE, by=world.viewer("dsl"), at=NOW, **keep)
    with pytest.raises(Stale):
        keep_page(answers={}, by=world.viewer("dsl"), at=NOW, **keep)


def test_the_receiver_sees_the_page_and_the_log_says_under_which_agreement(world):
    made = sent(world)
    page = handover_page(world.viewer("other_dsl"), made.reference)
    assert "football" in {one.key: one for one in page.answers}["says"].words
    told = Event.objects.get(act="disclose", subject_kind="handover")
    assert told.agreement == "TR-1 v1" and "child_voice" in told.field_groups


def test_without_an_agreement_nothing_is_sent_and_the_log_says_so(world):
    Agreement.objects.filter(reference="TR-1").update(withdrawn_on=date(2026, 11, 1))
    made = named(world)
    with pytest.raises(Invalid, match="phone Saltmarsh High"):
        handovers.send(reference=made.reference, by=world.viewer("dsl"), at=NOW)
    assert Handover.objects.get().state == "named" and Event.objects.filter(act="withhold").count() == 1


def test_a_returned_child_stands_with_the_sender_with_a_clock(world):
    made = step(world, sent(world), "return", reason="She goes to another school.")
    assert not listed(world, "other_dsl") and listed(world, "dsl", Queue.OUTGOING) == [made.reference]
    assert ClockRun.objects.get(kind="answer").stopped_at is None
    with pytest.raises(Refused):
        handover_page(world.viewer("other_dsl"), made.reference)


def test_a_return_without_a_reason_stands_nowhere(world):
    made = sent(world)
    with pytest.raises(Invalid):
        step(world, made, "return", reason=" ")
    assert Handover.objects.get().state == "sent"


def test_a_child_whose_school_changes_in_august_is_not_lost(world):
    made = accepted(world)
    check = ClockRun.objects.get(kind="check")
    handover_page(world.viewer("other_dsl"), made.reference)
    redirected(world, made, Destination(outside="Fernley High, Westmere"), at=later(days=1))
    with pytest.raises(Refused):
        handover_page(world.viewer("other_dsl", later(days=1)), made.reference)
    page = handover_page(world.viewer("dsl", later(days=1)), made.reference)
    assert [one.label for one in page.steps][-1] == "Sent elsewhere" and len(page.steps) == 5
    after = ClockRun.objects.get(kind="check")
    assert (after.started_at, after.due_at, after.owner.code) == (check.started_at, check.due_at, "school")
    assert Event.objects.filter(reason__contains="opened it 1 time,").exists()


def test_where_nobody_knows_yet_the_child_stands_in_a_queue_of_her_own(world):
    made = redirected(world, sent(world), Destination())
    assert listed(world, "dsl", Queue.NOWHERE) == [made.reference] and not listed(world, "dsl", Queue.OUTGOING)
    assert ClockRun.objects.get(kind="answer").owner.code == "school"
    redirected(world, made, Destination("council"), reason="Found.")
    assert listed(world, "triage") == [made.reference] and ClockRun.objects.get(kind="answer").stopped_at


def test_a_receiver_reads_only_from_the_step_that_brought_it_there(world):
    made = step(world, sent(world), "return", reason="The older brother was hurt here.")
    redirected(world, made, Destination("council"), reason="The council's tutors take her.")
    page = handover_page(world.viewer("triage"), made.reference)
    assert [one.label for one in page.steps] == ["Sent elsewhere"] and page.earlier_steps == 3


def test_a_receiver_outside_is_entered_by_hand_with_who_did_it(world):
    made = sent(world, to=Destination(outside="Fernley High, Westmere"))
    with pytest.raises(Invalid) as nameless:
        step(world, made, "accept", by="dsl", answers=ACCEPTED)
    assert nameless.value.field == "who_did"
    with pytest.raises(Invalid, match="before it was sent"):
        step(world, made, "accept", by="dsl", answers=ACCEPTED, who="M. Osei", happened_at=later(days=-1))
    by_hand = {"who": "M. Osei", "happened_at": later(days=1), "at": later(days=2)}
    step(world, made, "accept", by="dsl", answers=ACCEPTED, **by_hand)
    last = HandoverStep.objects.last()
    assert (last.by, last.entered_by) == ("M. Osei, Fernley High, Westmere", "Priya Nandakumar (Elmsgate Academy)")


def test_a_late_handover_stands_in_the_queues_of_both_sides(world):
    made, then = sent(world), later(days=30)
    assert listed(world, "dsl", Queue.LATE, then) == listed(world, "other_dsl", Queue.LATE, then) == [made.reference]
    assert not listed(world, "dsl", Queue.LATE) and not listed(world, "outsider", Queue.LATE, then)


def test_a_step_is_not_taken_twice_nor_by_the_wrong_side(world):
    made = accepted(world)
    with pytest.raises(Invalid, match="stands at “accepted”"):
        step(world, made, "accept", answers=ACCEPTED)
    with pytest.raises(Refused):
        step(world, made, "withdraw", reason="x")
    with pytest.raises(Refused):
        step(world, made, "contact", by="dsl")


def test_a_withdrawn_handover_is_taken_up_again_where_it_began(world):
    made = step(world, sent(world), "withdraw", by="dsl", reason="The family asked.")
    assert not listed(world, "other_dsl") and made.ended_at
    assert step(world, made, "reopen", by="dsl", reason="They changed their mind.").state == "named"


def test_no_step_can_be_changed_or_taken_out(world):
    made = sent(world)
    for change in (lambda rows: rows.update(by="Nobody"), lambda rows: rows._raw_delete(rows.db)):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(HandoverStep.objects.filter(handover=made))


def test_a_class_is_named_at_once_all_or_none_and_sending_twice_names_once(world):
    by = world.viewer("dsl")
    rows = [Naming(UP, pupil(name), {"grade": "some"}, sent_key=f"k-{name}") for name in ("Ada", "Bo", "Cy")]
    name_children(namings=rows, by=by, at=NOW)
    name_children(namings=rows, by=by, at=NOW)
    assert Handover.objects.count() == 3
    with pytest.raises(Invalid):
        name_children(namings=[Naming(UP, pupil("Di")), Naming(UP, pupil("Ada"))], by=by, at=NOW)
    assert Handover.objects.count() == 3


def test_the_schools_own_record_of_a_pupil_is_used_and_not_doubled(world):
    named(world)
    step(world, Handover.objects.get(), "withdraw", by="dsl", reason="Once more.")
    named(world)
    assert SourceRecord.objects.count() == 1


def test_a_hospital_hands_over_to_a_community_worker(world):
    made = sent(world, by="clinician", kind=WARD, page=WARD_PAGE, to="provider")
    step(world, made, "accept", by="youth_worker", answers={"who": "Kez, tomorrow at ten"})
    assert step(world, made, "contact", by="youth_worker", answers={"how": "person"}).state == "met"


def test_a_handover_goes_on_from_a_case_that_the_sender_works_on(world):
    world.agreement("EH-1", ["council", "school"], purposes=frozenset({Purpose.EARLY_HELP}),
                    field_groups=frozenset(FieldGroup))  # fmt: skip
    install(document=EARLY_HELP, receivers=["council"], change_note="x", by=Actor.system("test"), at=NOW)
    answers = {"worry": "He is tired.", "child_says": "I want to sleep.", "level": "complex"}
    case = refer(referral=Referral("early-help", pupil(), answers, "given"), by=world.viewer("dsl"), at=NOW)
    found = origin(world.viewer("triage"), case.reference)
    made = named(world, by="triage", kind=WARD, page=WARD_PAGE, to="provider", record_id=found.record_id,
                 from_matter=case.reference)  # fmt: skip
    assert made.record.person_id == case.record.person_id and made.record.holder.code == "council"
    assert origin(world.viewer("outsider"), case.reference) is None


@pytest.mark.parametrize("who", ["outsider", "analyst", "officer"])
def test_whoever_has_no_part_is_refused_everywhere_and_it_is_logged(world, who):
    made = sent(world)
    viewer = world.viewer(who)
    for attempt in (
        lambda: handover_page(viewer, made.reference),
        lambda: handovers.take_step(reference=made.reference, step=Step("accept"), by=viewer, at=NOW),
        lambda: handovers.redirect(reference=made.reference, to=Destination(), reason="x", by=viewer, at=NOW),
        lambda: handovers.look_after(reference=made.reference, member="dsl", by=viewer, at=NOW),
        lambda: list_document(reference=made.reference, name="x", is_protection_file=True, by=viewer, at=NOW),
    ):
        with pytest.raises(Refused):
            attempt()
    assert Event.objects.filter(outcome="refused", actor_id=f"member:{world.members[who].pk}").count() == 5


def test_a_restricted_child_stands_in_no_queue_of_whoever_is_not_cleared(world):
    made = sent(world)
    person = made.record.person_id
    restrict(person_id=person, reason="x", cleared=[world.members["dsl"].pk], by=world.viewer("manager"), at=NOW)
    assert not listed(world, "other_dsl") and listed(world, "dsl", Queue.OUTGOING) == [made.reference]
    with pytest.raises(Refused):
        step(world, made, "accept", answers=ACCEPTED)


def test_only_roles_of_a_kind_begin_it_and_a_case_is_no_way_round(world):
    assert {one.code for one in kinds_for(world.viewer("dsl"))} >= {UP, "turning-18"} and not kinds_for(
        world.viewer("analyst")
    )
    with pytest.raises(Refused):
        named(world, by="clinician")
    with pytest.raises(Invalid, match="Handovers"):
        refer(referral=Referral(UP, pupil(), PAGE, "given"), by=world.viewer("dsl"), at=NOW)


@pytest.mark.parametrize("in_school_days", [False, True])
@pytest.mark.parametrize("children", [1, 6])
def test_a_queue_asks_the_database_the_same_number_of_times(
    world, children, in_school_days, django_assert_max_num_queries
):
    if in_school_days:
        make_schools(world)
    for name in ("Ada", "Bo", "Cy", "Di", "Ed", "Flo")[:children]:
        sent(world, name)
    with django_assert_max_num_queries(24):
        assert len(listed(world, "other_dsl")) == children


def test_what_waits_for_an_answer_and_what_is_under_way_lie_on_two_piles(world):
    made = sent(world)
    dues = {name: due_in(world.viewer(name, later(days=30)), [HANDOVERS_TO_ANSWER])[0] for name in ("dsl", "other_dsl")}
    assert (dues["dsl"].total, dues["other_dsl"].total, dues["other_dsl"].late) == (0, 1, 1)
    assert at_hand(world.viewer("dsl"), [(HANDOVERS_UNDER_WAY, "test")])[0][1][0].key == made.reference
    assert due_in(world.viewer("outsider"), [HANDOVERS_UNDER_WAY])[0].total == 0


def test_each_side_is_told_of_what_the_other_did_and_no_message_names_the_child(world):
    made = step(world, sent(world), "return", reason="Not ours.")
    redirected(world, made, Destination("council"), at=later(hours=1))
    redirected(world, made, Destination(), at=later(hours=2))
    told = {(one.member.username, one.kind) for one in MemberNotice.objects.select_related("member")}
    assert told >= {
        ("other_dsl", "handover_sent"), ("dsl", "handover_returned"), ("triage", "handover_sent"),
        ("triage", "handover_gone"),
    }  # fmt: skip
    assert ("other_dsl", "handover_gone") not in told and not any(name == "outsider" for name, _ in told)
