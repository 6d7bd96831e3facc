"""The ward watch in a browser: asked for, looked at, followed to one ward, on a phone and at a desk."""

import pytest

from alongside.places.actions import work_next_run
from tests.cast import make_cast
from tests.journeys.conftest import DESK, PHONE, accessible, fits
from tests.places.warded import AT, draw, even, record, watched


@pytest.fixture
def analyst(transactional_db, tmp_path):
    cast = make_cast()
    draw(tmp_path / "areas", wards=8)
    table = even(months=40, wards=8)
    table[-1][2], table[25] = 30, None
    record(tmp_path, table, first="2023-07")
    record(tmp_path, even(months=40, wards=8, mean=1, seed=3), first="2023-07", kind="Robbery", name="robbery.csv")
    return cast.members["analyst"]


def test_a_watch_is_asked_for_without_javascript_and_shown_when_it_is_done(visit, picture, analyst):
    page = visit("/places/wards/", member=analyst, width=PHONE, javascript=False)
    page.get_by_role("link", name="Ask for a watch").click()
    picture(page, "ward-new")
    page.get_by_role("button", name="Watch these wards").click()
    page.get_by_text("It waits for its turn").wait_for()
    assert work_next_run(clock=lambda: AT)
    page.get_by_role("button", name="Look again").click()
    page.get_by_role("heading", name="Larkmere, October 2026").wait_for()
    fits(page)


def test_all_wards_and_one_ward_are_shown_in_both_widths(visit, picture, analyst):
    run_id = watched().summary.id
    for width in (PHONE, DESK):
        page = visit(f"/places/wards/{run_id}/", member=analyst, width=width)
        page.get_by_text("How much was looked at, and what chance alone would give").click()
        page.get_by_text("192 counts.").first.wait_for()
        accessible(page)
        fits(page)
        picture(page, "ward-watch")
        page.get_by_role("table", name="Alerts, the newest month first").get_by_role("link", name="Ward C").click()
        page.get_by_role("heading", name="Ward C", exact=True).wait_for()
        accessible(page)
        fits(page)
        picture(page, "ward-one")


def test_the_list_and_the_form_are_clean(visit, picture, analyst):
    watched()
    for path, name in (("/places/wards/", "ward-list"), ("/places/wards/new/", "ward-form")):
        for width in (PHONE, DESK):
            page = visit(path, member=analyst, width=width)
            accessible(page)
            fits(page)
            picture(page, name)
