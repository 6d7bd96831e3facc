"""Whom the work of support tells, and where each notice leads. For actions, inside their own transaction."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from alongside.partners.models import Agency, Member, Restriction
from alongside.partners.posting import Notice, tell_agency, tell_members
from alongside.partners.roles import Permission
from alongside.partners.standing import LONDON, in_place
from alongside.partners.states import NoticeKind
from alongside.support.definitions.parts import Definition
from alongside.support.models import (
    AgendaItem,
    Case,
    CaseStep,
    ClockRun,
    Concern,
    Export,
    Handover,
    InformationRequest,
    Meeting,
    NationalReferral,
    OwnCorrection,
    OwnView,
    PanelSeat,
    Plan,
    ReachableMoment,
    ScorecardCopy,
    SecondLookAsked,
    TieChallenge,
)
from alongside.support.references import (
    CASE,
    CHALLENGE,
    CONCERN,
    CORRECTION,
    HANDOVER,
    MOMENT,
    NATIONAL,
    PLAN,
    REQUEST,
)
from alongside.support.states import SeenBy, StageKind

# What stands behind a clock, by the beginning of its reference: who works on it, and where.
BEHIND = {
    CONCERN: (Permission.TRIAGE, "/triage/{}/"),
    REQUEST: (Permission.ANSWER_REQUESTS, "/requests/{}/"),
    CASE: (Permission.WORK_CASES, "/cases/{}/"),
    PLAN: (Permission.WORK_PLANS, "/plans/{}/"),
    HANDOVER: (Permission.WORK_CASES, "/handovers/{}/"),
    NATIONAL: (Permission.WORK_CASES, "/national-referrals/{}/"),
    # Never to its owner alone: she may be off duty.
    MOMENT: (Permission.WORK_CASES, "/moments/{}/"),
}
# What waits in children's own views, for whoever may answer it.
OWN_VIEWS = "/own-views/"


def told_of_feedback(concern: Concern, at: datetime) -> None:
    notice = Notice(NoticeKind.FEEDBACK, concern.reference, f"/concerns/{concern.reference}/")
    tell_agency(agency_id=concern.holder_id, permission=Permission.FOLLOW_CONCERNS, notice=notice, at=at)
    if concern.raised_by.agency_id == concern.holder_id:  # she may not follow what others of her agency raise
        tell_members(member_ids=[concern.raised_by_id], notice=notice, at=at)


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


def told_of_case_looked_at(asked: SecondLookAsked, at: datetime) -> None:
    """Whoever decided reads whether it counts, and the words that go with it."""
    reference = asked.case.reference
    notice = Notice(NoticeKind.DECISION_LOOKED_AT, reference, f"/cases/{reference}/")
    tell_members(member_ids=[asked.asked_by_id], notice=notice, at=at)


def told_of_breaches(clocks: Iterable[ClockRun], at: datetime) -> None:
    """Whoever has the matter in hand; everybody who works such matters where nobody has."""
    found = [(one, one.matter.partition("-")[0]) for one in clocks]
    found = [(one, prefix) for one, prefix in found if prefix in BEHIND or prefix in LATE]
    in_hand = _in_hand([one.matter for one, _ in found])
    for clock, prefix in found:
        if prefix in LATE:
            LATE[prefix](clock, at)
            continue
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
    national = NationalReferral.objects.filter(reference__in=matters, case__worker__is_active=True)
    return {
        reference: (worker, agency)
        for reference, worker, agency in (
            *cases.values_list("reference", "worker_id", "worker__agency_id"),
            *concerns.values_list("reference", "assigned_to_id", "assigned_to__agency_id"),
            *national.values_list("reference", "case__worker_id", "case__worker__agency_id"),
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


def told_of_own_view(view: OwnView, kind: NoticeKind, at: datetime) -> None:
    """Whoever gave the link; a call for help reaches everybody of her agency who works such matters, and so does
    anything where her own account is closed."""
    works = Permission.WORK_PLANS if view.matter.startswith(PLAN) else Permission.WORK_CASES
    notice = Notice(kind, view.matter, OWN_VIEWS)
    if _tell_cleared(view.record.person_id, view.holder_id, notice, at):
        return
    # Whoever gave the link has nothing to do with a matter that is another agency's by now.
    givers = Member.objects.filter(pk=view.made_by_id, agency_id=view.holder_id).values_list("pk", flat=True)
    told = tell_members(member_ids=givers, notice=notice, at=at)
    if kind.urgent or not told:
        tell_agency(agency_id=view.holder_id, permission=works, notice=notice, at=at)


def _told_of_late_correction(clock: ClockRun, at: datetime) -> None:
    """Whoever was asked for it, and who leads the work of her agency."""
    for asked in OwnCorrection.objects.select_related("view__record").filter(reference=clock.matter):
        told_of_own_view(asked.view, NoticeKind.CLOCK_BREACHED, at)
        notice = Notice(NoticeKind.CLOCK_BREACHED, asked.matter, OWN_VIEWS)
        _tell_who_leads(asked.view.record.person_id, clock, notice, at)


def _told_of_late_challenge(clock: ClockRun, at: datetime) -> None:
    """Whoever has to answer it, and who leads the work of her agency. Of what has lapsed nobody: it is shown no more."""
    today = at.astimezone(LONDON).date()
    rows = TieChallenge.objects.filter(pk=clock.matter.removeprefix(f"{CHALLENGE}-"), tie__lapses_on__gt=today)
    for late in rows.select_related("tie__case__record"):
        told_of_challenge(late, at, NoticeKind.CLOCK_BREACHED)
        notice = _of_challenge(late, NoticeKind.CLOCK_BREACHED)
        _tell_who_leads(late.tie.case.record.person_id, clock, notice, at, but_not=late.tie.by_member_id)


# What somebody says is wrong is answered on pages of its own, and is late to who leads the work as well.
LATE = {CORRECTION: _told_of_late_correction, CHALLENGE: _told_of_late_challenge}


def _tell_who_leads(person_id: UUID, clock: ClockRun, notice: Notice, at: datetime, but_not: int | None = None) -> None:
    """Those who manage the cases of the clock's owner; of a restricted person whoever is cleared was told already."""
    if not Restriction.objects.filter(in_place(at), person_id=person_id).exists():
        managing = Permission.MANAGE_CASES
        tell_agency(agency_id=clock.owner_id, permission=managing, notice=notice, at=at, but_not=but_not)


def _tell_cleared(person_id: UUID, agency_id: int, notice: Notice, at: datetime) -> bool:
    """Of a restricted person those are told who are cleared; where nobody is, those who can clear. False: the person is
    not restricted."""
    restricted = Restriction.objects.filter(in_place(at), person_id=person_id)
    if not restricted.exists():
        return False
    cleared = Member.objects.filter(agency_id=agency_id, pk__in=restricted.values("cleared"))
    if not tell_members(member_ids=cleared.values_list("pk", flat=True), notice=notice, at=at):
        tell_agency(agency_id=agency_id, permission=Permission.RESTRICT_PERSON, notice=notice, at=at)
    return True


def told_of_plan(plan: Plan, by_member: int | None, at: datetime) -> None:
    """The lead professional, unless she named herself; of a restricted person only where she is cleared for her."""
    restricted = Restriction.objects.filter(in_place(at), person_id=plan.record.person_id)
    if plan.lead_id == by_member or (restricted.exists() and not restricted.filter(cleared=plan.lead_id).exists()):
        return
    notice = Notice(NoticeKind.PLAN_TO_LEAD, plan.reference, f"/plans/{plan.reference}/")
    tell_members(member_ids=[plan.lead_id], notice=notice, at=at)


def told_of_copy(export: Export, kind: NoticeKind, by_member: int, at: datetime) -> None:
    """Whoever holds the copy, unless she did it herself."""
    if export.recipient_id != by_member:
        notice = Notice(kind, export.copy, f"/copies/{export.copy}/")
        tell_members(member_ids=[export.recipient_id], notice=notice, at=at)


def told_of_scorecard(copy: ScorecardCopy, at: datetime) -> None:
    """The provider, that its time to reply runs."""
    notice = Notice(NoticeKind.SCORECARD_DRAWN_UP, str(copy.pk), f"/scorecards/copy/{copy.pk}/")
    tell_agency(agency_id=copy.contract.provider_id, permission=Permission.MANAGE_CASES, notice=notice, at=at)


def told_of_replies(copy: ScorecardCopy, at: datetime) -> None:
    """The commissioner, that she may freeze her copy."""
    notice = Notice(NoticeKind.SCORECARD_REPLIED, str(copy.pk), f"/scorecards/copy/{copy.pk}/")
    tell_agency(agency_id=copy.contract.commissioner_id, permission=Permission.KEEP_CONTRACTS, notice=notice, at=at)


def _of_challenge(challenge: TieChallenge, kind: NoticeKind) -> Notice:
    tie = challenge.tie
    return Notice(kind, tie.case.reference, f"/said/{tie.pk}/answer/{challenge.pk}/")


def told_of_challenge(challenge: TieChallenge, at: datetime, kind: NoticeKind = NoticeKind.TIE_CHALLENGED) -> None:
    """Whoever has to answer at the provider: never the one who wrote it down. The case's worker; where she wrote it, or
    nobody has the case, her colleagues who may see it."""
    tie, case = challenge.tie, challenge.tie.case
    notice = _of_challenge(challenge, kind)
    if _tell_cleared(case.record.person_id, case.receiver_id, notice, at):
        return
    worker = case.worker_id if case.worker_id != tie.by_member_id else None
    if worker is None or not tell_members(member_ids=[worker], notice=notice, at=at):
        permission = Permission.MANAGE_CASES if tie.seen_by == SeenBy.WORKER else Permission.WORK_CASES
        told = tell_agency(
            agency_id=case.receiver_id, permission=permission, notice=notice, at=at, but_not=tie.by_member_id
        )  # fmt: skip
        # She may not answer herself, and finds there that a colleague must: better than silence, where she has the case.
        if not told and tie.agency_id == case.receiver_id:
            tell_members(member_ids=[tie.by_member_id], notice=notice, at=at)


def told_of_moment(moment: ReachableMoment, permission: Permission, at: datetime) -> None:
    """Whoever owns it; everybody of the team where nobody does, or where her account is closed."""
    if moment.receiver_id is None:
        return
    notice = Notice(NoticeKind.REACHABLE_MOMENT, moment.reference, f"/moments/{moment.reference}/")
    if _tell_cleared(moment.record.person_id, moment.receiver_id, notice, at):
        return
    owner = moment.owner_id
    if owner is None or not tell_members(member_ids=[owner], notice=notice, at=at):
        tell_agency(agency_id=moment.receiver_id, permission=permission, notice=notice, at=at)
