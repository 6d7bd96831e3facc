"""`alongside load police-uk PATH…`: recorded crime from files of data.police.uk."""

import shutil
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import Any, TextIO

from django.conf import settings

from alongside.audit.entries import Actor
from alongside.exchange.police_uk import LICENCE
from alongside.exchange.police_uk_files import Skipped
from alongside.exchange.police_uk_intake import Refused, Terms, load
from alongside.places.actions import count_by_boundaries
from alongside.places.drafts import FileReport
from alongside.places.queries import countings
from alongside.places.states import Assignment, FileResult, Joining

HELP = "recorded crime: street files and outcomes of data.police.uk (a folder, a zip, .csv, .csv.gz or the interface's .json)"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="folder, .zip, .csv, .csv.gz or .json")
    parser.add_argument(
        "--extracted",
        type=_day,
        metavar="YYYY-MM-DD",
        help="when the publisher took the extract: of two dated extracts of a month, the newer stands",
    )
    parser.add_argument("--licence", default=LICENCE, help=f"under which the files came (default: {LICENCE})")
    parser.add_argument(
        "--force", default="", help="whose the crimes in answers of the interface (.json) are, as in “Reported by”"
    )
    parser.add_argument(
        "--may-shrink", action="store_true", help="let a newer extract replace a month that is far larger"
    )
    parser.add_argument(
        "--count-again",
        action="store_true",
        help="count all crimes again by the boundaries as they are now, after boundaries were loaded anew",
    )


def run(options: Mapping[str, Any], *, at: datetime, out: TextIO | None = None) -> int:
    """Load and tell. 0 when every file is in; 1 when some file was refused (the others are in)."""
    written = out or sys.stdout
    if not options["paths"] and not options["count_again"]:
        written.write("Say which files to load: a folder, .zip, .csv, .csv.gz or .json.\n")
        return 2
    line = _Line(written)
    terms = Terms(
        extracted=options["extracted"],
        licence=options["licence"],
        may_shrink=options["may_shrink"],
        keep_in=Path(settings.MEDIA_ROOT),
        force=options["force"],
    )
    totals: dict[str, int] = dict.fromkeys(
        ("loaded", "held", "skipped", "refused", "crimes", "outcomes", "rejected"), 0
    )
    actor = Actor.system("alongside load police-uk")
    for answer in load(options["paths"], by=actor, at=at, terms=terms, progress=line.show):
        line.clear()
        _tell(written, answer, totals)
    if options["paths"]:
        written.write(_ending(totals))
    if options["count_again"]:
        count_again(written, actor, at)
    return 1 if totals["refused"] else 0


def count_again(out: TextIO, by: Actor, at: datetime) -> None:
    """Put every crime into the areas as they are now, in each counting that is kept."""
    for counting in countings():
        if counting.assignment == Assignment.MAP_POINT:
            points = count_by_boundaries(kind=counting.kind, vintage=counting.vintage, by=by, at=at)
            out.write(f"Counted again by {counting.kind} of {counting.vintage}: {points:,} map points placed\n")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a day written like 2018-10-05") from None


class _Line:
    """Progress: one line that is written over on a terminal, a few plain lines anywhere else."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._terminal = out.isatty()
        self._width = shutil.get_terminal_size().columns - 1
        self._told: tuple[str, str] = ("", "")

    def show(self, name: str, stage: str, rows: int) -> None:
        if self._terminal:
            # A line that is longer than the terminal is wide could not be written over.
            line = f"{PurePosixPath(name).name}: {stage}, {rows:,} rows"
            self._out.write(f"\r\x1b[2K{line[-self._width :]}")
        elif (name, stage) != self._told:
            self._out.write(f"{name}: {stage}\n")
        self._told = (name, stage)
        self._out.flush()

    def clear(self) -> None:
        if self._terminal:
            self._out.write("\r\x1b[2K")


def _tell(out: TextIO, answer: FileReport | Skipped | Refused, totals: dict[str, int]) -> None:
    if isinstance(answer, Refused):
        totals["refused"] += 1
        out.write(f"Not loaded. {answer.why}\n")
    elif isinstance(answer, Skipped):
        totals["skipped"] += 1
        out.write(f"{answer.name}: passed over, {answer.why}\n")
    elif answer.result == FileResult.HELD:
        totals["held"] += 1
        out.write(f"{answer.name}: loaded before, nothing to do\n")
    else:
        totals["loaded"] += 1
        totals[answer.noun] += answer.rows_added
        totals["rejected"] += answer.rows_rejected
        out.write(_sentence(answer))


def _sentence(report: FileReport) -> str:
    parts = [f"{report.rows_read:,} rows", f"{report.rows_added:,} {report.noun} added"]
    counted = (
        (report.rows_held, "held already"),
        (report.rows_repeated, "that came before in the file"),
        (report.rows_older, "left out because a newer extract is held"),
        (report.rows_rejected, "rejected"),
    )
    parts += [f"{number:,} {what}" for number, what in counted if number]
    replaced = [month for month in report.months if month.joining == Joining.REPLACE]
    if replaced:
        parts.append(f"{len(replaced)} months replaced by this newer extract")
    told = f"{report.name}: {', '.join(parts)}\n"
    if report.rows_rejected:
        told += "  The rejected rows are kept with their reasons: see the page of files under Places.\n"
    if any(month.joining == Joining.MERGE for month in report.months) and report.rows_added:
        told += (
            "  Some of these months were held already, from an extract of unknown date, so both were kept together.\n"
            "  If this is a newer release, load it with --extracted, and the older one too: the newer then stands.\n"
        )
    return told


def _ending(totals: Mapping[str, int]) -> str:
    return (
        f"Done: {totals['loaded']} files loaded, {totals['crimes']:,} crimes and {totals['outcomes']:,} outcomes added, "
        f"{totals['rejected']:,} rows rejected, {totals['held']} files known, {totals['skipped']} passed over, "
        f"{totals['refused']} refused.\n"
    )
