"""Near repeats and a patrol plan in a browser: asked for, read, planned, printed; on a phone, at a desk, without a script."""

from datetime import timedelta

import pandas as pd
import pytest
from django.utils import timezone

from alongside.places.actions import work_next_run
from tests.analysis.events.real_places import table
from tests.cast import make_cast
from tests.journeys.conftest import DESK, PHONE, accessible, fits
from tests.places.dated import DatedSource, burglaries, hold


def yesterday():
    return timezone.localdate() - timedelta(days=1)


@pytest.fixture
def members(transactional_db):
    return make_cast().members


@pytest.fixture
def dated(monkeypatch):
    return hold(monkeypatch, burglaries(600, last=yesterday(), days=420, minutes=True))


def work():
    while work_next_run(clock=timezone.now):
        pass


def looked_at(page, picture, name):
    accessible(page)
    fits(page)
    picture(page, name)


def test_from_events_to_windows_to_a_plan_on_a_phone(visit, picture, members, dated):
    page = visit("/places/near-repeats/", member=members["analyst"], width=PHONE)
    looked_at(page, picture, "near-list-empty")
    page.get_by_role("button", name="Look for near repeats").click()
    page.get_by_text("For analysts: bands, distance, shuffles").click()
    looked_at(page, picture, "near-new")
    page.get_by_role("button", name="Look", exact=True).click()
    page.get_by_text("It waits for its turn").wait_for()
    work()
    page.get_by_role("heading", name="Where the risk is raised now").wait_for()
    looked_at(page, picture, "near")
    page.get_by_role("button", name="Plan patrols in these windows").click()
    page.get_by_label("Number of teams").fill("0")
    page.get_by_role("button", name="Make the plan").click()
    page.get_by_text("A budget of 0 hours holds no visit").first.wait_for()
    looked_at(page, picture, "patrol-new-wrong")
    page.get_by_label("Number of teams").fill("1")
    page.get_by_label("Choose by lot").check()
    page.get_by_role("button", name="Make the plan").click()
    page.get_by_text("It waits for its turn").wait_for()
    work()
    page.get_by_text("Fingerprint of the plan").wait_for()
    looked_at(page, picture, "patrol-by-lot")


def test_a_sergeant_plans_by_the_forecast_at_a_desk_and_prints_a_card(visit, picture, members, dated):
    page = visit("/places/patrol-plans/new/", member=members["sergeant"], width=DESK)
    looked_at(page, picture, "patrol-basis")
    page.get_by_role("link", name=dated.summary.name).click()
    looked_at(page, picture, "patrol-new")
    page.get_by_label("Number of teams").fill("2")
    page.get_by_role("button", name="Make the plan").click()
    page.get_by_text("It waits for its turn").wait_for()
    work()
    page.get_by_role("heading", name="burglaries are expected").wait_for()
    assert (
        page.get_by_text("Decayed count (used here)").is_visible()
        and page.get_by_text("beats the decayed").is_visible()
    )
    looked_at(page, picture, "patrol")
    page.get_by_role("link", name="Card for printing").first.click()
    page.get_by_role("heading", name="Team 2").wait_for()
    looked_at(page, picture, "patrol-card")
    page.goto("/places/near-repeats/")
    looked_at(page, picture, "near-list")


def test_without_a_script_the_same_can_be_asked_and_looked_at_again(visit, picture, members, dated):
    page = visit("/places/near-repeats/new/", member=members["analyst"], width=PHONE, javascript=False)
    page.get_by_role("button", name="Look", exact=True).click()
    work()
    page.get_by_role("button", name="Look again").click()
    page.get_by_role("heading", name="How near, how soon").wait_for()
    fits(page)
    assert page.locator("svg.al-map").is_visible()


@pytest.mark.real_data
def test_the_burglaries_of_chicago_give_the_published_table_on_the_page(visit, picture, members, monkeypatch):
    rows = table("chicago/near_repeat_be_month1.csv")
    times = pd.to_datetime(rows.date).to_numpy().astype("datetime64[D]")
    hold(monkeypatch, DatedSource(rows.x, rows.y, times, plane="EPSG:26916"))
    page = visit("/places/near-repeats/new/", member=members["analyst"])
    page.get_by_text("For analysts: bands, distance, shuffles").click()
    page.get_by_label("Distances in metres").fill("0, 0.1, 200, 400, 600")
    page.get_by_label("Times in days").fill("0, 7, 14, 21")
    page.get_by_label("How distance is measured").select_option(value="manhattan")
    page.get_by_role("button", name="Look", exact=True).click()
    work()
    page.get_by_text("within 200 metres and 7 days, the risk of another is 1.4").first.wait_for()
    found = [cell.inner_text() for cell in page.locator(".al-bands td").all()]
    pairs = [int(words.split("\n")[1].split(" pairs")[0].replace(",", "")) for words in found]
    assert pairs == [28, 5, 5, 141, 69, 27, 186, 140, 100, 237, 192, 128]
    looked_at(page, picture, "near-chicago")
