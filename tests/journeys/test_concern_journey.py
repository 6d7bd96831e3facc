"""A designated safeguarding lead raises a concern between two lessons, on a phone, by keyboard, without JavaScript."""

import pytest
from django.utils import timezone

from alongside.audit.models import Event
from alongside.support.models import Concern, ConcernDraft
from tests.cast import NOW
from tests.journeys.conftest import DESK, PHONE, accessible, fits

FACT = "She came in with two new phones and a cut hand.\nShe hid them in her coat."


@pytest.fixture(autouse=True)
def at_the_casts_moment(monkeypatch, transactional_db):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def search(page, given="Amina", family="Okafor-Lindqvist", born=("14", "5", "2012")):
    page.get_by_label("First name").fill(given)
    page.get_by_label("Last name").fill(family)
    for part, value in zip(("day", "month", "year"), born, strict=True):
        page.locator(f"#id_date_of_birth-{part}").fill(value)
    page.get_by_role("button", name="Search").click()


def fill_in(page):
    page.get_by_role("radio", name="No, not at this moment").check()
    page.get_by_label("What did you see or hear yourself?").fill(FACT)
    page.get_by_role("radio", name="Today, ").check()
    page.get_by_role("radio", name="I know what the child says").check()
    page.get_by_label("In the child’s own words").fill("“I can't say. Don't ring my mum.”")
    page.get_by_role("radio", name="Child at risk").check()
    page.get_by_role("radio", name="Not asked: asking could put somebody in danger").check()
    page.get_by_label("Why do you share without agreement?").fill("The person who gives her things collects her.")


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("javascript", [True, False])
def test_a_concern_is_raised_and_every_page_on_the_way_is_good(visit, picture, cast, width, javascript):
    page = visit("/concern/", member=cast.members["dsl"], width=width, javascript=javascript)
    good(page, picture, "concern-1-search", javascript)
    search(page)
    page.get_by_role("heading", name="What are you worried about?").wait_for()
    good(page, picture, "concern-2-details", javascript)
    fill_in(page)
    page.get_by_role("button", name="Check your answers").last.click()
    page.get_by_role("heading", name="Check your answers before you send").wait_for()
    good(page, picture, "concern-3-check", javascript)
    page.get_by_role("button", name="Send the concern").click()
    page.get_by_role("heading", name="Concern sent").wait_for()
    good(page, picture, "concern-4-sent", javascript)
    concern = Concern.objects.get()
    assert concern.fact == FACT and concern.raised_by == cast.members["dsl"]
    assert page.get_by_text(concern.reference).is_visible() and page.get_by_text("Charlie November, ").is_visible()
    assert not ConcernDraft.objects.exists()


def good(page, picture, name, javascript):
    if javascript:
        accessible(page)
        picture(page, name)
    fits(page)
