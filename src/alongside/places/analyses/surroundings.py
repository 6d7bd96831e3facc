"""What a map shows beside the answer, and what places are called: the boundary, its wards, its people, how deprived they
are, its streets."""

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from alongside.analysis.events.results import Ints
from alongside.analysis.hotspots import Grid
from alongside.areas.outlines import from_geojson
from alongside.areas.queries import boundaries_of, deprivation_of, population_years, populations_of, vintages_of
from alongside.areas.states import AreaKind
from alongside.places.analyses.gathering import Gathered
from alongside.places.analyses.hot_areas import rings
from alongside.places.boundaries import LOCAL_AUTHORITIES, WHOLE, boundary
from alongside.places.queries import streets_at
from alongside.places.source_forms import NATIONAL_GRID

# Metres by which an outline may be off on a map of a borough: half the width of a drawn line.
TOLERANCE = 20.0
# More small areas than this make a map that nobody can read, and an answer that is slow to show.
MOST_SMALL_AREAS = 400


def surroundings(gathered: Gathered, key: str, grid: Grid) -> dict[str, Any]:
    """Outlines in whole metres. Wards and people only on the National Grid, where they are held."""
    found: dict[str, Any] = {
        "boundary": rings(gathered.outline, TOLERANCE),
        "wards": [],
        "people": None,
        "deprivation": None,
    }
    if gathered.plane == NATIONAL_GRID and key != WHOLE:
        found["wards"] = _wards(key, grid)
        found["people"] = _people(key)
        found["deprivation"] = _deprivation(key, grid)
    return found


def ward_of(wards: Sequence[dict[str, Any]], cell: int) -> str:
    return next((ward["name"] for ward in wards if cell in ward["cells"]), "")


def deciles_in(held: dict[str, Any] | None, cells: Sequence[int]) -> list[int]:
    """The deciles of deprivation of the small areas that have a cell among these, the most deprived first."""
    wanted = set(cells)
    return sorted(area["decile"] for area in held["areas"] if not wanted.isdisjoint(area["cells"])) if held else []


def streets_of(gathered: Gathered, cell: Ints, cells: Sequence[int], most: int = 3) -> list[str]:
    """The streets whose map points hold the most events in these cells, the fullest first; none for other sources."""
    if not gathered.summary.is_snapped:
        return []
    inside = np.flatnonzero(np.isin(cell, cells) & gathered.in_period)
    sums: dict[tuple[int, int], float] = {}
    for row in inside.tolist():
        spot = (round(gathered.x[row]), round(gathered.y[row]))
        sums[spot] = sums.get(spot, 0.0) + float(gathered.count[row])
    fullest = sorted(sums, key=lambda spot: (-sums[spot], spot))[: 3 * most]
    names = streets_at(fullest)
    return list(dict.fromkeys(names[spot] for spot in fullest if spot in names))[:most]


def _wards(key: str, grid: Grid) -> list[dict[str, Any]]:
    vintage = next(iter(vintages_of(AreaKind.WARD)), None)
    if vintage is None:
        return []
    features = boundaries_of(AreaKind.WARD, vintage, parent_code=_authority(key))["features"]
    return [
        {
            "code": feature["id"],
            "name": feature["properties"]["name"],
            "rings": rings(shape, TOLERANCE),
            "cells": np.flatnonzero(_holds(shape, grid)).tolist(),
        }
        for feature, shape in _drawn(features)
    ]


def _people(key: str) -> dict[str, Any] | None:
    """People by small area; None where no population is held, or there are too many small areas to draw."""
    authority, vintage = _authority(key), next(iter(vintages_of(AreaKind.LSOA)), None)
    years = population_years(AreaKind.LSOA, vintage=vintage, parent_code=authority) if vintage else []
    if vintage is None or not years:
        return None
    people = populations_of(AreaKind.LSOA, vintage=vintage, year=years[0], parent_code=authority)
    features = boundaries_of(AreaKind.LSOA, vintage, parent_code=authority)["features"]
    if not people or len(features) > MOST_SMALL_AREAS:
        return None
    areas = [
        {
            "name": feature["properties"]["name"],
            "rings": rings(shape, TOLERANCE),
            "people": people[feature["id"]],
            "hectares": round(shape.area / 10_000, 1),
        }
        for feature, shape in _drawn(features)
        if feature["id"] in people
    ]
    return {"year": years[0], "areas": areas}


def _deprivation(key: str, grid: Grid) -> dict[str, Any] | None:
    """Small areas by decile of deprivation; None where no index is held for boundaries that are, or they are too many."""
    authority = _authority(key)
    held = (deprivation_of(AreaKind.LSOA, vintage=one, parent_code=authority) for one in vintages_of(AreaKind.LSOA))
    index = next((one for one in held if one is not None), None)
    if index is None:
        return None
    features = boundaries_of(AreaKind.LSOA, index.vintage, parent_code=authority)["features"]
    if len(features) > MOST_SMALL_AREAS:
        return None
    areas = [
        {
            "name": feature["properties"]["name"], "rings": rings(shape, TOLERANCE),
            "decile": index.deciles[feature["id"]], "cells": np.flatnonzero(_holds(shape, grid)).tolist(),
        }
        for feature, shape in _drawn(features)
        if feature["id"] in index.deciles
    ]  # fmt: skip
    return {"year": index.year, "licence": index.licence, "areas": areas}


def _authority(key: str) -> str:
    """The local authority of a ward, or the area itself."""
    one = boundary(key)
    return one.code if one.kind in LOCAL_AUTHORITIES else one.parent_code


def _holds(shape: Any, grid: Grid) -> Any:
    """Which cells have their centre in a shape."""
    x, y = grid.centres()
    return shapely.contains_xy(shape, x, y)


def _drawn(features: Sequence[dict[str, Any]]) -> list[tuple[dict[str, Any], Any]]:
    shapes = from_geojson([json.dumps(feature["geometry"]) for feature in features]) if features else []
    return list(zip(features, shapes, strict=True))
