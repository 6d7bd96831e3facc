"""A panel and its meetings: who sits there, planned, moved, begun, ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
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
from alongside.support.models import (
    DefinedPathway,
    Meeting,
    Panel,
    PanelSeat,
    Presence,
)
from alongside.support.panel_parts import find_meeting, panel_line, runs
from alongside.support.panel_views import follow_meeting
from alongside.support.states import Attendance, ItemState, MeetingState
from alongside.support.telling import told_of_meeting

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


def _steered(by: Viewer, meeting_id: UUID) -> Meeting:
    found = find_meeting(by, meeting_id)
    if not runs(found, by):
        raise refuse(by, "meeting", str(meeting_id), "only the chair does this", act=Act.CHANGE)
    return found


def _log(meeting: Meeting, by: Viewer, at: datetime, act: Act, reason: str) -> None:
    record(Entry(at=at, actor=by.actor, act=act, subject_kind="meeting", subject_id=str(meeting.pk), reason=reason))
