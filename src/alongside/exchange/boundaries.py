"""Boundaries as the Office for National Statistics and the London Datastore publish them: GeoJSON, to drafts.

The code stands under a name that tells kind and year ("WD22CD", "LSOA21CD", "lad23cd") or under a plain one
("gss_code", "GSS_CODE", "code"); so do the name and the code of the local authority district. Positions are
longitude and latitude unless the file, or the caller, states EPSG:27700.
"""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import shapely
from shapely.geometry import shape

from alongside.areas.drafts import AreaDraft, Batch, Reject
from alongside.areas.errors import AreaFileRefused, OutsideGrid
from alongside.areas.outlines import Outline, mended, on_grid
from alongside.areas.rules import is_district, kind_of
from alongside.common.identifiers import gss_code
from alongside.common.text import TextError, clean_line
from alongside.exchange.official_files import (
    OPEN_GOVERNMENT_LICENCE,
    OfficialFile,
    read_official,
    refuse_if_nothing_is_good,
    stated_year,
)

LONGITUDE_LATITUDE, NATIONAL_GRID = "EPSG:4326", "EPSG:27700"
_PREFIXES = ("lsoa", "msoa", "wd", "lad", "ctyua", "cty", "rgn", "ctry")
_PLAIN_CODES = ("gss_code", "gsscode", "gss_cd", "area_code", "code")
_PLAIN_NAMES = ("name", "area_name", "gss_name", "nm")
_PLAIN_PARENTS = ("lb_gss_cd", "lb_gss_code", "lad_code", "lad_cd", "borough_code", "parent_code")
_GRID_BOUNDS = (0.0, 0.0, 700_000.0, 1_250_000.0)


class Layout(NamedTuple):
    """Under which attributes a file keeps code, name and district, and the year in the code's name."""

    code: str
    name: str
    parent: str
    year: int | None


def read_boundaries(
    path: Path, *, vintage: int | None = None, licence: str = OPEN_GOVERNMENT_LICENCE, crs: str = ""
) -> Batch[AreaDraft]:
    """Read a file of boundaries (.geojson or .json, also gzipped).

    `vintage` may be left out where the name of the code tells the year. Raises `AreaFileRefused` where the file
    as a whole cannot be used; features that fail by themselves are rejects.
    """
    file = read_official(path)
    collection = _collection(file)
    features = collection["features"]
    layout = _layout(file, features)
    year = stated_year(vintage or layout.year, file, "its codes are", "--vintage 2022")
    rejects: list[Reject] = []
    found = _drafts(features, layout, rejects)
    drafts = _placed(found, crs or _stated_crs(file, collection), file, rejects)
    refuse_if_nothing_is_good(file, drafts, rejects)
    return Batch(file.name, file.sha256, licence, year, drafts, sorted(rejects))


def _collection(file: OfficialFile) -> dict[str, Any]:
    try:
        collection = json.loads(file.content)
    except (ValueError, RecursionError):
        raise AreaFileRefused(f"{file.name} is not JSON. Download the boundaries as GeoJSON.") from None
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list) or not features or not all(isinstance(one, dict) for one in features):
        raise AreaFileRefused(f"{file.name} is not a GeoJSON feature collection. Download the boundaries as GeoJSON.")
    return collection


def _layout(file: OfficialFile, features: Sequence[dict[str, Any]]) -> Layout:
    attributes = {str(name).casefold(): str(name) for name in features[0].get("properties") or {}}
    by_prefix = {prefix: found for prefix in _PREFIXES if (found := _coded(prefix, attributes))}
    code = next(iter(by_prefix.values()), "") or _first(_PLAIN_CODES, attributes)
    if not code:
        names = ", ".join(attributes.values()) or "none at all"
        raise AreaFileRefused(
            f"{file.name} has no attribute with GSS codes, such as WD22CD, LSOA21CD or gss_code. It has: {names}."
        )
    parent = by_prefix.get("lad", "") or _first(_PLAIN_PARENTS, attributes)
    coded = re.fullmatch(r"([a-z]+)(\d\d)cd", code.casefold())
    name = attributes.get(f"{coded[1]}{coded[2]}nm", "") if coded else ""
    return Layout(
        code=code,
        name=name or _first(_PLAIN_NAMES, attributes),
        parent="" if parent == code else parent,
        year=2000 + int(coded[2]) if coded else None,
    )


def _coded(prefix: str, attributes: dict[str, str]) -> str:
    return next((given for plain, given in attributes.items() if re.fullmatch(prefix + r"\d\dcd", plain)), "")


def _first(names: Sequence[str], attributes: dict[str, str]) -> str:
    return next((attributes[name] for name in names if name in attributes), "")


def _stated_crs(file: OfficialFile, collection: dict[str, Any]) -> str:
    stated = collection.get("crs")
    if stated is None:
        return LONGITUDE_LATITUDE
    words = str((stated.get("properties") or {}).get("name", "") if isinstance(stated, dict) else stated).upper()
    if words.endswith("27700"):
        return NATIONAL_GRID
    if words.endswith(("4326", "CRS84", "4258")):
        return LONGITUDE_LATITUDE
    raise AreaFileRefused(
        f"{file.name} states positions in “{words}”. Download it in longitude and latitude (EPSG:4326) "
        "or in the British National Grid (EPSG:27700)."
    )


class _Found(NamedTuple):
    row: int
    code: str
    name: str
    parent_code: str
    outline: Outline


def _drafts(features: Sequence[dict[str, Any]], layout: Layout, rejects: list[Reject]) -> list[_Found]:
    found: dict[str, _Found] = {}
    for row, feature in enumerate(features, start=1):
        properties = feature.get("properties") or {}
        code = gss_code(str(properties.get(layout.code) or ""))
        parent = gss_code(str(properties.get(layout.parent) or "")).value or "" if layout.parent else ""
        problems = []
        if code.value is None:
            problems.append(Reject(row, layout.code, code.problem or ""))
        elif kind_of(code.value) is None:
            problems.append(Reject(row, layout.code, f"{code.value[:3]} is no kind of area that is used here."))
        elif code.value in found:
            problems.append(Reject(row, layout.code, f"{code.value} occurs already in row {found[code.value].row}."))
        name = _name(properties.get(layout.name), row, layout.name or "name", problems)
        outline = _outline(feature.get("geometry"), row, problems)
        rejects.extend(problems)
        if not problems and code.value and outline is not None:
            found[code.value] = _Found(row, code.value, name, parent if is_district(parent) else "", outline)
    return list(found.values())


def _name(given: object, row: int, field: str, problems: list[Reject]) -> str:
    try:
        name = clean_line(str(given or ""), 200, "The name")
    except TextError as error:
        problems.append(Reject(row, field, str(error)))
        return ""
    if not name:
        problems.append(Reject(row, field, "The area has no name."))
    return name


def _outline(geometry: object, row: int, problems: list[Reject]) -> Outline | None:
    try:
        outline = mended(shapely.force_2d(shape(geometry)))
    except (shapely.errors.GEOSException, AttributeError, KeyError, TypeError, ValueError, IndexError):
        problems.append(Reject(row, "geometry", "The outline is missing or damaged."))
        return None
    if outline is None:
        problems.append(Reject(row, "geometry", "The outline must be a Polygon or a MultiPolygon with some extent."))
    return outline


def _placed(found: Sequence[_Found], crs: str, file: OfficialFile, rejects: list[Reject]) -> list[AreaDraft]:
    """The drafts with their outlines on the National Grid; those that do not fit on it are rejects."""
    if crs not in (LONGITUDE_LATITUDE, NATIONAL_GRID):
        raise AreaFileRefused(f"“{crs}” is not supported. State {LONGITUDE_LATITUDE} or {NATIONAL_GRID}.")
    outlines = [one.outline for one in found]
    if crs == LONGITUDE_LATITUDE:
        if outlines and max(abs(edge) for edge in shapely.total_bounds(outlines)) > 360:
            raise AreaFileRefused(
                f"The positions in {file.name} are not longitudes and latitudes. "
                f"If they are metres of the British National Grid, state it: --crs {NATIONAL_GRID}."
            )
        outlines = _on_grid_each(outlines)
    drafts = []
    for one, outline in zip(found, outlines, strict=True):
        kind = kind_of(one.code)
        if kind is None or outline is None or not _is_on_grid(outline):
            rejects.append(Reject(one.row, "geometry", "The outline lies outside Great Britain."))
        else:
            drafts.append(AreaDraft(one.code, kind, one.name, one.parent_code, outline))
    return drafts


def _on_grid_each(outlines: Sequence[Outline]) -> list[Outline | None]:
    try:
        return [*on_grid(outlines)]
    except OutsideGrid:
        pass
    placed: list[Outline | None] = []
    for outline in outlines:
        try:
            placed.extend(on_grid([outline]))
        except OutsideGrid:
            placed.append(None)
    return placed


def _is_on_grid(outline: Outline) -> bool:
    west, south, east, north = outline.bounds
    return west >= _GRID_BOUNDS[0] and south >= _GRID_BOUNDS[1] and east <= _GRID_BOUNDS[2] and north <= _GRID_BOUNDS[3]
