"""The common ground of whoever works a handover: what a member is in it, and how it is found for a change."""

from dataclasses import dataclass
from datetime import datetime

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.partners.access import decide, refuse
from alongside.partners.errors import Invalid, Stale
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.support.case_parts import purpose_of
from alongside.support.definitions.answers import checked
from alongside.support.definitions.kept import definition_of
from alongside.support.definitions.parts import Definition, Move, Who
from alongside.support.models import Handover, HandoverDocument
from alongside.support.references import HANDOVER, normal
from alongside.support.states import VIEW_OF_CASE, HandoverState

NOT_WITH_RECEIVER = (HandoverState.NAMED, HandoverState.RETURNED, HandoverState.WITHDRAWN)
# What a receiver does and somebody at the sender enters by hand where the receiver is outside the partnership.
BY_HAND = frozenset({"receive", "accept", "return", "contact", "check", "look-again"})


def parts_of(handover: Handover, viewer: Viewer) -> frozenset[Who]:
    """The sender's people are its referrers, the receiver's its workers, from the moment at which it is sent."""
    parts: set[Who] = set()
    if handover.holder_id == viewer.agency_id and viewer.may(Permission.REFER):
        parts.add(Who.REFERRER)
        if handover.outside:
            parts.add(Who.WORKER)
    with_receiver = handover.state not in NOT_WITH_RECEIVER and handover.receiver_id == viewer.agency_id
    if with_receiver and viewer.may(Permission.WORK_CASES):
        parts.add(Who.WORKER)
    return frozenset(parts)


def receiver_of(handover: Handover) -> str:
    """Where the child goes, in words; empty while nobody knows."""
    return handover.receiver.name if handover.receiver else handover.outside


def lacking(handover: Handover, definition: Definition) -> list[Invalid]:
    """What is missing before it can be sent, each with what to do: the page first, then where the child goes and when."""
    _, faults = checked(definition.questions, handover.answers)
    if not receiver_of(handover):
        faults.append(Invalid("Nobody is named to receive it. Say where the child goes.", "agency"))
    if handover.moves_on is None:
        faults.append(Invalid("Give the day on which the child moves: clocks begin on it.", "moves_on"))
    return faults


def went_elsewhere(handover: Handover, document: HandoverDocument) -> bool:
    """It was sent while somebody else was to receive the child: whoever receives now has it not, nor reads who has."""
    brought = [one for one in handover.steps.all() if one.move in ("send", "redirect")]
    if document.sent_at is None or not brought:
        return False
    now = brought[-1]
    others = any((one.receiver_id, one.outside) != (now.receiver_id, now.outside) for one in brought[:-1])
    return others and document.sent_at < now.at


def moves_open(handover: Handover, definition: Definition, parts: frozenset[Who]) -> tuple[Move, ...]:
    """The decisions that somebody of these parts may take now."""
    return tuple(one for one in definition.moves_from(handover.state) if parts & set(one.by))


@dataclass(frozen=True, slots=True)
class Worked:
    """A handover that is locked for a change, what its kind says, and what the member is in it."""

    handover: Handover
    definition: Definition
    parts: frozenset[Who]


def find_handover(viewer: Viewer, reference: str, *, needs: Who | None = None, changes: int | None = None) -> Worked:
    """The handover, locked, if the one rule lets the viewer see it and she has a part in it (or the part it needs)."""
    normalised = normal(reference, HANDOVER)
    found = (
        Handover.objects.select_for_update(of=("self",))
        .select_related("kind", "version", "holder", "receiver", "record")
        .filter(reference=normalised)
        .first()
    )
    parts = parts_of(found, viewer) if found else frozenset()
    if found is None or not parts or (needs is not None and needs not in parts):
        why = "no such handover, or it is not the member's part"
        raise refuse(viewer, "handover", normalised, why, act=Act.CHANGE)
    definition = definition_of(found.version)
    decision = decide(viewer, found.subject, purpose_of(definition), VIEW_OF_CASE)
    if not decision.groups >= frozenset(VIEW_OF_CASE):
        raise refuse(viewer, "handover", normalised, decision.because, act=Act.CHANGE)
    if changes is not None and changes != found.changes:
        raise Stale("Somebody has changed this handover since you opened it. What you typed is below.", found)
    return Worked(found, definition, parts)


def log(handover: Handover, definition: Definition, act: Act, reason: str, by: Viewer, at: datetime) -> None:
    """One row in the log about a handover."""
    record(
        Entry(
            at=at, actor=by.actor, act=act, subject_kind="handover", subject_id=handover.reference,
            persons=(handover.record.person_id,), holder_code=handover.holder.code,
            purpose=purpose_of(definition).code, reason=reason,
        )
    )  # fmt: skip
