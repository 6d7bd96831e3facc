"""What a case says of panels, and of other cases of the same person: the worker need not know another page for it."""

import pytest

from alongside.audit.entries import Actor
from alongside.audit.models import Event
from alongside.partners.errors import Invalid, Refused
from alongside.partners.models import AgreementParty, Involvement
from alongside.people.models import SourceRecord
from alongside.support.actions import panel_items
from alongside.support.actions import panels as running
from alongside.support.actions.bringing import bring_to_panel
from alongside.support.actions.cases import move_case
from alongside.support.actions.pathway_versions import install
from alongside.support.actions.raising import raise_concern
from alongside.support.actions.referring import Referral, refer
from alongside.support.models import AgendaItem, Case, Meeting
from alongside.support.shipped import shipped
from tests.cast import NOW, child, details, later
from tests.panels import ANSWERS, closed, make_panel_world, on_panel, opened, planned, proposed
from tests.web.reading import text_of

MARAC = {
    "marac": {
        "incident": "He waited at the gate.", "ticks": 9, "ticked_by": "P. Nandakumar, DSL", "judged": "yes",
        "judged_why": "She plans her days around him.", "escalation": "no", "repeat": "no", "children": "None",
        "safe_contact": "At school", "says": "“I want him to go.”",
    },
    "community-marac": {
        "goes_on": "Strangers in the flat.", "part": "at_risk", "matrix": 32, "matrix_by": "P. Nandakumar, DSL",
        "judged": "no", "escalation": "no", "repeat": "no", "better": "none", "tried": "A warning.",
        "safe_contact": "At school", "says": "“They were friends.”",
    },
}  # fmt: skip


@pytest.fixture
def world(cast):
    return make_panel_world(cast)


@pytest.fixture
def conferences(cast):
    for document in shipped():
        if document["code"] in MARAC:
            install(document=document, receivers=["council"], change_note="x", by=Actor.system("t"), at=NOW)
    return cast


def raised(cast, pathway="marac", record_id=None, by="dsl", **changes):
    answers = {**MARAC[pathway], **changes}
    referral = Referral(pathway, child(), answers, "not_sought_unsafe", "He reads her phone.", record_id=record_id)
    return refer(referral=referral, by=cast.viewer(by), at=NOW)


def moved(cast, case, *moves, at=NOW):
    for move in moves:
        by = cast.viewer("triage", at)
        move_case(reference=case.reference, move=move, answers={}, reason="As agreed.", by=by, at=at)


def test_a_case_for_the_panel_that_is_on_no_agenda_says_so_and_leads_to_the_meeting(world, as_member):
    case, meeting = on_panel(world), planned(world)
    page = as_member("triage").get(f"/cases/{case.reference}/")
    link = f"/panels/meeting/{meeting.pk}/propose/?case={case.reference}"
    assert "It is on no agenda to come" in text_of(page) and link in page.content.decode()
    assert f'value="{case.reference}"' in as_member("triage").get(link).content.decode()


def test_without_a_meeting_the_case_says_who_plans_one(world, as_member):
    assert "no meeting is planned" in text_of(as_member("triage").get(f"/cases/{on_panel(world).reference}/"))


def test_a_case_on_an_agenda_leads_there_and_one_that_was_not_reached_can_be_proposed_again(world, as_member):
    case, meeting = on_panel(world), planned(world)
    item = proposed(world, meeting, case)
    page = as_member("triage").get(f"/cases/{case.reference}/")
    assert f"/panels/case/{item.pk}/" in page.content.decode() and "on no agenda" not in text_of(page)
    opened(world, meeting)
    closed(world, meeting)
    running.plan_meeting(
        panel="mace", starts_at=later(days=30), place="Room 3", chair="chair", by=world.viewer("chair"), at=NOW
    )
    text = text_of(as_member("triage").get(f"/cases/{case.reference}/"))
    assert "Not reached in the meeting" in text and "Propose it for" in text


def test_whoever_stepped_out_of_a_case_at_a_panel_is_not_led_to_it(world, as_member):
    case = on_panel(world)
    item = proposed(world, planned(world), case)
    panel_items.declare_conflict(item_id=item.pk, text="I know the family.", by=world.viewer("triage"), at=NOW)
    assert f"/panels/case/{item.pk}/" not in as_member("triage").get(f"/cases/{case.reference}/").content.decode()


def test_the_referrer_reads_nothing_of_panels(world, as_member):
    case = on_panel(world)
    proposed(world, planned(world), case)
    assert "At the panel" not in text_of(as_member("dsl").get(f"/cases/{case.reference}/"))


def test_whoever_works_no_case_is_not_led_to_propose_one(world, as_member):
    meeting = planned(world)
    assert "Propose a case" in text_of(as_member("triage").get(f"/panels/meeting/{meeting.pk}/"))
    assert "Propose a case" not in text_of(as_member("chair").get(f"/panels/meeting/{meeting.pk}/"))


@pytest.mark.parametrize("pathway", MARAC)
def test_points_and_judgement_both_route_and_neither_blocks(conferences, pathway):
    points = {"marac": "ticks", "community-marac": "matrix"}[pathway]
    assert raised(conferences, pathway, **{points: 40 if pathway != "marac" else 14, "judged": "no"}).meets
    assert raised(conferences, pathway, **{points: 0, "judged": "yes", "judged_why": "I know her."}).meets
    below = raised(conferences, pathway, **{points: 0, "judged": "no"})
    assert not below.meets and Case.objects.get(pk=below.pk).stage == "new"


@pytest.mark.parametrize("pathway", MARAC)
def test_a_flag_stands_for_twelve_months_also_while_a_repeat_is_heard(conferences, pathway, as_member):
    case = raised(conferences, pathway)
    moved(conferences, case, "to-agenda", "heard")
    assert "Flag stands" in text_of(as_member("triage").get(f"/cases/{case.reference}/"))
    moved(conferences, case, "again")
    text = text_of(as_member("triage").get(f"/cases/{case.reference}/"))
    assert "Flag stands" in text and "Heard by the conference" in text


def test_a_new_referral_of_the_same_person_shows_the_one_that_stands(conferences, as_member):
    first = raised(conferences)
    moved(conferences, first, "to-agenda", "heard")
    second = raised(conferences, record_id=first.record_id)
    page = as_member("triage").get(f"/cases/{second.reference}/")
    assert "The same person on this pathway" in text_of(page) and "Heard: flag stands" in text_of(page)
    assert f'href="/cases/{first.reference}/"' in page.content.decode()
    assert as_member("outsider").get(f"/cases/{second.reference}/").status_code == 403


def worried(cast, case):
    """Somebody raises a concern about the person of this case."""
    by = cast.viewer("dsl")
    return raise_concern(details=details(), record_id=case.record_id, by=by, at=NOW)


def viewed(case):
    return Event.objects.filter(
        act="view", subject_kind="case", subject_id=case.reference, actor_name__startswith="Tomasz Wilk"
    )


def test_a_flag_is_told_at_the_front_door_with_source_day_and_end_and_is_logged(conferences, as_member):
    case = raised(conferences)
    moved(conferences, case, "to-agenda", "heard")
    made = worried(conferences, case)
    page = as_member("triage").get(f"/triage/{made.reference}/")
    text = text_of(page)
    assert "this person was heard by a conference" in text and "Set by Larkmere Council front door" in text
    assert "on 17 November 2026. It stands until 18 November 2027" in text
    assert f'href="/cases/{case.reference}/"' in page.content.decode() and viewed(case).exists()
    assert as_member("outsider").get(f"/triage/{made.reference}/").status_code == 403


def test_a_flag_that_lapsed_or_never_stood_is_not_told(conferences, as_member):
    case, other = raised(conferences), raised(conferences, "community-marac")
    moved(conferences, case, "to-agenda", "heard", "lapse")
    for one in (case, other):
        made = worried(conferences, one)
        assert "heard by a conference" not in text_of(as_member("triage").get(f"/triage/{made.reference}/"))
        assert not viewed(one).exists()


def test_a_flag_of_a_case_that_no_agreement_opens_stays_untold(conferences, as_member):
    case = raised(conferences, by="other_dsl")
    moved(conferences, case, "to-agenda", "heard")
    made = raise_concern(details=details(), by=conferences.viewer("dsl"), at=NOW)
    SourceRecord.objects.filter(pk=made.record_id).update(person_id=case.record.person_id)
    Involvement.objects.filter(opened_for=made.reference).update(person_id=case.record.person_id)
    path = f"/triage/{made.reference}/"
    assert "heard by a conference" in text_of(as_member("triage").get(path))
    AgreementParty.objects.filter(agency__code="other-school").update(left_on=NOW.date())
    seen = viewed(case).count()
    assert "heard by a conference" not in text_of(as_member("triage").get(path)) and viewed(case).count() == seen


def test_a_case_is_put_on_the_agenda_and_proposed_in_one_step(world, as_member):
    case, meeting = on_strategy(world), planned(world)
    path = f"/cases/{case.reference}/do/to-panel/"
    assert "For which meeting is it proposed?" in text_of(as_member("triage").get(path))
    sent = {"reason": "Three agencies hold a part.", "q_stuck": "Nobody reaches her.", "meeting": str(meeting.pk)}
    as_member("triage").post(path, {**sent, "changes": case.changes})
    item = AgendaItem.objects.get()
    assert (item.case_id, item.meeting_id, item.why) == (case.pk, meeting.pk, "Three agencies hold a part.")
    assert Case.objects.get().stage == "panel"


def test_where_one_of_the_two_cannot_be_neither_is(world):
    case, meeting = on_strategy(world), planned(world)
    by = world.viewer("triage", later(days=8))
    Meeting.objects.filter(pk=meeting.pk).update(state="closed")
    sent = {"move": "to-panel", "answers": {"stuck": "x"}, "reason": "x", "meeting_id": meeting.pk}
    with pytest.raises(Invalid):
        bring_to_panel(reference=case.reference, **sent, by=by, at=by.at)
    assert Case.objects.get().stage == "strategy" and not AgendaItem.objects.exists()
    with pytest.raises(Refused):
        bring_to_panel(reference=case.reference, **sent, by=world.viewer("outsider"), at=NOW)


def on_strategy(cast):
    referral = Referral("exploitation", child(), ANSWERS, "not_sought_unsafe", "They read her phone.")
    case = refer(referral=referral, by=cast.viewer("dsl"), at=NOW)
    return move_case(
        reference=case.reference, move="strategy", answers={}, reason="x", by=cast.viewer("triage"), at=NOW
    )
