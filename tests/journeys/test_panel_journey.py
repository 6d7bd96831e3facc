"""What a panel did is put right on a phone: a decision amended, an action corrected, words and an invitation taken back,
and the cases to be looked at again read; the outsider is refused at each step."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from alongside.support.actions import panel_actions
from tests.cast import NOW, later
from tests.journeys.conftest import DESK, PHONE, accessible, fits
from tests.panels import closed, heard, invited, make_panel_world, on_panel, opened, planned, proposed, say

AFTER = later(days=8)


@pytest.fixture(autouse=True)
def after_the_meeting(monkeypatch, transactional_db):
    monkeypatch.setattr(timezone, "now", lambda: AFTER)


@pytest.fixture
def world(cast):
    return make_panel_world(cast)


@pytest.fixture
def item(world):
    """Heard a day ago, with an action that police have done and words that they told."""
    meeting = planned(world)
    made = proposed(world, meeting, on_panel(world))
    invited(world, made, "police", "health")
    say(world, made, "officer", "Seen with a man.")
    chair = world.viewer("chair")
    action = panel_actions.agree_action(
        item_id=made.pk,
        what="Visit the flat.",
        owner_agency="police",
        owner="PC Anand",
        due_on=NOW.date(),
        by=chair,
        at=NOW,
    )
    panel_actions.end_panel_action(
        action_id=action.pk, state="done", outcome="We went.", changes=1, by=world.viewer("officer"), at=NOW
    )
    opened(world, meeting), heard(world, made), closed(world, meeting)
    return made


def good(page, picture, name):
    accessible(page)
    fits(page)
    picture(page, name)


def refused(visit, world, page):
    """Whoever has no business here is refused what the page before us shows."""
    stranger = visit(page.url, member=world.members["outsider"], width=PHONE)
    expect(stranger.get_by_role("heading", level=1)).not_to_have_text(page.locator("h1").inner_text())
    assert "Amina" not in stranger.content() and "Seen with a man" not in stranger.content()


def press(page, name):
    page.get_by_role("button", name=name).click()


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_chair_amends_corrects_and_takes_an_invitation_back(world, visit, picture, item, width):
    page = visit("/panels/", member=world.members["chair"], width=width)
    page.get_by_role("heading", name="To be looked at again").wait_for()
    good(page, picture, "panel-review-list")
    page.get_by_role("link", name=item.case.reference).click()
    page.get_by_role("link", name="Amend the decision").click()
    good(page, picture, "panel-amend")
    refused(visit, world, page)
    page.get_by_label("What did the panel decide?").fill("See her alone on Monday.")
    page.get_by_label("Why it is amended").fill("Misheard.")
    press(page, "Amend the decision")
    expect(page.get_by_text("Before: See her together on Friday.")).to_be_visible()

    page.get_by_role("link", name="Correct it").click()
    good(page, picture, "panel-correct")
    refused(visit, world, page)
    page.get_by_label("Not done").check()
    page.get_by_label("What came of it?").fill("Nobody was in.")
    page.get_by_label("Why it is corrected").fill("The wrong flat.")
    press(page, "Correct how it ended")
    expect(page.get_by_text("Before: Done: We went.")).to_be_visible()

    page.get_by_role("link", name="Take back an invitation").click()
    good(page, picture, "panel-uninvite")
    refused(visit, world, page)
    page.get_by_label("Larkmere Police").check()
    page.get_by_label("Why it is taken back").fill("Not their case.")
    press(page, "Take the invitation back")
    expect(page.get_by_text("Invitation of Larkmere Police taken back")).to_be_visible()
    good(page, picture, "panel-put-right")

    officer = visit("/panels/", member=world.members["officer"], width=width)
    officer.get_by_role("link", name="What your agency told panels").click()
    good(officer, picture, "panel-told")
    officer.get_by_role("link", name="Take it back").click()
    good(officer, picture, "panel-take-back")
    refused(visit, world, officer)
    officer.get_by_label("Why you take it back").fill("It was another girl.")
    press(officer, "Take back what you told")
    expect(officer.get_by_text("Taken back, because: It was another girl.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Seen with a man.")).to_have_count(0)
