"""What was told in confidence, for the front door alone. Each list and each reading is in the log."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.common.prepared import Prepared
from alongside.community.models import DoorReport, DoorStep
from alongside.community.queries.parts import Part, part_of
from alongside.community.states import DoorState
from alongside.partners.access import refuse
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer

OPEN = (DoorState.NEW, DoorState.READ)
KIND = "told in confidence"


@dataclass(frozen=True, slots=True)
class DoorLine:
    """A line of the queue: without the words."""

    id: int
    ward_name: str
    is_child: bool
    state: DoorState
    received_at: datetime
    due_at: datetime
    is_late: bool


@dataclass(frozen=True, slots=True)
class DoorStepTold:
    state: DoorState
    reason: str
    concern_reference: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DoorTold:
    line: DoorLine
    words: str
    how_to_reach: str
    when_safe: str
    from_public_form: bool
    is_forgotten: bool
    steps: tuple[DoorStepTold, ...]


def queue(viewer: Viewer, *, is_open: bool = True, page: int = 1) -> tuple[list[DoorLine], Part]:
    """The one that is due first at the top."""
    _must_be_front_door(viewer, "queue")
    rows = _rows().filter(now__in=OPEN) if is_open else _rows().exclude(now__in=OPEN)
    found, part = part_of(rows.order_by("due_at" if is_open else "-pk", "pk"), page)
    record(Entry(at=viewer.at, actor=viewer.actor, act=Act.LIST, subject_kind=KIND, reason=f"{part.total} reports"))
    return [_line(row, viewer.at) for row in found], part


def waiting(viewer: Viewer) -> int:
    """How many nobody has read yet. A count, and nothing of what they say."""
    return WAITING.count(()) if viewer.may(Permission.TRIAGE) else 0


WAITING: Prepared[tuple[()]] = Prepared(lambda shape: _rows().filter(now=DoorState.NEW))


def report(viewer: Viewer, report_id: int) -> DoorTold:
    """One, with its words. What does not exist and what is not hers look the same."""
    _must_be_front_door(viewer, str(report_id))
    row = _rows().filter(pk=report_id).first()
    if row is None:
        raise refuse(viewer, KIND, str(report_id), "there is no such report")
    record(Entry(at=viewer.at, actor=viewer.actor, act=Act.VIEW, subject_kind=KIND, subject_id=str(report_id)))
    steps = tuple(
        DoorStepTold(DoorState(one.state), one.reason, one.concern_reference, one.by, one.at) for one in row.steps.all()
    )
    return DoorTold(
        _line(row, viewer.at), row.words, row.how_to_reach, row.when_safe, row.from_public_form,
        row.forgotten_at is not None, steps,
    )  # fmt: skip


def _must_be_front_door(viewer: Viewer, id: str) -> None:
    if not viewer.may(Permission.TRIAGE):
        raise refuse(viewer, KIND, id, "only the front door reads what was told in confidence")


def _rows() -> "QuerySet[Any]":
    newest = DoorStep.objects.filter(report=OuterRef("pk")).order_by("-pk").values("state")[:1]
    return DoorReport.objects.annotate(now=Subquery(newest))


def _line(row: Any, at: datetime) -> DoorLine:
    state = DoorState(row.now)
    late = state is DoorState.NEW and at > row.due_at
    return DoorLine(row.pk, row.ward_name, row.is_child, state, row.received_at, row.due_at, late)
