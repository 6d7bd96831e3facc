"""The page frame in a browser: every component, at a phone's width and a desk's, light and dark, by keyboard."""

import pytest
from playwright.sync_api import expect

from tests.journeys import gallery
from tests.journeys.conftest import DESK, PHONE, accessible, fits


@pytest.fixture(autouse=True)
def with_the_gallery(settings):
    settings.ROOT_URLCONF = "tests.journeys.gallery"
    gallery.DRAFTS.clear()
    gallery.SENT.clear()


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_every_component_is_accessible_and_fits(visit, picture, width):
    page = visit("/gallery", width=width)
    accessible(page)
    fits(page)
    picture(page, "gallery")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_form_with_errors_is_accessible_and_fits(visit, picture, width):
    page = visit("/gallery", width=width)
    page.get_by_role("button", name="Save").click()
    page.locator(".govuk-error-summary").wait_for()
    assert page.title().startswith("Error: ")
    accessible(page)
    fits(page)
    picture(page, "gallery-errors")


def test_the_error_summary_takes_the_focus_and_leads_to_its_field(visit):
    page = visit("/gallery")
    page.get_by_role("button", name="Save").click()
    assert page.locator(".govuk-error-summary").evaluate("summary => summary === document.activeElement")
    page.get_by_role("link", name="Enter date of birth").click()
    assert page.locator("#id_born-day").evaluate("field => field === document.activeElement")


def test_what_a_choice_reveals_shows_only_when_it_is_chosen(visit):
    page = visit("/gallery")
    expect(page.get_by_label("Which other")).not_to_be_visible()
    page.get_by_label("Another").check()
    expect(page.get_by_label("Which other")).to_be_visible()


def test_without_javascript_everything_shows_and_the_form_works(visit):
    page = visit("/gallery", javascript=False)
    expect(page.get_by_label("Which other")).to_be_visible()
    fill(page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Kept")).to_be_visible()


def test_what_was_typed_comes_back_as_it_was_typed(visit):
    page = visit("/gallery", javascript=False)
    typed = "\n  first, indented\n\n    second <b>&amp;"
    page.get_by_label("Which other").fill(typed)
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Which other")).to_have_value(typed)


@pytest.mark.parametrize("width", [PHONE, 700, 1024, 1100, DESK, 1600])
def test_text_keeps_off_the_edges_of_the_window_at_every_width(visit, width):
    page = visit("/gallery", width=width)
    box = page.locator("main").bounding_box()
    assert box["x"] >= 15 and box["x"] + box["width"] <= width - 15
    fits(page)


LEAVE = """() => {
    Object.defineProperty(document, 'visibilityState', {value: 'hidden', configurable: true});
    document.dispatchEvent(new Event('visibilitychange'));
}"""


def test_a_draft_that_was_not_kept_says_why(visit):
    page = visit("/gallery")
    page.get_by_label("Name").fill("Stale")
    page.evaluate(LEAVE)
    page.get_by_text("Draft not saved. Jo Abara changed it.").wait_for()


def test_a_draft_without_a_connection_says_that_nothing_is_lost(visit):
    page = visit("/gallery")
    page.context.set_offline(True)
    page.get_by_label("Name").fill("Amina")
    page.evaluate(LEAVE)
    page.get_by_text("there is no connection").wait_for()
    expect(page.get_by_label("Name")).to_have_value("Amina")


def test_a_draft_is_kept_when_the_page_is_left(visit):
    page = visit("/gallery")
    page.get_by_label("Name").fill("Amina")
    with page.expect_response("**/gallery/draft"):
        page.evaluate(LEAVE)
    expect(page.get_by_text("Draft saved 14:32")).to_be_visible()
    assert gallery.DRAFTS[0]["name"] == "Amina"
    expect(page.locator("#id_version")).to_have_value("4")


def test_a_draft_is_kept_every_20_seconds_but_only_if_something_changed(visit):
    page = visit("about:blank")
    page.clock.install()
    page.goto("/gallery")
    page.clock.run_for(45_000)
    assert gallery.DRAFTS == []
    page.get_by_label("Name").fill("Amina")
    with page.expect_response("**/gallery/draft"):
        page.clock.run_for(21_000)
    page.get_by_text("Draft saved 14:32").wait_for()
    page.clock.run_for(45_000)
    assert len(gallery.DRAFTS) == 1


def test_a_second_click_sends_nothing_twice(visit):
    page = visit("/gallery")
    fill(page)
    page.get_by_role("button", name="Save").dblclick()
    page.get_by_role("heading", name="Kept").wait_for()
    assert len(gallery.SENT) == 1


def test_the_page_can_be_walked_by_keyboard_from_the_skip_link_on(visit):
    page = visit("/gallery")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.textContent").strip() == "Skip to main content"
    page.keyboard.press("Enter")
    wanted = ["name", "born-day", "born-month", "born-year", "kind", "one", "agreed", "Save"]
    seen = []
    while len(seen) < 200 and "Save" not in seen:
        page.keyboard.press("Tab")
        seen.append(page.evaluate("() => document.activeElement.name || document.activeElement.textContent.trim()"))
    assert [name for name in seen if name in wanted] == wanted


def fill(page):
    page.get_by_label("Name").fill("Amina")
    for part, value in (("day", "14"), ("month", "May"), ("year", "2012")):
        page.locator(f"#id_born-{part}").fill(value)
    page.get_by_role("radio", name="One", exact=True).check()
    page.get_by_role("checkbox", name="This").check()
    page.locator("#id_one").select_option("1")
    page.get_by_label("I have read it").check()


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_manager_with_many_entries_finds_the_last_ones_behind_more(visit, cast, picture, settings, width, javascript):
    settings.ROOT_URLCONF = "alongside.config.urls"
    page = visit("/agreements/", member=cast.members["manager"], width=width, javascript=javascript)
    if width == PHONE and javascript:
        page.get_by_role("button", name="Menu").click()
    menu = page.get_by_role("navigation", name="Main")
    expect(menu.get_by_role("link", name="Agreements")).not_to_be_visible()
    menu.get_by_text("More").click()
    fits(page)
    picture(page, f"more-{javascript}")
    if javascript:
        accessible(page)
        page.keyboard.press("Escape")
        expect(menu.get_by_role("link", name="Agreements")).not_to_be_visible()
        menu.get_by_text("More").press("Enter")
    menu.get_by_role("link", name="Plans").click()
    assert page.url.endswith("/plans/")
