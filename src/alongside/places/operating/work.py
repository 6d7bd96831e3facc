"""What is done in operations: taskings, powers, activity, results, and the police's own compartment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from alongside.partners.access import refuse
from alongside.partners.assurance import agency_names
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.places.meeting_parts import items_for
from alongside.places.models import PowerUse, Tasking
from alongside.places.operation_clocks import Standing, power_standing, tasking_standing
from alongside.places.operation_facts import open_taskings, powers_in_force, state_of, with_state
from alongside.places.operation_sight import Sight, as_seen, open_operations, operations_for, seen
from alongside.places.operation_states import TASKING_MOVES, TacticKind, TaskingState
from alongside.places.powers import LAWS, Authority, Power
from alongside.places.queries.recorded import Page

P = Permission
POLICE_ONLY = "police-only part of an operation"
LISTED = 25


@dataclass(frozen=True, slots=True)
class TaskingStepTold:
    state: TaskingState
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TaskingTold:
    """`reference` and `operation` are empty where a meeting asked for it without an operation."""

    id: int
    reference: str
    operation: str
    meeting: str
    tactic: str
    what: str
    where: str
    doer_code: str
    agency: str
    doer: str
    asked_by: str
    asked_at: datetime
    answer_by: datetime
    due_at: datetime
    state: TaskingState
    standing: Standing
    steps: tuple[TaskingStepTold, ...]
    answers: tuple[TaskingState, ...]
    """What this viewer can say of it."""


@dataclass(frozen=True, slots=True)
class PowerTold:
    id: int
    reference: str
    operation: str
    power: Power
    basis: str
    note: str
    authority: str
    authorised_by: str
    where: str
    grounds: str
    child_welfare: str
    equality: str
    consulted: str
    starts_at: datetime
    ends_at: datetime | None
    standing: Standing
    end_reason: str
    is_extension: bool
    may_end: bool
    may_extend: bool


def taskings_of(viewer: Viewer, reference: str) -> list[TaskingTold]:
    """Of an operation: all of them to whoever sees it whole, her own agency's to a partner. Raises `Refused`."""
    found = seen(viewer, reference)
    if found.sight == Sight.OUTSIDE:
        return []
    rows = with_state().filter(operation=found.operation)
    if found.sight == Sight.TASKED:
        rows = rows.filter(doer_code=viewer.agency_code)
    return _taskings(viewer, rows)


def taskings_for_agency(viewer: Viewer, *, is_open: bool = True, page: int = 1) -> tuple[list[TaskingTold], Page]:
    """What the viewer's own agency was asked, the next due first; with `is_open` false what is over, the newest first."""
    if not may_answer(viewer):
        return [], Page(1, LISTED, 0)
    mine = with_state().filter(doer_code=viewer.agency_code)
    still = Q(state__isnull=True) | Q(state__in=[TaskingState.ASKED, TaskingState.ACCEPTED])
    rows = mine.filter(still).order_by("due_at", "pk") if is_open else mine.exclude(still).order_by("-due_at", "-pk")
    total = rows.count()
    number = max(1, min(page, -(-total // LISTED)))
    return _taskings(viewer, rows[(number - 1) * LISTED : number * LISTED]), Page(number, LISTED, total)


def may_answer(viewer: Viewer) -> bool:
    return viewer.may(P.WRITE_ACTIVITY) or viewer.may(P.RUN_OPERATIONS)


def tasking(viewer: Viewer, tasking_id: int) -> TaskingTold:
    """One tasking, to the agency that was asked; of the agency that asked, to those who run operations and see this one
    whole, or the item of the meeting that asked. Raises `Refused`."""
    row = with_state().filter(pk=tasking_id).first()
    if row is None or not may_answer(viewer) or not _may_see(viewer, row):
        raise refuse(viewer, "tasking", str(tasking_id), "no such tasking, or not this agency's")
    return _taskings(viewer, with_state().filter(pk=row.pk))[0]


def _may_see(viewer: Viewer, row: Tasking) -> bool:
    if row.doer_code == viewer.agency_code:
        return True
    if row.agency_code != viewer.agency_code or not viewer.may(P.RUN_OPERATIONS):
        return False
    if row.item_id is not None and items_for(viewer).filter(pk=row.item_id).exists():
        return True
    found = operations_for(viewer).filter(pk=row.operation_id).first() if row.operation_id else None
    return found is not None and as_seen(viewer, found).is_full


def taskings_of_items(viewer: Viewer, items: Iterable[int]) -> dict[int, list[TaskingTold]]:
    """Taskings that meetings asked for, by item; for whoever sees the items."""
    rows = with_state().filter(item__in=list(items))
    asked = dict(rows.values_list("pk", "item_id"))
    found: dict[int, list[TaskingTold]] = {}
    for one in _taskings(viewer, rows):
        found.setdefault(asked[one.id] or 0, []).append(one)
    return found


def due_taskings(viewer: Viewer) -> tuple[int, int, int]:
    """Open ones of the viewer's agency: all, late, due today. For the start page."""
    if not may_answer(viewer):
        return 0, 0, 0
    rows = list(open_taskings().filter(doer_code=viewer.agency_code).values_list("due_at", "answer_by", "state"))
    late = sum(
        due < viewer.at or (state in (None, TaskingState.ASKED) and answer < viewer.at) for due, answer, state in rows
    )
    today = sum(due >= viewer.at and due.astimezone(viewer.at.tzinfo).date() == viewer.at.date() for due, _, _ in rows)
    return len(rows), late, today


def _taskings(viewer: Viewer, rows: QuerySet[Any]) -> list[TaskingTold]:
    names = agency_names()
    listed = rows.select_related("operation", "item__meeting").prefetch_related("steps")
    return [_tasking(viewer, row, names) for row in listed]


def _tasking(viewer: Viewer, row: Tasking, names: Mapping[str, str]) -> TaskingTold:
    state, steps = state_of(row), tuple(row.steps.all())
    ended_at = steps[-1].at if steps else None
    standing = tasking_standing(
        state=state, answer_by=row.answer_by, due_at=row.due_at, ended_at=ended_at, at=viewer.at
    )
    return TaskingTold(
        id=row.pk, reference=row.operation.reference if row.operation else "",
        operation=row.operation.name if row.operation else "", meeting=str(row.item.meeting) if row.item else "",
        tactic=str(TacticKind(row.tactic).label), what=row.what, where=row.where, doer_code=row.doer_code,
        agency=names.get(row.doer_code, row.doer_code), doer=row.doer,
        asked_by=names.get(row.agency_code, row.agency_code), asked_at=row.at, answer_by=row.answer_by,
        due_at=row.due_at, state=state,
        standing=standing, steps=tuple(TaskingStepTold(TaskingState(one.state), one.words, one.by, one.at) for one in steps),
        answers=_answers(viewer, row, state),
    )  # fmt: skip


def _answers(viewer: Viewer, row: Tasking, state: TaskingState) -> tuple[TaskingState, ...]:
    is_doer = row.doer_code == viewer.agency_code and may_answer(viewer)
    is_asker = row.agency_code == viewer.agency_code and viewer.may(P.RUN_OPERATIONS)
    return tuple(
        to for to in TASKING_MOVES[state] if (is_asker if to == TaskingState.WITHDRAWN else is_doer)
    )  # fmt: skip


def powers_of(viewer: Viewer, reference: str) -> list[PowerTold]:
    """To the running agencies only. Raises `Refused`."""
    found = seen(viewer, reference)
    rows = found.operation.powers.select_related("operation", "end", "extends").prefetch_related("extensions")
    return [_power(viewer, row, found.may_run) for row in rows] if found.is_full else []


def power_queue(viewer: Viewer, *, most: int = 100) -> list[PowerTold]:
    """Powers in force of operations that the viewer sees whole: those that run out first, first."""
    ours = open_operations(viewer).filter(is_ours=True).values("pk")
    rows = powers_in_force(viewer.at).filter(operation__in=ours).order_by(F("ends_at").asc(nulls_last=True), "pk")
    listed = rows.select_related("operation", "end", "extends").prefetch_related("extensions")[:most]
    may_run = viewer.may(P.RUN_OPERATIONS)
    return [_power(viewer, row, may_run) for row in listed]


def _power(viewer: Viewer, row: PowerUse, may_run: bool) -> PowerTold:
    law, end = LAWS[Power(row.power)], getattr(row, "end", None)
    ended_at = end.at if end else None
    lasts = end is None and (row.ends_at is None or row.ends_at > viewer.at)
    standing = power_standing(starts_at=row.starts_at, ends_at=row.ends_at, ended_at=ended_at, at=viewer.at)
    return PowerTold(
        id=row.pk, reference=row.operation.reference, operation=row.operation.name, power=Power(row.power),
        basis=row.legal_basis, note=law.note, authority=str(Authority(row.authority).label),
        authorised_by=row.authorised_by, where=row.where, grounds=row.grounds, child_welfare=row.child_welfare,
        equality=row.equality, consulted=row.consulted, starts_at=row.starts_at, ends_at=row.ends_at,
        standing=standing, end_reason=end.reason if end else "", is_extension=row.extends_id is not None,
        may_end=may_run and lasts, may_extend=may_run and lasts and bool(law.extended_by) and not row.extensions.all(),
    )  # fmt: skip
