"""The areas into which a place can be divided for a comparison: wards, or the small areas of the census."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import shapely

from alongside.areas.outlines import from_geojson
from alongside.areas.queries import areas_of, boundaries_of, vintages_of
from alongside.areas.states import AreaKind
from alongside.places.boundaries import LOCAL_AUTHORITIES, WHOLE, Boundary, boundary, outline
from alongside.places.errors import PlacesRefused

# In the order in which they are offered; the first that is held is usual.
KINDS = {
    AreaKind.WARD: "Wards",
    AreaKind.MSOA: "MSOAs (areas of about 8,000 residents)",
    AreaKind.LSOA: "LSOAs (small areas of about 1,700 residents)",
}


@dataclass(frozen=True, slots=True)
class Division:
    """Areas of one kind and vintage that make up a place: codes, names and outlines in metres, in one order."""

    kind: AreaKind
    vintage: int
    codes: tuple[str, ...]
    names: tuple[str, ...]
    outlines: tuple[Any, ...]


def kinds_held() -> list[AreaKind]:
    return [kind for kind in KINDS if vintages_of(kind)]


def usual_kind(key: str) -> str:
    """The first kind by which this boundary can be divided; empty where it cannot."""
    return next((str(kind) for kind in KINDS if _found(key, kind) is not None), "")


def division(key: str, kind: str) -> Division | None:
    """The areas of that kind within a boundary; None where no kind was asked for. Raises `PlacesRefused` where none of
    that kind is held."""
    if not kind:
        return None
    if kind not in KINDS:
        named = ", ".join(KINDS)
        raise PlacesRefused(f"A place cannot be divided by “{kind}”.", f"Choose one of {named}, or nothing.")
    found = _found(key, AreaKind(kind))
    if found is None:
        raise PlacesRefused(
            f"No boundaries of {KINDS[AreaKind(kind)].partition(' (')[0]} are held for that place.",
            "Choose other areas, or load them: alongside load boundaries PATH.",
        )
    return found


def _found(key: str, kind: AreaKind) -> Division | None:
    if key == WHOLE:
        return None
    place = boundary(key)
    for vintage in vintages_of(kind):
        held = list(_within(place, kind, vintage))
        if held:
            codes, names, shapes = zip(*held, strict=True)
            return Division(kind, vintage, codes, names, tuple(from_geojson(list(shapes))))
    return None


def _within(place: Boundary, kind: AreaKind, vintage: int) -> Iterator[tuple[str, str, str]]:
    """Of a local authority all; of a ward the small areas whose middle lies in it."""
    is_ward = place.kind not in LOCAL_AUTHORITIES
    if is_ward and (kind is AreaKind.WARD or not place.parent_code):
        return
    authority = place.parent_code if is_ward else place.code
    inside = None
    if is_ward:
        whole = outline(place.key)
        summaries = areas_of(kind, vintage, parent_code=authority)
        inside = {one.code for one in summaries if shapely.contains_xy(whole, one.easting, one.northing)}
    for feature in boundaries_of(kind, vintage, parent_code=authority)["features"]:
        if inside is None or feature["id"] in inside:
            yield feature["id"], feature["properties"]["name"], json.dumps(feature["geometry"])
