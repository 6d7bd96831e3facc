"""What agencies have to do for panels, without the child: their own, also where the case is closed to them by now, and for
whoever runs the panel what its agency cannot open any more."""

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from alongside.partners.access import decide, refuse
from alongside.partners.asking import Asked
from alongside.partners.involvements import live
from alongside.partners.models import Agency, Involvement
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup, Purpose
from alongside.support.case_parts import purpose_of
from alongside.support.definitions.kept import definition_of
from alongside.support.models import PanelAction
from alongside.support.panel_parts import runs, why_shut
from alongside.support.queries.panel_reviews import run_by
from alongside.support.states import VIEW_OF_CASE
from alongside.support.versions_in_use import Versions


class OpenAction(NamedTuple):
    """What an agency does for a panel, without the child."""

    id: int
    due_on: date
    owner: str
    panel: str


def open_panel_actions(viewer: Viewer) -> tuple[OpenAction, ...]:
    """What the viewer's agency has to do for panels, what is due first at the top."""
    if not viewer.may(Permission.SIT_ON_PANELS):
        raise refuse(viewer, "panel actions", "", "the role sits on no panel")
    return tuple(OpenAction(*one) for one in ACTIONS.rows(viewer, ()))


def _open_actions(viewer: Viewer, shape: tuple[()]) -> QuerySet[PanelAction, Any]:
    return own_open(viewer).order_by("due_on").values_list("pk", "due_on", "owner", "item__meeting__panel__name")[:100]


ACTIONS = Asked(_open_actions)


def own_open(viewer: Viewer) -> QuerySet[PanelAction]:
    """Of the viewer's agency. They stay when its view of a case ends: somebody has to say how they ended."""
    return _to_do(viewer).filter(owner_agency_id=viewer.agency_id)


def shut_to_owner(viewer: Viewer, versions: Versions) -> QuerySet[PanelAction]:
    """Of panels that the viewer runs: those of other agencies whose view of the case has ended."""
    shut = Q(pk__in=())
    for purpose, those in versions:
        shut |= Q(item__case__version__in=those) & ~_carried(viewer, purpose)
    rows = _to_do(viewer).filter(run_by(viewer, "item__"), shut)
    return rows.exclude(owner_agency_id=viewer.agency_id).select_related("owner_agency")


def _to_do(viewer: Viewer) -> QuerySet[PanelAction]:
    """Of nobody who is hidden from the viewer, and not of a case out of which she stepped."""
    rows = PanelAction.objects.filter(ended_at=None).exclude(item__conflicts__member_id=viewer.member_id)
    if viewer.hidden_persons:
        rows = rows.exclude(item__case__record__person_id__in=viewer.hidden_persons)
    return rows.select_related("item__meeting__panel")


def _carried(viewer: Viewer, purpose: Purpose) -> Q:
    """Whether the agency that has something to do is let see the case now."""
    found = Q(owner_agency=F("item__case__holder"))
    views = Involvement.objects.filter(
        live(viewer.at), Q(matter="") | Q(matter=OuterRef("item__case__reference")), agency=OuterRef("owner_agency"),
        person_id=OuterRef("item__case__record__person_id"), purpose=purpose.code,
    )  # fmt: skip
    every = Q()
    for group in VIEW_OF_CASE:
        every &= Q(Exists(views.filter(field_groups__has=group)))
    return found | every


class ShutAction(NamedTuple):
    """An action whose case the viewer may not open: whom she asks, and nothing of the case."""

    panel: str
    met_on: datetime
    owner_agency: str
    owner: str
    due_on: date
    is_own: bool
    ask: str
    telephone: str


def open_action(viewer: Viewer, action_id: int) -> UUID | ShutAction:
    """Where an action that has not ended is worked on; or, to whose it is and to whoever runs the panel, why it is not.
    The case itself is decided on and logged where it opens."""
    rows = _to_do(viewer).select_related(
        "owner_agency", "item__meeting__panel__holder", "item__meeting__chair__agency", "item__case__version",
        "item__case__holder", "item__case__receiver", "item__case__record",
    )  # fmt: skip
    row = rows.filter(pk=action_id).first() if viewer.may(Permission.SIT_ON_PANELS) else None
    if row is None or not (row.owner_agency_id == viewer.agency_id or runs(row.item.meeting, viewer)):
        raise refuse(viewer, "panel action", str(action_id), "no open action of the agency or of its panels")
    case = row.item.case
    decision = decide(viewer, case.subject, purpose_of(definition_of(case.version)), FieldGroup)
    return _shut(row, viewer) if why_shut(viewer, row.item, decision) else row.item_id


def _shut(row: PanelAction, viewer: Viewer) -> ShutAction:
    """The chair helps whoever has something to do; where she cannot open the case herself, whoever works it."""
    meeting, is_own = row.item.meeting, not runs(row.item.meeting, viewer)
    agency: Agency = meeting.panel.holder if is_own else row.item.case.receiver
    ask = f"{meeting.chair.name}, {agency.name}" if is_own and meeting.chair.is_active else agency.name
    return ShutAction(
        meeting.panel.name, meeting.starts_at, row.owner_agency.name, row.owner, row.due_on, is_own, ask, agency.telephone
    )  # fmt: skip
