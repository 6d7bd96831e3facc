"""Whom the work of support tells, and where each notice leads. For actions, inside their own transaction."""

from collections.abc import Iterable
from datetime import datetime

from alongside.partners.models import Agency
from alongside.partners.posting import Notice, tell_agency, tell_members
from alongside.partners.roles import Permission
from alongside.partners.states import NoticeKind
from alongside.support.definitions.parts import Definition
from alongside.support.models import (
    AgendaItem,
    Case,
    CaseStep,
    ClockRun,
    Concern,
    Handover,
    InformationRequest,
    Meeting,
    PanelSeat,
)
from alongside.support.references import CASE, CONCERN, HANDOVER, PLAN, REQUEST
from alongside.support.states import StageKind

# What stands behind a clock, by the beginning of its reference: who works on it, and where.
BEHIND = {
    CONCERN: (Permission.TRIAGE, "/triage/{}/"),
    REQUEST: (Permission.ANSWER_REQUESTS, "/requests/{}/"),
    CASE: (Permission.WORK_CASES, "/cases/{}/"),
    PLAN: (Permission.WORK_PLANS, "/plans/{}/"),
    HANDOVER: (Permission.WORK_CASES, "/handovers/{}/"),
}


def told_of_feedback(concern: Concern, at: datetime) -> None:
    notice = Notice(NoticeKind.FEEDBACK, concern.reference, f"/concerns/{concern.reference}/")
    tell_agency(agency_id=concern.holder_id, permission=Permission.RAISE_CONCERN, notice=notice, at=at)


def told_of_case_feedback(case: Case, at: datetime) -> None:
    _tell_referrer(NoticeKind.FEEDBACK, case, at)


def told_whether_accepted(case: Case, definition: Definition, step: CaseStep, at: datetime) -> None:
    """The first decision on a referral says whether it was taken on; later ones are the work itself."""
    if step.from_stage != definition.stages[0].code or step.by_member_id is None:
        return
    earlier = CaseStep.objects.filter(case=case, from_stage=step.from_stage).exclude(pk=step.pk)
    if definition.stages[0].kind is StageKind.WAITING and not earlier.exists():
        ended = case.stage_kind == StageKind.ENDED
        _tell_referrer(NoticeKind.REFERRAL_NOT_ACCEPTED if ended else NoticeKind.REFERRAL_ACCEPTED, case, at)


def _tell_referrer(kind: NoticeKind, case: Case, at: datetime) -> None:
    """Nobody tells her own agency what she did herself."""
    if case.holder_id != case.receiver_id:
        notice = Notice(kind, case.reference, f"/cases/{case.reference}/")
        tell_agency(agency_id=case.holder_id, permission=Permission.REFER, notice=notice, at=at)


def told_of_request(request: InformationRequest, at: datetime) -> None:
    notice = Notice(NoticeKind.INFORMATION_ASKED, request.reference, f"/requests/{request.reference}/")
    tell_agency(agency_id=request.agency_id, permission=Permission.ANSWER_REQUESTS, notice=notice, at=at)


def told_of_second_look(concern: Concern, at: datetime) -> None:
    notice = Notice(NoticeKind.SECOND_LOOK, concern.reference, f"/triage/{concern.reference}/")
    tell_agency(agency_id=concern.pathway.receiver_id, permission=Permission.SECOND_LOOK, notice=notice, at=at)


def told_of_case_second_look(case: Case, at: datetime) -> None:
    notice = Notice(NoticeKind.SECOND_LOOK, case.reference, f"/cases/{case.reference}/")
    tell_agency(agency_id=case.receiver_id, permission=Permission.MANAGE_CASES, notice=notice, at=at)


def told_of_breaches(clocks: Iterable[ClockRun], at: datetime) -> None:
    """Whoever has the matter in hand; everybody who works such matters where nobody has."""
    found = [(one, one.matter.partition("-")[0]) for one in clocks]
    found = [(one, prefix) for one, prefix in found if prefix in BEHIND]
    in_hand = _in_hand([one.matter for one, _ in found])
    for clock, prefix in found:
        permission, path = BEHIND[prefix]
        notice = Notice(NoticeKind.CLOCK_BREACHED, clock.matter, path.format(clock.matter))
        worker, agency_id = in_hand.get(clock.matter, (None, 0))
        if worker and agency_id == clock.owner_id:
            tell_members(member_ids=[worker], notice=notice, at=at)
        else:
            tell_agency(agency_id=clock.owner_id, permission=permission, notice=notice, at=at)


def _in_hand(matters: list[str]) -> dict[str, tuple[int, int]]:
    """By reference: who has it in hand, and of which agency she is."""
    cases = Case.objects.filter(reference__in=matters, worker__is_active=True)
    concerns = Concern.objects.filter(reference__in=matters, assigned_to__is_active=True)
    handovers = Handover.objects.filter(reference__in=matters, receiver_lead__is_active=True)
    return {
        reference: (worker, agency)
        for reference, worker, agency in (
            *cases.values_list("reference", "worker_id", "worker__agency_id"),
            *concerns.values_list("reference", "assigned_to_id", "assigned_to__agency_id"),
            *handovers.values_list("reference", "receiver_lead_id", "receiver_lead__agency_id"),
        )
    }


def told_of_invitation(item: AgendaItem, agencies: Iterable[int], at: datetime) -> None:
    notice = Notice(NoticeKind.PANEL_INVITATION, str(item.pk), f"/panels/case/{item.pk}/")
    for agency_id in agencies:
        tell_agency(agency_id=agency_id, permission=Permission.SIT_ON_PANELS, notice=notice, at=at)


def told_of_meeting(meeting: Meeting, kind: NoticeKind, at: datetime) -> None:
    """Everybody who sits there for an agency with a seat; the message carries the date for their calendars."""
    notice = Notice(kind, str(meeting.pk), f"/panels/meeting/{meeting.pk}/")
    seated = set(PanelSeat.objects.filter(panel_id=meeting.panel_id).values_list("agency_id", flat=True))
    for agency_id in sorted(seated | {meeting.panel.holder_id}):
        tell_agency(agency_id=agency_id, permission=Permission.SIT_ON_PANELS, notice=notice, at=at)


# What the sender hears of a handover; the rest of its story she reads when she looks.
HEARD = {"accept": NoticeKind.HANDOVER_ACCEPTED, "return": NoticeKind.HANDOVER_RETURNED}


def told_of_handover(handover: Handover, at: datetime) -> None:
    """The receiver, that somebody comes."""
    if handover.receiver_id:
        notice = Notice(NoticeKind.HANDOVER_SENT, handover.reference, f"/handovers/{handover.reference}/")
        tell_agency(agency_id=handover.receiver_id, permission=Permission.WORK_CASES, notice=notice, at=at)


def told_of_answer(handover: Handover, move: str, at: datetime) -> None:
    """The sender, that it was accepted or came back. What she entered by hand herself she knows."""
    if move in HEARD and not handover.outside:
        notice = Notice(HEARD[move], handover.reference, f"/handovers/{handover.reference}/")
        tell_agency(agency_id=handover.holder_id, permission=Permission.REFER, notice=notice, at=at)


def told_it_is_gone(handover: Handover, receiver: Agency, at: datetime) -> None:
    """The one that was to receive, that it has nothing more to do; the page itself is closed to it, so it is led to
    its list."""
    notice = Notice(NoticeKind.HANDOVER_GONE, handover.reference, "/handovers/")
    tell_agency(agency_id=receiver.pk, permission=Permission.WORK_CASES, notice=notice, at=at)
