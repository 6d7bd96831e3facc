"""Who waits in the queues of a pathway: for the team that works it, child by child."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, QuerySet

from alongside.common.clock_status import ClockState, ClockStatus
from alongside.partners.access import Decision, decide_all, log_list, refuse
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.people.threads import names_of
from alongside.support.case_parts import carried_by, purpose_of
from alongside.support.definitions.answers import shown
from alongside.support.definitions.kept import definition_of
from alongside.support.definitions.parts import Definition, EntryUse, QuestionKind
from alongside.support.models import Case, CaseEntry, ClockRun, PathwayReceiver, PathwayVersion
from alongside.support.queries.clocks import statuses_of
from alongside.support.queries.shown import Child, Page, child_from
from alongside.support.states import VIEW_OF_CASE, StageKind, VersionState

PAGE = 25
READ = frozenset({EntryUse.WELFARE_CONTACT, EntryUse.CONTACT, EntryUse.REVIEW})


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What is written down of the wait, as far as this viewer may see it."""

    last_welfare_at: datetime | None
    offered: str
    offered_at: datetime | None
    next_review: date | None


@dataclass(frozen=True, slots=True)
class Waiter:
    """A child in a queue. `welfare`: the clock of the next contact; `wait`: the clock of the wait itself."""

    reference: str
    child: Child
    since: datetime
    days: int
    from_agency: str
    worker: str
    wait: ClockStatus | None
    welfare: ClockStatus | None
    meanwhile: Meanwhile
    review_is_late: bool

    @property
    def is_overdue(self) -> bool:
        return self.welfare is not None and self.welfare.state is ClockState.BREACHED


@dataclass(frozen=True, slots=True)
class Queue:
    code: str
    label: str
    waits_for: str
    count: int
    overdue: int


@dataclass(frozen=True, slots=True)
class WaitList(Page[Waiter]):
    """One queue, the longest wait first, and how many stand in each queue of the pathway.

    `welfare`, `offer`, `review`: the entries by which a contact, an offer and a review are written down."""

    pathway_code: str
    pathway: str
    queue: str
    queues: tuple[Queue, ...]
    welfare: str
    offer: str
    review: str


def wait_list(viewer: Viewer, pathway: str, queue: str = "", *, page: int = 1, overdue: bool = False) -> WaitList:
    """Who waits in a queue of a pathway that the viewer's agency receives. Logged as a list."""
    version = _in_use(pathway)
    if version is None or not _receives(viewer, version):
        raise refuse(viewer, "waits", pathway, "no such queue, or the member's agency does not receive the pathway")
    definition = definition_of(version)
    waiting = _waiting(viewer, version, definition)
    late = waiting.filter(_overdue(definition, viewer.at))
    queues = _queues(definition, waiting, late)
    chosen = queue or (queues[0].code if queues else "")
    if chosen not in {one.code for one in queues}:
        raise refuse(viewer, "waits", f"{pathway} {queue}", "no such queue")
    rows = (late if overdue else waiting).filter(stage=chosen).order_by("stage_since", "reference")
    total, start = rows.count(), (max(1, page) - 1) * PAGE
    found = list(rows.select_related("version", "record", "worker", "holder")[start : start + PAGE])
    waiters = tuple(_waiters(viewer, found, definition))
    log_list(viewer, "waits", {one.record.person_id for one in found}, purpose_of(definition), VIEW_OF_CASE, "waits")
    return WaitList(
        waiters, max(1, page), PAGE, total, pathway, version.pathway.name, chosen, queues,
        _code(definition, EntryUse.WELFARE_CONTACT), _code(definition, EntryUse.CONTACT),
        _code(definition, EntryUse.REVIEW),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class WaitedOn:
    """A pathway with queues: how many stand in them, and how many were not spoken to in time. No person."""

    code: str
    name: str
    waiting: int
    late: int


def waited_on(viewer: Viewer) -> tuple[WaitedOn, ...]:
    """The pathways with queues that the viewer's agency receives, with the counts of those whom `wait_list` shows."""
    found = []
    for one in _queued(viewer):
        definition = definition_of(one)
        rows = _waiting(viewer, one, definition)
        late = rows.filter(_overdue(definition, viewer.at)).count()
        found.append(WaitedOn(one.pathway.code, one.pathway.name, rows.count(), late))
    return tuple(found)


def _waiting(viewer: Viewer, version: PathwayVersion, definition: Definition) -> QuerySet[Case]:
    return Case.objects.visible_to(viewer, purpose_of(definition), *VIEW_OF_CASE).filter(
        pathway=version.pathway, receiver_id=viewer.agency_id, stage_kind=StageKind.WAITING
    )


def pathways_waited_on(viewer: Viewer) -> tuple[tuple[str, str], ...]:
    """Code and name of the pathways with queues that the viewer's agency receives."""
    return tuple((one.pathway.code, one.pathway.name) for one in _queued(viewer))


def _queued(viewer: Viewer) -> list[PathwayVersion]:
    """By name. Handovers wait on pages of their own."""
    if not viewer.may(Permission.WORK_CASES):
        return []
    rows = PathwayVersion.objects.select_related("pathway").filter(
        state=VersionState.PUBLISHED, pathway__receivers__agency_id=viewer.agency_id
    )
    return [one for one in rows.order_by("pathway__name") if _has_queue(definition_of(one))]


def _has_queue(definition: Definition) -> bool:
    return not definition.handover and any(stage.kind is StageKind.WAITING for stage in definition.stages)


def overdue_contact_count(viewer: Viewer) -> int:
    """How many who wait for the viewer's agency have not been spoken to in time: a count, no person."""
    if not viewer.may(Permission.WORK_CASES):
        return 0
    own = Case.objects.all().unrestricted(viewer).filter(
        receiver_id=viewer.agency_id, stage_kind=StageKind.WAITING
    )  # fmt: skip
    versions = PathwayVersion.objects.filter(
        state=VersionState.PUBLISHED, pathway__receivers__agency_id=viewer.agency_id
    )
    return sum(
        own.filter(_overdue(definition_of(one), viewer.at), pathway_id=one.pathway_id).count() for one in versions
    )


def _in_use(code: str) -> PathwayVersion | None:
    rows = PathwayVersion.objects.select_related("pathway")
    return rows.filter(pathway__code=code, state=VersionState.PUBLISHED).first()


def _receives(viewer: Viewer, version: PathwayVersion) -> bool:
    receivers = PathwayReceiver.objects.filter(pathway_id=version.pathway_id, agency_id=viewer.agency_id)
    return viewer.may(Permission.WORK_CASES) and receivers.exists()


def _code(definition: Definition, use: EntryUse) -> str:
    return next((one.code for one in definition.entries if one.use is use), "")


def _welfare_clocks(definition: Definition) -> tuple[str, ...]:
    """The clocks that a welfare contact winds up."""
    contacts = {f"entry:{one.code}" for one in definition.entries if one.use is EntryUse.WELFARE_CONTACT}
    return tuple(one.code for one in definition.clocks if contacts & set(one.starts))


def _overdue(definition: Definition, at: datetime) -> Exists:
    run_out = ClockRun.objects.filter(
        matter=OuterRef("reference"), kind__in=_welfare_clocks(definition), stopped_at__isnull=True, due_at__lt=at
    )
    return Exists(run_out)


def _queues(definition: Definition, waiting: QuerySet[Case], late: QuerySet[Case]) -> tuple[Queue, ...]:
    counts, overdue = (
        dict(rows.order_by().values_list("stage").annotate(count=Count("pk"))) for rows in (waiting, late)
    )
    return tuple(
        Queue(one.code, one.label, one.waits_for, counts.get(one.code, 0), overdue.get(one.code, 0))
        for one in definition.stages
        if one.kind is StageKind.WAITING
    )


def _waiters(viewer: Viewer, found: Sequence[Case], definition: Definition) -> Iterable[Waiter]:
    """In a constant number of queries, whatever the length of the page."""
    references = [one.reference for one in found]
    clocks = statuses_of(references, viewer.at) if references else {}
    names = names_of([one.record_id for one in found])
    decisions = decide_all(viewer, [one.subject for one in found], purpose_of(definition), carried_by(definition))
    entries = _entries(found)
    for case, decision in zip(found, decisions, strict=True):
        meanwhile = _meanwhile(entries.get(case.pk, ()), definition_of(case.version), decision)
        yield Waiter(
            reference=case.reference,
            child=child_from(names.get(case.record_id, ()), case.record.date_of_birth, case.record.sex),
            since=case.stage_since, days=(viewer.at - case.stage_since).days, from_agency=case.holder.name,
            worker=case.worker.name if case.worker else "", wait=_clock_of_wait(clocks, case, definition),
            welfare=_running(clocks, case.reference, _welfare_clocks(definition)), meanwhile=meanwhile,
            review_is_late=meanwhile.next_review is not None and meanwhile.next_review < viewer.day,
        )  # fmt: skip


def _entries(found: Sequence[Case]) -> Mapping[object, Sequence[CaseEntry]]:
    """The newest first; what was corrected is left out."""
    rows = CaseEntry.objects.filter(case__in=[one.pk for one in found], use__in=READ, corrected_by__isnull=True)
    kept: dict[object, list[CaseEntry]] = defaultdict(list)
    for one in rows.order_by("-happened_at", "-pk"):
        kept[one.case_id].append(one)
    return kept


def _meanwhile(entries: Sequence[CaseEntry], definition: Definition, decision: Decision) -> Meanwhile:
    newest: dict[str, CaseEntry] = {}
    for one in entries:
        newest.setdefault(one.use, one)
    welfare, offer, review = (newest.get(use) for use in (EntryUse.WELFARE_CONTACT, EntryUse.CONTACT, EntryUse.REVIEW))
    groups = {group.code for group in decision.groups}
    return Meanwhile(
        last_welfare_at=welfare.happened_at if welfare else None,
        offered=_first_answer(offer, definition, groups), offered_at=offer.happened_at if offer else None,
        next_review=_next_day(review, definition),
    )  # fmt: skip


def _first_answer(entry: CaseEntry | None, definition: Definition, groups: set[str]) -> str:
    rule = definition.entry(entry.kind) if entry else None
    answers = shown(rule.asks, entry.answers, groups) if entry and rule else ()
    return answers[0].words if answers else ""


def _next_day(entry: CaseEntry | None, definition: Definition) -> date | None:
    """The date that a review names for the next."""
    rule = definition.entry(entry.kind) if entry else None
    asked = next((one for one in rule.asks if one.kind is QuestionKind.DATE), None) if rule else None
    told = entry.answers.get(asked.key) if entry and asked else None
    return date.fromisoformat(str(told)) if told else None


def _running(
    clocks: Mapping[tuple[str, str], ClockStatus], reference: str, kinds: Iterable[str]
) -> ClockStatus | None:  # fmt: skip
    found = (clocks.get((kind, reference)) for kind in kinds)
    return next((one for one in found if one is not None and one.state is not ClockState.STOPPED), None)


def _clock_of_wait(
    clocks: Mapping[tuple[str, str], ClockStatus], case: Case, definition: Definition
) -> ClockStatus | None:  # fmt: skip
    """The clock that leaving the queue stops; where there is none, the one that help stops."""
    own = [one.code for one in definition.clocks if f"left:{case.stage}" in one.stops]
    whole = [one.code for one in definition.clocks if "opened" in one.starts]
    return _running(clocks, case.reference, (*own, *whole))
