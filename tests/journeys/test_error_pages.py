"""The pages of the worst moments: what happened, that nothing is lost, what to do, and a way on. In a browser."""

import pytest
from playwright.sync_api import expect

from alongside.support.models import Pathway
from tests.journeys.conftest import DESK, PHONE, accessible, fits

# Address, status, and what the page must say.
TOLD = {
    "unreadable": ("/mishap/unreadable", 400, "could not be read"),
    "too-much": ("/mishap/too-much", 400, "longer than a page of this system can take"),
    "refused": ("/log/", 403, "nothing here that you may open"),
    "not-ours": ("/mishap/foreign-form", 403, "did not come from one of our pages"),
    "not-found": ("/no/such/page", 404, "nothing here that you may open"),
    "too-many-attempts": ("/mishap/too-many-attempts", 429, "Too many attempts"),
    "broken": ("/mishap/broken", 500, "went wrong on our side"),
    "log-unwritable": ("/mishap/log-unwritable", 503, "not available just now"),
    "not-set-up": ("/concern/", 503, "This is not set up yet"),
}


@pytest.fixture(autouse=True)
def with_mishaps(settings):
    settings.ROOT_URLCONF = "tests.journeys.mishaps"


@pytest.fixture
def member(transactional_db, cast):
    return cast.members["dsl"]


def look(page, picture, name):
    accessible(page)
    fits(page)
    picture(page, f"error-{name}")
    assert page.locator("main h1").count() == 1
    expect(page.get_by_text("If a child is in immediate danger, phone 999")).to_be_visible()


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("name", TOLD)
def test_each_says_what_happened_and_leads_on(visit, picture, member, name, width):
    address, status, words = TOLD[name]
    if name == "not-set-up":
        Pathway.objects.all().delete()
    page = visit("/accessibility", member=member, width=width)
    assert page.goto(address).status == status
    assert words in page.locator("main").inner_text()
    assert page.locator("main").get_by_role("link", name="Go to").or_(page.get_by_role("link", name="Back to")).count()
    look(page, picture, name)


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_form_whose_token_grew_old_is_kept_and_sent_by_one_click(visit, picture, member, width):
    page = visit("/concern/", member=member, width=width)
    page.get_by_label("First name").fill("Amina Bartholomew")
    page.get_by_label("Last name").fill("Okafor-Lindqvist")
    page.context.clear_cookies(name="csrftoken")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("heading", name="Send it once more").wait_for()
    expect(page.get_by_text("Amina Bartholomew")).to_be_visible()
    look(page, picture, "old-token")
    page.get_by_role("button", name="Send it now").click()
    page.get_by_role("heading", name="Send it once more").wait_for(state="detached")
    expect(page.get_by_text("Amina Bartholomew").first).to_be_visible()
    assert page.url.count("/") > 4


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_form_that_comes_after_the_session_has_ended_is_kept(visit, picture, member, width):
    page = visit("/concern/", member=member, width=width)
    page.get_by_label("First name").fill("Amina Bartholomew")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("heading", name="You were signed out").wait_for()
    expect(page.get_by_text("Amina Bartholomew")).to_be_visible()
    look(page, picture, "signed-out")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_file_that_is_too_large_says_so_at_its_field(visit, picture, member, settings, tmp_path, width):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    large = tmp_path / "concerns.csv"
    large.write_bytes(b"child\n" * 200_000)
    page = visit("/files/send", member=member, width=width)
    page.locator("input[type=file]").set_input_files(large)
    page.get_by_role("button", name="Send").click()
    page.locator(".govuk-error-summary").wait_for()
    expect(page.get_by_text("larger than 1 MB. Send it in parts").first).to_be_visible()
    look(page, picture, "large-file")
