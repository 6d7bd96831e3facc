"""A case under a contract on one page: sessions, outcomes, what is said about ties, the earlier story, the end report."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from alongside.partners.access import Decision
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup
from alongside.support.attendance import HELD, MISSED
from alongside.support.case_parts import purpose_of
from alongside.support.contracting import said
from alongside.support.definitions.answers import AnswerShown, shown
from alongside.support.definitions.parts import Who
from alongside.support.models import Case, CaseSession, CaseStep, NextStep, OutcomeMark
from alongside.support.provided import Provided, is_session_stage, provided_case, strands_of
from alongside.support.queries.affiliation import TakenBack, TieShown, said_in
from alongside.support.queries.sessions import HeldRow, sessions_of
from alongside.support.queries.shown import Child, child_of
from alongside.support.states import VIEW_OF_CASE, Occasion, OutcomeState


@dataclass(frozen=True, slots=True)
class MarkShown:
    state: str
    label: str
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    code: str
    label: str
    start: MarkShown | None
    end: MarkShown | None


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier time with this or another provider that the viewer may see."""

    reference: str
    pathway: str
    provider: str
    received_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class SupportPage:
    """What a provider's worker sees of her case beside the case itself."""

    reference: str
    child: Child
    pathway: str
    stage: str
    contract: str
    contract_title: str
    worker: str
    has_ended: bool
    may_write: bool
    needs: tuple[str, ...]
    planned: tuple[CaseSession, ...]
    held: tuple[HeldRow, ...]
    steps: tuple[NextStep, ...]
    outcomes: tuple[OutcomeLine, ...]
    ties: tuple[TieShown, ...]
    taken_back: tuple[TakenBack, ...]
    earlier: tuple[Earlier, ...]
    decision: Decision


def support_page(viewer: Viewer, reference: str) -> SupportPage:
    """Decided and logged; only for the provider that works the case under its contract."""
    one = provided_case(viewer, reference)
    case, terms = one.case, one.placement.terms
    said = said_in(viewer, case, one.parts)
    return SupportPage(
        reference=case.reference, child=child_of(case.record), pathway=case.pathway.name,
        stage=one.definition.stage(case.stage).label, contract=one.placement.contract.reference,
        contract_title=terms.title, worker=case.worker.name if case.worker else "",
        has_ended=case.ended_at is not None, may_write=is_session_stage(one.definition, case.stage), needs=_needs(one),
        planned=tuple(CaseSession.objects.filter(case=case, entry__isnull=True)), held=sessions_of(viewer, one),
        steps=tuple(NextStep.objects.filter(case=case, done_at__isnull=True)), outcomes=_outcomes(one),
        ties=said.ties, taken_back=said.taken_back, earlier=_earlier(viewer, one), decision=one.decision,
    )  # fmt: skip


def _needs(one: Provided) -> tuple[str, ...]:
    """The needs by strand, as they were agreed last."""
    labels = {option.code: option.label for option in strands_of(one.definition)}
    for step in CaseStep.objects.filter(case=one.case).order_by("-at", "-pk"):
        strands = step.answers.get("strands")
        if isinstance(strands, list):
            return tuple(labels.get(str(code), str(code)) for code in strands)
    return ()


def _outcomes(one: Provided) -> tuple[OutcomeLine, ...]:
    latest: dict[tuple[str, str], MarkShown] = {}
    for row in OutcomeMark.objects.filter(case=one.case).order_by("at", "pk"):
        label = OutcomeState(row.state).words
        latest[row.outcome, row.occasion] = MarkShown(row.state, label, row.words, row.by, row.at)
    return tuple(
        OutcomeLine(
            line.code, line.label, latest.get((line.code, Occasion.START)), latest.get((line.code, Occasion.END))
        )
        for line in said(one.placement.terms).outcomes
    )


def _earlier(viewer: Viewer, one: Provided) -> tuple[Earlier, ...]:
    """Other times along this pathway, as far as the one rule lets the viewer see them."""
    rows = (
        Case.objects.visible_to(viewer, purpose_of(one.definition), *VIEW_OF_CASE)
        .filter(record__person_id=one.case.record.person_id, pathway_id=one.case.pathway_id)
        .exclude(pk=one.case.pk)
        .select_related("pathway", "receiver")
        .order_by("-received_at")
    )
    return tuple(
        Earlier(row.reference, row.pathway.name, row.receiver.name, row.received_at, row.ended_at) for row in rows
    )


@dataclass(frozen=True, slots=True)
class OutcomesAsked:
    """The contract's list, with what was marked on this occasion before."""

    reference: str
    child: Child
    lines: tuple[tuple[str, str], ...]
    before: Mapping[str, MarkShown]
    has_ended: bool


def outcomes_asked(viewer: Viewer, reference: str, occasion: str) -> OutcomesAsked:
    """Decided and logged."""
    one = provided_case(viewer, reference)
    lines = _outcomes(one)
    marks = {line.code: line.start if occasion == Occasion.START else line.end for line in lines}
    return OutcomesAsked(
        one.case.reference, child_of(one.case.record), tuple((line.code, line.label) for line in lines),
        {code: mark for code, mark in marks.items() if mark}, one.case.ended_at is not None,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class EndReport:
    """What was needed, what was done, where it stands: for the file, and to tell the referrer from."""

    reference: str
    child: Child
    provider: str
    contract: str
    received_at: datetime
    ended_at: datetime
    ended_by: str
    reason: str
    needs: tuple[str, ...]
    held: int
    missed: int
    outcomes: tuple[OutcomeLine, ...]
    words: tuple[AnswerShown, ...]
    told: bool
    decision: Decision


def end_report(viewer: Viewer, reference: str) -> EndReport | None:
    """Decided and logged; None while the case has not ended with one."""
    one = provided_case(viewer, reference)
    case = one.case
    last = CaseStep.objects.filter(case=case, to_stage=case.stage).order_by("-at", "-pk").first()
    if case.ended_at is None or last is None:
        return None
    rule = one.definition.move(last.move)
    groups = {FieldGroup.SUPPORT.code, *(group.code for group in one.decision.groups)}
    came = [row.came for row in sessions_of(viewer, one)]
    return EndReport(
        reference=case.reference, child=child_of(case.record), provider=case.receiver.name,
        contract=one.placement.terms.title, received_at=case.received_at, ended_at=case.ended_at, ended_by=last.by,
        reason=last.reason, needs=_needs(one), held=sum(one in HELD for one in came),
        missed=sum(one in MISSED for one in came), outcomes=_outcomes(one),
        words=shown(rule.asks, last.answers, _own_words(one, groups)) if rule else (),
        told=case.told_at is not None, decision=one.decision,
    )  # fmt: skip


def _own_words(one: Provided, groups: set[str]) -> set[str]:
    """The provider wrote the report itself: it reads what it wrote."""
    return {*groups, *one.definition.carries} if Who.PROVIDER in one.parts else groups
