"""The outlines of an operation, for a map: its place, the belt around it, and the areas that it is compared with."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import shapely

from alongside.areas.queries import outlines_of
from alongside.places.analyses.hot_areas import rings
from alongside.places.boundaries import names_held
from alongside.places.operating.protocols import ProtocolTold

Rings = list[list[list[int]]]
# A metre or two more or less is not seen on a map of a borough.
_TOLERANCE = 3.0


@dataclass(frozen=True, slots=True)
class Outlines:
    """Rings in metres of the National Grid. `comparison`: name and rings of each area."""

    target: Rings
    belt: Rings
    comparison: tuple[tuple[str, Rings], ...]


def outlines(
    *, outline: Sequence[Any], areas: Sequence[str], protocol: ProtocolTold | None
) -> Outlines:  # fmt: skip
    """Of an operation's own place, or of its protocol once there is one."""
    if protocol is not None:
        outline, areas = protocol.target_outline, protocol.target_areas
    around = protocol.buffer_areas if protocol else ()
    compared = protocol.comparison_areas if protocol else ()
    shapes = _shapes((*areas, *around, *compared))
    target = [shapes[key] for key in areas if key in shapes]
    target += [shapely.Polygon(ring) for ring in outline]
    whole = shapely.union_all(target)
    belt = shapely.union_all([shapes[key] for key in around if key in shapes])
    if protocol is not None and protocol.buffer_metres:
        belt = whole.buffer(protocol.buffer_metres).difference(whole)
    names = names_held(compared)
    return Outlines(
        target=_rings(whole),
        belt=_rings(belt),
        comparison=tuple((names[key], _rings(shapes[key])) for key in compared if key in shapes and key in names),
    )


def _shapes(keys: Sequence[str]) -> dict[str, Any]:
    """By key of a boundary."""
    sets: dict[tuple[str, int], list[str]] = defaultdict(list)
    for key in keys:
        kind, vintage, code = key.split(":")
        sets[kind, int(vintage)].append(code)
    return {
        f"{kind}:{vintage}:{code}": shape
        for (kind, vintage), codes in sets.items()
        for code, shape in outlines_of(kind, vintage, codes).items()
    }


def _rings(shape: Any) -> Rings:
    return [] if shape.is_empty else rings(shape, _TOLERANCE)
