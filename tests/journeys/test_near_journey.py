"""Near repeats and a patrol plan in a browser: asked for, read, planned, printed; on a phone, at a desk, without a script."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from alongside.places.actions import work_next_run
from tests.cast import make_cast
from tests.journeys.conftest import DESK, PHONE, accessible, fits
from tests.places.dated import burglaries, hold
from tests.places.loaded import CHICAGO, PORTLAND, load


def yesterday():
    return timezone.localdate() - timedelta(days=1)


@pytest.fixture
def members(transactional_db):
    return make_cast().members


@pytest.fixture
def dated(monkeypatch):
    return hold(monkeypatch, burglaries(900, last=yesterday(), days=800, minutes=True))


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
    expect(page.get_by_text("Decayed count (used here)")).to_be_visible()
    expect(page.get_by_text("the decayed count here")).to_be_visible()
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
    expect(page.locator("svg.al-place__svg")).to_be_visible()


@pytest.mark.real_data
def test_the_burglaries_of_chicago_give_the_published_table_on_the_page(visit, picture, members, tmp_path):
    load("chicago/near_repeat_be_month1.csv", CHICAGO, tmp_path)
    page = visit("/places/near-repeats/new/", member=members["analyst"])
    page.get_by_text("For analysts: bands, distance, shuffles").click()
    page.get_by_label("Distances in metres").fill("0, 0.1, 200, 400, 600")
    page.get_by_label("Times in days").fill("0, 7, 14, 21")
    page.get_by_label("How distance is measured").select_option(value="manhattan")
    page.get_by_role("button", name="Look", exact=True).click()
    page.get_by_text("It waits for its turn").wait_for()
    work()
    page.get_by_text("within 200 metres and 7 days, the risk of another is 1.4").first.wait_for()
    found = [cell.inner_text() for cell in page.locator(".al-bands td").all()]
    pairs = [int(words.split("\n")[1].split(" pairs")[0].replace(",", "")) for words in found]
    assert pairs == [28, 5, 5, 141, 69, 27, 186, 140, 100, 237, 192, 128]
    looked_at(page, picture, "near-chicago")


@pytest.mark.real_data
def test_portland_has_its_next_week_forecast_beside_the_counts(visit, picture, members, tmp_path):
    load("portland/nij_burglary_vehicle_2012-03_2017-02.csv.gz", PORTLAND, tmp_path, noun="calls", title="Calls")
    page = visit("/places/patrol-plans/new/", member=members["analyst"])
    page.get_by_role("link", name="Calls").click()
    page.get_by_label("Number of teams").fill("3")
    page.get_by_label("Number of places, at most").fill("40")
    page.get_by_role("button", name="Make the plan").click()
    page.get_by_text("It waits for its turn").wait_for()
    work()
    page.get_by_role("heading", name="Where the next week’s calls are expected").wait_for()
    expect(page.get_by_text("beats the decayed count").first).to_be_visible()
    methods = page.get_by_role("table", name="How much each method would have met")
    assert methods.get_by_role("row").count() == 5
    looked_at(page, picture, "patrol-portland")
