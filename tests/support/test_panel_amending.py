"""What a panel did is put right with a reason, also when the meeting is over; what stood before is kept, nobody forgotten."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from alongside.audit.models import Event, EventBody
from alongside.partners.actions import restrict
from alongside.partners.errors import Invalid, Refused, Stale
from alongside.partners.models import Member
from alongside.partners.roles import Role
from alongside.support.actions import panel_actions, panel_items, panels
from alongside.support.actions import panel_amending as amending
from alongside.support.models import AgendaItem, Panel, PanelAmendment
from alongside.support.queries.agenda_items import agenda_item
from alongside.support.queries.minutes import minutes
from alongside.support.queries.own_words import told_once, told_to_panels
from alongside.support.queries.panel_owed import open_panel_actions
from alongside.support.queries.panel_reviews import to_look_at_again
from tests.cast import NOW, later
from tests.panels import closed, heard, invited, make_panel_world, on_panel, opened, planned, proposed, say

AFTER = later(days=8)


@pytest.fixture
def world(cast):
    return make_panel_world(cast)


@pytest.fixture
def meeting(world):
    return planned(world)


@pytest.fixture
def item(world, meeting):
    made = proposed(world, meeting, on_panel(world))
    invited(world, made, "police", "health")
    return made


def decided(world, meeting, item):
    opened(world, meeting)
    heard(world, item)
    closed(world, meeting)


def amend(world, item, words="See her alone on Monday.", reason="Misheard.", by="chair", review_on=None):
    viewer, changes = world.viewer(by, AFTER), AgendaItem.objects.get(pk=item.pk).changes
    return amending.amend_decision(
        item_id=item.pk, decision=words, review_on=review_on, reason=reason, changes=changes, by=viewer, at=AFTER
    )


def test_a_decision_is_amended_when_the_meeting_is_over_and_minutes_say_so(world, meeting, item):
    decided(world, meeting, item)
    amend(world, item)
    [told] = minutes(world.viewer("officer", AFTER), meeting.pk).items
    assert told.decision == "See her alone on Monday." and [one.reason for one in told.amended] == ["Misheard."]
    assert told.amended[0].before == ""
    [kept] = agenda_item(world.viewer("chair", AFTER), item.pk).amended
    assert kept.before == "See her together on Friday. (looked at again on 1 February 2027)"


def test_what_stood_before_is_not_read_by_whoever_is_invited_since(world, meeting, item):
    decided(world, meeting, item)
    amend(world, item)
    panel_items.invite(item_id=item.pk, agencies=["provider"], by=world.viewer("chair", AFTER), at=AFTER)
    seen = {name: agenda_item(world.viewer(name, AFTER), item.pk).amended[0] for name in ("youth_worker", "triage")}
    assert seen["youth_worker"].before == "" and seen["youth_worker"].reason == "Misheard."
    assert seen["triage"].before


def test_nothing_is_amended_without_reason_without_decision_or_by_another(world, meeting, item):
    with pytest.raises(Invalid, match="no decision"):
        amend(world, item)
    decided(world, meeting, item)
    for reason in ("", "  "):
        with pytest.raises(Invalid, match="Say why"):
            amend(world, item, reason=reason)
    for name in ("officer", "triage", "outsider"):
        with pytest.raises(Refused):
            amend(world, item, by=name)
    assert not PanelAmendment.objects.exists()


def test_a_decision_that_stands_is_not_written_over(world, meeting, item):
    opened(world, meeting)
    heard(world, item)
    with pytest.raises(Invalid, match="Amend it"):
        heard(world, item, "Something else.")


def test_what_stood_before_is_never_changed(world, meeting, item):
    decided(world, meeting, item)
    amend(world, item)
    with pytest.raises(IntegrityError), transaction.atomic():
        PanelAmendment.objects.update(before="x")


def ended(world, item, state="done"):
    made = panel_actions.agree_action(
        item_id=item.pk, what="Visit.", owner_agency="police", owner="PC Anand", due_on=date(2026, 12, 1),
        by=world.viewer("chair"), at=NOW,
    )  # fmt: skip
    return panel_actions.end_panel_action(
        action_id=made.pk, state=state, outcome="We went.", changes=made.changes, by=world.viewer("officer"), at=NOW
    )


def correct(world, action, state, by="officer", changes=2):
    return amending.correct_panel_action(
        action_id=action.pk, state=state, outcome="Nobody was in.", reason="The wrong flat.", changes=changes,
        by=world.viewer(by), at=NOW,
    )  # fmt: skip


def test_how_an_action_ended_is_corrected_by_its_owner_with_the_reason(world, item):
    action = ended(world, item)
    for name in ("clinician", "outsider"):
        with pytest.raises(Refused):
            correct(world, action, "not_done", by=name)
    assert correct(world, action, "not_done").outcome == "Nobody was in."
    [row] = agenda_item(world.viewer("chair"), item.pk).amended
    assert (row.before, row.reason, row.action_id) == ("Done: We went.", "The wrong flat.", action.pk)
    with pytest.raises(Stale):
        correct(world, action, "done")


def test_an_agency_that_is_not_invited_any_more_gets_nothing_to_do_again(world, item):
    action = ended(world, item)
    amending.uninvite(item_id=item.pk, agency="police", reason="x", by=world.viewer("chair"), at=NOW)
    with pytest.raises(Invalid, match="is not invited to this case"):
        correct(world, action, "to_do", by="chair")
    assert open_panel_actions(world.viewer("officer")) == ()


def test_why_something_was_taken_back_stands_in_no_log(world, item):
    told = say(world, item, "officer", "Seen with a man.")
    amending.take_back_contribution(contribution_id=told.pk, reason="Another girl.", by=world.viewer("officer"), at=NOW)
    assert Event.objects.get(act="withhold").reason == "took back what it told the panel"
    assert not EventBody.objects.filter(text__icontains="Another girl").exists()


def test_typed_reasons_stay_with_the_case_and_stand_in_no_log(world, meeting, item):
    action = ended(world, item)
    correct(world, action, "not_done")
    decided(world, meeting, item)
    amend(world, item, reason="Her cousin Dana said so.")
    by = world.viewer("chair", AFTER)
    amending.uninvite(item_id=item.pk, agency="police", reason="It is about Dana.", by=by, at=AFTER)
    said = " ".join(
        [*Event.objects.values_list("reason", flat=True), *EventBody.objects.values_list("text", flat=True)]
    )
    assert "Dana" not in said and "wrong flat" not in said
    for act in (
        "amended the decision",
        "corrected an action to not done",
        "took back the invitation of Larkmere Police",
    ):
        assert Event.objects.get(reason=act).subject_id == str(item.pk)


def test_why_an_invitation_was_taken_back_is_read_by_those_who_lead_the_case_alone(world, meeting, item):
    decided(world, meeting, item)
    by = world.viewer("chair", AFTER)
    amending.uninvite(item_id=item.pk, agency="police", reason="Not their case.", by=by, at=AFTER)
    for name in ("chair", "triage"):
        [row] = agenda_item(world.viewer(name, AFTER), item.pk).amended
        assert (row.uninvited, row.reason) == ("Larkmere Police", "Not their case.")
    assert agenda_item(world.viewer("clinician", AFTER), item.pk).amended == ()
    assert minutes(by, meeting.pk).items[0].amended == ()


def test_an_action_that_did_not_end_is_taken_up_again(world, item):
    assert correct(world, ended(world, item), "to_do").ended_at is None
    [row] = agenda_item(world.viewer("officer"), item.pk).actions
    assert row.is_open and row.may_end


def test_what_an_agency_takes_back_reaches_nobody_else_any_more(world, meeting, item):
    told = say(world, item, "officer", "Seen with a man.")
    with pytest.raises(Refused):
        amending.take_back_contribution(contribution_id=told.pk, reason="x", by=world.viewer("chair"), at=NOW)
    amending.take_back_contribution(contribution_id=told.pk, reason="Another girl.", by=world.viewer("officer"), at=NOW)
    assert agenda_item(world.viewer("chair"), item.pk).contributions == ()
    [own] = agenda_item(world.viewer("officer"), item.pk).contributions
    assert own.taken_back == "Another girl."
    decided(world, meeting, item)
    assert minutes(world.viewer("officer", AFTER), meeting.pk).items[0].contributions == ()


def test_an_agency_takes_its_words_back_also_when_its_invitation_has_ended(world, item):
    told = say(world, item, "officer", "Seen with a man.")
    by = world.viewer("chair", later(hours=1))
    amending.uninvite(item_id=item.pk, agency="police", reason="x", by=by, at=by.at)
    officer = world.viewer("officer", later(hours=2))
    with pytest.raises(Refused):
        agenda_item(officer, item.pk)
    [own] = told_to_panels(officer).rows
    assert (own.words, own.case_page) == ("Seen with a man.", None)
    amending.take_back_contribution(contribution_id=told.pk, reason="Another girl.", by=officer, at=officer.at)
    assert agenda_item(world.viewer("chair"), item.pk).contributions == ()
    row = Event.objects.get(act="withhold", subject_kind="contribution")
    assert (row.subject_id, row.reason) == (str(told.pk), "took back what it told the panel")


@pytest.mark.parametrize("name", ["outsider", "clinician", "chair"])
def test_no_other_agency_finds_or_takes_back_an_agencys_words(world, item, name):
    told, by = say(world, item, "officer", "Seen with a man."), world.viewer(name)
    with pytest.raises(Refused):
        told_once(by, item.pk, told.pk)
    with pytest.raises(Refused):
        amending.take_back_contribution(contribution_id=told.pk, reason="x", by=by, at=NOW)
    assert Event.objects.filter(outcome="refused", subject_id=str(told.pk), agency_code=by.agency_code).count() >= 2
    assert told_to_panels(by).rows == ()


def test_of_a_restricted_child_and_of_a_case_left_for_a_conflict_a_members_own_list_is_silent(world, item):
    told = say(world, item, "officer", "Seen with a man.")
    panel_items.declare_conflict(item_id=item.pk, text="My cousin.", by=world.viewer("officer"), at=NOW)
    second = Member.objects.create_member(
        username="second", name="Ann Bray", agency=world.agencies["police"], role=Role.POLICE_SAFEGUARDING
    )
    world.members["second"] = second
    assert told_to_panels(world.viewer("officer")).rows == () and told_to_panels(world.viewer("second")).rows
    person = item.case.record.person_id
    restrict(person_id=person, reason="x", cleared=[], by=world.viewer("governance"), at=NOW)
    assert told_to_panels(world.viewer("second")).rows == ()
    for name in ("officer", "second"):
        with pytest.raises(Refused):
            told_once(world.viewer(name), item.pk, told.pk)


def test_who_stepped_out_stands_on_the_case_and_in_minutes_and_why_for_the_chair_alone(world, meeting, item):
    panel_items.declare_conflict(item_id=item.pk, text="My cousin.", by=world.viewer("clinician"), at=NOW)
    assert agenda_item(world.viewer("chair"), item.pk).stepped_out == ("Ruth Ekwueme, Larkmere CAMHS: My cousin.",)
    assert agenda_item(world.viewer("officer"), item.pk).stepped_out == ("Ruth Ekwueme, Larkmere CAMHS",)
    decided(world, meeting, item)
    told = minutes(world.viewer("chair", AFTER), meeting.pk).items[0]
    assert told.stepped_out == ("Ruth Ekwueme, Larkmere CAMHS",)


def test_an_invitation_stays_while_the_agency_has_an_action_to_end(world, item):
    panel_actions.agree_action(
        item_id=item.pk, what="Visit.", owner_agency="police", owner="PC Anand", due_on=date(2026, 12, 1),
        by=world.viewer("chair"), at=NOW,
    )  # fmt: skip
    with pytest.raises(Invalid, match="has not ended"):
        amending.uninvite(item_id=item.pk, agency="police", reason="x", by=world.viewer("chair"), at=NOW)


def test_a_case_to_look_at_again_waits_in_a_list_until_a_later_agenda_has_it(world, meeting, item):
    decided(world, meeting, item)
    listed = {name: to_look_at_again(world.viewer(name, AFTER)) for name in ("chair", "triage", "officer")}
    assert [one.item_id for one in listed["chair"]] == [one.item_id for one in listed["triage"]] == [item.pk]
    assert listed["officer"] == () and listed["chair"][0].review_on == date(2027, 2, 1)
    assert to_look_at_again(world.viewer("outsider", AFTER)) == ()
    with pytest.raises(Refused):
        to_look_at_again(world.viewer("governance", AFTER))
    again = panels.plan_meeting(
        panel="mace", starts_at=later(days=70), place="", chair="chair", by=world.viewer("chair", AFTER), at=AFTER
    )
    proposed(world, again, item.case)
    assert to_look_at_again(world.viewer("chair", AFTER)) == ()


def test_nobody_finds_in_the_list_a_case_that_the_rule_does_not_open_any_more(world, meeting, item):
    decided(world, meeting, item)
    Panel.objects.update(holder=world.agencies["police"])
    world.members["leader"] = Member.objects.create_member(
        username="leader", name="Ann Bray", agency=world.agencies["police"], role=Role.PANEL_CHAIR
    )
    assert [one.item_id for one in to_look_at_again(world.viewer("leader", AFTER))] == [item.pk]
    late = world.viewer("leader", later(days=80))
    with pytest.raises(Refused):
        agenda_item(late, item.pk)
    assert to_look_at_again(late) == () and to_look_at_again(world.viewer("triage", later(days=80))) != ()


def test_an_agency_is_told_whom_its_words_reach_and_when_they_reach_nobody(world, item):
    for group in ("support", "police"):
        say(world, item, "officer", group, group=group)
    support, police = agenda_item(world.viewer("officer"), item.pk).contributions
    assert support.reaches == ("Larkmere CAMHS", "Larkmere Council front door") and police.reaches == ()
    offered = dict(agenda_item(world.viewer("officer"), item.pk).may_say)
    assert offered["police"].endswith("(would reach nobody here)") and "nobody" not in offered["support"]


def test_of_a_restricted_child_nothing_reaches_an_agency_in_which_nobody_is_cleared(world, item):
    say(world, item, "officer", "support")
    cleared = [world.members[name].pk for name in ("officer", "triage")]
    person = item.case.record.person_id
    restrict(person_id=person, reason="x", cleared=cleared, by=world.viewer("governance"), at=NOW)
    [own] = agenda_item(world.viewer("officer"), item.pk).contributions
    assert own.reaches == ("Larkmere Council front door",)
    with pytest.raises(Refused):
        agenda_item(world.viewer("clinician"), item.pk)


def test_what_is_for_the_chair_reaches_those_who_lead_the_case_alone(world, item):
    say(world, item, "officer", "Between us.", release="chair")
    [own] = agenda_item(world.viewer("officer"), item.pk).contributions
    assert own.reaches == ("Larkmere Council front door",)
    [seen] = agenda_item(world.viewer("chair"), item.pk).contributions
    assert seen.reaches == ()


def test_a_meeting_is_not_begun_days_before_its_time_nor_with_somebody_unnamed(world, meeting):
    present = [("council", "Lena Obi", "present"), ("police", " ", "present")]
    for at, said in ((NOW, "planned for 24 November 2026"), (later(days=7), "Larkmere Police: say who came")):
        with pytest.raises(Invalid, match=said):
            panels.open_meeting(meeting_id=meeting.pk, present=present, reason="x", by=world.viewer("chair", at), at=at)
