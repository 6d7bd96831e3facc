"""The map of an operation: its place, the belt around it, the areas that it is compared with."""

from collections.abc import Sequence

from django.utils.safestring import SafeString, mark_safe

from alongside.places.operating import OperationTold
from alongside.places.operation_outlines import outlines
from alongside.web.design.place_map import Layer, MetreFrame, PlaceMap, place_map, scale_bar, shape, words_at

# Names of more areas than this cover each other.
MOST_NAMES = 40


def operation_map(told: OperationTold) -> PlaceMap | None:
    """None where no outline is held."""
    drawn = outlines(outline=told.outline, areas=told.areas, protocol=told.in_force or told.newest)
    if not drawn.target:
        return None
    frame = MetreFrame.around([*drawn.target, *drawn.belt, *(ring for _, rings in drawn.comparison for ring in rings)])
    compared = [shape("al-place__ward", frame.path(rings), name) for name, rings in drawn.comparison]
    if len(drawn.comparison) <= MOST_NAMES:
        compared += [words_at("al-place__name", frame, _middle(rings), name) for name, rings in drawn.comparison]
    belt = shape("al-place__next", frame.path(drawn.belt)) if drawn.belt else SafeString("")
    layers = [
        Layer("wards", "Areas to compare with", mark_safe("".join(compared))),
        Layer("next", "The belt around it", belt),
        Layer("areas", "The place", shape("al-place__area al-place__area--persistent", frame.path(drawn.target))),
        Layer("scale", "", scale_bar(frame)),
    ]
    words = (
        f"The place of the operation, with {len(drawn.comparison)} areas to compare with. Their names are in the list."
    )
    return place_map("operation-map", told.name, words, frame, [one for one in layers if one.svg])


def _middle(rings: Sequence[Sequence[Sequence[float]]]) -> tuple[float, float]:
    xs, ys = zip(*((x, y) for x, y in rings[0]), strict=True)
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
