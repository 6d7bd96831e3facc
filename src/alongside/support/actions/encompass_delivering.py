"""Delivering notices: written, opened to the receiver for its own child alone, told to its people, and logged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alongside.audit.actions import record_all
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.partners.access import codes
from alongside.partners.actions import Wanted, involve_all
from alongside.partners.standing import Viewer
from alongside.support.actions.encompass_finding import Destination
from alongside.support.encompass_rules import told_to_police
from alongside.support.encompass_states import (
    CARRIED,
    PURPOSE,
    NoticeStatus,
    QueueReason,
    StepKind,
)
from alongside.support.encompass_work import SUBJECT, by_receiver, tell_receivers
from alongside.support.models import IncidentChild, NoticeStep, SchoolNotice
from alongside.support.references import NOTICE, new_references

_STEP = {
    NoticeStatus.HELD: StepKind.HELD, NoticeStatus.QUEUED: StepKind.QUEUED, NoticeStatus.SENT: StepKind.SENT,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Delivered:
    """The notices, and the entries of the log that the caller has yet to write in the same transaction."""

    notices: tuple[SchoolNotice, ...]
    entries: list[Entry]


def deliver(
    *, goes: Sequence[tuple[IncidentChild, Destination]], persons: Mapping[int, UUID], officers: Mapping[str, int],
    by: Viewer, at: datetime, received_at: datetime | None = None,
) -> Delivered:  # fmt: skip
    """Write a notice for each child and its destination. Inside the caller's transaction.

    `persons`: the person of each record as of now. `received_at`: the clock of a notice that is sent on counts from
    when the police told.
    """
    references = new_references(NOTICE, SchoolNotice, len(goes))
    made = [
        _notice(reference, child, to, at, received_at or at)
        for reference, (child, to) in zip(references, goes, strict=True)
    ]
    for group in by_receiver(made):
        for one in group:
            one.posted_as = group[0].reference
    SchoolNotice.objects.bulk_create(made)
    NoticeStep.objects.bulk_create(
        NoticeStep(
            notice=one, kind=_STEP[NoticeStatus(one.status)], at=at, by=by.actor.name,
            words=QueueReason(one.reason).label if one.reason else one.setting,
        )
        for one in made
    )  # fmt: skip
    entries: list[Entry] = []
    wanted = [
        Wanted(
            one.receiver_id, persons[one.child.record_id], CARRIED, f"Notice of domestic abuse {one.reference}",
            one.reference,
        )
        for one in made
        if one.receiver_id is not None
    ]  # fmt: skip
    involve_all(wanted=wanted, purpose=PURPOSE, by=by.actor, at=at, log=entries.append)
    entries += [_entry(one, persons[one.child.record_id], by, at) for one in made]
    tell_receivers(made, at, officers)
    return Delivered(tuple(made), entries)


def deliver_one(
    *, child: IncidentChild, to: Destination, officers: Mapping[str, int], by: Viewer, at: datetime,
    received_at: datetime,
) -> SchoolNotice:  # fmt: skip
    """One notice that is sent on, with its rows in the log."""
    done = deliver(
        goes=[(child, to)], persons={child.record_id: child.record.person_id}, officers=officers, by=by, at=at,
        received_at=received_at,
    )  # fmt: skip
    record_all(done.entries)
    return done.notices[0]


def _notice(reference: str, child: IncidentChild, to: Destination, at: datetime, received_at: datetime) -> SchoolNotice:
    return SchoolNotice(
        reference=reference, incident=child.incident, child=child, holder_id=child.incident.agency_id,
        receiver_id=to.receiver_id, kind=to.kind, school_urn=to.school_urn, setting=to.setting[:200], status=to.status,
        reason=to.reason, beside=to.beside, agreement=to.agreement, received_at=received_at, due_at=to.due_at,
        counted_in=to.counted_in, sent_at=at,
    )  # fmt: skip


def _entry(notice: SchoolNotice, person: UUID, by: Viewer, at: datetime) -> Entry:
    held = notice.status == NoticeStatus.HELD
    return Entry(
        at=at, actor=by.actor, act=Act.WITHHOLD if held else Act.DISCLOSE, subject_kind=SUBJECT,
        subject_id=notice.reference, persons=(person,), holder_code=notice.incident.agency.code, purpose=PURPOSE.code,
        agreement=notice.agreement, field_groups=() if held else codes(CARRIED),
        reason=told_to_police(notice.reason) if notice.reason else f"delivered to {notice.setting}",
    )  # fmt: skip
