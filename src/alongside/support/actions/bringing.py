"""Bringing a case before a panel in one step: the decision that it goes there, and its place on an agenda."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from alongside.partners.access import writing
from alongside.partners.standing import Viewer
from alongside.support.actions.cases import move_case
from alongside.support.actions.panel_items import put_on_agenda
from alongside.support.models import AgendaItem


def bring_to_panel(
    *, reference: str, move: str, answers: Mapping[str, object], reason: str, meeting_id: UUID, by: Viewer,
    at: datetime, changes: int | None = None,
) -> AgendaItem:  # fmt: skip
    """Take a decision that brings a case before a panel, and propose it for a meeting, for the same reason: both or
    neither. Whoever may do only one of the two is refused."""
    with writing():
        move_case(reference=reference, move=move, answers=answers, reason=reason, changes=changes, by=by, at=at)
        return put_on_agenda(meeting_id=meeting_id, case_reference=reference, why=reason, by=by, at=at)
