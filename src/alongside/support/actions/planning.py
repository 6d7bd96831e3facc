"""Plans: start, goals in the child's words, actions with owner and day, reviews, and what is shared with whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.common.text import TextError, clean_line, clean_text
from alongside.partners.access import decide, refuse, writing
from alongside.partners.actions import end_involvements, involve
from alongside.partners.errors import Invalid, Stale
from alongside.partners.models import Agency, Member
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.support import rules
from alongside.support.casework import find, how_it_ended, words
from alongside.support.models import Goal, Plan, PlanAction, PlanShare, Review
from alongside.support.plan_sharing import covered_by_agreement
from alongside.support.queries.shown import leads
from alongside.support.references import PLAN, new_reference, normal
from alongside.support.states import (
    VIEW_OF_PLAN,
    ActionState,
    PlanPart,
    PlanStatus,
    ReviewOutcome,
)
from alongside.support.telling import told_of_plan

PLAN_LASTS = timedelta(days=365)


def start_plan(
    *, concern_reference: str, lead_username: str, reason: str, first_review_on: date, by: Viewer, at: datetime
) -> Plan:
    """Start the plan of a decided concern: who leads it, why, and when it is first looked at again."""
    why = words(reason, "Why there is a plan", "reason")
    if reason_not := rules.why_not_due(first_review_on, by.day):
        raise Invalid(reason_not, "first_review_on")
    with writing():
        concern = find(by, concern_reference, Permission.LEAD_PLANS)
        decision = concern.decisions.first()
        if why_not := rules.why_not_plan(decision.kind if decision else "", concern.status):
            raise Invalid(why_not)
        if Plan.objects.filter(concern=concern).exists():
            raise Stale("A colleague has started the plan already.", None)
        plan = Plan.objects.create(
            reference=new_reference(PLAN, Plan), concern=concern, holder_id=by.agency_id, record=concern.record,
            lead=_lead(lead_username), reason=why, started_at=at, next_review_on=first_review_on,
        )  # fmt: skip
        _log(plan, Act.CREATE, f"started the plan; {plan.lead.name} leads it", by, at)
        if plan.lead.agency_id != by.agency_id:
            _share(plan, plan.lead.agency, frozenset(PlanPart), by, at)
        told_of_plan(plan, by.member_id, at)
    return plan


def _lead(username: str) -> Member:
    lead = Member.objects.select_related("agency").filter(username=username, is_active=True).first()
    if lead is None or not lead.may(Permission.WORK_PLANS):
        raise Invalid("Choose a lead professional from the list.", "lead")
    return lead


def find_plan(viewer: Viewer, reference: str, *, lead_only: bool, act: Act = Act.CHANGE) -> Plan:
    """The plan, locked, if the viewer may work on it. `lead_only`: the holder's people and the lead professional."""
    normalised = normal(reference, PLAN)
    plan = (
        Plan.objects.select_for_update(of=("self",))
        .select_related("concern__pathway", "holder", "record", "lead__agency")
        .filter(reference=normalised)
        .first()
    )
    if plan is None or not viewer.may(Permission.WORK_PLANS):
        raise refuse(viewer, "plan", normalised, "no such plan, or the role may not work on plans", act=act)
    decision = decide(viewer, plan.subject, plan.concern.pathway.purpose, VIEW_OF_PLAN)
    if not decision.groups >= frozenset(VIEW_OF_PLAN) or (lead_only and not leads(plan, viewer)):
        raise refuse(viewer, "plan", normalised, decision.because, act=act)
    return plan


def _log(plan: Plan, act: Act, reason: str, by: Viewer, at: datetime) -> None:
    record(
        Entry(
            at=at, actor=by.actor, act=act, subject_kind="plan", subject_id=plan.reference,
            persons=(plan.record.person_id,), holder_code=plan.holder.code, purpose=plan.concern.pathway.purpose.code,
            reason=reason,
        )
    )  # fmt: skip


def share_plan(*, reference: str, agency_code: str, parts: Iterable[PlanPart], by: Viewer, at: datetime) -> PlanShare:
    """Share parts of the plan with an agency; its own actions it sees anyway. An agreement must cover it."""
    with writing():
        plan = find_plan(by, reference, lead_only=True)
        _check_open(plan)
        agency = Agency.objects.filter(code=agency_code, is_active=True).exclude(pk=plan.holder_id).first()
        if agency is None:
            raise Invalid("Choose an agency to share with.", "agency")
        return _share(plan, agency, frozenset(parts), by, at)


def _share(plan: Plan, agency: Agency, parts: frozenset[PlanPart], by: Viewer, at: datetime) -> PlanShare:
    _check_agreement(plan, agency, by)
    made, new = PlanShare.objects.update_or_create(
        plan=plan, agency=agency, defaults={"parts": parts, "by": by.actor.name, "at": at}
    )
    if new:
        involve(
            agency_id=agency.pk, person_id=plan.record.person_id, purpose=plan.concern.pathway.purpose,
            groups=VIEW_OF_PLAN, reason=f"Works on plan {plan.reference}", by=by.actor, at=at, matter=plan.reference,
            lasts=PLAN_LASTS,
        )  # fmt: skip
    shown = ", ".join(sorted(part.label.lower() for part in parts)) or "its own actions only"
    _log(plan, Act.DISCLOSE, f"shares with {agency.name}: {shown}", by, at)
    return made


def _check_agreement(plan: Plan, agency: Agency, by: Viewer) -> None:
    if agency.pk not in covered_by_agreement(plan.holder_id, plan.concern.pathway.purpose, by.day):
        raise Invalid(
            f"No agreement in force lets {agency.name} see a plan of {plan.holder.name}. "
            "Ask your information governance officer.",
            "agency",
        )


def end_share(*, reference: str, agency_code: str, by: Viewer, at: datetime) -> None:
    """Stop sharing the plan with an agency, from now on."""
    with writing():
        plan = find_plan(by, reference, lead_only=True)
        share = PlanShare.objects.select_related("agency").filter(plan=plan, agency__code=agency_code).first()
        if share is None:
            raise Invalid("The plan is not shared with this agency.", "agency")
        if share.agency_id == plan.lead.agency_id:
            raise Invalid(f"{plan.lead.name} of {share.agency.name} leads the plan: it stays shared.", "agency")
        if plan.actions.filter(owner_agency=share.agency, state=ActionState.TO_DO).exists():
            raise Invalid(f"{share.agency.name} still has something to do. End its actions first.", "agency")
        end_involvements(
            person_id=plan.record.person_id, opened_for=plan.reference, by=by.actor, at=at, agency_id=share.agency_id
        )
        share.delete()
        _log(plan, Act.CHANGE, f"no longer shares with {share.agency.name}", by, at)


def add_goal(*, reference: str, goal: str, is_childs_words: bool, by: Viewer, at: datetime) -> Goal:
    """Add a goal, in the child's words where they are known."""
    said = words(goal, "The goal", "goal", 2_000)
    with writing():
        plan = find_plan(by, reference, lead_only=True)
        _check_open(plan)
        made = Goal.objects.create(plan=plan, words=said, is_childs_words=is_childs_words, by=by.actor.name, at=at)
        _log(plan, Act.CHANGE, "added a goal", by, at)
    return made


def _check_open(plan: Plan) -> None:
    if plan.status != PlanStatus.OPEN:
        raise Invalid("This plan is closed. Record a new concern, or take the old one back into triage.", "")


def add_action(
    *, reference: str, what: str, owner_agency: str, owner: str, due_on: date, by: Viewer, at: datetime,
    goal_id: int | None = None,
) -> PlanAction:  # fmt: skip
    """Add something to do, with the agency and the person who does it and the day. The plan is shared with them."""
    said = words(what, "What is to be done", "what", 2_000)
    if why := rules.why_not_due(due_on, by.day):
        raise Invalid(why, "due_on")
    with writing():
        plan = find_plan(by, reference, lead_only=True)
        _check_open(plan)
        agency = Agency.objects.filter(code=owner_agency, is_active=True).first()
        if agency is None:
            raise Invalid("Choose the agency that does it.", "owner_agency")
        if goal_id is not None and not plan.goals.filter(pk=goal_id).exists():
            raise Invalid("Choose a goal of this plan.", "goal")
        if agency.pk != plan.holder_id and not plan.shares.filter(agency=agency).exists():
            _share(plan, agency, frozenset(), by, at)
        made = PlanAction.objects.create(
            plan=plan, goal_id=goal_id, what=said, owner_agency=agency, owner=_owner(owner), due_on=due_on,
            added_by=by.actor.name, added_at=at,
        )  # fmt: skip
        _log(plan, Act.CHANGE, f"added an action for {agency.name}", by, at)
    return made


def _owner(name: str) -> str:
    try:
        clean = clean_line(name, 120, "The name")
    except TextError as error:
        raise Invalid(str(error), "owner") from error
    if not clean:
        raise Invalid("Enter who does it.", "owner")
    return clean


def end_action(
    *, reference: str, action_id: int, state: str, outcome: str, version: int, by: Viewer, at: datetime
) -> PlanAction:
    """Say how an action ended: done, not done, impossible, superseded or declined. Its owner or the lead may."""
    said = how_it_ended(state, outcome, "What happened", 2_000)
    with writing():
        plan = find_plan(by, reference, lead_only=False)
        action = plan.actions.select_for_update(of=("self",)).filter(pk=action_id).first()
        if action is None or not (leads(plan, by) or action.owner_agency_id == by.agency_id):
            raise refuse(by, "plan", plan.reference, "not an action of the member's agency", act=Act.CHANGE)
        if action.version != version or action.state != ActionState.TO_DO:
            raise Stale("Somebody else has ended this action. Both texts are below.", action)
        action.state, action.outcome, action.version = state, said, action.version + 1
        action.ended_by, action.ended_at = by.actor.name, at
        action.save()
        _log(plan, Act.CHANGE, f"ended an action: {action.get_state_display().lower()}", by, at)
    return action


@dataclass(frozen=True, slots=True)
class ReviewDetails:
    """What a review found. `next_review_on` may be missing only when the plan closes."""

    held_on: date
    outcome: str
    summary: str
    child_voice: str = ""
    next_review_on: date | None = None


def hold_review(*, reference: str, details: ReviewDetails, by: Viewer, at: datetime) -> Review:
    """Record a review, and when the plan is looked at again; or close the plan, once nothing is left to do."""
    summary = words(details.summary, "The summary", "summary")
    voice = _safe(details.child_voice, "What the child says", "child_voice")
    if details.outcome not in ReviewOutcome.values:
        raise Invalid("Choose an outcome.", "outcome")
    closes = details.outcome == ReviewOutcome.CLOSE
    with writing():
        plan = find_plan(by, reference, lead_only=True)
        _check_open(plan)
        _check_review(plan, details, closes, by.day)
        made = Review.objects.create(
            plan=plan, held_on=details.held_on, outcome=details.outcome, summary=summary, child_voice=voice,
            by=by.actor.name, at=at, next_review_on=None if closes else details.next_review_on,
        )  # fmt: skip
        plan.status = PlanStatus.CLOSED if closes else plan.status
        plan.next_review_on = made.next_review_on or plan.next_review_on
        plan.version += 1
        plan.save()
        if closes:
            end_involvements(person_id=plan.record.person_id, opened_for=plan.reference, by=by.actor, at=at)
        _log(plan, Act.CHANGE, f"held a review: {made.get_outcome_display().lower()}", by, at)
    return made


def _safe(text: str, name: str, field: str) -> str:
    try:
        return clean_text(text, name=name)
    except TextError as error:
        raise Invalid(str(error), field) from error


def _check_review(plan: Plan, details: ReviewDetails, closes: bool, today: date) -> None:
    if why := rules.why_not_review(details.held_on, plan.started_at.date(), today):
        raise Invalid(why, "held_on")
    if closes and plan.actions.filter(state=ActionState.TO_DO).exists():
        raise Invalid("Some actions are still to do. Say how each ended before you close the plan.", "outcome")
    if not closes and details.next_review_on is None:
        raise Invalid("Give the day of the next review, or close the plan.", "next_review_on")
    if not closes and details.next_review_on is not None and (why := rules.why_not_due(details.next_review_on, today)):
        raise Invalid(why, "next_review_on")
