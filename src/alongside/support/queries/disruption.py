"""What the agencies of a panel see of its disruption plans. No person is in them, so that no list of persons is logged."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from alongside.partners.access import refuse
from alongside.partners.models import Agency
from alongside.partners.standing import Viewer
from alongside.support.disruption_parts import seated, steers
from alongside.support.disruption_states import DisruptedKind, DisruptionState, Power, PowerStanding
from alongside.support.models import DisruptionAction, DisruptionItem, DisruptionPlan, DisruptionPower, Meeting, Panel
from alongside.support.panel_parts import runs
from alongside.support.queries.shown import ActionShown, Page
from alongside.support.references import DISRUPTION, normal
from alongside.support.states import ActionState, MeetingState

PAGE = 25
FIELDS = {"kind": "What it is of", "theme": "Theme", "where": "Where", "seen": "What is seen there"}


@dataclass(frozen=True, slots=True)
class DisruptionRow:
    reference: str
    kind: str
    theme: str
    where: str
    panel: str
    review_on: date
    is_late: bool
    state: str
    is_open: bool
    to_do: int
    late: int


@dataclass(frozen=True, slots=True)
class PowerShown:
    label: str
    standing: str
    in_force: bool
    since: date
    until: date | None
    words: str
    agency: str
    earlier: int


@dataclass(frozen=True, slots=True)
class PlanStepShown:
    label: str
    words: str
    before: tuple[tuple[str, str], ...]
    by: str
    agency: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OnAgenda:
    """A place or theme at one meeting."""

    id: int
    meeting_id: UUID
    meeting: str
    reference: str
    theme: str
    where: str
    kind: str
    why: str
    decision: str
    decided_by: str
    changes: int
    may_decide: bool


@dataclass(frozen=True, slots=True)
class DisruptionPage:
    reference: str
    changes: int
    kind: str
    kind_code: str
    theme: str
    where: str
    seen: str
    panel: str
    holder: str
    review_on: date
    is_late: bool
    state: str
    is_open: bool
    end: str
    started_at: datetime
    powers: tuple[PowerShown, ...]
    actions: tuple[ActionShown, ...]
    agenda: tuple[OnAgenda, ...]
    steps: tuple[PlanStepShown, ...]
    owners: tuple[tuple[str, str], ...]
    meetings: tuple[tuple[str, str], ...]
    steers: bool


def disruption_plans(viewer: Viewer, *, ended: bool = False, page: int = 1) -> Page[DisruptionRow]:
    """The plans of the panels on which the viewer's agency sits: what is looked at next, first."""
    rows = _seen(viewer).filter(state=DisruptionState.ENDED if ended else DisruptionState.OPEN)
    rows = rows.order_by("-ended_at", "reference") if ended else rows.order_by("review_on", "reference")
    to_do = Q(actions__state=ActionState.TO_DO)
    total, start = rows.count(), (max(1, page) - 1) * PAGE
    found = rows.select_related("panel").annotate(
        to_do=Count("actions", filter=to_do), late=Count("actions", filter=to_do & Q(actions__due_on__lt=viewer.day))
    )[start : start + PAGE]
    return Page(tuple(_row(one, viewer) for one in found), max(1, page), PAGE, total)


def panels_with_plans(viewer: Viewer) -> tuple[tuple[str, str], ...]:
    """The panels before which the viewer may begin a plan: code and name."""
    found = tuple(seated(viewer).order_by("name").values_list("code", "name"))
    if not found:
        raise refuse(viewer, "disruption plan", "", "the agency or the role sits on no panel")
    return found


def disruption_plan(viewer: Viewer, reference: str) -> DisruptionPage:
    """One plan on one page, for whoever sits on its panel."""
    normalised = normal(reference, DISRUPTION)
    plan = (
        _seen(viewer)
        .select_related("panel__holder", "holder")
        .prefetch_related("actions__owner_agency", "powers__agency", "steps__agency", "items__meeting__panel")
        .filter(reference=normalised)
        .first()
    )
    if plan is None:
        raise refuse(viewer, "disruption plan", normalised, "no such plan of a panel on which the agency sits")
    mine = steers(plan, viewer)
    return DisruptionPage(
        reference=plan.reference, changes=plan.changes, kind=plan.get_kind_display(), kind_code=plan.kind,
        theme=plan.theme, where=plan.where, seen=plan.seen, panel=plan.panel.name, holder=plan.holder.name,
        review_on=plan.review_on, is_late=_is_late(plan, viewer), state=plan.get_state_display(),
        is_open=plan.state == DisruptionState.OPEN, end=plan.get_end_display() if plan.end else "",
        started_at=plan.started_at, powers=_powers(plan),
        actions=tuple(_action(one, viewer, mine) for one in plan.actions.all()),
        agenda=tuple(_item(one, viewer) for one in plan.items.all()),
        steps=tuple(
            PlanStepShown(one.get_kind_display(), one.words, _before(one.before), one.by, one.agency.name, one.at)
            for one in plan.steps.all()
        ),
        owners=_owners(plan.panel), meetings=_to_come(plan), steers=mine,
    )  # fmt: skip


def places_at(viewer: Viewer, meeting: UUID) -> tuple[OnAgenda, ...]:
    """The places and themes on the agenda of a meeting, for whoever sits on its panel."""
    rows = DisruptionItem.objects.select_related("meeting__panel", "plan").order_by("pk")
    return tuple(_item(one, viewer) for one in rows.filter(meeting_id=meeting, meeting__panel__in=seated(viewer)))


def place_item(viewer: Viewer, id: int) -> OnAgenda:
    rows = DisruptionItem.objects.select_related("meeting__panel", "plan")
    one = rows.filter(pk=id, meeting__panel__in=seated(viewer)).first()
    if one is None:
        raise refuse(viewer, "disruption item", str(id), "no such item of a panel on which the agency sits")
    return _item(one, viewer)


def place_actions(viewer: Viewer) -> QuerySet[DisruptionAction]:
    """What the viewer's agency has to do at places: it names nobody but who of the agency does it."""
    rows = DisruptionAction.objects.filter(owner_agency_id=viewer.agency_id, state=ActionState.TO_DO)
    return rows.filter(plan__panel__in=seated(viewer).values("pk")).select_related("plan")


def _seen(viewer: Viewer) -> QuerySet[DisruptionPlan]:
    return DisruptionPlan.objects.filter(panel__in=seated(viewer).values("pk"))


def _is_late(plan: DisruptionPlan, viewer: Viewer) -> bool:
    return plan.state == DisruptionState.OPEN and plan.review_on < viewer.day


def _row(one: DisruptionPlan, viewer: Viewer) -> DisruptionRow:
    counted: dict[str, int] = vars(one)
    return DisruptionRow(
        one.reference, one.get_kind_display(), one.theme, one.where, one.panel.name, one.review_on,
        _is_late(one, viewer), one.get_end_display() if one.end else one.get_state_display(),
        one.state == DisruptionState.OPEN, counted["to_do"], counted["late"],
    )  # fmt: skip


def _powers(plan: DisruptionPlan) -> tuple[PowerShown, ...]:
    """Each power as it stands now, in the order in which it was first spoken of."""
    newest: dict[str, DisruptionPower] = {}
    times: dict[str, int] = {}
    for one in plan.powers.all():
        newest[one.power], times[one.power] = one, times.get(one.power, -1) + 1
    return tuple(
        PowerShown(
            Power(power).label, one.get_standing_display(), one.standing == PowerStanding.IN_FORCE, one.since,
            one.until, one.words, one.agency.name, times[power],
        )
        for power, one in newest.items()
    )  # fmt: skip


def _action(one: DisruptionAction, viewer: Viewer, mine: bool) -> ActionShown:
    is_open = one.state == ActionState.TO_DO
    return ActionShown(
        one.pk, one.what, one.owner_agency.name, one.owner, one.due_on, one.get_state_display(), is_open,
        is_open and one.due_on < viewer.day, one.outcome, one.changes,
        is_open and (mine or one.owner_agency_id == viewer.agency_id),
    )  # fmt: skip


def _item(one: DisruptionItem, viewer: Viewer) -> OnAgenda:
    return OnAgenda(
        one.pk, one.meeting_id, str(one.meeting), one.plan.reference, one.plan.theme, one.plan.where,
        one.plan.get_kind_display(), one.why, one.decision, one.decided_by, one.changes,
        one.meeting.state == MeetingState.OPEN and runs(one.meeting, viewer),
    )  # fmt: skip


def _before(before: dict[str, str]) -> tuple[tuple[str, str], ...]:
    kinds = dict(DisruptedKind.choices)
    return tuple(
        (FIELDS[key], str(kinds.get(words, words) if key == "kind" else words)) for key, words in before.items()
    )


def _owners(panel: Panel) -> tuple[tuple[str, str], ...]:
    rows = Agency.objects.filter(Q(pk=panel.holder_id) | Q(seats__panel=panel)).distinct().order_by("name")
    return tuple(rows.values_list("code", "name"))


def _to_come(plan: DisruptionPlan) -> tuple[tuple[str, str], ...]:
    """Meetings at which it can still be heard: identifier and name."""
    rows = Meeting.objects.select_related("panel").filter(panel=plan.panel).exclude(state=MeetingState.CLOSED)
    rows = rows.exclude(disruption_items__plan=plan).order_by("starts_at")
    return tuple((str(one.pk), str(one)) for one in rows)
