"""CSV as it comes out of real systems: its encoding and its separator are found, and said."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from threading import Lock

from alongside.exchange.tables import HEADER_WITHIN, Record, Table, TableRefused, header_place, is_blank

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright strokes"}
# A cell of a megabyte is one bad cell with its row named, and no reason to refuse the file.
LONGEST_CELL = 16 * 1024 * 1024
_SAMPLE = 64 * 1024
_limit = Lock()
_SEP_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
# Western words do not hold four accented letters in a row; Arabic or Cyrillic read as Windows-1252 is made of them.
_NOT_WESTERN = re.compile(r"[^\x00-\x7f]{4,}")
SAVE_AGAIN = "Open it in Excel and save it as “CSV UTF-8 (comma delimited)”, or send the Excel workbook itself."


@dataclass(frozen=True, slots=True)
class Encoding:
    codec: str
    name: str


UTF_8, UTF_16 = Encoding("utf-8-sig", "UTF-8"), Encoding("utf-16", "UTF-16")
WESTERN = Encoding("cp1252", "Windows-1252, because it is not UTF-8: check that letters with accents are right")


def read_plain(raw: bytes, wanted: frozenset[str]) -> Table:
    """The table in a text file. Raises `TableRefused`."""
    encoding = encoding_of(raw)
    start = _text(raw, encoding).read(_SAMPLE)
    sep_line = _SEP_LINE.match(start)
    separator = sep_line[1] if sep_line else _separator(start, wanted)
    plain = _Plain(raw, encoding, separator, bool(sep_line), wanted)
    return Table(plain.header(), f"{encoding.name}; cells separated by {_name_of(separator)}", plain.records)


def encoding_of(raw: bytes) -> Encoding:
    """UTF-8, with its mark or without; UTF-16; else Windows-1252, if the text can be that."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _whole(raw, UTF_16)
    if silent := _utf_16_without_mark(raw[:_SAMPLE]):
        return _whole(raw, silent)
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return _western(raw, error)
    return UTF_8


def _whole(raw: bytes, encoding: Encoding) -> Encoding:
    try:
        raw.decode(encoding.codec)
    except UnicodeDecodeError:
        raise TableRefused(f"The text begins as {encoding.name} but does not go on so. {SAVE_AGAIN}") from None
    return encoding


def _utf_16_without_mark(sample: bytes) -> Encoding | None:
    """Plain letters in UTF-16 have a zero in every second byte."""
    pairs = len(sample) // 2
    if pairs and sample[1::2].count(0) > pairs * 0.4:
        return Encoding("utf-16-le", "UTF-16")
    if pairs and sample[0::2].count(0) > pairs * 0.4:
        return Encoding("utf-16-be", "UTF-16")
    return None


def _western(raw: bytes, error: UnicodeDecodeError) -> Encoding:
    told = raw.decode("utf-8", "replace")
    broken = told.count("\N{REPLACEMENT CHARACTER}")
    if sum(1 for c in told if c > "\x7f") - broken > broken:
        line = raw[: error.start].count(b"\n") + 1
        raise TableRefused(f"The text is UTF-8, but damaged: in line {line} there are bytes that are not. {SAVE_AGAIN}")
    try:
        text = raw.decode(WESTERN.codec)
    except UnicodeDecodeError:
        text = ""
    strange = sum(len(found) for found in _NOT_WESTERN.findall(text))
    if not text or strange * 2 > sum(1 for c in text if c > "\x7f"):
        raise TableRefused(
            f"The letters cannot be read: the text is neither UTF-8 nor UTF-16 nor Windows-1252. {SAVE_AGAIN}"
        )
    return WESTERN


def _text(raw: bytes, encoding: Encoding) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(raw), encoding.codec, newline="")


def _separator(start: str, wanted: frozenset[str]) -> str:
    """The one with which the first rows name most of the wanted columns."""
    named = {one: header_place(_first_rows(start, one), wanted)[1] for one in SEPARATORS}
    return max(named, key=lambda one: named[one])


def _first_rows(start: str, separator: str) -> list[list[str]]:
    try:
        return list(islice(csv.reader(io.StringIO(start, newline=""), delimiter=separator), HEADER_WITHIN))
    except csv.Error:
        return []


def _name_of(separator: str) -> str:
    return SEPARATORS.get(separator, f"“{separator}”")


class _Plain:
    """Goes through the text as often as it is asked to; only one row is held at a time."""

    def __init__(
        self, raw: bytes, encoding: Encoding, separator: str, has_sep_line: bool, wanted: frozenset[str]
    ) -> None:
        self._raw, self._encoding, self._separator, self._has_sep_line = raw, encoding, separator, has_sep_line
        rows = [cells for _, cells in islice(self._lines(), HEADER_WITHIN)]
        self._header_at, _ = header_place(rows, wanted)
        self._header = tuple(cell.strip() for cell in rows[self._header_at]) if rows else ()

    def header(self) -> tuple[str, ...]:
        return self._header

    def records(self) -> Iterator[Record]:
        width = len(self._header)
        for number, cells in islice(self._lines(), self._header_at + 1, None):
            if is_blank(cells):
                continue
            kept = tuple(cells)
            while len(kept) > width and not kept[-1].strip():
                kept = kept[:-1]
            yield Record(number, kept, "" if len(kept) == width else _fault(len(kept), width))

    def _lines(self) -> Iterator[tuple[int, list[str]]]:
        """Every row under its number, empty ones too. Quotation marks that do not pair stop the reading."""
        text = _text(self._raw, self._encoding)
        if self._has_sep_line:
            text.readline()
        reader = csv.reader(text, delimiter=self._separator, strict=True)
        number = 0
        try:
            while (cells := _next_row(reader)) is not None:
                number += 1
                yield number, cells
        except csv.Error as error:
            raise TableRefused(
                f"The cells after row {number} cannot be told apart ({error}). A quotation mark inside a cell must be "
                "written twice, and the whole cell set in quotation marks. Nothing was entered."
            ) from None


def _next_row(reader: Iterator[list[str]]) -> list[str] | None:
    """The longest cell is a setting of the whole process, and other readers want it short."""
    with _limit:
        before = csv.field_size_limit(LONGEST_CELL)
        try:
            return next(reader, None)
        finally:
            csv.field_size_limit(before)


def _fault(cells: int, width: int) -> str:
    if cells > width:
        return "The row has more cells than the header: set a cell that holds a separator in quotation marks."
    return "The row has fewer cells than the header: a line break inside a cell must stand in quotation marks."
