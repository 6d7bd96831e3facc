"""The tasking cycle: meetings, one with its items, and what is fit to be published for residents."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Prefetch

from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.places.meeting_parts import find_item, find_meeting, items_for
from alongside.places.models import MeetingItem, ResidentAnswer, TaskingMeeting
from alongside.places.operating.work import TaskingTold, taskings_of_items
from alongside.places.operation_sight import open_operations
from alongside.places.operation_states import ItemOutcome, MeetingKind
from alongside.places.queries.recorded import Page

P = Permission


@dataclass(frozen=True, slots=True)
class MeetingRow:
    id: int
    kind: MeetingKind
    name: str
    held_on: date
    place: str
    items: int
    undecided: int


@dataclass(frozen=True, slots=True)
class DecisionTold:
    outcome: ItemOutcome
    words: str
    reference: str
    operation: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AnswerTold:
    """What residents are told. `signed_by` is empty until somebody else than the writer signed it off."""

    id: int
    you_said: str
    we_did: str
    by: str
    at: datetime
    signed_by: str
    signed_at: datetime | None
    may_sign: bool


@dataclass(frozen=True, slots=True)
class ItemTold:
    id: int
    title: str
    words: str
    problem_id: int | None
    problem: str
    reference: str
    operation: str
    came_from: tuple[int, str] | None
    went_to: tuple[tuple[int, str], ...]
    decisions: tuple[DecisionTold, ...]
    taskings: tuple[TaskingTold, ...]
    answer: AnswerTold | None


@dataclass(frozen=True, slots=True)
class MeetingTold:
    id: int
    kind: MeetingKind
    name: str
    held_on: date
    place: str
    items: tuple[ItemTold, ...]
    may_run: bool


@dataclass(frozen=True, slots=True)
class PublishedAnswer:
    """Fit to publish: places and times, nobody named."""

    where: str
    held_on: date
    title: str
    you_said: str
    we_did: str
    signed_at: datetime


def meetings(viewer: Viewer, *, kind: str = "", page: int = 1, size: int = 25) -> tuple[list[MeetingRow], Page]:
    """The newest first, with the items that this viewer sees and how many of them nobody decided on."""
    rows = TaskingMeeting.objects.filter(kind=kind) if kind in MeetingKind.values else TaskingMeeting.objects.all()
    total = rows.count()
    number = max(1, min(page, -(-total // size)))
    listed = list(rows[(number - 1) * size : number * size])
    counts: dict[int, list[int]] = {row.pk: [0, 0] for row in listed}
    seen_items = items_for(viewer).filter(meeting__in=listed).distinct().prefetch_related("decisions")
    for item in seen_items:
        counts[item.meeting_id][0] += 1
        counts[item.meeting_id][1] += not item.decisions.all()
    return [
        MeetingRow(row.pk, MeetingKind(row.kind), row.name, row.held_on, row.place, *counts[row.pk]) for row in listed
    ], Page(number, size, total)


def meeting(viewer: Viewer, meeting_id: int) -> MeetingTold:
    """One meeting, without the items that are closed to this viewer. Raises `Refused`."""
    row = find_meeting(viewer, meeting_id)
    items = list(
        items_for(viewer)
        .filter(meeting=row)
        .select_related("problem", "operation", "came_from__meeting")
        .prefetch_related(
            "decisions__operation", "went_to__meeting",
            Prefetch("answers", ResidentAnswer.objects.select_related("sign_off").order_by("-pk")),
        )
    )  # fmt: skip
    taskings = taskings_of_items(viewer, [item.pk for item in items])
    seen_whole = set(open_operations(viewer).values_list("pk", flat=True))
    told = tuple(_item(viewer, item, taskings, seen_whole) for item in items)
    return MeetingTold(
        row.pk, MeetingKind(row.kind), row.name, row.held_on, row.place, told, may_run_meetings(viewer)
    )  # fmt: skip


def item(viewer: Viewer, item_id: int) -> tuple[int, str]:
    """The meeting and the title of one item. Raises `Refused`."""
    row = find_item(viewer, item_id)
    return row.meeting_id, row.title


def items_to_go_on_from(viewer: Viewer, meeting_id: int, *, most: int = 50) -> list[tuple[int, str]]:
    """Items that an earlier meeting passed on, and no later one took up."""
    row = find_meeting(viewer, meeting_id)
    rows = items_for(viewer).filter(meeting__held_on__lte=row.held_on, went_to__isnull=True).exclude(meeting=row)
    listed = rows.select_related("meeting").prefetch_related("decisions").order_by("-meeting__held_on", "pk")[:200]
    found = [
        (one.pk, f"{one.title} ({one.meeting})")
        for one in listed
        if (made := list(one.decisions.all())) and made[-1].outcome == ItemOutcome.PASSED_ON
    ]
    return found[:most]


def answers_fit_to_publish(*, where: str = "", most: int = 100) -> list[PublishedAnswer]:
    """“You said, we did”: the newest text of each item, if somebody signed it off. Anybody may read it."""
    later = ResidentAnswer.objects.filter(item=OuterRef("item"), pk__gt=OuterRef("pk"))
    rows = ResidentAnswer.objects.filter(~Exists(later), sign_off__isnull=False)
    if where:
        rows = rows.filter(item__meeting__name=where)
    listed = rows.select_related("item__meeting", "sign_off").order_by("-item__meeting__held_on", "-pk")[:most]
    return [
        PublishedAnswer(
            one.item.meeting.name, one.item.meeting.held_on, one.item.title, one.you_said, one.we_did, one.sign_off.at
        )
        for one in listed
    ]


def may_run_meetings(viewer: Viewer) -> bool:
    return viewer.may(P.RUN_OPERATIONS) or viewer.may(P.KEEP_COMMUNITY)


def may_sign(viewer: Viewer) -> bool:
    return viewer.may(P.PUBLISH) or viewer.may(P.KEEP_COMMUNITY)


def _item(
    viewer: Viewer, row: MeetingItem, taskings: Mapping[int, list[TaskingTold]], seen_whole: set[int]
) -> ItemTold:
    answer = next(iter(row.answers.all()), None)
    return ItemTold(
        id=row.pk, title=row.title, words=row.words, problem_id=row.problem_id,
        problem=row.problem.name if row.problem else "", reference=row.operation.reference if row.operation else "",
        operation=row.operation.name if row.operation else "",
        came_from=(row.came_from.meeting_id, str(row.came_from.meeting)) if row.came_from else None,
        went_to=tuple((one.meeting_id, str(one.meeting)) for one in row.went_to.all()),
        decisions=_decisions(row, seen_whole), taskings=tuple(taskings.get(row.pk, ())),
        answer=_answer(viewer, answer) if answer else None,
    )  # fmt: skip


def _decisions(row: MeetingItem, seen_whole: set[int]) -> tuple[DecisionTold, ...]:
    """The newest first; an operation that the viewer may not see is not named."""
    told = []
    for one in row.decisions.all():
        shown = one.operation if one.operation_id in seen_whole else None
        told.append(
            DecisionTold(
                ItemOutcome(one.outcome), one.words, shown.reference if shown else "", shown.name if shown else "",
                one.by, one.at,
            )
        )  # fmt: skip
    return tuple(reversed(told))


def _answer(viewer: Viewer, row: ResidentAnswer) -> AnswerTold:
    signed = getattr(row, "sign_off", None)
    return AnswerTold(
        id=row.pk, you_said=row.you_said, we_did=row.we_did, by=row.by, at=row.at,
        signed_by=signed.by if signed else "", signed_at=signed.at if signed else None,
        may_sign=signed is None and may_sign(viewer) and row.by_id != viewer.actor.id,
    )  # fmt: skip
