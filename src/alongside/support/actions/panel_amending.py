"""Putting right what a panel did: a decision, how an action ended, what an agency told, an invitation. Always with the
reason, also when the meeting is over; what stood before is kept. The log names the act; typed words stay with the case."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from alongside.audit.actions import record
from alongside.audit.states import Act
from alongside.partners.access import entry_of, writing
from alongside.partners.actions import end_involvements
from alongside.partners.errors import Invalid, Stale
from alongside.partners.standing import Viewer
from alongside.support.casework import words
from alongside.support.models import AgendaItem, Contribution, PanelAction, PanelAmendment
from alongside.support.panel_parts import (
    find_action,
    find_told,
    log_item,
    opened_for,
    panel_line,
    running_item,
)
from alongside.support.panel_views import check_review, keep_review_views
from alongside.support.queries.panel_reach import check_able
from alongside.support.states import ActionState


def amend_decision(
    *, item_id: UUID, decision: str, review_on: date | None, reason: str, changes: int, by: Viewer, at: datetime
) -> AgendaItem:
    """Put the words of a decision right. Minutes that are opened from now on have both the new words and the reason."""
    said, why = words(decision, "The decision", "decision"), _reason(reason)
    with writing():
        sitting = running_item(by, item_id)
        item = sitting.item
        if not item.decision:
            raise Invalid("There is no decision to amend. Write it first.", "decision")
        if item.changes != changes:
            raise Stale("Somebody has written on this item since you opened it. Both texts are below.", item.decision)
        if review_on not in (None, item.review_on):
            check_review(item.case, review_on, by)
        if (said, review_on) == (item.decision, item.review_on):
            return item
        PanelAmendment.objects.create(item=item, before=_decision(item), reason=why, by=by.actor.name, at=at)
        item.decision, item.review_on = said, review_on
        item.changes += 1
        item.save(update_fields=["decision", "review_on", "changes"])
        keep_review_views(item.case, by, at)
        log_item(sitting, Act.DECIDE, "amended the decision", by)
    return item


def _decision(item: AgendaItem) -> str:
    """As it stands, with the day on which the case was to be looked at again."""
    again = f" (looked at again on {item.review_on.day} {item.review_on:%B %Y})" if item.review_on else ""
    return f"{item.decision}{again}"


def correct_panel_action(
    *, action_id: int, state: str, outcome: str, reason: str, changes: int, by: Viewer, at: datetime
) -> PanelAction:
    """Put right how an action ended; or take it up again, where it did not end."""
    said, why = words(outcome, "What came of it", "outcome"), _reason(reason)
    if state not in ActionState.values:
        raise Invalid("Choose how it ended.", "state")
    with writing():
        row, sitting = find_action(by, action_id)
        if row.ended_at is None:
            raise Invalid("It has not ended yet. Say how it ended.", "state")
        if row.changes != changes:
            raise Stale("Somebody has corrected this since you opened it.", row.outcome)
        is_open = state == ActionState.TO_DO
        if is_open:
            check_able(by, sitting, row.owner_agency, "state")
        before = f"{row.get_state_display()}: {row.outcome}"
        PanelAmendment.objects.create(
            item_id=row.item_id, action=row, before=before, reason=why, by=by.actor.name, at=at
        )
        row.state, row.outcome = state, said
        row.ended_by, row.ended_at = ("", None) if is_open else (by.actor.name, at)
        row.changes += 1
        row.save()
        log_item(sitting, Act.CHANGE, f"corrected an action to {row.get_state_display().lower()}", by)
    return row


def take_back_contribution(*, contribution_id: int, reason: str, by: Viewer, at: datetime) -> Contribution:
    """Take back what the agency told, also when its invitation has ended. From now on no other agency and no minutes have
    it; the agency's own page keeps it."""
    why = _reason(reason)
    with writing():
        row, decision = find_told(by, contribution_id)
        if row.taken_back_at is not None:
            raise Stale("A colleague has taken it back already.", row.taken_back_because)
        row.taken_back_at, row.taken_back_by, row.taken_back_because = at, by.actor.name, why
        row.save(update_fields=["taken_back_at", "taken_back_by", "taken_back_because"])
        # Why, nobody else is told.
        record(replace(entry_of(by, decision, Act.WITHHOLD), reason="took back what it told the panel"))
    return row


def uninvite(*, item_id: UUID, agency: str, reason: str, by: Viewer, at: datetime) -> None:
    """Take an agency's invitation to one case back: it sees nothing more of it through the panel."""
    why = _reason(reason)
    with writing():
        sitting = running_item(by, item_id)
        found = sitting.item.invited.filter(code=agency).first()
        if found is None or found.pk == sitting.item.meeting.panel.holder_id:
            raise Invalid("That agency is not invited, or it holds the panel.", "agency")
        if sitting.item.actions.filter(owner_agency=found, ended_at__isnull=True).exists():
            raise Invalid(f"{found.name} has an action here that has not ended. Say first how it ended.", "agency")
        PanelAmendment.objects.create(
            item=sitting.item, uninvited=found, before=f"Invited: {found.name}", reason=why, by=by.actor.name, at=at
        )
        sitting.item.invited.remove(found)
        end_involvements(
            person_id=sitting.item.case.record.person_id, opened_for=opened_for(item_id), agency_id=found.pk,
            by=by.actor, at=at,
        )  # fmt: skip
        log_item(sitting, Act.WITHHOLD, f"took back the invitation of {found.name}", by)


def _reason(reason: str) -> str:
    why = panel_line(reason, 300, "reason")
    if not why:
        raise Invalid("Say why.", "reason")
    return why
