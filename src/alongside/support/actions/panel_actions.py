"""What a panel agreed: who does what by when, and how it ended."""

from datetime import date, datetime
from uuid import UUID

from alongside.audit.states import Act
from alongside.partners.access import writing
from alongside.partners.errors import Invalid, Stale
from alongside.partners.models import Agency
from alongside.partners.standing import Viewer
from alongside.support import rules
from alongside.support.casework import how_it_ended, words
from alongside.support.models import PanelAction
from alongside.support.panel_parts import find_action, log_item, panel_line, running_item
from alongside.support.queries.panel_reach import check_able


def agree_action(
    *, item_id: UUID, what: str, owner_agency: str, owner: str, due_on: date, by: Viewer, at: datetime
) -> PanelAction:
    """Who does what by when. The owner's agency must be invited to the case, or work it, and may see it today."""
    said = words(what, "What is to be done", "what")
    if why := rules.why_not_due(due_on, by.day):
        raise Invalid(why, "due_on")
    with writing():
        sitting = running_item(by, item_id)
        item = sitting.item
        agency, name = Agency.objects.filter(code=owner_agency).first(), panel_line(owner, 120, "owner")
        if agency is None or not name:
            raise Invalid("Choose an agency that is invited to this case, and name who does it.", "owner_agency")
        check_able(by, sitting, agency, "owner_agency")
        made = PanelAction.objects.create(
            item=item, what=said, owner_agency=agency, owner=name, due_on=due_on, added_by=by.actor.name, added_at=at
        )
        log_item(sitting, Act.CHANGE, f"agreed an action of {agency.name}", by)
    return made


def end_panel_action(
    *, action_id: int, state: str, outcome: str, changes: int, by: Viewer, at: datetime
) -> PanelAction:
    """Say how an action ended: done, not done, impossible after a change, superseded, declined."""
    said = how_it_ended(state, outcome)
    with writing():
        row, sitting = find_action(by, action_id)
        if row.changes != changes or row.ended_at is not None:
            raise Stale("Somebody has ended this action since you opened it.", row.outcome)
        row.state, row.outcome, row.ended_by, row.ended_at = state, said, by.actor.name, at
        row.changes += 1
        row.save()
        log_item(sitting, Act.CHANGE, f"action: {row.get_state_display().lower()}", by)
    return row
