"""What members see of panels: meetings, an agenda of the cases on which they are invited, minutes cut to each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from alongside.audit.actions import record_all
from alongside.audit.states import Act
from alongside.partners.access import Decision, Subject, decide_all, entry_of, log_list, refuse
from alongside.partners.models import Member
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup, Purpose
from alongside.support.case_parts import purpose_of
from alongside.support.definitions.kept import definition_of
from alongside.support.models import AgendaItem, Contribution, Meeting, Panel, PanelAction
from alongside.support.panel_parts import Sitting, find_item, log_item, runs
from alongside.support.queries.disruption import OnAgenda, places_at
from alongside.support.queries.shown import Child, child_of
from alongside.support.states import VIEW_OF_CASE, ItemState, MeetingState, Release

# What an agency may tell a panel. Names and addresses stand on the case itself.
TOLD_TO_PANELS = tuple(
    group
    for group in FieldGroup
    if group not in (FieldGroup.IDENTITY, FieldGroup.KNOWN_TO, FieldGroup.FEEDBACK, FieldGroup.REQUEST)
)


@dataclass(frozen=True, slots=True)
class MeetingRow:
    id: UUID
    panel: str
    starts_at: datetime
    place: str
    state: str
    runs: bool


@dataclass(frozen=True, slots=True)
class MeetingDate:
    """What may stand in a calendar: when, where, which panel. `changes` grows when it is moved. No case, no name."""

    id: UUID
    panel: str
    starts_at: datetime
    place: str
    changes: int


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A case on an agenda; without a name where the viewer is not invited, and then only its place in the order."""

    id: UUID | None
    order: int
    child: Child | None
    pathway: str
    reference: str
    why: str
    state: str
    state_code: str
    state_reason: str
    invited: tuple[str, ...]
    review_on: date | None


@dataclass(frozen=True, slots=True)
class MeetingPage:
    id: UUID
    panel: str
    belongs: str
    starts_at: datetime
    place: str
    chair: str
    state: str
    state_code: str
    changes: int
    quorum: int
    not_quorate: str
    presences: tuple[tuple[str, str, str], ...]
    seats: tuple[tuple[str, str], ...]
    items: tuple[ItemRow, ...]
    runs: bool


@dataclass(frozen=True, slots=True)
class ContributionShown:
    agency: str
    group: str
    words: str
    release: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ActionShown:
    id: int
    what: str
    agency: str
    owner: str
    due_on: date
    state: str
    is_open: bool
    is_late: bool
    outcome: str
    changes: int
    may_end: bool


@dataclass(frozen=True, slots=True)
class ItemPage:
    id: UUID
    meeting_id: UUID
    meeting: str
    changes: int
    child: Child
    reference: str
    pathway: str
    stage: str
    why: str
    state: str
    state_code: str
    invited: tuple[str, ...]
    may_invite: tuple[tuple[str, str], ...]
    contributions: tuple[ContributionShown, ...]
    may_say: tuple[tuple[str, str], ...]
    decision: str
    decided_by: str
    review_on: date | None
    actions: tuple[ActionShown, ...]
    owners: tuple[tuple[str, str], ...]
    runs: bool
    is_open: bool
    meeting_open: bool
    because: str


def panels_of(viewer: Viewer) -> tuple[Panel, ...]:
    """The panels that the viewer's agency holds or sits on."""
    if not viewer.may(Permission.SIT_ON_PANELS):
        raise refuse(viewer, "panels", "", "the role sits on no panel")
    mine = Q(holder_id=viewer.agency_id) | Q(seats__agency_id=viewer.agency_id)
    return tuple(Panel.objects.filter(mine).distinct())


def meetings(viewer: Viewer) -> tuple[MeetingRow, ...]:
    """Meetings to come and past of the viewer's panels, the next first."""
    rows = Meeting.objects.select_related("panel").filter(panel__in=panels_of(viewer)).order_by("-starts_at")[:50]
    found = [
        MeetingRow(one.pk, one.panel.name, one.starts_at, one.place, one.get_state_display(), runs(one, viewer))
        for one in rows
    ]
    to_come = sorted((one for one in found if one.starts_at >= viewer.at), key=lambda one: one.starts_at)
    return (*to_come, *(one for one in found if one.starts_at < viewer.at))


def meeting(viewer: Viewer, id: UUID) -> MeetingPage:
    """One meeting with the cases on which this viewer is invited; of the others only that there is an item."""
    one = (
        Meeting.objects.select_related("panel", "chair")
        .prefetch_related("presences__agency", "panel__seats__agency")
        .filter(pk=id, panel__in=panels_of(viewer))
        .first()
    )
    if one is None:
        raise refuse(viewer, "meeting", str(id), "no such meeting of a panel on which the agency sits")
    items = list(_items(one))
    seen = _seen(viewer, items, runs(one, viewer))
    log_list(
        viewer, "agenda items", {item.case.record.person_id for item in items if item.pk in seen},
        Purpose.SAFEGUARDING, VIEW_OF_CASE, f"agenda of {one.panel.name}",
    )  # fmt: skip
    return MeetingPage(
        id=one.pk, panel=one.panel.name, belongs=one.panel.belongs, starts_at=one.starts_at, place=one.place,
        chair=one.chair.name, state=one.get_state_display(), state_code=one.state, changes=one.changes,
        quorum=one.panel.quorum, not_quorate=one.not_quorate,
        presences=tuple((row.agency.name, row.name, row.get_attendance_display()) for row in one.presences.all()),
        seats=tuple((seat.agency.code, seat.agency.name) for seat in one.panel.seats.all()),
        items=tuple(_item_row(item, item.pk in seen) for item in items), runs=runs(one, viewer),
    )  # fmt: skip


def meeting_date(viewer: Viewer, id: UUID) -> MeetingDate:
    """A meeting for a calendar, to whoever sits on its panel. It tells of no person, so that no list is logged."""
    one = Meeting.objects.select_related("panel").filter(pk=id, panel__in=panels_of(viewer)).first()
    if one is None:
        raise refuse(viewer, "meeting", str(id), "no such meeting of a panel on which the agency sits")
    return MeetingDate(one.pk, one.panel.name, one.starts_at, one.place, one.changes)


def _items(one: Meeting) -> QuerySet[AgendaItem]:
    return (
        AgendaItem.objects.select_related(
            "case__version", "case__pathway", "case__record", "case__holder", "meeting__panel"
        )
        .prefetch_related("invited", "case__record__names", "conflicts")
        .filter(meeting=one)
    )


def _seen(viewer: Viewer, items: Sequence[AgendaItem], steers: bool) -> set[UUID]:
    """Those items that this viewer may open: decided in one batch for each purpose, like any list."""
    seen: set[UUID] = set()
    by_purpose: dict[Purpose, list[AgendaItem]] = {}
    for item in items:
        agencies = {one.pk for one in item.invited.all()} | {item.case.receiver_id}
        stepped_out = any(one.member_id == viewer.member_id for one in item.conflicts.all())
        if (steers or viewer.agency_id in agencies) and not stepped_out:
            by_purpose.setdefault(purpose_of(definition_of(item.case.version)), []).append(item)
    for purpose, some in by_purpose.items():
        decisions = decide_all(viewer, [item.case.subject for item in some], purpose, VIEW_OF_CASE)
        seen |= {item.pk for item, one in zip(some, decisions, strict=True) if one.groups >= frozenset(VIEW_OF_CASE)}
    return seen


def _item_row(item: AgendaItem, seen: bool) -> ItemRow:
    if not seen:
        return ItemRow(None, item.order, None, "", "", "", "", "", "", (), None)
    return ItemRow(
        item.pk, item.order, child_of(item.case.record), item.case.pathway.name, item.case.reference, item.why,
        item.get_state_display(), item.state, item.state_reason, tuple(one.name for one in item.invited.all()),
        item.review_on,
    )  # fmt: skip


def agenda_item(viewer: Viewer, id: UUID) -> ItemPage:
    """One case as this viewer may see it at the panel: decided, logged, and only then shown."""
    sitting = find_item(viewer, id, lock=False, act=Act.VIEW)
    log_item(sitting, Act.VIEW, sitting.decision.because, viewer)
    item, case = sitting.item, sitting.item.case
    seats = {seat.agency_id: seat.agency for seat in item.meeting.panel.seats.select_related("agency")}
    invited = list(item.invited.all())
    owners = {one.pk: one for one in (*invited, case.receiver)}
    closed = item.meeting.state == MeetingState.CLOSED
    return ItemPage(
        id=item.pk, meeting_id=item.meeting_id, meeting=str(item.meeting), changes=item.changes,
        child=child_of(case.record), reference=case.reference, pathway=case.pathway.name,
        stage=sitting.definition.stage(case.stage).label, why=item.why, state=item.get_state_display(),
        state_code=item.state, invited=tuple(sorted(one.name for one in invited)),
        may_invite=tuple(
            (one.code, one.name) for pk, one in seats.items() if pk not in {agency.pk for agency in invited}
        ),
        contributions=tuple(_contribution(one) for one in _told(sitting, viewer, in_minutes=False)),
        may_say=tuple((group.code, group.label) for group in TOLD_TO_PANELS),
        decision=item.decision, decided_by=item.decided_by, review_on=item.review_on,
        actions=tuple(_action(one, sitting, viewer) for one in item.actions.select_related("owner_agency")),
        owners=tuple(sorted((one.code, one.name) for one in owners.values())), runs=sitting.runs,
        is_open=not closed, meeting_open=item.meeting.state == MeetingState.OPEN, because=sitting.decision.because,
    )  # fmt: skip


def _told(sitting: Sitting, viewer: Viewer, *, in_minutes: bool) -> list[Contribution]:
    """The contributions that reach this viewer: by their release, and each by the one rule with the agency that told
    it as its holder, so that an agreement between the two covers it. What is shown is logged under that agreement."""
    item = sitting.item
    heads = {item.case.receiver_id, *({item.meeting.panel.holder_id} if sitting.runs else ())}
    told = [one for one in item.contributions.select_related("agency") if _released(one, viewer, heads, in_minutes)]
    decisions = decide_all(viewer, [_subject(one, item) for one in told], purpose_of(sitting.definition), FieldGroup)
    shown = [
        (one, decision)
        for one, decision in zip(told, decisions, strict=True)
        if FieldGroup[one.field_group.upper()] in decision
    ]
    record_all([entry_of(viewer, decision, Act.VIEW) for one, decision in shown if one.agency_id != viewer.agency_id])
    return [one for one, _ in shown]


def _released(one: Contribution, viewer: Viewer, heads: Collection[int], in_minutes: bool) -> bool:
    if one.agency_id == viewer.agency_id:
        return True
    if one.release == Release.CHAIR:
        return viewer.agency_id in heads
    return one.release != Release.IN_ROOM or not in_minutes


def _subject(one: Contribution, item: AgendaItem) -> Subject:
    return Subject(
        "contribution", str(one.pk), one.agency_id, one.agency.code, one.agency.name, item.case.record.person_id,
        item.case.reference,
    )  # fmt: skip


def _contribution(one: Contribution) -> ContributionShown:
    group = FieldGroup[one.field_group.upper()].label
    return ContributionShown(one.agency.name, group, one.words, one.get_release_display(), one.by, one.at)


def _action(one: PanelAction, sitting: Sitting, viewer: Viewer) -> ActionShown:
    is_open = one.ended_at is None
    return ActionShown(
        one.pk, one.what, one.owner_agency.name, one.owner, one.due_on, one.get_state_display(), is_open,
        is_open and one.due_on < viewer.day, one.outcome, one.changes,
        is_open and (sitting.runs or one.owner_agency_id == viewer.agency_id),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class MinuteItem:
    child: str
    reference: str
    why: str
    decision: str
    review_on: date | None
    contributions: tuple[ContributionShown, ...]
    actions: tuple[ActionShown, ...]
    state: str
    record_id: int
    decision_on: Decision


@dataclass(frozen=True, slots=True)
class MinutePlace:
    """A place or theme that was on the agenda. No child is in it, so that every agency of the panel has it."""

    reference: str
    theme: str
    kind: str
    where: str
    why: str
    decision: str
    decided_by: str


@dataclass(frozen=True, slots=True)
class Minutes:
    """The minutes of a meeting as one agency gets them. What it may not have is not there, not even as a gap."""

    panel: str
    starts_at: datetime
    place: str
    chair: str
    presences: tuple[tuple[str, str, str], ...]
    not_quorate: str
    items: tuple[MinuteItem, ...]
    places: tuple[MinutePlace, ...]
    agency: str
    meeting_id: UUID


def minutes(viewer: Viewer, id: UUID) -> Minutes:
    """Minutes cut for the viewer's agency by the same decision that opens the cases. Each case shown is logged."""
    page = meeting(viewer, id)
    if page.state_code != MeetingState.CLOSED:
        raise refuse(viewer, "minutes", str(id), "the meeting is not over")
    items = []
    for row in page.items:
        if row.id is None or row.state_code != ItemState.HEARD:
            continue
        sitting = find_item(viewer, row.id, lock=False, act=Act.VIEW)
        log_item(sitting, Act.VIEW, "in the minutes", viewer)
        items.append(_minute(sitting, viewer))
    return Minutes(
        page.panel, page.starts_at, page.place, page.chair, page.presences, page.not_quorate, tuple(items),
        tuple(_minute_place(one) for one in places_at(viewer, page.id)), viewer.agency_name, page.id,
    )  # fmt: skip


def _minute_place(one: OnAgenda) -> MinutePlace:
    return MinutePlace(one.reference, one.theme, one.kind, one.where, one.why, one.decision, one.decided_by)


def _minute(sitting: Sitting, viewer: Viewer) -> MinuteItem:
    item = sitting.item
    told = tuple(_contribution(one) for one in _told(sitting, viewer, in_minutes=True))
    actions = tuple(_action(one, sitting, viewer) for one in item.actions.select_related("owner_agency"))
    return MinuteItem(
        child_of(item.case.record).name, item.case.reference, item.why, item.decision, item.review_on, told, actions,
        item.get_state_display(), item.case.record_id, sitting.decision,
    )  # fmt: skip


def chairs(viewer: Viewer, panel: str) -> tuple[tuple[str, str], ...]:
    """Who may chair a panel that the viewer's agency holds: username and name."""
    if (
        not viewer.may(Permission.RUN_PANELS)
        or not Panel.objects.filter(code=panel, holder_id=viewer.agency_id).exists()
    ):
        raise refuse(viewer, "panel", panel, "no such panel, or the member's agency does not hold it")
    rows = Member.objects.filter(agency_id=viewer.agency_id, is_active=True).order_by("name")
    return tuple((one.username, one.name) for one in rows if one.may(Permission.RUN_PANELS))


def open_panel_actions(viewer: Viewer) -> tuple[PanelAction, ...]:
    """What the viewer's agency has to do for panels, what is due first at the top."""
    if not viewer.may(Permission.SIT_ON_PANELS):
        raise refuse(viewer, "panel actions", "", "the role sits on no panel")
    rows = PanelAction.objects.filter(owner_agency_id=viewer.agency_id, ended_at__isnull=True)
    rows = rows.exclude(item__case__record__person_id__in=viewer.hidden_persons)
    return tuple(rows.select_related("item__meeting__panel").order_by("due_on")[:100])
