"""Which places a form offers: those with something in them, each told apart from its namesakes."""

import pytest

from alongside.places.queries import districts_with_crime
from alongside.places.sources import source
from alongside.web.places.hot_forms import ComparisonForm
from alongside.web.places.place_choices import place_choices
from tests.places import warded
from tests.places.made_events import MadeSource, gathering

pytestmark = pytest.mark.django_db


def neighbours(folder):
    """Three boroughs in a row: one ward each, and crimes in the first two, most in the second."""
    places = [("E09999001", "Larkmere"), ("E09999002", "Marshside"), ("E09999003", "Aldwater")]
    districts = [({"LAD24CD": code, "LAD24NM": name}, k, 1) for k, (code, name) in enumerate(places)]
    wards = [
        ({"WD24CD": warded.ward_code(k, 2024), "WD24NM": "Lea Bridge", "LAD24CD": code, "LAD24NM": name}, k, 1)
        for k, (code, name) in enumerate(places)
    ]
    warded.take_in(folder / "boroughs.geojson", districts, 2024)
    warded.take_in(folder / "wards.geojson", wards, 2024)
    warded.record(folder, [(2, 5, 0)])


def test_the_fullest_borough_comes_first_and_those_without_a_crime_are_left_out(tmp_path):
    neighbours(tmp_path)
    assert districts_with_crime() == ["E09999002", "E09999001"]
    assert [words for _, words in place_choices(source("recorded_crime"))] == [
        "Marshside (London borough)", "Larkmere (London borough)",
        "Lea Bridge, Larkmere (ward)", "Lea Bridge, Marshside (ward)",
    ]  # fmt: skip


def test_a_source_on_another_map_offers_no_borough_of_ours(tmp_path):
    neighbours(tmp_path)
    elsewhere = MadeSource(gathering(), plane="EPSG:32616", is_snapped=False).summary
    assert place_choices(elsewhere) == [("whole", "All that Made events covers")]
    at_home = MadeSource(gathering(), is_snapped=False).summary
    assert len(place_choices(at_home)) == 7


def test_a_comparison_begins_with_the_areas_that_are_held(tmp_path):
    neighbours(tmp_path)
    summary = source("recorded_crime")
    form = ComparisonForm(summary, place_choices(summary), [summary])
    assert form["areas"].initial == "ward" and 'value="ward" selected' in str(form["areas"])
