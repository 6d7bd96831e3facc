"""Finding street files and outcomes of data.police.uk in folders and archives, without trusting any of them."""

import gzip
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from functools import partial
from io import BufferedIOBase, BytesIO, RawIOBase
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from alongside.exchange.police_uk_json import MOST_BYTES, ForceNotSaid, NotPoliceJson, as_published

MEGABYTE = 1024 * 1024
UNREADABLE = (zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, EOFError, NotImplementedError, OSError)
_OTHER_FILES = {
    "-stop-and-search.csv": "a stop and search file: only street files and outcomes are loaded",
}


class ArchiveRefused(Exception):
    """An archive that is unsafe, or cannot be read. The text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Limits:
    """More than any real archive of data.police.uk needs (the whole of three years: 6,000 members, 8 GB, 10:1)."""

    members: int = 50_000
    member_bytes: int = 4_096 * MEGABYTE
    total_bytes: int = 40_960 * MEGABYTE
    ratio: int = 100
    # Below this much, no ratio is dangerous.
    free_bytes: int = 10 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Source:
    """A file that may hold street rows or outcomes. `open` gives its bytes, unpacked, as often as it is called.
    `is_part`: an answer on one place or one crime, not a whole month of a force."""

    name: str
    open: Callable[[], AbstractContextManager[BinaryIO]]
    archive: str = ""
    extracted: date | None = None
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class Skipped:
    name: str
    why: str


def find(
    paths: Sequence[Path], *, limits: Limits | None = None, force: str = ""
) -> Iterator[Source | Skipped | ArchiveRefused]:
    """Every file below these paths, in the order of months where names tell them. `force`: whose the crimes in answers
    of the interface (JSON) are.

    An archive that must be refused is handed out as its refusal, so that the others are still loaded.
    """
    for path in paths:
        if path.is_dir():
            inside = sorted(
                found for found in path.rglob("*") if found.is_file() and not _hidden(found.relative_to(path))
            )
            for found in inside:
                if found.suffix.lower() in {".csv", ".gz", ".zip", ".json"}:
                    yield from _file(found, str(found.relative_to(path)), limits or Limits(), force)
        elif path.is_file():
            yield from _file(path, path.name, limits or Limits(), force)
        else:
            yield ArchiveRefused(f"{path}: there is no such file or folder")


def _file(path: Path, name: str, limits: Limits, force: str) -> Iterator[Source | Skipped | ArchiveRefused]:
    if path.suffix.lower() == ".json":
        yield _json(path, name, force)
    elif path.suffix.lower() == ".zip":
        try:
            yield from _members(path, limits)
        except ArchiveRefused as refusal:
            yield refusal
        except UNREADABLE as error:
            yield ArchiveRefused(f"{name}: the archive cannot be read ({error}). Download it again.")
    elif why := _other(name):
        yield Skipped(name, why)
    elif path.suffix.lower() == ".gz":
        yield Source(name.removesuffix(".gz"), partial(_open_gzip, path, limits))
    else:
        yield Source(name, partial(_open_plain, path))


def _hidden(path: Path | PurePosixPath) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in path.parts)


def _other(name: str) -> str | None:
    plain = name.lower().removesuffix(".gz")
    return next((why for ending, why in _OTHER_FILES.items() if plain.endswith(ending)), None)


def _json(path: Path, name: str, force: str) -> Source | Skipped | ArchiveRefused:
    try:
        if path.stat().st_size > MOST_BYTES:
            return ArchiveRefused(f"{name}: it is larger than any answer of the interface can be.")
        rows = as_published(path.read_bytes(), force)
    except NotPoliceJson as other:
        return Skipped(name, str(other))
    except (ForceNotSaid, OSError) as refusal:
        return ArchiveRefused(f"{name}: {refusal}")
    return Source(name, lambda: BytesIO(rows), is_part=True)


def _open_plain(path: Path) -> BinaryIO:
    return path.open("rb")


def _open_gzip(path: Path, limits: Limits) -> BinaryIO:
    allowed = max(limits.free_bytes, min(limits.member_bytes, limits.ratio * path.stat().st_size))
    return cast(BinaryIO, Bounded(cast(BinaryIO, gzip.open(path, "rb")), path.name, allowed))


def extract_date_of(archive: str) -> date | None:
    """The publisher names an archive after its last month, as in 2018-09.zip: enough to tell older from newer."""
    stem = PurePosixPath(archive).stem
    try:
        return date.fromisoformat(f"{stem}-01") if len(stem) == len("2018-09") else None
    except ValueError:
        return None


def _members(path: Path, limits: Limits) -> Iterator[Source | Skipped]:
    with zipfile.ZipFile(path) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    _check(path, entries, limits)
    extracted = extract_date_of(path.name)
    for entry in sorted(entries, key=lambda entry: entry.filename):
        name = entry.filename.replace("\\", "/")
        if _hidden(PurePosixPath(name)):
            continue
        if why := _other(name):
            yield Skipped(name, why)
        elif name.lower().endswith(".csv"):
            yield Source(name, partial(_open_member, path, entry, limits), path.name, extracted)
        elif name.lower().endswith((".zip", ".gz")):
            yield Skipped(name, "an archive inside an archive: unpack the outer one first")


def _check(path: Path, entries: Sequence[zipfile.ZipInfo], limits: Limits) -> None:
    """Refuse before a single byte is unpacked. What the index says is checked again while reading."""
    advice = "It was not opened. Download it again from data.police.uk, or load the CSV files themselves."
    total = sum(entry.file_size for entry in entries)
    if any(entry.flag_bits & 1 for entry in entries):
        raise ArchiveRefused(f"{path.name}: the archive is locked with a password. Unpack it first.")
    if len(entries) > limits.members:
        raise ArchiveRefused(f"{path.name}: {len(entries):,} files, more than {limits.members:,}. {advice}")
    if total > limits.total_bytes or any(entry.file_size > limits.member_bytes for entry in entries):
        raise ArchiveRefused(f"{path.name}: it would unpack to {total // MEGABYTE:,} MB, beyond the limit. {advice}")
    # The whole is measured against the archive's own size as well: overlapping members share their bytes.
    pairs = [(entry.file_size, entry.compress_size) for entry in entries] + [(total, path.stat().st_size)]
    if any(size > limits.free_bytes and size > limits.ratio * max(packed, 1) for size, packed in pairs):
        raise ArchiveRefused(
            f"{path.name}: it unpacks to more than {limits.ratio} times its size, as only a zip bomb does. {advice}"
        )


def _open_member(path: Path, entry: zipfile.ZipInfo, limits: Limits) -> BinaryIO:
    archive = zipfile.ZipFile(path)
    try:
        opened = cast(BinaryIO, archive.open(entry))
    except BaseException:
        archive.close()
        raise
    # Closing the archive leaves it open under the member until that is closed too.
    archive.close()
    return cast(BinaryIO, Bounded(opened, entry.filename, min(entry.file_size, limits.member_bytes)))


class Bounded(RawIOBase):
    """Bytes of another stream up to a limit; what goes beyond is refused, however it came there."""

    def __init__(self, inner: BinaryIO, name: str, allowed: int) -> None:
        self._inner, self._name, self._left = inner, name, allowed

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        count = cast(BufferedIOBase, self._inner).readinto(buffer)
        self._left -= count
        if self._left < 0:
            raise ArchiveRefused(
                f"{self._name}: it unpacks to far more than a street file can be, so reading stopped. "
                "Nothing of it was loaded."
            )
        return count

    def close(self) -> None:
        self._inner.close()
        super().close()
