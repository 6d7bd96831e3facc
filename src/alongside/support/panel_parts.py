"""The common ground of panels: who may open an item, and what of its case the one rule lets them see."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Max

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.common.text import TextError, clean_line
from alongside.partners.access import Decision, Subject, decide, refuse
from alongside.partners.errors import Invalid
from alongside.partners.involvements import live
from alongside.partners.models import Involvement
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup
from alongside.support.case_parts import purpose_of
from alongside.support.definitions.kept import definition_of
from alongside.support.definitions.parts import Definition
from alongside.support.disruption_parts import seated
from alongside.support.models import AgendaItem, ConflictOfInterest, Contribution, Meeting, PanelAction
from alongside.support.states import VIEW_OF_CASE

# Invited agencies see a case for as long as minutes are being checked; then their view of it ends.
INVITATION_LASTS = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Sitting:
    """An item as one viewer may see it. `runs`: she chairs, or acts for the agency that holds the panel."""

    item: AgendaItem
    definition: Definition
    decision: Decision
    runs: bool


def runs(meeting: Meeting, viewer: Viewer) -> bool:
    own = meeting.panel.holder_id == viewer.agency_id and viewer.may(Permission.RUN_PANELS)
    return own or (meeting.chair_id == viewer.member_id and viewer.may(Permission.RUN_PANELS))


def find_meeting(by: Viewer, meeting_id: UUID) -> Meeting:
    """The meeting, locked, of a panel on which the viewer's agency sits."""
    found = (
        Meeting.objects.select_for_update(of=("self",)).select_related("panel__holder")
        .filter(pk=meeting_id, panel__in=seated(by)).first()
    )  # fmt: skip
    if found is None:
        raise refuse(
            by, "meeting", str(meeting_id), "no such meeting of a panel on which the agency sits", act=Act.CHANGE
        )
    return found


def find_item(viewer: Viewer, item_id: UUID, *, lock: bool = True, act: Act = Act.CHANGE) -> Sitting:
    """The item, if this viewer's agency is invited to it (or runs the panel), she declared no conflict, and the one
    rule lets her see the case. Everything else is refused in the same words, and logged."""
    rows = AgendaItem.objects.select_related(
        "meeting__panel", "case__version", "case__pathway", "case__holder", "case__receiver", "case__record"
    )
    item = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=item_id).first()
    if item is None or not viewer.may(Permission.SIT_ON_PANELS):
        raise refuse(viewer, "agenda item", str(item_id), "no such item, or the role sits on no panel", act=act)
    definition = definition_of(item.case.version)
    decision = decide(viewer, item.case.subject, purpose_of(definition), tuple(FieldGroup))
    if shut := why_shut(viewer, item, decision):
        raise refuse(viewer, "agenda item", str(item_id), shut, act=act)
    return Sitting(item, definition, decision, runs(item.meeting, viewer))


def why_shut(viewer: Viewer, item: AgendaItem, decision: Decision) -> str:
    """Why this viewer may not open the item; empty where she may. `decision`: on its case."""
    called = runs(item.meeting, viewer) or works_on(item, viewer)
    if not called and not item.invited.filter(pk=viewer.agency_id).exists():
        return "the agency is not invited to this item"
    if stepped_out(viewer, item):
        return "the member declared a conflict of interest"
    return "" if decision.groups >= frozenset(VIEW_OF_CASE) else decision.because


def stepped_out(viewer: Viewer, item: AgendaItem) -> bool:
    return ConflictOfInterest.objects.filter(item=item, member_id=viewer.member_id).exists()


def find_told(
    viewer: Viewer, contribution_id: int, *, lock: bool = True, act: Act = Act.CHANGE
) -> tuple[Contribution, Decision]:
    """What the viewer's own agency told a panel. An agency has its own words for ever, whether or not it is still invited
    to the case: the rule is asked of them as the agency's own record, and of nothing else of the case."""
    rows = Contribution.objects.select_related(
        "agency", "item__case__version", "item__case__record", "item__meeting__panel"
    )
    row = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=contribution_id).first()
    if row is None or row.agency_id != viewer.agency_id or not viewer.may(Permission.SIT_ON_PANELS):
        raise refuse(viewer, "contribution", str(contribution_id), "no such contribution of the agency", act=act)
    if stepped_out(viewer, row.item):
        because = "the member declared a conflict of interest"
        raise refuse(viewer, "contribution", str(contribution_id), because, act=act)
    purpose, group = purpose_of(definition_of(row.item.case.version)), FieldGroup[row.field_group.upper()]
    decision = decide(viewer, subject_told(row, row.item), purpose, (group,))
    if not decision.allowed:
        raise refuse(viewer, "contribution", str(contribution_id), decision.because, act=act)
    return row, decision


def subject_told(one: Contribution, item: AgendaItem) -> Subject:
    """What an agency told is its own record: it holds it."""
    return Subject(
        "contribution", str(one.pk), one.agency_id, one.agency.code, one.agency.name, item.case.record.person_id,
        item.case.reference,
    )  # fmt: skip


def running_item(by: Viewer, item_id: UUID) -> Sitting:
    """The item, for whoever runs the panel."""
    sitting = find_item(by, item_id)
    if not sitting.runs:
        raise refuse(by, "agenda item", str(item_id), "only the chair does this", act=Act.CHANGE)
    return sitting


def panel_line(text: str, most: int, field: str) -> str:
    """A line of text made safe; what cannot stand is said at its field."""
    try:
        return clean_line(text, most)
    except TextError as error:
        raise Invalid(str(error), field) from error


def works_on(item: AgendaItem, viewer: Viewer) -> bool:
    """The agency that works the case. Whoever referred it is told like any other agency: when invited."""
    return viewer.agency_id == item.case.receiver_id


def find_action(by: Viewer, action_id: int) -> tuple[PanelAction, Sitting]:
    """An action that the viewer may end or correct: whoever runs the panel, or whose it is. Locked."""
    row = PanelAction.objects.select_for_update(of=("self",)).filter(pk=action_id).first()
    if row is None:
        raise refuse(by, "panel action", str(action_id), "no such action", act=Act.CHANGE)
    sitting = find_item(by, row.item_id)
    if not sitting.runs and row.owner_agency_id != by.agency_id:
        raise refuse(by, "panel action", str(action_id), "another agency's action", act=Act.CHANGE)
    return row, sitting


def invited_until(item: AgendaItem, at: datetime) -> datetime:
    """Until when whoever is invited now sees the case."""
    return max(at, item.meeting.starts_at) + INVITATION_LASTS


def opened_for(item_id: UUID) -> str:
    """Of a view of the case: for which invitation it was opened."""
    return f"panel:{item_id}"


def opened_for_review(item_id: UUID) -> str:
    """Of the view of the agency that holds the panel: for which case that is looked at again."""
    return f"panel-review:{item_id}"


def views_until(item: AgendaItem, matter: str, at: datetime) -> dict[int, datetime]:
    """Until when each agency sees the case that was let see it for this, and does so now. By its key."""
    rows = Involvement.objects.filter(live(at), opened_for=matter, person_id=item.case.record.person_id)
    return dict(rows.order_by().values("agency_id").annotate(until=Max("expires_at")).values_list("agency_id", "until"))


def log_item(sitting: Sitting, act: Act, reason: str, by: Viewer) -> None:
    case = sitting.item.case
    record(
        Entry(
            at=by.at, actor=by.actor, act=act, subject_kind="agenda item", subject_id=str(sitting.item.pk),
            persons=(case.record.person_id,), holder_code=case.holder.code,
            purpose=purpose_of(sitting.definition).code, reason=reason,
        )
    )  # fmt: skip
