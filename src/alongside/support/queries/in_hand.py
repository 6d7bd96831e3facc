"""What a member has to do, in piles: how many things lie there, how many of them late, and the next few by clock.

A pile is a guarded list with a column by which things are due. The counts name nobody and are not logged; the next few
name children, and are logged like any list. “My work” and the daily summary read the same piles, so that the two cannot
disagree.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, DateField, F, Q, QuerySet

from alongside.common.clock_status import ClockStatus
from alongside.partners.access import log_list, refuse
from alongside.partners.roles import Permission
from alongside.partners.standing import LONDON, Viewer
from alongside.partners.states import FieldGroup, Purpose
from alongside.people.models import SourceRecord
from alongside.people.threads import names_of
from alongside.support.case_parts import purpose_of
from alongside.support.definitions.kept import definition_of
from alongside.support.encompass_states import PURPOSE, SettingKind
from alongside.support.models import (
    Case,
    CaseSession,
    Concern,
    Export,
    InformationRequest,
    PanelAction,
    PathwayVersion,
    Plan,
    PlanAction,
    ReachableMoment,
    SchoolNotice,
)
from alongside.support.moment_states import VIEW_OF_MOMENT
from alongside.support.queries import disruption, encompass, exports, handovers, moments, national
from alongside.support.queries.clocks import next_clocks, statuses_of
from alongside.support.queries.referring import OWN_GROUPS, followed_by
from alongside.support.queries.shown import child_from
from alongside.support.states import (
    OPEN_KINDS,
    OPEN_STAGE,
    OPEN_STATUSES,
    VIEW_OF_CASE,
    VIEW_OF_CONCERN,
    VIEW_OF_PLAN,
    VIEW_OF_REQUEST,
    ActionState,
    ClockKind,
    ConcernStatus,
)

FEW = 5
# Beyond this a pile is told as “500 or more”: counting further helps nobody, and “My work” is opened all day.
MOST_COUNTED = 500
Clocks = Callable[[Sequence[str], datetime], dict[str, ClockStatus]]


@dataclass(frozen=True, slots=True)
class Due:
    """How many things lie in a pile, and how many of them are late or due today."""

    total: int = 0
    late: int = 0
    today: int = 0


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do. Its page is found by `key`, in parts between slashes; a clock or a day says by when."""

    key: str
    title: str
    detail: str
    clock: ClockStatus | None = None
    due_on: date | None = None
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Pile:
    """`rows` is guarded and brings along what the rest reads. `record` is of the child whom a row is about; None where
    the row is told without her. `due` orders the rows; where nothing is promised by then, nothing is late. Without a
    permission it is a member's own, whatever her role."""

    permission: Permission | None
    rows: Callable[[Viewer], QuerySet[Any]]
    due: str
    record: Callable[[Any], SourceRecord] | None
    key: Callable[[Any], str]
    detail: Callable[[Any], str]
    groups: tuple[FieldGroup, ...] = ()
    clocks: Clocks | None = None
    promised: bool = True
    before: tuple[str, ...] = ()
    """What comes before the clock: danger."""
    all_day: bool = False
    """A moment after which the rest of its day is left to do it."""
    purpose: Purpose = Purpose.SAFEGUARDING

    def is_for(self, viewer: Viewer) -> bool:
        return self.permission is None or viewer.may(self.permission)


def due_in(viewer: Viewer, pile: Pile) -> Due:
    """How a pile stands: one question, and no person."""
    return _due(viewer, pile, _rows(viewer, pile))


def at_hand(viewer: Viewer, pile: Pile, reason: str) -> tuple[Due, tuple[Task, ...]]:
    """How a pile stands, and what is due first in it: logged as a list of those who are named. The rule is asked once."""
    rows = _rows(viewer, pile)
    due = _due(viewer, pile, rows)
    return due, _first(viewer, pile, rows, reason) if due.total else ()


def _due(viewer: Viewer, pile: Pile, rows: QuerySet[Any]) -> Due:
    by_day = _by_day(pile, rows)
    tomorrow = datetime.combine(viewer.day + timedelta(days=1), time(), LONDON)
    from_now = datetime.combine(viewer.day, time(), LONDON) if pile.all_day else viewer.at
    late = Q(**{f"{pile.due}__lt": viewer.day if by_day else from_now})
    today = Q(**{pile.due: viewer.day} if by_day else {f"{pile.due}__gte": from_now, f"{pile.due}__lt": tomorrow})
    first = rows.order_by(F(pile.due).asc(nulls_last=True)).values("pk")[:MOST_COUNTED]
    found = rows.model._default_manager.filter(pk__in=first).aggregate(
        total=Count("pk"), late=Count("pk", filter=late), today=Count("pk", filter=today)
    )
    return Due(**found) if pile.promised else Due(found["total"])


def _first(viewer: Viewer, pile: Pile, rows: QuerySet[Any], reason: str) -> tuple[Task, ...]:
    found = list(rows.order_by(*pile.before, F(pile.due).asc(nulls_last=True), "pk")[:FEW])
    if not found:
        return ()
    names = _names(viewer, pile, found, reason)
    clocks = pile.clocks([pile.key(row) for row in found], viewer.at) if pile.clocks else {}
    by_day = _by_day(pile, rows)
    tasks = []
    for row, name in zip(found, names, strict=True):
        day, key = getattr(row, pile.due) if by_day else None, pile.key(row)
        tasks.append(Task(key, name, pile.detail(row), clocks.get(key), day, day is not None and day < viewer.day))
    return tuple(tasks)


def _names(viewer: Viewer, pile: Pile, found: Sequence[Any], reason: str) -> list[str]:
    """Of the children, in the order of the rows; in the log before they are given."""
    if pile.record is None:
        return [""] * len(found)
    records = [pile.record(row) for row in found]
    log_list(viewer, "work", {one.person_id for one in records}, pile.purpose, pile.groups, reason)
    names = names_of([one.pk for one in records])
    return [child_from(names.get(one.pk, ()), None, "").name for one in records]


def _rows(viewer: Viewer, pile: Pile) -> QuerySet[Any]:
    if not pile.is_for(viewer):
        raise refuse(viewer, "work", "", f"the role may not {pile.permission}")
    return pile.rows(viewer)


def _by_day(pile: Pile, rows: QuerySet[Any]) -> bool:
    """A day is over at midnight; a moment is over at once."""
    return type(rows.model._meta.get_field(pile.due)) is DateField


def _clocks_of(kind: ClockKind) -> Clocks:
    def clocks(references: Sequence[str], at: datetime) -> dict[str, ClockStatus]:
        return {matter: one for (of, matter), one in statuses_of(references, at).items() if of == kind}

    return clocks


def _case_clocks(references: Sequence[str], at: datetime) -> dict[str, ClockStatus]:
    return {reference: clock for reference, (_, clock) in next_clocks(references, at).items()}


def _received(viewer: Viewer, **stage: object) -> QuerySet[Concern]:
    rows = Concern.objects.visible_to(viewer, Purpose.SAFEGUARDING, *VIEW_OF_CONCERN)
    return rows.filter(receiver_id=viewer.agency_id, **stage).select_related("record", "holder", "assigned_to")


def _raised(viewer: Viewer) -> QuerySet[Concern]:
    """What the viewer's agency raised and has heard nothing of yet."""
    rows = Concern.objects.all().unrestricted(viewer).filter(followed_by(viewer))
    waiting = (*OPEN_STATUSES, ConcernStatus.AWAITING_FEEDBACK)
    return rows.filter(status__in=waiting, feedback=None).select_related("record", "receiver")


def _referred(viewer: Viewer) -> QuerySet[Case]:
    rows = Case.objects.all().unrestricted(viewer).filter(holder_id=viewer.agency_id, told_at=None, held_because="")
    return rows.exclude(receiver_id=viewer.agency_id).select_related("record", "receiver", "pathway")


def _asked(viewer: Viewer) -> QuerySet[InformationRequest]:
    rows = InformationRequest.objects.visible_to(viewer, Purpose.SAFEGUARDING, *VIEW_OF_REQUEST)
    return rows.filter(agency_id=viewer.agency_id, answer=None).select_related("concern__record", "holder")


def _cases(viewer: Viewer, **whose: object) -> QuerySet[Case]:
    """Cases that the viewer's agency works, each guarded under the purpose of its own pathway. One question more."""
    # Said again inside, so that the rule is asked of the open cases alone and not of those of all years.
    worked = {"receiver_id": viewer.agency_id, "stage_kind__in": OPEN_KINDS, **whose}
    by_purpose: dict[Purpose, set[int]] = {}
    used = Case.objects.filter(**worked).order_by().values("version").distinct()
    for version in PathwayVersion.objects.filter(pk__in=used):
        by_purpose.setdefault(purpose_of(definition_of(version)), set()).add(version.pk)
    allowed = Q(pk__in=())
    for purpose, versions in by_purpose.items():
        seen = Case.objects.visible_to(viewer, purpose, *VIEW_OF_CASE).filter(version__in=versions, **worked)
        allowed |= Q(pk__in=seen.values("pk"))
    return Case.objects.filter(allowed, **worked).select_related("record", "holder", "pathway")


def _actions(viewer: Viewer) -> QuerySet[PlanAction]:
    seen = Plan.objects.visible_to(viewer, Purpose.SAFEGUARDING, *VIEW_OF_PLAN).values("pk")
    rows = PlanAction.objects.filter(owner_agency_id=viewer.agency_id, state=ActionState.TO_DO, plan__in=seen)
    return rows.select_related("plan__record")


def _panel_actions(viewer: Viewer) -> QuerySet[PanelAction]:
    seen = Case.objects.all().unrestricted(viewer).values("pk")
    rows = PanelAction.objects.filter(owner_agency_id=viewer.agency_id, ended_at=None, item__case__in=seen)
    return rows.select_related("item__meeting__panel")


def _sessions(viewer: Viewer) -> QuerySet[CaseSession]:
    """Planned, over, and nobody has said yet who came: of the viewer's own cases, and of those that nobody has."""
    mine = _cases(viewer).filter(Q(worker_id=viewer.member_id) | Q(worker=None)).values("pk")
    rows = CaseSession.objects.filter(case__in=mine, entry=None, starts_at__lte=viewer.at)
    return rows.select_related("case__record")


def _with_child(rows: QuerySet[SchoolNotice]) -> QuerySet[SchoolNotice]:
    return rows.select_related("holder", "child__record")


def _moment(at: datetime) -> str:
    return f"{at.astimezone(LONDON):%-d %B, %H:%M}"


def _reachable(row: ReachableMoment) -> str:
    who = row.owner.name if row.owner else "nobody has it yet"
    return f"{row.get_kind_display()}, {_moment(row.happened_at)}; {who}."


def _notice(row: SchoolNotice) -> str:
    return f"From {row.holder.name}. Before {_moment(row.due_at)}."


def _copy(row: Export) -> str:
    why = "was recalled" if row.recalled_at else f"was to be destroyed by {row.destroy_by:%-d %B}"
    return f"{row.get_kind_display()}, copy {row.copy}: {why}."


def _worker(row: Concern) -> str:
    return f"From {row.holder.name}. {row.assigned_to.name if row.assigned_to else 'Nobody'} works on it."


TO_DECIDE = Pile(
    Permission.TRIAGE, lambda viewer: _received(viewer, stage=OPEN_STAGE).exclude(status=ConcernStatus.SECOND_LOOK),
    "decision_due_at",
    lambda row: row.record, lambda row: row.reference, _worker, VIEW_OF_CONCERN, _clocks_of(ClockKind.DECISION),
    before=("-in_danger_now",),
)  # fmt: skip
SECOND_LOOKS = Pile(
    Permission.SECOND_LOOK, lambda viewer: _received(viewer, stage=OPEN_STAGE, status=ConcernStatus.SECOND_LOOK),
    "decision_due_at", lambda row: row.record, lambda row: row.reference, _worker, VIEW_OF_CONCERN,
    _clocks_of(ClockKind.DECISION),
)  # fmt: skip
TO_TELL = Pile(
    Permission.TRIAGE, lambda viewer: _received(viewer, stage=ConcernStatus.AWAITING_FEEDBACK), "feedback_due_at",
    lambda row: row.record, lambda row: row.reference, lambda row: f"{row.holder.name} waits to hear.",
    VIEW_OF_CONCERN, _clocks_of(ClockKind.FEEDBACK),
)  # fmt: skip
TO_ANSWER = Pile(
    Permission.ANSWER_REQUESTS, _asked, "due_at", lambda row: row.concern.record, lambda row: row.reference,
    lambda row: f"{row.holder.name} asks.", VIEW_OF_REQUEST, _clocks_of(ClockKind.REQUEST),
)  # fmt: skip
MY_CASES = Pile(
    Permission.WORK_CASES, lambda viewer: _cases(viewer, worker_id=viewer.member_id), "due_at",
    lambda row: row.record, lambda row: row.reference, lambda row: f"{row.pathway.name}, from {row.holder.name}.",
    VIEW_OF_CASE, _case_clocks,
)  # fmt: skip
UNTAKEN_CASES = Pile(
    Permission.WORK_CASES, lambda viewer: _cases(viewer, worker=None), "due_at", lambda row: row.record,
    lambda row: row.reference, lambda row: f"{row.pathway.name}, from {row.holder.name}.", VIEW_OF_CASE, _case_clocks,
)  # fmt: skip
HANDOVERS_TO_ANSWER = Pile(
    Permission.WORK_CASES, handovers.to_answer, "due_at", lambda row: row.record, lambda row: row.reference,
    lambda row: f"{row.kind.name}, from {row.holder.name}.", VIEW_OF_CASE, _case_clocks,
)  # fmt: skip
HANDOVERS_UNDER_WAY = Pile(
    Permission.REFER, handovers.under_way, "due_at", lambda row: row.record, lambda row: row.reference,
    lambda row: f"{row.kind.name}: {row.get_state_display().lower()}.", VIEW_OF_CASE, _case_clocks,
)  # fmt: skip
PLAN_ACTIONS = Pile(
    Permission.WORK_PLANS, _actions, "due_on", lambda row: row.plan.record, lambda row: row.plan.reference,
    lambda row: f"Plan {row.plan.reference}: {row.owner}.", VIEW_OF_PLAN,
)  # fmt: skip
PANEL_ACTIONS = Pile(
    Permission.SIT_ON_PANELS, _panel_actions, "due_on", None, lambda row: str(row.item_id),
    lambda row: f"{row.item.meeting.panel.name}: {row.owner}.",
)  # fmt: skip
UNTOLD_CONCERNS = Pile(
    Permission.RAISE_CONCERN, _raised, "feedback_due_at", lambda row: row.record, lambda row: row.reference,
    lambda row: f"{row.receiver.name} has it since {row.received_at:%-d %B}.", OWN_GROUPS[:1],
    _clocks_of(ClockKind.FEEDBACK),
)  # fmt: skip
UNTOLD_REFERRALS = Pile(
    Permission.REFER, _referred, "received_at", lambda row: row.record, lambda row: row.reference,
    lambda row: f"{row.pathway.name}: {row.receiver.name} has it since {row.received_at:%-d %B}.", VIEW_OF_CASE,
    promised=False,
)  # fmt: skip
ENCOMPASS_TO_ACKNOWLEDGE = Pile(
    Permission.ANSWER_ENCOMPASS, lambda viewer: _with_child(encompass.waiting(viewer, SettingKind.SCHOOL)), "due_at",
    lambda row: row.child.record, lambda row: row.reference, _notice, (FieldGroup.IDENTITY,), purpose=PURPOSE,
)  # fmt: skip
ENCOMPASS_AT_HOME = Pile(
    Permission.ROUTE_ENCOMPASS, lambda viewer: _with_child(encompass.waiting(viewer, SettingKind.HOME_EDUCATION)), "due_at",
    lambda row: row.child.record, lambda row: row.reference, _notice, (FieldGroup.IDENTITY,), purpose=PURPOSE,
)  # fmt: skip
ENCOMPASS_QUEUE = Pile(
    Permission.ROUTE_ENCOMPASS, lambda viewer: _with_child(encompass.queued(viewer)), "due_at",
    lambda row: row.child.record, lambda row: row.reference, _notice, (FieldGroup.IDENTITY,), purpose=PURPOSE,
)  # fmt: skip
COPIES_TO_DESTROY = Pile(None, exports.owed, "destroy_by", None, lambda row: row.copy, _copy)
SESSIONS_TO_WRITE = Pile(
    Permission.WORK_CASES, _sessions, "starts_at", lambda row: row.case.record,
    lambda row: f"{row.case.reference}/{row.pk}", lambda row: f"{_moment(row.starts_at)}. Who came?", VIEW_OF_CASE, all_day=True,
)  # fmt: skip
MOMENTS_WITH_ME = Pile(
    Permission.WORK_CASES, moments.mine, "due_at", lambda row: row.record, lambda row: row.reference,
    _reachable, VIEW_OF_MOMENT, _case_clocks,
)  # fmt: skip
MOMENTS_OF_TEAM = Pile(
    Permission.WORK_CASES, moments.of_the_team, "due_at", lambda row: row.record, lambda row: row.reference,
    _reachable, VIEW_OF_MOMENT, _case_clocks,
)  # fmt: skip
NATIONAL_REFERRALS = Pile(
    Permission.WORK_CASES, national.with_a_clock, "due_at", lambda row: row.case.record, lambda row: row.reference,
    lambda row: f"{row.get_state_display()}; {row.case.worker.name if row.case.worker else 'nobody has the case'}.",
    VIEW_OF_CASE, _case_clocks, purpose=Purpose.EXPLOITATION,
)  # fmt: skip
PLACE_ACTIONS = Pile(
    Permission.SIT_ON_PANELS, disruption.place_actions, "due_on", None, lambda row: row.plan.reference,
    lambda row: f"{row.plan.theme}: {row.owner}.",
)  # fmt: skip
