"""A national archive of three years: read, counted by LSOA and month, hot cells of every force.

    make bench BENCH=national                                    (20,000,000 rows, DuckDB)
    PYTHONPATH=src:. python -m benchmarks.national --rows 500000
    PYTHONPATH=src:. .venv-spark/bin/python -m benchmarks.national --rows 500000 --spark

Bar: under 4 minutes on two cores, under 2 GB.

The rows are drawn with replacement from the real street file of nine London boroughs, for 43 forces in 36 months: each
force has the boroughs' places moved to a corner of its own in England and Wales, and LSOA codes of its own. They are
written as the police publish them (CSV, one file a month, twelve columns) to a temporary folder, which needs about
220 bytes a row and is gone afterwards. The count runs in a process of its own, so that its memory is its own.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.harness import report

DATA = Path(os.environ.get("ALONGSIDE_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")
STREET = DATA / "places" / "london" / "street_crime_2016-01_2018-06.parquet"
FORCES, MONTHS, BYTES_A_ROW = 43, 36, 220
# Forces lie seven in a row from the Channel to the Border, each moved by whole steps from London.
ROWS = """
    SELECT md5(CAST(number AS varchar)) || md5(CAST(number + 1 AS varchar)) AS "Crime ID", '{month}' AS "Month",
           'Invented Force ' || lpad(CAST(force AS varchar), 2, '0') AS "Reported by", "Reported by" AS "Falls within",
           round(lon - 0.5 * (force % 7), 6) AS "Longitude", round(lat - 0.7 + 0.5 * (force // 7), 6) AS "Latitude",
           street AS "Location", 'E' || lpad(CAST(force * 2000 + area AS varchar), 8, '0') AS "LSOA code",
           'Invented ' || lpad(CAST(area AS varchar), 4, '0') AS "LSOA name", category AS "Crime type",
           outcome AS "Last outcome category", NULL AS "Context"
    FROM (SELECT number, number % {forces} AS force, hash(number, '{month}') % (SELECT count(*) FROM real) AS place
          FROM range({first}, {first} + {many}) AS numbers(number))
    JOIN real USING (place)
"""
CHILD = """
import json, resource, sys, time
from alongside.analysis.hotspots import national
spark = None
if sys.argv[2] == "spark":
    from alongside.analysis.spark import local_session
    spark = local_session(2, "3g")
wall = time.perf_counter()
found = national(sys.argv[1], spark=spark)
wall = time.perf_counter() - wall
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({
    "wall": wall, "cpu": used.ru_utime + used.ru_stime, "megabytes": used.ru_maxrss / 1024, "rows": found.rows,
    "area_months": len(found.lsoa_months), "cells": len(found.cells), "hot": len(found.hot_cells),
    "forces": len(found.forces), "counted": int(found.lsoa_months["crimes"].sum()),
}))
"""


def write_archive(folder: Path, rows: int) -> int:
    """One file a month. Returns the bytes written."""
    import duckdb

    with duckdb.connect() as connection:
        connection.execute("SET memory_limit = '1GB'; SET threads = 2; SET preserve_insertion_order = false")
        connection.execute(
            "CREATE TABLE real AS SELECT row_number() OVER () - 1 AS place, lon, lat, street, category, outcome, "
            "dense_rank() OVER (ORDER BY lsoa11cd_joined) AS area "
            f"FROM read_parquet('{STREET}') WHERE lon IS NOT NULL"
        )
        for index in range(MONTHS):
            month = f"{2016 + index // 12}-{index % 12 + 1:02d}"
            many = rows // MONTHS + (index < rows % MONTHS)
            target = folder / month / f"{month}-all-street.csv"
            target.parent.mkdir()
            drawn = ROWS.format(month=month, forces=FORCES, first=index * rows, many=many)
            connection.execute(f"COPY ({drawn}) TO '{target}' (HEADER, DELIMITER ',')")
    return sum(file.stat().st_size for file in folder.rglob("*.csv"))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=20_000_000)
    options.add_argument("--spark", action="store_true", help="on Spark in local mode, in place of DuckDB")
    asked = options.parse_args()
    if not STREET.exists():
        sys.exit(f"The real files are not there: {STREET}. Say where with ALONGSIDE_DATA.")
    free = shutil.disk_usage(tempfile.gettempdir()).free
    needed = 2 * asked.rows * BYTES_A_ROW
    if free < needed:
        sys.exit(f"The temporary folder has {free / 1e9:.1f} GB free; {needed / 1e9:.1f} GB are needed.")
    with tempfile.TemporaryDirectory(prefix="alongside-national-") as name:
        clock = time.perf_counter()
        size = write_archive(Path(name), asked.rows)
        written = time.perf_counter() - clock
        engine = "spark" if asked.spark else "duckdb"
        load = os.getloadavg()[0]
        child = subprocess.run([sys.executable, "-c", CHILD, name, engine], capture_output=True, text=True)
    if child.returncode:
        sys.exit(child.stderr[-2000:])
    found = json.loads(child.stdout.strip().splitlines()[-1])
    if found["rows"] != asked.rows or found["forces"] != FORCES:
        sys.exit(f"Rows were lost: {found}")
    report(
        f"A national archive: {asked.rows:,} street crimes on {engine} (bar: under 240 s and 2,000 MB for 20,000,000)",
        {
            "written for the run": f"{size / 1e9:.2f} GB in {written:.0f} s",
            "load of the machine before the count": f"{load:.1f}",
            "wall": f"{found['wall']:.1f} s",
            "processor" + (" (without the Java process)" if asked.spark else ""): f"{found['cpu']:.1f} s",
            "highest memory" + (" (without the Java process)" if asked.spark else ""): f"{found['megabytes']:,.0f} MB",
            "counts by LSOA and month": f"{found['area_months']:,} that add up to {found['counted']:,}",
            "cells of 500 m, of them hot": f"{found['cells']:,}, {found['hot']:,} in {found['forces']} forces",
        },
    )


if __name__ == "__main__":
    main()
