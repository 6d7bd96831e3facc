"""Reading release files. A file whose fingerprint is not the one in the index is not shown."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

INDEX, VERDICTS = "index.json", "verdicts.json"
Json = dict[str, Any]


class BrokenFiles(Exception):
    """The folder does not hold what its index says; the text says which file and what to do."""


@dataclass(frozen=True)
class Published:
    """All that is published. `files`: every file by name, to the byte; `releases`: read, the oldest first; `not_shown`:
    verdicts that were given and cannot be read here, with the reason."""

    partnership: str
    releases: tuple[Json, ...]
    entries: Mapping[int, Json]
    verdicts: tuple[Json, ...]
    files: Mapping[str, bytes]
    not_shown: tuple[Json, ...] = ()

    @property
    def last(self) -> Json | None:
        return self.releases[-1] if self.releases else None


def from_folder(folder: Path) -> Published:
    """Raises `BrokenFiles` for a folder without an index, or with a file that is not what the index says."""
    if not (folder / INDEX).is_file():
        raise BrokenFiles(f"{folder} holds no {INDEX}. Write one with: alongside publish --to {folder}")
    named = json.loads((folder / INDEX).read_text(encoding="utf-8"))
    names = [INDEX, VERDICTS, *(name for one in named["releases"] for name in (one["json"], one["csv"]))]
    if strange := [name for name in names if Path(name).name != name]:
        raise BrokenFiles(f"{INDEX} names {strange[0]}, which is no file beside it.")
    if missing := [name for name in names if not (folder / name).is_file()]:
        raise BrokenFiles(f"{folder} lacks {missing[0]}. Write the folder again with: alongside publish --to {folder}")
    return from_files({name: (folder / name).read_bytes() for name in names})


def from_files(files: Mapping[str, bytes]) -> Published:
    """Raises `BrokenFiles` for a file whose fingerprint is another than in the index."""
    index = json.loads(files[INDEX])
    for one in index["releases"]:
        for name, mark in ((one["json"], one["sha256"]), (one["csv"], one["csv_sha256"])):
            if hashlib.sha256(files[name]).hexdigest() != mark:
                raise BrokenFiles(
                    f"{name} was changed after it was signed off: its fingerprint is another. Write it anew."
                )
    releases = sorted((json.loads(files[one["json"]]) for one in index["releases"]), key=lambda one: int(one["number"]))
    entries = {int(one["number"]): one for one in index["releases"]}
    told = json.loads(files[VERDICTS])
    # As it was called when the last release was signed.
    partnership = releases[-1]["partnership"] if releases else index["partnership"]
    return Published(
        partnership, tuple(releases), entries, tuple(told["verdicts"]), files,
        tuple(told.get("not_shown", ())),
    )  # fmt: skip
