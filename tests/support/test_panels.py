"""A panel hears many cases; each agency learns of those on which it is invited, in the room and in the minutes."""

from datetime import date

import pytest

from alongside.audit.models import Event
from alongside.partners.actions import restrict
from alongside.partners.errors import Invalid, Refused, Stale
from alongside.partners.models import AgreementParty
from alongside.partners.states import FieldGroup, Purpose
from alongside.support.actions import panel_actions, panel_amending, panel_items, panels
from alongside.support.models import AgendaItem
from alongside.support.queries import panels as seen
from alongside.support.queries.agenda_items import agenda_item
from alongside.support.queries.minutes import minutes
from alongside.support.queries.panel_owed import open_panel_actions
from tests.cast import NOW, later
from tests.panels import closed, heard, invited, make_panel_world, on_panel, opened, planned, proposed, say


@pytest.fixture
def world(cast):
    return make_panel_world(cast)


def test_an_agency_sees_the_cases_on_which_it_is_invited_and_of_the_others_not_a_name(world):
    meeting = planned(world)
    one, other = (proposed(world, meeting, on_panel(world, given)) for given in ("Amina", "Noor"))
    invited(world, one, "police")
    invited(world, other, "health")
    items = seen.meeting(world.viewer("officer"), meeting.pk).items
    assert [row.child.name if row.child else None for row in items] == ["Amina Okafor-Lindqvist", None]
    with pytest.raises(Refused):
        agenda_item(world.viewer("officer"), other.pk)


def test_before_an_agency_is_invited_it_learns_nothing(world):
    meeting = planned(world)
    item = proposed(world, meeting, on_panel(world))
    with pytest.raises(Refused):
        agenda_item(world.viewer("officer"), item.pk)
    assert seen.meeting(world.viewer("officer"), meeting.pk).items[0].child is None


def test_a_contribution_goes_as_far_as_its_release(world):
    meeting = planned(world)
    item = proposed(world, meeting, on_panel(world))
    invited(world, item, "police", "health")
    say(world, item, "clinician", "She sleeps badly.")
    say(world, item, "clinician", "Her mother told us.", release="chair")
    say(world, item, "clinician", "Said in the room.", release="in_room")
    told = [one.words for one in agenda_item(world.viewer("officer"), item.pk).contributions]
    assert told == ["She sleeps badly.", "Said in the room."]
    assert len(agenda_item(world.viewer("chair"), item.pk).contributions) == 3


def test_what_one_agency_tells_reaches_another_only_under_an_agreement_between_the_two(world):
    """Health and police have one that does not cover support notes; the chair's agency has one that does."""
    AgreementParty.objects.filter(agency=world.agencies["health"]).delete()
    groups = frozenset({FieldGroup.IDENTITY, FieldGroup.SUPPORT})
    world.agreement("HC-1", ["health", "council"], purposes=frozenset({Purpose.EXPLOITATION}), field_groups=groups)
    world.agreement(
        "HS-1", ["health", "school", "police"], purposes=frozenset({Purpose.EXPLOITATION}),
        field_groups=frozenset({FieldGroup.IDENTITY}),
    )  # fmt: skip
    item = proposed(world, planned(world), on_panel(world))
    invited(world, item, "police", "health")
    say(world, item, "clinician", "She sleeps badly.")
    assert [one.words for one in agenda_item(world.viewer("chair"), item.pk).contributions] == ["She sleeps badly."]
    assert agenda_item(world.viewer("officer"), item.pk).contributions == ()
    assert Event.objects.filter(subject_kind="contribution", agreement="HC-1 v1").count() == 1


def test_whoever_referred_is_told_like_any_other_agency_when_invited(world):
    item = proposed(world, planned(world), on_panel(world))
    with pytest.raises(Refused):
        agenda_item(world.viewer("dsl"), item.pk)


def test_minutes_are_cut_for_each_recipient_by_the_same_decision(world):
    meeting = planned(world)
    one, other = (proposed(world, meeting, on_panel(world, given)) for given in ("Amina", "Noor"))
    invited(world, one, "police", "health")
    invited(world, other, "health")
    say(world, one, "clinician", "Said in the room.", release="in_room")
    say(world, one, "officer", "Seen at the station.")
    opened(world, meeting)
    heard(world, one), heard(world, other)
    closed(world, meeting)
    of_police = minutes(world.viewer("officer", later(days=8)), meeting.pk)
    assert [row.child for row in of_police.items] == ["Amina Okafor-Lindqvist"]
    assert [row.words for row in of_police.items[0].contributions] == ["Seen at the station."]
    of_health = minutes(world.viewer("clinician", later(days=8)), meeting.pk)
    assert len(of_health.items) == 2 and "Said in the room." in [row.words for row in of_health.items[0].contributions]


def test_without_a_quorum_it_goes_on_only_with_a_reason_that_stays(world):
    meeting = planned(world)
    with pytest.raises(Invalid, match="2 of 3 agencies"):
        opened(world, meeting, ("council", "police"))
    opened(world, meeting, ("council", "police"), "Health is on strike.")
    assert seen.meeting(world.viewer("chair"), meeting.pk).not_quorate == "Health is on strike."


def test_who_declared_a_conflict_sees_the_item_no_more(world):
    meeting = planned(world)
    item = proposed(world, meeting, on_panel(world))
    invited(world, item, "police")
    panel_items.declare_conflict(item_id=item.pk, text="My nephew.", by=world.viewer("officer"), at=NOW)
    with pytest.raises(Refused):
        agenda_item(world.viewer("officer"), item.pk)
    assert seen.meeting(world.viewer("officer"), meeting.pk).items[0].child is None


def test_an_action_ends_in_one_of_five_ways_and_only_its_owner_or_the_chair_ends_it(world):
    meeting = planned(world)
    item = proposed(world, meeting, on_panel(world))
    invited(world, item, "police", "provider")
    action = panel_actions.agree_action(
        item_id=item.pk, what="Visit the flat.", owner_agency="police", owner="PC Anand", due_on=date(2026, 12, 1),
        by=world.viewer("chair"), at=NOW,
    )  # fmt: skip

    def end(name, state="impossible"):
        return panel_actions.end_panel_action(
            action_id=action.pk, state=state, outcome="She moved.", changes=1, by=world.viewer(name), at=NOW
        )

    with pytest.raises(Refused):
        end("youth_worker")
    with pytest.raises(Invalid):
        end("officer", "to_do")
    assert end("officer").get_state_display() == "Impossible after a change"
    with pytest.raises(Stale):
        end("chair")


def test_what_is_not_reached_is_deferred_and_never_lost(world):
    meeting = planned(world)
    item = proposed(world, meeting, on_panel(world))
    opened(world, meeting)
    closed(world, meeting)
    assert AgendaItem.objects.get(pk=item.pk).get_state_display() == "Deferred to a later meeting"


def test_two_who_write_a_decision_at_once_the_second_sees_both(world):
    meeting = planned(world)
    item = proposed(world, meeting, on_panel(world))
    opened(world, meeting)
    by = world.viewer("chair", later(days=7))
    heard(world, item, "The first words.")
    with pytest.raises(Stale) as collision:
        panel_items.decide_item(item_id=item.pk, decision="The second.", review_on=None, changes=1, by=by, at=by.at)
    assert collision.value.theirs == "The first words."


def test_an_invitation_taken_back_ends_the_view_of_the_case(world):
    meeting = planned(world)
    item = proposed(world, meeting, on_panel(world))
    invited(world, item, "police")
    by = world.viewer("chair", later(hours=1))
    panel_amending.uninvite(item_id=item.pk, agency="police", reason="Not their case.", by=by, at=by.at)
    with pytest.raises(Refused):
        agenda_item(world.viewer("officer", later(hours=2)), item.pk)


@pytest.mark.parametrize("name", ["outsider", "other_dsl", "governance", "analyst"])
def test_who_has_no_seat_learns_nothing_and_stands_in_the_log(world, name):
    meeting = planned(world)
    item = proposed(world, meeting, on_panel(world))
    before = Event.objects.filter(outcome="refused").count()
    for attempt in (
        lambda by: seen.meeting(by, meeting.pk),
        lambda by: agenda_item(by, item.pk),
        lambda by: minutes(by, meeting.pk),
        lambda by: panel_items.contribute(item_id=item.pk, group="support", text="x", release="chair", by=by, at=NOW),
        lambda by: panels.close_meeting(meeting_id=meeting.pk, by=by, at=NOW),
    ):
        with pytest.raises(Refused):
            attempt(world.viewer(name))
    assert Event.objects.filter(outcome="refused").count() == before + 5


def test_no_count_of_actions_tells_of_a_restricted_child(world):
    item = proposed(world, planned(world), on_panel(world))
    invited(world, item, "police")
    panel_actions.agree_action(
        item_id=item.pk, what="Visit the flat.", owner_agency="police", owner="PC Anand", due_on=date(2026, 12, 1),
        by=world.viewer("chair"), at=NOW,
    )  # fmt: skip
    assert len(open_panel_actions(world.viewer("officer"))) == 1
    restrict(person_id=item.case.record.person_id, reason="x", cleared=[], by=world.viewer("manager"), at=NOW)
    assert open_panel_actions(world.viewer("officer")) == ()
