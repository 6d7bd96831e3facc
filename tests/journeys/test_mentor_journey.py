"""Mentors in a browser: taken on and vetted without script; matched, reviewed and ended at both widths."""

import pytest
from django.test import Client

from tests.cast import NOW, make_cast
from tests.journeys.conftest import DESK, PHONE, accessible, fits
from tests.mentored import NAME, RUNNER, ambassador, day, match, mentor, vetted


@pytest.fixture
def cast(transactional_db, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    made = make_cast()
    Client().get("/community/")  # the first page of all loads the whole system: not in the browser's ten seconds
    return made


def fill_day(page, label, after):
    when, group = day(after), page.get_by_role("group", name=label)
    for part, number in (("Day", when.day), ("Month", when.month), ("Year", when.year)):
        group.get_by_label(part, exact=True).fill(str(number))


def test_without_script_a_mentor_is_taken_on_and_a_check_written_down(visit, picture, cast):
    page = visit("/mentors/", member=cast.members[RUNNER], width=PHONE, javascript=False)
    page.get_by_role("button", name="Take on a mentor").click()
    page.get_by_label("Name of the mentor").fill(NAME)
    page.get_by_label("Enhanced, with the children’s barred list").check()
    page.get_by_label("How many young people at a time, at most?").fill("2")
    page.get_by_role("button", name="Keep").click()
    page.get_by_text("No match yet.").wait_for()
    page.get_by_role("button", name="Write down a check").click()
    page.get_by_label("References", exact=True).check()
    page.get_by_label("In order", exact=True).check()
    fill_day(page, "If it is in order: from which day?", -9)
    picture(page, "mentors-check")
    page.get_by_role("button", name="Keep").click()
    page.get_by_text("DBS certificate: not there yet.").wait_for()
    fits(page)


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_match_begins_is_reviewed_and_ends(visit, picture, cast, width):
    made = vetted(cast, renew=50)
    match(cast, vetted(cast, name="Desmond Okello"), number="LY-9", start=-20, end=10)
    mentor(cast, name="Ilse Brandt")
    page = visit("/mentors/", member=cast.members[RUNNER], width=width)
    accessible(page)
    fits(page)
    picture(page, f"mentors-{width}")
    page.goto(f"/mentors/{made}/")
    page.get_by_role("button", name="Begin a match").click()
    page.get_by_label("Your own number of the young person").fill("Amina")
    page.get_by_label("14 to 17").check()
    page.get_by_label("Confidence").check()
    fill_day(page, "First meeting", -14)
    fill_day(page, "Last meeting, as planned", 10)
    page.get_by_role("button", name="Begin").click()
    page.get_by_text("This looks like a name").first.wait_for()
    accessible(page)
    page.get_by_label("Your own number of the young person").fill("LY-014")
    picture(page, f"mentors-match-new-{width}")
    page.get_by_role("button", name="Begin").click()
    page.get_by_text("Matched. Review it in 30 working days.").wait_for()
    page.get_by_label("Reviewed: it goes on as planned").check()
    page.get_by_role("button", name="Keep").click()
    page.get_by_text("Planned until").wait_for()
    accessible(page)
    fits(page)
    picture(page, f"mentors-match-{width}")
    page.get_by_label("It has ended").check()
    fill_day(page, "Day", 0)
    page.get_by_role("button", name="Keep").click()
    page.get_by_text("Ended as planned").first.wait_for()
    page.goto(f"/mentors/{made}/")
    accessible(page)
    fits(page)
    picture(page, f"mentors-one-{width}")


def test_ambassadors_and_figures_are_clean(visit, picture, cast):
    ambassador(cast)
    page = visit("/mentors/ambassadors/", member=cast.members[RUNNER], width=PHONE)
    for path in ("ambassadors/", "ambassadors/new/", "figures/"):
        page.goto(f"/mentors/{path}")
        accessible(page)
        fits(page)
        picture(page, f"mentors-{path.replace('/', '-')}")
