"""Maps of one place in metres: cells, areas, outlines, marks, each a layer that can be switched on and off.

The drawing is plain SVG made on the server and says all it has to say without a script: the layers are switched by
boxes and the stylesheet. `place-map.js` adds moving, zooming, pointing and drawing to the same drawing; no tiles and no
other site are asked for anything. A map never stands alone: the page gives its table beside it. North is up.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

WIDTH, TALLEST, EDGE = 1000.0, 1100.0, 12.0
Ring = Sequence[Sequence[float]]


@dataclass(frozen=True, slots=True)
class MetreFrame:
    """From metres to units of the drawing."""

    west: float
    north: float
    scale: float
    width: float
    height: float

    @classmethod
    def around(cls, rings: Iterable[Ring]) -> "MetreFrame":
        corners = [corner for ring in rings for corner in ring] or [(0.0, 0.0), (1.0, 1.0)]
        xs, ys = [corner[0] for corner in corners], [corner[1] for corner in corners]
        wide, tall = max(1.0, max(xs) - min(xs)), max(1.0, max(ys) - min(ys))
        scale = min((WIDTH - 2 * EDGE) / wide, (TALLEST - 2 * EDGE) / tall)
        return cls(min(xs), max(ys), scale, wide * scale + 2 * EDGE, tall * scale + 2 * EDGE)

    def point(self, x: float, y: float) -> tuple[float, float]:
        return EDGE + (x - self.west) * self.scale, EDGE + (self.north - y) * self.scale

    def path(self, rings: Iterable[Ring]) -> str:
        """Closed rings, to a tenth of a unit; corners that fall on the one before are left out."""
        return "".join(self._ring(ring) for ring in rings)

    def _ring(self, ring: Ring) -> str:
        corners: list[str] = []
        for x, y in ring:
            across, down = self.point(x, y)
            corner = f"{across:.1f},{down:.1f}"
            if not corners or corner != corners[-1]:
                corners.append(corner)
        return f"M{'L'.join(corners)}Z"


@dataclass(frozen=True, slots=True)
class SquareCells:
    """Squares in rows and columns from a south-west corner, as a stored analysis keeps them."""

    x0: float
    y0: float
    side: float
    rows: Sequence[int]
    cols: Sequence[int]

    @classmethod
    def of(cls, grid: Mapping[str, Any]) -> "SquareCells":
        return cls(grid["x0"], grid["y0"], grid["cell"], grid["rows"], grid["cols"])

    def path(self, frame: MetreFrame, cells: Iterable[int]) -> str:
        """All these squares as one path; those beside each other in a row are drawn as one."""
        side = self.side * frame.scale
        parts: list[str] = []
        run: tuple[int, int, int] | None = None
        for row, col in sorted((self.rows[cell], self.cols[cell]) for cell in cells):
            if run is not None and run[0] == row and run[2] + 1 == col:
                run = (row, run[1], col)
                continue
            if run is not None:
                parts.append(self._box(frame, run, side))
            run = (row, col, col)
        if run is not None:
            parts.append(self._box(frame, run, side))
        return "".join(parts)

    def centre(self, cell: int) -> tuple[float, float]:
        return self.x0 + (self.cols[cell] + 0.5) * self.side, self.y0 + (self.rows[cell] + 0.5) * self.side

    def _box(self, frame: MetreFrame, run: tuple[int, int, int], side: float) -> str:
        row, first, last = run
        x, y = frame.point(self.x0 + first * self.side, self.y0 + (row + 1) * self.side)
        return f"M{x:.1f},{y:.1f}h{(last - first + 1) * side:.1f}v{side:.1f}h-{(last - first + 1) * side:.1f}z"


@dataclass(frozen=True, slots=True)
class Layer:
    """`key` is part of class names in place-map.css, which knows each. `label` stands beside the box that switches it."""

    key: str
    label: str
    svg: SafeString
    is_on: bool = True


@dataclass(frozen=True, slots=True)
class PlaceMap:
    """What the template draws: see `place_map.html`."""

    svg: SafeString
    layers: tuple[Layer, ...]
    frame: MetreFrame


def place_map(
    identifier: str, title: str, description: str, frame: MetreFrame, layers: Sequence[Layer]
) -> PlaceMap:  # fmt: skip
    """Layers from the lowest to the highest. `identifier` must be unique on its page."""
    drawn = format_html_join(
        "", '<g class="al-place__layer al-place__layer--{0}">{1}</g>', ((one.key, one.svg) for one in layers)
    )
    svg = format_html(
        '<svg class="al-place__svg" viewBox="0 0 {width} {height}" role="img" aria-labelledby="{id}-title {id}-desc">'
        '<title id="{id}-title">{title}</title><desc id="{id}-desc">{desc}</desc>{drawn}</svg>',
        width=f"{frame.width:.0f}",
        height=f"{frame.height:.0f}",
        id=identifier,
        title=title,
        desc=description,
        drawn=drawn,
    )
    return PlaceMap(svg, tuple(layers), frame)


def shape(css: str, path: str, title: str = "") -> SafeString:
    """One path; `title` is shown on pointing."""
    if not title:
        return format_html('<path class="{}" d="{}"/>', css, mark_safe(path))
    return format_html('<path class="{}" d="{}"><title>{}</title></path>', css, mark_safe(path), title)


def words_at(css: str, frame: MetreFrame, at: tuple[float, float], words: str) -> SafeString:
    x, y = frame.point(*at)
    return format_html('<text class="{}" x="{}" y="{}">{}</text>', css, f"{x:.1f}", f"{y:.1f}", words)


def marks(css: str, frame: MetreFrame, points: Iterable[tuple[float, float, str]], size: float = 7.0) -> SafeString:
    """Diamonds, each with the words that are shown on pointing."""
    drawn = []
    for x, y, words in points:
        across, down = frame.point(x, y)
        path = f"M{across:.1f},{down - size:.1f}l{size:g},{size:g}l-{size:g},{size:g}l-{size:g},-{size:g}z"
        drawn.append(shape(css, path, words))
    return mark_safe("".join(drawn))


def scale_bar(frame: MetreFrame) -> SafeString:
    """A line of a round length, about a fifth of the map, with its words."""
    words, length = _round_length(frame)
    x, y = 20.0, frame.height - 20.0
    return format_html(
        '<line class="al-place__rule" x1="{0}" y1="{1}" x2="{2}" y2="{1}"/>'
        '<text class="al-place__length" x="{0}" y="{3}">{4}</text>',
        f"{x:.0f}", f"{y:.0f}", f"{x + length:.1f}", f"{y - 10:.0f}", words,
    )  # fmt: skip


def _round_length(frame: MetreFrame) -> tuple[str, float]:
    """The words, and how many units long it is."""
    metres = next(
        (m for m in (100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000) if m * frame.scale > WIDTH / 8), 50_000
    )
    words = f"{metres:,} m" if metres < 1_000 else f"{metres // 1_000:,} km"
    return words, metres * frame.scale
