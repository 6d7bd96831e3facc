"""Invented areas and files for tests: a chessboard of wards in a borough that does not exist."""

import gzip
import hashlib
import json
from datetime import UTC, datetime

import shapely

from alongside.areas import actions
from alongside.areas.drafts import AreaDraft, Batch, PopulationDraft, SchoolDraft
from alongside.areas.states import AreaKind, SchoolSector, SchoolStatus, Sex

AT = datetime(2026, 3, 6, 10, tzinfo=UTC)
BOROUGH = "E09999001"
WEST, SOUTH, SIDE = 520_000, 180_000, 1_000


def ward_code(column, row):
    return f"E05{column:03d}{row:03d}"


def square(column, row, side=SIDE):
    return shapely.box(WEST + column * side, SOUTH + row * side, WEST + (column + 1) * side, SOUTH + (row + 1) * side)


def wards(columns=4, rows=4):
    return [
        AreaDraft(ward_code(column, row), AreaKind.WARD, f"Ward {column} {row}", BOROUGH, square(column, row))
        for column in range(columns)
        for row in range(rows)
    ]


def batch(rows, *, vintage=2022, rejects=(), name="invented.file"):
    digest = hashlib.sha256(f"{rows!r}{rejects!r}".encode()).hexdigest()
    return Batch(name, digest, "Invented", vintage, rows, rejects)


def keep(action, rows, **more):
    """Load a batch and return the report; what is told to the log is thrown away."""
    return action(batch=batch(rows, **more), by="Tester", at=AT, log=lambda deed: None)


def keep_wards(columns=4, rows=4, **more):
    return keep(actions.load_boundaries, wards(columns, rows), **more)


def people(code, *bands, sex=Sex.ALL, year=2024):
    return [PopulationDraft(code, sex, first, last, count, year) for first, last, count in bands]


def school(urn, name, **more):
    plain = {
        "phase": "Primary",
        "type_name": "Community school",
        "sector": SchoolSector.STATE,
        "status": SchoolStatus.OPEN,
        "postcode": "",
        "easting": None,
        "northing": None,
        "la_code": "",
        "opened": None,
        "closed": None,
    }
    return SchoolDraft(urn=urn, name=name, **{**plain, **more})


def feature(properties, geometry):
    return {"type": "Feature", "properties": properties, "geometry": shapely.geometry.mapping(geometry)}


def geojson(path, features, **more):
    text = json.dumps({"type": "FeatureCollection", **more, "features": features})
    path.write_bytes(gzip.compress(text.encode(), mtime=0) if path.suffix == ".gz" else text.encode())
    return path
