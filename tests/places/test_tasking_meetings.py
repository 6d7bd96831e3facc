"""From the ward panel to the meeting that tasks, and back: nothing closed is on an agenda, and nobody signs her own text."""

from datetime import timedelta

import pytest

from alongside.partners.errors import Invalid, Refused, Stale
from alongside.places import actions, operating
from alongside.places.operation_drafts import ItemDraft, TaskingDraft
from tests.cast import NOW, later
from tests.places.operating import begin, make_ground, sent, when


def held(cast, kind="ward_panel", days=0, member="community_officer"):
    return actions.hold_meeting(
        kind=kind, name="Quayside", held_on=NOW.date() + timedelta(days=days), place="", **sent(), **when(cast, member)
    )


def put(cast, meeting, member="community_officer", **more):
    return actions.put_item(
        meeting_id=meeting, draft=ItemDraft("The steps", "They are dark", **more), **sent(), **when(cast, member)
    )


def decided(cast, item, outcome="passed_on", **more):
    actions.decide_item(item_id=item, outcome=outcome, text="As agreed", **more, **sent(), **when(cast, "sergeant"))


def answered(cast, item, text="Lamps in May"):
    return actions.write_answer(item_id=item, you_said="Dark", we_did=text, **sent(), **when(cast))


def shown(cast, meeting, member="community_officer"):
    return operating.meeting(cast.viewer(member), meeting)


def test_what_one_meeting_passed_on_the_next_takes_up_and_both_show_the_way(cast):
    panel, solving = held(cast), held(cast, "problem_solving", days=9)
    first = put(cast, panel)
    assert operating.items_to_go_on_from(cast.viewer("sergeant"), solving) == []
    decided(cast, first)
    ((number, _),) = operating.items_to_go_on_from(cast.viewer("sergeant"), solving)
    put(cast, solving, came_from=number)
    assert shown(cast, solving).items[0].came_from[0] == panel and shown(cast, panel).items[0].went_to[0][0] == solving
    assert operating.items_to_go_on_from(cast.viewer("sergeant"), solving) == []


def test_the_newest_decision_stands_and_the_one_before_stays_in_sight(cast):
    panel = held(cast)
    item = put(cast, panel)
    decided(cast, item, "not_now")
    decided(cast, item, "answered")
    assert [one.outcome for one in shown(cast, panel).items[0].decisions] == ["answered", "not_now"]
    (row,) = operating.meetings(cast.viewer("lead"))[0]
    assert (row.items, row.undecided) == (1, 0)


def test_an_item_of_an_operation_that_is_closed_to_somebody_is_not_on_her_agenda(cast, tmp_path):
    make_ground(tmp_path)
    panel = held(cast)
    put(cast, panel, member="sergeant", operation=begin(cast, agencies=()))
    assert len(shown(cast, panel, "sergeant").items) == 1 and shown(cast, panel, "lead").items == ()


def test_a_decision_does_not_name_an_operation_that_is_closed_to_the_reader(cast, tmp_path):
    make_ground(tmp_path)
    panel = held(cast)
    decided(cast, put(cast, panel), "operation", operation=begin(cast, agencies=()))
    assert shown(cast, panel, "sergeant").items[0].decisions[0].operation == "Heron"
    assert shown(cast, panel, "lead").items[0].decisions[0].operation == ""


def test_a_meeting_tasks_an_agency_without_an_operation(cast):
    item = put(cast, held(cast))
    draft = TaskingDraft("design", "Mend the lamp", "The steps", "provider", "Youth team", later(days=9))
    actions.task(draft=draft, item_id=item, **sent(), **when(cast))
    (told,) = operating.taskings_for_agency(cast.viewer("youth_worker"))[0]
    assert (told.what, told.reference, told.meeting) == ("Mend the lamp", "", "Quayside, 17 November 2026")


def test_nobody_signs_her_own_text_and_only_the_newest_is_signed(cast):
    item = put(cast, held(cast))
    first = answered(cast, item)
    newest = answered(cast, item, "Lamps in June")
    own = {"item_id": item, "answer_id": newest}
    with pytest.raises(Stale):
        actions.sign_answer(item_id=item, answer_id=first, **when(cast, "lead"))
    with pytest.raises(Refused):
        actions.sign_answer(**own, **when(cast))
    assert operating.answers_fit_to_publish() == []
    actions.sign_answer(**own, **when(cast, "lead"))
    assert [one.we_did for one in operating.answers_fit_to_publish(where="Quayside")] == ["Lamps in June"]


def test_a_text_of_ones_own_is_read_by_somebody_else(cast):
    item = put(cast, held(cast))
    mine = actions.write_answer(
        item_id=item, you_said="Dark", we_did="Lamps", **sent(), **when(cast, "community_officer")
    )
    with pytest.raises(Invalid, match="somebody else"):
        actions.sign_answer(item_id=item, answer_id=mine, **when(cast, "community_officer"))


def test_a_later_text_takes_the_signed_one_back_from_the_public(cast):
    item = put(cast, held(cast))
    actions.sign_answer(item_id=item, answer_id=answered(cast, item), **when(cast, "lead"))
    answered(cast, item, "Lamps in June")
    assert operating.answers_fit_to_publish() == []


@pytest.mark.parametrize("name", ["outsider", "youth_worker", "resident", "dsl"])
def test_meetings_are_closed_to_whoever_does_not_follow_operations(cast, name):
    panel = held(cast)
    with pytest.raises(Refused):
        shown(cast, panel, name)
    with pytest.raises(Refused):
        held(cast, member=name)
