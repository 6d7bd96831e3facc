"""Patrol days by lot: begun before the first day, written down place by place, and judged once they are over."""

from datetime import datetime
from uuid import UUID

from alongside.audit.states import Act
from alongside.partners.access import refuse, writing
from alongside.partners.errors import Invalid
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.places.actions.runs import ask_for_run
from alongside.places.analyses.asking import kinds_asked
from alongside.places.errors import PlacesRefused
from alongside.places.models import PatrolDone, PatrolTrial, PlaceRun
from alongside.places.operation_parts import locked, log, once, sent_before, who, words
from alongside.places.operation_states import ENDED
from alongside.places.patrol_lots import Lot, read_lot
from alongside.places.patrol_trial_drafts import PatrolDraft, TrialDraft
from alongside.places.patrol_trial_power import DesignPower, power_of
from alongside.places.patrol_trial_rules import (
    never_visited,
    wrong_with_days,
    wrong_with_hours,
    wrong_with_patrol,
    wrong_with_source,
    wrong_with_visits,
)
from alongside.places.patrol_trial_sight import SUBJECT, trial_seen
from alongside.places.queries.runs import made_from
from alongside.places.source_forms import SourceSummary
from alongside.places.sources import open_keys, source
from alongside.places.states import RunKind, RunState


def begin_patrol_days(*, reference: str, draft: TrialDraft, sent_key: UUID, by: Viewer, at: datetime) -> int:
    """Fix what patrol days by lot go by, before the first of them; gives their number. The same key enters once.

    Raises `Invalid` for a plan, a source or a design that cannot be judged, `Refused` for whoever does not run it.
    """
    with writing():
        operation = locked(reference, by).operation
        if (known := sent_before(PatrolTrial, sent_key)) is not None:
            return known.pk
        plan = _plan(draft.plan, by)
        lot, summary = _lot(plan, by), _source(draft.source, by)
        _check(lot, plan, summary, by)
        kinds = _kinds(draft, summary)
        design = _power(lot, summary, kinds)
        definition = words(draft.definition, "definition", "Say what counts and what does not.", 1_000)

        def make() -> PatrolTrial:
            made = PatrolTrial.objects.create(
                operation=operation, plan=plan, fingerprint=lot.fingerprint, source=summary.key, kinds=list(kinds),
                definition=definition, first_day=lot.days[0], last_day=lot.days[-1], is_secret=draft.is_secret,
                expected=design.expected, smallest_fall=design.smallest_fall, days_needed=design.days_needed,
                sent_key=sent_key, **who(by, at),
            )  # fmt: skip
            log(operation, Act.CREATE, f"Patrol days by lot, {made}, fingerprint {lot.fingerprint}", by, at)
            return made

        return once(PatrolTrial, sent_key, make).pk


def _plan(run_id: int, by: Viewer) -> PlaceRun:
    """A plan by lot that is done, open to this viewer, and that no other days go by."""
    rows = PlaceRun.objects.filter(kind=RunKind.PATROL_PLAN, state=RunState.DONE, pk=run_id)
    keys = open_keys(by.permissions)
    plan = (rows if keys is None else rows.filter(made_from(keys))).first()
    if plan is None or plan.result is None or not plan.result["random"]:
        raise Invalid("Choose a patrol plan by lot from the list.", "plan")
    if PatrolTrial.objects.filter(plan=plan).exists():
        raise Invalid("Patrol days go by that plan already. Plan by lot again.", "plan")
    return plan


def _lot(plan: PlaceRun, by: Viewer) -> Lot:
    try:
        return read_lot(plan.result or {})
    except PlacesRefused as broken:
        raise Invalid(str(broken), "plan") from None


def _source(key: str, by: Viewer) -> SourceSummary:
    keys = open_keys(by.permissions)
    try:
        summary = source(key)
    except PlacesRefused:
        summary = None
    if summary is None or (keys is not None and key not in keys):
        raise Invalid("Choose a source of dated incidents from the list.", "source")
    return summary


def _check(lot: Lot, plan: PlaceRun, summary: SourceSummary, by: Viewer) -> None:
    opened = [list(visits) for visits in lot.visits]
    plane = str((plan.result or {})["about"]["plane"])
    wrong = (
        wrong_with_days(first_day=lot.days[0], today=by.day)
        or wrong_with_visits(never_visited(lot.sent, opened))
        or wrong_with_source(name=summary.name, precision=summary.precision, plane=summary.plane, plan_plane=plane)
        or wrong_with_hours(precision=summary.precision, ends_next_day=lot.ends_next_day)
    )
    if wrong is not None:
        raise Invalid(wrong[1], wrong[0])


def _kinds(draft: TrialDraft, summary: SourceSummary) -> tuple[str, ...]:
    try:
        return tuple(kinds_asked(draft.kinds, summary))
    except PlacesRefused as lost:
        raise Invalid(str(lost), "kinds") from None


def _power(lot: Lot, summary: SourceSummary, kinds: tuple[str, ...]) -> DesignPower:
    try:
        return power_of(lot, summary, kinds)
    except PlacesRefused as too_few:
        raise Invalid(str(too_few), "plan") from None


def write_patrol(*, reference: str, trial_id: int, draft: PatrolDraft, sent_key: UUID, by: Viewer, at: datetime) -> int:
    """Write down what was done at a place on a day of the lot; gives its number. A form that was sent twice enters once.

    What the lot did not say, and a second word on the same place and day, needs a reason.
    """
    reason = words(draft.reason, "reason", "", 1_000)
    with writing():
        told = trial_seen(by, reference, trial_id)
        if not told.may_write:
            raise refuse(by, SUBJECT, f"{reference}/{trial_id}", "the member's agency does not patrol", act=Act.CREATE)
        if told.found.stage in ENDED:
            raise Invalid("The operation is over. Nothing more is written down.")
        # One after the other, so that of two words on a place and day the second is seen to be a correction.
        row = PatrolTrial.objects.select_for_update(of=("self",)).select_related("plan").get(pk=told.row.pk)
        if (known := sent_before(PatrolDone, sent_key)) is not None:
            return known.pk
        lot = read_lot(row.plan.result or {})
        if draft.day not in lot.days or not 0 <= draft.place < len(lot.places):
            raise Invalid("That place or day is not in the plan. Choose one from the list.")
        is_correction = row.done.filter(day=draft.day, place=draft.place).exists()
        wrong = wrong_with_patrol(
            day=draft.day, today=by.day, was_patrolled=draft.was_patrolled, minutes=draft.minutes,
            is_assigned=draft.place in lot.sent[lot.days.index(draft.day)], is_correction=is_correction, reason=reason,
        )  # fmt: skip
        if wrong is not None:
            raise Invalid(wrong[1], wrong[0])

        def make() -> PatrolDone:
            made = PatrolDone.objects.create(
                trial=row, day=draft.day, place=draft.place, was_patrolled=draft.was_patrolled, minutes=draft.minutes,
                reason=reason, sent_key=sent_key, **who(by, at),
            )  # fmt: skip
            deed = f"{draft.minutes} minutes" if draft.was_patrolled else "no patrol"
            log(told.found.operation, Act.CHANGE if is_correction else Act.CREATE, f"Patrol by lot: {deed}", by, at)
            return made

        return once(PatrolDone, sent_key, make).pk


def judge_patrol_days(*, reference: str, trial_id: int, by: Viewer, at: datetime) -> int:
    """Ask what the days by lot show; gives the run. Raises `Invalid` before the last of them is over."""
    told = trial_seen(by, reference, trial_id)
    if not (by.may(Permission.EVALUATE) or told.found.may_run):
        raise refuse(by, SUBJECT, f"{reference}/{trial_id}", "the member does not evaluate", act=Act.ASK)
    if not told.is_over:
        raise Invalid(
            f"They are looked at once all are over, after {told.row.last_day:%-d %B %Y}. Whoever looks before, and stops "
            "when it pleases, finds what is not there."
        )
    try:
        return ask_for_run(kind=RunKind.PATROL_DAYS, settings={"trial": told.row.pk}, by=by.actor, at=at)
    except PlacesRefused as refused:
        raise Invalid(str(refused)) from None
