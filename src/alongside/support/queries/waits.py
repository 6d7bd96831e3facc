"""Who waits in the queues of a pathway: for the team that works it, child by child."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from alongside.common.clock_status import ClockState, ClockStatus
from alongside.partners.access import Decision, Subject, decide_all, log_list, refuse
from alongside.partners.asking import Asked
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.partners.states import Purpose
from alongside.people.threads import names_of
from alongside.support.case_parts import carried_by, purpose_of
from alongside.support.definitions.answers import shown
from alongside.support.definitions.kept import definitions
from alongside.support.definitions.parts import Definition, EntryUse, QuestionKind
from alongside.support.models import Case, CaseEntry, ClockRun
from alongside.support.queries.clocks import statuses_of
from alongside.support.queries.shown import Child, Page, child_from
from alongside.support.states import VIEW_OF_CASE, StageKind
from alongside.support.versions_in_use import InUse, in_use

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
    version = next((one for one in _received(viewer) if one.code == pathway), None)
    if version is None:
        raise refuse(viewer, "waits", pathway, "no such queue, or the member's agency does not receive the pathway")
    definition, waiting = version.definition, Waiting.of(version)
    queues = _queues(viewer, definition, waiting)
    chosen = next((one for one in queues if one.code == queue), None) if queue else next(iter(queues), None)
    if chosen is None:
        raise refuse(viewer, "waits", f"{pathway} {queue}", "no such queue")
    start = (max(1, page) - 1) * PAGE
    found = [WaiterColumns(*one) for one in LISTED.rows(viewer, (waiting, chosen.code, overdue, start))]
    waiters = tuple(_waiters(viewer, found, definition))
    persons = {one.record__person_id for one in found}
    log_list(viewer, "waits", persons, purpose_of(definition), VIEW_OF_CASE, "waits")
    return WaitList(
        waiters, max(1, page), PAGE, chosen.overdue if overdue else chosen.count, pathway, version.name, chosen.code,
        queues, _code(definition, EntryUse.WELFARE_CONTACT), _code(definition, EntryUse.CONTACT),
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
        stages = _by_stage(viewer, Waiting.of(one)).values()
        waiting, late = (sum(stage[place] for stage in stages) for place in (0, 1))
        found.append(WaitedOn(one.code, one.name, waiting, late))
    return tuple(found)


def pathways_waited_on(viewer: Viewer) -> tuple[tuple[str, str], ...]:
    """Code and name of the pathways with queues that the viewer's agency receives."""
    return tuple((one.code, one.name) for one in _queued(viewer))


def overdue_contact_count(viewer: Viewer) -> int:
    """How many who wait for the viewer's agency have not been spoken to in time: a count, no person."""
    kept = tuple((one.pathway_id, clocks) for one in _received(viewer) if (clocks := _welfare_clocks(one.definition)))
    return UNSPOKEN.count(viewer, kept) if kept else 0


def _received(viewer: Viewer) -> tuple[InUse, ...]:
    """By name."""
    return in_use(received_by=viewer.agency_id) if viewer.may(Permission.WORK_CASES) else ()


def _queued(viewer: Viewer) -> list[InUse]:
    """Handovers wait on pages of their own."""
    return [one for one in _received(viewer) if _has_queue(one.definition)]


def _has_queue(definition: Definition) -> bool:
    return not definition.handover and any(stage.kind is StageKind.WAITING for stage in definition.stages)


class Waiting(NamedTuple):
    """Who waits on a pathway for the viewer's agency, under the rule; and the clocks that say who is to be spoken to."""

    pathway: int
    purpose: Purpose
    clocks: tuple[str, ...]

    @classmethod
    def of(cls, one: InUse) -> "Waiting":
        return cls(one.pathway_id, purpose_of(one.definition), _welfare_clocks(one.definition))

    def rows(self, viewer: Viewer) -> QuerySet[Case]:
        rows = Case.objects.visible_to(viewer, self.purpose, *VIEW_OF_CASE)
        return rows.filter(pathway_id=self.pathway, receiver_id=viewer.agency_id, stage_kind=StageKind.WAITING)


class WaiterColumns(NamedTuple):
    """What a row needs, and not a whole case."""

    pk: int
    reference: str
    version_id: int
    stage: str
    stage_since: datetime
    holder_id: int
    holder__code: str
    holder__name: str
    worker__name: str | None
    record_id: int
    record__person_id: UUID
    record__date_of_birth: date | None
    record__sex: str

    @property
    def subject(self) -> Subject:
        """As `Case.subject` says it."""
        return Subject(
            Case.subject_kind or "case", self.reference, self.holder_id, self.holder__code, self.holder__name,
            self.record__person_id, self.reference,
        )  # fmt: skip


def _listed(viewer: Viewer, shape: tuple[Waiting, str, bool, int]) -> QuerySet[Case, Any]:
    waiting, stage, overdue, start = shape
    rows = waiting.rows(viewer).filter(stage=stage).order_by("stage_since", "reference")
    rows = rows.filter(_overdue(waiting.clocks, viewer.at)) if overdue else rows
    return rows.values_list(*WaiterColumns._fields)[start : start + PAGE]


def _counted(viewer: Viewer, waiting: Waiting) -> QuerySet[Case, Any]:
    """By stage: how many wait, and how many of them were not spoken to in time."""
    late = Count("pk", filter=_overdue(waiting.clocks, viewer.at))
    rows = waiting.rows(viewer).order_by().values("stage").annotate(every=Count("pk"), late=late)
    return rows.values_list("stage", "every", "late")


def _unspoken(viewer: Viewer, kept: tuple[tuple[int, tuple[str, ...]], ...]) -> QuerySet[Case]:
    late = Q(pk__in=())
    for pathway, clocks in kept:
        late |= Q(_overdue(clocks, viewer.at), pathway_id=pathway)
    own = Case.objects.all().unrestricted(viewer)
    return own.filter(late, receiver_id=viewer.agency_id, stage_kind=StageKind.WAITING)


LISTED, COUNTED, UNSPOKEN = Asked(_listed), Asked(_counted), Asked(_unspoken)


def _by_stage(viewer: Viewer, waiting: Waiting) -> dict[str, tuple[int, int]]:
    return {stage: (every, late) for stage, every, late in COUNTED.rows(viewer, waiting)}


def _code(definition: Definition, use: EntryUse) -> str:
    return next((one.code for one in definition.entries if one.use is use), "")


def _welfare_clocks(definition: Definition) -> tuple[str, ...]:
    """The clocks that a welfare contact winds up."""
    contacts = {f"entry:{one.code}" for one in definition.entries if one.use is EntryUse.WELFARE_CONTACT}
    return tuple(one.code for one in definition.clocks if contacts & set(one.starts))


def _overdue(clocks: tuple[str, ...], at: datetime) -> Exists:
    run_out = ClockRun.objects.filter(
        matter=OuterRef("reference"), kind__in=clocks, stopped_at__isnull=True, due_at__lt=at
    )
    return Exists(run_out)


def _queues(viewer: Viewer, definition: Definition, waiting: Waiting) -> tuple[Queue, ...]:
    counts = _by_stage(viewer, waiting)
    return tuple(
        Queue(one.code, one.label, one.waits_for, *counts.get(one.code, (0, 0)))
        for one in definition.stages
        if one.kind is StageKind.WAITING
    )


def _waiters(viewer: Viewer, found: Sequence[WaiterColumns], definition: Definition) -> Iterable[Waiter]:
    """In a constant number of queries, whatever the length of the page."""
    references = [one.reference for one in found]
    clocks = statuses_of(references, viewer.at) if references else {}
    names = names_of([one.record_id for one in found])
    decisions = decide_all(viewer, [one.subject for one in found], purpose_of(definition), carried_by(definition))
    entries, told = _entries(found), definitions({one.version_id for one in found})
    for case, decision in zip(found, decisions, strict=True):
        meanwhile = _meanwhile(entries.get(case.pk, ()), told[case.version_id], decision)
        yield Waiter(
            reference=case.reference,
            child=child_from(names.get(case.record_id, ()), case.record__date_of_birth, case.record__sex),
            since=case.stage_since, days=(viewer.at - case.stage_since).days, from_agency=case.holder__name,
            worker=case.worker__name or "", wait=_clock_of_wait(clocks, case, definition),
            welfare=_running(clocks, case.reference, _welfare_clocks(definition)), meanwhile=meanwhile,
            review_is_late=meanwhile.next_review is not None and meanwhile.next_review < viewer.day,
        )  # fmt: skip


def _entries(found: Sequence[WaiterColumns]) -> Mapping[object, Sequence[CaseEntry]]:
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
    clocks: Mapping[tuple[str, str], ClockStatus], case: WaiterColumns, definition: Definition
) -> ClockStatus | None:  # fmt: skip
    """The clock that leaving the queue stops; where there is none, the one that help stops."""
    own = [one.code for one in definition.clocks if f"left:{case.stage}" in one.stops]
    whole = [one.code for one in definition.clocks if "opened" in one.starts]
    return _running(clocks, case.reference, (*own, *whole))
