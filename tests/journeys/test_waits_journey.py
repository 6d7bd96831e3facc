"""A clinician works the waits; a manager reads how long they are and whether they are fair; the outsider learns nothing."""

import pytest
from django.utils import timezone

from alongside.support.measures.waits_keeping import keep_due_statements
from tests.cast import NOW, child
from tests.journeys.conftest import DESK, PHONE, accessible, fits
from tests.waits import make_waits, many, moved, referred, written

WIDTHS = pytest.mark.parametrize("width", [PHONE, DESK])


@pytest.fixture(autouse=True)
def at_the_casts_moment(monkeypatch, transactional_db):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def waits(cast):
    make_waits(cast)
    referred(cast, 9)
    spoken = referred(cast, 60, child=child("Bo", "Marsh"))
    moved(cast, spoken, "accept", 52)
    written(cast, spoken, "offer", 30, what=["group"], taken=True)
    written(cast, spoken, "welfare", 12, how="phone", words="Well enough.")
    written(cast, spoken, "wait-review", 12, changed="Sleeps.", next_review="2026-11-12")
    moved(cast, referred(cast, 70, child=child("Ann", "Silent")), "accept", 65)
    return cast


def good(page, picture, name):
    accessible(page)
    fits(page)
    picture(page, name)


@WIDTHS
def test_a_clinician_speaks_to_a_child_who_was_forgotten(waits, visit, picture, width):
    page = visit("/", member=waits.members["clinician"], width=width)
    page.locator("main").get_by_role("link", name="Who waits").click()
    page.locator(".al-tabs").get_by_role("link", name="Waiting for assessment").click()
    page.get_by_text("1 child in this queue has not been spoken to in time").wait_for()
    good(page, picture, "waits-queue")
    page.get_by_role("link", name="Show only these").click()
    page.get_by_role("link", name="Write down a contact with Ann Silent").click()
    good(page, picture, "waits-contact")
    page.get_by_label("Seen").check()
    page.get_by_label("How is she or he?").fill("“I thought that you had forgotten me.”")
    page.get_by_role("button", name="Keep it").click()
    page.goto("/waits/camhs/for-assessment/?overdue")
    page.get_by_text("Everybody in this queue has been spoken to in time").wait_for()


@WIDTHS
def test_a_manager_reads_the_curves_and_asks_whether_it_is_fair(waits, visit, picture, width):
    many(waits, 260)
    keep_due_statements(at=NOW)
    page = visit("/waits/figures/camhs/", member=waits.members["manager"], width=width)
    page.get_by_role("heading", name="Waiting for triage").wait_for()
    good(page, picture, "waits-figures")
    page.get_by_role("link", name="Is it fair? The same referrals by group").click()
    page.get_by_text("Who is not referred at all.").wait_for()
    good(page, picture, "waits-fair")


@WIDTHS
def test_the_outsider_sees_neither_queue_nor_figures(waits, visit, width):
    for path in ("/waits/camhs/", "/waits/figures/camhs/", "/equality/camhs/"):
        page = visit(path, member=waits.members["outsider"], width=width)
        assert not [word for word in ("Silent", "Marsh", "Amina", "Median") if word in page.content()]
    accessible(page)
