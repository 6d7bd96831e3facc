"""The archive counted on this machine by DuckDB, which writes to disk what does not fit."""

from collections.abc import Callable
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from alongside.analysis.events.unfit import Unfit
from alongside.analysis.hotspots.archive_files import COLUMNS, Archive, refuse_missing

if TYPE_CHECKING:
    import pandas as pd


def count(
    archive: Archive, statement: str, cells_of: Callable[["pd.DataFrame"], "pd.DataFrame"], memory: str
) -> tuple["pd.DataFrame", "pd.DataFrame", dict[str, int]]:
    """Counts by area and month, cells force by force, and totals."""
    try:
        import duckdb
    except ImportError:
        raise Unfit(
            "Counting an archive needs the package duckdb.", "Install it with: pip install 'alongside[national]'."
        ) from None
    import pandas as pd

    with TemporaryDirectory() as folder, duckdb.connect() as connection:
        connection.execute("SET preserve_insertion_order = false")
        connection.execute(f"SET memory_limit = '{memory}'")
        connection.execute(f"SET temp_directory = '{folder}'")
        try:
            connection.execute(f"CREATE VIEW crimes AS {_reading(archive, connection)}")
            connection.execute(f"CREATE TABLE counted AS {statement}")
        except (duckdb.InvalidInputException, duckdb.ConversionException) as fault:
            told = str(fault).splitlines()[0]
            raise Unfit(f"A file cannot be read: {told}.", "Mend that line, or leave the file out.") from fault
        areas = connection.execute(AREAS).df()
        forces = connection.execute(
            "SELECT DISTINCT force FROM counted WHERE by_area = 0 AND lon IS NOT NULL ORDER BY force"
        ).fetchall()
        cells = [cells_of(connection.execute(f"{POINTS} AND force = ?", force).df()) for force in forces]
        totals = connection.execute(TOTALS).df().iloc[0].astype(int).to_dict()
    empty = pd.DataFrame({"force": [], "x": [], "y": [], "crimes": [], "z": [], "p": [], "hot": []})
    return areas, pd.concat(cells, ignore_index=True) if cells else empty, totals


AREAS = """
    SELECT lsoa, month, CAST(crimes AS bigint) AS crimes FROM counted
    WHERE by_area = 1 AND lsoa IS NOT NULL AND crimes > 0
"""
POINTS = """
    SELECT force, lon, lat, CAST(recorded AS bigint) AS recorded, CAST(crimes AS bigint) AS crimes FROM counted
    WHERE by_area = 0 AND lon IS NOT NULL AND lat IS NOT NULL AND force IS NOT NULL
"""
TOTALS = """
    SELECT CAST(coalesce(sum(CASE WHEN by_area = 1 THEN recorded END), 0) AS bigint) AS rows,
           CAST(coalesce(sum(CASE WHEN by_area = 0 AND (lon IS NULL OR lat IS NULL OR force IS NULL) THEN crimes END), 0)
                AS bigint) AS unplaced,
           CAST(coalesce(sum(CASE WHEN by_area = 1 AND lsoa IS NULL THEN crimes END), 0) AS bigint) AS without_area
    FROM counted
"""
# What both engines make of the texts of a file.
READ = """
    nullif(force, '') AS force, nullif(month, '') AS month, nullif(lsoa, '') AS lsoa, kind,
    try_cast(lon AS double) AS lon, try_cast(lat AS double) AS lat
"""


def _reading(archive: Archive, connection: Any) -> str:
    files = "[" + ", ".join("'" + file.replace("'", "''") + "'" for file in archive.files) + "]"
    if archive.is_csv:
        columns = ", ".join(f"'{name}': 'VARCHAR'" for name in archive.named())
        source = (
            f"read_csv({files}, auto_detect = false, header = true, delim = ',', quote = '\"', columns = {{{columns}}})"
        )
        return f"SELECT {READ} FROM {source}"  # noqa: S608
    source = f"read_parquet({files})"
    found = connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()  # noqa: S608
    refuse_missing([row[0] for row in found], archive.files[0])
    named = ", ".join(f'CAST("{given}" AS varchar) AS {name}' for given, name in COLUMNS.items())
    return f"SELECT {READ} FROM (SELECT {named} FROM {source})"  # noqa: S608
