"""Roots of seals kept outside the database: who rewrites the whole log cannot rewrite what was published before.

One JSON object a line, added and never changed. Give the file to others, or put it where this machine cannot change it.
"""

import json
import os
from collections import defaultdict
from pathlib import Path

from alongside.audit.models import Seal
from alongside.audit.queries import agency_codes, seals_after

FILE_NAME = "seals.jsonl"
Published = dict[str, dict[int, str]]


class PublishedError(Exception):
    """The file of published roots cannot be used; the text names the line."""


def publish(path: Path) -> int:
    """Add every seal that the file does not hold yet; gives how many. Safe to run again after any interruption."""
    known = read(path) if path.exists() else {}
    lines = [_line(seal) for code in agency_codes() for seal in seals_after(code, max(known.get(code, {0: ""})))]
    if lines:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a+b") as file:
            _drop_torn_line(file.fileno(), path)
            file.write("".join(lines).encode())
            file.flush()
            os.fsync(file.fileno())
    return len(lines)


def _line(seal: Seal) -> str:
    told = {"agency": seal.agency_code, "number": seal.number, "root": seal.root, "count": seal.count}
    return json.dumps({**told, "at": seal.at.isoformat()}) + "\n"


def _drop_torn_line(descriptor: int, path: Path) -> None:
    """A line without its end was never published: writing it was interrupted, and it comes again."""
    os.ftruncate(descriptor, path.read_bytes().rfind(b"\n") + 1)


def read(path: Path) -> Published:
    """Roots by agency and seal number. Two different roots for one seal are an error: one of them is a lie."""
    found: Published = defaultdict(dict)
    whole, _, _ = path.read_text(encoding="utf-8").rpartition("\n")
    for number, line in enumerate(whole.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            told = json.loads(line)
            agency, seal, root = str(told["agency"]), int(told["number"]), str(told["root"])
        except (ValueError, KeyError, TypeError) as error:
            raise PublishedError(f"Line {number} of {path} is not a published root: {line[:80]}") from error
        if found[agency].setdefault(seal, root) != root:
            raise PublishedError(f"Line {number} of {path} gives a second root for seal {seal} of {agency}.")
    return dict(found)
