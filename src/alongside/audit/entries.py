"""What is handed to the log: plain text only, so that a row outlives what it describes."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from alongside.audit.states import Act, Outcome


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a member of an agency, or the system itself."""

    agency_code: str
    id: str
    name: str
    role: str = ""

    @classmethod
    def system(cls, name: str) -> "Actor":
        return cls(agency_code=SYSTEM, id=f"system:{name}", name=name, role="system")

    @classmethod
    def unknown(cls) -> "Actor":
        return cls(agency_code=SYSTEM, id="anonymous", name="Somebody not signed in", role="")


SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened.

    `persons` are the people about whom it tells (identifiers, never names). `body` may hold personal data:
    it is kept apart under a salted digest, so that it can be destroyed and the chain still holds.
    """

    at: datetime
    actor: Actor
    act: Act
    subject_kind: str
    subject_id: str = ""
    outcome: Outcome = Outcome.ALLOWED
    persons: tuple[UUID, ...] = ()
    holder_code: str = ""
    purpose: str = ""
    agreement: str = ""
    field_groups: tuple[str, ...] = ()
    reason: str = ""
    body: Mapping[str, object] = field(default_factory=dict)


Log = Callable[[Entry], None]
"""Where an action puts its entry: `record` writes it at once; a long import collects and writes them together."""


def body_text(body: Mapping[str, object]) -> str:
    return json.dumps(body, ensure_ascii=False, sort_keys=True, default=str) if body else ""


def body_digest(salt: str, text: str) -> str:
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest() if text else ""


def header_digest(header: Mapping[str, object]) -> str:
    """SHA-256 of the header's canonical JSON; times in UTC so that both databases give the same text."""
    plain = {key: _plain(value) for key, value in header.items()}
    return hashlib.sha256(json.dumps(plain, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, list | tuple):
        return [str(item) for item in value]
    return str(value)


def link(previous: str, digest: str) -> str:
    return hashlib.sha256(f"{previous}{digest}".encode()).hexdigest()
