"""Taking files of street-level crime and of outcomes in: looked at once for safety, read once for its rows, kept as sent."""

import codecs
import gzip
import hashlib
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import RawIOBase
from pathlib import Path
from typing import Any, BinaryIO, Protocol, TypeVar, cast

from alongside.audit.entries import Actor
from alongside.exchange.police_uk import LAYOUT, LICENCE, LayoutRefused, StreetReader
from alongside.exchange.police_uk_files import UNREADABLE, ArchiveRefused, Limits, Skipped, Source, find
from alongside.exchange.police_uk_outcomes import LAYOUT as OUTCOMES_LAYOUT
from alongside.exchange.police_uk_outcomes import OutcomeReader, is_outcomes
from alongside.places.actions import load_outcome_file, load_street_file
from alongside.places.drafts import FileReport, StreetFile
from alongside.places.errors import CrimeFileRefused
from alongside.places.outcome_drafts import OutcomeFile
from alongside.places.queries import is_loaded
from alongside.places.states import ANSWER

Chunk = TypeVar("Chunk", covariant=True)
_BLOCK = 1024 * 1024
_SAMPLE = 64 * 1024
# The order matters: nearly any bytes are some text in Windows-1252.
_ENCODINGS = ("utf-8-sig", "cp1252")


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was not loaded, and why."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What the person who loads says about the files."""

    extracted: date | None = None
    licence: str = LICENCE
    may_shrink: bool = False
    keep_in: Path | None = None
    force: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    sha256: str
    byte_count: int
    encoding: str
    is_outcomes: bool


@dataclass(frozen=True, slots=True)
class _Readers:
    street: StreetReader
    outcomes: OutcomeReader


def load(
    paths: Sequence[Path],
    *,
    by: Actor,
    at: datetime,
    terms: Terms | None = None,
    limits: Limits | None = None,
    progress: Callable[[str, str, int], None] | None = None,
) -> Iterator[FileReport | Skipped | Refused]:
    """Load every street file below these paths, one transaction each; one answer a file, as it is done.

    A file that must be refused does not stop the others. Run again after an interruption: files that are in
    are known by their hash and passed over. `progress` is told the file, the stage and the rows so far.
    """
    agreed = terms or Terms()
    latest = at.date().replace(day=1)
    readers = _Readers(StreetReader(latest), OutcomeReader(latest))
    for found in find(paths, limits=limits, force=agreed.force):
        if isinstance(found, Skipped):
            yield found
        elif isinstance(found, ArchiveRefused):
            yield Refused(str(found).partition(":")[0], str(found))
        else:
            yield _load(found, readers, by, at, agreed, progress)


def _load(
    source: Source,
    readers: _Readers,
    by: Actor,
    at: datetime,
    terms: Terms,
    progress: Callable[[str, str, int], None] | None,
) -> FileReport | Skipped | Refused:
    tell = (lambda stage, rows: progress(source.name, stage, rows)) if progress else None
    extracted = terms.extracted or source.extracted
    try:
        looked = look(source)
        kept = _Kept(terms.keep_in, looked.sha256)
        said: dict[str, Any] = {
            "name": source.name, "sha256": looked.sha256, "byte_count": looked.byte_count,
            "encoding": looked.encoding, "licence": terms.licence, "archive": source.archive,
            "extracted": extracted, "raw_copy": kept.name,
        }  # fmt: skip
        try:
            if looked.is_outcomes:
                decided = _chunks(source, readers.outcomes, looked, kept)
                outcomes = OutcomeFile(layout=OUTCOMES_LAYOUT, chunks=decided, is_part=source.is_part, **said)
                return load_outcome_file(file=outcomes, by=by, at=at, progress=tell)
            layout = ANSWER if source.is_part else LAYOUT
            street = StreetFile(layout=layout, chunks=_chunks(source, readers.street, looked, kept), **said)
            return load_street_file(file=street, by=by, at=at, may_shrink=terms.may_shrink, progress=tell)
        except BaseException:
            if not is_loaded(looked.sha256):
                kept.discard()
            raise
    except LayoutRefused as refusal:
        return Refused(source.name, f"{source.name}: {refusal}")
    except (CrimeFileRefused, ArchiveRefused) as refusal:
        return Refused(source.name, str(refusal))
    except UNREADABLE as error:
        return Refused(source.name, f"{source.name}: it cannot be read to its end ({error}). Download it again.")


def look(source: Source) -> Looked:
    """Hash a file and find its encoding, without keeping any of it."""
    digest, size = hashlib.sha256(), 0
    with source.open() as stream:
        head = stream.read(_SAMPLE)
        candidates = {name: codecs.getincrementaldecoder(name)() for name in _encodings(head)}
        block = head
        while block:
            digest.update(block)
            size += len(block)
            _narrow(candidates, block)
            block = stream.read(_BLOCK)
    _narrow(candidates, b"", final=True)
    if not candidates:
        raise LayoutRefused(
            "its text is neither UTF-8 nor Windows-1252. Save it as CSV in UTF-8, or download it again."
        )
    encoding = next(iter(candidates))
    first_line = head.decode(encoding, errors="replace").partition("\n")[0]
    return Looked(digest.hexdigest(), size, encoding, is_outcomes(first_line))


def _encodings(head: bytes) -> Sequence[str]:
    return ("utf-16",) if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else _ENCODINGS


def _narrow(candidates: dict[str, codecs.IncrementalDecoder], block: bytes, *, final: bool = False) -> None:
    for name in list(candidates):
        try:
            candidates[name].decode(block, final)
        except UnicodeDecodeError:
            del candidates[name]


class _Reads(Protocol[Chunk]):
    def read(self, lines: io.TextIOBase) -> Iterator[Chunk]: ...


def _chunks(source: Source, reader: _Reads[Chunk], looked: Looked, kept: "_Kept") -> Iterator[Chunk]:
    with source.open() as stream:
        copied = _Copying(stream, kept)
        with io.TextIOWrapper(cast(Any, io.BufferedReader(copied, _BLOCK)), looked.encoding, newline="") as lines:
            yield from reader.read(lines)
        if copied.digest.hexdigest() != looked.sha256:
            raise LayoutRefused("it changed while it was being read. Load it again when nothing writes to it.")
        kept.finish()


class _Copying(RawIOBase):
    """Reads a stream and sets a copy of every byte aside."""

    def __init__(self, inner: BinaryIO, kept: "_Kept") -> None:
        self._inner, self._kept, self.digest = inner, kept, hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        count = int(cast(Any, self._inner).readinto(buffer))
        block = memoryview(buffer)[:count]
        self.digest.update(block)
        self._kept.write(block)
        return count


class _Kept:
    """The raw copy, named after its hash. It has its last name only when it is whole."""

    FOLDER = "recorded-crime"

    def __init__(self, root: Path | None, sha256: str) -> None:
        self.name = f"{self.FOLDER}/{sha256}.csv.gz" if root else ""
        self._path = root / self.name if root else None
        self._open: gzip.GzipFile | None = None

    def write(self, block: memoryview) -> None:
        if self._path is None:
            return
        if self._open is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._open = gzip.GzipFile(self._partial, "wb", compresslevel=1, mtime=0)
        self._open.write(block)

    @property
    def _partial(self) -> Path:
        assert self._path is not None
        return self._path.with_suffix(".part")

    def finish(self) -> None:
        if self._open is not None and self._path is not None:
            self._open.close()
            self._partial.replace(self._path)

    def discard(self) -> None:
        if self._path is not None:
            if self._open is not None:
                self._open.close()
            self._partial.unlink(missing_ok=True)
            self._path.unlink(missing_ok=True)
