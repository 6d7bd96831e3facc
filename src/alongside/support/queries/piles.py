"""The piles of “My work”: what a member has to do, by kind. `in_hand` reads them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from alongside.common.clock_status import ClockStatus
from alongside.partners.roles import Permission
from alongside.partners.standing import LONDON, Viewer
from alongside.partners.states import FieldGroup, Purpose
from alongside.people.models import SourceRecord
from alongside.support.encompass_states import PURPOSE, SettingKind
from alongside.support.models import (
    Case,
    CaseSession,
    Concern,
    Export,
    InformationRequest,
    Plan,
    PlanAction,
    ReachableMoment,
    SchoolNotice,
)
from alongside.support.moment_states import VIEW_OF_MOMENT
from alongside.support.queries import disruption, encompass, exports, handovers, moments, national, panel_owed
from alongside.support.queries.clocks import Run, next_of
from alongside.support.queries.panel_reviews import due_again
from alongside.support.queries.referring import OWN_GROUPS, followed_by
from alongside.support.states import (
    OPEN_STAGE,
    VIEW_OF_CASE,
    VIEW_OF_CONCERN,
    VIEW_OF_PLAN,
    VIEW_OF_REQUEST,
    ActionState,
    ClockKind,
    ConcernStatus,
)
from alongside.support.versions_in_use import Versions

Clocks = Callable[[Sequence[Run]], dict[str, ClockStatus]]


@dataclass(frozen=True, slots=True, eq=False)
class Pile:
    """`rows` is guarded and brings along what the rest reads; it is given any viewer of one standing (`partners.asking`)
    and the versions by purpose. `record` is of the child whom a row is about; None where the row is told without her.
    `due` orders the rows; where nothing is promised by then, nothing is late. Without a permission it is a member's own,
    whatever her role."""

    permission: Permission | None
    rows: Callable[[Viewer, Versions], QuerySet[Any]]
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


def _plain(rows: Callable[[Viewer], QuerySet[Any]]) -> Callable[[Viewer, Versions], QuerySet[Any]]:
    """Of a pile that lies under one purpose, whatever the version."""
    return lambda viewer, _: rows(viewer)


def _clocks_of(kind: ClockKind) -> Clocks:
    return lambda runs: {one.matter: one.status for one in runs if one.kind == kind}


def _case_clocks(runs: Sequence[Run]) -> dict[str, ClockStatus]:
    return {reference: clock for reference, (_, clock) in next_of(runs).items()}


def _received(viewer: Viewer, **stage: object) -> QuerySet[Concern]:
    rows = Concern.objects.visible_to(viewer, Purpose.SAFEGUARDING, *VIEW_OF_CONCERN)
    return rows.filter(receiver_id=viewer.agency_id, **stage).select_related("record", "holder", "assigned_to")


def _raised(viewer: Viewer) -> QuerySet[Concern]:
    """What the viewer's agency raised and has heard nothing of yet."""
    rows = Concern.objects.all().unrestricted(viewer).filter(followed_by(viewer))
    rows = rows.filter(stage__in=(OPEN_STAGE, ConcernStatus.AWAITING_FEEDBACK), feedback=None)
    return rows.select_related("record", "receiver")


def _referred(viewer: Viewer) -> QuerySet[Case]:
    rows = Case.objects.all().unrestricted(viewer).filter(holder_id=viewer.agency_id, told_at=None, held_because="")
    return rows.exclude(receiver_id=viewer.agency_id).select_related("record", "receiver", "pathway")


def _asked(viewer: Viewer) -> QuerySet[InformationRequest]:
    rows = InformationRequest.objects.visible_to(viewer, Purpose.SAFEGUARDING, *VIEW_OF_REQUEST)
    return rows.filter(agency_id=viewer.agency_id, answer=None).select_related("concern__record", "holder")


def _cases(viewer: Viewer, versions: Versions, **whose: object) -> QuerySet[Case]:
    """Cases that the viewer's agency works, each guarded under the purpose of its own pathway."""
    ways = [(purpose, Q(version__in=those)) for purpose, those in versions]
    rows = Case.objects.visible_by(viewer, ways, *VIEW_OF_CASE).select_related("record", "holder", "pathway")
    return rows.filter(receiver_id=viewer.agency_id, ended_at=None, **whose)


def _actions(viewer: Viewer) -> QuerySet[PlanAction]:
    seen = Plan.objects.visible_to(viewer, Purpose.SAFEGUARDING, *VIEW_OF_PLAN).values("pk")
    rows = PlanAction.objects.filter(owner_agency_id=viewer.agency_id, state=ActionState.TO_DO, plan__in=seen)
    return rows.select_related("plan__record")


def _sessions(viewer: Viewer, versions: Versions) -> QuerySet[CaseSession]:
    """Planned, over, and nobody has said yet who came: of the viewer's own cases, and of those that nobody has."""
    over = CaseSession.objects.filter(entry=None, starts_at__lte=viewer.at)
    # The rule is asked of the cases that have such a session, and not of all that are open.
    mine = _cases(viewer, versions, pk__in=over.values("case"))
    mine = mine.filter(Q(worker_id=viewer.member_id) | Q(worker=None))
    return over.filter(case__in=mine.values("pk")).select_related("case__record")


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
    Permission.TRIAGE, lambda viewer, _: _received(viewer, stage=OPEN_STAGE).exclude(status=ConcernStatus.SECOND_LOOK),
    "decision_due_at",
    lambda row: row.record, lambda row: row.reference, _worker, VIEW_OF_CONCERN, _clocks_of(ClockKind.DECISION),
    before=("-in_danger_now",),
)  # fmt: skip
SECOND_LOOKS = Pile(
    Permission.SECOND_LOOK, lambda viewer, _: _received(viewer, stage=OPEN_STAGE, status=ConcernStatus.SECOND_LOOK),
    "decision_due_at", lambda row: row.record, lambda row: row.reference, _worker, VIEW_OF_CONCERN,
    _clocks_of(ClockKind.DECISION),
)  # fmt: skip
TO_TELL = Pile(
    Permission.TRIAGE, lambda viewer, _: _received(viewer, stage=ConcernStatus.AWAITING_FEEDBACK), "feedback_due_at",
    lambda row: row.record, lambda row: row.reference, lambda row: f"{row.holder.name} waits to hear.",
    VIEW_OF_CONCERN, _clocks_of(ClockKind.FEEDBACK),
)  # fmt: skip
TO_ANSWER = Pile(
    Permission.ANSWER_REQUESTS, _plain(_asked), "due_at", lambda row: row.concern.record, lambda row: row.reference,
    lambda row: f"{row.holder.name} asks.", VIEW_OF_REQUEST, _clocks_of(ClockKind.REQUEST),
)  # fmt: skip
MY_CASES = Pile(
    Permission.WORK_CASES, lambda viewer, versions: _cases(viewer, versions, worker_id=viewer.member_id), "due_at",
    lambda row: row.record, lambda row: row.reference, lambda row: f"{row.pathway.name}, from {row.holder.name}.",
    VIEW_OF_CASE, _case_clocks,
)  # fmt: skip
UNTAKEN_CASES = Pile(
    Permission.WORK_CASES, lambda viewer, versions: _cases(viewer, versions, worker=None), "due_at", lambda row: row.record,
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
    Permission.WORK_PLANS, _plain(_actions), "due_on", lambda row: row.plan.record, lambda row: row.plan.reference,
    lambda row: f"Plan {row.plan.reference}: {row.owner}.", VIEW_OF_PLAN,
)  # fmt: skip
PANEL_ACTIONS = Pile(
    Permission.SIT_ON_PANELS, _plain(panel_owed.own_open), "due_on", None, lambda row: str(row.pk),
    lambda row: f"{row.item.meeting.panel.name}: {row.owner}.",
)  # fmt: skip
PANEL_ACTIONS_SHUT = Pile(
    Permission.RUN_PANELS, panel_owed.shut_to_owner, "due_on", None, lambda row: str(row.pk),
    lambda row: f"{row.item.meeting.panel.name}: {row.owner_agency.name} sees the case no more.",
)  # fmt: skip
PANEL_REVIEWS = Pile(
    Permission.RUN_PANELS, due_again, "review_on", lambda row: row.case.record, lambda row: str(row.pk),
    lambda row: f"{row.meeting.panel.name} heard it on {row.meeting.starts_at.astimezone(LONDON):%-d %B}.", VIEW_OF_CASE,
)  # fmt: skip
UNTOLD_CONCERNS = Pile(
    Permission.RAISE_CONCERN, _plain(_raised), "feedback_due_at", lambda row: row.record, lambda row: row.reference,
    lambda row: f"{row.receiver.name} has it since {row.received_at:%-d %B}.", OWN_GROUPS[:1],
    _clocks_of(ClockKind.FEEDBACK),
)  # fmt: skip
UNTOLD_REFERRALS = Pile(
    Permission.REFER, _plain(_referred), "received_at", lambda row: row.record, lambda row: row.reference,
    lambda row: f"{row.pathway.name}: {row.receiver.name} has it since {row.received_at:%-d %B}.", VIEW_OF_CASE,
    promised=False,
)  # fmt: skip
ENCOMPASS_TO_ACKNOWLEDGE = Pile(
    Permission.ANSWER_ENCOMPASS, lambda viewer, _: _with_child(encompass.waiting(viewer, SettingKind.SCHOOL)), "due_at",
    lambda row: row.child.record, lambda row: row.reference, _notice, (FieldGroup.IDENTITY,), purpose=PURPOSE,
)  # fmt: skip
ENCOMPASS_AT_HOME = Pile(
    Permission.ROUTE_ENCOMPASS, lambda viewer, _: _with_child(encompass.waiting(viewer, SettingKind.HOME_EDUCATION)), "due_at",
    lambda row: row.child.record, lambda row: row.reference, _notice, (FieldGroup.IDENTITY,), purpose=PURPOSE,
)  # fmt: skip
ENCOMPASS_QUEUE = Pile(
    Permission.ROUTE_ENCOMPASS, lambda viewer, _: _with_child(encompass.queued(viewer)), "due_at",
    lambda row: row.child.record, lambda row: row.reference, _notice, (FieldGroup.IDENTITY,), purpose=PURPOSE,
)  # fmt: skip
COPIES_TO_DESTROY = Pile(None, _plain(exports.owed), "destroy_by", None, lambda row: row.copy, _copy)
SESSIONS_TO_WRITE = Pile(
    Permission.WORK_CASES, _sessions, "starts_at", lambda row: row.case.record,
    lambda row: f"{row.case.reference}/{row.pk}", lambda row: f"{_moment(row.starts_at)}. Who came?", VIEW_OF_CASE, all_day=True,
)  # fmt: skip
MOMENTS_WITH_ME = Pile(
    Permission.WORK_CASES, _plain(moments.mine), "due_at", lambda row: row.record, lambda row: row.reference,
    _reachable, VIEW_OF_MOMENT, _case_clocks,
)  # fmt: skip
MOMENTS_OF_TEAM = Pile(
    Permission.WORK_CASES, _plain(moments.of_the_team), "due_at", lambda row: row.record, lambda row: row.reference,
    _reachable, VIEW_OF_MOMENT, _case_clocks,
)  # fmt: skip
NATIONAL_REFERRALS = Pile(
    Permission.WORK_CASES, _plain(national.with_a_clock), "due_at", lambda row: row.case.record, lambda row: row.reference,
    lambda row: f"{row.get_state_display()}; {row.case.worker.name if row.case.worker else 'nobody has the case'}.",
    VIEW_OF_CASE, _case_clocks, purpose=Purpose.EXPLOITATION,
)  # fmt: skip
PLACE_ACTIONS = Pile(
    Permission.SIT_ON_PANELS, _plain(disruption.place_actions), "due_on", None, lambda row: row.plan.reference,
    lambda row: f"{row.plan.theme}: {row.owner}.",
)  # fmt: skip
