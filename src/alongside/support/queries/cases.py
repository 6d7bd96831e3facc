"""What members see of cases: queues by clock, one case on one page, an agency's own referrals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from alongside.common.clock_status import ClockState, ClockStatus
from alongside.partners.access import Decision, log_list, refuse, require
from alongside.partners.models import Member
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.partners.states import Purpose
from alongside.people.threads import names_of
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
    DefinedPathway,
    PathwayReceiver,
    PathwayVersion,
    SecondLookAsked,
)
from alongside.support.queries.affiliation import TieShown, ties_of
from alongside.support.queries.clocks import next_clocks, statuses_of
from alongside.support.queries.moments import MomentOnMatter, moments_on
from alongside.support.queries.national import NationalOnCase, national_on
from alongside.support.queries.shown import Child, Page, child_from, child_of
from alongside.support.references import CASE, normal
from alongside.support.states import VIEW_OF_CASE, StageKind, VersionState

PAGE = 25


@dataclass(frozen=True, slots=True)
class CaseRow:
    reference: str
    pathway: str
    child: Child
    other_agency: str
    stage: str
    since: datetime
    clock: ClockStatus | None
    clock_label: str
    worker: str
    last_contact_at: datetime | None
    is_held: bool


@dataclass(frozen=True, slots=True)
class CaseQueue(Page[CaseRow]):
    """One page of a queue of cases; `counts` by stage (code, label, how many)."""

    pathway: DefinedPathway
    counts: tuple[tuple[str, str, int], ...]
    definition: Definition


def case_queue(viewer: Viewer, pathway: str, *, stage: str = "", page: int = 1, mine: bool = False) -> CaseQueue:
    """The cases of one pathway that the viewer's agency received, what runs out first at the top. Logged as a list."""
    version = _in_use(pathway)
    if version is None or not _receives(viewer, version.pathway):
        raise refuse(viewer, "cases", pathway, "no such pathway, or the member's agency does not receive it")
    definition = definition_of(version)
    received = _visible(viewer, definition).filter(pathway=version.pathway, receiver_id=viewer.agency_id)
    open_cases = received.exclude(stage_kind=StageKind.ENDED)
    counted = dict(open_cases.order_by().values_list("stage").annotate(count=Count("pk")))
    rows = received.filter(stage=stage) if stage else open_cases
    if mine:
        rows = rows.filter(worker_id=viewer.member_id)
    ordered = rows.order_by(F("due_at").asc(nulls_last=True), "received_at", "reference")
    counts = tuple((one.code, one.label, counted.get(one.code, 0)) for one in definition.stages)
    found = _page_of(viewer, ordered, page, definition, "holder")
    return CaseQueue(found.rows, found.number, found.size, found.total, version.pathway, counts, definition)


def _receives(viewer: Viewer, pathway: DefinedPathway) -> bool:
    """Now, or in the past: what it received then it still works on."""
    if not viewer.may(Permission.WORK_CASES):
        return False
    now = PathwayReceiver.objects.filter(pathway=pathway, agency_id=viewer.agency_id)
    return now.exists() or Case.objects.filter(pathway=pathway, receiver_id=viewer.agency_id).exists()


def due_count(viewer: Viewer) -> int:
    """How many cases that the viewer's agency works have a clock that has run out: a count only."""
    if not viewer.may(Permission.WORK_CASES):
        raise refuse(viewer, "cases", "due", "the role may not work on cases")
    rows = Case.objects.all().unrestricted(viewer).filter(receiver_id=viewer.agency_id, ended_at__isnull=True)
    return rows.filter(due_at__lt=viewer.at).count()


def own_cases(viewer: Viewer, *, page: int = 1) -> Page[CaseRow]:
    """What the viewer's agency referred, newest first. Logged as a list."""
    if not viewer.may(Permission.REFER):
        raise refuse(viewer, "cases", "own", "the role may not refer")
    rows = Case.objects.all().unrestricted(viewer).filter(holder_id=viewer.agency_id)
    return _page_of(viewer, rows.order_by("-received_at", "reference"), page, None, "receiver")


def _visible(viewer: Viewer, definition: Definition) -> QuerySet[Case]:
    return Case.objects.visible_to(viewer, purpose_of(definition), *VIEW_OF_CASE)


def _page_of(
    viewer: Viewer, rows: QuerySet[Case], page: int, definition: Definition | None, other: str
) -> Page[CaseRow]:
    total, start = rows.count(), (max(1, page) - 1) * PAGE
    found = list(
        rows.select_related("pathway", "version", "record", "worker", "holder", "receiver")[start : start + PAGE]
    )
    clocks = next_clocks([one.reference for one in found], viewer.at)
    names = names_of([one.record_id for one in found])
    purpose = purpose_of(definition) if definition else Purpose.SAFEGUARDING
    log_list(viewer, "cases", {one.record.person_id for one in found}, purpose, VIEW_OF_CASE, "cases")
    shown_rows = tuple(_row(one, names.get(one.record_id, ()), clocks, other) for one in found)
    return Page(shown_rows, max(1, page), PAGE, total)


def _row(one: Case, names: Sequence[str], clocks: dict[str, tuple[str, ClockStatus]], other: str) -> CaseRow:
    label, clock = clocks.get(one.reference, ("", None))
    return CaseRow(
        reference=one.reference, pathway=one.pathway.name,
        child=child_from(names, one.record.date_of_birth, one.record.sex), other_agency=getattr(one, other).name,
        stage=definition_of(one.version).stage(one.stage).label, since=one.stage_since, clock=clock, clock_label=label,
        worker=one.worker.name if one.worker else "", last_contact_at=one.last_contact_at,
        is_held=bool(one.held_because),
    )  # fmt: skip


def _in_use(code: str) -> PathwayVersion | None:
    return (
        PathwayVersion.objects.select_related("pathway")
        .filter(pathway__code=code, state=VersionState.PUBLISHED)
        .first()
    )


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
    worker: str
    parts: frozenset[Who]
    moves: tuple[Move, ...]
    may_write: tuple[EntryKind, ...]
    decision: Decision
    from_matter: str
    received_at: datetime
    last_contact_at: datetime | None
    contract: str
    ties: tuple[TieShown, ...]
    national: NationalOnCase
    moments: tuple[MomentOnMatter, ...]


def case_page(viewer: Viewer, reference: str) -> CasePage:
    """One case on one page: decided, logged, and only then shown."""
    normalised = normal(reference, CASE)
    case = (
        Case.objects.select_related("pathway", "version", "holder", "receiver", "record", "worker")
        .prefetch_related("record__names", "steps", "entries__agency", "feedback", "second_looks__asked_by")
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
    return CasePage(
        reference=case.reference, changes=case.changes, pathway=case.pathway.name, pathway_code=case.pathway.code,
        version=case.version.number, child=child_of(case.record), holder=case.holder.name,
        receiver=case.receiver.name, stage=stage.label, stage_meaning=stage.meaning, stage_kind=stage.kind,
        stage_since=case.stage_since,
        has_ended=case.ended_at is not None, held_because=case.held_because, meets=case.meets,
        threshold=definition.threshold.label, consent=case.get_consent_display(), consent_reason=case.consent_reason,
        answers=shown(definition.questions, case.answers, groups),
        clocks=tuple((rules[kind].label, status, _breach(rules[kind], status)) for (kind, _), status in clocks.items()),
        steps=tuple(_step(one, definition, groups) for one in case.steps.all()) if told else (),
        entries=_entries(case, definition, groups, viewer) if told else (),
        feedback=tuple(case.feedback.all()), second_look=waiting if told else None,
        worker=case.worker.name if case.worker else "", parts=parts,
        moves=tuple(one for one in definition.moves_from(case.stage) if parts & set(one.by) and waiting is None),
        may_write=tuple(
            one for one in definition.entries if parts & set(one.by) and case.stage in (one.stages or (case.stage,))
        ),
        decision=decision, from_matter=case.from_matter, received_at=case.received_at,
        last_contact_at=case.last_contact_at,
        contract=placement.contract.reference if told and (placement := placement_of(case)) else "",
        ties=ties_of(viewer, case, parts), national=national_on(viewer, case, parts),
        moments=moments_on(viewer, case) if told else (),
    )  # fmt: skip


def _breach(rule: ClockRule, status: ClockStatus) -> str:
    """What the pathway says of a clock that ran out, while it still matters."""
    return rule.breach if status.state is ClockState.BREACHED else ""


def _step(one: CaseStep, definition: Definition, groups: set[str]) -> StepShown:
    rule = definition.move(one.move)
    answers = shown(rule.asks, one.answers, groups) if rule else ()
    return StepShown(one.label, definition.stage(one.to_stage).label, one.at, one.by, one.reason, answers)


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


@dataclass(frozen=True, slots=True)
class PathwayShown:
    """A pathway that the viewer may use: to refer along it, or to work on its cases."""

    code: str
    name: str
    summary: str
    may_refer: bool
    receives: bool
    is_open: bool = True


def pathways_for(viewer: Viewer) -> tuple[PathwayShown, ...]:
    """The pathways along which this member may refer, and those that her agency receives. One that takes no new cases
    stays with who works on it while cases are under way."""
    received = set(DefinedPathway.objects.filter(receivers__agency_id=viewer.agency_id).values_list("code", flat=True))
    rows = PathwayVersion.objects.select_related("pathway").filter(state=VersionState.PUBLISHED)
    under_way = Case.objects.filter(receiver_id=viewer.agency_id, ended_at__isnull=True)
    still = set(under_way.filter(pathway__is_open=False).values_list("pathway_id", flat=True))
    rows = rows.filter(Q(pathway__is_open=True) | Q(pathway__in=still)).order_by("pathway__name")
    found = []
    for version in rows:
        definition = definition_of(version)
        if definition.handover:
            continue
        is_open = version.pathway.is_open
        may_refer = is_open and _may_refer(viewer, definition)
        receives = viewer.may(Permission.WORK_CASES) and (definition.code in received or version.pathway_id in still)
        if may_refer or receives:
            found.append(
                PathwayShown(definition.code, definition.name, definition.summary, may_refer, receives, is_open)
            )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class ReferralAsked:
    """What the form of a pathway asks, and who may receive."""

    definition: Definition
    version: int
    receivers: tuple[tuple[str, str], ...]


def referral_asked(viewer: Viewer, pathway: str) -> ReferralAsked:
    """The form of a pathway, for a role that may refer along it."""
    version = _in_use(pathway)
    definition = definition_of(version) if version else None
    is_closed = version is not None and not version.pathway.is_open
    if version is None or definition is None or definition.handover or is_closed or not _may_refer(viewer, definition):
        raise refuse(viewer, "pathway", pathway, "no such pathway, or the role may not refer along it")
    receivers = version.pathway.receivers.filter(agency__is_active=True).order_by("agency__name")
    return ReferralAsked(definition, version.number, tuple(receivers.values_list("agency__code", "agency__name")))


def other_receivers(viewer: Viewer, pathway: str) -> tuple[tuple[str, str], ...]:
    """The agencies besides the viewer's that take cases of this pathway: code and name."""
    rows = PathwayReceiver.objects.filter(pathway__code=pathway, agency__is_active=True)
    rows = rows.exclude(agency_id=viewer.agency_id).order_by("agency__name")
    return tuple(rows.values_list("agency__code", "agency__name"))


def _may_refer(viewer: Viewer, definition: Definition) -> bool:
    return viewer.may(Permission.REFER) and viewer.actor.role in definition.referrers


def case_workers(viewer: Viewer) -> tuple[tuple[str, str], ...]:
    """Those of the viewer's agency who may work on cases: username and name."""
    rows = Member.objects.filter(agency_id=viewer.agency_id, is_active=True).order_by("name")
    return tuple((one.username, one.name) for one in rows if one.may(Permission.WORK_CASES))
