"""A register of classes as CSV or Excel: classes and their sizes, and no pupil. Each row is a class, or says its faults."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from alongside.common.identifiers import school_urn
from alongside.common.text import TextError, clean_line, sentence_list
from alongside.exchange.concern_columns import read_day
from alongside.exchange.plain_tables import read_plain
from alongside.exchange.tables import Record, Table, TableRefused, header_key
from alongside.exchange.workbooks import AS_WORKBOOK, read_workbook
from alongside.partners.standing import Viewer
from alongside.programmes.actions.register import Received, take_register
from alongside.programmes.drafts import ClassDraft, ClassRowRead
from alongside.programmes.states import Need

MOST_ROWS = 5_000
MOST_BYTES = 5 * 1024 * 1024
_YEAR = re.compile(r"(20\d\d)(?:\s*[/–-]\s*(?:20)?(\d\d))?")
_GROUP = re.compile(r"(?:year|y|yr)?\s*(\d{1,2})", re.IGNORECASE)
_WHOLE = re.compile(r"(\d{1,3})(?:\.0+)?")
# What tells of a pupil has no business in a register of classes: such a file is refused whole, and nothing of it kept.
_OF_PUPILS = frozenset(
    {
        "upn", "uniquepupilnumber", "uln", "nhsnumber", "dob", "dateofbirth", "birthdate", "born", "forename", "firstname",
        "givenname", "surname", "lastname", "familyname", "pupil", "pupilname", "nameofpupil", "child", "childname",
        "student", "studentname", "fullname", "address", "postcode", "gender", "sex", "ethnicity", "parent",
    }
)  # fmt: skip
_NEEDS = {
    **{need.value: need for need in Need}, **{header_key(need.label): need for need in Need}, "more": Need.HIGH,
    "average": Need.MIDDLE, "fewer": Need.LOW, "": Need.UNKNOWN,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    field: str
    keys: tuple[str, ...]
    meaning: str
    example: str
    needed: bool = True


COLUMNS = (
    Column("School URN", "school_urn", ("schoolurn", "urn"), "The school’s number in the national register", "123456"),
    Column("School year", "school_year", ("schoolyear", "academicyear"), "Such as 2026/27", "2026/27"),
    Column("Year group", "year_group", ("yeargroup", "ncyear"), "A number; R is Reception", "4"),
    Column("Class", "name", ("class", "classname", "form", "group"), "As the school calls it", "4 Heron"),
    Column("Pupils", "size", ("pupils", "size", "numberonroll", "nor"), "How many are in the class", "29"),
    Column(
        "Free meals", "need", ("freemeals", "need", "fsm"),
        "How many have free school meals, against the borough: high, middle or low", "high", needed=False,
    ),
    Column(
        "Offered on", "offered_on", ("offeredon", "offered"), "The day on which the programme was offered, if it was",
        "2026-09-14", needed=False,
    ),
)  # fmt: skip
_FIELD_OF = {key: column.field for column in COLUMNS for key in column.keys}
_WANTED = frozenset(_FIELD_OF)


def take_in(*, code: str, name: str, raw: bytes, by: Viewer, at: datetime) -> Received:
    """Read a register and enter it at once. Raises `TableRefused` for a file that cannot be read, or tells of pupils."""
    table = _table(raw)
    rows = list(read_classes(table))
    if not rows:
        raise TableRefused("The file has a header, but no row below it.")
    return take_register(code=code, name=name, raw=raw, read_as=table.read_as, rows=rows, by=by, at=at)


def read_classes(table: Table) -> Iterator[ClassRowRead]:
    """Every row below the header. Raises `TableRefused` for a header that will not do, and for too many rows."""
    fields = _fields(table)
    for count, record in enumerate(islice(table.records(), MOST_ROWS + 1), start=1):
        if count > MOST_ROWS:
            raise TableRefused(f"The file has more than {MOST_ROWS:,} rows. Send it in parts, each with the header.")
        yield _read(record, fields)


def template() -> str:
    """An empty register with an example, as CSV."""
    return ",".join(one.title for one in COLUMNS) + "\n" + ",".join(one.example for one in COLUMNS) + "\n"


def _table(raw: bytes) -> Table:
    if len(raw) > MOST_BYTES:
        raise TableRefused("The file is too large for a register of classes. Send the list of classes alone.")
    if not raw.strip(b"\x00\r\n\t \xef\xbb\xbf\xff\xfe"):
        raise TableRefused("The file is empty.")
    if raw.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return read_workbook(raw, _WANTED)
    if raw.startswith((b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise TableRefused(f"This is an old Excel workbook or a PDF, which is not read here. {AS_WORKBOOK}")
    return read_plain(raw, _WANTED)


def _fields(table: Table) -> tuple[str, ...]:
    told = [title for title in table.header if header_key(title) in _OF_PUPILS]
    if told:
        raise TableRefused(
            f"The file has {'columns' if len(told) > 1 else 'a column'} that may tell of pupils: {sentence_list(told)}. Send "
            "classes and their sizes, never pupils. Nothing of the file was kept."
        )
    fields = tuple(_FIELD_OF.get(header_key(title), "") for title in table.header)
    missing = [f"“{one.title}”" for one in COLUMNS if one.needed and one.field not in fields]
    if missing:
        raise TableRefused(
            f"The header does not name {sentence_list(missing)}. Take the template. Nothing was entered."
        )
    twice = [title for title, field in zip(table.header, fields, strict=True) if field and fields.count(field) > 1]
    if twice:
        raise TableRefused(f"The header has the same column twice: {sentence_list(twice)}. Take one away.")
    return fields


def _read(record: Record, fields: tuple[str, ...]) -> ClassRowRead:
    if record.fault:
        return ClassRowRead(record.number, None, (("Whole row", record.fault),))
    cells = {field: cell.strip() for field, cell in zip(fields, record.cells, strict=True) if field}
    values: dict[str, object] = {}
    problems = []
    for column in COLUMNS:
        value, words = _READERS[column.field](cells.get(column.field, ""))
        values[column.field] = value
        if words:
            problems.append((column.title, words))
    if problems:
        return ClassRowRead(record.number, None, tuple(problems))
    return ClassRowRead(record.number, ClassDraft(**values))  # type: ignore[arg-type]


Value = tuple[object, str]


def _urn(text: str) -> Value:
    checked = school_urn(text.removesuffix(".0"))
    return checked.value, checked.problem or ""


def _school_year(text: str) -> Value:
    found = _YEAR.fullmatch(text)
    if found is None or (found[2] and int(found[2]) != (int(found[1]) + 1) % 100):
        return None, "Write the school year like 2026/27."
    return int(found[1]), ""


def _year_group(text: str) -> Value:
    if text.casefold() in ("r", "reception", "yr"):
        return 0, ""
    found = _GROUP.fullmatch(text.removesuffix(".0"))
    if found is None or not 1 <= int(found[1]) <= 13:
        return None, "Write the year group as a number from 1 to 13, or R."
    return int(found[1]), ""


def _name(text: str) -> Value:
    try:
        named = clean_line(text, 40, "The name of the class")
    except TextError as broken:
        return None, str(broken)
    return named, "" if named else "Write the name of the class, such as 4 Heron."


def _size(text: str) -> Value:
    found = _WHOLE.fullmatch(text)
    return (int(found[1]), "") if found else (None, "Write how many pupils are in the class, as a number.")


def _need(text: str) -> Value:
    found = _NEEDS.get(header_key(text))
    return found, "" if found is not None else "Write high, middle or low, or leave the cell empty."


def _offered(text: str) -> Value:
    if not text:
        return None, ""
    try:
        found: date | None = read_day(text)
    except ValueError:
        found = None
    return found, "" if found else "Write the day like 2026-09-14, or leave the cell empty."


_READERS: dict[str, Callable[[str], Value]] = {
    "school_urn": _urn, "school_year": _school_year, "year_group": _year_group, "name": _name, "size": _size,
    "need": _need, "offered_on": _offered,
}  # fmt: skip
