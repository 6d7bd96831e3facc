"""How a person came to be: which records were put to her, by what or by whom, and what may be undone."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet, UUIDField

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.common.prepared import Prepared, Slot
from alongside.partners.access import codes, refuse
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup, Purpose
from alongside.people.identity.seeing import comparable
from alongside.people.models import LinkDecision, SourceRecord
from alongside.people.states import EventKind, LinkBasis
from alongside.people.threads import current_person


def links_of(viewer: Viewer, person_id: UUID) -> list[LinkDecision]:
    """The human decisions that made this person, newest first; only for those who may undo them."""
    if not viewer.may(Permission.TRIAGE):
        return []
    return BY_PEOPLE.objects((), person=person_id)


def _by_people(shape: tuple[()]) -> "QuerySet[LinkDecision]":
    rows = LinkDecision.objects.filter(
        to_person_id=Slot("person", UUIDField()), event__undone_at__isnull=True, event__undoes__isnull=True,
        event__basis=LinkBasis.HUMAN, event__kind__in=(EventKind.MERGE, EventKind.MOVE),
    )  # fmt: skip
    return rows.select_related("record__holder", "event").order_by("-event__at", "pk")


BY_PEOPLE = Prepared(_by_people)


@dataclass(frozen=True, slots=True)
class RecordShown:
    """One record of a person, as far as it is needed to say whose it is."""

    record_id: int
    agency: str
    names: tuple[str, ...]
    date_of_birth: date | None
    received_at: datetime
    is_own: bool


@dataclass(frozen=True, slots=True)
class HistoryEvent:
    """What happened to this person: records that came to her and that went from her, as far as the viewer may see them.

    `is_by_machine`: nobody decided; `by` is then whoever sent what was linked. `undoes`: the event that it took back.
    `others`: whose the records that went are now. `may_undo`: whether the viewer may undo all of it.
    """

    event_id: UUID
    kind: str
    what: str
    basis: str
    is_by_machine: bool
    by: str
    at: datetime
    reason: str
    came: tuple[RecordShown, ...]
    went: tuple[RecordShown, ...]
    others: tuple[UUID, ...]
    undoes: UUID | None
    undone_at: datetime | None
    undone_by: str
    may_undo: bool

    @property
    def records(self) -> tuple[int, ...]:
        return tuple(sorted(one.record_id for one in (*self.came, *self.went)))


@dataclass(frozen=True, slots=True)
class History:
    """The records that the viewer may lay side by side, oldest first, and what happened to them, newest first."""

    person_id: UUID
    records: tuple[RecordShown, ...]
    events: tuple[HistoryEvent, ...]


def identity_history(viewer: Viewer, person: UUID) -> History:
    """For those who review or triage: a person's records and how they came together. Logged as a viewing."""
    person = current_person(person)
    rows = list(
        comparable(viewer)
        .filter(person_id=person)
        .select_related("holder")
        .prefetch_related("names")
        .order_by("received_at", "pk")
    )
    if not viewer.may(Permission.REVIEW_IDENTITY) or not rows:
        raise refuse(viewer, "identity", str(person), "no such person, or the role may not see how she came to be")
    record(
        Entry(
            at=viewer.at, actor=viewer.actor, act=Act.VIEW, subject_kind="identity", subject_id=str(person),
            persons=(person,), purpose=Purpose.SAFEGUARDING.code, field_groups=codes([FieldGroup.IDENTITY]),
            reason=f"how {len(rows)} record(s) came together",
        )
    )  # fmt: skip
    return History(person, tuple(_shown(row, viewer) for row in rows), _events(viewer, person, rows))


def _shown(row: SourceRecord, viewer: Viewer) -> RecordShown:
    names = tuple(str(name) for name in row.names.all())
    return RecordShown(
        row.pk, row.holder.name, names, row.date_of_birth, row.received_at, row.holder_id == viewer.agency_id
    )


def _events(viewer: Viewer, person: UUID, here: list[SourceRecord]) -> tuple[HistoryEvent, ...]:
    """What moved a record of hers, or took one away from her; the latest first."""
    touched = LinkDecision.objects.filter(Q(record__in=here) | Q(from_person=person) | Q(to_person=person))
    moved: dict[UUID, list[LinkDecision]] = defaultdict(list)
    found = LinkDecision.objects.filter(event__in=touched.values("event")).select_related("record", "event")
    for row in found.order_by("-event__at", "-pk"):
        moved[row.event_id].append(row)
    records = {row.record_id for rows in moved.values() for row in rows}
    seen = comparable(viewer).filter(pk__in=records).select_related("holder").prefetch_related("names")
    shown = {row.pk: _shown(row, viewer) for row in seen}
    told = (sorted(rows, key=lambda row: row.record_id) for rows in moved.values())
    return tuple(_event(rows, person, shown) for rows in told if any(row.record_id in shown for row in rows))


def _event(rows: list[LinkDecision], person: UUID, shown: Mapping[int, RecordShown]) -> HistoryEvent:
    one = rows[0].event
    told = [row for row in rows if row.record_id in shown]
    went = [row for row in told if row.from_person_id == person != row.to_person_id]
    in_place = all(row.record.person_id == row.to_person_id and row.record_id in shown for row in rows)
    return HistoryEvent(
        event_id=one.pk, kind=one.kind, what=one.get_kind_display(), basis=one.get_basis_display(),
        is_by_machine=one.basis != LinkBasis.HUMAN, by=one.by, at=one.at, reason=one.reason,
        came=tuple(shown[row.record_id] for row in told if row not in went),
        went=tuple(shown[row.record_id] for row in went),
        others=tuple(sorted({row.record.person_id for row in told} - {person})), undoes=one.undoes_id,
        undone_at=one.undone_at, undone_by=one.undone_by, may_undo=one.undone_at is None and in_place,
    )  # fmt: skip
