"""Excel workbooks: unpacked under a limit, then read by another process that may fail without harm to this one."""

import io
import json
import os
import re
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from alongside.exchange.tables import Record, Table, TableRefused, header_place, is_blank

MEGABYTE = 1024 * 1024
MOST_UNPACKED = 200 * MEGABYTE
MOST_MEMBERS = 2_000
SECONDS = 120
_READER = Path(__file__).with_name("workbook_reader.py")
_PARTS = re.compile(r".*\.(xml|rels)", re.IGNORECASE)
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)
_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")
AS_WORKBOOK = "Save it as an Excel workbook (.xlsx) or as CSV UTF-8, and send that."
DAMAGED = "The Excel workbook is damaged. Open it in Excel, save it again as .xlsx or as CSV UTF-8, and send that."
TOO_LARGE = (
    "The workbook needs far more memory than a file of concerns does, so it was not opened. Copy the rows into a new "
    "workbook, or save them as CSV UTF-8, and send that."
)


def read_workbook(raw: bytes, wanted: frozenset[str]) -> Table:
    """The sheet that names most of the wanted columns (the first such). Raises `TableRefused`."""
    lines = _read_apart(repacked(raw), wanted)
    sheet, rows = (
        str(json.loads(next(lines))),
        [(int(number), tuple(cells)) for number, cells in map(json.loads, lines)],
    )
    place, _ = header_place([cells for _, cells in rows[:10]], wanted)
    header = tuple(cell.strip() for cell in rows[place][1]) if rows else ()

    def records() -> Iterator[Record]:
        width = len(header)
        for number, cells in rows[place + 1 :]:
            beyond = not is_blank(cells[width:])
            fault = "There is a cell in this row to the right of the last column." if beyond else ""
            yield Record(number, (*cells[:width], *[""] * (width - len(cells))) if not beyond else cells, fault)

    return Table(header, f"Excel workbook, sheet “{sheet}”", records)


def repacked(raw: bytes) -> bytes:
    """The same workbook with only its XML parts, unpacked. Sizes are counted while unpacking, whatever the archive
    says of itself; and the reader gets an archive of our making, which has one meaning only."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return _unpack(archive)
    except TableRefused:
        raise
    except _UNREADABLE:
        raise TableRefused(DAMAGED) from None


def _unpack(archive: zipfile.ZipFile) -> bytes:
    names = dict.fromkeys(archive.namelist())
    _refuse_other_kinds(names)
    parts = [archive.getinfo(name) for name in names if _PARTS.fullmatch(name)]
    if len(names) > MOST_MEMBERS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise TableRefused(TOO_LARGE)
    made, left = io.BytesIO(), MOST_UNPACKED
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as clean:
        for part in parts:
            with archive.open(part) as stream:
                content = stream.read(left + 1)
            left -= len(content)
            if left < 0:
                raise TableRefused(TOO_LARGE)
            clean.writestr(part.filename, content)
    return made.getvalue()


def _refuse_other_kinds(names: dict[str, None]) -> None:
    if "xl/workbook.xml" in names:
        return
    if "xl/workbook.bin" in names:
        raise TableRefused(f"This is a binary Excel workbook (.xlsb), which is not read here. {AS_WORKBOOK}")
    if "content.xml" in names:
        raise TableRefused(f"This is an OpenDocument file, which is not read here. {AS_WORKBOOK}")
    raise TableRefused(f"This is an archive, but not an Excel workbook. {AS_WORKBOOK}")


def _read_apart(workbook: bytes, wanted: frozenset[str]) -> Iterator[str]:
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 (our own program; nothing of the file is in the command)
            [sys.executable, "-I", str(_READER), *sorted(wanted)],
            input=workbook, capture_output=True, timeout=SECONDS, env=environment, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise TableRefused(TOO_LARGE) from None
    if done.returncode == 3:
        raise TableRefused(DAMAGED)
    if done.returncode != 0:
        raise TableRefused(TOO_LARGE)
    return iter(done.stdout.decode().splitlines())
