"""`alongside load incidents SET PATH…`: lists of incidents with any headings, into a set of them."""

import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from django.conf import settings

from alongside.cli.loading_concerns import sender_of
from alongside.exchange.incident_columns import ZONES
from alongside.exchange.incidents_intake import enter_whole, guess, settled, take_in
from alongside.exchange.tables import TableRefused
from alongside.partners.errors import Invalid
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.places.actions import choose_columns, fingerprint, make_set, resume_incident_file
from alongside.places.errors import PlacesRefused
from alongside.places.incident_drafts import ColumnMapping, SetDraft
from alongside.places.incident_states import Audience, FileState, Measured
from alongside.places.queries import incidents

MOST_BYTES = 1024**3
SHOWN = 10
_SETTABLE = tuple(field.name for field in fields(ColumnMapping) if field.name != "plane")


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("set", metavar="SET", help="the name of the set; it is made if there is none, with --noun")
    parser.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH", help="CSV, Excel, JSON, GeoJSON, Parquet; .gz, .zip"
    )
    parser.add_argument("--agency", required=True, metavar="CODE", help="the agency that gives it")
    parser.add_argument("--member", required=True, metavar="USERNAME", help="the member of that agency who gives it")
    parser.add_argument("--licence", default="", help="under which it was given (needed for a new set)")
    parser.add_argument("--noun", default="", help="for a new set: what one record is called, in the plural")
    parser.add_argument(
        "--measured", choices=Measured.values, default=Measured.POLICE, help="for a new set: whose record"
    )
    parser.add_argument(
        "--audience", choices=Audience.values, default=Audience.STUDY, help="for a new set: who may see it"
    )
    parser.add_argument("--zone", choices=ZONES, help="the clock of its times")
    parser.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="MEANING=COLUMN",
        help=f"what is otherwise guessed; of {', '.join(_SETTABLE)}",
    )


def run(options: Mapping[str, Any], *, at: datetime, out: TextIO | None = None) -> int:
    """Load and tell. 0 when all files are in and no row was rejected."""
    written = out or sys.stdout
    sender = sender_of(options["agency"], options["member"], at)
    if sender is None or not sender.may(Permission.STUDY_PLACES):
        written.write(f"{options['agency']} has no active member {options['member']!r} who may give incidents.\n")
        return 2
    try:
        changes = _changes(options)
        held = incidents.set_named(sender, options["set"]) or _made(options, sender, at)
        statuses = [_load(path, held, changes, options, sender, at, written) for path in options["paths"]]
    except (Invalid, PlacesRefused) as problem:
        written.write(f"{problem}\n")
        return 2
    return max(statuses)


def _changes(options: Mapping[str, Any]) -> dict[str, Any]:
    changes: dict[str, Any] = {"zone": options["zone"]} if options["zone"] else {}
    for pair in options["column"]:
        name, equals, column = pair.partition("=")
        if not equals or name not in _SETTABLE:
            raise Invalid(f"--column {pair}: write one of {', '.join(_SETTABLE)}, then = and the column.")
        changes[name] = column == "yes" if name in ("carries_zone", "count_once") else column
    return changes


def _made(options: Mapping[str, Any], sender: Viewer, at: datetime) -> incidents.SetSummary:
    zone = options["zone"] or ZONES[0]
    draft = SetDraft(
        options["set"], options["measured"], options["noun"], options["licence"], options["audience"], zone=zone
    )
    made = incidents.incident_set(sender, make_set(draft=draft, by=sender.actor, at=at))
    assert made is not None
    return made


def _load(
    path: Path,
    held: incidents.SetSummary,
    changes: Mapping[str, Any],
    options: Mapping[str, Any],
    sender: Viewer,
    at: datetime,
    out: TextIO,
) -> int:
    keep_in = Path(settings.MEDIA_ROOT)
    try:
        if path.stat().st_size > MOST_BYTES:
            out.write(f"{path}: it is larger than {MOST_BYTES // 1024**2} MB. Load it in parts.\n")
            return 1
        raw = path.read_bytes()
    except OSError as error:
        out.write(f"{path}: it cannot be read ({error.strerror}). Check the path.\n")
        return 1
    licence = options["licence"] or held.licence
    file_id, _ = take_in(
        set_id=held.id, name=path.name, raw=raw, licence=licence, keep_in=keep_in, by=sender.actor, at=at
    )
    try:
        _choose(file_id, held, changes, sender, at, out, keep_in)
    except (PlacesRefused, TableRefused, ValueError) as problem:
        out.write(f"{path.name}: {problem}\n")
        return 1
    enter_whole(at, keep_in=keep_in, file_id=file_id, progress=_shower(path.name, out))
    return _tell(file_id, sender, out)


def _choose(
    file_id: int,
    held: incidents.SetSummary,
    changes: Mapping[str, Any],
    sender: Viewer,
    at: datetime,
    out: TextIO,
    keep_in: Path,
) -> None:
    file = incidents.incident_file(sender, file_id)
    assert file is not None
    if file.state == FileState.STOPPED:
        resume_incident_file(file_id=file_id, by=sender.actor, at=at)
    if file.state not in (FileState.UNMAPPED, FileState.REFUSED) or not file.raw_copy:
        return
    mapping = incidents.remembered(sender, held.id, fingerprint(file.header))
    if mapping is None:
        guessed = guess(keep_in, file.raw_copy)
        mapping = guessed.mapping
        for name, reason in guessed.why.items():
            out.write(f"  {name}: {reason}\n")
    mapping = ColumnMapping.from_json({**mapping.as_json(), **changes})
    choose_columns(file_id=file_id, mapping=settled(mapping, keep_in, file.raw_copy), by=sender.actor, at=at)


def _shower(name: str, out: TextIO) -> Any:
    read = 0

    def show(rows: int) -> None:
        nonlocal read
        read += rows
        if out.isatty():
            out.write(f"\r\x1b[2K{name}: {read:,} rows")
            out.flush()

    return show


def _tell(file_id: int, sender: Viewer, out: TextIO) -> int:
    file = incidents.incident_file(sender, file_id)
    assert file is not None
    out.write("\r\x1b[2K" if out.isatty() else "")
    for column, reason in file.left_out.items():
        out.write(f"  Left out and not kept: {column}, because {reason}.\n")
    if file.problem:
        out.write(f"{file.name}: {file.problem}\n")
    else:
        out.write(
            f"{file.name}: {file.rows_read:,} rows, {file.rows_added:,} added, {file.rows_held:,} held already, "
            f"{file.rows_repeated:,} again in the file, {file.rows_rejected:,} rejected.\n"
        )
    for kind in incidents.reject_kinds(sender, file_id)[:SHOWN]:
        out.write(f"  {kind.rows:,} (first: row {kind.first_row}), {kind.column or 'whole row'}: {kind.fault.label}\n")
    for note in file.notes:
        out.write(f"  {note}\n")
    return 1 if file.problem or file.rows_rejected else 0
