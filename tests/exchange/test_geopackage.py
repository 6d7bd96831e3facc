"""A GeoPackage by the tables, types and bytes that the standard asks for."""

import sqlite3
import struct
from datetime import UTC, datetime

import pytest
import shapely

from alongside.exchange.geopackage import Column, Table, geopackage

AT = datetime(2026, 11, 17, 10, tzinfo=UTC)
SQUARE = shapely.box(530_000, 180_000, 530_250, 180_250)
COLUMNS = (Column("events", int), Column("name", str))


def opened(tmp_path, tables, plane="EPSG:27700"):
    path = tmp_path / "made.gpkg"
    path.write_bytes(geopackage(tables, plane=plane, at=AT))
    return sqlite3.connect(path)


def test_the_tables_of_the_standard_are_there_with_their_columns(tmp_path):
    file = opened(tmp_path, [Table("cells", "Cells", COLUMNS, [(3, "Quayside")], [SQUARE])])
    assert file.execute("PRAGMA application_id").fetchone()[0].to_bytes(4) == b"GPKG"
    assert file.execute("PRAGMA user_version").fetchone()[0] >= 10200
    wanted = {
        "table_name",
        "data_type",
        "identifier",
        "description",
        "last_change",
        "min_x",
        "min_y",
        "max_x",
        "max_y",
        "srs_id",
    }
    assert {row[1] for row in file.execute("PRAGMA table_info(gpkg_contents)")} == wanted
    assert file.execute("SELECT last_change, min_x, max_y FROM gpkg_contents").fetchone() == (
        "2026-11-17T10:00:00.000Z", 530_000.0, 180_250.0,
    )  # fmt: skip
    assert file.execute("SELECT * FROM gpkg_geometry_columns").fetchall() == [
        ("cells", "geom", "MULTIPOLYGON", 27700, 0, 0)
    ]


def test_a_shape_has_the_header_with_its_envelope_and_then_well_known_binary(tmp_path):
    file = opened(tmp_path, [Table("cells", "Cells", COLUMNS, [(3, "Quayside")], [SQUARE])])
    (blob,) = file.execute("SELECT geom FROM cells").fetchone()
    magic, version, flags, srs = struct.unpack("<2sBBi", blob[:8])
    assert (magic, version, flags & 1, (flags >> 1) & 7, srs) == (b"GP", 0, 1, 1, 27700)
    assert struct.unpack("<4d", blob[8:40]) == (530_000, 530_250, 180_000, 180_250)
    assert shapely.from_wkb(blob[40:]).equals(SQUARE)


def test_a_plane_of_elsewhere_is_named_by_its_number(tmp_path):
    file = opened(tmp_path, [Table("cells", "Cells", COLUMNS, [(3, "Loop")], [SQUARE])], plane="EPSG:26916")
    rows = dict(file.execute("SELECT srs_id, organization_coordsys_id FROM gpkg_spatial_ref_sys"))
    assert rows[26916] == 26916 and {-1, 0, 4326} <= set(rows)


def test_no_hot_area_is_an_empty_layer_and_no_broken_file(tmp_path):
    file = opened(tmp_path, [Table("hot_areas", "Hot spots", COLUMNS, [], [])])
    assert file.execute("SELECT COUNT(*) FROM hot_areas").fetchone() == (0,)
    assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_name_that_is_no_plain_name_never_reaches_the_database():
    with pytest.raises(ValueError, match="are not plain names"):
        geopackage([Table("cells; DROP TABLE x", "x", COLUMNS, [])], plane="EPSG:27700", at=AT)
