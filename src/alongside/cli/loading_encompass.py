"""Send a file of domestic abuse incidents (Operation Encompass) in the name of a police safeguarding officer."""

import math
import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from django.conf import settings

from alongside.cli.loading_concerns import sender_of
from alongside.common.text import counted
from alongside.exchange.encompass_columns import COLUMNS
from alongside.exchange.encompass_csv import rejects_csv, take_in, work_waiting
from alongside.partners.errors import NotSetUp, Refused
from alongside.partners.standing import Viewer
from alongside.support.queries import encompass_files as files


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="a .csv or .xlsx file")
    parser.add_argument("--agency", metavar="CODE", help="the police force that sends it")
    parser.add_argument("--member", metavar="USERNAME", help="the officer who sends it")
    parser.add_argument("--rejects", type=Path, metavar="FILE", help="write the rejected rows of one file here")
    parser.add_argument("--columns", action="store_true", help="print what the columns mean, and send nothing")


def run(options: Mapping[str, Any], *, at: datetime, out: TextIO | None = None) -> int:
    """Send each file and tell what became of it. 1 when something was refused, stopped or rejected."""
    written = out or sys.stdout
    if options["columns"]:
        for one in COLUMNS:
            written.write(f"{one.title}{' (needed)' if one.needed else ''}: {one.meaning}\n")
        return 0
    if not (options["paths"] and options["agency"] and options["member"]):
        written.write("Name a file, and who sends it: alongside load encompass PATH --agency CODE --member USERNAME\n")
        return 2
    if options["rejects"] and len(options["paths"]) > 1:
        written.write("--rejects takes the rejects of one file: send the files one by one. Nothing was sent.\n")
        return 2
    sender = sender_of(options["agency"], options["member"], at)
    if sender is None:
        written.write(f"{options['agency']} has no active member {options['member']!r}. Nothing was sent.\n")
        return 2
    try:
        return max([_send(path, sender, at, options["rejects"], written) for path in options["paths"]])
    except Refused as refusal:
        written.write(f"Refused: {refusal}. Nothing was sent.\n")
        return 1
    except NotSetUp as missing:
        written.write(f"{missing} Nothing was sent. To set it up: {missing.how}\n")
        return 1


def _send(path: Path, sender: Viewer, at: datetime, rejects: Path | None, out: TextIO) -> int:
    try:
        if path.stat().st_size > settings.UPLOAD_MAX_BYTES:
            out.write(f"{path}: it is larger than {settings.UPLOAD_MAX_BYTES // 1024**2} MB. Send it in parts.\n")
            return 1
        raw = path.read_bytes()
    except OSError as error:
        out.write(f"{path}: it cannot be read ({error.strerror}). Check the path.\n")
        return 1
    received = take_in(name=path.name, raw=raw, by=sender, at=at, at_once=0)
    if not received.is_new:
        out.write(f"{path.name}: the same file was sent before; nothing enters twice.\n")
    work_waiting(at, file_id=received.file_id, seconds=math.inf)
    file, rejected = files.report(sender, received.file_id)
    if file.problem:
        out.write(f"{file.name}: {file.problem}\n")
        return 1
    out.write(
        f"{file.name}: {counted(file.rows, 'row')} ({file.read_as}): {file.entered:,} entered, {file.known:,} known "
        f"from before, {file.rejected:,} rejected.\n"
    )
    for row in rejected.rows:
        for column, _, words in row.problems:
            out.write(f"  row {row.number}, {column}: {words}\n")
    if rejects and file.rejected:
        rejects.write_text("".join(rejects_csv(files.rejects(sender, file.id))), encoding="utf-8", newline="")
        out.write(f"  The rejected rows are in {rejects}.\n")
    return 1 if file.rejected else 0
