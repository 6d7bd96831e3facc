"""What the council's officer does: find the setting and send the notice on, settle it, chase; and who the officer is."""

from datetime import datetime

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.partners.access import refuse, writing
from alongside.partners.actions import end_involvements
from alongside.partners.errors import Invalid
from alongside.partners.models import Agency, Member
from alongside.partners.posting import Notice, tell_agency, tell_members
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.partners.states import NoticeKind
from alongside.support import encompass_rules as rules
from alongside.support.actions.encompass_delivering import deliver_one
from alongside.support.actions.encompass_finding import Directory, Finding
from alongside.support.casework import words
from alongside.support.encompass_states import NoticeStatus, QueueReason, SettingKind, StepKind
from alongside.support.encompass_work import (
    NOTICES,
    QUEUE,
    SUBJECT,
    WORKS,
    find_received,
    log,
    may_see_standing,
    move,
)
from alongside.support.models import Chase, EncompassOfficer, Incident, SchoolNotice
from alongside.support.references import NOTICE, normal

S = NoticeStatus
AT_HOME = "home"
_MAY_CHANGE = (
    QueueReason.NO_AGREEMENT, QueueReason.NO_LEAD, QueueReason.NO_AGENCY, QueueReason.NO_COUNCIL_AGREEMENT,
)  # fmt: skip


def send_on(*, reference: str, to: str, reason: str, by: Viewer, at: datetime) -> SchoolNotice:
    """Send a queued notice to the school with this agency code, or to the home-education officer (`AT_HOME`).

    The clock is the new setting's own, and counts from when the police told.
    """
    why = words(reason, "How you know", "reason", 400)
    with writing():
        notice = find_received(by, reference)
        directory = Directory(notice.holder_id, by)
        finding = Finding(directory, [])
        if to == AT_HOME:
            goes = finding.at_home(notice.received_at)
        else:
            agency = next((one for one in directory.by_id.values() if one.code == to), None)
            if agency is None:
                raise Invalid("Choose a school from the list.", "to")
            if problem := directory.why_not(agency):
                raise Invalid(f"{agency.name} cannot be told: {QueueReason(problem).label.lower()}.", "to")
            goes = finding.to_school(agency, notice.received_at)
        move(notice, S.ROUTED, StepKind.ROUTED, by, at, f"To {goes.setting}. {why}")
        _let_go(notice, by, at)
        log(notice, Act.CHANGE, f"sent on to {goes.setting}", by, at, {"reason": why})
        return deliver_one(
            child=notice.child, to=goes, officers=directory.officers, by=by, at=at, received_at=notice.received_at
        )


def _let_go(notice: SchoolNotice, by: Viewer, at: datetime) -> None:
    person = notice.child.record.person_id
    end_involvements(person_id=person, opened_for=notice.reference, by=by.actor, at=at)


def settle(*, reference: str, reason: str, by: Viewer, at: datetime) -> None:
    """End the search: the right people were told another way (a health visitor, a school of another borough)."""
    why = words(reason, "Whom you told, and how", "reason", 400)
    with writing():
        notice = find_received(by, reference)
        move(notice, S.SETTLED, StepKind.SETTLED, by, at, why)
        log(notice, Act.CHANGE, "settled by the officer", by, at, {"reason": why})


def chase(*, reference: str, by: Viewer, at: datetime) -> Chase:
    """Remind the receiver of a notice that waits. Not twice within an hour. For the police who sent it, and the council."""
    key = normal(reference, NOTICE)
    with writing():
        rows = SchoolNotice.objects.select_for_update(of=("self",)).select_related(
            "holder", "receiver", "child__record"
        )
        notice = rows.filter(reference=key).first()
        if notice is None or not may_see_standing(by, notice):
            raise refuse(by, SUBJECT, key, "no such notice on the member's board", act=Act.CHANGE)
        if why := rules.why_not_chase(notice.status, notice.chased_at, at):
            raise Invalid(why, "chase")
        made = Chase.objects.create(notice=notice, at=at, by=by.actor.name)
        notice.chased_at = at
        notice.save(update_fields=["chased_at"])
        _remind(notice, by, at)
        log(notice, Act.CHANGE, f"chased {notice.setting}", by, at)
    return made


def _remind(notice: SchoolNotice, by: Viewer, at: datetime) -> None:
    assert notice.receiver_id is not None
    listed = QUEUE if notice.kind == SettingKind.OFFICER else NOTICES
    told = Notice(NoticeKind.ENCOMPASS_CHASED, notice.reference, f"{listed}{notice.reference}/")
    officer = Directory(notice.holder_id, by).officers.get(notice.kind)
    if officer is not None and notice.reason != QueueReason.RESTRICTED:
        tell_members(member_ids=[officer], notice=told, at=at)
    else:
        needed = (
            Permission.RESTRICT_PERSON if notice.reason == QueueReason.RESTRICTED else WORKS[SettingKind(notice.kind)]
        )
        tell_agency(agency_id=notice.receiver_id, permission=needed, notice=told, at=at)


def name_officer(*, queue: str, username: str, by: Viewer, at: datetime) -> EncompassOfficer:
    """Say who at the council answers for a queue. Who was named before stays in the list, with the day of the change."""
    if not by.may(Permission.NAME_ENCOMPASS_OFFICER):
        raise refuse(by, "encompass officer", queue, "the role may not name officers", act=Act.CHANGE)
    if queue not in (SettingKind.OFFICER, SettingKind.HOME_EDUCATION):
        raise Invalid("Choose the queue.", "queue")
    member = Member.objects.filter(username=username, agency_id=by.agency_id, is_active=True).first()
    if member is None or not member.may(Permission.ROUTE_ENCOMPASS):
        raise Invalid("Choose a colleague whose role works these queues.", "username")
    with writing():
        Agency.objects.select_for_update(no_key=True).get(pk=by.agency_id)
        now = EncompassOfficer.objects.filter(agency_id=by.agency_id, queue=queue, until__isnull=True).first()
        if now is not None and now.member_id == member.pk:
            return now
        EncompassOfficer.objects.filter(agency_id=by.agency_id, queue=queue, until__isnull=True).update(until=at)
        made = EncompassOfficer.objects.create(agency_id=by.agency_id, queue=queue, member=member, since=at)
        record(
            Entry(
                at=at, actor=by.actor, act=Act.CHANGE, subject_kind="encompass officer", subject_id=queue,
                reason=f"named {member.name} for: {SettingKind(queue).label}",
            )
        )  # fmt: skip
    return made


def look_again(*, by: Viewer, at: datetime) -> int:
    """Send on what waits only for an agreement, an account or a school to work here, where that has come; gives how
    many. Runs by itself, and when an agreement is signed."""
    sent = 0
    waiting = SchoolNotice.objects.filter(status__in=[S.HELD, S.QUEUED], reason__in=_MAY_CHANGE)
    for force in Incident.objects.filter(notices__in=waiting).values_list("agency_id", flat=True).distinct():
        sent += _look_again(force, by, at)
    return sent


def _look_again(force: int, by: Viewer, at: datetime) -> int:
    with writing():
        rows = SchoolNotice.objects.select_for_update(of=("self",)).filter(
            holder_id=force, status__in=[S.HELD, S.QUEUED], reason__in=_MAY_CHANGE
        )
        notices = list(rows.select_related("holder", "incident__agency", "child__record", "child__incident__agency"))
        directory = Directory(force, by)
        finding = Finding(directory, [one.child for one in notices])
        sent = 0
        for notice in notices:
            to = finding.destination(notice.child, notice.received_at)
            if to.status == notice.status:
                continue
            move(notice, S.ROUTED, StepKind.ROUTED, by, at, f"To {to.setting}")
            _let_go(notice, by, at)
            deliver_one(
                child=notice.child, to=to, officers=directory.officers, by=by, at=at, received_at=notice.received_at
            )
            sent += 1
    return sent
