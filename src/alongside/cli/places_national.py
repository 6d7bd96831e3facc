"""`alongside places national PATH… --out FOLDER`: a whole archive of street-level crime, without Django and a database.

Writes lsoa_months.csv (crimes by small area and month), cells.csv (the cells of every force, the hot ones marked),
forces.csv (one line a force) and made.json (settings, notes, data hash and version): all four, or none.
"""

import json
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

from alongside.analysis.events import Unfit
from alongside.analysis.hotspots import National, national
from alongside.common.text import counted
from alongside.places.crime_types import PUBLISHED_TYPES

REFUSED, STOPPED = 2, 130
TABLES = ("lsoa_months", "cells", "forces")
MADE = "made.json"


def main(arguments: Sequence[str]) -> int:
    """The exit code: 0, 2 for what has no answer as asked, 130 when it was stopped."""
    given = _parser().parse_args(arguments)
    try:
        _refuse_folder(given.out)
        found = _found(given)
        _write(found, given.out)
    except Unfit as refused:
        sys.stderr.write(f"{refused}\n")
        return REFUSED
    except KeyboardInterrupt:
        sys.stderr.write("Stopped. Nothing was written.\n")
        return STOPPED
    for line in _said(found):
        sys.stdout.write(f"{line}\n")
    sys.stdout.write(f"Written to {given.out}: {', '.join(f'{name}.csv' for name in TABLES)} and {MADE}.\n")
    return 0


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="alongside places national", description=__doc__)
    parser.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH", help="street files or folders: .csv, .csv.gz, .parquet"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="a new or an empty folder")
    parser.add_argument("--kinds", default="", metavar="A,B", help="only these crime types of data.police.uk")
    parser.add_argument("--cell", type=float, default=500.0, metavar="METRES", help="side of a cell (default: 500)")
    parser.add_argument("--alpha", type=float, default=0.05, help="false discovery rate (default: 0.05)")
    parser.add_argument("--memory", default="1GB", help="the most that is held before writing to disk (default: 1GB)")
    parser.add_argument("--spark", action="store_true", help="on Spark, with this machine's own session")
    return parser


def _found(given: Namespace) -> National:
    kinds = _kinds(given.kinds)
    settings = {"kinds": kinds, "cell": given.cell, "alpha": given.alpha}
    if not given.spark:
        found = national(given.paths, **settings, memory=given.memory)
    else:
        from alongside.analysis.spark import local_session

        session = local_session()
        session.sparkContext.setLogLevel("ERROR")  # it warns of every file that its columns have names of their own
        found = national(given.paths, **settings, spark=session)
    if kinds and not int(found.forces["crimes"].sum()):
        raise Unfit(
            f"No crime of the kind {' or '.join(kinds)} is in these files.",
            "Choose other kinds, or other months: the publisher changed its kinds in September 2011 and May 2013.",
        )
    return found


def _kinds(given: str) -> list[str]:
    """The kinds as they are published, however they were written. Raises `Unfit` for one that never was: counted as none
    beside others, it would be a quiet hole in the answer."""
    published = {name.casefold(): name for name in PUBLISHED_TYPES}
    asked = [kind.strip() for kind in given.split(",") if kind.strip()]
    for kind in asked:
        if kind.casefold() not in published:
            near = get_close_matches(kind.casefold(), published, n=1)
            meant = f"Did you mean “{published[near[0]]}”? " if near else ""
            raise Unfit(
                f"“{kind}” is no kind of crime of data.police.uk, now or before.",
                f"{meant}The kinds are: {'; '.join(published.values())}.",
            )
    return [published[kind.casefold()] for kind in asked]


def _refuse_folder(folder: Path) -> None:
    """Before an hour's work, not after it."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Unfit(f"{folder} is there already and is not empty.", "Name a new folder: nothing is written over.")
    if not folder.absolute().parent.is_dir():
        raise Unfit(f"There is no folder {folder.absolute().parent}.", "Make it, or choose another.")


def _write(found: National, folder: Path) -> None:
    """In a folder beside it, which is given its name when all is in it."""
    with tempfile.TemporaryDirectory(dir=folder.absolute().parent, prefix=f".{folder.name}.") as beside:
        ready = Path(beside) / "ready"
        ready.mkdir()
        for name in TABLES:
            getattr(found, name).to_csv(ready / f"{name}.csv", index=False)
        made = {
            "settings": dict(found.settings), "rows": found.rows, "unplaced": found.unplaced,
            "without_area": found.without_area, "notes": list(found.notes), "data_hash": found.data_hash,
            "library_version": found.version,
        }  # fmt: skip
        (ready / MADE).write_text(json.dumps(made, ensure_ascii=False, indent=1, default=str), encoding="utf-8")
        if folder.exists():
            folder.rmdir()
        ready.rename(folder)


def _said(found: National) -> Iterator[str]:
    forces = found.forces.sort_values("crimes", ascending=False, ignore_index=True)
    yield (
        f"{found.rows:,} rows, {int(forces['crimes'].sum()):,} crimes counted, {counted(len(forces), 'force')}, "
        f"{len(found.hot_cells):,} hot cells."
    )
    for one in forces.itertuples(index=False):
        share = f"{one.share:.0%} of its crimes" if one.share == one.share else "no crime"
        yield f"  {one.force}: {one.crimes:,} crimes, {one.hot_cells:,} of {one.cells:,} cells hot, with {share} in them"
    yield from found.notes
