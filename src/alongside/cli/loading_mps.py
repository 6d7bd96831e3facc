"""`alongside load mps PATH…`: counts by ward, borough or LSOA and month, as the Metropolitan Police publish them."""

import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from django.conf import settings

from alongside.audit.entries import Actor
from alongside.exchange.mps_intake import load_mps
from alongside.exchange.police_uk_files import Skipped
from alongside.exchange.police_uk_intake import Refused
from alongside.places.count_drafts import CountReport
from alongside.places.states import FileResult

SHOWN = 5


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="folder, .zip, .csv, .csv.gz or .parquet")


def run(options: Mapping[str, Any], *, at: datetime, out: TextIO | None = None) -> int:
    """Load and tell. 0 when every table is in; 1 when some table was refused (the others are in)."""
    written = out or sys.stdout
    told: tuple[str, int] = ("", 0)

    def show(name: str, rows: int) -> None:
        nonlocal told
        if written.isatty():
            written.write(f"\r\x1b[2K{name}: {rows:,} counts")
        elif name != told[0]:
            written.write(f"{name}: reading\n")
        told = (name, rows)
        written.flush()

    refused = 0
    answers = load_mps(
        options["paths"], by=Actor.system("alongside load mps"), at=at, keep_in=Path(settings.MEDIA_ROOT), progress=show
    )
    for answer in answers:
        if written.isatty() and told[0]:
            written.write("\r\x1b[2K")
        refused += isinstance(answer, Refused)
        written.write(_sentences(answer))
    return 1 if refused else 0


def _sentences(answer: CountReport | Refused | Skipped) -> str:
    if isinstance(answer, Refused):
        return f"Not loaded. {answer.why}\n"
    if isinstance(answer, Skipped):
        return f"{answer.name}: passed over, {answer.why}\n"
    if answer.result == FileResult.HELD:
        return f"{answer.name}: loaded before, nothing to do\n"
    span = f"{answer.months[0]:%B %Y} to {answer.months[-1]:%B %Y}"
    told = f"{answer.name}: {answer.counts:,} counts for {answer.source}, {span}, from {answer.rows_read:,} rows"
    if answer.replaced:
        told += f", {len(answer.replaced)} months replaced"
    if answer.rows_repeated:
        told += f", {answer.rows_repeated:,} rows repeated and counted once"
    lines = [told, *(f"  {note}" for note in answer.notes)]
    if answer.rows_rejected:
        lines.append(f"  {answer.rows_rejected:,} rows rejected:")
        lines += [
            f"    row {one.row}, {one.column or 'whole row'}: {one.reason} ({one.value})"
            for one in answer.rejects[:SHOWN]
        ]
    return "\n".join(lines) + "\n"
