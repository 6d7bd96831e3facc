"""A ward watch as a file: what was counted, what to expect, and all that repeats it."""

import json

import pytest

from alongside.exchange.ward_files import ward_watch_csv, ward_watch_geojson
from tests.places.warded import draw, even, record, watched

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(db, tmp_path):
    draw(tmp_path / "areas")
    record(tmp_path, even())
    return watched()


def test_each_ward_has_its_outline_and_what_to_expect(run):
    told = json.loads(ward_watch_geojson(run))
    assert len(told["features"]) == 5 and told["provenance"]["data_hash"] == run.data_hash
    properties = told["features"][0]["properties"]
    assert properties["violence next low"] <= properties["violence next expected"] <= properties["violence next high"]
    west, south = told["features"][0]["geometry"]["coordinates"][0][0]
    assert -8 < west < 2 and 49 < south < 61


def test_the_table_has_every_month_looked_at_and_those_to_come(run):
    lines = ward_watch_csv(run).decode().splitlines()
    rows = [line for line in lines if not line.lstrip("\ufeff").startswith("#")]
    assert len(rows) == 1 + 5 * (12 + 3)
    assert any("settings" in line and "violence" in line for line in lines)
