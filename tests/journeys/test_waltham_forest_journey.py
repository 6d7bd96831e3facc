"""Real street crime of Waltham Forest, from the published file to the map; skipped, visibly, where the file is not."""

import csv
import gzip

import pytest

from alongside.audit.entries import Actor
from alongside.exchange.official_intake import take_in_boundaries
from alongside.places import queries
from alongside.places.actions import work_next_run
from alongside.places.states import RunKind
from tests.analysis.events.real_places import places_file
from tests.cast import NOW, make_cast
from tests.journeys.conftest import DESK, PHONE, accessible, fits
from tests.places import street

FORCE = "Metropolitan Police Service"
LABELS = {
    "violent-crime": "Violence and sexual offences", "robbery": "Robbery",
    "possession-of-weapons": "Possession of weapons",
}  # fmt: skip
WALTHAM_FOREST = "borough:2018:E09000031"


def published(path, rows):
    """The rows in the layout in which the publisher hands out street files."""
    told = [
        street.row(
            row["id"], month=row["month"], reported_by=FORCE, falls_within=FORCE, longitude=row["lon"],
            latitude=row["lat"], location=row["street"], lsoa_code=row["lsoa11cd_joined"],
            lsoa_name=f"{row['borough']} {row['lsoa11cd_joined']}", crime_type=LABELS[row["category"]],
            last_outcome_category=row["outcome"],
        )
        for row in rows
    ]  # fmt: skip
    return street.write(path, told)


@pytest.fixture
def analyst(transactional_db, tmp_path):
    path = places_file("london/street_crime_waltham_forest_2016-01_2018-06.csv.gz")
    member, by = make_cast().members["analyst"], Actor.system("test")
    for name in ("boroughs_london", "wards_2014_london"):
        take_in_boundaries(places_file(f"london/boundaries/{name}.geojson.gz"), by=by, at=NOW, vintage=2018)
    with gzip.open(path, "rt", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["category"] in LABELS]
    street.take_in(published(tmp_path / "2018-06-metropolitan-street.csv", rows), at=NOW)
    return member


def test_from_the_published_file_to_hot_spots_that_hold(visit, picture, analyst):
    page = visit("/places/hot-spots/new/", member=analyst, width=PHONE)
    page.get_by_label("Place", exact=True).select_option(value=WALTHAM_FOREST)
    page.get_by_label("From", exact=True).fill("2016-01")
    page.get_by_label("To", exact=True).fill("2018-06")
    page.get_by_role("button", name="Look for hot spots").click()
    page.get_by_text("It waits for its turn").wait_for()
    work_next_run(clock=lambda: NOW)
    page.get_by_role("heading", name="Hot areas").wait_for()
    result = queries.run(queries.latest_done(RunKind.HOT_SPOTS)).result
    # The reference has 625 cells (a centre or two lie on the line), and the published files lack one month.
    assert abs(len(result["grid"]["rows"]) - 625) <= 2 and result["data"]["gaps"] == ["2016-03-01"]
    share, low, high = result["together"]["share"]
    assert low < share < high and result["together"]["area_share"] < 0.2 < share
    assert result["forecast"]["first"] == "2018-07-01" and result["areas"][0]["streets"]
    address = page.url
    for width in (PHONE, DESK):
        page = visit(address, member=analyst, width=width)
        assert page.get_by_text("March 2016: gaps, and no zeros").is_visible()
        accessible(page)
        fits(page)
        picture(page, "waltham-forest")
