"""Whoever is invited sees the case for as long as the invitation runs, and anew when invited again; the agency that holds
the panel until the case was looked at again, and no longer."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from alongside.audit.models import Event
from alongside.partners.errors import Invalid, Refused
from alongside.partners.models import AgreementParty, Involvement, Member, MemberNotice
from alongside.partners.roles import Role
from alongside.support.actions import panel_actions, panel_items, panels
from alongside.support.actions.cases import look_at_case, move_case, reopen_case
from alongside.support.actions.panel_amending import amend_decision
from alongside.support.models import AgendaItem, Panel
from alongside.support.queries.agenda_items import agenda_item
from alongside.support.queries.in_hand import at_hand
from alongside.support.queries.panel_reviews import to_look_at_again
from alongside.support.queries.piles import PANEL_REVIEWS
from tests.cast import NOW, later
from tests.panels import closed, invited, make_panel_world, on_panel, opened, planned, proposed

REVIEW = date(2027, 3, 1)
LATE = later(days=80)  # the meeting was on the 7th day, so that invitations ran out on the 67th


@pytest.fixture
def world(cast):
    """The panel is held by the police, who neither referred nor work the case."""
    make_panel_world(cast)
    Panel.objects.update(holder=cast.agencies["police"])
    cast.members["chair"].agency = cast.agencies["police"]
    cast.members["chair"].save()
    return cast


@pytest.fixture
def meeting(world):
    return planned(world)


@pytest.fixture
def item(world, meeting):
    made = proposed(world, meeting, on_panel(world))
    invited(world, made, "health")
    return made


def sees(world, name, item, at):
    try:
        return bool(agenda_item(world.viewer(name, at), item.pk))
    except Refused:
        return False


def decided(world, meeting, item, review_on):
    opened(world, meeting, ("council", "police", "health"))
    at = later(days=7)
    changes = AgendaItem.objects.get(pk=item.pk).changes
    panel_items.decide_item(
        item_id=item.pk, decision="x", review_on=review_on, changes=changes, by=world.viewer("chair", at), at=at
    )
    closed(world, meeting)


def amended(world, item, review_on, at):
    row = AgendaItem.objects.get(pk=item.pk)
    amend_decision(
        item_id=item.pk, decision="x", review_on=review_on, reason="x", changes=row.changes,
        by=world.viewer("chair", at), at=at,
    )  # fmt: skip


def invite_again(world, item, at):
    panel_items.invite(item_id=item.pk, agencies=["health"], by=world.viewer("chair", at), at=at)


def test_an_agency_whose_view_has_ended_is_invited_anew_and_told(world, meeting, item):
    decided(world, meeting, item, REVIEW)
    page = agenda_item(world.viewer("chair", LATE), item.pk)
    assert not sees(world, "clinician", item, LATE) and "Larkmere CAMHS (its view has ended)" in page.invited
    assert dict(page.may_invite)["health"] == "Larkmere CAMHS, anew: its view has ended"
    told = MemberNotice.objects.filter(member=world.members["clinician"], kind="panel_invitation").count()
    invite_again(world, item, LATE)
    assert sees(world, "clinician", item, LATE) and not sees(world, "outsider", item, LATE)
    assert MemberNotice.objects.filter(member=world.members["clinician"], kind="panel_invitation").count() == told + 1
    assert not sees(world, "clinician", item, LATE + timedelta(days=61))


def test_invited_twice_before_the_meeting_is_invited_once(world, item):
    before = Involvement.objects.filter(agency=world.agencies["health"]).count()
    assert "health" not in dict(agenda_item(world.viewer("chair"), item.pk).may_invite)
    invite_again(world, item, later(days=1))
    assert Involvement.objects.filter(agency=world.agencies["health"]).count() == before


def test_whoever_holds_the_panel_does_not_lengthen_its_own_view_by_inviting_itself(world, meeting, item):
    decided(world, meeting, item, None)
    by = world.viewer("chair", later(days=60))
    assert "police" not in dict(agenda_item(by, item.pk).may_invite)
    panel_items.invite(item_id=item.pk, agencies=["police"], by=by, at=by.at)
    assert not sees(world, "chair", item, LATE)


def test_a_meeting_that_is_moved_takes_the_views_of_the_invited_with_it(world, meeting, item):
    by, new = world.viewer("chair"), later(days=100)
    panels.move_meeting(meeting_id=meeting.pk, starts_at=new, place="", changes=1, by=by, at=NOW)
    assert sees(world, "clinician", item, new) and sees(world, "chair", item, new)
    assert not sees(world, "clinician", item, new + timedelta(days=61)) and not sees(world, "outsider", item, new)


def test_the_holder_alone_sees_a_case_until_it_was_looked_at_again(world, meeting, item):
    decided(world, meeting, item, REVIEW)
    assert sees(world, "chair", item, LATE) and not sees(world, "clinician", item, LATE)
    assert [one.item_id for one in to_look_at_again(world.viewer("chair", LATE))] == [item.pk]
    row = Event.objects.filter(subject_kind="involvement", reason__contains="looked at again on 1 March 2027").get()
    assert row.act == "create" and row.agency_code == "police"
    assert sees(world, "chair", item, NOW.replace(year=2027, month=3, day=15))
    assert not sees(world, "chair", item, NOW.replace(year=2027, month=3, day=16))
    assert not sees(world, "outsider", item, LATE)


def test_a_day_that_is_moved_or_dropped_moves_or_ends_the_view(world, meeting, item):
    decided(world, meeting, item, date(2027, 5, 1))
    amended(world, item, date(2027, 3, 1), later(days=8))
    assert sees(world, "chair", item, LATE) and not sees(world, "chair", item, later(days=140))
    amended(world, item, None, later(days=9))
    assert sees(world, "chair", item, later(days=60)) and not sees(world, "chair", item, LATE)


def test_a_day_within_the_invitation_opens_no_second_view(world, meeting, item):
    decided(world, meeting, item, date(2026, 12, 20))
    assert not Involvement.objects.filter(opened_for__startswith="panel-review").exists()


def test_a_day_on_which_nobody_sees_the_case_any_more_is_refused(world, meeting, item):
    opened(world, meeting, ("council", "police", "health"))
    changes, by = AgendaItem.objects.get(pk=item.pk).changes, world.viewer("chair", later(days=7))
    view = Involvement.objects.get(opened_for=item.case.reference, agency=world.agencies["council"])
    ends = view.expires_at.date()
    with pytest.raises(Invalid, match="nobody sees this case from") as refused:
        panel_items.decide_item(item_id=item.pk, decision="x", review_on=ends, changes=changes, by=by, at=by.at)
    assert refused.value.field == "review_on"
    day = ends - timedelta(days=3)
    panel_items.decide_item(item_id=item.pk, decision="x", review_on=day, changes=changes, by=by, at=by.at)
    assert Involvement.objects.get(opened_for__startswith="panel-review").expires_at == view.expires_at


def test_heard_again_the_view_for_the_earlier_day_ends(world, meeting, item):
    decided(world, meeting, item, REVIEW)
    again = panels.plan_meeting(
        panel="mace", starts_at=later(days=20), place="", chair="chair", by=world.viewer("chair", later(days=8)),
        at=later(days=8),
    )  # fmt: skip
    second = proposed(world, again, item.case)
    by = world.viewer("chair", later(days=20))
    panels.open_meeting(
        meeting_id=again.pk, present=[("police", "Lena Obi", "present")], reason="x", by=by, at=by.at
    )  # fmt: skip
    heard_on = AgendaItem.objects.get(pk=second.pk).changes
    panel_items.decide_item(item_id=second.pk, decision="y", review_on=None, changes=heard_on, by=by, at=by.at)
    assert not Involvement.objects.filter(opened_for__startswith="panel-review", ended_at=None).exists()


def test_when_the_case_ends_the_view_does_and_comes_back_with_the_case(world, meeting, item):
    decided(world, meeting, item, REVIEW)
    open_views = Involvement.objects.filter(opened_for__startswith="panel-review", ended_at=None)
    case = item.case.reference
    by, manager = world.viewer("triage", later(days=10)), world.viewer("manager", later(days=10))
    move_case(reference=case, move="step-down", answers={"says": "“Better.”"}, reason="x", by=by, at=by.at)
    look_at_case(reference=case, agreed=True, text="x", by=manager, at=by.at)
    assert not open_views.exists() and to_look_at_again(world.viewer("chair", by.at)) == ()
    reopen_case(reference=case, reason="x", by=by, at=by.at)
    assert open_views.get().agency == world.agencies["police"]


def of_pile(world, name, at):
    [(due, tasks)] = at_hand(world.viewer(name, at), [(PANEL_REVIEWS, "my work: looked at again")])
    return (due.total, due.late, due.today), [one.title for one in tasks]


def test_what_is_due_lies_on_my_work_of_who_runs_the_panel_and_stands_in_the_log(world, meeting, item):
    decided(world, meeting, item, REVIEW)
    day = datetime.combine(REVIEW, time(9), UTC)
    assert of_pile(world, "chair", day - timedelta(days=1)) == ((0, 0, 0), [])
    assert of_pile(world, "chair", day) == ((1, 0, 1), ["Amina Okafor-Lindqvist"])
    assert of_pile(world, "chair", day + timedelta(days=1))[0] == (1, 1, 0)
    row = Event.objects.filter(act="list", reason="my work: looked at again").first()
    assert row.persons.get().person_id == item.case.record.person_id
    world.members["stranger"] = Member.objects.create_member(
        username="stranger", name="Al Roe", agency=world.agencies["council"], role=Role.PANEL_CHAIR
    )
    assert of_pile(world, "stranger", day) == ((0, 0, 0), [])
    assert not any(PANEL_REVIEWS.is_for(world.viewer(name)) for name in ("clinician", "outsider", "governance"))


def agree(world, item, agency, at=NOW):
    return panel_actions.agree_action(
        item_id=item.pk, what="Visit.", owner_agency=agency, owner="Somebody", due_on=at.date(),
        by=world.viewer("chair", at), at=at,
    )  # fmt: skip


def test_nothing_is_given_to_do_to_an_agency_that_may_not_open_the_case(world, meeting, item):
    assert agree(world, item, "health")
    with pytest.raises(Invalid, match="Stepping Stones is not invited to this case"):
        agree(world, item, "provider")
    AgreementParty.objects.filter(agency=world.agencies["health"], agreement__reference="EX-1").delete()
    with pytest.raises(Invalid, match="No agreement lets Elmsgate Academy show Larkmere CAMHS this case") as refused:
        agree(world, item, "health")
    assert refused.value.field == "owner_agency"
    assert dict(agenda_item(world.viewer("chair"), item.pk).owners)["health"].endswith("(may not open it today)")


def test_nothing_is_given_to_do_to_an_agency_whose_view_has_ended(world, meeting, item):
    decided(world, meeting, item, REVIEW)
    with pytest.raises(Invalid, match="its view has ended"):
        agree(world, item, "health", LATE)
    invite_again(world, item, LATE)
    assert agree(world, item, "health", LATE).owner_agency == world.agencies["health"]
