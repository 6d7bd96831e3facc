"""One case on one page, as far as its viewer may see it. The lists of cases stand in `case_lists`."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from alongside.common.clock_status import ClockState, ClockStatus
from alongside.partners.access import Decision, refuse, require
from alongside.partners.standing import Viewer
from alongside.support.case_parts import carried_by, parts_of, purpose_of
from alongside.support.contracting import placement_of
from alongside.support.definitions.answers import AnswerShown, shown
from alongside.support.definitions.kept import definition_of
from alongside.support.definitions.parts import ClockRule, Definition, EntryKind, Move, Who
from alongside.support.models import (
    Case,
    CaseEntry,
    CaseFeedback,
    CaseStep,
    SecondLookAsked,
)
from alongside.support.queries.affiliation import TakenBack, TieShown, said_in
from alongside.support.queries.clocks import statuses_of
from alongside.support.queries.moments import MomentOnMatter, moments_on
from alongside.support.queries.national import NationalOnCase, national_on
from alongside.support.queries.shown import Child, child_of
from alongside.support.references import CASE, normal
from alongside.support.states import VIEW_OF_CASE, StageKind

PAGE = 25
LOOKS = Prefetch("second_looks", SecondLookAsked.objects.select_related("asked_by", "looked_by"))


@dataclass(frozen=True, slots=True)
class EntryShown:
    id: int
    label: str
    happened_at: datetime
    by: str
    agency: str
    answers: tuple[AnswerShown, ...]
    corrects: int | None
    correction_reason: str
    is_corrected: bool
    may_correct: bool


@dataclass(frozen=True, slots=True)
class StepShown:
    label: str
    stage: str
    at: datetime
    by: str
    reason: str
    answers: tuple[AnswerShown, ...]


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything of one case that this viewer may see, and what her part lets her do now."""

    reference: str
    changes: int
    pathway: str
    pathway_code: str
    version: int
    child: Child
    holder: str
    receiver: str
    stage: str
    stage_meaning: str
    stage_kind: StageKind
    stage_since: datetime
    has_ended: bool
    held_because: str
    meets: str
    threshold: str
    consent: str
    consent_reason: str
    answers: tuple[AnswerShown, ...]
    clocks: tuple[tuple[str, ClockStatus, str], ...]
    steps: tuple[StepShown, ...]
    entries: tuple[EntryShown, ...]
    feedback: tuple[CaseFeedback, ...]
    second_look: SecondLookAsked | None
    asked: StepShown | None
    worker: str
    parts: frozenset[Who]
    moves: tuple[Move, ...]
    to_panel: frozenset[str]
    """The moves that bring it before a panel at once."""
    ending: frozenset[str]
    """The moves with which it ends."""
    may_write: tuple[EntryKind, ...]
    decision: Decision
    from_matter: str
    received_at: datetime
    last_contact_at: datetime | None
    contract: str
    ties: tuple[TieShown, ...]
    taken_back: tuple[TakenBack, ...]
    national: NationalOnCase
    moments: tuple[MomentOnMatter, ...]


def case_page(viewer: Viewer, reference: str) -> CasePage:
    """One case on one page: decided, logged, and only then shown."""
    normalised = normal(reference, CASE)
    case = (
        Case.objects.select_related("pathway", "version", "holder", "receiver", "record", "worker")
        .prefetch_related("record__names", "steps", "entries__agency", "feedback", LOOKS)
        .filter(reference=normalised)
        .first()
    )
    parts = parts_of(case, viewer) if case else frozenset()
    if case is None or not parts:
        raise refuse(viewer, "case", normalised, "no such case, or the member has no part in it")
    definition = definition_of(case.version)
    decision = require(viewer, case.subject, purpose_of(definition), carried_by(definition), needs=VIEW_OF_CASE)
    return _page(viewer, case, definition, decision, parts)


def _page(viewer: Viewer, case: Case, definition: Definition, decision: Decision, parts: frozenset[Who]) -> CasePage:
    groups = {group.code for group in decision.groups}
    stage = definition.stage(case.stage)
    waiting = next((one for one in case.second_looks.all() if one.looked_at is None), None)
    rules = {one.code: one for one in definition.clocks}
    clocks = statuses_of([case.reference], viewer.at)
    told = not (case.holder_id == viewer.agency_id and case.receiver_id != viewer.agency_id)
    moves = tuple(one for one in definition.moves_from(case.stage) if parts & set(one.by) and waiting is None)
    said = said_in(viewer, case, parts)
    return CasePage(
        reference=case.reference, changes=case.changes, pathway=case.pathway.name, pathway_code=case.pathway.code,
        version=case.version.number, child=child_of(case.record), holder=case.holder.name,
        receiver=case.receiver.name, stage=stage.label, stage_meaning=stage.meaning, stage_kind=stage.kind,
        stage_since=case.stage_since,
        has_ended=case.ended_at is not None, held_because=case.held_because, meets=case.meets,
        threshold=definition.threshold.label, consent=case.get_consent_display(), consent_reason=case.consent_reason,
        answers=shown(definition.questions, case.answers, groups),
        clocks=tuple((rules[kind].label, status, _breach(rules[kind], status)) for (kind, _), status in clocks.items()),
        steps=_history(case, definition, groups) if told else (),
        entries=_entries(case, definition, groups, viewer) if told else (),
        feedback=tuple(case.feedback.all()), second_look=waiting if told else None,
        asked=_asked(waiting, definition, groups) if told and waiting else None,
        worker=case.worker.name if case.worker else "", parts=parts,
        moves=moves, to_panel=frozenset(one.code for one in moves if _to_panel(definition, one)),
        ending=frozenset(one.code for one in moves if definition.stage(one.target).kind is StageKind.ENDED),
        may_write=tuple(
            one for one in definition.entries if parts & set(one.by) and case.stage in (one.stages or (case.stage,))
        ),
        decision=decision, from_matter=case.from_matter, received_at=case.received_at,
        last_contact_at=case.last_contact_at,
        contract=placement.contract.reference if told and (placement := placement_of(case)) else "",
        ties=said.ties, taken_back=said.taken_back, national=national_on(viewer, case, parts),
        moments=moments_on(viewer, case) if told else (),
    )  # fmt: skip


def _to_panel(definition: Definition, move: Move) -> bool:
    return definition.stage(move.target).kind is StageKind.PANEL and not move.second_look


def _breach(rule: ClockRule, status: ClockStatus) -> str:
    """What the pathway says of a clock that ran out, while it still matters."""
    return rule.breach if status.state is ClockState.BREACHED else ""


def _history(case: Case, definition: Definition, groups: set[str]) -> tuple[StepShown, ...]:
    """What was decided, and what a second pair of eyes said of it."""
    steps = [_step(one, definition, groups) for one in case.steps.all()]
    looks = [_looked(one, definition) for one in case.second_looks.all() if one.looked_by and one.looked_at]
    return tuple(sorted(steps + looks, key=lambda one: one.at))


def _looked(one: SecondLookAsked, definition: Definition) -> StepShown:
    rule = definition.move(one.move)
    label, said = rule.label if rule else one.move, "Agreed" if one.agreed else "Sent back"
    by = one.looked_by.name if one.looked_by else ""
    return StepShown(f"Second look at “{label}”", said, one.looked_at or one.asked_at, by, one.words, ())


def _step(one: CaseStep, definition: Definition, groups: set[str]) -> StepShown:
    rule = definition.move(one.move)
    answers = shown(rule.asks, one.answers, groups) if rule else ()
    return StepShown(one.label, definition.stage(one.to_stage).label, one.at, one.by, one.reason, answers)


def _asked(one: SecondLookAsked, definition: Definition, groups: set[str]) -> StepShown:
    """The decision that waits for a second pair of eyes, as it would stand in the history."""
    rule = definition.move(one.move)
    label, stage = (rule.label, definition.stage(rule.target).label) if rule else (one.move, "")
    answers = shown(rule.asks, one.answers, groups) if rule else ()
    return StepShown(label, stage, one.asked_at, one.asked_by.name, one.reason, answers)


def _entries(case: Case, definition: Definition, groups: set[str], viewer: Viewer) -> tuple[EntryShown, ...]:
    # Of an agency that gave the case away, only what an agreement with it lets the viewer's agency know.
    near, purpose = {viewer.agency_id, case.receiver_id, case.holder_id}, purpose_of(definition)
    rows = [one for one in case.entries.all() if one.agency_id in near or viewer.terms_with(purpose, one.agency_id)]
    corrected = {one.corrects_id for one in rows}
    return tuple(_entry(one, definition, groups, one.pk in corrected, viewer) for one in rows)


def _entry(one: CaseEntry, definition: Definition, groups: set[str], is_corrected: bool, viewer: Viewer) -> EntryShown:
    rule = definition.entry(one.kind)
    return EntryShown(
        id=one.pk, label=one.label, happened_at=one.happened_at, by=one.by, agency=one.agency.name,
        answers=shown(rule.asks, one.answers, groups) if rule else (), corrects=one.corrects_id,
        correction_reason=one.correction_reason, is_corrected=is_corrected,
        may_correct=not is_corrected and one.agency_id == viewer.agency_id,
    )  # fmt: skip
