"""The rows of a file of concerns: each gives a concern that can be entered, or its problems by column."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice

from alongside.common.text import TextError, clean_line, sentence_list
from alongside.exchange.concern_columns import (
    BRITISH_DAY,
    BY_FIELD,
    COLUMN_OF,
    COLUMNS,
    DAYS,
    KEYS,
    LAYOUT,
    RECORD_OF_CHILD,
    STAND_INS,
    ConcernRow,
    shaped,
)
from alongside.exchange.plain_tables import read_plain
from alongside.exchange.tables import Record, Table, TableRefused, header_key
from alongside.exchange.workbooks import AS_WORKBOOK, read_workbook
from alongside.support.drafts import examined
from alongside.support.file_drafts import FileReading, Problem, RowRead

MOST_ROWS = 50_000
WHOLE_ROW = "Whole row"
_KINDS = ((b"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls), or one with a password"), (b"%PDF", "a PDF"))
# What a spreadsheet shows where it has no value; the last is ours (see workbook_reader).
_NO_VALUE = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA"}
_NO_RESULT = "#FORMULA!"
_LEADING = ("'=", "'+", "'-", "'@")
SHOWS_ERROR = "The spreadsheet shows an error in this cell. Write the value itself, or leave the cell empty."
FORMULA_ALONE = "This is a formula that was saved without its result. Copy the column and paste it as values."
MONTH_FIRST = (
    "Other dates in this column have the month first, so this one may mean two days. Write it like 2012-05-14."
)


def look(raw: bytes) -> FileReading:
    """What the file is, and how many rows it has; or why it cannot be read. Enters nothing."""
    try:
        sheet = _Sheet.of(raw)
        rows = sum(1 for _ in islice(sheet.table.records(), MOST_ROWS + 1))
        if rows == 0:
            raise TableRefused("The file has a header, but no row below it.")
        if rows > MOST_ROWS:
            raise TableRefused(f"The file has more than {MOST_ROWS:,} rows. Send it in parts, each with the header.")
    except TableRefused as refused:
        return FileReading(LAYOUT, refused=str(refused))
    table = sheet.table
    return FileReading(LAYOUT, table.read_as, table.header, sheet.unread, rows)


def read_rows(raw: bytes, *, today: date, from_row: int = 1) -> Iterator[RowRead]:
    """Every row from a place on. Raises `TableRefused` where the file cannot be read."""
    sheet = _Sheet.of(raw)
    month_first = frozenset(sheet.month_first())
    for record in sheet.table.records():
        if record.number >= from_row:
            yield sheet.read(record, today, month_first)


@dataclass(frozen=True)
class _Sheet:
    """A table whose header was understood: `fields` tells for each of its columns which of ours it is, if any."""

    table: Table
    fields: tuple[str, ...]

    @classmethod
    def of(cls, raw: bytes) -> "_Sheet":
        table = _table(raw)
        fields = tuple(KEYS.get(header_key(title), "") for title in table.header)
        _refuse_missing(table.header, fields)
        twice = [title for title, field in zip(table.header, fields, strict=True) if field and fields.count(field) > 1]
        if twice:
            raise TableRefused(f"The header has the same column twice: {sentence_list(twice)}. Take one away.")
        return cls(table, fields)

    @cached_property
    def titles(self) -> dict[str, str]:
        """Our fields under the names that the sender knows: her own header first."""
        own = {field: title for field, title in zip(self.fields, self.table.header, strict=True) if field}
        ours = {column.field: own.get(column.field, column.title) for column in COLUMNS}
        return ours | {told: ours[field] for told, field in COLUMN_OF.items()}

    @cached_property
    def unread(self) -> tuple[str, ...]:
        return tuple(title for title, field in zip(self.table.header, self.fields, strict=True) if title and not field)

    def read(self, record: Record, today: date, month_first: frozenset[str]) -> RowRead:
        titles = self.titles
        if record.fault:
            return RowRead(record.number, record.cells, problems=(Problem(WHOLE_ROW, record.fault),), titles=titles)
        cells = {field: _tidy(cell) for field, cell in zip(self.fields, record.cells, strict=True) if field}
        row, bad = _examined_shape(cells, month_first)
        reference, faulty = _reference(row.reference)
        good, faults = examined(row.details(self._as_sent(record)), today)
        told = [*faulty, *((COLUMN_OF.get(fault.field, fault.field), str(fault)) for fault in faults)]
        for field, words in told:
            bad.setdefault(field, words)
        problems = tuple(Problem(titles[field], bad[field]) for field in BY_FIELD if field in bad)
        return RowRead(
            record.number, record.cells, reference, None if problems else good, problems,
            tuple(Problem(titles[field], words) for field, words in row.advice()),
            row.in_danger_now or "in_danger_now" in bad, titles,
        )  # fmt: skip

    def _as_sent(self, record: Record) -> Mapping[str, object]:
        """What was told of the child, in the sender's own words and columns."""
        told = zip(self.table.header, self.fields, record.cells, strict=True)
        return {title: cell for title, field, cell in told if field in RECORD_OF_CHILD and cell and "\x00" not in cell}

    def month_first(self) -> Iterator[str]:
        """The columns in which a tenth or more of the dates that can tell have the month before the day."""
        for field in DAYS:
            place = self.fields.index(field)
            told = [_day_is_first(record.cells[place]) for record in self.table.records() if not record.fault]
            wrong, right = told.count(False), told.count(True)
            if wrong and wrong * 10 >= wrong + right:
                yield field


def _table(raw: bytes) -> Table:
    wanted = frozenset(KEYS)
    if not raw.strip(b"\x00\r\n\t \xef\xbb\xbf\xff\xfe"):
        raise TableRefused("The file is empty.")
    if raw.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return read_workbook(raw, wanted)
    for start, kind in _KINDS:
        if raw.startswith(start):
            raise TableRefused(f"This is {kind}, which is not read here. {AS_WORKBOOK}")
    return read_plain(raw, wanted)


def _refuse_missing(header: tuple[str, ...], fields: tuple[str, ...]) -> None:
    missing = [column for column in COLUMNS if column.needed and column.field not in fields]
    if not missing:
        return
    if not any(fields):
        raise TableRefused(
            "No row in the file is a header with our columns. The first row must name them: take the template. It must "
            f"have {sentence_list(f'“{column.title}”' for column in missing)}."
        )
    unread = {title.casefold(): title for title, field in zip(header, fields, strict=True) if title and not field}
    lines = []
    for column in missing:
        near = difflib.get_close_matches(column.title.casefold(), unread, n=1)
        lines.append(f"“{column.title}”" + (f" (is it “{unread[near[0]]}”?)" if near else ""))
    plural = "columns are" if len(missing) > 1 else "column is"
    raise TableRefused(
        f"The header has changed or is not whole: {len(missing)} {plural} missing: {sentence_list(lines)}. Their cells "
        "may be empty, but the columns must be there. Nothing was entered."
    )


def _examined_shape(cells: Mapping[str, str], month_first: frozenset[str]) -> tuple[ConcernRow, dict[str, str]]:
    """The row, with stand-ins where a cell is bad, and the words for each bad cell."""
    bad = {field: words for field, cell in cells.items() if (words := _no_value(cell))}
    bad |= {field: MONTH_FIRST for field in month_first if _may_mean_two(cells.get(field, ""))}
    row, wrong = shaped({**cells, **{field: STAND_INS.get(field, "") for field in bad}})
    bad |= wrong
    return row, bad | {field: words for field, words in row.faults() if field not in bad}


def _tidy(cell: str) -> str:
    """Without the spaces around it, and without the apostrophe by which spreadsheets mark a text that looks like a
    formula. What looks like a formula stays the text that it is: nothing here works it out."""
    text = cell.strip()
    return text[1:] if text.startswith(_LEADING) else text


def _no_value(cell: str) -> str:
    if cell == _NO_RESULT:
        return FORMULA_ALONE
    return SHOWS_ERROR if cell in _NO_VALUE else ""


def _reference(text: str) -> tuple[str, list[tuple[str, str]]]:
    try:
        return clean_line(text, 60, BY_FIELD["reference"].title), []
    except TextError as error:
        return "", [("reference", str(error))]


def _day_is_first(cell: str) -> bool | None:
    """Whether a date with strokes has the day first; None where it does not tell."""
    found = BRITISH_DAY.fullmatch(cell.strip())
    first, second = (int(found[1]), int(found[2])) if found else (0, 0)
    if first <= 12 < second <= 31:
        return False
    return True if second <= 12 < first <= 31 else None


def _may_mean_two(cell: str) -> bool:
    found = BRITISH_DAY.fullmatch(cell)
    return found is not None and int(found[1]) != int(found[2]) and max(int(found[1]), int(found[2])) <= 12
