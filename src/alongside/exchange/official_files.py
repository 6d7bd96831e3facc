"""Official files as they are published: GeoJSON and CSV, plain or gzipped, read whole and known by their hash."""

import csv
import gzip
import hashlib
import io
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from alongside.areas.drafts import Reject
from alongside.areas.errors import AreaFileRefused
from alongside.common.text import sentence_list

OPEN_GOVERNMENT_LICENCE = "Open Government Licence v3.0"
MOST_BYTES = 1024**3
_PIECE = 1024 * 1024


@dataclass(frozen=True)
class OfficialFile:
    """`sha256` is of the file as it lies on disk; `content` is unpacked."""

    name: str
    sha256: str
    content: bytes


def read_official(path: Path, *, most_bytes: int = MOST_BYTES) -> OfficialFile:
    """Raises `AreaFileRefused` where there is no such file, or it is damaged or far too large."""
    try:
        with path.open("rb") as raw:
            sha256 = hashlib.file_digest(raw, "sha256").hexdigest()
            raw.seek(0)
            packed = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
            # The size is watched while unpacking: a small file can unpack to more than the memory holds.
            content = _read_up_to(gzip.GzipFile(fileobj=raw) if packed else raw, most_bytes, path)
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise AreaFileRefused(f"{path.name} is a damaged gzip file. Download it again.") from None
    except OSError as error:
        raise AreaFileRefused(f"{path} cannot be read: {error.strerror}. Check the path.") from None
    if not content.strip():
        raise AreaFileRefused(f"{path.name} is empty. Download it again.")
    return OfficialFile(path.name, sha256, content)


def _read_up_to(stream: BinaryIO | gzip.GzipFile, most_bytes: int, path: Path) -> bytes:
    whole = io.BytesIO()
    while piece := stream.read(_PIECE):
        whole.write(piece)
        if whole.tell() > most_bytes:
            raise AreaFileRefused(
                f"{path.name} unpacks to more than {most_bytes // 1024**2:,} MB. Split it, or take a generalised file."
            )
    return whole.getvalue()


def text_of(file: OfficialFile) -> str:
    """UTF-8, with or without a mark; UTF-16 with one; else Windows-1252, in which the school register comes."""
    for encoding in ("utf-16",) if file.content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            text = file.content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise AreaFileRefused(f"{file.name} is not a text file that can be read. Save it as CSV in UTF-8.")


@dataclass(frozen=True)
class Table:
    """A CSV file's heading and rows. A row of the wrong length is rejected, and its cells are not guessed."""

    heading: Sequence[str]
    rows: Sequence[tuple[int, Sequence[str]]]
    rejects: Sequence[Reject]

    def column(self, *names: str) -> int | None:
        """Where the first of these names stands in the heading; case and spaces around it do not matter."""
        places = {name: place for place, name in reversed(list(enumerate(self._plain())))}
        return next((places[name.casefold()] for name in names if name.casefold() in places), None)

    def need(self, meaning: str, *names: str) -> int:
        place = self.column(*names)
        if place is None:
            listed = sentence_list((f"“{name}”" for name in names), "or")
            raise AreaFileRefused(f"The file has no column for the {meaning}. It should be called {listed}.")
        return place

    def _plain(self) -> Iterator[str]:
        return (name.strip().casefold() for name in self.heading)


def read_table(file: OfficialFile) -> Table:
    lines = csv.reader(io.StringIO(text_of(file), newline=""))
    try:
        heading = next(lines, [])
        rows: list[tuple[int, Sequence[str]]] = []
        rejects: list[Reject] = []
        for row, cells in enumerate(lines, start=1):
            if len(cells) == len(heading):
                rows.append((row, cells))
            elif any(cell.strip() for cell in cells):
                problem = f"The row has {len(cells)} cells, the heading {len(heading)}."
                rejects.append(Reject(row, "whole row", problem))
    except csv.Error as error:
        raise AreaFileRefused(f"{file.name} cannot be read as CSV: {error}.") from None
    return Table(heading, rows, rejects)


def stated_year(year: int | None, file: OfficialFile, what: str, option: str) -> int:
    """The year, if it is told and makes sense."""
    if year is None:
        raise AreaFileRefused(f"{file.name} does not say of which year {what}. State it: {option}.")
    if not 1900 <= year <= 2200:
        raise AreaFileRefused(f"{year} is not a year that can be meant. State it like {option}.")
    return year


def refuse_if_nothing_is_good(file: OfficialFile, rows: Sequence[object], rejects: Sequence[Reject]) -> None:
    if rows:
        return
    shown = " ".join(f"Row {reject.row}, {reject.field}: {reject.problem}" for reject in rejects[:3])
    raise AreaFileRefused(f"{file.name} has no row that can be loaded. {shown}".strip())
