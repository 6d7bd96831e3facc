"""Patrol days by lot in a browser: fixed before the first day, written down on a phone, judged when all are over."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.cast import NOW, make_cast
from tests.journeys.conftest import DESK, PHONE, accessible, fits
from tests.places.operating import begin, make_ground
from tests.places.patrolled import (
    after_all,
    before,
    judged,
    lot_of,
    on,
    plan_by_lot,
    source_until,
    started,
    with_effect,
    wrote,
)


@pytest.fixture
def stand(monkeypatch):
    def at(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    at(NOW)
    return at


@pytest.fixture
def cast(transactional_db, stand):
    return make_cast()


@pytest.fixture
def plan(cast, tmp_path, monkeypatch):
    make_ground(tmp_path)
    source_until(monkeypatch, before())
    return plan_by_lot()


def good(page, picture, name, script=True):
    if script:
        accessible(page)
    fits(page)
    picture(page, name)


@pytest.mark.parametrize(
    ("width", "script"), [(PHONE, True), (PHONE, False), (DESK, True)], ids=["phone", "phone without script", "desk"]
)
def test_days_by_lot_from_the_first_form_to_the_answer(cast, plan, stand, visit, picture, monkeypatch, width, script):
    reference, sergeant = begin(cast), cast.members["sergeant"]
    page = visit(f"/operations/{reference}/patrol-days/", member=sergeant, width=width, javascript=script)
    page.get_by_role("button", name="Begin patrol days by lot").click()
    page.get_by_label("What counts, and what does not?").fill("Burglary, as called in")
    good(page, picture, "patrol-days-new", script)
    page.get_by_role("button", name="Fix them").click()
    page.get_by_text("All lists are sealed.").wait_for()
    good(page, picture, "patrol-days-sealed", script)
    trial = page.url.rstrip("/").rsplit("/", 1)[1]

    lot = lot_of(plan)
    stand(on(lot.days[0]))
    list_address = f"/operations/{reference}/patrol-days/{trial}/day/1/"
    page = visit(list_address, member=sergeant, width=width, javascript=script)
    good(page, picture, "patrol-days-list", script)
    page.get_by_role("link", name="Write it down").first.click()
    page.get_by_text("The lot sent a patrol here.").wait_for()
    good(page, picture, "patrol-days-write", script)
    page.get_by_role("button", name="Keep it").click()
    page.get_by_text("1 of 4 places written down").wait_for()
    expect(page.get_by_role("link", name="Correct it")).to_have_count(1)


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_an_analyst_reads_what_the_days_show(cast, plan, stand, visit, picture, monkeypatch, width):
    reference, trial = started(cast, plan)
    with_effect(monkeypatch, plan, patrolled=1, alone=3)
    lot = lot_of(plan)
    for number, day in enumerate(lot.days[:3]):
        wrote(cast, reference, trial, day, lot.sent[number][0])
    judged(cast, reference, trial, after_all(plan))
    stand(after_all(plan))
    page = visit("/evaluations/", member=cast.members["analyst"], width=width)
    page.get_by_role("link", name="patrol days by lot").first.click()
    page.get_by_role("link", name="18 November 2026 to").click()
    page.get_by_text("Within places that is").wait_for()
    good(page, picture, "patrol-days-answer")
