"""Hot spots in a browser: asked, looked at on the map by mouse, keyboard and touch, explained, made a problem; no script."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from alongside.demo.places import build_places
from alongside.places.actions import ask_for_run, work_next_run
from alongside.places.boundaries import boundaries_held
from alongside.places.states import RunKind
from tests.cast import NOW, make_cast
from tests.journeys.conftest import DESK, PHONE, accessible, fits
from tests.places.made_events import MadeSource, gathering, hold

VIOLENCE = ["violence", "robbery", "weapons"]


@pytest.fixture
def analyst(transactional_db, monkeypatch):
    hold(monkeypatch, MadeSource(gathering()))
    return make_cast().members["analyst"]


def work():
    assert work_next_run(clock=lambda: NOW)


def answered(member, kind=RunKind.HOT_SPOTS, **settings):
    made = ask_for_run(kind=kind, settings=settings, by=member.actor, at=NOW)
    work()
    return made


def hot(member):
    return answered(member, source="made", boundary="whole", first="2025-10", last="2026-09")


def test_the_demo_borough_is_asked_answered_and_looked_at(visit, picture, transactional_db, tmp_path):
    member = make_cast().members["analyst"]
    build_places(tmp_path, at=datetime(2026, 11, 17, 10, tzinfo=UTC))
    page = visit("/places/hot-spots/", member=member, width=PHONE)
    page.get_by_role("button", name="Look for hot spots").click()
    accessible(page)
    fits(page)
    picture(page, "hot-new")
    page.get_by_role("button", name="Look for hot spots").click()
    page.get_by_text("It waits for its turn").wait_for()
    picture(page, "hot-waits")
    work()
    page.get_by_role("heading", name="Hot areas").wait_for()
    address = page.url
    for width in (PHONE, DESK):
        page = visit(address, member=member, width=width)
        accessible(page)
        fits(page)
        picture(page, "hot-answer")
    page.emulate_media(color_scheme="dark")
    picture(page, "hot-answer-dark")
    page.emulate_media(color_scheme="light")
    for box in ("People living there", "Where next", "Schools"):
        page.get_by_role("checkbox", name=box).check()
    expect(page.locator(".al-place__layer--schools")).to_be_visible()
    picture(page, "hot-layers")
    page.get_by_role("link", name="1P").click()
    accessible(page)
    fits(page)
    picture(page, "hot-area")
    page = visit(f"{address}find/?q=road", member=member, width=PHONE)
    accessible(page)
    fits(page)
    picture(page, "hot-find")
    compare(visit, picture, member)


def compare(visit, picture, member):
    months = {"earlier_first": "2025-04", "earlier_last": "2025-09", "later_first": "2026-04", "later_last": "2026-09"}
    made = answered(
        member, RunKind.COMPARISON, source="recorded_crime", boundary=boundaries_held()[0].key, kinds=VIOLENCE, **months
    )
    for width in (PHONE, DESK):
        page = visit(f"/places/comparisons/{made}/", member=member, width=width)
        accessible(page)
        fits(page)
        picture(page, "comparison")


def test_the_map_is_moved_by_keys_and_tells_of_a_cell(visit, picture, analyst):
    page = visit(f"/places/hot-spots/{hot(analyst)}/", member=analyst)
    drawing, frame = page.locator(".al-place__svg"), page.locator(".al-place__frame")
    whole = drawing.get_attribute("viewBox")
    frame.focus()
    for key in ("+", "+", "ArrowLeft", "ArrowDown"):
        frame.press(key)
    assert drawing.get_attribute("viewBox") != whole
    frame.press("0")
    assert drawing.get_attribute("viewBox") == whole
    frame.press("Enter")
    page.get_by_role("link", name="Why?").click()
    page.get_by_text("If they were spread evenly").wait_for()
    accessible(page)
    fits(page)
    picture(page, "hot-why")


def test_a_place_is_drawn_by_clicks_and_by_keys_and_made_a_problem(visit, picture, analyst):
    run_id = hot(analyst)
    page = visit(f"/places/hot-spots/{run_id}/", member=analyst, width=PHONE)
    page.get_by_role("button", name="Draw a place").click()
    frame = page.locator(".al-place__frame")
    frame.scroll_into_view_if_needed()
    for x, y in ((60, 60), (200, 60)):
        frame.click(position={"x": x, "y": y})
    frame.press("ArrowDown")
    frame.press("Enter")
    picture(page, "hot-drawn")
    accessible(page)
    page.get_by_role("link", name="Use this place").click()
    assert page.get_by_label("Corners of the place").input_value().count("\n") == 2
    page.get_by_label("What shall the place be called?").fill("Behind the station")
    page.get_by_label("What is wrong there").fill("Robbery on the way home from school.")
    picture(page, "problem-new")
    page.get_by_role("button", name="Keep it as a problem").click()
    page.get_by_role("heading", name="Behind the station").wait_for()
    accessible(page)
    fits(page)
    picture(page, "problem")
    page.get_by_label("Why?").fill("The lamps work again.")
    page.get_by_role("button", name="Close this problem").click()
    page.get_by_text("The lamps work again.").wait_for()


def test_all_of_it_is_there_without_a_script(visit, picture, analyst):
    run_id = hot(analyst)
    page = visit(f"/places/hot-spots/{run_id}/", member=analyst, width=PHONE, javascript=False)
    expect(page.locator(".al-place__svg")).to_be_visible()
    expect(page.locator(".al-place__tools")).not_to_be_visible()
    page.get_by_role("checkbox", name="Hot areas").uncheck()
    expect(page.locator(".al-place__layer--areas")).not_to_be_visible()
    page.get_by_role("link", name="1P").click()
    for box in page.get_by_role("checkbox", name="Cell").all()[:2]:
        box.check()
    page.get_by_role("button", name="Make the chosen cells a problem").click()
    page.get_by_label("What shall the place be called?").fill("Two cells")
    page.get_by_label("What is wrong there").fill("Fights.")
    page.get_by_role("button", name="Keep it as a problem").click()
    page.get_by_role("heading", name="Two cells").wait_for()
    fits(page)
