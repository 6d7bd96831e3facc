"""Where the panels have a case, told on the case itself to whoever works it: which meeting, and how far it is there."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.support.disruption_parts import seated
from alongside.support.models import AgendaItem, Meeting
from alongside.support.states import ItemState, MeetingState

LEFT = (ItemState.DEFERRED, ItemState.ELSEWHERE)


@dataclass(frozen=True, slots=True)
class AtPanel:
    item: UUID
    panel: str
    starts_at: datetime
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class ToCome:
    meeting: UUID
    panel: str
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class PanelsOfCase:
    """Its places on agendas, the newest first; and, where it stands on none to come, the meetings that could hear it."""

    items: tuple[AtPanel, ...] = ()
    could_hear: tuple[ToCome, ...] = ()
    has_panel: bool = False
    """Whether a panel on which her agency sits hears the cases of this pathway at all."""


def panels_of_case(viewer: Viewer, reference: str, pathway: str) -> PanelsOfCase:
    """For callers that have decided that the viewer works this case; no word of another agency is in it. What the viewer
    stepped out of, and panels on which her agency does not sit, are left out."""
    if not viewer.may(Permission.SIT_ON_PANELS):
        return PanelsOfCase()
    rows = AgendaItem.objects.filter(case__reference=reference)
    if rows.exclude(meeting__state=MeetingState.CLOSED).filter(conflicts__member_id=viewer.member_id).exists():
        return PanelsOfCase()  # she proposes it nowhere, and is told of nothing
    rows = rows.exclude(conflicts__member_id=viewer.member_id).filter(meeting__panel__in=seated(viewer))
    items = list(rows.select_related("meeting__panel").order_by("-meeting__starts_at"))
    waits = any(one.meeting.state != MeetingState.CLOSED and one.state not in LEFT for one in items)
    meetings = Meeting.objects.filter(panel__in=seated(viewer), panel__pathways__code=pathway).exclude(
        state=MeetingState.CLOSED
    )
    taken = {one.meeting_id for one in items}
    return PanelsOfCase(
        tuple(
            AtPanel(one.pk, one.meeting.panel.name, one.meeting.starts_at, one.get_state_display(), one.state_reason)
            for one in items
        ),
        () if waits else tuple(
            ToCome(one.pk, one.panel.name, one.starts_at)
            for one in meetings.select_related("panel").order_by("starts_at")[:5]
            if one.pk not in taken
        ),
        seated(viewer).filter(pathways__code=pathway).exists(),
    )  # fmt: skip
