"""Taking in counts by area and month: the tables of the Metropolitan Police, as CSV (packed or not) or Parquet."""

import csv
import gzip
import hashlib
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from alongside.audit.entries import Actor
from alongside.exchange.mps_tables import columns_of, is_yearly, rows_of, sources_of
from alongside.exchange.police_uk_files import UNREADABLE, ArchiveRefused, Limits, Skipped, Source, find
from alongside.exchange.police_uk_intake import Refused
from alongside.exchange.tables import header_key
from alongside.places.actions import load_counts
from alongside.places.count_drafts import CountBatch, CountReport
from alongside.places.errors import PlacesRefused

_BLOCK = 1024 * 1024
_ROWS_AT_ONCE = 20_000
_OF_PERSONS = frozenset({"gender", "sex", "agegroup", "agerange", "selfclassifiedethnicity", "ethnicity"})
FOLDER = "area-counts"
Rows = Iterator[tuple[int, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class _Opened:
    """A table with its header, whose rows can be gone through as often as they are asked for."""

    name: str
    sha256: str
    byte_count: int
    header: tuple[str, ...]
    rows: Callable[[], Rows]


def load_mps(
    paths: Sequence[Path],
    *,
    by: Actor,
    at: datetime,
    keep_in: Path | None = None,
    progress: Callable[[str, int], None] | None = None,
) -> Iterator[CountReport | Refused | Skipped]:
    """Load every table below these paths, one transaction for each; one answer for each source that a table counts.

    A table that must be refused does not stop the others; one that was loaded is known by its hash.
    """
    for path in paths:
        for found in _found(path):
            if isinstance(found, Skipped):
                yield found
            elif isinstance(found, ArchiveRefused):
                yield Refused(str(found).partition(":")[0], str(found))
            else:
                yield from _load(found, by, at, keep_in, progress)


def _found(path: Path) -> Iterator[Source | Path | Skipped | ArchiveRefused]:
    if path.is_dir():
        yield from sorted(path.rglob("*.parquet"))
        yield from find([path])
    elif path.suffix.lower() == ".parquet" and path.is_file():
        yield path
    else:
        yield from find([path], limits=Limits())


def _load(
    found: Source | Path,
    by: Actor,
    at: datetime,
    keep_in: Path | None,
    progress: Callable[[str, int], None] | None,
) -> Iterator[CountReport | Refused]:
    name = found.name
    tell = (lambda rows: progress(name, rows)) if progress else None
    try:
        with _open(found) as table:
            columns = columns_of(table.header)
            if columns is None:
                yield Refused(name, f"{name}: {_why_not(table.header)}")
                return
            raw_copy = _keep(found, table.sha256, keep_in)
            for kind, source in sources_of(columns).items():
                batch = CountBatch(source, table.name, table.sha256, table.byte_count, "", iter(()), raw_copy)
                batch.layout = "a column for each month" if columns.months else "a row for each month"
                batch.rows = rows_of(columns, table.rows(), kind, batch)
                yield load_counts(batch=batch, by=by, at=at, progress=tell)
    except (PlacesRefused, ArchiveRefused) as refusal:
        yield Refused(name, str(refusal))
    except (*UNREADABLE, UnicodeDecodeError, csv.Error, duckdb.Error) as error:
        yield Refused(name, f"{name}: it cannot be read to its end ({error}). Download it again.")


def _why_not(header: Sequence[str]) -> str:
    keys = {header_key(name) for name in header}
    if keys & _OF_PERSONS:
        return "it tells of persons (sex, age or ethnicity of each), and nothing here may. It was not loaded."
    if is_yearly(header):
        return "it counts by year, and ward watch needs months. Load the monthly table."
    return (
        "it is no table of counts by area and month. Its first line must name the area, the kind of offence "
        "(MajorText or major) and either one column for each month (202401, 202402, …) or the columns month and count."
    )


@contextmanager
def _open(found: Source | Path) -> Iterator[_Opened]:
    if isinstance(found, Path):
        with duckdb.connect() as connection:
            yield _parquet(connection, found)
    else:
        yield _csv(found)


def _csv(source: Source) -> _Opened:
    digest, size = hashlib.sha256(), 0
    with source.open() as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
            size += len(block)
    with source.open() as stream:
        header = tuple(next(csv.reader(_text(stream)), []))
    return _Opened(source.name, digest.hexdigest(), size, header, lambda: _csv_rows(source))


def _csv_rows(source: Source) -> Rows:
    with source.open() as stream:
        reader = csv.reader(_text(stream))
        next(reader, None)
        for number, cells in enumerate(reader, 2):
            if any(cells):
                yield number, cells


def _text(stream: Any) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BufferedReader(stream), "utf-8-sig", newline="")


def _parquet(connection: duckdb.DuckDBPyConnection, path: Path) -> _Opened:
    digest = hashlib.sha256(path.read_bytes())
    names = [row[0] for row in connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)]).fetchall()]

    def rows() -> Rows:
        cast = ", ".join("COALESCE(CAST(\"{}\" AS VARCHAR), '')".format(name.replace('"', '""')) for name in names)
        cursor = connection.cursor()
        told = cursor.execute(f"SELECT {cast} FROM read_parquet(?)", [str(path)])  # noqa: S608 (its own column names)
        number = 2
        while some := told.fetchmany(_ROWS_AT_ONCE):
            for cells in some:
                yield number, cells
                number += 1

    return _Opened(path.name, digest.hexdigest(), path.stat().st_size, tuple(names), rows)


def _keep(found: Source | Path, sha256: str, keep_in: Path | None) -> str:
    """The file as it came, under its hash; nothing where files are not kept."""
    if keep_in is None:
        return ""
    name = f"{FOLDER}/{sha256}.gz"
    target = keep_in / name
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_suffix(".part")
        opened = found.open("rb") if isinstance(found, Path) else found.open()
        with opened as stream, gzip.GzipFile(partial, "wb", compresslevel=1, mtime=0) as kept:
            while block := stream.read(_BLOCK):
                kept.write(block)
        partial.replace(target)
    return name
