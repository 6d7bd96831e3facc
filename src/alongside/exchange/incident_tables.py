"""Tables of incidents as they are sent: CSV in any dress, Excel, JSON, GeoJSON points, Parquet; packed or not.

A file is known by its first bytes, never by its name. What comes out is text, cell by cell.
"""

import gzip
import io
import json
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import duckdb

from alongside.exchange.plain_tables import read_plain
from alongside.exchange.tables import Record, Table, TableRefused
from alongside.exchange.workbooks import read_workbook

MEGABYTE = 1024 * 1024
MOST_UNPACKED = 512 * MEGABYTE
RATIO, FREE = 100, 10 * MEGABYTE
MOST_ROWS = 2_000_000
MOST_COLUMNS = 200
# Headings by which the row of the header and the separator are found, whatever else a table holds.
HINTS = frozenset(
    [
        "date",
        "time",
        "datetime",
        "month",
        "day",
        "hour",
        "occurred",
        "reported",
        "longitude",
        "latitude",
        "lon",
        "lat",
        "lng",
        "long",
        "x",
        "y",
        "easting",
        "northing",
        "type",
        "category",
        "offence",
        "crimetype",
        "kind",
        "description",
        "id",
        "reference",
        "incident",
        "weapon",
        "location",
        "attackdate",
        "attacktime",
    ]
)
BOMB = (
    "It unpacks to more than {} times its size, as only a zip bomb does, so it was not opened. Send the table itself."
)
_UNREADABLE = (zipfile.BadZipFile, gzip.BadGzipFile, EOFError, NotImplementedError, RuntimeError, OSError, zlib.error)


def read_table(raw: bytes) -> Table:
    """The table in a file. Raises `TableRefused`."""
    try:
        table = _read(_inside(raw))
    except _UNREADABLE as error:
        raise TableRefused(f"The archive cannot be read ({error}). Send the table itself.") from None
    header = table.header
    if not [name for name in header if name]:
        raise TableRefused("The file is empty, or its first line names no column. Send a table with a header.")
    if len(header) < 2:
        raise TableRefused(
            "The table has one column only, so its cells cannot be told apart. Separate them by commas, semicolons or tabs."
        )
    if len(header) > MOST_COLUMNS:
        raise TableRefused(f"The table has more than {MOST_COLUMNS} columns. Leave out those that are not needed.")
    if repeated := {name for name in header if name and header.count(name) > 1}:
        raise TableRefused(f"Two columns have the heading “{sorted(repeated)[0]}”. Give each a heading of its own.")
    return table


def _read(raw: bytes) -> Table:
    head = raw[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if raw.startswith(b"PK\x03\x04"):
        return read_workbook(raw, HINTS)
    if raw.startswith(b"PAR1"):
        return _parquet(raw)
    if head.startswith((b"[", b"{")):
        return _json(raw)
    return read_plain(raw, HINTS)


def unpacked(raw: bytes) -> bytes:
    """What is inside a gzip or a zip of one file; anything else as it is. Raises `TableRefused`."""
    try:
        return _inside(raw)
    except _UNREADABLE as error:
        raise TableRefused(f"The archive cannot be read ({error}). Send what is in it.") from None


def _inside(raw: bytes) -> bytes:
    """What is inside a gzip, or the one table inside a zip; anything else as it is. Sizes are counted while unpacking."""
    allowed = min(MOST_UNPACKED, max(FREE, RATIO * len(raw)))
    if raw.startswith(b"\x1f\x8b"):
        with gzip.GzipFile(fileobj=io.BytesIO(raw)) as stream:
            return _bounded(stream.read(allowed + 1), allowed)
    if not raw.startswith(b"PK\x03\x04"):
        return raw
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        names = [entry for entry in archive.infolist() if not entry.is_dir() and "__MACOSX" not in entry.filename]
        if any(entry.filename in ("[Content_Types].xml", "xl/workbook.xml", "content.xml") for entry in names):
            return raw
        if len(names) != 1:
            raise TableRefused(f"The archive holds {len(names)} files. Send each table by itself.")
        with archive.open(names[0]) as member:
            return _bounded(member.read(allowed + 1), allowed)


def _bounded(content: bytes, allowed: int) -> bytes:
    if len(content) > allowed:
        raise TableRefused(BOMB.format(RATIO) if allowed < MOST_UNPACKED else "It is too large: send it in parts.")
    return content


def _json(raw: bytes) -> Table:
    try:
        told = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise TableRefused(f"The JSON cannot be read ({error}). Download it again.") from None
    kind = "JSON"
    if isinstance(told, dict) and told.get("type") == "FeatureCollection":
        told, kind = [_feature(one) for one in told.get("features") or []], "GeoJSON"
    if not isinstance(told, list) or not all(isinstance(one, dict) for one in told):
        raise TableRefused("The JSON is no list of records. Send a list, each record with its own fields.")
    flat = [dict(_flat(one)) for one in told]
    header = tuple(dict.fromkeys(name for one in flat for name in one))
    return Table(header, kind, lambda: _records([one.get(name, "") for name in header] for one in flat))


def _feature(feature: Any) -> dict[str, Any]:
    geometry = (feature or {}).get("geometry") or {}
    point = geometry.get("coordinates") if geometry.get("type") == "Point" else None
    place = {"longitude": point[0], "latitude": point[1]} if isinstance(point, list) and len(point) > 1 else {}
    return {**((feature or {}).get("properties") or {}), **place}


def _flat(record: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in record.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", "" if value is None else str(value)


def _parquet(raw: bytes) -> Table:
    """Read once into memory: as text it may be several times as large, so that rows are counted first."""
    try:
        with tempfile.NamedTemporaryFile(suffix=".parquet") as file, duckdb.connect() as connection:
            file.write(raw)
            file.flush()
            connection.execute("SET memory_limit = '1GB'")
            names = [
                row[0] for row in connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [file.name]).fetchall()
            ]
            (count,) = connection.execute("SELECT COUNT(*) FROM read_parquet(?)", [file.name]).fetchone() or (0,)
            if count > MOST_ROWS:
                raise TableRefused(f"The table has {count:,} rows, more than {MOST_ROWS:,}. Send it in parts.")
            cast = ", ".join("COALESCE(CAST(\"{}\" AS VARCHAR), '')".format(one.replace('"', '""')) for one in names)
            rows = connection.execute(f"SELECT {cast} FROM read_parquet(?)", [file.name]).fetchall()  # noqa: S608
    except duckdb.Error as error:
        raise TableRefused(f"The Parquet file cannot be read ({str(error).splitlines()[0]}). Send it as CSV.") from None
    return Table(tuple(names), "Parquet", lambda: _records(rows))


def _records(rows: Iterable[Sequence[str]]) -> Iterator[Record]:
    for number, cells in enumerate(rows, 2):
        yield Record(number, tuple(cells))
