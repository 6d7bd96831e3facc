"""Send a file of concerns (CSV or Excel) in the name of a member of an agency."""

import math
import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from django.conf import settings
from django.contrib.auth import get_user_model

from alongside.common.text import counted
from alongside.exchange.concern_downloads import rejects_csv
from alongside.exchange.concern_reference import page
from alongside.exchange.concerns_csv import take_in, work_waiting
from alongside.partners.errors import NotSetUp, Refused
from alongside.partners.standing import Viewer
from alongside.support.queries import files

KINDS_SHOWN = 20


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="a .csv or .xlsx file")
    parser.add_argument("--agency", metavar="CODE", help="the agency that sends it")
    parser.add_argument("--member", metavar="USERNAME", help="the member of that agency who sends it")
    parser.add_argument("--rejects", type=Path, metavar="FILE", help="write the rejected rows here, with their reasons")
    parser.add_argument("--columns", action="store_true", help="print what the columns mean, and send nothing")


def run(options: Mapping[str, Any], *, at: datetime, out: TextIO | None = None) -> int:
    """Send each file and tell what became of it. 1 when something was refused, stopped or rejected."""
    written = out or sys.stdout
    if options["columns"]:
        written.write(page())
        return 0
    if not (options["paths"] and options["agency"] and options["member"]):
        written.write("Name a file, and who sends it: alongside load concerns PATH --agency CODE --member USERNAME\n")
        return 2
    sender = sender_of(options["agency"], options["member"], at)
    if sender is None:
        written.write(f"{options['agency']} has no active member {options['member']!r}. Nothing was sent.\n")
        return 2
    if options["rejects"] and len(options["paths"]) > 1:
        written.write("--rejects takes the rejects of one file: send the files one by one. Nothing was sent.\n")
        return 2
    try:
        return max([_send(path, sender, at, options["rejects"], written) for path in options["paths"]])
    except Refused as refusal:
        written.write(f"Refused: {refusal}. Nothing was sent.\n")
        return 1
    except NotSetUp as missing:
        written.write(f"{missing} Nothing was sent. To set it up: {missing.how}\n")
        return 1


def sender_of(agency: str, username: str, at: datetime) -> Viewer | None:
    members = get_user_model()._default_manager.select_related("agency")
    member: Any = members.filter(username=username, agency__code=agency, is_active=True).first()
    return Viewer.of(member, at=at) if member else None


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
    looked_at = 0

    def show(rows: int) -> None:
        nonlocal looked_at
        looked_at += rows
        if out.isatty():
            out.write(f"\r\x1b[2K{path.name}: {counted(looked_at, 'row')}")
            out.flush()

    work_waiting(at, file_id=received.file_id, seconds=math.inf, progress=show)
    out.write("\r\x1b[2K" if out.isatty() else "")
    return _tell(received.file_id, sender, rejects, out)


def _tell(file_id: int, sender: Viewer, rejects: Path | None, out: TextIO) -> int:
    report = files.report(sender, file_id)
    file = report.file
    if report.problem:
        out.write(f"{file.name}: {report.problem}\n")
    else:
        out.write(
            f"{file.name}: {counted(file.rows, 'row')} ({report.read_as}): {file.entered:,} entered, {file.known:,} "
            f"known from before, {file.rejected:,} rejected.\n"
        )
    for kind in report.kinds[:KINDS_SHOWN]:
        out.write(f"  {counted(kind.rows, 'row')} (first: {kind.first_row}), {kind.column}: {kind.words}\n")
    if report.held:
        out.write(f"  {report.held:,} held: no agreement lets them be sent. Phone {report.receiver} now.\n")
    if rejects and file.rejected:
        rejects.write_text("".join(rejects_csv(files.rejects(sender, file_id))), encoding="utf-8", newline="")
        out.write(f"  The rejected rows are in {rejects}.\n")
    return 1 if report.problem or file.rejected else 0
