"""An answer about hot spots as a file: GeoJSON, CSV or GeoPackage, each with its settings, licences and data hash inside."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
import shapely

from alongside.areas.grid import to_lonlat_all
from alongside.exchange.geopackage import Column, Table, geopackage
from alongside.places.queries import RunDetail
from alongside.places.source_forms import NATIONAL_GRID

DECIMALS = 6
FEW = "1 to 4"
AREA_COLUMNS = (
    Column("number", int), Column("class", str), Column("events", int), Column("events_low", float),
    Column("events_high", float), Column("share", float), Column("share_low", float), Column("share_high", float),
    Column("hectares", float), Column("times_even", float), Column("ward", str), Column("near", str),
    Column("expected_next", float), Column("next_low", int), Column("next_high", int),
)  # fmt: skip
CELL_COLUMNS = (
    Column("cell", int), Column("row", int), Column("col", int), Column("west", float), Column("south", float),
    Column("events", int), Column("with_neighbours", int), Column("z", float), Column("p", float),
    Column("p_corrected", float), Column("hot", int), Column("class", str), Column("area", int),
    Column("expected_next", float),
)  # fmt: skip
CLASSES = {"n": "new", "p": "persistent", "e": "emerging", "f": "fading", "s": "now and then", ".": ""}


def provenance(run: RunDetail) -> dict[str, Any]:
    """All that is needed to repeat the answer and to use it lawfully."""
    result = run.result or {}
    return {
        "question": run.summary.title,
        "settings": dict(run.settings),
        "licences": list(run.licences),
        "sources": result["data"]["sources"],
        "data_hash": run.data_hash,
        "seed": run.seed,
        "library_version": run.library_version,
        "test": result["legend"],
        "answered": run.summary.ended_at.isoformat() if run.summary.ended_at else "",
        "months_not_held": [gap[:7] for gap in result["data"]["gaps"]],
        "notes": [
            *result["notes"],
            "Counts of 1 to 4 are withheld."
            if not result["is_open"]
            else "Published points are moved by the publisher.",
        ],
    }


def hot_areas_geojson(run: RunDetail, *, with_cells: bool = False) -> dict[str, Any]:
    """Longitude and latitude for the National Grid; any other plane in its own metres, named by `crs`.

    `provenance` stands beside the features, as the standard allows.
    """
    result = run.result or {}
    plane = result["plane"]
    rows = [(_area_shape(row), dict(zip(_names(AREA_COLUMNS), _area(row), strict=True))) for row in result["areas"]]
    if with_cells:
        rows += [
            (shape, dict(zip(_names(CELL_COLUMNS), row, strict=True)))
            for shape, row in zip(_cell_shapes(result), _cell_rows(result), strict=True)
        ]
    shapes = [shape for shape, _ in rows]
    moved = _in_degrees(shapes) if plane == NATIONAL_GRID else shapes
    features = [
        {"type": "Feature", "geometry": _geometry(shape, plane), "properties": properties}
        for shape, (_, properties) in zip(moved, rows, strict=True)
    ]
    told: dict[str, Any] = {"type": "FeatureCollection", "features": features, "provenance": provenance(run)}
    if plane != NATIONAL_GRID:
        number = plane.rpartition(":")[2]
        told["crs"] = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{number}"}}
    return told


def hot_spots_geojson(run: RunDetail) -> bytes:
    return json.dumps(hot_areas_geojson(run, with_cells=True), separators=(",", ":")).encode()


def hot_spots_csv(run: RunDetail) -> bytes:
    """One line a cell. The settings stand above the table, each in a line that begins with a hash."""
    lines = io.StringIO()
    for key, value in provenance(run).items():
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        lines.write(f"# {key}: {' '.join(str(text).split())}\n")
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(_names(CELL_COLUMNS))
    result = run.result or {}
    for row in _cell_rows(result):
        writer.writerow([FEW if name in ("events", "with_neighbours") and value is None else value
                         for name, value in zip(_names(CELL_COLUMNS), row, strict=True)])  # fmt: skip
    return ("\ufeff" + lines.getvalue()).encode()


def hot_spots_geopackage(run: RunDetail, *, at: datetime) -> bytes:
    """Layers `hot_areas` and `cells`, and the table `provenance`."""
    result = run.result or {}
    told = [
        (key, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
        for key, value in provenance(run).items()
    ]
    tables = [
        Table(
            "hot_areas", "Hot spots as areas", AREA_COLUMNS, [_area(row) for row in result["areas"]],
            [_area_shape(row) for row in result["areas"]],
        ),
        Table("cells", "Every cell that was tested", CELL_COLUMNS, _cell_rows(result), _cell_shapes(result)),
        Table("provenance", "How this was made", (Column("name", str), Column("value", str)), told),
    ]  # fmt: skip
    return geopackage(tables, plane=result["plane"], at=at)


def _names(columns: Sequence[Column]) -> list[str]:
    return [column.name for column in columns]


def _area(row: Mapping[str, Any]) -> list[Any]:
    share = row["share"] or [None] * 3
    following = row["forecast"]
    return [
        row["number"], row["class"], row["events"], row["low"], row["high"], *share, row["hectares"], row["times_even"],
        row["ward"], ", ".join(row["streets"]), following["expected"], following["low"], following["high"],
    ]  # fmt: skip


def _cell_rows(result: Mapping[str, Any]) -> list[list[Any]]:
    grid, cells = result["grid"], result["cells"]
    hot, area = set(cells["hot"]), {cell: row["number"] for row in result["areas"] for cell in row["cells"]}
    return [
        [
            k, row, col, grid["x0"] + col * grid["cell"], grid["y0"] + row * grid["cell"], cells["counts"][k],
            cells["around"][k], cells["z"][k], cells["p"][k], cells["p_adjusted"][k], int(k in hot),
            CLASSES[cells["classes"][k]], area.get(k), result["forecast"]["values"][k],
        ]
        for k, (row, col) in enumerate(zip(grid["rows"], grid["cols"], strict=True))
    ]  # fmt: skip


def _cell_shapes(result: Mapping[str, Any]) -> list[Any]:
    grid = result["grid"]
    west = grid["x0"] + np.array(grid["cols"]) * grid["cell"]
    south = grid["y0"] + np.array(grid["rows"]) * grid["cell"]
    return list(shapely.box(west, south, west + grid["cell"], south + grid["cell"]))


def _area_shape(row: Mapping[str, Any]) -> Any:
    """Rings as stored, together again: whatever lies inside another ring is a hole."""
    return shapely.make_valid(shapely.build_area(shapely.MultiLineString(row["outline"])))


def _in_degrees(shapes: Sequence[Any]) -> list[Any]:
    array = np.array(shapes, dtype=object)
    if not len(array):
        return []
    corners = shapely.get_coordinates(array)
    longitude, latitude = to_lonlat_all(corners[:, 0], corners[:, 1])
    moved = np.column_stack([np.round(longitude, DECIMALS), np.round(latitude, DECIMALS)])
    return list(shapely.set_coordinates(array.copy(), moved))


def _geometry(shape: Any, plane: str) -> dict[str, Any]:
    # The standard wants outer rings to run against the clock.
    told: dict[str, Any] = json.loads(shapely.to_geojson(shapely.orient_polygons(shape)))
    return told
