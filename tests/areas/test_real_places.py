"""Real boundaries, populations, schools and crimes of London, where the data is at hand."""

import csv
import gzip
import os
from pathlib import Path

import pytest

from alongside.areas import queries
from alongside.areas.grid import to_grid_all
from alongside.areas.outlines import to_geojson
from alongside.audit.entries import Actor
from alongside.exchange.boundaries import read_boundaries
from alongside.exchange.official_intake import take_in_boundaries, take_in_population, take_in_schools
from tests.areas.invented import AT

pytestmark = [pytest.mark.django_db, pytest.mark.real_data]
BY = Actor.system("test")
WALTHAM_FOREST = "E09000031"


@pytest.fixture(scope="module")
def london():
    data = Path(os.environ.get("ALONGSIDE_DATA", Path(__file__).parents[3] / "shared" / "data"))
    if not (data / "places" / "london").is_dir():
        pytest.skip(f"no real data at {data} (set ALONGSIDE_DATA)")
    return data / "places" / "london"


@pytest.mark.parametrize(
    ("name", "vintage", "areas", "code", "within"),
    [
        ("boroughs_london", 2011, 33, WALTHAM_FOREST, ""),
        ("wards_2014_london", 2014, 654, "E05000405", "E09000021"),
        ("wards_2025_london", None, 704, "E05009288", "E09000001"),
        ("lsoa11_london", None, 4835, "E01000001", "E09000001"),
        ("lsoa21_london", None, 4994, "E01000001", "E09000001"),
    ],
)
def test_every_official_boundary_file_is_read_without_a_reject(london, name, vintage, areas, code, within):
    batch = read_boundaries(london / "boundaries" / f"{name}.geojson.gz", vintage=vintage)
    assert (len(batch.rows), batch.rejects) == (areas, [])
    found = next(draft for draft in batch.rows if draft.code == code)
    assert found.parent_code == within
    assert found.name != code


def test_londons_population_is_the_official_total_and_boroughs_add_up(london):
    take_in_boundaries(london / "boundaries" / "lsoa11_london.geojson.gz", by=BY, at=AT)
    report = take_in_population(london / "population_lsoa11_mid2019.csv.gz", by=BY, at=AT)
    assert (report.added, report.rejects) == (4835 * 18, ())
    everybody = queries.populations_of("lsoa", vintage=2011, year=2019)
    assert (len(everybody), sum(everybody.values())) == (4835, 8_961_989)
    assert queries.population_of(WALTHAM_FOREST, vintage=2011, year=2019) == 276_983


def test_recorded_crimes_lie_in_the_wards_they_were_asked_for(london):
    with gzip.open(london / "street_crime_waltham_forest_2016-01_2018-06.csv.gz", "rt") as file:
        crimes = list(csv.DictReader(file))
    take_in_boundaries(london / "boundaries" / "wards_2014_london.geojson.gz", by=BY, at=AT, vintage=2014)
    eastings, northings = to_grid_all(*([float(crime[name]) for crime in crimes] for name in ("lon", "lat")))
    found = queries.locate(eastings=eastings, northings=northings, kind="ward", vintage=2014)
    agree = sum(code == crime["ward_code_2018"] for code, crime in zip(found, crimes, strict=True)) / len(found)
    # The publisher draws its own lines: 97.5% of the points lie in the polygon that was asked for.
    assert 0.97 < agree < 0.98


def test_simplified_outlines_are_as_large_as_the_real_ones(london):
    draft = read_boundaries(london / "boundaries" / "boroughs_london.geojson.gz", vintage=2011).rows[0]
    take_in_boundaries(london / "boundaries" / "boroughs_london.geojson.gz", by=BY, at=AT, vintage=2011)
    kept = queries.area(draft.code, 2011)
    assert kept.hectares == pytest.approx(draft.outline.area / 10_000, rel=1e-4)
    assert len(to_geojson([draft.outline])[0]) > 1_000


def test_the_list_of_secondary_schools_is_read_whole_and_found_by_name(london):
    report = take_in_schools(london / "secondary_schools_10miles_n16.csv", by=BY, at=AT, vintage=2025)
    assert (report.added, report.rejects) == (375, ())
    found = queries.search_schools("SCHOOL girls'", limit=100)
    assert len(found) > 10
    assert all("girls" in school.name.casefold() and "school" in school.name.casefold() for school in found)
