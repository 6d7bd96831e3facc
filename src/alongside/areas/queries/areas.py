import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from alongside.areas.locating import locator
from alongside.areas.models import Area
from alongside.areas.outlines import Outline, from_geojson
from alongside.areas.states import AreaKind


@dataclass(frozen=True)
class AreaSummary:
    """An area without its outline. Positions and bounds are in metres of the British National Grid."""

    code: str
    vintage: int
    kind: AreaKind
    name: str
    parent_code: str
    easting: float
    northing: float
    bounds: tuple[float, float, float, float]
    hectares: float


def areas_of(kind: str, vintage: int, *, parent_code: str = "") -> list[AreaSummary]:
    """The areas of one kind and vintage in order of code, of one local authority district if it is given."""
    return [_summary(area) for area in _of(kind, vintage, parent_code).defer("boundary")]


def area(code: str, vintage: int) -> AreaSummary | None:
    found = Area.objects.filter(code=code, vintage=vintage).defer("boundary").first()
    return _summary(found) if found else None


def vintages_of(kind: str) -> list[int]:
    """The vintages held of that kind, the newest first."""
    vintages = Area.objects.filter(kind=kind).order_by("-vintage").values_list("vintage", flat=True)
    return list(vintages.distinct())


def latest_vintage(kind: str) -> int | None:
    return next(iter(vintages_of(kind)), None)


def boundaries_of(kind: str, vintage: int, *, parent_code: str = "") -> dict[str, Any]:
    """A GeoJSON feature collection in longitude and latitude, with code and name as properties."""
    rows = _of(kind, vintage, parent_code).values_list("code", "name", "boundary")
    return {"type": "FeatureCollection", "features": [_feature(*row) for row in rows]}


def outline_of(code: str, vintage: int) -> Outline | None:
    """The outline of an area in metres of the British National Grid; None for an area that is not held."""
    text = Area.objects.filter(code=code, vintage=vintage).values_list("boundary", flat=True).first()
    return from_geojson([text])[0] if text else None


def outlines_of(kind: str, vintage: int, codes: Collection[str]) -> dict[str, Outline]:
    """The outlines of several areas, by code, in one question; those that are not held are left out."""
    rows = list(_of(kind, vintage, "").filter(code__in=codes).values_list("code", "boundary"))
    outlines = from_geojson([boundary for _, boundary in rows])
    return {code: outline for (code, _), outline in zip(rows, outlines, strict=True)}


def locate(*, eastings: Sequence[float], northings: Sequence[float], kind: str, vintage: int) -> list[str | None]:
    """The code of the area that each point lies in, None where it lies in none.

    Positions are in metres of the British National Grid. A point on a shared edge belongs to the area whose
    code comes first, so that every point counts once. A million points take seconds.
    """
    return locator(kind, vintage).codes_at(eastings, northings)


def locate_one(easting: float, northing: float, kind: str, vintage: int) -> str | None:
    """The code of the area that a point lies in; None outside all of them."""
    return locate(eastings=[easting], northings=[northing], kind=kind, vintage=vintage)[0]


def _of(kind: str, vintage: int, parent_code: str) -> QuerySet[Area]:
    rows = Area.objects.filter(kind=kind, vintage=vintage).order_by("code")
    return rows.filter(parent_code=parent_code) if parent_code else rows


def _feature(code: str, name: str, boundary: str) -> dict[str, Any]:
    properties = {"code": code, "name": name}
    return {"type": "Feature", "id": code, "properties": properties, "geometry": json.loads(boundary)}


def _summary(area: Area) -> AreaSummary:
    return AreaSummary(
        code=area.code,
        vintage=area.vintage,
        kind=AreaKind(area.kind),
        name=area.name,
        parent_code=area.parent_code,
        easting=area.easting,
        northing=area.northing,
        bounds=(area.west, area.south, area.east, area.north),
        hectares=area.hectares,
    )
