"""Asking for an evaluation, working it again, stating what it found as a claim, and taking a claim back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from alongside.audit.actions import record
from alongside.audit.entries import Actor, Entry
from alongside.audit.states import Act
from alongside.common.text import TextError, clean_line, clean_text
from alongside.partners.standing import Viewer
from alongside.places.actions.runs import ask_for_run
from alongside.places.analyses.evaluation_of_operation import settings_of
from alongside.places.analyses.evaluation_settings import TAKEN, begun_in, complete_settings
from alongside.places.claim_drafts import ClaimFacts, facts_of
from alongside.places.crime_sources import RECORDED_CRIME
from alongside.places.errors import PlacesRefused
from alongside.places.evaluation_rules import LOCKED, reason_not_to_state
from alongside.places.evaluation_sight import evaluations_for, protocol_to_go_by
from alongside.places.models import (
    ClaimWithdrawal,
    Evaluation,
    EvaluationClaim,
    EvaluationRepeat,
    Operation,
    PlaceProblem,
    PlaceRun,
)
from alongside.places.operation_sight import open_operations
from alongside.places.queries.problems import open_problems
from alongside.places.sources import open_keys
from alongside.places.states import RunKind, RunState

LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class EvaluationDraft:
    """What is asked. `operation`: the reference of one whose locked protocol is the design; what `settings` holds then
    stands in place of its parts, as a departure. `plan_id`: an evaluation asked before the start, which locked it; its
    operation and its problem are carried on. `problem_id`: a problem to work on, whose name and outline are the place."""

    settings: Mapping[str, Any]
    operation: str = ""
    plan_id: int | None = None
    problem_id: int | None = None


def ask_for_evaluation(*, draft: EvaluationDraft, sent_key: UUID, by: Viewer, at: datetime) -> int:
    """Ask for an evaluation; gives its number. The same `sent_key` twice is one evaluation.

    The design that was locked before, if there is one, is kept beside the one that is used. Raises `PlacesRefused` or
    `Unfit` where it cannot be asked.
    """
    if (held := Evaluation.objects.filter(sent_key=sent_key).first()) is not None:
        return held.pk
    plan = _plan(by, draft.plan_id)
    operation = plan.operation if plan else _operation(by, draft.operation)
    problem = plan.problem if plan else _problem(by, draft.problem_id)
    design, locked_at = _design(plan, operation, draft.settings)
    locked = complete_settings(design) if design else None
    place = {"outline": problem.outline, "name": problem.name} if problem else {}
    kept = {key: value for key, value in design.items() if key not in ("state", "again")}
    settings = {**place, **kept, **draft.settings}
    refuse_closed_source(by, str(settings.get("source") or RECORDED_CRIME))
    try:
        with transaction.atomic():
            run_id = ask_for_run(kind=RunKind.EVALUATION, settings=settings, by=by.actor, at=at)
            run = PlaceRun.objects.get(pk=run_id)
            made = Evaluation.objects.create(
                name=run.settings["name"],
                question=run.settings["question"],
                run=run,
                operation=operation,
                problem=problem,
                plan=plan,
                locked={key: locked[key] for key in LOCKED} if locked else None,
                locked_at=locked_at,
                sent_key=sent_key,
                agency_code=by.agency_code,
                asked_by=by.actor.name,
                asked_at=at,
            )
            _note(Act.ASK, "evaluation", made.pk, run.title, by.actor, at)
    except IntegrityError:
        return Evaluation.objects.get(sent_key=sent_key).pk
    return made.pk


def work_evaluation_again(*, evaluation_id: int, by: Viewer, at: datetime) -> int:
    """Ask for the same evaluation once more, so that its figures can be held against the first; gives its run.

    One that waits already is not asked for twice. Raises `PlacesRefused` where the first has no answer yet.
    """
    with transaction.atomic():
        row = evaluations_for(by).select_related("run").get(pk=evaluation_id)
        if row.run.state != RunState.DONE:
            raise PlacesRefused("It has no answer yet to compare with.", "Wait until it is worked through.")
        repeats = row.repeats.select_related("run")
        if (last := repeats.last()) is not None and last.run.state in (RunState.WAITING, RunState.RUNNING):
            return last.run_id
        settings = {key: value for key, value in row.run.settings.items() if key != "state"}
        run_id = ask_for_run(
            kind=RunKind.EVALUATION, settings={**settings, "again": _next_turn(row.run)}, by=by.actor, at=at
        )
        EvaluationRepeat.objects.create(
            evaluation=row, run_id=run_id, agency_code=by.agency_code, asked_by=by.actor.name, asked_at=at
        )
        _note(Act.VERIFY, "evaluation", row.pk, f"Worked again: {row.run.title}", by.actor, at)
    return run_id


def state_claim(
    *, evaluation_id: int, definition_version: str, used_in: str, sent_key: UUID, by: Viewer, at: datetime
) -> int:
    """Keep what an evaluation found as a claim with all that belongs to it; gives its number.

    Everything but the version of the definition and the place where it will be said comes from the evaluation itself.
    Raises `PlacesRefused` where it has no answer, no two counts, or words are missing.
    """
    row = evaluations_for(by).select_related("run").filter(pk=evaluation_id).first()
    if row is None or row.run.state != RunState.DONE or row.run.result is None:
        raise PlacesRefused("That evaluation has no answer.", "State a claim from one that has.")
    facts = facts_of(row.run.settings, row.run.result)
    if (why_not := _reason_not_to_state(facts)) is not None:
        raise PlacesRefused(why_not, "What would help stands on the page of the evaluation.")
    version, used = (
        _line(definition_version, "version of the definition"),
        _line(used_in, "place where it will be said"),
    )
    try:
        with transaction.atomic():
            made = EvaluationClaim.objects.create(
                evaluation=row, definition_version=version, used_in=used, sent_key=sent_key, agency_code=by.agency_code,
                stated_by=by.actor.name, stated_at=at, **facts.columns(),
            )  # fmt: skip
            _note(Act.DECIDE, "claim of an evaluation", made.pk, made.words, by.actor, at)
    except IntegrityError:
        return EvaluationClaim.objects.get(sent_key=sent_key).pk
    return made.pk


def withdraw_claim(*, claim_id: int, reason: str, by: Viewer, at: datetime) -> None:
    """Take a claim of one's own agency back, with a reason. It stays to be seen, marked.

    Raises `PlacesRefused` without a reason, and for a claim that another agency stated.
    """
    try:
        said = clean_text(reason, LONGEST)
    except TextError as broken:
        raise PlacesRefused(str(broken)) from None
    if not said.strip():
        raise PlacesRefused("Give a reason: whoever heard the claim has to understand it.")
    with transaction.atomic():
        rows = EvaluationClaim.objects.filter(evaluation__in=evaluations_for(by))
        row = rows.select_for_update().filter(pk=claim_id).first()
        if row is None:
            raise PlacesRefused("That claim is not held here.", "Open it from its evaluation again.")
        if row.agency_code != by.agency_code:
            raise PlacesRefused("Another agency stated that claim.", "Ask it to take the claim back.")
        if ClaimWithdrawal.objects.filter(claim=row).exists():
            raise PlacesRefused("It is withdrawn already. Nothing was changed.")
        ClaimWithdrawal.objects.create(claim=row, reason=said, agency_code=by.agency_code, by=by.actor.name, at=at)
        _note(Act.DECIDE, "claim of an evaluation", row.pk, f"Withdrawn: {said}", by.actor, at)


def _plan(by: Viewer, plan_id: int | None) -> Evaluation | None:
    if plan_id is None:
        return None
    plan = evaluations_for(by).select_related("run", "operation", "problem").filter(pk=plan_id).first()
    if plan is None:
        raise PlacesRefused("The evaluation that planned this one is not held here.", "Open it from the list again.")
    if not is_before_start(plan.asked_at, plan.run.settings):
        raise PlacesRefused(
            "That evaluation was itself asked after the start, and locked nothing.", "Ask without a plan."
        )
    return plan


def _operation(by: Viewer, reference: str) -> Operation | None:
    if not reference:
        return None
    found = open_operations(by).filter(reference=reference).first()
    if found is None:
        raise PlacesRefused("That operation is not held here.", "Choose one from the list.")
    return found


def _problem(by: Viewer, number: int | None) -> PlaceProblem | None:
    if number is None:
        return None
    found = open_problems(open_keys(by.permissions)).filter(pk=number).first()
    if found is None:
        raise PlacesRefused("That problem is not held here.", "Open it from the list of problems again.")
    return found


def _design(
    plan: Evaluation | None, operation: Operation | None, settings: Mapping[str, Any]
) -> tuple[dict[str, Any], datetime | None]:
    """What was locked, and when; nothing for a study of its own."""
    if plan is not None:
        return {key: value for key, value in plan.run.settings.items() if key in TAKEN}, plan.asked_at
    if operation is None:
        return {}, None
    protocol = protocol_to_go_by(operation)
    if protocol is None:
        raise PlacesRefused(
            f"The protocol of {operation.name} is not locked yet.",
            "Lock it before it starts; then it can be evaluated.",
        )
    name = f"{operation.reference} {operation.name}"
    return settings_of(protocol, name, str(settings.get("question", ""))), protocol.locked_at


def refuse_closed_source(by: Viewer, key: str) -> None:
    """Raise `PlacesRefused` for a source that is not open to whoever asks, in the words for one that is not held."""
    keys = open_keys(by.permissions)
    if keys is not None and key not in keys:
        raise PlacesRefused("That source of events is not held here.", "Choose one of the sources in the list.")


def is_before_start(asked_at: datetime, settings: Mapping[str, Any]) -> bool:
    return asked_at.date() < begun_in(settings)


def _next_turn(run: PlaceRun) -> int:
    return 1 + EvaluationRepeat.objects.filter(evaluation__run=run).count()


def _reason_not_to_state(facts: ClaimFacts) -> str | None:
    return reason_not_to_state(
        before=facts.before, after=facts.after,
        periods=(facts.before_first, facts.before_last, facts.after_first, facts.after_last), percent=facts.percent,
        interval=None if facts.low is None or facts.high is None else (facts.low, facts.high),
    )  # fmt: skip


def _line(words: str, what: str) -> str:
    try:
        line = clean_line(words)
    except TextError as broken:
        raise PlacesRefused(str(broken)) from None
    if not line.strip():
        raise PlacesRefused(f"Give the {what}.", "A claim without it cannot be checked by anybody.")
    return line[:200]


def _note(act: Act, kind: str, number: int, reason: str, by: Actor, at: datetime) -> None:
    record(Entry(at=at, actor=by, act=act, subject_kind=kind, subject_id=str(number), reason=reason))
