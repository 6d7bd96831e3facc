"""Files of incidents on their way in: looked at, kept without what may tell of a person, read under a choice of columns.

What is kept is the file as it was sent, unless a column of it must not be: then a copy without those columns.
"""

import csv
import gzip
import hashlib
import io
import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from alongside.audit.entries import Actor
from alongside.exchange import intake
from alongside.exchange.incident_columns import ZONES, Guess, guess_columns, numbers, pairs, plane_of
from alongside.exchange.incident_rows import CHUNK, read_incidents
from alongside.exchange.incident_tables import read_table
from alongside.exchange.personal_columns import reason_to_leave_out
from alongside.exchange.place_layouts import Layout, layout_of, where_to_send
from alongside.exchange.tables import Record, Table, TableRefused
from alongside.places.actions import enter_incidents, receive_incident_file, stop_incident_file
from alongside.places.errors import PlacesRefused
from alongside.places.incident_drafts import ColumnMapping, GivenFile, IncidentRow
from alongside.places.queries.incidents import WaitingIncidents, next_waiting_incidents

FOLDER = "incidents"
AT_ONCE = 3_000
"""Up to so many rows are entered while the sender waits; more of them wait in the queue."""
REST_SECONDS = 0.02
_LOOKED_AT, _SHOWN = 500, 4


def take_in(
    *, set_id: int, name: str, raw: bytes, licence: str, keep_in: Path, by: Actor, at: datetime
) -> tuple[int, bool]:
    """Keep a file for a set; its columns are to be chosen next. Gives its number, and whether it is new.

    Raises `PlacesRefused` where the set is another agency's, or no licence is named.
    """
    given = look(name, raw, keep_in)
    return receive_incident_file(set_id=set_id, given=given, licence=licence, by=by, at=at)


def look(name: str, raw: bytes, keep_in: Path) -> GivenFile:
    """Find out what a file is, and set aside the copy that is kept of it."""
    digest = hashlib.sha256(raw).hexdigest()
    refused = GivenFile(name, digest, len(raw), "", Layout.INCIDENTS, "", (), {}, {}, 0)
    try:
        table = read_table(raw)
        layout = layout_of(table.header)
        if layout != Layout.INCIDENTS:
            return replace(refused, layout=layout, read_as=table.read_as, refused=where_to_send(layout))
        rows, cells = _examples(table)
    except TableRefused as problem:
        return replace(refused, refused=str(problem))
    left_out = {
        heading: reason for heading, column in cells.items() if (reason := reason_to_leave_out(heading, column))
    }
    kept = {heading: column for heading, column in cells.items() if heading not in left_out}
    copy = _keep(digest, _pruned(table, left_out) if left_out else raw, keep_in)
    shown = {heading: tuple(_different(column)) for heading, column in kept.items()}
    return GivenFile(
        name, digest, len(raw), copy, layout, table.read_as, tuple(kept), shown, left_out, rows,
        "" if rows else "The file has a header and no row below it. Send one with rows.",
    )  # fmt: skip


def guess(keep_in: Path, raw_copy: str, zone: str = ZONES[0]) -> Guess:
    """What the columns of a kept file may mean, in a set of this clock."""
    table = _table(keep_in, raw_copy)
    return guess_columns(_examples(table)[1], zone)


def settled(mapping: ColumnMapping, keep_in: Path, raw_copy: str) -> ColumnMapping:
    """The mapping with the plane on which its places lie. Raises `PlacesRefused` where the numbers are something else."""
    if not mapping.x:
        return replace(mapping, plane=plane_of(mapping.coordinates, [], []))
    _, cells = _examples(_table(keep_in, raw_copy))
    xs, ys = pairs(cells.get(mapping.x, ()), cells.get(mapping.y, ()))
    is_degrees = bool(xs) and max(map(abs, xs)) <= 180 and max(map(abs, ys)) <= 180
    if is_degrees and mapping.coordinates != "lonlat" and not _whole(cells[mapping.x]):
        raise PlacesRefused(
            f"Numbers such as {xs[0]:g}, {ys[0]:g} are degrees, and were said to be metres or feet.",
            "Choose longitude and latitude as the form of the coordinates.",
        )
    if mapping.coordinates == "lonlat" and xs and not is_degrees:
        raise PlacesRefused(
            f"Numbers such as {xs[0]:g}, {ys[0]:g} are no degrees.",
            "Choose the grid, metres or feet, as they were made.",
        )
    return replace(mapping, plane=plane_of(mapping.coordinates, xs, ys))


def work_waiting(
    at: datetime,
    *,
    keep_in: Path,
    file_id: int | None = None,
    rest: float = REST_SECONDS,
    seconds: float = intake.WORK_SECONDS,
    progress: Callable[[int], None] | None = None,
) -> bool:
    """Enter the file that has waited longest (or the one named), for so many seconds at most; False when none waits.

    The next call goes on after the last whole chunk, whether this one ended, ran out of time or was killed.
    """
    waiting = next_waiting_incidents(file_id)
    if waiting is None:
        return False
    until = time.monotonic() + seconds
    intake.worked(
        waiting.id,
        lambda: _enter(waiting, at, keep_in, rest, until, progress or (lambda _rows: None)),
        lambda problem: stop_incident_file(file_id=waiting.id, by=waiting.sender, at=at, problem=problem),
    )
    return True


def enter_whole(at: datetime, *, keep_in: Path, file_id: int, progress: Callable[[int], None] | None = None) -> None:
    """Enter a file from wherever it stands to its end."""
    while work_waiting(at, keep_in=keep_in, file_id=file_id, rest=0, seconds=math.inf, progress=progress):
        continue


def enter_at_once(at: datetime, *, keep_in: Path, file_id: int) -> None:
    """Enter a small file while its sender waits. Where the database is busy, the file waits its turn."""
    intake.at_once(lambda: work_waiting(at, keep_in=keep_in, file_id=file_id, rest=0, seconds=math.inf))


def _enter(
    waiting: WaitingIncidents, at: datetime, keep_in: Path, rest: float, until: float, progress: Callable[[int], None]
) -> None:
    def enter(rows: Sequence[IncidentRow], is_last: bool) -> bool:
        progress(len(rows))
        return enter_incidents(file_id=waiting.id, rows=rows, is_last=is_last, by=waiting.sender, at=at)

    table = _table(keep_in, waiting.raw_copy)
    # Rows alike are told apart by how many came before, so that reading begins at the first whatever was entered.
    rows = (row for row in read_incidents(table, waiting.mapping, at=at) if row.number >= waiting.next_row)
    try:
        intake.in_chunks(rows, CHUNK, enter, until=until, rest=rest)
    except PlacesRefused as refused:
        raise TableRefused(str(refused)) from None


def _table(keep_in: Path, raw_copy: str) -> Table:
    try:
        with gzip.open(keep_in / raw_copy, "rb") as kept:
            return read_table(kept.read())
    except OSError as error:
        raise TableRefused(f"The copy that was kept cannot be read ({error.strerror}). Send the file again.") from None


def _examples(table: Table) -> tuple[int, dict[str, list[str]]]:
    """How many rows there are, and cells of each column from all over the file."""
    total = sum(1 for _ in table.records())
    step = max(1, total // _LOOKED_AT)
    chosen = [
        record.cells
        for number, record in enumerate(table.records())
        if number % step == 0 and not record.fault and len(record.cells) == len(table.header)
    ]
    return total, {name: [cells[place] for cells in chosen] for place, name in enumerate(table.header) if name}


def _different(cells: Sequence[str]) -> list[str]:
    return [cell[:60] for cell in dict.fromkeys(cells) if cell.strip()][:_SHOWN]


def _pruned(table: Table, left_out: Mapping[str, str]) -> bytes:
    """The same rows under the same numbers, without the columns that must not be kept."""
    places = [place for place, name in enumerate(table.header) if name and name not in left_out]
    text = io.StringIO(newline="")
    out = csv.writer(text)
    out.writerow([table.header[place] for place in places])
    at = 2
    for record in table.records():
        for _ in range(at, record.number):
            text.write("\r\n")
        out.writerow(_kept_cells(record, places, len(table.header)))
        at = record.number + 1
    return text.getvalue().encode()


def _kept_cells(record: Record, places: Sequence[int], width: int) -> list[str]:
    """Where the cells cannot be told apart, none of them is kept: one too few makes the row a fault when it is read."""
    if record.fault or len(record.cells) != width:
        return ["?"] * (len(places) - 1) if len(places) > 2 else ["?"] * (len(places) + 1)
    return [record.cells[place] for place in places]


def _keep(digest: str, content: bytes, keep_in: Path) -> str:
    name = f"{FOLDER}/{digest}.gz"
    target = keep_in / name
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_suffix(".part")
        with gzip.GzipFile(partial, "wb", compresslevel=1, mtime=0) as kept:
            kept.write(content)
        partial.replace(target)
    return name


def _whole(cells: Sequence[str]) -> bool:
    return all(number == round(number) for number in numbers(cells))
