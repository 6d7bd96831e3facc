"""Charts and maps drawn on the server."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.web.design.charts import Bar, Mark, Series, bar_chart, line_chart, nice_steps
from alongside.web.design.maps import CLASSES, MapArea, class_bounds, shaded_map

SQUARE = {"type": "Polygon", "coordinates": [[[0, 51], [0.1, 51], [0.1, 51.1], [0, 51.1], [0, 51]]]}


def parsed(svg):
    return ElementTree.fromstring(f"<div>{svg}</div>")


def marks(*values):
    return [Mark(f"Month {number}", f"M{number}", value) for number, value in enumerate(values)]


def test_a_chart_is_well_formed_and_named_for_those_who_cannot_see_it():
    root = parsed(line_chart("c", "Crime & disorder", "Most in <May>", [Series("Now", marks(1, 2, 3))]))
    for svg in root:
        first, second = svg.attrib["aria-labelledby"].split()
        assert svg.find(f"*[@id='{first}']").text == "Crime & disorder"
        assert svg.find(f"*[@id='{second}']").text == "Most in <May>"


def test_a_gap_leaves_the_line_open():
    root = parsed(line_chart("c", "t", "d", [Series("Now", marks(1, 2, None, 4))]))
    lines = [line.attrib["points"].split() for line in root[0].findall("polyline")]
    assert [len(points) for points in lines] == [2, 1]
    assert len(root[0].findall("circle")) == 3


def test_the_comparison_lies_below_and_says_which_it_is():
    chart = line_chart("c", "t", "d", [Series("Now", marks(1, 2)), Series("Then", marks(2, 1), is_comparison=True)])
    kinds = re.findall(r"al-chart__line--(\w+)", chart)
    assert kinds[:2] == ["comparison", "main"]
    assert "Then, Month 0: 2" in chart


@given(st.lists(st.one_of(st.none(), st.integers(0, 10**6)), max_size=80))
def test_every_mark_lies_inside_the_chart(values):
    root = parsed(line_chart("c", "t", "d", [Series("Now", marks(*values))]))
    for svg in root:
        _, _, width, height = (float(number) for number in svg.attrib["viewBox"].split())
        for dot in svg.findall("circle"):
            assert 0 < float(dot.attrib["cx"]) < width and 0 < float(dot.attrib["cy"]) < height


@given(st.floats(0, 1e7))
def test_steps_are_round_few_and_reach_the_highest(highest):
    steps = nice_steps(highest)
    assert steps[0] == 0 and steps[-1] >= highest and 2 <= len(steps) <= 7
    assert all(step == round(step, 1) for step in steps)


@given(st.lists(st.tuples(st.integers(0, 10**5), st.integers(0, 300)), min_size=1, max_size=20))
def test_bars_and_their_numbers_fit(bars):
    drawn = parsed(
        bar_chart(
            "b", "t", "d", [Bar("x", value, f"{value:,}", max(0, value - more), value + more) for value, more in bars]
        )
    )
    for svg in drawn:
        width = float(svg.attrib["viewBox"].split()[2])
        assert all(float(bar.attrib["width"]) <= width for bar in svg.findall("rect"))
        assert all(float(text.attrib["x"]) < width for text in svg.findall("text"))


@given(st.lists(st.integers(0, 50), max_size=60))
def test_classes_cover_every_value_once(values):
    bounds = class_bounds(values)
    assert len(bounds) <= CLASSES
    for value in values:
        assert sum(low <= value <= high for low, high in bounds) == 1


def test_a_map_shades_by_class_and_says_it_in_words():
    areas = [MapArea(SQUARE, value, f"Ward {value}") for value in (1, 5, 9)] + [MapArea(SQUARE, None, "Unknown")]
    made = shaded_map("m", "Map", "Words", areas)
    (svg,) = parsed(made.svg)
    shades = [path.attrib["class"].split("--")[1] for path in svg.findall("path")]
    assert shades == ["0", "2", "4", "none"]
    assert [entry.words for entry in made.legend] == ["1", "5", "9", "Not known"]
    assert svg.find("path").find("title").text == "Ward 1"


def test_a_map_keeps_shape_and_points_north():
    made = shaded_map("m", "Map", "Words", [MapArea(SQUARE, 1, "One")])
    _, _, width, height = (float(number) for number in re.search(r'viewBox="([^"]+)"', made.svg)[1].split())
    assert (height - 8) / (width - 8) == pytest.approx(1 / 0.628, rel=0.01)
    path = re.search(r' d="M([^"]+)Z"', made.svg)[1]
    first, _, north = (tuple(map(float, corner.split(","))) for corner in path.split("L")[:3])
    assert north[1] < first[1]
