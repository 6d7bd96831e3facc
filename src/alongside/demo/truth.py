"""Which record is truly about whom. Kept in a file beside the database and never in it: for measuring only."""

import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from alongside.demo.families import Invented

FILE_NAME = "demo_truth.json"


@dataclass
class Truth:
    """`people` are those to whom at least one record belongs."""

    size: str
    seed: int
    built_on: date
    records: dict[int, str] = field(default_factory=dict)
    changes: dict[int, tuple[str, ...]] = field(default_factory=dict)
    people: dict[str, Invented] = field(default_factory=dict)
    _held: dict[tuple[str, str], int] = field(default_factory=dict)

    def note(self, record_id: int, person: Invented, holder: str, changes: tuple[str, ...] = ()) -> None:
        self.records[record_id] = person.key
        self.people.setdefault(person.key, person)
        self._held.setdefault((person.key, holder), record_id)
        if changes:
            self.changes[record_id] = changes

    def note_unknown(self, record_id: int) -> None:
        """Somebody named in an event who is nobody else in the borough."""
        self.records[record_id] = f"N{record_id:06d}"

    def record_of(self, person: Invented, holder: str) -> int | None:
        """The first record of that person which this agency holds."""
        return self._held.get((person.key, holder))

    def is_about(self, record_id: int, person: Invented) -> bool:
        return self.records.get(record_id) == person.key

    def write(self, folder: Path) -> Path:
        """Put the file in its place at once, so that it is never there by half."""
        text = json.dumps(
            {
                "about": "Invented people. Record number to true person; how each record departs from the truth.",
                "size": self.size, "seed": self.seed, "built_on": self.built_on.isoformat(),
                "people": {key: [one.name, one.born.isoformat(), one.sex] for key, one in self.people.items()},
                "records": self.records, "changes": self.changes,
            },
            ensure_ascii=False, indent=0,
        )  # fmt: skip
        path, partial = folder / FILE_NAME, folder / f"{FILE_NAME}.part"
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)
        return path
