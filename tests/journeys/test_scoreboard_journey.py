"""A scoreboard from draft to the public site: the analyst draws, the lead signs, a Young Advisor judges, all read."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from alongside.outcomes.pledge_states import EntryKind
from tests.cast import NOW
from tests.journeys.conftest import DESK, PHONE, accessible, fits
from tests.scoreboards import draw, entry, pledge, release

WIDTHS = pytest.mark.parametrize("width", [PHONE, DESK])


@pytest.fixture(autouse=True)
def at_the_casts_moment(monkeypatch, transactional_db):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def good(page, picture, name):
    accessible(page)
    fits(page)
    picture(page, name)


@WIDTHS
def test_the_lead_signs_what_the_analyst_drew_and_residents_read_it(cast, visit, picture, width):
    pledge(cast)
    entry(cast)
    draw(cast)
    page = visit("/releases/", member=cast.members["lead"], width=width)
    good(page, picture, "release-list")
    page.get_by_role("link", name="Autumn 2026").click()
    page.get_by_text("What is left out").wait_for()
    page.get_by_text("All numbers").first.click()
    good(page, picture, "release-draft")
    page.get_by_role("button", name="Sign it off").click()
    page.get_by_label("I have read it as residents will").check()
    good(page, picture, "release-sign")
    page.get_by_role("button", name="Sign it off").click()
    page.get_by_text("Release 1 is signed off and frozen").wait_for()
    page.get_by_role("link", name="What residents see").click()
    expect(page.get_by_role("heading", name="Is it getting better?")).to_be_visible()
    good(page, picture, "public-home")
    page.get_by_role("link", name="Scoreboard").first.click()
    page.get_by_role("link", name="Violence recorded").click()
    expect(page.get_by_role("heading", name="What this number is")).to_be_visible()
    good(page, picture, "public-measure")


@WIDTHS
def test_a_young_advisor_judges_and_the_partnership_answers(cast, visit, picture, width):
    pledge(cast)
    entry(cast)
    entry(cast, EntryKind.EVIDENCE, words="1,890 pupils of 12 schools.", measure="feedback")
    release(cast)
    page = visit("/pledges/", member=cast.members["young_advisor"], width=width)
    good(page, picture, "pledge-list")
    page.get_by_role("link", name="Life Skills").click()
    page.get_by_role("button", name="Say whether it is kept").click()
    page.get_by_label("Partly kept").check()
    page.get_by_label("Why do you say so?").fill("Four schools never heard of it.")
    good(page, picture, "pledge-verdict")
    page.get_by_role("button", name="Give this verdict").click()
    page.get_by_text("Not public: waits to be read").wait_for()
    reader = visit("/pledges/life-skills/", member=cast.members["lead"], width=width)
    reader.get_by_role("link", name="Read it, and let it through or refuse it").click()
    reader.get_by_label("Yes: let it through").check()
    good(reader, picture, "pledge-verdict-read")
    reader.get_by_role("button", name="Say so").click()
    reader.get_by_text("Answer due by 15 December 2026").wait_for()
    lead = visit("/pledges/life-skills/", member=cast.members["lead"], width=width)
    good(lead, picture, "pledge-one")
    lead.get_by_role("link", name="Answer Larkmere Young Advisors").click()
    lead.get_by_label("What does the partnership answer?").fill("They begin in May.")
    lead.get_by_role("button", name="Give this answer").click()
    lead.get_by_text("The answer is given.").wait_for()
    lead.goto("/public/pledges/life-skills/")
    expect(lead.get_by_text("They begin in May.")).to_be_visible()
    good(lead, picture, "public-pledge")


def test_without_a_script_a_pledge_is_written_down_and_the_public_pages_are_whole(cast, visit):
    pledge(cast)
    release(cast)
    page = visit("/pledges/life-skills/add/", member=cast.members["lead"], width=PHONE, javascript=False)
    page.get_by_label("Action: what is or was done").check()
    page.get_by_label("In your words").fill("12 schools began.")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("12 schools began.")).to_be_visible()
    page.goto("/public/data/")
    expect(page.get_by_role("link", name="release-1.csv")).to_be_visible()
    fits(page)


@WIDTHS
def test_the_outsider_meets_a_closed_door_at_drafts(cast, visit, width):
    made = draw(cast)
    page = visit(f"/releases/drafts/{made}/", member=cast.members["outsider"], width=width)
    expect(page.get_by_text("163")).to_have_count(0)
    accessible(page)


@WIDTHS
def test_the_other_public_pages_are_for_everybody(cast, visit, picture, width):
    pledge(cast)
    release(cast)
    page = visit("/public/method/", width=width)
    for path, name in (
        ("scoreboard/", "board"),
        ("releases/", "releases"),
        ("releases/1/", "release"),
        ("data/", "data"),
        ("accessibility/", "accessibility"),
    ):
        page.goto(f"/public/{path}")
        page.locator("h1").wait_for()
        good(page, picture, f"public-{name}")
