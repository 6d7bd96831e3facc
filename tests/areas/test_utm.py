"""Metres of a UTM zone: known values, there and back, zones, and a real file of Chicago that gives both."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.areas.errors import OutsideGrid
from alongside.areas.utm import Zone, from_utm, to_utm, zone_at, zone_of
from tests.analysis.events.real_places import table


def test_the_middle_of_a_zone_at_the_equator_is_its_false_origin():
    east, north = to_utm(np.array([-87.0]), np.array([0.0]), Zone(16))
    assert east[0] == pytest.approx(500_000.0, abs=1e-6) and north[0] == pytest.approx(0.0, abs=1e-6)


def test_the_middle_meridian_is_the_meridian_arc_on_its_scale():
    """The quarter of the WGS84 meridian is 10,001,965.7293 metres."""
    _, north = to_utm(np.array([3.0]), np.array([84.0]), Zone(31))
    _, forty_five = to_utm(np.array([3.0]), np.array([45.0]), Zone(31))
    assert forty_five[0] / 0.9996 == pytest.approx(4_984_944.378, abs=1e-3)
    assert north[0] / 0.9996 < 10_001_965.7293


def test_known_places():
    """The CN Tower as printed in textbooks of the projection: zone 17, 630,084 E, 4,833,438 N."""
    east, north = to_utm(np.array([-(79 + 23 / 60 + 13.7 / 3600)]), np.array([43 + 38 / 60 + 33.24 / 3600]), Zone(17))
    assert (round(east[0]), round(north[0])) == (630_084, 4_833_439)


@given(st.floats(-180, 179.999), st.floats(-79.9, 83.9))
def test_there_and_back_is_exact_to_a_hundredth_of_a_millimetre(longitude, latitude):
    zone = zone_at(longitude, latitude)
    east, north = to_utm(np.array([longitude]), np.array([latitude]), zone)
    back = from_utm(east, north, zone)
    again = to_utm(*back, zone)
    assert np.hypot(again[0] - east, again[1] - north)[0] < 1e-5
    assert back[1][0] == pytest.approx(latitude, abs=1e-10)


def test_zones_go_by_six_degrees_and_by_half_of_the_earth():
    assert zone_at(-87.65, 41.88).code == "EPSG:32616" and zone_at(151.2, -33.9).code == "EPSG:32756"
    assert zone_of("EPSG:32616") == Zone(16)
    with pytest.raises(OutsideGrid, match="changed places"):
        zone_at(41.88, -87.65)
    with pytest.raises(OutsideGrid, match="no zone"):
        zone_of("EPSG:27700")


def test_a_point_far_from_the_zone_has_no_metres_there():
    assert np.isnan(to_utm(np.array([0.0]), np.array([51.5]), Zone(16))[0][0])


def test_the_chicago_file_agrees_with_its_own_metres():
    """Its metres have two decimals (and are NAD83's, whose ellipsoid differs by a tenth of a millimetre)."""
    rows = table("chicago/aggravated_assault_2010_2018.parquet")
    east, north = to_utm(rows.longitude.to_numpy(), rows.latitude.to_numpy(), Zone(16))
    assert np.abs(east - rows.x_26916).max() < 0.0055 and np.abs(north - rows.y_26916).max() < 0.0055
