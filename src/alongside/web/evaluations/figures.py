"""The drawings of an evaluation: the placebo picture, months inside their limits, the map, what was to be expected."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from alongside.common.periods import parse_month
from alongside.web.design.chart_frames import Size, drawn_twice, number
from alongside.web.design.charts import Bar, bar_chart
from alongside.web.design.place_map import Layer, MetreFrame, PlaceMap, place_map, shape
from alongside.web.design.ranges import Ranged, range_chart

Told = Mapping[str, Any]
# More areas than this are drawn as columns of dots that touch.
RADIUS, BINS, TALLEST, FOOT = 6.0, 40, 230.0, 44.0


@dataclass(frozen=True, slots=True)
class Figures:
    """Each is None where its section has nothing to draw."""

    placebo: SafeString | None
    series: SafeString | None
    regression: SafeString | None
    map: PlaceMap | None


def figures(result: Told) -> Figures:
    compared = result["found"].get("compare")
    is_answered = compared is not None and not compared.get("refused")
    return Figures(
        placebo=_placebo(result, compared) if is_answered and compared else None,
        series=_series(result),
        regression=_regression(compared["regression"]) if is_answered and compared else None,
        map=_map(result),
    )


def _placebo(result: Told, told: Told) -> SafeString:
    """Every area a dot by how far it moved against the others; the place is the filled diamond."""
    words = (
        f"{len(told['placebos'])} dots, one for each area where nothing was done, and a diamond for {result['name']}, "
        f"which stands {told['placebo_rank']} of {told['placebo_areas']}. Further left is a larger fall."
    )
    return drawn_twice("placebo", "How far each area moved against the others", words, lambda size: _dots(told, size))


def _dots(told: Told, size: Size) -> tuple[SafeString, int]:
    own, values = told["standardised"], sorted(told["placebos"])
    reach = max(abs(one) for one in (own, *values, 2.0)) * 1.08
    half = size.width / 2
    columns: dict[int, int] = {}
    spots = []
    for value in values:
        place = round((value / reach) * BINS / 2)
        columns[place] = columns.get(place, 0) + 1
        spots.append((place, columns[place]))
    step = min(2 * RADIUS + 1, TALLEST / max(columns.values(), default=1))
    across = (half - RADIUS) / (BINS / 2)
    radius = max(1.5, min(RADIUS, step / 2, across))
    tall = FOOT + step * max(columns.values(), default=1) + 40
    foot = tall - FOOT
    dots = format_html_join(
        "", '<circle class="al-chart__dot--comparison" cx="{0}" cy="{1}" r="{2}"/>',
        ((number(half + place * across), number(foot - step * (height - 0.5)), number(radius)) for place, height in spots),
    )  # fmt: skip
    x = half + own / reach * (half - RADIUS)
    mark = format_html(
        '<path class="al-chart__dot--main" d="M{0},{1}l9,12l-9,12l-9,-12z"/><line class="al-chart__interval" x1="{0}" y1="{2}" '
        'x2="{0}" y2="{3}"/>', number(x), 2, 26, number(foot),
    )  # fmt: skip
    axis = format_html(
        '<line class="al-chart__grid" x1="0" y1="{0}" x2="{1}" y2="{0}"/><line class="al-chart__grid" x1="{2}" y1="26" '
        'x2="{2}" y2="{0}"/><text class="al-chart__tick" x="0" y="{3}">fell more</text><text class="al-chart__tick" x="{2}" '
        'y="{3}" text-anchor="middle">as elsewhere</text><text class="al-chart__tick" x="{1}" y="{3}" text-anchor="end">'
        "rose more</text>", number(foot), size.width, number(half), number(foot + 24),
    )  # fmt: skip
    return mark_safe(f"{axis}{dots}{mark}"), round(tall)


def _series(result: Told) -> SafeString | None:
    chart = result["found"].get("chart")
    if chart is None or chart.get("refused") or not result["inputs"]:
        return None
    out = {point for signal in chart["signals"] for point in signal["points"]}
    months = [
        Ranged(
            f"{parse_month(label):%B %Y}", f"{parse_month(label):%b %y}", float(count), max(0.0, low), high, chart["centre"],
            place in out, place >= result["start"],
        )
        for place, (label, count, low, high) in enumerate(
            zip(result["months"], result["inputs"]["target"], chart["lower"], chart["upper"], strict=True)
        )
    ]  # fmt: skip
    began = f"{parse_month(result['months'][result['start']]):%B %Y}"
    words = f"It began in {began}: from there the limits are drawn hollow. Every count is in the table."
    return range_chart("months", f"{result['outcome']}, month by month", words, months)


def _regression(line: Told) -> SafeString:
    named = (
        ("Last months (naive)", "naive"), ("Whole baseline", "long_baseline"),
        ("Without the last months", "without_recent"), ("Drawn towards the others", "empirical_bayes"),
        ("Counted", "after"),
    )  # fmt: skip
    bars = [Bar(label, line[key], f"{line[key]:,.0f}") for label, key in named]
    return bar_chart("by-itself", "Expected with nothing done, and counted", "Every number is in the table.", bars)


def _map(result: Told) -> PlaceMap | None:
    shapes = result["shapes"]
    if not shapes or not shapes["target"]:
        return None
    rings = [ring for area in shapes["areas"] for ring in area["rings"]]
    frame = MetreFrame.around([*rings, *shapes["target"], *shapes["beside"]])
    areas = mark_safe(
        "".join(shape("al-place__ward", frame.path(one["rings"]), one["name"]) for one in shapes["areas"])
    )
    beside = shape("al-place__area al-place__area--emerging", frame.path(shapes["beside"]), "Beside the place")
    target = shape("al-place__drawn", frame.path(shapes["target"]), result["name"])
    layers = [
        Layer("wards", "Comparison areas", areas),
        *([Layer("next", "Beside it", beside)] if shapes["beside"] else []),
        Layer("areas", "The place", target),
    ]
    words = f"{result['name']}, what lies beside it, and {len(shapes['areas'])} comparison areas. North is up."
    return place_map("evaluation-map", "Where was looked", words, frame, layers)
