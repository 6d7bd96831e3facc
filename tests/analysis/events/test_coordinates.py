"""Metres in, degrees refused, and the first bad row named."""

import numpy as np
import pandas as pd
import pytest

from alongside.analysis.events import Events, Unfit, as_events
from alongside.analysis.events.coordinates import coordinates, refuse_geographic

LONDON = ([-0.02, 0.01, -0.015], [51.55, 51.58, 51.6])


def test_degrees_are_refused_with_the_fix_named():
    with pytest.raises(Unfit) as told:
        coordinates(*LONDON)
    assert str(told.value) == (
        "The coordinates look like degrees: x from -0.0200 to 0.0100, y from 51.5500 to 51.6000. Distances are taken in "
        "metres. Turn longitude and latitude into metres first: British National Grid (EPSG:27700) in Great Britain, or "
        "the UTM zone of the place."
    )


def test_degrees_near_the_meridian_and_the_equator_are_told_by_the_distance_asked():
    accra = ([-0.19, -0.21, -0.2], [5.55, 5.6, 5.58])
    coordinates(*accra)
    with pytest.raises(Unfit, match="look like degrees"):
        coordinates(*accra, reach=400)


@pytest.mark.parametrize(
    ("x", "y"),
    [
        ([537000.5, 538100.0], [189000.0, 190000.0]),
        ([10, 20, 40], [10, 10, 20]),
        ([0.5, 44.0, 80.25], [3.5, 60.0, 80.0]),
        ([0.5, 3.0, 6.0], [0.1, 0.2, 5.0]),
    ],
)
def test_metres_of_a_city_or_of_a_small_frame_are_taken(x, y):
    assert coordinates(x, y)[0].tolist() == x


@pytest.mark.parametrize(
    ("x", "y", "message"),
    [
        ([], [], "There are no events."),
        ([1, 2], [1], "There are 2 x and 1 y."),
        ([1, float("nan"), 3], [1, 2, 3], "Row 2 has no usable x"),
        ([1, float("inf"), float("nan")], [1, 2, 3], "2 rows have (first: 2, 3) no usable x"),
        (["a"], [1], "The column x holds something that is not a number."),
    ],
)
def test_unusable_coordinates_name_the_row(x, y, message):
    with pytest.raises(Unfit) as told:
        coordinates(x, y)
    assert str(told.value).startswith(message)
    assert told.value.what_to_do


@pytest.mark.parametrize(
    "crs", ["EPSG:4326", 4326, "wgs84", "urn:ogc:def:crs:OGC:CRS84".replace("urn:ogc:def:crs:", "")]
)
def test_coordinate_systems_in_degrees_are_refused(crs):
    with pytest.raises(Unfit, match="is in degrees"):
        refuse_geographic(crs)


def test_a_coordinate_system_in_feet_is_refused():
    class Axis:
        unit_name = "US survey foot"

    class Feet:
        is_geographic = False
        axis_info = (Axis(),)

    with pytest.raises(Unfit, match="in US survey foot"):
        refuse_geographic(Feet())
    refuse_geographic("EPSG:27700")


def test_events_come_from_columns_a_table_or_a_tuple():
    table = pd.DataFrame({"x": [1.0, 200.0], "y": [3.0, 400.0], "t": ["2026-01-01", "2026-01-02"], "weight": [1, 2]})
    for events in (as_events(table), Events.of(table.x, table.y, table.t, weight=table.weight)):
        assert events.weight.tolist() == [1, 2]
        assert np.diff(events.dated()).tolist() == [1.0]
    assert as_events((table.x, table.y)).t is None


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: as_events([1, 2]), "in no form known"),
        (lambda: as_events(pd.DataFrame({"x": [1.0]})), "no column y"),
        (lambda: Events.of([1, 2], [3, 4], weight=[1, -1]), "below zero"),
        (lambda: Events.of([1, 2], [3, 4], [1]), "2 places and 1 t"),
        (lambda: Events.of([1, 2], [3, 4]).dated(), "carry no dates"),
    ],
)
def test_events_that_are_none_are_refused(make, message):
    with pytest.raises(Unfit, match=message):
        make()
