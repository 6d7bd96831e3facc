"""What members see of panels: meetings, and an agenda of the cases on which they are invited."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, UUIDField

from alongside.common.prepared import Slot
from alongside.partners.access import decide_all, refuse
from alongside.partners.asking import Asked
from alongside.partners.models import Member
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.partners.states import Purpose
from alongside.people.threads import names_of
from alongside.support.case_parts import log_cases, purpose_of
from alongside.support.definitions.kept import definitions
from alongside.support.definitions.parts import Definition
from alongside.support.disruption_parts import seated
from alongside.support.models import AgendaItem, ConflictOfInterest, Meeting, Panel
from alongside.support.panel_parts import runs
from alongside.support.queries.shown import Child, child_from
from alongside.support.states import VIEW_OF_CASE


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


def panels_of(viewer: Viewer) -> tuple[Panel, ...]:
    """The panels that the viewer's agency holds or sits on."""
    _must_sit(viewer)
    return tuple(seated(viewer))


def _must_sit(viewer: Viewer) -> None:
    if not viewer.may(Permission.SIT_ON_PANELS):
        raise refuse(viewer, "panels", "", "the role sits on no panel")


def _meetings(viewer: Viewer, shape: tuple[()]) -> QuerySet[Meeting]:
    rows = Meeting.objects.select_related("panel").filter(panel__in=seated(viewer).values("pk"))
    return rows.order_by("-starts_at")[:50]


def _to_come(viewer: Viewer, shape: tuple[()]) -> QuerySet[Meeting]:
    rows = Meeting.objects.select_related("panel").filter(panel__in=seated(viewer).values("pk"))
    return rows.filter(starts_at__gte=viewer.at).order_by("starts_at")[:50]


MEETINGS, TO_COME = Asked(_meetings), Asked(_to_come)


def meetings(viewer: Viewer) -> tuple[MeetingRow, ...]:
    """Meetings to come and past of the viewer's panels, the next first."""
    _must_sit(viewer)
    found = [_meeting_row(one, viewer) for one in MEETINGS.objects(viewer, ())]
    to_come = sorted((one for one in found if one.starts_at >= viewer.at), key=lambda one: one.starts_at)
    return (*to_come, *(one for one in found if one.starts_at < viewer.at))


def meetings_to_come(viewer: Viewer) -> tuple[MeetingRow, ...]:
    """The same without those that are past, of which there are the more the longer a panel sits."""
    _must_sit(viewer)
    return tuple(_meeting_row(one, viewer) for one in TO_COME.objects(viewer, ()))


def _meeting_row(one: Meeting, viewer: Viewer) -> MeetingRow:
    return MeetingRow(one.pk, one.panel.name, one.starts_at, one.place, one.get_state_display(), runs(one, viewer))


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
    items, invited = ITEMS.objects(viewer, (), meeting=id), _invited(viewer, id)
    names = names_of([item.case.record_id for item in items])
    said = definitions({item.case.version_id for item in items})
    seen = _seen(viewer, id, items, invited, said, runs(one, viewer))
    shown = [item.case for item in items if item.pk in seen]
    told = [(case.version_id, case.record.person_id, VIEW_OF_CASE) for case in shown]
    log_cases(viewer, "agenda items", told, said, f"agenda of {one.panel.name}")
    return MeetingPage(
        id=one.pk, panel=one.panel.name, belongs=one.panel.belongs, starts_at=one.starts_at, place=one.place,
        chair=one.chair.name, state=one.get_state_display(), state_code=one.state, changes=one.changes,
        quorum=one.panel.quorum, not_quorate=one.not_quorate,
        presences=tuple(
            (row.agency.name, row.name or "nobody named", row.get_attendance_display()) for row in one.presences.all()
        ),
        seats=tuple((seat.agency.code, seat.agency.name) for seat in one.panel.seats.all()),
        items=tuple(
            _item_row(item, names.get(item.case.record_id, ()), invited.get(item.pk, {}))
            if item.pk in seen else ItemRow(None, item.order, None, "", "", "", "", "", "", (), None)
            for item in items
        ),
        runs=runs(one, viewer),
    )  # fmt: skip


def meeting_date(viewer: Viewer, id: UUID) -> MeetingDate:
    """A meeting for a calendar, to whoever sits on its panel. It tells of no person, so that no list is logged."""
    one = Meeting.objects.select_related("panel").filter(pk=id, panel__in=panels_of(viewer)).first()
    if one is None:
        raise refuse(viewer, "meeting", str(id), "no such meeting of a panel on which the agency sits")
    return MeetingDate(one.pk, one.panel.name, one.starts_at, one.place, one.changes)


def _items(viewer: Viewer, shape: tuple[()]) -> QuerySet[AgendaItem]:
    rows = AgendaItem.objects.filter(meeting_id=Slot("meeting", UUIDField()))
    rows = rows.select_related("case__pathway", "case__record", "case__holder")
    return rows.defer("case__answers", "case__record__as_sent", "case__record__digest")


def _invitations(viewer: Viewer, shape: tuple[()]) -> QuerySet[Any]:
    rows = AgendaItem.invited.through._default_manager.filter(agendaitem__meeting_id=Slot("meeting", UUIDField()))
    return rows.order_by("agency__name").values_list("agendaitem_id", "agency_id", "agency__name")


def _conflicts(viewer: Viewer, shape: tuple[()]) -> QuerySet[Any]:
    rows = ConflictOfInterest.objects.filter(item__meeting_id=Slot("meeting", UUIDField()), member_id=viewer.member_id)
    return rows.order_by().values_list("item_id")


ITEMS, INVITATIONS, CONFLICTS = Asked(_items), Asked(_invitations), Asked(_conflicts)


def _invited(viewer: Viewer, meeting_id: UUID) -> dict[UUID, dict[int, str]]:
    """Who is invited to which item of a meeting: agencies by their key, with their names."""
    found: dict[UUID, dict[int, str]] = defaultdict(dict)
    for item, agency, name in INVITATIONS.rows(viewer, (), meeting=meeting_id):
        found[item][agency] = name
    return found


def _seen(
    viewer: Viewer, meeting_id: UUID, items: Sequence[AgendaItem], invited: Mapping[UUID, Mapping[int, str]],
    said: Mapping[int, Definition], steers: bool,
) -> set[UUID]:  # fmt: skip
    """Those items that this viewer may open: decided in one batch for each purpose, like any list."""
    seen: set[UUID] = set()
    stepped_out = {item for (item,) in CONFLICTS.rows(viewer, (), meeting=meeting_id)}
    by_purpose: dict[Purpose, list[AgendaItem]] = {}
    for item in items:
        called = viewer.agency_id in invited.get(item.pk, {}) or viewer.agency_id == item.case.receiver_id
        if (steers or called) and item.pk not in stepped_out:
            by_purpose.setdefault(purpose_of(said[item.case.version_id]), []).append(item)
    for purpose, some in by_purpose.items():
        decisions = decide_all(viewer, [item.case.subject for item in some], purpose, VIEW_OF_CASE)
        seen |= {item.pk for item, one in zip(some, decisions, strict=True) if one.groups >= frozenset(VIEW_OF_CASE)}
    return seen


def _item_row(item: AgendaItem, names: Sequence[str], invited: Mapping[int, str]) -> ItemRow:
    record = item.case.record
    return ItemRow(
        item.pk, item.order, child_from(names, record.date_of_birth, record.sex), item.case.pathway.name,
        item.case.reference, item.why, item.get_state_display(), item.state, item.state_reason,
        tuple(invited.values()), item.review_on,
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
