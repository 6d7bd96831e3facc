"""Asking for an evaluation, working it again, stating what it found as a claim, and taking a claim back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from alongside.audit.actions import record
from alongside.audit.entries import Actor, Entry
from alongside.audit.states import Act
from alongside.common.text import TextError, clean_line, clean_text
from alongside.places.actions.runs import ask_for_run
from alongside.places.claim_drafts import ClaimFacts, facts_of
from alongside.places.errors import PlacesRefused
from alongside.places.evaluation_rules import reason_not_to_state
from alongside.places.models import ClaimWithdrawal, Evaluation, EvaluationClaim, EvaluationRepeat, PlaceRun
from alongside.places.states import RunKind, RunState

LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class EvaluationDraft:
    """What is asked. `plan_id`: the evaluation that locked the design. `locked`: a design that an operation locked,
    with the moment when."""

    settings: Mapping[str, Any]
    plan_id: int | None = None
    locked: Mapping[str, Any] | None = None
    locked_at: datetime | None = None


def ask_for_evaluation(*, draft: EvaluationDraft, sent_key: UUID, by: Actor, at: datetime) -> int:
    """Ask for an evaluation; gives its number. The same `sent_key` twice is one evaluation.

    The design that was locked before, if there is one, is kept beside the one that is used. Raises `PlacesRefused` or
    `Unfit` where it cannot be asked.
    """
    if (held := Evaluation.objects.filter(sent_key=sent_key).first()) is not None:
        return held.pk
    plan = _plan(draft.plan_id, at)
    locked, locked_at = (plan.run.settings, plan.asked_at) if plan else (draft.locked, draft.locked_at)
    try:
        with transaction.atomic():
            run_id = ask_for_run(kind=RunKind.EVALUATION, settings=draft.settings, by=by, at=at)
            run = PlaceRun.objects.get(pk=run_id)
            made = Evaluation.objects.create(
                name=run.settings["name"],
                question=run.settings["question"],
                run=run,
                plan=plan,
                locked=dict(locked) if locked else None,
                locked_at=locked_at if locked else None,
                sent_key=sent_key,
                agency_code=by.agency_code,
                asked_by=by.name,
                asked_at=at,
            )
            _note(Act.ASK, "evaluation", made.pk, run.title, by, at)
    except IntegrityError:
        return Evaluation.objects.get(sent_key=sent_key).pk
    return made.pk


def work_evaluation_again(*, evaluation_id: int, by: Actor, at: datetime) -> int:
    """Ask for the same evaluation once more, so that its figures can be held against the first; gives its run.

    One that waits already is not asked for twice. Raises `PlacesRefused` where the first has no answer yet.
    """
    with transaction.atomic():
        row = Evaluation.objects.select_related("run").select_for_update(of=("self",)).get(pk=evaluation_id)
        if row.run.state != RunState.DONE:
            raise PlacesRefused("It has no answer yet to compare with.", "Wait until it is worked through.")
        repeats = row.repeats.select_related("run")
        if (last := repeats.last()) is not None and last.run.state in (RunState.WAITING, RunState.RUNNING):
            return last.run_id
        settings = {key: value for key, value in row.run.settings.items() if key != "state"}
        run_id = ask_for_run(
            kind=RunKind.EVALUATION, settings={**settings, "again": _next_turn(row.run)}, by=by, at=at
        )
        EvaluationRepeat.objects.create(
            evaluation=row, run_id=run_id, agency_code=by.agency_code, asked_by=by.name, asked_at=at
        )
        _note(Act.VERIFY, "evaluation", row.pk, f"Worked again: {row.run.title}", by, at)
    return run_id


def state_claim(
    *, evaluation_id: int, definition_version: str, used_in: str, sent_key: UUID, by: Actor, at: datetime
) -> int:
    """Keep what an evaluation found as a claim with all that belongs to it; gives its number.

    Everything but the version of the definition and the place where it will be said comes from the evaluation itself.
    Raises `PlacesRefused` where it has no answer, no two counts, or words are missing.
    """
    row = Evaluation.objects.select_related("run").filter(pk=evaluation_id).first()
    if row is None or row.run.state != RunState.DONE or row.run.result is None:
        raise PlacesRefused("That evaluation has no answer.", "State a claim from one that has.")
    facts = facts_of(row.run.settings, row.run.result)
    if (why_not := _reason_not_to_state(facts)) is not None:
        raise PlacesRefused(why_not, "What would help stands on the page of the evaluation.")
    version, used = _line(definition_version, "version of the definition"), _line(used_in, "place where it will be said")
    try:
        with transaction.atomic():
            made = EvaluationClaim.objects.create(
                evaluation=row, definition_version=version, used_in=used, sent_key=sent_key, agency_code=by.agency_code,
                stated_by=by.name, stated_at=at, **facts.columns(),
            )  # fmt: skip
            _note(Act.DECIDE, "claim of an evaluation", made.pk, made.words, by, at)
    except IntegrityError:
        return EvaluationClaim.objects.get(sent_key=sent_key).pk
    return made.pk


def withdraw_claim(*, claim_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Take a claim back, with a reason. It stays to be seen, marked. Raises `PlacesRefused` without a reason."""
    try:
        said = clean_text(reason, LONGEST)
    except TextError as broken:
        raise PlacesRefused(str(broken)) from None
    if not said.strip():
        raise PlacesRefused("Give a reason: whoever heard the claim has to understand it.")
    with transaction.atomic():
        row = EvaluationClaim.objects.select_for_update().get(pk=claim_id)
        if ClaimWithdrawal.objects.filter(claim=row).exists():
            raise PlacesRefused("It is withdrawn already. Nothing was changed.")
        ClaimWithdrawal.objects.create(claim=row, reason=said, agency_code=by.agency_code, by=by.name, at=at)
        _note(Act.DECIDE, "claim of an evaluation", row.pk, f"Withdrawn: {said}", by, at)


def _plan(plan_id: int | None, at: datetime) -> Evaluation | None:
    if plan_id is None:
        return None
    plan = Evaluation.objects.select_related("run").filter(pk=plan_id).first()
    if plan is None:
        raise PlacesRefused("The evaluation that planned this one is not held here.", "Open it from the list again.")
    if not is_before_start(plan.asked_at, plan.run.settings):
        raise PlacesRefused(
            "That evaluation was itself asked after the start, and locked nothing.", "Ask without a plan."
        )
    return plan


def is_before_start(asked_at: datetime, settings: Mapping[str, Any]) -> bool:
    return asked_at.date() < date.fromisoformat(f"{settings['start']}-01")


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
