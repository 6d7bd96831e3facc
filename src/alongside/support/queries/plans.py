"""Plans, as each agency may see them: the parts shared with it, and always its own actions."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from alongside.partners.access import Decision, log_list, refuse, require
from alongside.partners.models import Agency, Member
from alongside.partners.roles import Permission, roles_with
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup, Purpose
from alongside.support import rules
from alongside.support.models import Concern, Goal, Plan, PlanAction, PlanShare, Review
from alongside.support.plan_sharing import covered_by_agreement
from alongside.support.queries.own_view import VoiceShown, voices_of
from alongside.support.queries.referring import PAGE
from alongside.support.queries.shown import Child, Page, child_of, leads
from alongside.support.references import CONCERN, PLAN, normal
from alongside.support.states import VIEW_OF_CONCERN, VIEW_OF_PLAN, ActionState, PlanPart, PlanStatus


@dataclass(frozen=True, slots=True)
class PlanRow:
    reference: str
    child: Child
    lead: str
    holder: str
    next_review_on: date
    review_is_late: bool
    open_actions: int
    late_actions: int
    status: str


@dataclass(frozen=True, slots=True)
class ActionShown:
    id: int
    version: int
    what: str
    agency: str
    owner: str
    due_on: date
    is_late: bool
    state: str
    is_open: bool
    outcome: str
    ended_by: str
    ended_at: datetime | None
    goal_id: int | None
    may_end: bool


@dataclass(frozen=True, slots=True)
class ShareShown:
    agency_code: str
    agency: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanPage:
    """`parts` says what this viewer sees; the rest is not in this value at all."""

    reference: str
    version: int
    child: Child
    lead: str
    lead_agency: str
    holder: str
    status: str
    is_open: bool
    started_at: datetime
    next_review_on: date
    review_is_late: bool
    may_lead: bool
    parts: frozenset[PlanPart]
    reason: str
    goals: tuple[Goal, ...]
    actions: tuple[ActionShown, ...]
    reviews: tuple[Review, ...]
    shares: tuple[ShareShown, ...]
    concern_reference: str
    voices: tuple[VoiceShown, ...]
    decision: Decision


def plans(viewer: Viewer, *, page: int = 1, closed: bool = False) -> Page[PlanRow]:
    """The plans that the viewer's agency holds or works on, by next review. Logged as a list."""
    if not viewer.may(Permission.WORK_PLANS):
        raise refuse(viewer, "plans", "", "the role may not work on plans")
    status = PlanStatus.CLOSED if closed else PlanStatus.OPEN
    rows = Plan.objects.visible_to(viewer, Purpose.SAFEGUARDING, *VIEW_OF_PLAN).filter(status=status)
    total, start = rows.count(), (max(1, page) - 1) * PAGE
    found = list(
        rows.select_related("record", "lead", "holder")
        .prefetch_related("record__names", "actions", "shares")
        .order_by("next_review_on", "reference")[start : start + PAGE]
    )
    persons = {row.record.person_id for row in found}
    log_list(viewer, "plans", persons, Purpose.SAFEGUARDING, VIEW_OF_PLAN, "plans")
    return Page(tuple(_row(viewer, row) for row in found), max(1, page), PAGE, total)


def _row(viewer: Viewer, row: Plan) -> PlanRow:
    parts = _parts(viewer, row)
    mine = [one for one in row.actions.all() if _sees(viewer, one, parts) and one.state == ActionState.TO_DO]
    return PlanRow(
        row.reference, child_of(row.record), row.lead.name, row.holder.name, row.next_review_on,
        row.next_review_on < viewer.day, len(mine), sum(one.due_on < viewer.day for one in mine),
        row.get_status_display(),
    )  # fmt: skip


def plan_page(viewer: Viewer, reference: str) -> PlanPage:
    """One plan, in the parts that are shared with the viewer's agency. Logged."""
    normalised = normal(reference, PLAN)
    row = whole_plan(viewer, normalised)
    if row is None or not viewer.may(Permission.WORK_PLANS):
        raise refuse(viewer, "plan", normalised, "no such plan, or the role may not work on plans")
    decision = require(viewer, row.subject, row.concern.pathway.purpose, (), needs=VIEW_OF_PLAN)
    return page_of(viewer, row, decision)


def whole_plan(viewer: Viewer, reference: str) -> Plan | None:
    """The row with all its parts, for callers that decide next."""
    return (
        Plan.objects.select_related("concern__pathway", "holder", "record", "lead__agency")
        .prefetch_related("record__names", "goals", "actions__owner_agency", "reviews", "shares__agency")
        .filter(reference=normal(reference, PLAN))
        .first()
    )


def page_of(viewer: Viewer, row: Plan, decision: Decision) -> PlanPage:
    """The plan as this viewer sees it. For callers that have decided."""
    parts = _parts(viewer, row)
    may_lead = leads(row, viewer)
    actions = [one for one in row.actions.all() if _sees(viewer, one, parts)]
    return PlanPage(
        reference=row.reference, version=row.version, child=child_of(row.record), lead=row.lead.name,
        lead_agency=row.lead.agency.name, holder=row.holder.name, status=row.get_status_display(),
        is_open=row.status == PlanStatus.OPEN, started_at=row.started_at, next_review_on=row.next_review_on,
        review_is_late=row.next_review_on < viewer.day and row.status == PlanStatus.OPEN, may_lead=may_lead,
        parts=parts, reason=row.reason if PlanPart.REASON in parts else "",
        goals=tuple(row.goals.all()) if PlanPart.GOALS in parts else (),
        actions=tuple(_action(one, viewer, may_lead) for one in actions),
        reviews=tuple(row.reviews.all()) if PlanPart.REVIEWS in parts else (),
        shares=tuple(_share(one) for one in row.shares.all()) if may_lead else (),
        concern_reference=row.concern.reference if row.holder_id == viewer.agency_id else "",
        voices=voices_of(viewer, row.reference)[:3] if PlanPart.GOALS in parts else (), decision=decision,
    )  # fmt: skip


def _parts(viewer: Viewer, row: Plan) -> frozenset[PlanPart]:
    if row.holder_id == viewer.agency_id or row.lead_id == viewer.member_id:
        return frozenset(PlanPart)
    share = next((one for one in row.shares.all() if one.agency_id == viewer.agency_id), None)
    return share.parts if share else frozenset()


def _sees(viewer: Viewer, action: PlanAction, parts: frozenset[PlanPart]) -> bool:
    return PlanPart.ACTIONS in parts or action.owner_agency_id == viewer.agency_id


def _action(one: PlanAction, viewer: Viewer, may_lead: bool) -> ActionShown:
    is_open = one.state == ActionState.TO_DO
    return ActionShown(
        one.pk, one.version, one.what, one.owner_agency.name, one.owner, one.due_on,
        is_open and one.due_on < viewer.day, one.get_state_display(), is_open, one.outcome, one.ended_by,
        one.ended_at, one.goal_id, is_open and (may_lead or one.owner_agency_id == viewer.agency_id),
    )  # fmt: skip


def _share(one: PlanShare) -> ShareShown:
    return ShareShown(one.agency.code, one.agency.name, tuple(part.label for part in PlanPart if part in one.parts))


@dataclass(frozen=True, slots=True)
class PlanStart:
    """A concern of which a plan may start. `why_not` says why not yet; `plan_reference` that it has started already.

    `leads`: who may lead it, by username. `left_out`: agencies whose people may not, since no agreement covers them.
    """

    concern_reference: str
    child: Child
    decision: str
    why_not: str
    plan_reference: str
    review_on: date
    leads: tuple[tuple[str, str], ...]
    left_out: tuple[str, ...]


def start_page(viewer: Viewer, concern_reference: str) -> PlanStart:
    """What the front door must know to start a plan. Logged."""
    normalised = normal(concern_reference, CONCERN)
    row = (
        Concern.objects.select_related("pathway", "holder", "record", "plan")
        .prefetch_related("record__names", "decisions")
        .filter(reference=normalised)
        .first()
    )
    if row is None or not viewer.may(Permission.LEAD_PLANS) or row.receiver_id != viewer.agency_id:
        raise refuse(viewer, "concern", normalised, "no such concern, or the role may not start its plan")
    decision = require(viewer, row.subject, row.pathway.purpose, (), needs=VIEW_OF_CONCERN)
    if not {FieldGroup.IDENTITY, FieldGroup.CONCERN} <= decision.groups:
        raise refuse(viewer, "concern", normalised, "the child or the concern may not be seen")
    latest = next(iter(row.decisions.all()), None)
    plan: Plan | None = getattr(row, "plan", None)
    covered = covered_by_agreement(viewer.agency_id, row.pathway.purpose, viewer.day) | {viewer.agency_id}
    able = _able_to_lead()
    return PlanStart(
        row.reference, child_of(row.record), latest.get_kind_display() if latest else "",
        rules.why_not_plan(latest.kind if latest else "", row.status) or "", plan.reference if plan else "",
        viewer.day + timedelta(weeks=row.pathway.review_weeks),
        tuple((one.username, f"{one.name}, {one.agency.name}") for one in able if one.agency_id in covered),
        tuple(dict.fromkeys(one.agency.name for one in able if one.agency_id not in covered)),
    )  # fmt: skip


def _able_to_lead() -> list[Member]:
    """Members whose role may work on plans, of every active agency; names of staff, no child."""
    rows = Member.objects.filter(role__in=roles_with(Permission.WORK_PLANS), is_active=True, agency__is_active=True)
    named = rows.select_related("agency").order_by("agency__name", "name")
    return [one for one in named if one.may(Permission.WORK_PLANS)]


def agencies_covered(viewer: Viewer, plan: PlanPage) -> tuple[tuple[str, str], ...]:
    """Code and name of the agencies that may see this plan: its holder, and those whom an agreement lets."""
    holder = plan.decision.subject.holder_id
    covered = covered_by_agreement(holder, plan.decision.purpose, viewer.day) | {holder}
    rows = Agency.objects.filter(pk__in=covered, is_active=True).order_by("name")
    return tuple(rows.values_list("code", "name"))


def due_action_count(viewer: Viewer) -> int:
    """How many actions of the viewer's agency are open: a count, no person."""
    seen = Plan.objects.visible_to(viewer, Purpose.SAFEGUARDING, *VIEW_OF_PLAN).values("pk")
    rows = PlanAction.objects.filter(owner_agency_id=viewer.agency_id, state=ActionState.TO_DO, plan__in=seen)
    return rows.count()
