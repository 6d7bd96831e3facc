"""Squares over a boundary, as near repeats and patrol plans keep their places, on the map of places. The page has its table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from alongside.web.design.place_map import Layer, MetreFrame, PlaceMap, place_map, scale_bar, shape, words_at

SMALLEST = 5.0
"""Units of a square's side: a city's squares would not be seen otherwise."""
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
class Group:
    """Places that are switched on and off together; `key` is a layer that place-map.css knows."""

    key: str
    label: str
    places: Sequence[MapPlace]


def squares_map(
    identifier: str, title: str, description: str, outline: Sequence[Sequence[Sequence[float]]], groups: Sequence[Group]
) -> PlaceMap | None:
    """`outline`: rings in metres. `identifier` must be unique on its page. None where there is nothing to draw."""
    places = [place for group in groups for place in group.places]
    corners = [[corner for ring in outline for corner in ring]]
    corners += [
        [[x + across, y + across] for x, y in place.squares for across in (0.0, place.side)] for place in places
    ]
    if not any(corners):
        return None
    frame = MetreFrame.around(corners)
    layers = [
        Layer("base", "", shape("al-place__boundary", frame.path(outline))),
        *(Layer(group.key, group.label, _squares(group.places, frame)) for group in groups if group.places),
        Layer("names", "Numbers", _labels(places[:MOST_LABELS], frame)),
        Layer("scale", "", scale_bar(frame)),
    ]
    return place_map(identifier, title, description, frame, layers)


def _squares(places: Iterable[MapPlace], frame: MetreFrame) -> SafeString:
    return format_html_join(
        "",
        '<path class="al-map__area al-map__square al-map__area--{}" d="{}"><title>{}</title></path>',
        ((place.shade, mark_safe(_path(place, frame)), place.words) for place in places),
    )


def _path(place: MapPlace, frame: MetreFrame) -> str:
    side = max(place.side * frame.scale, SMALLEST)
    corners = (frame.point(x, y + place.side) for x, y in place.squares)
    return "".join(f"M{x:.1f},{y:.1f}h{side:.1f}v{side:.1f}h-{side:.1f}Z" for x, y in corners)


def _labels(places: Iterable[MapPlace], frame: MetreFrame) -> SafeString:
    """Over the highest square of each."""
    return mark_safe("".join(
        words_at("al-place__tag", frame, (place.middle[0], max(y for _, y in place.squares) + place.side), place.label)
        for place in places
    ))  # fmt: skip
