"""How fast, and in how much memory, street-level crime is loaded; and how fast its counts are read.

    make bench BENCH=load_police_uk                                    (SQLite in a temporary folder)
    DATABASE_URL=postgresql://… make bench BENCH=load_police_uk
    PYTHONPATH=src:. python -m benchmarks.load_police_uk --rows 2000000 --one-file

Bar: 1,000,000 rows in under 60 s on two cores, with memory that does not grow with the rows.

Writes invented rows in the publisher's layout (one file a month, or `--one-file`), loads them into an empty
database in a process of its own, loads them again, and prints rows a second and peak memory. On PostgreSQL it
makes and drops a database of its own beside the one named.
"""

import argparse
import csv
import itertools
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

from benchmarks.harness import report

TYPES = (
    ("Violence and sexual offences", 28), ("Anti-social behaviour", 22), ("Other theft", 9),
    ("Vehicle crime", 9), ("Criminal damage and arson", 8), ("Burglary", 6), ("Public order", 6),
    ("Shoplifting", 5), ("Drugs", 3), ("Theft from the person", 2), ("Other crime", 1),
)  # fmt: skip
OUTCOMES = ("Investigation complete; no suspect identified", "Under investigation", "Unable to prosecute suspect")
HEADER = [
    "Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code",
    "LSOA name", "Crime type", "Last outcome category", "Context",
]  # fmt: skip
MONTHS, POINTS = 36, 30_000
FORCE = "Vale of Larkmere Police"


def write_files(folder: Path, rows: int, *, one_file: bool) -> int:
    """Invented rows: 36 months, 30,000 points, 22% without a Crime ID. Returns the bytes written."""
    dice = random.Random(2026)
    points = [
        (f"{dice.uniform(-0.3, 0.1):.6f}", f"{dice.uniform(51.4, 51.6):.6f}", f"On or near Invented Street {n}",
         f"E01{990000 + n // 25:06d}", f"Larkmere {n // 25:03d}A")
        for n in range(POINTS)
    ]  # fmt: skip
    names, weights = zip(*TYPES, strict=True)
    written = 0
    for index in range(MONTHS):
        month = f"{2016 + index // 12}-{index % 12 + 1:02d}"
        share = rows // MONTHS + (index < rows % MONTHS)
        target = folder / ("all-street.csv" if one_file else f"{month}/{month}-larkmere-street.csv")
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("a", newline="") as stream:
            out = csv.writer(stream)
            if stream.tell() == 0:
                out.writerow(HEADER)
            kinds = dice.choices(names, weights, k=share)
            for number, (kind, point) in enumerate(zip(kinds, dice.choices(points, k=share), strict=True)):
                asb = kind == "Anti-social behaviour"
                crime_id = "" if asb else blake2b(f"{month}{number}".encode(), digest_size=32).hexdigest()
                longitude, latitude, street, lsoa, name = point
                outcome = "" if asb else OUTCOMES[number % 3]
                out.writerow(
                    [crime_id, month, FORCE, FORCE, longitude, latitude, street, lsoa, name, kind, outcome, ""]
                )
        written += share
    return sum(path.stat().st_size for path in folder.rglob("*.csv"))


def load_once(folder: Path, *, keep_in: Path) -> dict[str, Any]:
    """Load in this process; what it took."""
    import django

    django.setup()
    from django.core.management import call_command

    from alongside.audit.entries import Actor
    from alongside.exchange.police_uk_intake import Terms, load

    call_command("migrate", verbosity=0)
    before, started, sampled, added, held = _own_memory(), time.perf_counter(), [], 0, 0
    cpu = time.process_time()
    for answer in load(
        [folder],
        by=Actor.system("benchmark"),
        at=datetime.combine(date(2026, 11, 1), datetime.min.time(), UTC),
        terms=Terms(keep_in=keep_in),
        progress=lambda _name, _stage, _rows: sampled.append(_own_memory()),
    ):
        added += getattr(answer, "rows_added", 0)
        held += getattr(getattr(answer, "result", None), "value", "") == "held"
    return {
        "seconds": time.perf_counter() - started,
        "cpu": time.process_time() - cpu,
        "added": added,
        "files_held": held,
        "before": before,
        "quarters": [max(part) for part in _quarters(sampled)],
        "peak": _peak(),
        "reading": read_counts(),
    }


def read_counts() -> float:
    """Milliseconds to read what one page shows: a year's total with its comparison, by type, by LSOA."""
    from alongside.places import measures, queries

    ways = {way.kind: way.id for way in queries.countings()}
    year = (date(2018, 1, 1), date(2018, 12, 1))
    started = time.perf_counter()
    measures.figure(measures.Scope(ways["everywhere"], *year))
    measures.by_type(measures.Scope(ways["everywhere"], *year))
    measures.by_area(measures.Scope(ways["lsoa"], *year))
    return 1000 * (time.perf_counter() - started)


def _quarters(values: list[float]) -> list[list[float]]:
    cut = [len(values) * quarter // 4 for quarter in range(5)]
    return [values[start:end] for start, end in itertools.pairwise(cut) if end > start]


def _peak() -> float:
    """Megabytes at most, SQLite's own file mapped into memory (up to 256) included."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _own_memory() -> float:
    """Megabytes of the process's own, without mapped files; where the system does not tell, the peak."""
    status = Path("/proc/self/status")
    if not status.exists():
        return _peak()
    return next(int(line.split()[1]) / 1024 for line in status.read_text().splitlines() if line.startswith("RssAnon"))


def run(url: str, folder: Path, keep_in: Path) -> dict[str, Any]:
    environment = {**os.environ, "DATABASE_URL": url, "ALONGSIDE_MODE": "test"}
    environment.setdefault("DJANGO_SETTINGS_MODULE", "alongside.config.settings")
    command = [sys.executable, "-m", "benchmarks.load_police_uk", "--inside", str(folder), "--keep-in", str(keep_in)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


class OwnDatabase:
    """A database of the benchmark's own: a file, or one made beside the PostgreSQL database named."""

    def __init__(self, folder: Path) -> None:
        self.given = os.environ.get("DATABASE_URL", "")
        self.is_postgresql = self.given.startswith("postgres")
        self.name = f"alongside_bench_{os.getpid()}"
        self.url = f"sqlite:///{folder}/bench.sqlite3"

    def __enter__(self) -> str:
        if self.is_postgresql:
            self._say(f"CREATE DATABASE {self.name}")
            self.url = self.given.rpartition("/")[0] + f"/{self.name}"
        return self.url

    def __exit__(self, *_: object) -> None:
        if self.is_postgresql:
            self._say(f"DROP DATABASE {self.name} WITH (FORCE)")

    def _say(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self.given, autocommit=True) as connection:
            connection.execute(statement)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rows", type=int, default=1_000_000)
    arguments.add_argument("--one-file", action="store_true", help="all months in a single file")
    arguments.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    arguments.add_argument("--keep-in", type=Path, help=argparse.SUPPRESS)
    chosen = arguments.parse_args()
    if chosen.inside:
        print(json.dumps(load_once(chosen.inside, keep_in=chosen.keep_in)))
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        size = write_files(folder / "raw", chosen.rows, one_file=chosen.one_file)
        with OwnDatabase(folder) as url:
            first, again = (run(url, folder / "raw", folder / "kept") for _ in range(2))
    kind = "PostgreSQL" if url.startswith("postgres") else "SQLite"
    layout = "one file" if chosen.one_file else f"{MONTHS} files"
    quarters = ", ".join(f"{peak:.0f}" for peak in first["quarters"])
    report(
        f"{kind}: {chosen.rows:,} rows, {size / 1e6:.0f} MB in {layout}",
        {
            "first load": f"{first['seconds']:.1f} s ({first['cpu']:.1f} s of CPU here), {first['added']:,} crimes",
            "rows a second": f"{chosen.rows / first['seconds']:,.0f}",
            "own memory by quarters of the way": f"{quarters} MB ({first['before']:.0f} before)",
            "peak with the database mapped in": f"{first['peak']:.0f} MB",
            "a page's counts read": f"{first['reading']:.0f} ms",
            "second load of the same": f"{again['seconds']:.1f} s, {again['added']} added, {again['files_held']} files known",
        },
    )


if __name__ == "__main__":
    main()
