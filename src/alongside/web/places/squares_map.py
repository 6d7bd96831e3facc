"""A map in metres drawn on the server: a boundary, squares over it, and a number at each place. The page has its table.

For planes that need not be the British National Grid, and for squares instead of areas (see `web.design.maps`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, TALLEST, EDGE = 600.0, 700.0, 14.0
SMALLEST = 3.0
"""Pixels of a square's side: a city's squares would not be seen otherwise."""
MOST_LABELS = 12
"""More would lie on one another. The places that stand first have theirs."""


@dataclass(frozen=True, slots=True)
class MapPlace:
    """South-west corners of squares in metres; `label` stands over `middle`, `words` are read out. Shades are 0 to 4."""

    squares: Sequence[Sequence[int]]
    side: float
    middle: tuple[float, float]
    shade: int
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class _Frame:
    west: float
    north: float
    scale: float
    width: float
    height: float

    @classmethod
    def around(cls, corners: Iterable[Sequence[float]]) -> "_Frame":
        xs, ys = zip(*((corner[0], corner[1]) for corner in corners), strict=True)
        wide, tall = max(xs) - min(xs) or 1.0, max(ys) - min(ys) or 1.0
        scale = min((WIDTH - 2 * EDGE) / wide, (TALLEST - 2 * EDGE) / tall)
        return cls(min(xs), max(ys), scale, wide * scale + 2 * EDGE, tall * scale + 2 * EDGE)

    def at(self, x: float, y: float) -> tuple[str, str]:
        return f"{EDGE + (x - self.west) * self.scale:.1f}", f"{EDGE + (self.north - y) * self.scale:.1f}"

    def above(self, place: MapPlace) -> tuple[str, str]:
        """Where its label stands: over its highest square, within the map."""
        x, y = self.at(place.middle[0], max(y for _, y in place.squares) + place.side)
        return x, f"{max(float(y) - 6, 22):.1f}"

    def ring(self, ring: Sequence[Sequence[float]]) -> str:
        return "M" + "L".join(",".join(self.at(x, y)) for x, y in ring) + "Z"

    def squares(self, place: MapPlace) -> str:
        side = max(place.side * self.scale, SMALLEST)
        corners = (self.at(x, y + place.side) for x, y in place.squares)
        return "".join(f"M{x},{y}h{side:.1f}v{side:.1f}h-{side:.1f}Z" for x, y in corners)


def squares_map(
    identifier: str, title: str, description: str, outline: Sequence[Sequence[Sequence[float]]],
    places: Sequence[MapPlace],
) -> SafeString:  # fmt: skip
    """`outline`: rings in metres. `identifier` must be unique on its page."""
    corners = [corner for ring in outline for corner in ring]
    for place in places:
        corners += [[x + across, y + across] for x, y in place.squares for across in (0.0, place.side)]
    if not corners:
        return SafeString("")
    frame = _Frame.around(corners)
    return format_html(
        '<svg class="al-map" viewBox="0 0 {width} {height}" role="img" aria-labelledby="{id}-title {id}-desc">'
        '<title id="{id}-title">{title}</title><desc id="{id}-desc">{desc}</desc>'
        '<path class="al-map__area al-map__area--none" d="{outline}"/>{shapes}{labels}</svg>',
        width=f"{frame.width:.0f}",
        height=f"{frame.height:.0f}",
        id=identifier,
        title=title,
        desc=description,
        outline="".join(frame.ring(ring) for ring in outline),
        shapes=format_html_join(
            "",
            '<path class="al-map__area al-map__square al-map__area--{}" d="{}"><title>{}</title></path>',
            ((place.shade, frame.squares(place), place.words) for place in places),
        ),
        labels=format_html_join(
            "",
            '<text class="al-map__label" x="{}" y="{}" text-anchor="middle">{}</text>',
            ((*frame.above(place), place.label) for place in places[:MOST_LABELS]),
        ),
    )
