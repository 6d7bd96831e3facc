"""A disruption plan is of a place or a thing: no child is in it, and no case is opened through it."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from alongside.audit.models import Event
from alongside.partners.actions import restrict
from alongside.partners.errors import Invalid, Refused, Stale
from alongside.support.actions import disruption, disruption_agenda
from alongside.support.actions.disruption import DisruptionDraft
from alongside.support.disruption_texts import holds_name
from alongside.support.models import DisruptionAction, DisruptionPlan
from alongside.support.queries import in_hand, piles
from alongside.support.queries.disruption import disruption_plan, disruption_plans, place_item, places_at
from tests.cast import NOW, later
from tests.exploitation import make_exploitation_world, place
from tests.panels import on_panel, opened, planned, proposed

DUE = date(2026, 12, 1)


@pytest.fixture
def world(cast):
    return make_exploitation_world(cast)


def shown(world, plan, name="officer", at=NOW):
    return disruption_plan(world.viewer(name, at), plan.reference)


def agreed(world, plan, name="officer", what="Ask who booked, every Friday."):
    return disruption.agree_disruption_action(
        reference=plan.reference, what=what, owner_agency="police", owner="PC Anand", due_on=DUE,
        by=world.viewer(name), at=NOW,
    )  # fmt: skip


def ended(world, action, name="officer", state="impossible", changes=1, outcome="The hotel closed."):
    return disruption.end_disruption_action(
        action_id=action.pk, state=state, outcome=outcome, changes=changes, by=world.viewer(name), at=NOW
    )


def test_every_agency_of_the_panel_reads_it_and_nobody_else(world):
    plan = place(world)
    for name in ("triage", "clinician", "youth_worker"):
        assert shown(world, plan, name).theme == "Rooms booked for cash"
    for name in ("outsider", "dsl", "analyst"):
        with pytest.raises(Refused):
            shown(world, plan, name)
        assert disruption_plans(world.viewer(name)).total == 0


def test_it_opens_no_case(world):
    """A place on the agenda tells an agency of the place; of the cases beside it, still not a name."""
    meeting = planned(world)
    proposed(world, meeting, on_panel(world))
    plan = place(world)
    disruption_agenda.put_disruption_on_agenda(
        meeting_id=meeting.pk, reference=plan.reference, why="Third Friday.", by=world.viewer("officer"), at=NOW
    )
    assert "Amina" not in str(places_at(world.viewer("clinician"), meeting.pk)) + str(shown(world, plan, "clinician"))
    assert not [
        one for one in DisruptionPlan._meta.get_fields() if one.related_model and "Case" in str(one.related_model)
    ]


@pytest.mark.parametrize(
    "text", ["Amina Okafor-Lindqvist comes here", "amina  OKAFOR lindqvist", "Okafor-Lindqvist, Amina", "Amina Okafor"]
)
def test_a_childs_full_name_is_refused_without_saying_whose(world, text):
    proposed(world, planned(world), on_panel(world))
    with pytest.raises(Invalid, match="holds the full name of a child") as refused:
        place(world, seen=text)
    assert "Amina" not in str(refused.value) and DisruptionPlan.objects.count() == 0
    event = Event.objects.get(subject_kind="disruption text")
    assert event.outcome == "refused" and "Amina" not in event.reason


def test_every_text_of_a_plan_is_checked(world):
    plan, name = place(world), "Seen with Amina Okafor-Lindqvist"
    meeting = planned(world)
    proposed(world, meeting, on_panel(world))
    action = agreed(world, plan)
    by = {"by": world.viewer("officer"), "at": NOW}
    for number, act in enumerate((
        lambda: agreed(world, plan, what=name), lambda: ended(world, action, outcome=name),
        lambda: disruption.review_disruption(reference=plan.reference, text=name, review_on=DUE, changes=2, **by),
        lambda: disruption.say_power(
            reference=plan.reference, power="cpn", standing="asked", since=DUE, until=None, text=name, **by
        ),
        lambda: disruption.end_disruption(reference=plan.reference, end="less", text=name, changes=2, **by),
        lambda: disruption_agenda.put_disruption_on_agenda(
            meeting_id=meeting.pk, reference=plan.reference, why=name, **by
        ),
    )):  # fmt: skip
        by["by"] = world.viewer("officer", later(days=number))
        with pytest.raises(Invalid, match=r"full name|Texts with a name"):
            act()


def test_names_cannot_be_tried_one_by_one(world):
    """After three texts with a name nothing more is taken that day, named or not; the next day it is."""
    proposed(world, planned(world), on_panel(world))
    for number in range(3):
        with pytest.raises(Invalid, match="full name of a child"):
            place(world, key=str(number), seen="Amina Okafor-Lindqvist")
    with pytest.raises(Invalid, match="several times today"):
        place(world, key="clean")
    assert place(world, "clinician", key="other").pk


def test_whoever_is_hidden_from_the_writer_is_not_looked_for(world):
    case = on_panel(world)
    proposed(world, planned(world), case)
    restrict(person_id=case.record.person_id, reason="x", cleared=[], by=world.viewer("manager"), at=NOW)
    assert place(world, seen="Amina Okafor-Lindqvist was not there").pk


@given(st.text(max_size=20), st.lists(st.text(alphabet="abcdefgh", min_size=2, max_size=8), min_size=2, max_size=3))
def test_a_name_is_found_wherever_it_stands(around, words):
    name = " ".join(words)
    assert holds_name(f"{around} {name.upper()}, {around}", [name])
    assert not holds_name(around, [words[0]])


def test_a_place_that_shares_one_word_with_a_child_is_no_name():
    assert not holds_name("Amina House, Lindqvist Road", ["Amina Okafor-Lindqvist"])


def test_a_change_keeps_what_stood_there_and_a_stale_one_shows_it(world):
    plan = place(world)
    draft = DisruptionDraft("hotel", "Rooms for cash", "The Quay Lodge", "Now on Sundays.", DUE)
    change = {"reference": plan.reference, "draft": draft, "reason": "They moved the day.", "changes": 1, "at": NOW}
    disruption.change_disruption(**change, by=world.viewer("clinician"))
    assert dict(shown(world, plan).steps[-1].before)["Theme"] == "Rooms booked for cash"
    with pytest.raises(Stale) as stale:
        disruption.change_disruption(**change, by=world.viewer("officer"))
    assert "Now on Sundays." in stale.value.theirs


def test_an_action_ends_in_one_of_five_ways_by_its_owner_or_who_steers(world):
    plan = place(world)
    action = agreed(world, plan)
    assert agreed(world, plan) == action
    with pytest.raises(Refused):
        ended(world, action, "clinician")
    with pytest.raises(Invalid, match="how it ended"):
        ended(world, action, state="to_do")
    assert ended(world, action).get_state_display() == "Impossible after a change"
    with pytest.raises(Stale):
        ended(world, action, state="done")


def test_an_action_stands_in_the_work_of_its_agency(world):
    plan = place(world)
    agreed(world, plan)
    task = in_hand.at_hand(world.viewer("officer"), [(piles.PLACE_ACTIONS, "test")])[0][1][0]
    assert (task.key, task.title) == (plan.reference, "")
    assert in_hand.due_in(world.viewer("officer", later(days=20)), [piles.PLACE_ACTIONS])[0].late == 1
    assert in_hand.due_in(world.viewer("clinician"), [piles.PLACE_ACTIONS])[0].total == 0


def test_only_agencies_of_the_panel_are_given_actions(world):
    with pytest.raises(Invalid, match="sits on the panel"):
        disruption.agree_disruption_action(
            reference=place(world).reference, what="x", owner_agency="outside", owner="C. Vale", due_on=DUE,
            by=world.viewer("officer"), at=NOW,
        )  # fmt: skip


def test_a_power_is_said_to_stand_as_it_does_now(world):
    plan = place(world)
    said = {"reference": plan.reference, "power": "closure", "since": NOW.date(), "until": None, "at": NOW}
    disruption.say_power(**said, standing="considered", text="Two complaints.", by=world.viewer("officer"))
    disruption.say_power(**said, standing="refused", text="Not enough yet.", by=world.viewer("officer"))
    power = shown(world, plan).powers[0]
    assert (power.standing, power.earlier, power.in_force) == ("Applied for and refused", 1, False)
    with pytest.raises(DatabaseError), transaction.atomic():
        plan.powers.update(words="x")


def test_it_ends_when_nothing_is_left_to_do_and_is_taken_up_again(world):
    plan = place(world)
    action = agreed(world, plan)
    end = {"reference": plan.reference, "end": "moved", "text": "To the station.", "at": NOW}
    with pytest.raises(Invalid, match="still to do"):
        disruption.end_disruption(**end, changes=2, by=world.viewer("officer"))
    ended(world, action)
    with pytest.raises(Refused):
        disruption.end_disruption(**end, changes=3, by=world.viewer("clinician"))
    disruption.end_disruption(**end, changes=3, by=world.viewer("chair"))
    assert disruption_plans(world.viewer("officer"), ended=True).rows[0].state == "It has moved elsewhere"
    disruption.reopen_disruption(
        reference=plan.reference, reason="Back.", review_on=DUE, by=world.viewer("officer"), at=NOW
    )
    assert shown(world, plan).is_open


def test_the_chair_decides_on_a_place_in_the_meeting(world):
    meeting, plan = planned(world), place(world)
    item = disruption_agenda.put_disruption_on_agenda(
        meeting_id=meeting.pk, reference=plan.reference, why="Third Friday.", by=world.viewer("officer"), at=NOW
    )
    decide = {"item_id": item.pk, "decision": "Closure notice by the police.", "at": NOW}
    with pytest.raises(Invalid, match="Begin the meeting"):
        disruption_agenda.decide_disruption(**decide, changes=1, by=world.viewer("chair"))
    opened(world, meeting)
    with pytest.raises(Refused):
        disruption_agenda.decide_disruption(**decide, changes=1, by=world.viewer("officer"))
    disruption_agenda.decide_disruption(**decide, changes=1, by=world.viewer("chair"))
    assert place_item(world.viewer("clinician"), item.pk).decision == "Closure notice by the police."
    with pytest.raises(Stale):
        disruption_agenda.decide_disruption(**decide, changes=1, by=world.viewer("chair"))


def test_what_is_sent_twice_enters_once(world):
    assert place(world) == place(world)
    agreed(world, place(world)), agreed(world, place(world))
    assert (DisruptionPlan.objects.count(), DisruptionAction.objects.count()) == (1, 1)
