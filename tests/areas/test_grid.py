"""The British National Grid, exact to the metre: Ordnance Survey's published OSTN15 test points are the measure."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.areas.errors import OutsideGrid
from alongside.areas.grid import to_grid, to_grid_all, to_lonlat, to_lonlat_all

# Name, ETRS89 latitude and longitude, easting and northing, as published with the transformation.
PUBLISHED = [
    ("TP01 St Mary's, Scilly", 49.92226393730, -6.29977752014, 91492.146, 11318.804),
    ("TP02 Lizard Point", 49.96006137820, -5.20304609998, 170370.718, 11572.405),
    ("TP06 Cardiff", 51.40078220140, -3.55128349240, 292184.870, 168003.465),
    ("TP07 North Foreland", 51.37447025550, 1.44454730409, 639821.835, 169565.858),
    ("TP09 Greater London", 51.48936564950, -0.11992557180, 530624.974, 178388.464),
    ("TP11 Colchester", 51.89436637350, 0.89724327012, 599445.590, 225722.826),
    ("TP20 Leeds", 53.80021519630, -1.66379168242, 422242.186, 433818.701),
    ("Caister water tower", 52.658007833, 1.716073973, 651409.804, 313177.450),
]


@pytest.mark.parametrize(("name", "latitude", "longitude", "easting", "northing"), PUBLISHED)
def test_a_published_point_is_met_to_the_millimetre(name, latitude, longitude, easting, northing):
    point = to_grid(longitude, latitude)
    assert point == pytest.approx((easting, northing), abs=0.002)
    assert to_lonlat(easting, northing) == pytest.approx((longitude, latitude), abs=2e-8)


@given(st.floats(-6, 1.7), st.floats(50, 58.5))
def test_there_and_back_is_the_same_place(longitude, latitude):
    point = to_grid(longitude, latitude)
    assert to_lonlat(*point) == pytest.approx((longitude, latitude), abs=5e-8)


@pytest.mark.parametrize(
    ("longitude", "latitude"),
    [(2.35, 48.86), (51.5, -0.1), (-0.1, -51.5), (-30.0, 52.0), (float("nan"), 51.5), (float("inf"), 51.5)],
)
def test_a_point_outside_great_britain_is_refused_with_a_reason(longitude, latitude):
    with pytest.raises(OutsideGrid, match=r"lies outside Great Britain\. Check that longitude and latitude"):
        to_grid(longitude, latitude)


@pytest.mark.parametrize(("easting", "northing"), [(-1, 180_000), (2_000_000, 180_000), (-0.1, 51.5)])
def test_metres_outside_the_grid_are_refused_with_a_reason(easting, northing):
    with pytest.raises(OutsideGrid, match="the easting first"):
        to_lonlat(easting, northing)


def test_many_points_at_once_leave_out_those_outside():
    eastings, northings = to_grid_all([-0.1, 2.35], [51.5, 48.86])
    assert np.isnan(eastings).tolist() == np.isnan(northings).tolist() == [False, True]
    longitudes, _ = to_lonlat_all(eastings, northings)
    assert longitudes[0] == pytest.approx(-0.1)
