"""Residents in a browser: told in confidence without script, read, answered; in Arabic, from right to left, on a phone."""

import time
from datetime import timedelta

import pytest
from django.test import Client

from alongside.community.states import ReviewState
from tests.cast import NOW, make_cast
from tests.journeys.conftest import DESK, PHONE, accessible, fits
from tests.residents import advice, application, confided, event, network, patrol, priority, shown_post, survey, walk

PUBLIC = (
    "", "tell/", "tell/report/", "tell/somebody/", "code/", "asked/", "priorities/", "networks/", "events/",
    "case-review/", "case-review/apply/", "young-advisors/",
)  # fmt: skip


@pytest.fixture
def cast(transactional_db, monkeypatch):
    """The clock begins at the cast's moment and runs: a form is not taken in the same second."""
    begun = time.monotonic()
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(seconds=20 * (time.monotonic() - begun)))
    made = make_cast()
    Client().get("/community/")  # the first page of all loads the whole system: not in the browser's ten seconds
    return made


def fill_the_town(cast):
    mine = network(cast)
    event(cast, mine)
    shown_post(cast)
    priority(cast)
    survey(cast)
    advice(cast, to="police")
    return mine


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_without_script_somebody_tells_in_confidence_and_sees_that_it_was_read(visit, picture, cast, width):
    page = visit("/community/", width=width, javascript=False)
    page.get_by_role("button", name="Ask or tell us something").click()
    page.get_by_role("link", name="Something is wrong at a place").click()
    page.get_by_label("Yes, it is about somebody").check()
    page.get_by_label("What would you like to ask or tell us?").fill("A girl waits by the gate each night.")
    page.get_by_role("button", name="Send").click()
    page.get_by_text("So it goes to the safety team only").wait_for()
    page.get_by_label("Yes, or it may be").check()
    time.sleep(0.3)
    page.get_by_role("button", name="Send to the safety team").click()
    page.get_by_text("Thank you. We have it.").wait_for()
    picture(page, "community-receipt")
    code = page.locator(".al-code").inner_text()

    worker = visit("/residents/door/", member=cast.members["triage"], width=width)
    worker.get_by_role("link", name="Told on").click()
    worker.get_by_text("A girl waits by the gate").wait_for()
    accessible(worker)
    fits(worker)
    picture(worker, "community-door")
    worker.get_by_label("Being looked at").check()
    worker.get_by_role("button", name="Keep").click()
    worker.get_by_text("Whoever told it sees").wait_for()

    page.get_by_role("link", name="Look something up with a code").click()
    page.get_by_label("Your code").fill(code.lower())
    time.sleep(0.3)
    page.get_by_role("button", name="Look it up").click()
    page.get_by_text("The safety team has read it.").wait_for()
    fits(page)


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_report_is_read_shown_and_answered(visit, picture, cast, width):
    page = visit("/community/tell/report/", width=width)
    page.get_by_label("No, it is about a place or about all of us").check()
    page.get_by_label("What would you like to ask or tell us?").fill("The lamps are out on the path.")
    time.sleep(0.3)
    page.get_by_role("button", name="Send").click()
    page.get_by_text("Thank you. We have it.").wait_for()

    officer = visit("/residents/", member=cast.members["community_officer"], width=width)
    accessible(officer)
    fits(officer)
    picture(officer, "community-desk")
    officer.get_by_role("link", name="The lamps are out").click()
    officer.get_by_label("Show it, as it stands below").check()
    accessible(officer)
    picture(officer, "community-moderate")
    officer.get_by_role("button", name="Decide").click()
    officer.get_by_text("It is public now.").wait_for()
    officer.get_by_label("What did you do?").fill("New lamps came on Friday.")
    officer.get_by_role("button", name="Make the answer public").click()
    officer.get_by_text("The answer is public now.").wait_for()

    page.goto("/community/asked/")
    page.get_by_role("link", name="The lamps are out").click()
    page.get_by_text("New lamps came on Friday.").wait_for()
    picture(page, "community-you-said")


@pytest.mark.parametrize("language", ["", "?lang=ar"])
def test_every_public_page_is_clean_at_both_widths_and_in_both_directions(visit, picture, cast, language):
    mine = fill_the_town(cast)
    page = visit("/community/" + language, width=PHONE)
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 800})
        for path in (*PUBLIC, f"networks/{mine}/", f"networks/{mine}/join/"):
            page.goto(f"/community/{path}{language}")
            fits(page)
            if width == PHONE:
                accessible(page)
            picture(page, f"community-{path.replace('/', '-') or 'home-'}{language[-2:] or 'en'}")
    if language:
        assert page.locator("html").get_attribute("dir") == "rtl"


def test_those_who_answer_find_their_pages_clean(visit, picture, cast):
    mine, made = fill_the_town(cast), patrol(cast)
    asked, unread = survey(cast, is_shown=False), advice(cast, is_shown=False)
    confided()
    _code, row = application()
    walk(cast, row, ReviewState.ACKNOWLEDGED, ReviewState.MET, ReviewState.HELD)
    looked = {
        "community_officer": [
            "/residents/", f"/residents/reviews/{row.reference}/", "/residents/priorities/", "/residents/priorities/new/",
            "/residents/public/", f"/residents/public/network/{mine}/", f"/residents/read-advice/{unread}/",
        ],
        "resident": ["/residents/networks/", f"/residents/networks/{mine}/", f"/residents/networks/{mine}/event/"],
        "young_advisor": ["/advisors/", f"/advisors/patrols/{made}/", f"/advisors/surveys/{asked}/", "/advisors/advice/new/"],
    }  # fmt: skip
    for name, paths in looked.items():
        page = visit(paths[0], member=cast.members[name], width=PHONE)
        for number, path in enumerate(paths):
            page.goto(path)
            accessible(page)
            fits(page)
            picture(page, f"community-{name}-{number}")
