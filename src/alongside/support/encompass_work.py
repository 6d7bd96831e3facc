"""The common ground of whoever works a notice: find it, locked and decided on; move it; say so; tell its receiver."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.partners.access import decide, refuse
from alongside.partners.errors import Invalid
from alongside.partners.models import Member, Restriction
from alongside.partners.posting import Notice, tell_agency, tell_members
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer, in_place
from alongside.partners.states import NoticeKind
from alongside.support import encompass_rules as rules
from alongside.support.encompass_states import (
    LIVE,
    NEEDED,
    PURPOSE,
    NoticeStatus,
    QueueReason,
    SettingKind,
    StepKind,
)
from alongside.support.models import Incident, NoticeStep, SchoolNotice
from alongside.support.references import INCIDENT, NOTICE, normal

SUBJECT = "encompass notice"
INCIDENT_SUBJECT = "incident"
NOTICES, QUEUE = "/encompass/notices/", "/encompass/queue/"
WORKS = {
    SettingKind.SCHOOL: Permission.ANSWER_ENCOMPASS,
    SettingKind.HOME_EDUCATION: Permission.ROUTE_ENCOMPASS,
    SettingKind.OFFICER: Permission.ROUTE_ENCOMPASS,
}


def find_received(viewer: Viewer, reference: str) -> SchoolNotice:
    """A notice to the viewer's own agency, locked, if her role works such notices and the one rule lets her see it."""
    key = normal(reference, NOTICE)
    rows = SchoolNotice.objects.select_for_update(of=("self",)).filter(reference=key, receiver_id=viewer.agency_id)
    notice = rows.select_related("holder", "receiver", "incident", "child__record").first()
    if notice is None or not viewer.may(WORKS[SettingKind(notice.kind)]) or is_hidden(viewer, notice):
        raise refuse(viewer, SUBJECT, key, "no such notice to the agency, or the role may not work it", act=Act.CHANGE)
    decision = decide(viewer, notice.subject, PURPOSE, NEEDED)
    if not decision.groups >= NEEDED:
        raise refuse(viewer, SUBJECT, key, decision.because, act=Act.CHANGE)
    return notice


def is_hidden(viewer: Viewer, notice: SchoolNotice) -> bool:
    return notice.beside is not None and notice.beside in viewer.hidden_persons


def find_own(viewer: Viewer, reference: str) -> Incident:
    """An incident of the viewer's own police force, locked. Not where a child of it is hidden from her."""
    key = normal(reference, INCIDENT)
    rows = Incident.objects.select_for_update(of=("self",)).filter(reference=key, agency_id=viewer.agency_id)
    incident = rows.select_related("agency").first()
    if incident is None or not viewer.may(Permission.SEND_ENCOMPASS) or hides(viewer, incident):
        raise refuse(
            viewer, INCIDENT_SUBJECT, key, "no such incident of the agency, or the role may not", act=Act.CHANGE
        )
    return incident


def hides(viewer: Viewer, incident: Incident) -> bool:
    hidden = viewer.hidden_persons
    return bool(hidden) and incident.children.filter(record__person_id__in=hidden).exists()


def may_see_standing(viewer: Viewer, notice: SchoolNotice) -> bool:
    """The force that sent it; and the council's officers, of every force that may tell them of children."""
    if notice.child.record.person_id in viewer.hidden_persons:
        return False
    if notice.holder_id == viewer.agency_id:
        return viewer.may(Permission.SEND_ENCOMPASS)
    told = bool(viewer.terms_with(PURPOSE, notice.holder_id))
    return viewer.may(Permission.ROUTE_ENCOMPASS) and told and not is_hidden(viewer, notice)


def move(notice: SchoolNotice, to: NoticeStatus, step: StepKind, by: Viewer, at: datetime, words: str = "") -> None:
    if why := rules.why_not_move(notice.status, to):
        raise Invalid(why, "status")
    notice.status = to
    notice.changes += 1
    if to in (NoticeStatus.ACKNOWLEDGED, NoticeStatus.SETTLED):
        notice.done_at, notice.done_by = at, by.actor.name
    notice.save(update_fields=["status", "changes", "done_at", "done_by"])
    add_step(notice, step, by, at, words)


def add_step(notice: SchoolNotice, kind: StepKind, by: Viewer, at: datetime, words: str = "") -> None:
    NoticeStep.objects.create(notice=notice, kind=kind, at=at, by=by.actor.name, words=words[:500])


def log(
    notice: SchoolNotice, act: Act, reason: str, by: Viewer, at: datetime, body: Mapping[str, object] | None = None
) -> None:
    record(
        Entry(
            at=at, actor=by.actor, act=act, subject_kind=SUBJECT, subject_id=notice.reference,
            persons=(notice.child.record.person_id,), holder_code=notice.holder.code, purpose=PURPOSE.code,
            reason=reason, body=body or {},
        )
    )  # fmt: skip


def live_notices(incident: Incident) -> list[SchoolNotice]:
    rows = SchoolNotice.objects.select_for_update(of=("self",)).filter(incident=incident, status__in=LIVE)
    return list(rows.select_related("holder", "receiver", "child__record"))


def by_receiver(notices: Iterable[SchoolNotice]) -> list[list[SchoolNotice]]:
    """The notices of which one message tells: those of one receiver and queue. Who is cleared is told apart."""
    groups: dict[tuple[int, str, bool], list[SchoolNotice]] = defaultdict(list)
    for one in notices:
        if one.receiver_id is not None:
            groups[one.receiver_id, one.kind, one.reason == QueueReason.RESTRICTED].append(one)
    return list(groups.values())


def tell_receivers(
    notices: Iterable[SchoolNotice], at: datetime, officers: Mapping[str, int], changed: NoticeKind | None = None
) -> None:
    """One message to each receiver, however many notices it gets: it names nobody, and leads to the list, or to the one."""
    for group in by_receiver(notices):
        first = group[0]
        assert first.receiver_id is not None
        listed = QUEUE if first.kind == SettingKind.OFFICER else NOTICES
        path = f"{listed}{first.reference}/" if len(group) == 1 else listed
        usual = NoticeKind.ENCOMPASS_QUEUED if first.kind == SettingKind.OFFICER else NoticeKind.ENCOMPASS_NOTICE
        notice = Notice(changed or usual, first.reference, path)
        if first.reason == QueueReason.RESTRICTED:
            _tell_cleared(group, first.receiver_id, notice, at)
        elif (officer := officers.get(first.kind)) is not None:
            tell_members(member_ids=[officer], notice=notice, at=at)
        else:
            needed = WORKS[SettingKind(first.kind)]
            tell_agency(agency_id=first.receiver_id, permission=needed, notice=notice, at=at)


def _tell_cleared(group: list[SchoolNotice], agency_id: int, notice: Notice, at: datetime) -> None:
    """Whoever is cleared for the restricted person; where nobody is, those who place restrictions and can clear."""
    beside = {one.beside for one in group if one.beside}
    cleared = Restriction.objects.filter(in_place(at), person_id__in=beside).values("cleared")
    members = set(
        Member.objects.filter(agency_id=agency_id, is_active=True, pk__in=cleared).values_list("pk", flat=True)
    )
    if members:
        tell_members(member_ids=members, notice=notice, at=at)
    else:
        tell_agency(agency_id=agency_id, permission=Permission.RESTRICT_PERSON, notice=notice, at=at)
