"""What members see of handovers: queues of what comes and what goes, and one handover on one page."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import F, Q, QuerySet

from alongside.common.clock_status import ClockStatus
from alongside.partners.access import log_list, refuse
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.partners.states import Purpose
from alongside.people.threads import names_of
from alongside.support.case_parts import purpose_of
from alongside.support.definitions.answers import in_words
from alongside.support.definitions.kept import definition_of
from alongside.support.definitions.parts import Definition
from alongside.support.handover_parts import NOT_WITH_RECEIVER, receiver_of
from alongside.support.models import ClockRun, Handover, PathwayReceiver, PathwayVersion
from alongside.support.queries.clocks import statuses_of
from alongside.support.queries.shown import Child, Page, child_from
from alongside.support.states import VIEW_OF_CASE, HandoverState, VersionState

PAGE = 25
GRADE = "grade"


class Queue(StrEnum):
    """The lists of one agency; the value stands in the address."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"
    NOWHERE = "nowhere"
    LATE = "late"
    ENDED = "ended"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Queue.INCOMING: "Coming to us", Queue.OUTGOING: "Going from us", Queue.NOWHERE: "No receiver yet",
    Queue.LATE: "Late", Queue.ENDED: "Ended",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class HandoverRow:
    reference: str
    kind: str
    child: Child
    grade: str
    group_name: str
    is_ours: bool
    other: str
    state: str
    moves_on: date | None
    clock: ClockStatus | None
    clock_label: str
    lead: str


@dataclass(frozen=True, slots=True)
class HandoverQueue(Page[HandoverRow]):
    """One page of a queue; `counts` of every queue (code, label, how many)."""

    queue: Queue
    counts: tuple[tuple[str, str, int], ...]


def handover_queue(viewer: Viewer, queue: Queue, *, page: int = 1) -> HandoverQueue:
    """One queue of the viewer's agency, what runs out first at the top. Logged as a list."""
    seen = _seen(viewer)
    lists = {one: seen.filter(_in(one, viewer)) for one in Queue}
    counts = tuple((one.value, one.label, rows.count()) for one, rows in lists.items() if one is not Queue.ENDED)
    rows = lists[queue].order_by(F("due_at").asc(nulls_last=True), "group_name", "reference")
    if queue is Queue.ENDED:
        rows = lists[queue].order_by("-ended_at", "reference")
    total, start = rows.count(), (max(1, page) - 1) * PAGE
    found = list(
        rows.select_related("kind", "version", "record", "holder", "receiver", "sender_lead", "receiver_lead")[
            start : start + PAGE
        ]
    )
    names = names_of([one.record_id for one in found])
    clocks = _next_clocks([one.reference for one in found], viewer.at)
    persons = {one.record.person_id for one in found}
    log_list(viewer, "handovers", persons, Purpose.TRANSITION, VIEW_OF_CASE, f"handovers: {queue.label.lower()}")
    shown_rows = tuple(_row(viewer, one, names.get(one.record_id, ()), clocks) for one in found)
    return HandoverQueue(shown_rows, max(1, page), PAGE, total, queue, counts)


def first_queue(viewer: Viewer) -> Queue:
    """Where this member begins: with what comes, if anything does, and else with what goes."""
    return Queue.INCOMING if _seen(viewer).filter(_in(Queue.INCOMING, viewer)).exists() else Queue.OUTGOING


def to_answer(viewer: Viewer) -> QuerySet[Handover]:
    """What waits for the viewer's agency to accept or return, guarded."""
    waiting = Q(state__in=(HandoverState.SENT, HandoverState.RECEIVED))
    return _seen(viewer).filter(_in(Queue.INCOMING, viewer) & waiting).select_related("record", "holder", "kind")


def under_way(viewer: Viewer) -> QuerySet[Handover]:
    """What comes or goes and waits for the next step, guarded, but what still waits to be accepted here."""
    rows = _seen(viewer).filter(ended_at__isnull=True, due_at__isnull=False)
    return rows.exclude(pk__in=to_answer(viewer).values("pk")).select_related("record", "holder", "kind")


def _seen(viewer: Viewer) -> QuerySet[Handover]:
    """What the agency sends, for those who send; what comes to it under an agreement, for those who receive."""
    if not (viewer.may(Permission.REFER) or viewer.may(Permission.WORK_CASES)):
        raise refuse(viewer, "handovers", "", "the role may not hand over or receive")
    seen = Q(pk__in=())
    if viewer.may(Permission.REFER):
        seen |= Q(holder_id=viewer.agency_id)
    if viewer.may(Permission.WORK_CASES):
        for purpose, versions in _versions().items():
            rows = Handover.objects.visible_to(viewer, purpose, *VIEW_OF_CASE)
            rows = rows.filter(receiver_id=viewer.agency_id, version__in=versions).exclude(state__in=NOT_WITH_RECEIVER)
            seen |= Q(pk__in=rows.values("pk"))
    return Handover.objects.all().unrestricted(viewer).filter(seen)


def _versions() -> dict[Purpose, list[int]]:
    """The versions that handovers keep to, by purpose."""
    found: dict[Purpose, list[int]] = defaultdict(list)
    for version in PathwayVersion.objects.filter(pk__in=Handover.objects.order_by().values("version").distinct()):
        found[purpose_of(definition_of(version))].append(version.pk)
    return found


def _in(queue: Queue, viewer: Viewer) -> Q:
    is_open, comes = Q(ended_at__isnull=True), Q(receiver_id=viewer.agency_id) & ~Q(state__in=NOT_WITH_RECEIVER)
    nowhere = Q(receiver__isnull=True, outside="")
    ours = Q(holder_id=viewer.agency_id)
    return {
        Queue.INCOMING: is_open & comes,
        Queue.OUTGOING: is_open & ours & ~nowhere,
        Queue.NOWHERE: is_open & ours & nowhere,
        Queue.LATE: is_open & Q(due_at__lt=viewer.at),
        Queue.ENDED: ~is_open,
    }[queue]


def _row(
    viewer: Viewer, one: Handover, names: Sequence[str], clocks: dict[str, tuple[str, ClockStatus]]
) -> HandoverRow:
    label, clock = clocks.get(one.reference, ("", None))
    ours = one.holder_id == viewer.agency_id
    lead = one.sender_lead if ours else one.receiver_lead
    return HandoverRow(
        reference=one.reference, kind=one.kind.name,
        child=child_from(names, one.record.date_of_birth, one.record.sex), grade=_grade(one) if ours else "",
        group_name=one.group_name if ours else "", is_ours=ours,
        other=receiver_of(one) if ours else one.holder.name, state=one.get_state_display(), moves_on=one.moves_on,
        clock=clock, clock_label=label, lead=lead.name if lead else "",
    )  # fmt: skip


def _grade(one: Handover) -> str:
    """The short word of the grade, if the kind grades children at all."""
    question = next((asked for asked in definition_of(one.version).questions if asked.key == GRADE), None)
    if question is None or GRADE not in one.answers:
        return ""
    return in_words(question, one.answers[GRADE]).partition(":")[0]


def _next_clocks(references: Sequence[str], at: datetime) -> dict[str, tuple[str, ClockStatus]]:
    """Of each handover the clock that runs out next, with its name."""
    running = ClockRun.objects.filter(matter__in=references, stopped_at__isnull=True).order_by("-due_at")
    statuses = statuses_of(references, at) if references else {}
    return {one.matter: (one.label, statuses[one.kind, one.matter]) for one in running}


@dataclass(frozen=True, slots=True)
class KindShown:
    """A kind of handover that this member may begin."""

    code: str
    name: str
    summary: str


def kinds_for(viewer: Viewer) -> tuple[KindShown, ...]:
    """The kinds that this member may begin, by name."""
    return tuple(KindShown(one.code, one.name, one.summary) for one in _in_use() if _may_begin(viewer, one))


def handover_kinds(viewer: Viewer) -> tuple[tuple[str, str], ...]:
    """Every kind in use: code and name, for whoever sees how they stand in numbers."""
    return tuple((one.code, one.name) for one in _in_use()) if viewer.may(Permission.SEE_HANDOVERS) else ()


def _in_use() -> list[Definition]:
    rows = PathwayVersion.objects.filter(state=VersionState.PUBLISHED, pathway__is_open=True)
    found = (definition_of(one) for one in rows.order_by("pathway__name"))
    return [one for one in found if one.handover]


def _may_begin(viewer: Viewer, definition: Definition) -> bool:
    return viewer.may(Permission.REFER) and viewer.actor.role in definition.referrers


@dataclass(frozen=True, slots=True)
class KindAsked:
    """What a kind asks, and which agencies receive it."""

    definition: Definition
    receivers: tuple[tuple[str, str], ...]


def kind_asked(viewer: Viewer, kind: str) -> KindAsked:
    """The page of a kind, for a role that may begin it."""
    definition = next((one for one in _in_use() if one.code == kind), None)
    if definition is None or not _may_begin(viewer, definition):
        raise refuse(viewer, "handover", kind, "no such kind of handover, or the role may not begin it")
    return KindAsked(definition, receivers_of(viewer, kind))


def receivers_of(viewer: Viewer, kind: str) -> tuple[tuple[str, str], ...]:
    """The agencies that receive a kind, but for the viewer's own: code and name."""
    rows = PathwayReceiver.objects.filter(pathway__code=kind, agency__is_active=True)
    rows = rows.exclude(agency_id=viewer.agency_id).order_by("agency__name")
    return tuple(rows.values_list("agency__code", "agency__name"))
