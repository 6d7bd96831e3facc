"""What members see of handovers: queues of what comes and what goes, and one handover on one page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Value

from alongside.common.clock_status import ClockStatus
from alongside.partners.access import log_list, refuse
from alongside.partners.asking import Asked
from alongside.partners.models import Agency
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.partners.states import Purpose
from alongside.people.threads import names_of
from alongside.support.definitions.answers import in_words
from alongside.support.definitions.kept import definitions
from alongside.support.definitions.parts import Definition
from alongside.support.handover_parts import NOT_WITH_RECEIVER
from alongside.support.models import Handover
from alongside.support.phases import may_send, of_phases
from alongside.support.queries.clocks import next_clocks
from alongside.support.queries.shown import Child, Page, child_from
from alongside.support.states import VIEW_OF_CASE, HandoverState
from alongside.support.versions_in_use import Versions, coming_versions, in_use

# Beyond this nobody counts what has ended: of all years it grows for ever.
MOST_COUNTED = 500
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
    _must_hand_over(viewer)
    versions = coming_versions(viewer)
    # No row comes back to whoever may receive alone, and to whose agency nothing ever came.
    open_now = next(iter(OPEN.rows(viewer, versions)), (0,) * len(OPEN_QUEUES))
    counts = dict(zip(OPEN_QUEUES, open_now, strict=True))
    start = (max(1, page) - 1) * PAGE
    found = [HandoverColumns(*one) for one in LISTED.rows(viewer, (queue, start, versions))]
    # What has ended is of all years: it is counted no further than anybody reads.
    total = counts[queue] if queue in counts else max(ENDED.count(viewer, versions), start + len(found))
    found = found[:PAGE]
    names = names_of([one.record_id for one in found])
    clocks = next_clocks([one.reference for one in found], viewer.at)
    told = definitions({one.version_id for one in found})
    persons = {one.record__person_id for one in found}
    log_list(viewer, "handovers", persons, Purpose.TRANSITION, VIEW_OF_CASE, f"handovers: {queue.label.lower()}")
    rows = tuple(_row(viewer, one, names.get(one.record_id, ()), clocks, told[one.version_id]) for one in found)
    labelled = tuple((one.value, one.label, number) for one, number in counts.items())
    return HandoverQueue(rows, max(1, page), PAGE, total, queue, labelled)


def first_queue(viewer: Viewer) -> Queue:
    """Where this member begins: with what comes, if anything does, and else with what goes."""
    _must_hand_over(viewer)
    return Queue.INCOMING if ANY_COMING.count(viewer, coming_versions(viewer)) else Queue.OUTGOING


def _must_hand_over(viewer: Viewer) -> None:
    if not (viewer.may(Permission.REFER) or viewer.may(Permission.WORK_CASES)):
        raise refuse(viewer, "handovers", "", "the role may not hand over or receive")


def to_answer(viewer: Viewer, versions: Versions) -> QuerySet[Handover]:
    """What waits for the viewer's agency to accept or return, guarded."""
    return _seen(viewer, versions).filter(_to_answer(viewer)).select_related("record", "holder", "kind")


def under_way(viewer: Viewer, versions: Versions) -> QuerySet[Handover]:
    """What comes or goes and waits for the next step, guarded, but what still waits to be accepted here."""
    rows = _seen(viewer, versions).filter(ended_at__isnull=True, due_at__isnull=False)
    return rows.exclude(_to_answer(viewer)).select_related("record", "holder", "kind")


def _to_answer(viewer: Viewer) -> Q:
    return _in(Queue.INCOMING, viewer) & Q(state__in=(HandoverState.SENT, HandoverState.RECEIVED))


def _seen(viewer: Viewer, versions: Versions) -> QuerySet[Handover]:
    """What the agency sends, for those who send; what comes to it under an agreement, for those who receive."""
    comes = Q(receiver_id=viewer.agency_id) & ~Q(state__in=NOT_WITH_RECEIVER)
    received = versions if viewer.may(Permission.WORK_CASES) else ()
    ways = [(purpose, comes & Q(version__in=those)) for purpose, those in received]
    return Handover.objects.all().visible_by(viewer, ways, *VIEW_OF_CASE, or_own=viewer.may(Permission.REFER))


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


class HandoverColumns(NamedTuple):
    """What a row of a queue needs, and not a whole handover."""

    reference: str
    kind__name: str
    version_id: int
    holder_id: int
    holder__name: str
    receiver__name: str | None
    outside: str
    record_id: int
    record__person_id: UUID
    record__date_of_birth: date | None
    record__sex: str
    group_name: str
    answers: dict[str, Any]
    state: str
    moves_on: date | None
    sender_lead__name: str | None
    receiver_lead__name: str | None


def _listed(viewer: Viewer, shape: tuple[Queue, int, Versions]) -> QuerySet[Handover, Any]:
    """One more than is shown: it tells whether a page follows."""
    queue, start, versions = shape
    rows = _seen(viewer, versions).filter(_in(queue, viewer))
    by_clock = (F("due_at").asc(nulls_last=True), "group_name", "reference")
    ordered = rows.order_by(*(("-ended_at", "reference") if queue is Queue.ENDED else by_clock))
    return ordered.values_list(*HandoverColumns._fields)[start : start + PAGE + 1]


OPEN_QUEUES = tuple(one for one in Queue if one is not Queue.ENDED)


def _open(viewer: Viewer, versions: Versions) -> QuerySet[Handover, Any]:
    """How many are in each queue that waits for somebody, in one reading."""
    counts = {f"in_{one}": Count("pk", filter=_in(one, viewer)) for one in OPEN_QUEUES}
    open_now = _seen(viewer, versions).filter(ended_at__isnull=True).order_by()
    return open_now.annotate(every=Value(1)).values("every").annotate(**counts).values_list(*counts)


def _ended(viewer: Viewer, versions: Versions) -> QuerySet[Handover, Any]:
    return _seen(viewer, versions).filter(_in(Queue.ENDED, viewer)).order_by().values_list("pk")[:MOST_COUNTED]


def _any_coming(viewer: Viewer, versions: Versions) -> QuerySet[Handover, Any]:
    return _seen(viewer, versions).filter(_in(Queue.INCOMING, viewer)).order_by().values_list("pk")[:1]


LISTED, OPEN, ENDED, ANY_COMING = Asked(_listed), Asked(_open), Asked(_ended), Asked(_any_coming)


def _row(
    viewer: Viewer, one: HandoverColumns, names: Sequence[str], clocks: dict[str, tuple[str, ClockStatus]],
    definition: Definition,
) -> HandoverRow:  # fmt: skip
    label, clock = clocks.get(one.reference, ("", None))
    ours = one.holder_id == viewer.agency_id
    return HandoverRow(
        reference=one.reference, kind=one.kind__name,
        child=child_from(names, one.record__date_of_birth, one.record__sex),
        grade=_grade(one, definition) if ours else "", group_name=one.group_name if ours else "", is_ours=ours,
        other=(one.receiver__name or one.outside) if ours else one.holder__name,
        state=HandoverState(one.state).label, moves_on=one.moves_on, clock=clock, clock_label=label,
        lead=(one.sender_lead__name if ours else one.receiver_lead__name) or "",
    )  # fmt: skip


def _grade(one: HandoverColumns, definition: Definition) -> str:
    """The short word of the grade, if the kind grades children at all."""
    question = next((asked for asked in definition.questions if asked.key == GRADE), None)
    if question is None or GRADE not in one.answers:
        return ""
    return in_words(question, one.answers[GRADE]).partition(":")[0]


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
    return [one.definition for one in in_use() if one.is_open and one.definition.handover]


def _may_begin(viewer: Viewer, definition: Definition) -> bool:
    """By her role, and by what her agency is."""
    if not viewer.may(Permission.REFER) or viewer.actor.role not in definition.referrers:
        return False
    if not definition.senders and not definition.from_phases:
        return True
    return may_send(Agency.objects.get(pk=viewer.agency_id), definition)


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
    return KindAsked(definition, receivers_of(viewer, definition))


def receivers_of(viewer: Viewer, definition: Definition) -> tuple[tuple[str, str], ...]:
    """The agencies that receive a kind, but for the viewer's own: code and name."""
    rows = Agency.objects.filter(receives__pathway__code=definition.code, is_active=True)
    rows = rows.exclude(pk=viewer.agency_id).order_by("name")
    return tuple((one.code, one.name) for one in of_phases(rows, definition.to_phases))
