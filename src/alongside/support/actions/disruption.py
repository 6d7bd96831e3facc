"""Disruption plans: begun, changed, reviewed, ended, and what each agency does at the place. No person is in them."""

from dataclasses import dataclass
from datetime import date, datetime

from alongside.audit.states import Act
from alongside.partners.access import refuse, writing
from alongside.partners.errors import Invalid, Stale
from alongside.partners.models import Agency
from alongside.partners.standing import Viewer
from alongside.support import rules
from alongside.support.casework import how_it_ended, words
from alongside.support.disruption_parts import (
    add_step,
    agencies_of,
    find_plan,
    line,
    log_plan,
    refuse_names,
    seated,
    steers,
    to_come,
    touch,
)
from alongside.support.disruption_states import (
    DisruptedKind,
    DisruptionEnd,
    DisruptionState,
    DisruptionStepKind,
    Power,
    PowerStanding,
)
from alongside.support.models import DisruptionAction, DisruptionPlan, DisruptionPower
from alongside.support.references import DISRUPTION, new_reference
from alongside.support.states import ActionState

K = DisruptionStepKind


@dataclass(frozen=True, slots=True)
class DisruptionDraft:
    """What a plan says. None of it may name a child."""

    kind: str
    theme: str
    where: str
    seen: str
    review_on: date

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.theme, self.where, self.seen)


def start_disruption(*, panel: str, draft: DisruptionDraft, sent_key: str, by: Viewer, at: datetime) -> DisruptionPlan:
    """Begin a plan before a panel on which the member's agency sits. The same key enters once."""
    board = seated(by).filter(code=panel).first()
    if board is None:
        raise refuse(by, "panel", panel, "no such panel on which the agency sits", act=Act.CREATE)
    theme, where, seen = _good(draft, by)
    refuse_names(board, draft.texts, by)
    with writing():
        known = DisruptionPlan.objects.filter(holder_id=by.agency_id, sent_key=sent_key[:80]).first()
        if known is not None:
            return known
        made = DisruptionPlan.objects.create(
            reference=new_reference(DISRUPTION, DisruptionPlan), panel=board, holder_id=by.agency_id, kind=draft.kind,
            theme=theme, where=where, seen=seen, review_on=draft.review_on, started_at=at, sent_key=sent_key[:80],
        )  # fmt: skip
        add_step(made, K.STARTED, seen, by, at)
        log_plan(made, Act.CREATE, f"began a plan before {board.name}", by, at)
    return made


def change_disruption(
    *, reference: str, draft: DisruptionDraft, reason: str, changes: int, by: Viewer, at: datetime
) -> DisruptionPlan:
    """Put other words in their place, with the reason; what stood there before stays in the history."""
    why = words(reason, "The reason", "reason")
    theme, where, seen = _good(draft, by, was=_of(reference, by).review_on)
    refuse_names(_of(reference, by).panel, (*draft.texts, reason), by)
    with writing():
        plan = _open(by, reference, changes)
        before = {"kind": plan.kind, "theme": plan.theme, "where": plan.where, "seen": plan.seen}
        plan.kind, plan.theme, plan.where, plan.seen = draft.kind, theme, where, seen
        plan.review_on = draft.review_on
        touch(plan)
        add_step(plan, K.CHANGED, why, by, at, before)
        log_plan(plan, Act.CHANGE, "changed the plan", by, at)
    return plan


def review_disruption(
    *, reference: str, text: str, review_on: date, changes: int, by: Viewer, at: datetime
) -> DisruptionPlan:
    """Look at it again: what has changed at the place, and the next day on which it is looked at."""
    said = words(text, "What has changed", "text")
    to_come(review_on, by, "review_on")
    refuse_names(_of(reference, by).panel, [text], by)
    with writing():
        plan = _open(by, reference, changes)
        plan.review_on = review_on
        touch(plan)
        add_step(plan, K.REVIEWED, said, by, at)
        log_plan(plan, Act.CHANGE, "reviewed the plan", by, at)
    return plan


def say_power(
    *, reference: str, power: str, standing: str, since: date, until: date | None, text: str, by: Viewer, at: datetime
) -> DisruptionPower:
    """Say how a power stands since a day: considered, applied for, in force until, not used and why."""
    said = words(text, "Why, or what came of it", "text")
    if power not in Power.values or standing not in PowerStanding.values:
        raise Invalid("Choose the power, and how it stands.", "power")
    if until is not None and until < since:
        raise Invalid("It cannot end before it begins.", "until")
    refuse_names(_of(reference, by).panel, [text], by)
    with writing():
        plan = _open(by, reference)
        same = {"plan": plan, "power": power, "standing": standing, "since": since, "until": until, "words": said}
        if known := DisruptionPower.objects.filter(**same).first():
            return known
        made = DisruptionPower.objects.create(**same, agency_id=by.agency_id, by=by.actor.name, at=at)
        add_step(plan, K.POWER, f"{Power(power).label}: {PowerStanding(standing).label.lower()}. {said}", by, at)
        touch(plan)
        log_plan(plan, Act.CHANGE, f"power: {PowerStanding(standing).label.lower()}", by, at)
    return made


def agree_disruption_action(
    *, reference: str, what: str, owner_agency: str, owner: str, due_on: date, by: Viewer, at: datetime
) -> DisruptionAction:
    """Who does what at the place by when. The owner's agency sits on the panel."""
    said = words(what, "What is to be done", "what")
    name = line(owner, 120, "Who does it", "owner")
    if why := rules.why_not_due(due_on, by.day):
        raise Invalid(why, "due_on")
    refuse_names(_of(reference, by).panel, [what, owner], by)
    with writing():
        plan = _open(by, reference)
        agency = Agency.objects.filter(code=owner_agency, pk__in=agencies_of(plan.panel)).first()
        if agency is None:
            raise Invalid("Choose an agency that sits on the panel.", "owner_agency")
        same = {"plan": plan, "what": said, "owner_agency": agency, "owner": name, "due_on": due_on}
        if known := DisruptionAction.objects.filter(**same, state=ActionState.TO_DO).first():
            return known
        made = DisruptionAction.objects.create(**same, added_by=by.actor.name, added_at=at)
        add_step(plan, K.ACTION, f"{agency.name}, {name}: {said}", by, at)
        touch(plan)
        log_plan(plan, Act.CHANGE, f"agreed an action of {agency.name}", by, at)
    return made


def end_disruption_action(
    *, action_id: int, state: str, outcome: str, changes: int, by: Viewer, at: datetime
) -> DisruptionAction:
    """Say how an action ended: done, not done, impossible after a change, superseded, declined."""
    said = how_it_ended(state, outcome)
    first = DisruptionAction.objects.select_related("plan").filter(pk=action_id).first()
    refuse_names(_of(first.plan.reference if first else "", by).panel, [outcome], by)
    with writing():
        row = DisruptionAction.objects.select_for_update(of=("self",)).get(pk=action_id)
        plan = find_plan(by, row.plan.reference)
        if row.owner_agency_id != by.agency_id and not steers(plan, by):
            raise refuse(by, "disruption plan", plan.reference, "another agency's action", act=Act.CHANGE)
        if row.changes != changes:
            raise Stale("Somebody has ended this action since you opened it.", row.outcome)
        row.state, row.outcome, row.ended_by, row.ended_at = state, said, by.actor.name, at
        row.changes += 1
        row.save()
        add_step(plan, K.ACTION_ENDED, f"{row.get_state_display()}. {said}", by, at)
        touch(plan)
        log_plan(plan, Act.CHANGE, f"action: {row.get_state_display().lower()}", by, at)
    return row


def end_disruption(*, reference: str, end: str, text: str, changes: int, by: Viewer, at: datetime) -> DisruptionPlan:
    """End the plan, with how it ended and why. Actions that are still to do are ended first, one by one."""
    said = words(text, "Why it ends", "text")
    if end not in DisruptionEnd.values:
        raise Invalid("Choose how it ended.", "end")
    refuse_names(_of(reference, by).panel, [text], by)
    with writing():
        plan = _open(by, reference, changes)
        if not steers(plan, by):
            raise refuse(by, "disruption plan", plan.reference, "only who began it or runs the panel ends it")
        if plan.actions.filter(state=ActionState.TO_DO).exists():
            raise Invalid("An action is still to do. Say first how it ended.", "end")
        plan.state, plan.end, plan.ended_at = DisruptionState.ENDED, end, at
        touch(plan)
        add_step(plan, K.ENDED, f"{DisruptionEnd(end).label}. {said}", by, at)
        log_plan(plan, Act.DECIDE, f"ended: {DisruptionEnd(end).label.lower()}", by, at)
    return plan


def reopen_disruption(*, reference: str, reason: str, review_on: date, by: Viewer, at: datetime) -> DisruptionPlan:
    """Take an ended plan up again, with the reason and a day on which it is looked at."""
    why = words(reason, "The reason", "reason")
    to_come(review_on, by, "review_on")
    refuse_names(_of(reference, by).panel, [reason], by)
    with writing():
        plan = find_plan(by, reference)
        if plan.state != DisruptionState.ENDED:
            raise Invalid("This plan has not ended.", "reason")
        plan.state, plan.end, plan.ended_at, plan.review_on = DisruptionState.OPEN, "", None, review_on
        touch(plan)
        add_step(plan, K.REOPENED, why, by, at)
        log_plan(plan, Act.CHANGE, "taken up again", by, at)
    return plan


def _of(reference: str, by: Viewer) -> DisruptionPlan:
    with writing():
        return find_plan(by, reference)


def _open(by: Viewer, reference: str, changes: int | None = None) -> DisruptionPlan:
    plan = find_plan(by, reference, changes=changes)
    if plan.state != DisruptionState.OPEN:
        raise Invalid("This plan has ended. Take it up again first.")
    return plan


def _good(draft: DisruptionDraft, by: Viewer, was: date | None = None) -> tuple[str, str, str]:
    if draft.kind not in DisruptedKind.values:
        raise Invalid("Choose what the plan is of.", "kind")
    theme = line(draft.theme, 200, "The theme", "theme")
    where = line(draft.where, 300, "Where it is", "where")
    if draft.review_on != was:
        to_come(draft.review_on, by, "review_on")
    return theme, where, words(draft.seen, "What is seen there", "seen")
