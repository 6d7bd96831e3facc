"""The drawing of a place in metres: where things stand, how few strokes they take, and that text stays text."""

import re
from html import escape

from hypothesis import given
from hypothesis import strategies as st

from alongside.web.design.place_map import EDGE, Layer, MetreFrame, SquareCells, marks, place_map, scale_bar, shape

RING = [(530_000, 180_000), (534_000, 180_000), (534_000, 182_000), (530_000, 182_000)]
FRAME = MetreFrame.around([RING])


def test_north_is_up_and_west_is_left():
    left, top = FRAME.point(530_000, 182_000)
    right, bottom = FRAME.point(534_000, 180_000)
    assert (left, top) == (EDGE, EDGE) and right > left and bottom > top


@given(st.floats(530_000, 534_000), st.floats(180_000, 182_000))
def test_the_script_can_turn_a_spot_of_the_drawing_back_into_metres(x, y):
    across, down = FRAME.point(x, y)
    assert abs(FRAME.west + (across - EDGE) / FRAME.scale - x) < 1e-6
    assert abs(FRAME.north - (down - EDGE) / FRAME.scale - y) < 1e-6


def test_cells_beside_each_other_are_one_stroke_and_all_of_them_are_drawn():
    cells = SquareCells(530_000, 180_000, 250, rows=[0, 0, 0, 1, 1], cols=[0, 1, 3, 0, 1])
    assert cells.path(FRAME, range(5)).count("M") == 3
    assert cells.centre(2) == (530_875, 180_125)


def test_a_map_without_anything_is_still_a_map():
    frame = MetreFrame.around([])
    assert "<svg" in place_map("empty", "Nothing", "There is nothing.", frame, []).svg


def test_names_that_look_like_markup_stay_names():
    name = '<script>alert("x")</script>'
    drawn = place_map(
        "a", name, name, FRAME, [Layer("schools", "Schools", marks("m", FRAME, [(531_000, 181_000, name)]))]
    )
    assert "<script>" not in drawn.svg and drawn.svg.count(escape(name).replace("&#x27;", "&#39;")) == 3
    assert "onload" in shape("m", "M0,0z", "onload=") and "<title>" in shape("m", "M0,0z", "x")


@given(st.floats(0.001, 10))
def test_the_scale_bar_is_round_and_fits(scale):
    drawn = scale_bar(MetreFrame(0, 0, scale, 1_000, 1_000))
    first, last = (float(re.search(rf'{end}="([\d.]+)"', drawn)[1]) for end in ("x1", "x2"))
    words = re.search(r">([\d,]+ k?m)</text>", drawn)[1]
    assert words[0] in "125" and last > first
