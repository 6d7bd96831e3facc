"""Boundaries of an analysis by a short key: `ward:2022:E05000001`, or `whole` for all that a source covers."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from alongside.areas.outlines import Outline
from alongside.areas.queries import area, areas_of, outline_of, vintages_of
from alongside.areas.states import AreaKind
from alongside.places.errors import PlacesRefused

WHOLE = "whole"
LOCAL_AUTHORITIES = (AreaKind.BOROUGH, AreaKind.METROPOLITAN, AreaKind.UNITARY, AreaKind.DISTRICT)
_KEY = re.compile(r"([a-z]+):(\d{4}):([A-Z]\d{8})")


@dataclass(frozen=True, slots=True)
class Boundary:
    """A boundary that can be chosen. `parent_code` is the local authority of a ward."""

    key: str
    name: str
    kind: AreaKind
    vintage: int
    code: str
    parent_code: str


def boundaries_held(kinds: tuple[AreaKind, ...] = (*LOCAL_AUTHORITIES, AreaKind.WARD)) -> list[Boundary]:
    """Areas of these kinds, of each kind the newest vintage."""
    return [boundary for kind in kinds for boundary in _newest(kind)]


def boundary(key: str) -> Boundary:
    """Raises `PlacesRefused` for a key that names no area held."""
    found = _KEY.fullmatch(key)
    held = area(found[3], int(found[2])) if found else None
    if found is None or held is None:
        raise PlacesRefused("That boundary is not held here.", "Choose an area from the list, or load its boundaries.")
    return Boundary(key, held.name, held.kind, held.vintage, held.code, held.parent_code)


def names_held(keys: Iterable[str]) -> dict[str, str]:
    """The names of these boundaries; those that are not held are left out."""
    return {one.key: one.name for one in those_held(keys)}


def those_held(keys: Iterable[str]) -> list[Boundary]:
    """Those of these boundaries that are held, each once, however many, in a question of the database for each kind and
    vintage."""
    asked = {key: found for key in keys if (found := _KEY.fullmatch(key))}
    sets = {(found[1], int(found[2])) for found in asked.values() if found[1] in AreaKind.values}
    held = {one.key: one for kind, vintage in sets for one in _areas_in(AreaKind(kind), vintage)}
    return [held[key] for key in asked if key in held]


def outline(key: str) -> Outline:
    """The outline in metres of the British National Grid; raises `PlacesRefused` where it is not held."""
    one = boundary(key)
    found = outline_of(one.code, one.vintage)
    if found is None:
        raise PlacesRefused(f"No outline of {one.name} is held.", "Load its boundaries, or choose another area.")
    return found


def _newest(kind: AreaKind) -> Iterator[Boundary]:
    for vintage in vintages_of(kind)[:1]:
        yield from _areas_in(kind, vintage)


def _areas_in(kind: AreaKind, vintage: int) -> Iterator[Boundary]:
    for one in areas_of(kind, vintage):
        yield Boundary(f"{kind}:{vintage}:{one.code}", one.name, kind, vintage, one.code, one.parent_code)
