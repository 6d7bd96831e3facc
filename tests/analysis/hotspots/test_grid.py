"""Cells over a place: holes, parts, odd outlines, a caller's own cells and areas."""

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.analysis.events import Unfit
from alongside.analysis.hotspots import Grid

SQUARE = shapely.box(535_000, 185_000, 536_000, 186_000)
HOLE = shapely.box(535_400, 185_400, 535_800, 185_800)


def test_a_square_kilometre_has_sixteen_cells_of_250_metres():
    grid = Grid.over(SQUARE, 250, "EPSG:27700")
    assert (len(grid), grid.nx, grid.ny) == (16, 4, 4)
    assert (grid.x0, grid.y0) == (535_000, 185_000)
    assert grid.area.tolist() == [62_500] * 16


def test_a_hole_is_left_out_and_said():
    grid = Grid.over(SQUARE - HOLE, 200)
    assert len(grid) == 21
    assert grid.notes == ("1 hole (16.0 hectares) left out.",)
    middle = grid.locate(np.array([535_500.0, 535_100.0]), np.array([535_500.0 - 350_000, 185_100.0]))
    assert middle.tolist() == [-1, 0]


def test_clipped_cells_add_up_to_the_area():
    odd = shapely.Point(535_000, 185_000).buffer(700) - HOLE
    grid = Grid.over(odd, 150, clip=True)
    assert grid.area.sum() == pytest.approx(odd.area)
    assert sum(shape.area for shape in grid.polygons()) == pytest.approx(odd.area)
    x, y = np.random.default_rng(0).uniform(-800, 800, (2, 500)) + np.array([[535_000], [185_000]])
    assert ((grid.locate(x, y) >= 0) == shapely.intersects_xy(odd, x, y)).all()


@pytest.mark.parametrize(
    "boundary",
    [
        SQUARE,
        shapely.geometry.mapping(SQUARE),
        {"type": "Feature", "geometry": shapely.geometry.mapping(SQUARE), "properties": {}},
        {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": shapely.geometry.mapping(SQUARE)}]},
        [shapely.box(535_000, 185_000, 535_500, 186_000), shapely.box(535_500, 185_000, 536_000, 186_000)],
        pd.DataFrame({"geometry": [SQUARE]}),
    ],
)
def test_a_boundary_may_come_in_any_usual_form(boundary):
    assert len(Grid.over(boundary, 250)) == 16


def test_an_outline_that_crosses_itself_is_mended_and_said():
    bow = shapely.Polygon([(535_010, 185_000), (536_010, 186_030), (536_010, 185_000), (535_010, 186_030)])
    grid = Grid.over(bow, 100)
    assert "crossed itself" in grid.notes[0]
    assert len(grid) == pytest.approx(50, abs=8)


@settings(max_examples=50, deadline=None)
@given(
    x=st.floats(534_000, 537_000), y=st.floats(184_000, 187_000), cell=st.sampled_from([50.0, 130.0, 250.0]),
)  # fmt: skip
def test_a_point_is_in_the_one_cell_whose_half_open_sides_hold_it(x, y, cell):
    grid = Grid.over(SQUARE - HOLE, cell)
    found = int(grid.locate(np.array([x]), np.array([y]))[0])
    left, low = grid.x0 + grid.cols * cell, grid.y0 + grid.rows * cell
    holds = (left <= x) & (x < left + cell) & (low <= y) & (y < low + cell)
    assert np.flatnonzero(holds).tolist() == ([found] if found >= 0 else [])


def test_cells_do_not_move_when_the_boundary_grows():
    small, large = Grid.over(SQUARE, 130), Grid.over(SQUARE.buffer(1000), 130)
    assert (large.x0 - small.x0) % 130 == 0
    assert (large.y0 - small.y0) % 130 == 0


def test_a_callers_own_cells_are_put_in_order():
    grid = Grid.of_cells([2, 0, 1], [0, 3, 1], x0=0, y0=0, cell=10)
    assert grid.rows.tolist() == [0, 1, 2]
    assert grid.locate(np.array([35.0]), np.array([5.0])).tolist() == [0]
    with pytest.raises(Unfit, match="given twice"):
        Grid.of_cells([1, 1], [2, 2], x0=0, y0=0, cell=10)


def test_a_callers_own_areas_take_each_point_once():
    areas = Grid.of_areas([shapely.box(0, 0, 500, 900), shapely.box(500, 0, 900, 900)], ["West", "East"])
    assert areas.locate(np.array([100.0, 500.0, 700.0, 2000.0]), np.array([1.0, 5.0, 5.0, 5.0])).tolist() == [
        0,
        0,
        1,
        -1,
    ]
    assert areas.names == ("West", "East")
    assert areas.area.tolist() == [450_000, 360_000]
    assert [pair.tolist() for pair in areas.touching()] == [[0, 1], [1, 0]]


BAD = [
    (lambda: Grid.over(shapely.box(-0.1, 51.5, 0.1, 51.6), 250), "The coordinates look like degrees"),
    (lambda: Grid.over(SQUARE, 250, "EPSG:4326"), "The coordinate system EPSG:4326 is in degrees."),
    (
        lambda: Grid.over(SQUARE, 0),
        "A cell of 0 metres cannot be drawn. Give the side of a cell in metres, such as 250.",
    ),
    (lambda: Grid.over(SQUARE, float("nan")), "A cell of nan metres cannot be drawn."),
    (
        lambda: Grid.over(shapely.box(0, 0, 3000, 3333.4), 1),
        "Cells of 1 m over 3.0 x 3.3 km make 10,002,000 cells; 2,000,000 is the most. Use a cell of 3 m or more",
    ),
    (
        lambda: Grid.over(shapely.box(0, 0, 500_000, 500_000), 2),
        "Cells of 2 m over 500.0 x 500.0 km make 62,500,000,000 cells",
    ),
    (lambda: Grid.over(shapely.Polygon(), 250), "The boundary encloses no area."),
    (lambda: Grid.over([], 250), "The boundary encloses no area."),
    (lambda: Grid.over(42, 250), "The boundary is in no form known here."),
    (lambda: Grid.over(shapely.box(10, 10, 20, 900), 250), "No cell of 250 m has its centre in the boundary."),
    (lambda: Grid.of_areas([]), "There are no areas."),
    (lambda: Grid.of_areas([shapely.Polygon()]), "Area 1 encloses nothing."),
    (lambda: Grid.of_areas([SQUARE], ["a", "b"]), "There are 1 areas and 2 names."),
    (lambda: Grid.of_cells([-1], [0], x0=0, y0=0, cell=1), "A row or column is below zero."),
    (lambda: Grid.of_cells([], [], x0=0, y0=0, cell=1), "Rows and columns are of different length, or empty."),
]


@pytest.mark.parametrize(("make", "message"), BAD)
def test_a_grid_that_cannot_be_is_refused_in_words(make, message):
    with pytest.raises(Unfit) as told:
        make()
    assert str(told.value).startswith(message)
    assert told.value.what_to_do
