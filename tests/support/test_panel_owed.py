"""What an agency has to do for a panel stays with it when its view of the case ends: it is told whom to ask, the chair that
it can do nothing there any more, and nobody else anything."""

from datetime import date
from uuid import UUID

import pytest

from alongside.audit.models import Event
from alongside.partners.actions import restrict
from alongside.partners.errors import Refused
from alongside.partners.models import AgreementParty
from alongside.support.actions import panel_actions, panel_items
from alongside.support.models import Panel, PanelAction
from alongside.support.queries.agenda_items import agenda_item
from alongside.support.queries.in_hand import Due, at_hand, due_in
from alongside.support.queries.panel_owed import open_action, open_panel_actions
from alongside.support.queries.piles import PANEL_ACTIONS, PANEL_ACTIONS_SHUT
from tests.cast import NOW, later
from tests.panels import invited, make_panel_world, on_panel, planned, proposed

# The meeting is on the 7th day, so that invitations run out on the 67th.
LATE = later(days=80)


@pytest.fixture
def world(cast):
    return make_panel_world(cast)


@pytest.fixture
def item(world):
    made = proposed(world, planned(world), on_panel(world))
    invited(world, made, "health")
    return made


@pytest.fixture
def action(world, item):
    return panel_actions.agree_action(
        item_id=item.pk, what="See her at the clinic.", owner_agency="health", owner="Dr Ekwueme",
        due_on=date(2027, 1, 15), by=world.viewer("chair"), at=NOW,
    )  # fmt: skip


def stuck(world, name="chair", at=LATE):
    return due_in(world.viewer(name, at), [PANEL_ACTIONS_SHUT])[0].total


def test_an_action_leads_to_its_case_for_as_long_as_its_agency_may_open_it(world, item, action):
    assert open_action(world.viewer("clinician"), action.pk) == item.pk and stuck(world, at=NOW) == 0
    assert not agenda_item(world.viewer("chair"), item.pk).actions[0].is_shut


def test_when_the_view_has_ended_its_agency_is_told_whom_to_ask_and_nothing_of_the_case(world, item, action):
    clinician = world.viewer("clinician", LATE)
    with pytest.raises(Refused):
        agenda_item(clinician, item.pk)
    assert len(open_panel_actions(clinician)) == due_in(clinician, [PANEL_ACTIONS])[0].total == 1
    told = open_action(clinician, action.pk)
    assert (told.ask, told.telephone) == ("Lena Obi, Larkmere Council front door", "01632 960 000")
    case = item.case
    for words in ("Amina", case.reference, action.what, str(case.record.person_id), item.why):
        assert words not in repr(told)


def test_the_chair_is_told_and_invites_again(world, item, action):
    chair = world.viewer("chair", LATE)
    [(due, [task])] = at_hand(chair, [(PANEL_ACTIONS_SHUT, "my work: x")])
    assert due == Due(1, late=1) and task.detail == "Exploitation panel: Larkmere CAMHS sees the case no more."
    assert open_action(chair, int(task.key)) == item.pk and agenda_item(chair, item.pk).actions[0].is_shut
    panel_items.invite(item_id=item.pk, agencies=["health"], by=chair, at=LATE)
    assert stuck(world) == 0 and open_action(world.viewer("clinician", LATE), action.pk) == item.pk


def test_the_chair_writes_down_how_it_ended_and_the_action_is_gone_for_both(world, item, action):
    panel_actions.end_panel_action(
        action_id=action.pk,
        state="done",
        outcome="Dr Ekwueme rang.",
        changes=1,
        by=world.viewer("chair", LATE),
        at=LATE,
    )
    assert stuck(world) == 0 and open_panel_actions(world.viewer("clinician", LATE)) == ()


def test_an_agreement_that_has_ended_shuts_an_action_as_well(world, item, action):
    AgreementParty.objects.filter(agency=world.agencies["health"]).update(left_on=NOW.date())
    assert not isinstance(open_action(world.viewer("clinician"), action.pk), UUID)
    assert agenda_item(world.viewer("chair"), item.pk).actions[0].is_shut


def test_a_chair_who_may_not_open_the_case_either_is_told_who_works_it(world, item, action):
    Panel.objects.update(holder=world.agencies["police"])
    world.members["chair"].agency = world.agencies["police"]
    world.members["chair"].save()
    told = open_action(world.viewer("chair", LATE), action.pk)
    assert stuck(world) == 1 and (told.ask, told.is_own) == ("Larkmere Council front door", False)


def test_nobody_else_finds_the_action(world, item, action):
    for name in ("outsider", "officer", "dsl", "governance"):
        viewer = world.viewer(name, LATE)
        before = Event.objects.filter(outcome="refused").count()
        with pytest.raises(Refused):
            open_action(viewer, action.pk)
        assert Event.objects.filter(outcome="refused").count() == before + 1
    with pytest.raises(Refused):
        stuck(world, "outsider")


def test_of_a_child_who_is_restricted_and_of_a_case_out_of_which_she_stepped_a_member_finds_no_action(
    world, item, action
):
    panel_items.declare_conflict(item_id=item.pk, text="My niece.", by=world.viewer("clinician"), at=NOW)
    assert open_panel_actions(world.viewer("clinician")) == ()
    restrict(person_id=item.case.record.person_id, reason="x", cleared=[], by=world.viewer("governance"), at=NOW)
    assert stuck(world) == 0 and PanelAction.objects.filter(ended_at=None).exists()
    with pytest.raises(Refused):
        open_action(world.viewer("chair", LATE), action.pk)
