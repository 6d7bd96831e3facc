"""Names on a map, moved so that they do not cover one another; on a phone, where letters are larger, fewer of them."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from alongside.web.design.place_map import MetreFrame

# Sizes in units of the drawing, as place-map.css sets them on a desk and on a phone.
DESK, PHONE = 19.0, 30.0
TAG_DESK, TAG_PHONE = 26.0, 44.0
# The mean width of a letter, of its height.
_LETTER = 0.52
_STEPS = (0.0, -1.1, 1.1, -2.2, 2.2, -3.3, 3.3)
Spot = tuple[tuple[float, float], str]
Box = tuple[float, float, float, float]


def names_on(frame: MetreFrame, names: Sequence[Spot], tags: Sequence[Spot]) -> SafeString:
    """Each name near its place; `tags` stand where they are and are not covered."""
    placed = list(_placed(frame, names, [_tag(frame, one, TAG_DESK) for one in tags]))
    full = [_tag(frame, one, TAG_PHONE) for one in tags]
    rows = []
    for x, y, words in placed:
        box = _around(x, y, words, PHONE)
        is_free = box[0] >= 0 and box[2] <= frame.width and not _covers(box, full)
        full += [box] if is_free else []
        rows.append(("" if is_free else " al-place__name--desk", f"{x:.1f}", f"{y:.1f}", words))
    return format_html_join("", '<text class="al-place__name{}" x="{}" y="{}">{}</text>', rows) or mark_safe("")


def _placed(frame: MetreFrame, names: Iterable[Spot], taken: list[Box]) -> Iterator[tuple[float, float, str]]:
    """Up or down by a line or a few until nothing is covered; in its own place where nothing is free."""
    for at, words in names:
        x, y = frame.point(*at)
        free = (y + step * DESK for step in _STEPS if not _covers(_around(x, y + step * DESK, words, DESK), taken))
        y = next(free, y)
        taken.append(_around(x, y, words, DESK))
        yield x, y, words


def _around(x: float, y: float, words: str, size: float) -> Box:
    half = 0.5 * _LETTER * size * len(words)
    return x - half, y - 0.8 * size, x + half, y + 0.25 * size


def _tag(frame: MetreFrame, tag: Spot, size: float) -> Box:
    """A tag begins at its point, in bold letters."""
    (x, y), words = frame.point(*tag[0]), tag[1]
    return x, y - 0.8 * size, x + 0.62 * size * len(words), y + 0.2 * size


def _covers(box: Box, others: Iterable[Box]) -> bool:
    return any(_meet(box, other) for other in others)


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
