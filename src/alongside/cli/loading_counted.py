"""Records of people that are only counted: `alongside load stops PATH…` and `alongside load hospital PATH…`."""

import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TextIO

from alongside.audit.entries import Actor
from alongside.places.count_drafts import CountReport
from alongside.places.errors import PlacesRefused
from alongside.places.states import FileResult

MOST_BYTES = 512 * 1024 * 1024
TOLD = 20
Count = Callable[[str, bytes, Actor, datetime], Sequence[CountReport]]


def count_files(paths: list[Path], kind: str, count: Count, *, at: datetime, out: TextIO | None = None) -> int:
    """Count each file and tell. 1 when some file was refused; the others are in."""
    written, refused = out or sys.stdout, 0
    for path in paths:
        try:
            if path.stat().st_size > MOST_BYTES:
                raise PlacesRefused(f"It is larger than {MOST_BYTES // 1024**2} MB.", "Load it in parts.")
            reports = count(path.name, path.read_bytes(), Actor.system(f"alongside load {kind}"), at)
        except (PlacesRefused, OSError) as problem:
            refused += 1
            why = f"{problem.strerror}. Check the path." if isinstance(problem, OSError) else problem
            written.write(f"Not loaded. {path.name}: {why}\n")
            continue
        for report in reports:
            written.write(_sentence(report))
    return 1 if refused else 0


def _sentence(report: CountReport) -> str:
    if report.result == FileResult.HELD:
        return f"{report.name}: loaded before for {report.source}, nothing to do\n"
    told = (
        f"{report.name}: {report.rows_read:,} records counted for {report.source}, {len(report.months)} months; "
        f"{report.rows_rejected:,} rejected. The records themselves were not kept.\n"
    )
    for one in report.rejects[:TOLD]:
        told += f"  row {one.row}{f', {one.column}' if one.column else ''}: {one.reason}\n"
    if report.rows_rejected > TOLD:
        told += f"  … and {report.rows_rejected - TOLD:,} more. Mend them at the source and send the file again.\n"
    return told
