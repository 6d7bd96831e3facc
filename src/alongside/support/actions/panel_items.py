"""A case at a panel: proposed, filtered, agencies invited, what they tell, and what the panel decides."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.partners.access import writing
from alongside.partners.errors import Invalid, Stale
from alongside.partners.models import Agency
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup
from alongside.support.case_parts import find_case
from alongside.support.casework import words
from alongside.support.models import AgendaItem, ConflictOfInterest, Contribution, PanelSeat
from alongside.support.panel_parts import Sitting, find_item, find_meeting, log_item, panel_line, running_item
from alongside.support.panel_views import check_review, keep_review_views, open_views
from alongside.support.states import ItemState, MeetingState, Release
from alongside.support.telling import told_of_invitation


def put_on_agenda(*, meeting_id: UUID, case_reference: str, why: str, by: Viewer, at: datetime) -> AgendaItem:
    """Propose a case for a meeting. Whoever works the case proposes it; the chair filters."""
    reason = words(why, "Why it comes to the panel", "why")
    with writing():
        meeting = find_meeting(by, meeting_id)
        worked = find_case(by, case_reference)
        case = worked.case
        if not meeting.panel.pathways.filter(pk=case.pathway_id).exists():
            raise Invalid(f"{meeting.panel.name} does not hear cases of this pathway.", "meeting")
        if meeting.state == MeetingState.CLOSED:
            raise Invalid("This meeting is over. Choose one to come.", "meeting")
        if AgendaItem.objects.filter(meeting=meeting, case=case).exists():
            raise Invalid("The case is on this agenda already.", "meeting")
        made = AgendaItem.objects.create(
            meeting=meeting, case=case, order=meeting.items.count() + 1, why=reason, put_by=by.actor.name, put_at=at
        )
        _invite(made, [meeting.panel.holder], by, at)
        _log_case(made, by, at, Act.CHANGE, f"proposed for {meeting.panel.name}")
    return made


def filter_item(*, item_id: UUID, state: str, reason: str, by: Viewer, at: datetime) -> AgendaItem:
    """The chair's filter before the meeting: on the agenda, deferred, or it belongs elsewhere; always with a reason."""
    if state not in (ItemState.ACCEPTED, ItemState.DEFERRED, ItemState.ELSEWHERE):
        raise Invalid("Choose what becomes of the proposal.", "state")
    with writing():
        sitting = running_item(by, item_id)
        item = sitting.item
        if item.state == ItemState.HEARD:
            raise Stale("This case was heard already.", item)
        item.state, item.state_reason = state, panel_line(reason, 300, "reason")
        if state != ItemState.ACCEPTED and not item.state_reason:
            raise Invalid("Say why, for whoever proposed it.", "reason")
        item.changes += 1
        item.save(update_fields=["state", "state_reason", "changes"])
        log_item(sitting, Act.DECIDE, f"filter: {item.get_state_display().lower()}", by)
    return item


def invite(*, item_id: UUID, agencies: Sequence[str], by: Viewer, at: datetime) -> AgendaItem:
    """Invite agencies to one case: each sees of it what its seat says and an agreement covers, and no other case. One
    whose view has run out is invited anew."""
    with writing():
        sitting = running_item(by, item_id)
        seats = PanelSeat.objects.filter(panel=sitting.item.meeting.panel).select_related("agency")
        chosen = [seat.agency for seat in seats if seat.agency.code in agencies]
        if unknown := set(agencies) - {one.code for one in chosen}:
            raise Invalid(f"“{min(unknown)}” has no seat on this panel.", "agencies")
        own = sitting.item.invited.filter(
            pk=sitting.item.meeting.panel.holder_id
        )  # its view goes by the meeting and reviews
        _invite(sitting.item, [one for one in chosen if one not in own], by, at)
        log_item(sitting, Act.DISCLOSE, f"invited {len(chosen)} agencies", by)
    return sitting.item


def _invite(item: AgendaItem, agencies: Sequence[Agency], by: Viewer, at: datetime) -> None:
    anew = open_views(item, agencies, by, at)
    item.invited.add(*agencies)
    told_of_invitation(item, [one for one in anew if one != by.agency_id], at)


def declare_conflict(*, item_id: UUID, text: str, by: Viewer, at: datetime) -> None:
    """Step out of one case: the item is closed to this member from now on."""
    said = panel_line(text, 300, "text")
    if not said:
        raise Invalid("Say in a sentence why you step out. No detail is needed.", "text")
    with writing():
        sitting = find_item(by, item_id)
        ConflictOfInterest.objects.create(item=sitting.item, member_id=by.member_id, words=said, declared_at=at)
        log_item(sitting, Act.CHANGE, "declared a conflict of interest", by)


def contribute(*, item_id: UUID, group: str, text: str, release: str, by: Viewer, at: datetime) -> Contribution:
    """Say what the agency holds of a case, with how far it may go."""
    said = words(text, "What you tell the panel", "text")
    if release not in Release.values or group not in {one.code for one in FieldGroup}:
        raise Invalid("Choose what it is, and how far it may go.", "release")
    with writing():
        sitting = find_item(by, item_id)
        _open_for_work(sitting)
        made = Contribution.objects.create(
            item=sitting.item, agency_id=by.agency_id, field_group=group, words=said, release=release,
            by=by.actor.name, at=at,
        )  # fmt: skip
        log_item(sitting, Act.DISCLOSE, f"told the panel: {FieldGroup[group.upper()].label.lower()}", by)
    return made


def decide_item(
    *, item_id: UUID, decision: str, review_on: date | None, changes: int, by: Viewer, at: datetime
) -> AgendaItem:
    """What the panel decided of a case, and when it is looked at again."""
    said = words(decision, "The decision", "decision")
    with writing():
        sitting = running_item(by, item_id)
        item = sitting.item
        if review_on is not None:
            check_review(item.case, review_on, by)
        if item.meeting.state == MeetingState.CLOSED:
            raise Invalid("The meeting is over. Have the case proposed for the next one.", "decision")
        if item.meeting.state != MeetingState.OPEN:
            raise Invalid("Begin the meeting first: a panel decides in its meeting.", "decision")
        if item.changes != changes:
            raise Stale("Somebody has written on this item since you opened it. Both texts are below.", item.decision)
        if item.decision:
            raise Invalid(
                "The decision stands already. Amend it, with the reason: the words before it are kept.", "decision"
            )
        item.decision, item.decided_by, item.decided_at = said, by.actor.name, at
        item.state, item.review_on = ItemState.HEARD, review_on
        item.changes += 1
        item.save(update_fields=["decision", "decided_by", "decided_at", "state", "review_on", "changes"])
        keep_review_views(item.case, by, at)
        log_item(sitting, Act.DECIDE, "the panel decided", by)
    return item


def _open_for_work(sitting: Sitting) -> None:
    if sitting.item.meeting.state == MeetingState.CLOSED:
        raise Invalid("The meeting is over. What you have to add belongs on the case.", "text")


def _log_case(item: AgendaItem, by: Viewer, at: datetime, act: Act, reason: str) -> None:
    record(
        Entry(
            at=at, actor=by.actor, act=act, subject_kind="agenda item", subject_id=str(item.pk),
            persons=(item.case.record.person_id,), holder_code=item.case.holder.code, reason=reason,
        )
    )  # fmt: skip
