"""Evaluations as pages read them: a line of the list, one with its answer, what working it again gave, its claims."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from alongside.common.periods import parse_month
from alongside.places.analyses.evaluation_settings import begun_in
from alongside.places.evaluation_months import without_months
from alongside.places.evaluation_rules import Departure
from alongside.places.evaluation_states import EvaluationQuestion
from alongside.places.models import Evaluation, EvaluationClaim, EvaluationRepeat
from alongside.places.queries.runs import RunDetail
from alongside.places.states import UNDER_WAY, RunState

# Of two answers that differ so many differences are named.
MOST_DIFFERENCES = 8


@dataclass(frozen=True, slots=True)
class EvaluationSummary:
    """One line of the list. `letter` is empty for the question whether the problem is smaller, and for a refusal."""

    id: int
    name: str
    question: EvaluationQuestion
    run_id: int
    state: RunState
    start: str
    last: str
    outcome: str
    answer: str
    letter: str
    is_refused: bool
    asked_by: str
    asked_at: datetime
    sources: tuple[str, ...]

    @property
    def span(self) -> str:
        return f"{parse_month(self.start):%B %Y} to {parse_month(self.last):%B %Y}"


@dataclass(frozen=True, slots=True)
class OperationEvaluated:
    """An operation, whether its protocol is locked, and what was asked of it."""

    reference: str
    name: str
    is_locked: bool
    evaluations: tuple[EvaluationSummary, ...]


@dataclass(frozen=True, slots=True)
class RepeatTold:
    """What working it again gave. `is_same` is None while it is not worked through."""

    run_id: int
    asked_by: str
    asked_at: datetime
    state: RunState
    is_same: bool | None
    is_same_data: bool | None
    differences: tuple[str, ...]
    library_version: str


@dataclass(frozen=True, slots=True)
class ClaimTold:
    id: int
    evaluation_id: int
    words: str
    definition: str
    definition_version: str
    area: str
    before_span: tuple[date, date]
    after_span: tuple[date, date]
    before: int
    after: int
    percent: float | None
    interval: tuple[float, float] | None
    comparator: str
    comparator_counts: tuple[int, int] | None
    source: str
    extracted: str
    used_in: str
    agency_code: str
    stated_by: str
    stated_at: datetime
    withdrawn: str
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class ProtocolChange:
    """A later version of an operation's protocol, which an evaluation does not go by."""

    number: int
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class EvaluationDetail:
    """`operation`: reference and name. `locked_at` is None where nothing was locked before it started."""

    summary: EvaluationSummary
    run: RunDetail
    operation: tuple[str, str] | None
    plan_id: int | None
    protocol_changes: tuple["ProtocolChange", ...]
    locked_at: datetime | None
    departures: tuple[Departure, ...]
    repeats: tuple[RepeatTold, ...]
    claims: tuple[ClaimTold, ...]

    @property
    def is_before_start(self) -> bool:
        """Whether it was asked before the first month, so that its design is locked by it."""
        return self.summary.asked_at.date() < begun_in(self.run.settings)


def summary_of(row: Evaluation, verdict: Mapping[str, Any] | None) -> EvaluationSummary:
    settings = row.run.settings
    told = verdict or {}
    is_refused = bool(told.get("refused")) or row.run.state == RunState.REFUSED
    return EvaluationSummary(
        id=row.pk,
        name=row.name,
        question=EvaluationQuestion(row.question),
        run_id=row.run_id,
        state=RunState(row.run.state),
        start=settings["start"],
        last=settings["last"],
        outcome=", ".join(settings["kinds"]),
        answer=_answer(told, row.run.refusal),
        letter=told.get("letter", ""),
        is_refused=is_refused,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        sources=(settings["source"],),
    )


def _answer(verdict: Mapping[str, Any], refusal: str) -> str:
    if verdict.get("refused"):
        return f"Because {verdict['because'].replace('periods', 'months')}."
    return str(verdict.get("sentence", "")) or refusal


def repeat_of(row: EvaluationRepeat, first: RunDetail) -> RepeatTold:
    done = row.run.state == RunState.DONE
    state = RunState(row.run.state)
    again = without_months(row.run.result) if done and row.run.result is not None else None
    found = list(differences(first.result, again))[:MOST_DIFFERENCES] if done else []
    ended = done or state not in UNDER_WAY
    return RepeatTold(
        run_id=row.run_id,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        state=state,
        is_same=(done and not found) if ended else None,
        is_same_data=(row.run.data_hash == first.data_hash) if done else None,
        differences=tuple(found),
        library_version=row.run.library_version,
    )


def differences(first: Any, again: Any, where: str = "") -> Iterator[str]:
    """Every place in which two answers differ, with both values; a number differs in its last digit."""
    if isinstance(first, Mapping) and isinstance(again, Mapping):
        for key in sorted({*first, *again}):
            yield from differences(first.get(key), again.get(key), f"{where}.{key}" if where else key)
    elif isinstance(first, list) and isinstance(again, list) and len(first) == len(again):
        for number, (one, other) in enumerate(zip(first, again, strict=True)):
            yield from differences(one, other, f"{where}[{number}]")
    elif first != again:
        yield f"{where}: {_short(first)} before, {_short(again)} now"


def _short(value: Any) -> str:
    return f"{str(value)[:60]}…" if len(str(value)) > 61 else str(value)


def claim_of(row: EvaluationClaim) -> ClaimTold:
    taken_back = getattr(row, "withdrawal", None)
    whole = row.comparator_before is not None and row.comparator_after is not None
    return ClaimTold(
        id=row.pk,
        evaluation_id=row.evaluation_id,
        words=row.words,
        definition=row.definition,
        definition_version=row.definition_version,
        area=row.area,
        before_span=(row.before_first, row.before_last),
        after_span=(row.after_first, row.after_last),
        before=row.before,
        after=row.after,
        percent=row.percent,
        interval=None if row.low is None or row.high is None else (row.low, row.high),
        comparator=row.comparator,
        comparator_counts=(row.comparator_before or 0, row.comparator_after or 0) if whole else None,
        source=row.source,
        extracted=row.extracted,
        used_in=row.used_in,
        agency_code=row.agency_code,
        stated_by=row.stated_by,
        stated_at=row.stated_at,
        withdrawn=taken_back.reason if taken_back else "",
        withdrawn_at=taken_back.at if taken_back else None,
    )
