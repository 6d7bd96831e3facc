"""How the demo tells an operation: through the real actions, at moments of its own, with a key for each thing sent."""

import math
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from alongside.demo.life import World
from alongside.partners.standing import Viewer
from alongside.places import actions
from alongside.places.operation_drafts import ActivityDraft, OperationDraft, PowerDraft, ProtocolDraft, TaskingDraft

LONDON = ZoneInfo("Europe/London")
_KEYS = UUID("f1f8b0a2-64c1-4c53-9a3e-2a6cf4b8d1c7")
_CORNERS = 12
REACH = 160.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A hot spot of the pattern, in metres of the National Grid."""

    name: str
    easting: float
    northing: float

    @property
    def corners(self) -> tuple[tuple[float, float], ...]:
        turns = (math.tau * number / _CORNERS for number in range(_CORNERS))
        return tuple(
            (round(self.easting + REACH * math.cos(turn)), round(self.northing + REACH * math.sin(turn)))
            for turn in turns
        )


class Teller:
    """Tells one operation through the real actions; each thing that is sent has a key of its own."""

    def __init__(self, world: World, name: str) -> None:
        self.world, self.name, self.reference, self._sent = world, name, "", 0

    def key(self) -> UUID:
        self._sent += 1
        return uuid5(_KEYS, f"{self.name} {self._sent}")

    def who(self, username: str, at: datetime) -> dict[str, Any]:
        viewer: Viewer = self.world.viewer(username, at)
        return {"by": viewer, "at": at}

    def begin(self, draft: OperationDraft, at: datetime) -> None:
        self.reference = actions.start_operation(draft=draft, sent_key=self.key(), **self.who("bryn", at))

    def found(self, text: str, at: datetime) -> None:
        actions.note_finding(reference=self.reference, text=text, sent_key=self.key(), **self.who("bryn", at))

    def move(self, to: str, reason: str, at: datetime) -> None:
        actions.move_stage(reference=self.reference, to=to, reason=reason, **self.who("bryn", at))

    def write(self, draft: ProtocolDraft, version: int, at: datetime, reason: str = "") -> int:
        return actions.write_protocol(
            reference=self.reference, draft=draft, version=version, reason=reason, sent_key=self.key(),
            **self.who("bryn", at),
        )  # fmt: skip

    def lock(self, version: int, at: datetime) -> None:
        actions.lock_protocol(
            reference=self.reference, version=version, sent_key=self.key(), **self.who("bryn", at)
        )  # fmt: skip

    def tactic(self, kind: str, doer: str, text: str, at: datetime) -> None:
        actions.set_tactic(
            reference=self.reference, kind=kind, doer_code=doer, text=text, sent_key=self.key(), **self.who("bryn", at)
        )

    def task(self, draft: TaskingDraft, at: datetime) -> int:
        return actions.task(draft=draft, reference=self.reference, sent_key=self.key(), **self.who("bryn", at))

    def answer(self, tasking: int, username: str, to: str, text: str, at: datetime) -> None:
        actions.answer_tasking(tasking_id=tasking, to=to, text=text, sent_key=self.key(), **self.who(username, at))

    def power(self, at: datetime, **fields: Any) -> int:
        """Written down when it begins; an extension an hour before that."""
        written = at - timedelta(hours=1) if fields.get("extends") else at
        draft = PowerDraft(starts_at=at, **fields)
        return actions.use_power(
            reference=self.reference, draft=draft, sent_key=self.key(), **self.who("bryn", written)
        )  # fmt: skip

    def did(self, username: str, kind: str, at: datetime, minutes: int, where: str, **counts: Any) -> int:
        draft = ActivityDraft(kind, at - timedelta(minutes=minutes), minutes, where, **counts)
        return actions.write_activity(
            reference=self.reference, draft=draft, sent_key=self.key(), **self.who(username, at)
        )

    def count(self, rung: str, total: int, at: datetime, source: str, reason: str = "") -> None:
        actions.record_result(
            reference=self.reference, rung=rung, total=total, as_of=at.date(), source=source, reason=reason,
            sent_key=self.key(), **self.who("bryn", at),
        )  # fmt: skip


def moment(day: date, hour: int = 9, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), LONDON)


def end_of(day: date) -> datetime:
    return moment(day, 23, 59)
