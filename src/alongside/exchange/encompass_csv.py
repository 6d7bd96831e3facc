"""Files of incidents on their way in: kept, read, grouped into incidents, and entered chunk by chunk."""

import difflib
import math
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import islice

from alongside.common.text import sentence_list
from alongside.exchange import intake
from alongside.exchange.concern_downloads import MARK, csv_lines
from alongside.exchange.encompass_columns import BY_FIELD, COLUMN_OF, COLUMNS, KEYS, LAYOUT, Cells
from alongside.exchange.plain_tables import read_plain
from alongside.exchange.tables import Record, Table, TableRefused, header_key
from alongside.exchange.workbooks import read_workbook
from alongside.partners.errors import Invalid
from alongside.partners.standing import Viewer
from alongside.support.actions.encompass_files import (
    GroupTold,
    Received,
    RowTold,
    enter_chunk,
    receive_file,
    stop_file,
)
from alongside.support.encompass_drafts import ChildTold, IncidentDraft, checked
from alongside.support.file_drafts import FileReading, Problem
from alongside.support.queries.encompass_files import Rejects, WaitingFile, entered_rows, next_waiting

MOST_ROWS = 20_000
CHUNK = 250
"""Incidents that enter together, all or nothing."""
AT_ONCE = 100
REST_SECONDS = 0.02
WHOLE_ROW = "Whole row"
SAY_THE_SAME = "Another row of this incident says it otherwise. All rows of one incident must say the same here."
TWICE = "The same child stands twice in this incident. Take one row away."


def take_in(*, name: str, raw: bytes, by: Viewer, at: datetime, at_once: int = AT_ONCE) -> Received:
    """Keep a file; enter it at once if it is small, and otherwise leave it to `work_waiting`."""
    reading = look(raw)
    received = receive_file(name=name, raw=raw, reading=reading, by=by, at=at)
    if received.is_under_way and reading.rows <= at_once:
        intake.at_once(lambda: work_waiting(at, file_id=received.file_id, rest=0, seconds=math.inf))
    return received


def work_waiting(
    at: datetime, *, file_id: int | None = None, rest: float = REST_SECONDS, seconds: float = intake.WORK_SECONDS
) -> bool:
    """Enter the file that has waited longest (or the one named), for so many seconds at most; False when none waits.

    The next call goes on after the last whole chunk, whether this one ended, ran out of time or was killed.
    """
    waiting = next_waiting(Viewer.system("files", at=at), file_id=file_id)
    if waiting is None:
        return False
    until = time.monotonic() + seconds
    intake.worked(waiting.id, lambda: _enter(waiting, at, rest, until), lambda problem: _stop(waiting, problem, at))
    return True


def _stop(waiting: WaitingFile, problem: str, at: datetime) -> None:
    stop_file(file_id=waiting.id, problem=problem, by=waiting.sender, at=at)


def _enter(waiting: WaitingFile, at: datetime, rest: float, until: float) -> None:
    def enter(groups: Sequence[GroupTold], is_last: bool) -> bool:
        return enter_chunk(file_id=waiting.id, groups=groups, is_last=is_last, by=waiting.sender, at=at)

    before = entered_rows(Viewer.system("files", at=at), waiting.id)
    groups = (one for one in read_groups(waiting.raw, waiting.sender.day, at) if one.rows[0].number not in before)
    intake.in_chunks(groups, CHUNK, enter, until=until, rest=rest)


def look(raw: bytes) -> FileReading:
    """What the file is, and how many rows it has; or why it cannot be read. Enters nothing."""
    try:
        table = _table(raw)
        fields = _fields(table)
        rows = sum(1 for _ in islice(table.records(), MOST_ROWS + 1))
        if rows == 0:
            raise TableRefused("The file has a header, but no row below it.")
        if rows > MOST_ROWS:
            raise TableRefused(f"The file has more than {MOST_ROWS:,} rows. Send it in parts, each with the header.")
    except TableRefused as refused:
        return FileReading(LAYOUT, refused=str(refused))
    unread = tuple(title for title, field in zip(table.header, fields, strict=True) if title and not field)
    return FileReading(LAYOUT, table.read_as, table.header, unread, rows)


def read_groups(raw: bytes, today: date, now: datetime) -> Iterator[GroupTold]:
    """The incidents of a file in the order in which they first occur, wherever their rows stand."""
    table = _table(raw)
    fields = _fields(table)
    titles = {field: title for field, title in zip(fields, table.header, strict=True) if field}
    groups: dict[str, list[tuple[Record, dict[str, str]]]] = {}
    for record in table.records():
        cells = {} if record.fault else {
            field: cell.strip().removeprefix("'") for field, cell in zip(fields, record.cells, strict=True) if field
        }  # fmt: skip
        key = cells.get("reference", "").casefold() or f"row {record.number}"
        groups.setdefault(key, []).append((record, cells))
    for rows in groups.values():
        yield _group(rows, {**{one.field: one.title for one in COLUMNS}, **titles}, today, now)


def _group(
    rows: Sequence[tuple[Record, dict[str, str]]], titles: Mapping[str, str], today: date, now: datetime
) -> GroupTold:
    """Every good row gives a child. A bad one is rejected alone: the other children of the incident do not wait."""
    told: list[RowTold] = []
    whole: IncidentDraft | None = None
    words: dict[str, str] = {}
    for record, cells in rows:
        if record.fault:
            told.append(RowTold(record.number, "", "", record.cells, (Problem(WHOLE_ROW, record.fault),)))
            continue
        reading = Cells(cells)
        draft, child = _read(reading, today, now)
        same = {field: cells.get(field, "") for field in BY_FIELD if BY_FIELD[field].of_incident}
        if whole is not None:
            reading.wrong |= {f: SAY_THE_SAME for f in same if same[f] != words[f] and f not in reading.wrong}
            if child.key in {one.key for one in whole.children}:
                reading.wrong.setdefault("first_name", TWICE)
        problems = tuple(Problem(titles.get(field, field), text) for field, text in reading.wrong.items())
        told.append(RowTold(record.number, cells.get("reference", ""), child.key, record.cells, problems))
        if problems or draft is None:
            continue
        words = words or same
        whole = replace(whole, children=(*whole.children, child)) if whole else draft
    return GroupTold(tuple(told), whole)


def _read(reading: Cells, today: date, now: datetime) -> tuple[IncidentDraft | None, ChildTold]:
    """The incident with this one child, checked as a form is checked; `reading.wrong` tells what cannot stand."""
    at, child = reading.happened_at(), reading.child()
    draft = IncidentDraft(
        reading.text("reference"), at or datetime(2000, 1, 1, tzinfo=now.tzinfo), reading.text("place"),
        reading.text("circumstances"), (child,),
    )  # fmt: skip
    if reading.wrong:
        return None, child
    try:
        good = checked(draft, today, now)
    except Invalid as problem:
        reading.wrong.setdefault(COLUMN_OF.get(problem.field, problem.field) or WHOLE_ROW, str(problem))
        return None, child
    return good, good.children[0]


def _table(raw: bytes) -> Table:
    if not raw.strip(b"\x00\r\n\t \xef\xbb\xbf\xff\xfe"):
        raise TableRefused("The file is empty.")
    wanted = frozenset(KEYS)
    return read_workbook(raw, wanted) if raw.startswith(b"PK") else read_plain(raw, wanted)


def _fields(table: Table) -> tuple[str, ...]:
    """Which of our columns each of the file's is. Raises `TableRefused` where one is missing or stands there twice."""
    fields = tuple(KEYS.get(header_key(title), "") for title in table.header)
    missing = [one for one in COLUMNS if one.needed and one.field not in fields]
    twice = [title for title, field in zip(table.header, fields, strict=True) if field and fields.count(field) > 1]
    if twice:
        raise TableRefused(f"The header has the same column twice: {sentence_list(twice)}. Take one away.")
    if missing:
        unread = {title.casefold(): title for title, field in zip(table.header, fields, strict=True) if not field}
        lines = []
        for one in missing:
            near = difflib.get_close_matches(one.title.casefold(), unread, n=1)
            lines.append(f"“{one.title}”" + (f" (is it “{unread[near[0]]}”?)" if near else ""))
        raise TableRefused(
            f"These columns are missing: {sentence_list(lines)}. Take the template. Nothing was entered."
        )
    return fields


def template_csv() -> str:
    """The header alone."""
    return "".join(csv_lines([[one.title for one in COLUMNS]]))


def rejects_csv(rejects: Rejects) -> Iterator[str]:
    """One line for each problem: row, column, problem, then the cells as sent. Mended, it can be sent as it is."""
    yield MARK
    yield from csv_lines([["Row", "Column", "Problem", *rejects.columns]])
    yield from csv_lines([str(number), column, words, *cells] for number, column, words, cells in rejects.lines)
