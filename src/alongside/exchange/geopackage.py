"""GeoPackage (OGC 12-128r18, version 1.3.1): one SQLite file with layers and tables that any map program opens.

Written with the standard library alone. Each layer is a table with a `geom` column of the standard's binary (a header,
then well-known binary); coordinates stay as given, and the coordinate system is named. Tables without geometry are
registered as attributes.
"""

import sqlite3
import struct
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import shapely

APPLICATION_ID = 0x47504B47  # "GPKG"
USER_VERSION = 10301
_LITTLE_ENDIAN_WITH_ENVELOPE = 0b0000_0011
_TYPES = {int: "INTEGER", float: "REAL", str: "TEXT"}
NATIONAL_GRID_WKT = (
    'PROJCS["OSGB36 / British National Grid",GEOGCS["OSGB36",DATUM["Ordnance_Survey_of_Great_Britain_1936",'
    'SPHEROID["Airy 1830",6377563.396,299.3249646,AUTHORITY["EPSG","7001"]],AUTHORITY["EPSG","6277"]],'
    'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4277"]],'
    'PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",49],PARAMETER["central_meridian",-2],'
    'PARAMETER["scale_factor",0.9996012717],PARAMETER["false_easting",400000],PARAMETER["false_northing",-100000],'
    'UNIT["metre",1],AXIS["Easting",EAST],AXIS["Northing",NORTH],AUTHORITY["EPSG","27700"]]'
)
WGS84_WKT = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
    'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]]'
)
# The tables that section 1.1 and 2.1 of the standard ask for, word for word in columns and types.
_TABLES = """
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT
);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id)
);
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id)
);
"""


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    kind: type


@dataclass(frozen=True, slots=True)
class Table:
    """`shapes`: one (multi)polygon a row, or None for a table without geometry. Names are plain ASCII identifiers."""

    name: str
    description: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    shapes: Sequence[Any] | None = None


def geopackage(tables: Sequence[Table], *, plane: str, at: datetime) -> bytes:
    """The file. `plane`: the coordinate system of all shapes, as EPSG:27700."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "places.gpkg"
        with sqlite3.connect(path, isolation_level=None) as database:
            database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            database.execute(f"PRAGMA user_version = {USER_VERSION}")
            database.executescript(_TABLES)
            database.execute("BEGIN")
            srs = _coordinate_systems(database, plane)
            for table in tables:
                _write(database, table, srs, at)
            database.execute("COMMIT")
        database.close()
        return path.read_bytes()


def _coordinate_systems(database: sqlite3.Connection, plane: str) -> int:
    number = int(plane.rpartition(":")[2])
    known = {4326: ("WGS 84", WGS84_WKT), 27700: ("OSGB36 / British National Grid", NATIONAL_GRID_WKT)}
    rows = [
        ("Undefined Cartesian", -1, "NONE", -1, "undefined", "undefined Cartesian coordinate reference system"),
        ("Undefined geographic", 0, "NONE", 0, "undefined", "undefined geographic coordinate reference system"),
        ("WGS 84", 4326, "EPSG", 4326, WGS84_WKT, "longitude and latitude in degrees"),
    ]
    if number != 4326:  # a plane that is not written out here is named by its EPSG number, which readers look up
        name, definition = known.get(number, (plane, "undefined"))
        rows.append((name, number, "EPSG", number, definition, "metres"))
    database.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", rows)
    return number


def _write(database: sqlite3.Connection, table: Table, srs: int, at: datetime) -> None:
    names = [table.name, *(column.name for column in table.columns)]
    if not all(name.isascii() and name.isidentifier() for name in names):
        raise ValueError(f"{names} are not plain names of tables and columns")
    drawn = table.shapes is not None
    columns = ", ".join(f"{column.name} {_TYPES[column.kind]}" for column in table.columns)
    geometry = "geom BLOB, " if drawn else ""
    database.execute(f"CREATE TABLE {table.name} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, {geometry}{columns})")
    bounds = shapely.total_bounds(list(table.shapes)).tolist() if table.shapes else [None] * 4
    database.execute(
        "INSERT INTO gpkg_contents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            table.name, "features" if drawn else "attributes", table.name, table.description,
            at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z"), *bounds, srs if drawn else None,
        ),
    )  # fmt: skip
    if drawn:
        database.execute(
            "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'MULTIPOLYGON', ?, 0, 0)", (table.name, srs)
        )
    shapes = [[_binary(one, srs)] for one in table.shapes] if table.shapes is not None else [[]] * len(table.rows)
    marks = ", ".join("?" * (len(table.columns) + drawn))
    names = [*(["geom"] if drawn else []), *(column.name for column in table.columns)]
    database.executemany(
        f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})",  # noqa: S608 - names were checked above
        [(*shape, *row) for shape, row in zip(shapes, table.rows, strict=True)],
    )


def _binary(shape: Any, srs: int) -> bytes:
    """GeoPackageBinary: magic, version, flags (envelope, little-endian), srs, envelope; then well-known binary."""
    many = shape if shape.geom_type == "MultiPolygon" else shapely.MultiPolygon([shape])
    west, south, east, north = many.bounds
    header = b"GP" + struct.pack("<BBi4d", 0, _LITTLE_ENDIAN_WITH_ENVELOPE, srs, west, east, south, north)
    return header + bytes(shapely.to_wkb(many, byte_order=1))
