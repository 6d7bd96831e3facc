"""Whoever waits is told: each hook, once, to those whose work it is, at an address that exists."""

import pytest
from django.urls import resolve

from alongside.partners.errors import Invalid, Refused, Stale
from alongside.partners.models import MemberNotice
from alongside.partners.states import FieldGroup, NoticeKind
from alongside.support.actions import asking, panels, raising, triage
from alongside.support.actions.cases import take_case, tell_referrer
from alongside.support.actions.clocks import breach_clocks
from alongside.support.models import Concern
from tests.cast import NOW, details, later
from tests.panels import invited, make_panel_world, on_panel, planned, proposed


def told(kind):
    return set(MemberNotice.objects.filter(kind=kind).values_list("member__username", flat=True))


@pytest.fixture
def concern(cast):
    return raising.raise_concern(details=details(), by=cast.viewer("dsl"), at=NOW)


def decide(cast, concern, kind="advice", level="complex"):
    by = cast.viewer("triage")
    triage.take(reference=concern.reference, by=by, at=NOW)
    triage.rate(reference=concern.reference, level_code=level, reason="As told.", by=by, at=NOW)
    version = Concern.objects.get(pk=concern.pk).version
    triage.decide_concern(reference=concern.reference, kind=kind, rationale="As told.", version=version, by=by, at=NOW)


def test_the_referrer_hears_that_there_is_feedback(cast, concern):
    decide(cast, concern, "early_help")
    triage.give_feedback(
        reference=concern.reference, form="decision", text="Early help.", by=cast.viewer("triage"), at=NOW
    )
    assert told("feedback") == {"dsl"}


def test_a_manager_hears_that_a_decision_waits_for_her(cast, concern):
    decide(cast, concern, "no_action", "acute")
    assert told("second_look") == {"manager"}


def test_the_agency_that_is_asked_hears_of_it(cast, concern):
    asking.ask(
        reference=concern.reference, agency_code="police", groups=[FieldGroup.CONCERN], question="Known?",
        by=cast.viewer("triage"), at=NOW,
    )  # fmt: skip
    assert told("information_asked") == {"officer"}


def test_a_clock_that_ran_out_is_told_to_the_owner_and_to_whoever_has_it_in_hand(cast, concern):
    other = raising.raise_concern(details=details(), by=cast.viewer("other_dsl"), at=NOW)
    triage.take(reference=other.reference, by=cast.viewer("colleague"), at=NOW)
    breach_clocks(at=later(days=30))
    breach_clocks(at=later(days=31))
    late = MemberNotice.objects.filter(kind="clock_breached")
    by_matter = {
        ref: set(late.filter(reference=ref).values_list("member__username", flat=True))
        for ref in (concern.reference, other.reference)
    }
    assert by_matter == {concern.reference: {"triage", "colleague", "manager"}, other.reference: {"colleague"}}
    assert late.count() == 4


def test_a_referral_is_accepted_once_and_its_feedback_told(cast):
    world = make_panel_world(cast)
    case = on_panel(world)
    assert told("referral_accepted") == {"dsl"}
    assert MemberNotice.objects.filter(kind="referral_accepted").count() == 1
    take_case(reference=case.reference, worker="triage", by=world.viewer("triage"), at=NOW)
    tell_referrer(
        reference=case.reference, text="We are on it.", reason_for_none=False, by=world.viewer("triage"), at=NOW
    )
    assert told("feedback") == {"dsl"}
    assert told("referral_not_accepted") == set()


def test_an_agency_that_is_invited_hears_of_it_once(cast):
    world = make_panel_world(cast)
    item = proposed(world, planned(world), on_panel(world))
    invited(world, item, "police")
    invited(world, item, "police", "council")
    assert told("panel_invitation") == {"officer"}
    assert MemberNotice.objects.filter(kind="panel_invitation").count() == 1


def test_everybody_who_sits_there_hears_of_a_meeting_and_that_it_moved(cast):
    world = make_panel_world(cast)
    meeting = planned(world)
    everybody = told("meeting_planned")
    assert {"chair", "officer", "clinician", "youth_worker"} <= everybody and not {"outsider", "dsl"} & everybody
    move(world, meeting)
    assert told("meeting_moved") == everybody


def move(world, meeting, changes=1, by="chair", **when):
    starts_at = later(**(when or {"days": 9}))
    return panels.move_meeting(
        meeting_id=meeting.pk, starts_at=starts_at, place="Room 9", changes=changes, by=world.viewer(by), at=NOW
    )


def test_a_meeting_is_moved_by_whoever_runs_it_into_the_future_and_not_over_a_change(cast):
    world = make_panel_world(cast)
    meeting = planned(world)
    assert move(world, meeting).changes == 2
    with pytest.raises(Stale):
        move(world, meeting, days=10)
    with pytest.raises(Invalid, match="in the past"):
        move(world, meeting, changes=2, days=-1)
    with pytest.raises(Refused):
        move(world, meeting, changes=2, by="officer")
    move(world, meeting, changes=2)  # sent twice: nothing new
    assert MemberNotice.objects.filter(kind="meeting_moved", member=world.members["officer"]).count() == 1


def test_every_notice_leads_to_a_page_that_exists(cast):
    world = make_panel_world(cast)
    item = proposed(world, planned(world), on_panel(world))
    invited(world, item, "police")
    concern = raising.raise_concern(details=details(), by=world.viewer("dsl"), at=NOW)
    decide(world, concern, "no_action", "acute")
    breach_clocks(at=later(days=90))
    paths = set(MemberNotice.objects.values_list("path", flat=True))
    assert {resolve(path).url_name for path in paths} >= {"triage_concern", "case", "panel_item", "panel_meeting"}


def test_what_an_action_undid_was_told_to_nobody(cast, concern):
    with pytest.raises(Invalid):
        triage.give_feedback(reference=concern.reference, form="decision", text="x", by=cast.viewer("triage"), at=NOW)
    assert not MemberNotice.objects.filter(kind=NoticeKind.FEEDBACK).exists()
