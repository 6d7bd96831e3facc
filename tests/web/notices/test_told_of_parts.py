"""Own views, copies, scorecards and challenges: who is told, once, at an address that opens, without a name."""

from datetime import date

import pytest

from alongside.partners.actions import restrict
from alongside.partners.models import Member, MemberNotice, OutboxMessage
from alongside.partners.states import NoticeKind
from alongside.support.actions import exporting, own_reading
from alongside.support.actions.cases import take_case
from alongside.support.actions.planning import start_plan
from alongside.support.actions.scorecards import REPLY_WITHIN, draw_up_scorecard, finish_replies
from alongside.support.own_links import WRONG_CODES
from tests.cast import NOW, later
from tests.own_views import decided, let_show, linked, make_plan, open_with, reading, wrong_code
from tests.providers import make_provider_world, supported
from tests.support.test_affiliation import challenge_tie, say
from tests.support.test_exports import give


def told(kind):
    return sorted(MemberNotice.objects.filter(kind=kind).values_list("member__username", flat=True))


def opens(as_member, kind):
    """The address of the notice leads whoever was told to a page."""
    one = MemberNotice.objects.filter(kind=kind).first()
    return as_member(one.member.username).get(one.path).status_code == 200


@pytest.fixture
def link(cast):
    plan = make_plan(cast)
    let_show(cast, plan)
    return linked(cast, plan)


def goes(link, face, key="k"):
    reader = reading(link)
    return own_reading.say_how_it_goes(
        reader=reader, face=face, words="", sent_key=key, by=reader.viewer, at=NOW
    )  # fmt: skip


def test_a_call_for_help_is_urgent_and_reaches_everybody_who_works_on_plans_there(cast, link, as_member, now):
    for _ in range(2):
        goes(link, "help")
    goes(link, "good", "k2")
    assert told("own_view_help") == ["colleague", "manager", "triage"] and NoticeKind.OWN_VIEW_HELP.urgent
    assert opens(as_member, "own_view_help")
    assert OutboxMessage.objects.filter(kind="own_view_help").count() == 3


def test_a_call_for_help_of_a_restricted_child_reaches_only_those_who_are_cleared(cast):
    plan = make_plan(cast)
    let_show(cast, plan)
    cleared = [cast.members["triage"].pk, cast.members["dsl"].pk]
    restrict(person_id=plan.record.person_id, reason="x", cleared=cleared, by=cast.viewer("manager"), at=NOW)
    goes(linked(cast, plan), "help")
    assert told("own_view_help") == ["triage"]


def test_a_correction_and_a_locked_link_are_told_to_whoever_gave_it(cast, link, as_member, now):
    reader = reading(link)
    for _ in range(2):
        own_reading.ask_correction(
            reader=reader, about="plan", words="I am 14.", sent_key="k", by=reader.viewer, at=NOW
        )  # fmt: skip
    assert told("own_view_correction") == ["triage"] and opens(as_member, "own_view_correction")
    for _ in range(WRONG_CODES + 1):
        open_with(link, wrong_code(link))
    assert told("own_view_locked") == ["triage"]


def test_where_her_account_is_closed_the_link_is_closed_and_locks_for_nobody(cast, link):
    Member._base_manager.filter(username="triage").update(is_active=False)
    for _ in range(WRONG_CODES):
        assert open_with(link, wrong_code(link)).tries_left == 0
    assert told("own_view_locked") == []


def test_whoever_holds_a_copy_is_told_that_it_is_recalled_and_asked_for(cast, as_member, now):
    copy = give(cast, make_plan(cast)).copy
    by = cast.viewer("triage")
    exporting.recall(copy=copy, reason="Wrong recipient.", by=by, at=NOW)
    exporting.chase(copy=copy, by=by, at=later(hours=1))
    assert told("copy_recalled") == told("copy_chased") == ["dsl"] and opens(as_member, "copy_recalled")


def test_whoever_recalls_her_own_copy_is_not_told(cast):
    copy = give(cast, make_plan(cast), recipient="triage").copy
    exporting.recall(copy=copy, reason="Not needed.", by=cast.viewer("triage"), at=NOW)
    assert told("copy_recalled") == []


def test_a_scorecard_opens_the_providers_time_to_reply_and_its_end_is_told(cast, as_member, now):
    world = make_provider_world(cast)
    period = {"first_day": date(2026, 10, 1), "last_day": date(2026, 10, 31)}
    for _ in range(2):
        drawn = draw_up_scorecard(reference=world.contract.reference, **period, by=world.viewer("manager"), at=NOW)
    assert told("scorecard_drawn_up") == ["second_worker", "youth_worker"] and opens(as_member, "scorecard_drawn_up")
    assert REPLY_WITHIN.amount == 10 and "ten working days" in NoticeKind.SCORECARD_DRAWN_UP.told
    finish_replies(copy=drawn.pk, by=world.viewer("youth_worker"), at=later(days=1))
    assert told("scorecard_replied") == ["manager"] and opens(as_member, "scorecard_replied")


@pytest.mark.parametrize(
    ("worker", "seen_by", "answers"),
    [
        (None, "agency", ["second_worker"]), ("youth_worker", "agency", ["second_worker"]),
        ("second_worker", "worker", ["second_worker"]),
    ],
)  # fmt: skip
def test_a_challenge_is_told_to_whoever_must_answer_and_not_to_the_writer(
    cast, as_member, now, worker, seen_by, answers
):
    world = make_provider_world(cast)
    case = supported(world)
    if worker:
        take_case(reference=case.reference, worker=worker, by=world.viewer("youth_worker"), at=NOW)
    tie = say(world, case, seen_by=seen_by)
    challenge_tie(tie=tie.pk, challenger="child", text="Not true.", by=world.viewer("youth_worker"), at=NOW)
    assert told("tie_challenged") == answers and opens(as_member, "tie_challenged")


@pytest.mark.parametrize(("cleared", "told_her"), [(None, True), ([], False), (["colleague"], True)])
def test_a_lead_professional_is_told_that_she_leads_and_of_a_restricted_child_only_if_cleared(
    cast, as_member, now, cleared, told_her
):
    concern = decided(cast)
    if cleared is not None:
        who = [cast.members[name].pk for name in ["triage", *cleared]]
        restrict(person_id=concern.record.person_id, reason="x", cleared=who, by=cast.viewer("manager"), at=NOW)
    start_plan(
        concern_reference=concern.reference, lead_username="colleague", reason="x", first_review_on=date(2026, 12, 15),
        by=cast.viewer("triage"), at=NOW,
    )  # fmt: skip
    assert told("plan_to_lead") == (["colleague"] if told_her else [])
    assert not told_her or opens(as_member, "plan_to_lead")


def test_who_names_herself_needs_no_notice(cast):
    make_plan(cast)
    assert told("plan_to_lead") == []


def test_no_notice_names_the_child_or_says_what_it_is_about(cast, link):
    goes(link, "help")
    for one in MemberNotice.objects.all():
        assert "Amina" not in f"{one.reference} {one.path} {NoticeKind(one.kind).told}"
    assert all("child" not in kind.told.lower() for kind in NoticeKind if kind.startswith(("own_", "tie_", "copy_")))


def test_the_outsider_is_told_nothing(cast, link):
    goes(link, "help")
    exporting.recall(copy=give(cast, make_plan(cast)).copy, reason="x", by=cast.viewer("triage"), at=NOW)
    outside = MemberNotice.objects.exclude(member__agency__code__in=["council", "school"])
    assert not outside.exists()
