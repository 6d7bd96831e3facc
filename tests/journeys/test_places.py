"""Recorded crime in a browser: on a phone and at a desk, light and dark, without JavaScript."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from alongside.demo.places import build_places
from tests.cast import make_cast
from tests.journeys.conftest import DESK, PHONE, accessible, fits


@pytest.fixture
def analyst(transactional_db, tmp_path):
    cast = make_cast()
    build_places(tmp_path, at=datetime(2026, 11, 17, 10, tzinfo=UTC))
    return cast.members["analyst"]


def test_crime_is_shown_by_month_type_and_area_with_a_map_and_tables(visit, picture, analyst):
    for width in (PHONE, DESK):
        page = visit("/places/", member=analyst, width=width)
        accessible(page)
        fits(page)
        picture(page, "places")
        assert page.locator("svg.al-chart:visible").count() == 2
        counts, deprived = page.locator(".al-either__first svg.al-map"), page.locator(".al-either__other svg.al-map")
        expect(counts).to_be_visible()
        expect(deprived).not_to_be_visible()
        assert page.get_by_role("table").count() == 3
        page.get_by_label("Show deprivation of small areas instead").check()
        expect(deprived).to_be_visible()
        expect(counts).not_to_be_visible()
        accessible(page)
        fits(page)
        picture(page, "places-deprivation")


def test_the_filters_work_without_javascript(visit, picture, analyst):
    page = visit("/places/", member=analyst, width=PHONE, javascript=False)
    page.get_by_text("Choose period, type and place").click()
    page.get_by_label("Type", exact=True).select_option(label="Robbery")
    page.get_by_label("Areas", exact=True).select_option(value="lsoa")
    page.get_by_role("button", name="Apply").click()
    page.get_by_role("heading", name="By area: LSOAs").wait_for()
    expect(page.get_by_text("by the LSOA code that the police publish with each crime").first).to_be_visible()
    page.get_by_text("The other 95 areas").click()
    page.get_by_label("Show deprivation of small areas instead").check()
    expect(page.locator(".al-either__other svg.al-map")).to_be_visible()
    fits(page)
    picture(page, "places-robbery")


def test_the_files_and_their_rejects_can_be_reached(visit, picture, analyst):
    page = visit("/places/files/", member=analyst, width=PHONE)
    accessible(page)
    fits(page)
    page.get_by_role("link", name="2026-09-larkmere-street.csv").click()
    page.get_by_text("No row was rejected.").wait_for()
    accessible(page)
    fits(page)
    picture(page, "places-file")


def test_what_became_of_crimes_is_shown_with_its_interval_and_what_is_open(visit, picture, analyst):
    for width in (PHONE, DESK):
        page = visit("/places/outcomes/", member=analyst, width=width)
        accessible(page)
        fits(page)
        picture(page, "outcomes")
        expect(page.get_by_role("table")).to_have_count(2)
    page = visit("/places/outcomes/", member=analyst, width=PHONE, javascript=False)
    page.get_by_text("Choose period, type and place").click()
    page.get_by_label("Type", exact=True).select_option(label="Robbery")
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("Robbery, ").first).to_be_visible()
    fits(page)
