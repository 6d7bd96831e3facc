"""What loading any official file has in common at the command line: paths, licence, report."""

import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO

from alongside.areas.drafts import LoadReport
from alongside.areas.errors import AreaFileRefused
from alongside.audit.entries import Actor
from alongside.common.text import counted
from alongside.exchange.official_files import OPEN_GOVERNMENT_LICENCE

REJECTS_SHOWN = 20


def operator(kind: str) -> Actor:
    return Actor.system(f"alongside load {kind}")


def add_common_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file; .gz is unpacked")
    parser.add_argument(
        "--licence", default=OPEN_GOVERNMENT_LICENCE, help="under which the file came (default: %(default)s)"
    )


def load_each(options: Mapping[str, Any], load: Callable[[Path], LoadReport], out: TextIO | None) -> int:
    """Load file by file; each is all or nothing. 1 when some file was refused (the others are in)."""
    written = out or sys.stdout
    status = 0
    for path in options["paths"]:
        try:
            lines = described(load(path))
        except AreaFileRefused as error:
            status, lines = 1, iter([f"Refused, nothing was loaded. {error}"])
        written.write("".join(f"{line}\n" for line in lines))
    return status


def described(report: LoadReport) -> Iterator[str]:
    if report.loaded_before:
        yield f"{report.file_name}: loaded before; nothing was added."
        return
    rejected = counted(len({reject.row for reject in report.rejects}), "row")
    yield (
        f"{report.file_name}: {report.added:,} added, {report.changed:,} changed, "
        f"{report.unchanged:,} unchanged, {rejected} rejected."
    )
    for row, field, problem in report.rejects[:REJECTS_SHOWN]:
        yield f"  row {row}, {field}: {problem}"
    if len(report.rejects) > REJECTS_SHOWN:
        yield f"  … and {len(report.rejects) - REJECTS_SHOWN:,} more; all are kept with the file."
