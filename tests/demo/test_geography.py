"""The invented borough is whole, always the same, and like no real one."""

import json

import numpy as np
import pytest
import shapely

from alongside.areas.grid import to_lonlat
from alongside.demo.geography import CENTRE, LSOAS, RESIDENTS, larkmere
from alongside.demo.geography_files import write_geography
from alongside.demo.schools import schools
from alongside.exchange.boundaries import read_boundaries
from alongside.exchange.populations import read_populations
from alongside.exchange.schools_register import read_schools


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return write_geography(larkmere(), schools(), tmp_path_factory.mktemp("geography"))


def test_lsoas_tile_the_borough_without_gap_or_overlap():
    borough = larkmere()
    outlines = np.array([lsoa.outline for lsoa in borough.lsoas], dtype=object)
    assert len(outlines) == LSOAS and shapely.coverage_is_valid(outlines)
    assert shapely.union_all(outlines).equals(borough.outline)
    assert borough.outline.geom_type == "Polygon" and not borough.outline.interiors
    assert 30e6 < borough.outline.area < 50e6


def test_each_ward_is_exactly_its_lsoas_and_in_one_piece():
    borough = larkmere()
    for ward in borough.wards:
        within = [lsoa.outline for lsoa in borough.lsoas if lsoa.ward_code == ward.code]
        assert len(within) == 10 and shapely.union_all(within).equals(ward.outline)
        assert ward.outline.geom_type == "Polygon"


def test_every_street_lies_in_its_lsoa_and_has_a_name_of_its_own():
    borough = larkmere()
    outline = {lsoa.code: lsoa.outline for lsoa in borough.lsoas}
    assert len({street.name for street in borough.streets}) == len(borough.streets) > 800
    for street in borough.streets:
        assert outline[street.lsoa_code].buffer(1).contains(shapely.LineString([street.start, street.end]))


def test_codes_are_of_ranges_that_are_given_to_nobody():
    borough = larkmere()
    assert borough.code == "E09999001"
    assert all(ward.code.startswith("E05999") for ward in borough.wards)
    assert all(lsoa.code.startswith("E01999") for lsoa in borough.lsoas)
    assert all(school.urn.startswith("990") for school in schools())


def test_it_lies_at_sea_on_the_national_grid():
    longitude, latitude = to_lonlat(*CENTRE)
    assert 1.2 < longitude < 1.4 and 51.5 < latitude < 51.7


@pytest.mark.parametrize("residents", [RESIDENTS, 12_000])
def test_it_has_exactly_the_residents_asked_for(residents):
    assert larkmere(residents).residents == residents


def test_it_is_the_same_every_time(files, tmp_path):
    larkmere.cache_clear()
    schools.cache_clear()
    again = write_geography(larkmere(), schools(), tmp_path)
    for one, other in zip((*files.boundaries, files.schools), (*again.boundaries, again.schools), strict=True):
        assert one.read_bytes() == other.read_bytes()


def test_its_files_are_read_as_the_official_ones_without_a_reject(files):
    for path, count in zip(files.boundaries, (1, 12, LSOAS), strict=True):
        batch = read_boundaries(path)
        assert len(batch.rows) == count and not batch.rejects
    people = read_populations(files.population)
    assert not people.rejects and people.vintage == 2021
    register = read_schools(files.schools, vintage=2026)
    assert len(register.rows) == 40 and not register.rejects


def test_neighbours_still_share_their_edges_in_the_files(files):
    features = json.loads(files.lsoas.read_text())["features"]
    outlines = np.array([shapely.geometry.shape(feature["geometry"]) for feature in features], dtype=object)
    assert shapely.coverage_is_valid(outlines)
