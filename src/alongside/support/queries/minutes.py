"""The minutes of a meeting, cut to each agency by the rule that opens the cases."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from alongside.audit.states import Act
from alongside.partners.access import Decision, refuse
from alongside.partners.standing import Viewer
from alongside.support.panel_parts import Sitting, find_item, log_item
from alongside.support.queries.agenda_items import (
    ActionShown,
    Amended,
    ContributionShown,
    action_shown,
    amended_at,
    stepped_out_of,
    told_at,
)
from alongside.support.queries.disruption import OnAgenda, places_at
from alongside.support.queries.panels import meeting
from alongside.support.queries.shown import child_of
from alongside.support.states import ItemState, MeetingState


@dataclass(frozen=True, slots=True)
class MinuteItem:
    child: str
    reference: str
    why: str
    decision: str
    review_on: date | None
    amended: tuple[Amended, ...]
    stepped_out: tuple[str, ...]
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
    told = told_at(viewer, sitting, in_minutes=True)
    actions = tuple(action_shown(viewer, one, sitting) for one in item.actions.select_related("owner_agency"))
    return MinuteItem(
        child_of(item.case.record).name, item.case.reference, item.why, item.decision, item.review_on,
        tuple(one for one in amended_at(viewer, sitting) if one.action_id is None and not one.uninvited),
        stepped_out_of(viewer, replace(sitting, runs=False)), told, actions,
        item.get_state_display(), item.case.record_id, sitting.decision,
    )  # fmt: skip
