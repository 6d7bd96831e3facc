"""What the front door sees: the queues by clock, and one concern on one page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import BigIntegerField, CharField, Count, OuterRef, QuerySet, Subquery, UUIDField, Value

from alongside.common.clock_status import ClockStatus
from alongside.common.prepared import Prepared, Slot, hold
from alongside.partners.access import Decision, log_list, refuse, require
from alongside.partners.asking import AGENCY
from alongside.partners.guarded import Reach
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup, Purpose
from alongside.people import queries as people
from alongside.people.models import LinkDecision
from alongside.people.queries import AgencyPart
from alongside.people.threads import hold_names, names_of
from alongside.support.models import (
    Concern,
    ConcernStatusRow,
    Feedback,
    InformationRequest,
    Rating,
    TriageDecision,
)
from alongside.support.queries.clocks import paused_because, statuses_of
from alongside.support.queries.flags import FlagShown, flags_on
from alongside.support.queries.referring import PAGE
from alongside.support.queries.shown import (
    Child,
    DecisionShown,
    Page,
    Step,
    child_from,
    child_of,
    decision_shown,
    roles_shown,
)
from alongside.support.references import CONCERN, normal
from alongside.support.states import OPEN_STAGE, VIEW_OF_CONCERN, ClockKind, ConcernStatus

GROUPS = (FieldGroup.IDENTITY, FieldGroup.CONTACT, FieldGroup.CONCERN, FieldGroup.CHILD_VOICE)
# By name: where in the table, and in which order. Each is read in order from an index.
BY_CLOCK = ("-in_danger_now", "decision_due_at", "reference")
QUEUES: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "open": ({"stage": OPEN_STAGE}, BY_CLOCK),
    "second-look": ({"stage": OPEN_STAGE, "status": ConcernStatus.SECOND_LOOK}, BY_CLOCK),
    "awaiting-feedback": ({"stage": ConcernStatus.AWAITING_FEEDBACK}, ("feedback_due_at", "reference")),
    "closed": ({"stage": ConcernStatus.CLOSED}, ("-received_at",)),
}
MEMBER: int = Slot.of("member", BigIntegerField(), int)
# Beyond this a queue's length is told as “500 or more”: counting further helps nobody and costs every page.
MOST_COUNTED = 500


@dataclass(frozen=True, slots=True)
class QueueRow:
    reference: str
    child: Child
    holder: str
    status: str
    status_code: str
    clock: ClockStatus | None
    rating: str
    assigned_to: str
    in_danger_now: bool
    received_at: datetime
    waits_for_answers: int


def queue(viewer: Viewer, name: str = "open", *, page: int = 1, mine: bool = False) -> "Queue":
    """A queue by clock: danger first, then what is due first. Constant in queries; logged as a list."""
    reach = _reach(viewer, name)
    counts = _counts(viewer, reach)
    of = viewer.member_id if mine else 0
    start = (max(1, page) - 1) * PAGE
    listed = LISTED.rows((reach, name, mine, start), agency=viewer.agency_id, at=viewer.at, member=of)
    found = [QueueColumns(*columns) for columns in listed]
    if name in counts and not mine:
        total = counts[name]
    else:
        total = len(COUNTED.rows((reach, name, mine), agency=viewer.agency_id, at=viewer.at, member=of))
    # One more than is shown tells whether a page follows, beyond what was counted too.
    reached = start + len(found)
    found = found[:PAGE]
    clocks = statuses_of([row.reference for row in found], viewer.at)
    names = names_of([row.record_id for row in found])
    shown = tuple(_row(row, names.get(row.record_id, ()), clocks) for row in found)
    persons = {row.record__person_id for row in found}
    log_list(viewer, "concerns", persons, Purpose.SAFEGUARDING, VIEW_OF_CONCERN, f"queue {name}")
    return Queue(shown, max(1, page), PAGE, max(min(total, MOST_COUNTED), reached), counts)


def _reach(viewer: Viewer, name: str = "open") -> Reach:
    if not viewer.may(Permission.TRIAGE) or name not in QUEUES:
        raise refuse(viewer, "queue", name, "the role may not work the queue, or there is no such queue")
    return Reach.of(viewer, Purpose.SAFEGUARDING, VIEW_OF_CONCERN)


def _received(reach: Reach, name: str, mine: bool = False) -> QuerySet[Concern]:
    rows = Concern.objects.within(reach).filter(receiver_id=AGENCY, **QUEUES[name][0])
    return rows.filter(assigned_to_id=MEMBER) if mine else rows


def _listed(shape: tuple[Reach, str, bool, int]) -> QuerySet[Concern, Any]:
    reach, name, mine, start = shape
    waiting = InformationRequest.objects.filter(concern=OuterRef("pk"), answer__isnull=True).order_by()
    return (
        _received(reach, name, mine)
        .annotate(waiting=Subquery(waiting.values("concern").annotate(count=Count("pk")).values("count")))
        .order_by(*QUEUES[name][1])
        .values_list(*QueueColumns._fields)[start : start + PAGE + 1]
    )


def _counted(shape: tuple[Reach, str, bool]) -> QuerySet[Concern, Any]:
    """One row for each concern of a queue, no further than anybody counts."""
    return _received(*shape).order_by().values_list(Value(1))[:MOST_COUNTED]


def _by_status(reach: Reach) -> QuerySet[Concern, Any]:
    return (
        _received(reach, "open").order_by().values("status").annotate(count=Count("pk")).values_list("status", "count")
    )


LISTED, COUNTED, BY_STATUS = Prepared(_listed), Prepared(_counted), Prepared(_by_status)


def queue_counts(viewer: Viewer) -> dict[str, int]:
    """How many stand in each queue that waits for somebody: counts only."""
    return _counts(viewer, _reach(viewer))


def _counts(viewer: Viewer, reach: Reach) -> dict[str, int]:
    # Two questions, each answered from an index; asked as one, SQLite reads the whole table.
    values = {"agency": viewer.agency_id, "at": viewer.at}
    by_status = dict(BY_STATUS.rows(reach, **values))
    return {
        "open": sum(by_status.values()),
        "second-look": by_status.get(ConcernStatus.SECOND_LOOK, 0),
        "awaiting-feedback": len(COUNTED.rows((reach, "awaiting-feedback", False), **values)),
    }


@dataclass(frozen=True, slots=True)
class Queue(Page[QueueRow]):
    """One page of a queue, and how many stand in each."""

    counts: dict[str, int]


class QueueColumns(NamedTuple):
    """What a row of the queue needs, and not a whole concern: a queue is read all day."""

    reference: str
    status: str
    in_danger_now: bool
    received_at: datetime
    record_id: int
    record__person_id: UUID
    record__date_of_birth: date | None
    record__sex: str
    holder__name: str
    current_level__name: str | None
    current_level__scheme__name: str | None
    assigned_to__name: str | None
    waiting: int | None


def _row(row: QueueColumns, names: Sequence[str], clocks: dict[tuple[str, str], ClockStatus]) -> QueueRow:
    kind = ClockKind.FEEDBACK if row.status == ConcernStatus.AWAITING_FEEDBACK else ClockKind.DECISION
    return QueueRow(
        reference=row.reference, child=child_from(names, row.record__date_of_birth, row.record__sex),
        holder=row.holder__name, status=ConcernStatus(row.status).label, status_code=row.status,
        clock=clocks.get((kind, row.reference)),
        rating=f"{row.current_level__scheme__name}: {row.current_level__name}" if row.current_level__name else "",
        assigned_to=row.assigned_to__name or "", in_danger_now=row.in_danger_now, received_at=row.received_at,
        waits_for_answers=row.waiting or 0,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class RequestShown:
    reference: str
    agency: str
    asked_for: tuple[str, ...]
    question: str
    by: str
    at: datetime
    clock: ClockStatus | None
    answer: str
    words: str
    reason: str
    agreement: str
    answered_by: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class TriagePage:
    """Everything that the duty worker needs to decide, and no more than she may see."""

    reference: str
    version: int
    status: str
    status_code: str
    child: Child
    concern: Concern
    holder: str
    holder_telephone: str
    raised_by: str
    decision: Decision
    may_see_contact: bool
    may_see_voice: bool
    roles: tuple[tuple[str, str, str], ...]
    decision_clock: ClockStatus | None
    feedback_clock: ClockStatus | None
    paused_because: str
    story: tuple[AgencyPart, ...]
    ratings: tuple[Rating, ...]
    scheme: str
    requests: tuple[RequestShown, ...]
    decisions: tuple[DecisionShown, ...]
    steps: tuple[Step, ...]
    feedback: tuple[Feedback, ...]
    links: tuple[LinkDecision, ...]
    flags: tuple[FlagShown, ...]
    plan_reference: str
    assigned_to: str
    assigned_id: int | None


def triage_page(viewer: Viewer, reference: str) -> TriagePage:
    """One concern on one page. Logs the viewing of the concern, and of each agency's part that is shown."""
    normalised = normal(reference, CONCERN)
    row = next(iter(WHOLE.objects((), reference=normalised)), None)
    if row is None or not viewer.may(Permission.TRIAGE) or row.receiver_id != viewer.agency_id:
        raise refuse(viewer, "concern", normalised, "no such concern, or the role may not triage it")
    decision = require(viewer, row.subject, row.pathway.purpose, GROUPS, needs=VIEW_OF_CONCERN)
    for accessor, rows in PARTS.items():
        hold([row], accessor, rows.objects((), concern=row.pk), "concern_id")
    hold_names([row.record])
    return _page(viewer, row, decision)


def _whole(shape: tuple[()]) -> QuerySet[Concern]:
    rows = Concern.objects.select_related(
        "pathway__receiver", "pathway__scheme", "holder", "record", "raised_by", "assigned_to", "plan"
    )
    return rows.filter(reference=Slot("reference", CharField()))


def _part_of(rows: "QuerySet[Any]", *related: str) -> "Prepared[tuple[()]]":
    return Prepared(lambda shape: rows.filter(concern_id=Slot("concern", UUIDField())).select_related(*related))


WHOLE = Prepared(_whole)
PARTS = {
    "statuses": _part_of(ConcernStatusRow.objects.all()),
    "ratings": _part_of(Rating.objects.all(), "level__scheme", "by"),
    "feedback": _part_of(Feedback.objects.all(), "by"),
    "decisions": _part_of(TriageDecision.objects.all(), "by", "second_look__by"),
    "requests": _part_of(InformationRequest.objects.all(), "agency", "by", "answer__by"),
}


def _page(viewer: Viewer, row: Concern, decision: Decision) -> TriagePage:
    purpose = row.pathway.purpose
    matters = [row.reference, *(request.reference for request in row.requests.all())]
    clocks = statuses_of(matters, viewer.at)
    clock = clocks.get((ClockKind.DECISION, row.reference))
    plan = getattr(row, "plan", None)
    return TriagePage(
        reference=row.reference, version=row.version, status=row.get_status_display(), status_code=row.status,
        child=child_of(row.record), concern=row,
        holder=row.holder.name, holder_telephone=row.holder.telephone, raised_by=row.raised_by.name,
        decision=decision, may_see_contact=FieldGroup.CONTACT in decision,
        may_see_voice=FieldGroup.CHILD_VOICE in decision, roles=roles_shown(viewer, row.reference),
        decision_clock=clock, paused_because=paused_because(row.reference, clock),
        feedback_clock=clocks.get((ClockKind.FEEDBACK, row.reference)),
        story=tuple(people.story(viewer, row.record.person_id, purpose)),
        ratings=tuple(row.ratings.all()), scheme=row.pathway.scheme.name,
        requests=tuple(_request(one, clocks) for one in row.requests.all()),
        decisions=tuple(decision_shown(one, viewer) for one in row.decisions.all()),
        steps=tuple(Step(one.at, one.get_status_display(), one.by, one.reason) for one in row.statuses.all()),
        feedback=tuple(row.feedback.all()), links=tuple(people.links_of(viewer, row.record.person_id)),
        flags=flags_on(viewer, row.record.person_id),
        plan_reference=plan.reference if plan else "", assigned_to=row.assigned_to.name if row.assigned_to else "",
        assigned_id=row.assigned_to_id,
    )  # fmt: skip


def _request(one: InformationRequest, clocks: dict[tuple[str, str], ClockStatus]) -> RequestShown:
    answer = getattr(one, "answer", None)
    return RequestShown(
        reference=one.reference, agency=one.agency.name,
        asked_for=tuple(sorted(group.label for group in one.groups)), question=one.question, by=one.by.name, at=one.at,
        clock=clocks.get((ClockKind.REQUEST, one.reference)),
        answer=answer.get_kind_display() if answer else "", words=answer.words if answer else "",
        reason=answer.reason if answer else "", agreement=answer.agreement if answer else "",
        answered_by=answer.by.name if answer else "", answered_at=answer.at if answer else None,
    )  # fmt: skip
