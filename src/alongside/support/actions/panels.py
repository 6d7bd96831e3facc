"""Running a panel: meetings, agendas with a filter, invitations, contributions, decisions, actions, minutes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from alongside.audit.actions import record
from alongside.audit.entries import Actor, Entry
from alongside.audit.states import Act
from alongside.partners.access import refuse, writing
from alongside.partners.errors import Invalid, Stale
from alongside.partners.models import Agency, Member
from alongside.partners.roles import Permission
from alongside.partners.standing import LONDON, Viewer
from alongside.partners.states import FieldGroup, NoticeKind
from alongside.support import rules
from alongside.support.case_parts import find_case
from alongside.support.casework import words
from alongside.support.disruption_parts import seated
from alongside.support.models import (
    AgendaItem,
    ConflictOfInterest,
    Contribution,
    DefinedPathway,
    Meeting,
    Panel,
    PanelAction,
    PanelSeat,
    Presence,
)
from alongside.support.panel_parts import (
    Sitting,
    find_action,
    find_item,
    log_item,
    panel_line,
    running_item,
    runs,
)
from alongside.support.panel_views import check_review, follow_meeting, keep_review_views, open_views
from alongside.support.queries.panel_reach import check_able
from alongside.support.states import ActionState, Attendance, ItemState, MeetingState, Release
from alongside.support.telling import told_of_invitation, told_of_meeting

# Nobody begins a meeting sooner before its time.
AHEAD = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class PanelDraft:
    """What a panel is: `seats` by agency, with what each is told of a case on which it is invited."""

    code: str
    name: str
    belongs: str
    holder: str
    pathways: Sequence[str]
    seats: Mapping[str, frozenset[FieldGroup]]
    quorum: int = 3


def keep_panel(*, draft: PanelDraft, by: Actor, at: datetime) -> Panel:
    """Keep a panel as its partnership describes it. One that is there already gets these seats and words."""
    with writing():
        holder = Agency.objects.filter(code=draft.holder, is_active=True).first()
        pathways = list(DefinedPathway.objects.filter(code__in=draft.pathways))
        agencies = {one.code: one for one in Agency.objects.filter(code__in=draft.seats)}
        if holder is None or len(pathways) < len(set(draft.pathways)) or len(agencies) < len(draft.seats):
            raise Invalid("An agency or a pathway of this panel is not known here. Check the codes.", "seats")
        made, _ = Panel.objects.update_or_create(
            code=draft.code,
            defaults={
                "name": draft.name, "belongs": draft.belongs, "holder": holder, "quorum": draft.quorum,
            },
        )  # fmt: skip
        made.pathways.set(pathways)
        made.seats.exclude(agency__in=agencies.values()).delete()
        for code, sees in draft.seats.items():
            PanelSeat.objects.update_or_create(panel=made, agency=agencies[code], defaults={"sees": sees, "since": at})
        reason = f"kept {draft.name} with {len(draft.seats)} seats"
        record(Entry(at=at, actor=by, act=Act.CHANGE, subject_kind="panel", subject_id=draft.code, reason=reason))
    return made


def plan_meeting(*, panel: str, starts_at: datetime, place: str, chair: str, by: Viewer, at: datetime) -> Meeting:
    """Plan a meeting of a panel."""
    found = Panel.objects.filter(code=panel).first()
    if found is None or found.holder_id != by.agency_id or not by.may(Permission.RUN_PANELS):
        raise refuse(by, "panel", panel, "no such panel, or the member's agency does not hold it", act=Act.CREATE)
    if starts_at <= at:
        raise Invalid("The meeting is in the past. Choose a day to come.", "starts_on")
    leader = Member.objects.filter(username=chair, is_active=True).first()
    if leader is None or not leader.may(Permission.RUN_PANELS):
        raise Invalid("Choose somebody who chairs panels.", "chair")
    with writing():
        made = Meeting.objects.create(
            panel=found, starts_at=starts_at, place=panel_line(place, 200, "place"), chair=leader
        )
        _log(made, by, at, Act.CREATE, f"planned a meeting of {found.name}")
        told_of_meeting(made, NoticeKind.MEETING_PLANNED, at)
    return made


def move_meeting(
    *, meeting_id: UUID, starts_at: datetime, place: str, changes: int, by: Viewer, at: datetime
) -> Meeting:
    """Give a meeting that has not begun another time or place; everybody who sits there is told, with a new date."""
    with writing():
        meeting = _steered(by, meeting_id)
        if meeting.state != MeetingState.PLANNED:
            raise Invalid("This meeting has begun already. Plan another one.", "starts_on")
        if meeting.changes != changes:
            raise Stale("Somebody else changed this meeting while you did.", f"{meeting}, {meeting.place}")
        if starts_at <= at:
            raise Invalid("The meeting is in the past. Choose a day to come.", "starts_on")
        there = panel_line(place, 200, "place")
        if (starts_at, there) == (meeting.starts_at, meeting.place):
            return meeting
        meeting.starts_at, meeting.place, meeting.changes = starts_at, there, meeting.changes + 1
        meeting.save(update_fields=["starts_at", "place", "changes"])
        _log(meeting, by, at, Act.CHANGE, f"moved a meeting of {meeting.panel.name}")
        follow_meeting(meeting, by, at)
        told_of_meeting(meeting, NoticeKind.MEETING_MOVED, at)
    return meeting


def put_on_agenda(*, meeting_id: UUID, case_reference: str, why: str, by: Viewer, at: datetime) -> AgendaItem:
    """Propose a case for a meeting. Whoever works the case proposes it; the chair filters."""
    reason = words(why, "Why it comes to the panel", "why")
    with writing():
        meeting = _meeting(by, meeting_id)
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
        if sitting.item.meeting.panel.holder_id in {one.pk for one in chosen}:
            raise Invalid(
                "That agency holds the panel. To see the case longer, set a day to look at it again.", "agencies"
            )
        _invite(sitting.item, chosen, by, at)
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


def open_meeting(
    *, meeting_id: UUID, present: Sequence[tuple[str, str, str]], reason: str, by: Viewer, at: datetime
) -> Meeting:
    """Begin: who is there (agency, name, attendance). Without a quorum it goes on only with a reason, which stays."""
    with writing():
        meeting = _steered(by, meeting_id)
        if meeting.state != MeetingState.PLANNED:
            raise Stale("This meeting was begun already.", meeting)
        if meeting.starts_at > at + AHEAD:  # what was begun by mistake could not be planned again
            raise Invalid(f"It is planned for {_day(meeting.starts_at)}. Move it first, if you meet before.", "reason")
        agencies = {one.code: one for one in Agency.objects.filter(code__in=[code for code, _, _ in present])}
        for code, name, attendance in present:
            if code in agencies and attendance == Attendance.PRESENT and not name.strip():
                raise Invalid(f"{agencies[code].name}: say who came.", f"name_{code}")
        Presence.objects.bulk_create(
            Presence(meeting=meeting, agency=agencies[code], name=panel_line(name, 120, "name"), attendance=attendance)
            for code, name, attendance in present
            if code in agencies and attendance in Attendance.values
        )
        there = {code for code, _, attendance in present if attendance == Attendance.PRESENT}
        why = panel_line(reason, 300, "reason")
        if len(there) < meeting.panel.quorum and not why:
            raise Invalid(
                f"{len(there)} of {meeting.panel.quorum} agencies are there. Say why the meeting goes on, or plan another.",
                "reason",
            )
        meeting.not_quorate = why if len(there) < meeting.panel.quorum else ""
        meeting.state, meeting.opened_at = MeetingState.OPEN, at
        meeting.changes += 1
        meeting.save(update_fields=["state", "opened_at", "not_quorate", "changes"])
        _log(meeting, by, at, Act.CHANGE, f"began with {len(there)} agencies")
    return meeting


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
    said = words(outcome, "What came of it", "outcome")
    if state not in ActionState.values or state == ActionState.TO_DO:
        raise Invalid("Choose how it ended.", "state")
    with writing():
        row, sitting = find_action(by, action_id)
        if row.changes != changes or row.ended_at is not None:
            raise Stale("Somebody has ended this action since you opened it.", row.outcome)
        row.state, row.outcome, row.ended_by, row.ended_at = state, said, by.actor.name, at
        row.changes += 1
        row.save()
        log_item(sitting, Act.CHANGE, f"action: {row.get_state_display().lower()}", by)
    return row


def close_meeting(*, meeting_id: UUID, by: Viewer, at: datetime) -> Meeting:
    """End a meeting. Cases that were not heard are deferred, never lost."""
    with writing():
        meeting = _steered(by, meeting_id)
        if meeting.state != MeetingState.OPEN:
            raise Stale("This meeting is not under way.", meeting)
        meeting.items.filter(state__in=[ItemState.ACCEPTED, ItemState.PROPOSED]).update(
            state=ItemState.DEFERRED, state_reason="Not reached in the meeting"
        )
        meeting.state, meeting.closed_at = MeetingState.CLOSED, at
        meeting.changes += 1
        meeting.save(update_fields=["state", "closed_at", "changes"])
        _log(meeting, by, at, Act.CHANGE, "ended the meeting")
    return meeting


def _day(at: datetime) -> str:
    return f"{at.astimezone(LONDON):%-d %B %Y}"


def _open_for_work(sitting: Sitting) -> None:
    if sitting.item.meeting.state == MeetingState.CLOSED:
        raise Invalid("The meeting is over. What you have to add belongs on the case.", "text")


def _meeting(by: Viewer, meeting_id: UUID) -> Meeting:
    found = (
        Meeting.objects.select_for_update(of=("self",)).select_related("panel__holder")
        .filter(pk=meeting_id, panel__in=seated(by)).first()
    )  # fmt: skip
    if found is None:
        raise refuse(
            by, "meeting", str(meeting_id), "no such meeting of a panel on which the agency sits", act=Act.CHANGE
        )
    return found


def _steered(by: Viewer, meeting_id: UUID) -> Meeting:
    found = _meeting(by, meeting_id)
    if not runs(found, by):
        raise refuse(by, "meeting", str(meeting_id), "only the chair does this", act=Act.CHANGE)
    return found


def _log(meeting: Meeting, by: Viewer, at: datetime, act: Act, reason: str) -> None:
    record(Entry(at=at, actor=by.actor, act=act, subject_kind="meeting", subject_id=str(meeting.pk), reason=reason))


def _log_case(item: AgendaItem, by: Viewer, at: datetime, act: Act, reason: str) -> None:
    record(
        Entry(
            at=at, actor=by.actor, act=act, subject_kind="agenda item", subject_id=str(item.pk),
            persons=(item.case.record.person_id,), holder_code=item.case.holder.code, reason=reason,
        )
    )  # fmt: skip
