"""Reads a workbook from standard input and writes its rows as lines of JSON. Runs as a process of its own.

A workbook of a few kilobytes can ask for more memory than the machine has (one cell in the last row of the last
column, one long text referred to a million times), and the library that reads it then ends the whole process. So it
is this process that ends. It imports nothing of ours, and takes the wanted header keys as its arguments.

Exit code 3: the workbook cannot be read. Any other but 0: it asked for too much.
"""

import contextlib
import io
import json
import re
import sys
import unicodedata
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from xml.etree import ElementTree

from python_calamine import CalamineSheet, CalamineWorkbook

MEMORY, CPU_SECONDS = 1024**3, 60
MOST_TEXT = 64 * 1024**2
MOST_ROWS, MOST_COLUMNS, HEADER_WITHIN = 200_000, 1_000, 10
DAMAGED, TOO_MUCH = 3, 4
NO_RESULT = "#FORMULA!"
"""Stands in a cell whose formula was saved without its result: what it shows is not in the file."""

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*[^/])>(.*?)</(?:\w+:)?c>", re.DOTALL)
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]+)</")


def main(wanted: frozenset[str]) -> int:
    _limit()
    raw = sys.stdin.buffer.read()
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        name = _sheet(workbook, wanted)
        faults = _faulty_cells(raw, name)
        return _write(name, _rows(workbook.get_sheet_by_name(name), faults))
    except MemoryError:
        return TOO_MUCH
    except Exception:  # whatever the library says of a file that is no workbook
        return DAMAGED


def _limit() -> None:
    """Not every system can limit a process; where it can, it does."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))


def _sheet(workbook: CalamineWorkbook, wanted: frozenset[str]) -> str:
    """The first sheet whose header names most of the wanted columns."""
    named = {}
    for name in workbook.sheet_names:
        first = _rows(workbook.get_sheet_by_name(name), {})
        rows = [{_key(cell) for cell in cells} for _, cells in (next(first, (0, [])) for _ in range(HEADER_WITHIN))]
        named[name] = max(len(row & wanted) for row in rows)
    return max(named, key=lambda name: named[name])


def _key(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def _rows(sheet: CalamineSheet, faults: dict[tuple[int, int], str]) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold anything, under the number that Excel shows beside them."""
    if sheet.start is None:
        return
    left = sheet.start[1]
    for number, values in enumerate(sheet.iter_rows(), start=1):
        cells = [""] * left + [_text(value) for value in values[:MOST_COLUMNS]]
        for column in range(len(cells)):
            cells[column] = faults.get((number, column), cells[column])
        if any(cell.strip() for cell in cells):
            yield number, cells


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return str(value.date()) if value.time() == datetime.min.time() else str(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _faulty_cells(raw: bytes, name: str) -> dict[tuple[int, int], str]:
    """Cells that show an error, and formulas without a result. The library gives both as empty; they are not."""
    content = _sheet_part(raw, name)
    found = {}
    if b"<f" in content or b":f" in content or b't="e"' in content:
        for attributes, inside in _CELL.findall(content):
            words = _fault(attributes, inside)
            if words and (place := _PLACE.search(attributes)):
                found[int(place[2]), _column(place[1].decode())] = words
    return found


def _fault(attributes: bytes, inside: bytes) -> str:
    value = _VALUE.search(inside)
    if b't="e"' in attributes:
        return value[1].decode() if value else NO_RESULT
    is_formula = b"<f" in inside or b":f" in inside
    return NO_RESULT if is_formula and value is None and b't="str"' not in attributes else ""


def _column(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def _sheet_part(raw: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 (this process may fail)
        links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
        id_ = next(one.get(_ID) for one in book.iter(f"{_MAIN}sheet") if one.get("name") == name)
        target = next(str(one.get("Target")) for one in links if one.get("Id") == id_)
        return archive.read(target.lstrip("/") if target.startswith("/") else f"xl/{target}")


def _write(name: str, rows: Iterator[tuple[int, list[str]]]) -> int:
    out, text = sys.stdout.buffer, 0
    out.write(json.dumps(name).encode() + b"\n")
    for count, (number, cells) in enumerate(rows, start=1):
        line = json.dumps([number, cells]).encode() + b"\n"
        text += len(line)
        if text > MOST_TEXT or count > MOST_ROWS:
            return TOO_MUCH
        out.write(line)
    out.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(frozenset(sys.argv[1:])))
