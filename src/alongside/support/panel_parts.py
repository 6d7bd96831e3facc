"""The common ground of panels: who may open an item, and what of its case the one rule lets them see."""

from dataclasses import dataclass
from uuid import UUID

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.common.text import TextError, clean_line
from alongside.partners.access import Decision, decide, refuse
from alongside.partners.errors import Invalid
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup
from alongside.support.case_parts import purpose_of
from alongside.support.definitions.kept import definition_of
from alongside.support.definitions.parts import Definition
from alongside.support.models import AgendaItem, ConflictOfInterest, Meeting, PanelAction
from alongside.support.states import VIEW_OF_CASE


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


def find_item(viewer: Viewer, item_id: UUID, *, lock: bool = True, act: Act = Act.CHANGE) -> Sitting:
    """The item, if this viewer's agency is invited to it (or runs the panel), she declared no conflict, and the one
    rule lets her see the case. Everything else is refused in the same words, and logged."""
    rows = AgendaItem.objects.select_related(
        "meeting__panel", "case__version", "case__pathway", "case__holder", "case__receiver", "case__record"
    )
    item = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=item_id).first()
    if item is None or not viewer.may(Permission.SIT_ON_PANELS):
        raise refuse(viewer, "agenda item", str(item_id), "no such item, or the role sits on no panel", act=act)
    steers = runs(item.meeting, viewer)
    if not steers and not item.invited.filter(pk=viewer.agency_id).exists() and not works_on(item, viewer):
        raise refuse(viewer, "agenda item", str(item_id), "the agency is not invited to this item", act=act)
    if ConflictOfInterest.objects.filter(item=item, member_id=viewer.member_id).exists():
        raise refuse(viewer, "agenda item", str(item_id), "the member declared a conflict of interest", act=act)
    definition = definition_of(item.case.version)
    decision = decide(viewer, item.case.subject, purpose_of(definition), tuple(FieldGroup))
    if not decision.groups >= frozenset(VIEW_OF_CASE):
        raise refuse(viewer, "agenda item", str(item_id), decision.because, act=act)
    return Sitting(item, definition, decision, steers)


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


def able_to_act(item: AgendaItem) -> set[int]:
    """The agencies to whom the panel may give something to do: who works the case, and who is invited to it."""
    return {item.case.receiver_id, *item.invited.values_list("pk", flat=True)}


def log_item(sitting: Sitting, act: Act, reason: str, by: Viewer) -> None:
    case = sitting.item.case
    record(
        Entry(
            at=by.at, actor=by.actor, act=act, subject_kind="agenda item", subject_id=str(sitting.item.pk),
            persons=(case.record.person_id,), holder_code=case.holder.code,
            purpose=purpose_of(sitting.definition).code, reason=reason,
        )
    )  # fmt: skip
