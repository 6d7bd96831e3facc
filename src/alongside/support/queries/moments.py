"""What members see of reachable moments: the team's queue, what they recorded, one moment on one page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F, Q, QuerySet

from alongside.common.clock_status import ClockState, ClockStatus
from alongside.partners.access import Decision, log_list, refuse, require
from alongside.partners.asking import Asked
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup
from alongside.people.threads import names_of
from alongside.support.models import Case, MomentStep, Plan, ReachableMoment
from alongside.support.moment_parts import NO_MOMENT, Part, parts_in
from alongside.support.moment_states import (
    OFFER,
    OUTCOME,
    OWNED,
    PURPOSE,
    RETURN_TALK,
    TALK,
    VIEW_OF_MOMENT,
    WHO_GOES,
    MomentEnd,
    MomentKind,
    MomentState,
    MomentStepKind,
)
from alongside.support.queries.clocks import statuses_of
from alongside.support.queries.shown import Child, Page, child_from, child_of
from alongside.support.references import MOMENT, normal

PAGE = 25
# Beyond this a list is told as “500 or more”: what has ended is of all years, and the rule is asked of each.
MOST_COUNTED = 500
RECORDED = "recorded"
LATE = {
    OWNED: "Nobody has said “I have it”. It is everybody’s of the team until somebody does.",
    OFFER: "The time has run out without an offer. Go now, or write down why it was not possible.",
}
Clocks = tuple[tuple[str, ClockStatus, str], ...]


class MomentQueue(StrEnum):
    OPEN = "open"
    MINE = "mine"
    ENDED = "ended"

    @property
    def label(self) -> str:
        return {"open": "Open", "mine": "With me", "ended": "Ended"}[self.value]


@dataclass(frozen=True, slots=True)
class MomentRow:
    reference: str
    child: Child
    kind: str
    happened_at: datetime
    other: str
    owner: str
    state: str
    state_code: str
    clock: ClockStatus | None
    clock_label: str


@dataclass(frozen=True, slots=True)
class MomentStepShown:
    label: str
    words: str
    by: str
    agency: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MomentOnMatter:
    """A moment in a line, on the case or plan that received it."""

    reference: str
    kind: str
    state: str
    is_open: bool
    clocks: Clocks


@dataclass(frozen=True, slots=True)
class MomentPage:
    """One moment as this viewer may see it. Whoever recorded it sees what she told and how far it is; who works with
    the child she is not told."""

    reference: str
    changes: int
    child: Child
    kind: str
    kind_code: str
    happened_at: datetime
    back_at: datetime | None
    is_missing: bool
    where: str
    met_by: str
    told: str
    reach: str
    holder: str
    recorded_by: str
    recorded_at: datetime
    state: str
    state_code: str
    end: str
    held_because: str
    owner: str
    receiver: str
    matter: str
    clocks: Clocks
    steps: tuple[MomentStepShown, ...]
    receives: bool
    is_mine: bool
    may_pass_on: bool
    decision: Decision


def moment_queue(viewer: Viewer, queue: MomentQueue, *, page: int = 1) -> Page[MomentRow]:
    """The moments that the viewer's agency received, what runs out first at the top. Logged as a list."""
    if not viewer.may(Permission.WORK_CASES):
        raise refuse(viewer, "reachable moments", queue, "the role may not work on cases")
    return _rows(viewer, queue, page)


def recorded_moments(viewer: Viewer, *, page: int = 1) -> Page[MomentRow]:
    """What the viewer's agency recorded, newest first. Logged as a list."""
    if not viewer.may(Permission.RECORD_MOMENT):
        raise refuse(viewer, "reachable moments", "own", "the role may not record a reachable moment")
    return _rows(viewer, RECORDED, page)


def held_count(viewer: Viewer) -> int:
    """How many of the viewer's agency could not be sent: a count only."""
    if not viewer.may(Permission.RECORD_MOMENT):
        return 0
    return HELD.count(viewer, ())


def _held(viewer: Viewer, shape: tuple[()]) -> QuerySet[ReachableMoment]:
    rows = ReachableMoment.objects.all().unrestricted(viewer)
    return rows.filter(holder_id=viewer.agency_id, ended_at=None, state=MomentState.HELD)


def received(viewer: Viewer) -> QuerySet[ReachableMoment]:
    """Guarded: what the viewer's agency received and may see."""
    rows = ReachableMoment.objects.visible_to(viewer, PURPOSE, *VIEW_OF_MOMENT)
    return rows.filter(receiver_id=viewer.agency_id).select_related("record", "holder", "owner")


def mine(viewer: Viewer) -> QuerySet[ReachableMoment]:
    """Guarded: those that the viewer owns."""
    return received(viewer).filter(owner_id=viewer.member_id, ended_at=None)


def of_the_team(viewer: Viewer) -> QuerySet[ReachableMoment]:
    """Guarded: those that nobody has said she has, whose owner is gone, or that are late. Not her own."""
    lost = Q(state=MomentState.OPEN) | Q(owner=None) | Q(owner__is_active=False) | Q(due_at__lt=viewer.at)
    mine_too = Q(owner_id=viewer.member_id) & Q(owner__isnull=False)
    return received(viewer).filter(lost, ended_at=None).exclude(mine_too)


def moments_on(viewer: Viewer, matter: Case | Plan) -> tuple[MomentOnMatter, ...]:
    """For callers that have decided on the case or plan: the moments that it received, for the agency that has them."""
    which = Q(case=matter) if isinstance(matter, Case) else Q(plan=matter)
    found = list(received(viewer).filter(which).order_by("-happened_at")[:PAGE])
    clocks = _clocks({one.reference: one.kind for one in found}, viewer.at)
    return tuple(
        MomentOnMatter(
            one.reference, one.get_kind_display(), _stands(one), one.state != MomentState.ENDED,
            clocks.get(one.reference, ()),
        )
        for one in found
    )  # fmt: skip


def moments_of_plan(viewer: Viewer, reference: str) -> tuple[MomentOnMatter, ...]:
    """For callers that have decided on the plan."""
    plan = Plan.objects.filter(reference=reference).first()
    return moments_on(viewer, plan) if plan else ()


def moment_page(viewer: Viewer, reference: str) -> MomentPage:
    """One moment on one page: decided, logged, and only then shown."""
    normalised = normal(reference, MOMENT)
    row = (
        ReachableMoment.objects.select_related("holder", "receiver", "owner", "record", "case", "plan")
        .prefetch_related("record__names", "steps__agency")
        .filter(reference=normalised)
        .first()
    )
    parts = parts_in(row, viewer) if row else frozenset()
    if row is None or not parts:
        raise refuse(viewer, "reachable moment", normalised, NO_MOMENT)
    decision = require(viewer, row.subject, PURPOSE, (FieldGroup.CHILD_VOICE, *VIEW_OF_MOMENT), needs=VIEW_OF_MOMENT)
    return _page(viewer, row, decision, Part.RECEIVER in parts)


def _page(viewer: Viewer, row: ReachableMoment, decision: Decision, receives: bool) -> MomentPage:
    matter = row.case.reference if row.case else row.plan.reference if row.plan else ""
    steps = [one for one in row.steps.all() if receives or _told_to_recorder(one, viewer)]
    return MomentPage(
        reference=row.reference, changes=row.changes, child=child_of(row.record), kind=row.get_kind_display(),
        kind_code=row.kind, happened_at=row.happened_at, back_at=row.back_at,
        is_missing=row.kind == MomentKind.MISSING and row.back_at is None, where=row.where, met_by=row.met_by,
        told=row.told, reach=row.reach, holder=row.holder.name, recorded_by=row.recorded_by,
        recorded_at=row.recorded_at, state=row.get_state_display(), state_code=row.state,
        end=row.get_end_display() if row.end else "", held_because=row.held_because,
        owner=row.owner.name if receives and row.owner else "",
        receiver=row.receiver.name if receives and row.receiver else "", matter=matter if receives else "",
        clocks=_clocks({row.reference: row.kind}, viewer.at).get(row.reference, ()),
        steps=tuple(_step(one, receives or one.agency_id == viewer.agency_id) for one in steps),
        receives=receives, is_mine=row.owner_id == viewer.member_id, may_pass_on=receives and bool(matter),
        decision=decision,
    )  # fmt: skip


def _told_to_recorder(one: MomentStep, viewer: Viewer) -> bool:
    """That somebody has it, a talk was offered, it ended; never whom it was given to, or what was written down."""
    far = (MomentStepKind.SENT, MomentStepKind.HELD, MomentStepKind.TAKEN, MomentStepKind.OFFERED, MomentStepKind.ENDED)
    return one.agency_id == viewer.agency_id or one.kind in far


def _step(one: MomentStep, in_full: bool) -> MomentStepShown:
    if in_full:
        return MomentStepShown(one.get_kind_display(), one.words, one.by, one.agency.name, one.at)
    return MomentStepShown(one.get_kind_display(), "", "", "", one.at)


def _stands(one: ReachableMoment) -> str:
    return one.get_end_display() if one.end else one.get_state_display()


class MomentColumns(NamedTuple):
    """What a row of a list needs, and not a whole moment."""

    reference: str
    kind: str
    happened_at: datetime
    state: str
    end: str
    holder__name: str
    owner__name: str | None
    record_id: int
    record__person_id: UUID
    record__date_of_birth: date | None
    record__sex: str


def _rows(viewer: Viewer, which: str, page: int) -> Page[MomentRow]:
    start = (max(1, page) - 1) * PAGE
    found = [MomentColumns(*one) for one in LISTED.rows(viewer, (which, start))]
    # One more than is shown tells whether a page follows, beyond what was counted too.
    total = max(COUNTED.count(viewer, which), start + len(found))
    found = found[:PAGE]
    names = names_of([one.record_id for one in found])
    clocks = _clocks({one.reference: one.kind for one in found}, viewer.at)
    persons = {one.record__person_id for one in found}
    log_list(viewer, "reachable moments", persons, PURPOSE, VIEW_OF_MOMENT, "reachable moments")
    shown = tuple(
        _row(one, names.get(one.record_id, ()), clocks.get(one.reference, ()), which != RECORDED) for one in found
    )
    return Page(shown, max(1, page), PAGE, total)


def _in_list(viewer: Viewer, which: str) -> QuerySet[ReachableMoment]:
    if which == RECORDED:
        return ReachableMoment.objects.all().unrestricted(viewer).filter(holder_id=viewer.agency_id)
    rows = received(viewer)
    if which == MomentQueue.ENDED:
        return rows.filter(state=MomentState.ENDED)
    live = rows.filter(ended_at=None)
    return live.filter(owner_id=viewer.member_id) if which == MomentQueue.MINE else live


def _listed(viewer: Viewer, shape: tuple[str, int]) -> QuerySet[ReachableMoment, Any]:
    which, start = shape
    newest = {RECORDED: "-recorded_at", MomentQueue.ENDED.value: "-ended_at"}
    order = newest.get(which, F("due_at").asc(nulls_last=True))
    rows = _in_list(viewer, which).select_related(None).order_by(order, "reference")
    return rows.values_list(*MomentColumns._fields)[start : start + PAGE + 1]


def _counted(viewer: Viewer, which: str) -> QuerySet[ReachableMoment, Any]:
    return _in_list(viewer, which).order_by().values_list("pk")[:MOST_COUNTED]


HELD, LISTED, COUNTED = Asked(_held), Asked(_listed), Asked(_counted)


def _row(one: MomentColumns, names: Sequence[str], clocks: Clocks, received: bool) -> MomentRow:
    label, clock, _ = clocks[0] if clocks else ("", None, "")
    return MomentRow(
        one.reference, child_from(names, one.record__date_of_birth, one.record__sex), MomentKind(one.kind).label,
        one.happened_at, one.holder__name if received else "", (one.owner__name or "") if received else "",
        MomentEnd(one.end).label if one.end else MomentState(one.state).label, one.state, clock, label,
    )  # fmt: skip


def _clocks(kinds: Mapping[str, str], at: datetime) -> dict[str, Clocks]:
    """Of moments, given with their kinds, the clocks that still run, what runs out first before the others."""
    found: dict[str, list[tuple[str, ClockStatus, str]]] = {}
    for (kind, matter), status in statuses_of(kinds, at).items() if kinds else ():
        if status.state is not ClockState.STOPPED:
            late = LATE.get(kind, "") if status.state is ClockState.BREACHED else ""
            found.setdefault(matter, []).append((kind, status, late))
    return {
        matter: tuple((_label(kind, kinds[matter]), status, late) for kind, status, late in sorted(several, key=_due))
        for matter, several in found.items()
    }


def _due(one: tuple[str, ClockStatus, str]) -> datetime:
    return one[1].due_at or datetime.max.replace(tzinfo=UTC)


def _label(clock: str, kind: str) -> str:
    if clock == OWNED:
        return WHO_GOES[0]
    if clock == OFFER:
        return RETURN_TALK[0] if kind == MomentKind.MISSING else TALK[0]
    return OUTCOME[0]
