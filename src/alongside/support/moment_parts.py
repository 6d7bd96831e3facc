"""The common ground of reachable moments: what a member is in one, how it is found for a change, what the log says."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.partners.access import decide, refuse
from alongside.partners.errors import Invalid, Stale
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.support import moment_rules as rules
from alongside.support.models import MomentStep, ReachableMoment
from alongside.support.moment_states import PURPOSE, VIEW_OF_MOMENT
from alongside.support.references import MOMENT, normal

NO_MOMENT = "no such reachable moment, or the member has no part in it"


class Part(StrEnum):
    RECORDER = "recorder"
    RECEIVER = "receiver"


def parts_in(moment: ReachableMoment, viewer: Viewer) -> frozenset[Part]:
    parts = set()
    if moment.holder_id == viewer.agency_id and viewer.may(Permission.RECORD_MOMENT):
        parts.add(Part.RECORDER)
    if moment.receiver_id == viewer.agency_id and viewer.may(Permission.WORK_CASES):
        parts.add(Part.RECEIVER)
    return frozenset(parts)


@dataclass(frozen=True, slots=True)
class Found:
    """A moment that is locked for a change, and what the member is in it."""

    moment: ReachableMoment
    parts: frozenset[Part]


def find_moment(by: Viewer, reference: str, *, part: Part = Part.RECEIVER, changes: int | None = None) -> Found:
    """The moment, locked, if the one rule lets the member see it and she has this part in it. A recorder's part is
    enough where that is asked for; the receiver may do all that a recorder may."""
    normalised = normal(reference, MOMENT)
    row = (
        ReachableMoment.objects.select_for_update(of=("self",))
        .select_related("holder", "record", "case__version", "receiver")
        .filter(reference=normalised)
        .first()
    )
    parts = parts_in(row, by) if row else frozenset()
    if row is None or not parts & {part, Part.RECEIVER}:
        raise refuse(by, "reachable moment", normalised, NO_MOMENT, act=Act.CHANGE)
    decision = decide(by, row.subject, PURPOSE, VIEW_OF_MOMENT)
    if not decision.groups >= frozenset(VIEW_OF_MOMENT):
        raise refuse(by, "reachable moment", normalised, decision.because, act=Act.CHANGE)
    if changes is not None and changes != row.changes:
        raise Stale("Somebody has written on this since you opened it. What you typed is below.", row)
    return Found(row, parts)


def open_for_work(moment: ReachableMoment) -> None:
    if why := rules.why_not_open(moment.state):
        raise Invalid(why)


def add_step(moment: ReachableMoment, kind: str, text: str, by: Viewer, at: datetime) -> None:
    MomentStep.objects.create(
        moment=moment, kind=kind, words=text, agency_id=by.agency_id or moment.holder_id, by=by.actor.name, at=at
    )


def log_moment(moment: ReachableMoment, act: Act, reason: str, by: Viewer, at: datetime, agreement: str = "") -> None:
    record(
        Entry(
            at=at, actor=by.actor, act=act, subject_kind="reachable moment", subject_id=moment.reference,
            persons=(moment.record.person_id,), holder_code=moment.holder.code, purpose=PURPOSE.code,
            agreement=agreement, reason=reason[:300],
        )
    )  # fmt: skip
