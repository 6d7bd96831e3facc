"""Maps drawn on the server as plain SVG: areas shaded by class, colours from figures.css, a legend in words.

A map never stands alone: the page gives its table beside it. North is up; the shape is true enough for a borough
(longitudes are narrowed by the cosine of the latitude).
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, TALLEST, EDGE = 600.0, 760.0, 4.0
CLASSES = 5
Ring = Sequence[Sequence[float]]


@dataclass(frozen=True, slots=True)
class MapArea:
    """An area with its GeoJSON geometry in longitude and latitude. `label` is read out and shown on pointing."""

    geometry: Mapping[str, Any]
    value: float | None
    label: str


@dataclass(frozen=True, slots=True)
class MapClass:
    """A class with fixed bounds, both in it, and its words in the legend."""

    low: float
    high: float
    words: str


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """`shade` is the number in the class name; None is for areas without a value."""

    shade: int | None
    words: str


@dataclass(frozen=True, slots=True)
class ShadedMap:
    svg: SafeString
    legend: tuple[LegendEntry, ...]


def shaded_map(
    identifier: str, title: str, description: str, areas: Sequence[MapArea], *, classes: Sequence[MapClass] = ()
) -> ShadedMap:
    """Areas in up to five shades with about as many areas in each, or in `classes`, the last the darkest. `identifier`
    must be unique on its page."""
    bounds = [(one.low, one.high) for one in classes] or class_bounds(
        [area.value for area in areas if area.value is not None]
    )
    outlines = [list(_rings(area.geometry)) for area in areas]
    frame = _Frame.around([ring for rings in outlines for ring in rings])
    shapes = format_html_join(
        "",
        '<path class="al-map__area al-map__area--{0}" d="{1}"><title>{2}</title></path>',
        (
            (_shade_name(_shade(area.value, bounds)), frame.path(rings), area.label)
            for area, rings in zip(areas, outlines, strict=True)
        ),
    )
    svg = format_html(
        '<svg class="al-map" viewBox="0 0 {width} {height}" role="img" aria-labelledby="{id}-title {id}-desc">'
        '<title id="{id}-title">{title}</title><desc id="{id}-desc">{desc}</desc>{shapes}</svg>',
        width=f"{frame.width:.0f}",
        height=f"{frame.height:.0f}",
        id=identifier,
        title=title,
        desc=description,
        shapes=shapes,
    )
    return ShadedMap(
        svg, tuple(_legend(bounds, any(area.value is None for area in areas), [one.words for one in classes]))
    )


def class_bounds(values: Sequence[float]) -> list[tuple[float, float]]:
    """Lowest and highest value of each class, cut so that the classes hold about as many; equal values stay together."""
    ordered = sorted(values)
    if not ordered:
        return []
    classes: list[tuple[float, float]] = []
    start = 0
    for number in range(CLASSES):
        end = max(start, math.ceil(len(ordered) * (number + 1) / CLASSES))
        while 0 < end < len(ordered) and ordered[end] == ordered[end - 1]:
            end += 1
        if end > start:
            classes.append((ordered[start], ordered[end - 1]))
            start = end
    return classes


def _shade(value: float | None, bounds: Sequence[tuple[float, float]]) -> int | None:
    if value is None:
        return None
    place = next(number for number, (_, high) in enumerate(bounds) if value <= high)
    # Few classes are spread over the whole scale, so that the darkest is always the most.
    return round(place * (CLASSES - 1) / max(1, len(bounds) - 1))


def _shade_name(shade: int | None) -> str:
    return "none" if shade is None else str(shade)


def _legend(bounds: Sequence[tuple[float, float]], has_unknown: bool, named: Sequence[str]) -> Iterator[LegendEntry]:
    for number, (low, high) in enumerate(bounds):
        counted = f"{low:,.0f}" if low == high else f"{low:,.0f} to {high:,.0f}"
        yield LegendEntry(_shade(high, bounds), named[number] if named else counted)
    if has_unknown:
        yield LegendEntry(None, "Not known")


@dataclass(frozen=True, slots=True)
class _Frame:
    west: float
    north: float
    across: float
    scale: float
    width: float
    height: float

    @classmethod
    def around(cls, rings: Sequence[Ring]) -> "_Frame":
        xs = [corner[0] for ring in rings for corner in ring] or [0.0, 1.0]
        ys = [corner[1] for ring in rings for corner in ring] or [0.0, 1.0]
        across = math.cos(math.radians((min(ys) + max(ys)) / 2))
        wide, tall = (max(xs) - min(xs)) * across or 1e-9, (max(ys) - min(ys)) or 1e-9
        scale = min((WIDTH - 2 * EDGE) / wide, (TALLEST - 2 * EDGE) / tall)
        return cls(min(xs), max(ys), across, scale, wide * scale + 2 * EDGE, tall * scale + 2 * EDGE)

    def path(self, rings: Sequence[Ring]) -> str:
        return "".join(self._ring(ring) for ring in rings)

    def _ring(self, ring: Ring) -> str:
        """Corners to a tenth of a unit; those that fall on the one before are left out."""
        corners: list[str] = []
        for longitude, latitude, *_ in ring:
            x = EDGE + (longitude - self.west) * self.across * self.scale
            y = EDGE + (self.north - latitude) * self.scale
            corner = f"{x:.1f},{y:.1f}"
            if not corners or corner != corners[-1]:
                corners.append(corner)
        return f"M{'L'.join(corners)}Z"


def _rings(geometry: Mapping[str, Any]) -> Iterator[Ring]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in polygons:
        yield from polygon
