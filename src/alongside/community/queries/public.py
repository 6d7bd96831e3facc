"""What anybody may read: questions and answers, priorities, networks, events. Only columns that a moderator let through,
so that nothing here could show what a resident wrote in confidence."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from alongside.community import public_rows
from alongside.community.models import Network, Post
from alongside.community.queries.parts import Part, part_of
from alongside.community.states import PostKind, PostState, PriorityState

_IS_OPEN = Q(standing=PriorityState.OPEN)
COMING = timedelta(days=366)
JUST_OVER = timedelta(days=28)
"""A calendar that fetches the feed late still learns that an event was called off."""


@dataclass(frozen=True, slots=True)
class AnswerTold:
    id: int
    did: str
    agency: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PostTold:
    """A question or report that is public."""

    id: int
    kind: PostKind
    ward_code: str
    ward_name: str
    place: str
    said: str
    received_at: datetime
    due_at: datetime
    state: PostState
    was_late: bool
    answers: tuple[AnswerTold, ...]


@dataclass(frozen=True, slots=True)
class PriorityTold:
    """`steps` from the newest to the oldest. `is_late`: residents should have been told by now."""

    id: int
    title: str
    said: str
    ward_code: str
    ward_name: str
    state: PriorityState
    problem_id: int | None
    agency: str
    raised_at: datetime
    report_back_by: datetime
    is_late: bool
    changes: int
    steps: tuple["StepTold", ...]


@dataclass(frozen=True, slots=True)
class StepTold:
    id: int
    state: PriorityState
    did: str
    agency: str
    at: datetime
    was_late: bool


@dataclass(frozen=True, slots=True)
class NetworkTold:
    id: int
    name: str
    about: str
    meets: str
    contact: str
    ward_code: str
    ward_name: str


@dataclass(frozen=True, slots=True)
class EventTold:
    id: int
    title: str
    about: str
    place: str
    starts_at: datetime
    ends_at: datetime
    network_id: int
    network: str
    ward_name: str
    is_called_off: bool
    changes: int


def posts(
    *, at: datetime, ward_code: str = "", kind: str = "", only: str = "", page: int = 1
) -> tuple[list[PostTold], Part]:
    """The newest first. `only`: “waiting”, “late” or “answered”."""
    rows = _posts()
    if ward_code:
        rows = rows.filter(ward_code__in=[ward_code, ""])
    if kind in PostKind.values:
        rows = rows.filter(kind=kind)
    if only == "answered":
        rows = rows.filter(Exists(public_rows.answers().filter(post=OuterRef("pk"))))
    elif only in ("waiting", "late"):
        rows = public_rows.without_answer(rows, public_rows.answers(), "post")
        rows = rows.filter(due_at__lt=at) if only == "late" else rows
    found, part = part_of(rows, page)
    return [told(one, at) for one in found], part


def post(post_id: int, *, at: datetime) -> PostTold | None:
    row = _posts().filter(pk=post_id).first()
    return told(row, at) if row else None


def late_posts(*, at: datetime) -> int:
    unanswered = public_rows.without_answer(public_rows.posts(), public_rows.answers(), "post")
    return unanswered.filter(due_at__lt=at).count()


def priorities(*, at: datetime, ward_code: str = "", is_open: bool = True) -> list[PriorityTold]:
    """Those being worked on, or those that are done and dropped. At most 200: a borough has a few for each ward."""
    rows = _priorities()
    if ward_code:
        rows = rows.filter(ward_code__in=[ward_code, ""])
    return [_priority(row, at) for row in rows.filter(_IS_OPEN if is_open else ~_IS_OPEN)[:200]]


def priority(priority_id: int, *, at: datetime) -> PriorityTold | None:
    row = _priorities().filter(pk=priority_id).first()
    return _priority(row, at) if row else None


def wards_with_priorities(*, at: datetime) -> dict[str, int]:
    """How many priorities are open, by the ward's code."""
    rows = _priorities().filter(_IS_OPEN)
    return dict(rows.order_by().values_list("ward_code").annotate(many=Count("pk")))


def networks(*, ward_code: str = "") -> list[NetworkTold]:
    rows = public_rows.networks()
    if ward_code:
        rows = rows.filter(ward_code__in=[ward_code, ""])
    return [_network(row) for row in rows[:500]]


def network(network_id: int) -> NetworkTold | None:
    row = public_rows.networks().filter(pk=network_id).first()
    return _network(row) if row else None


def events(
    *, at: datetime, network_id: int | None = None, ward_code: str = "", for_feed: bool = False
) -> list[EventTold]:
    """Those to come, the next first; a feed also has those of the last weeks."""
    since = at - JUST_OVER if for_feed else at
    rows = public_rows.events().filter(ends_at__gte=since, starts_at__lt=at + COMING)
    if network_id is not None:
        rows = rows.filter(network_id=network_id)
    if ward_code:
        rows = rows.filter(network__ward_code__in=[ward_code, ""])
    return [_event(row) for row in rows[:200]]


def told(row: Post, at: datetime) -> PostTold:
    answers = tuple(AnswerTold(one.pk, one.did, one.agency_name, one.at) for one in row.answers.all())
    late = (answers[0].at if answers else at) > row.due_at
    state = PostState.ANSWERED if answers else PostState.LATE if late else PostState.SHOWN
    return PostTold(
        row.pk, PostKind(row.kind), row.ward_code, row.ward_name, row.shown_place, row.shown_text, row.received_at,
        row.due_at, state, late, answers,
    )  # fmt: skip


def _posts() -> "QuerySet[Post]":
    return with_answers(public_rows.posts().defer("text", "place"))


def with_answers(rows: "QuerySet[Post]") -> "QuerySet[Post]":
    return rows.prefetch_related(Prefetch("answers", public_rows.answers()))


def _priorities() -> "QuerySet[Any]":
    newest = public_rows.steps().filter(priority=OuterRef("pk")).order_by("-pk").values("state")[:1]
    rows = public_rows.priorities().annotate(standing=Coalesce(Subquery(newest), Value(PriorityState.OPEN.value)))
    return rows.prefetch_related(Prefetch("steps", public_rows.steps().order_by("-pk")))


def _priority(row: Any, at: datetime) -> PriorityTold:
    state = PriorityState(row.standing)
    steps = tuple(
        StepTold(
            one.pk,
            PriorityState(one.state),
            one.did,
            one.agency_name,
            one.at,
            bool(one.was_due_at and one.at > one.was_due_at),
        )
        for one in row.steps.all()
    )
    return PriorityTold(
        row.pk, row.title, row.said, row.ward_code, row.ward_name, state, row.problem_id, row.agency_name,
        row.raised_at, row.report_back_by, state is PriorityState.OPEN and at > row.report_back_by, row.changes, steps,
    )  # fmt: skip


def _network(row: Network) -> NetworkTold:
    shown: dict[str, str] = row.shown or {}
    return NetworkTold(
        row.pk, shown["name"], shown["about"], shown["meets"], shown["contact"], row.ward_code, row.ward_name
    )


def _event(row: Any) -> EventTold:
    shown: dict[str, str] = row.network.shown or {}
    return EventTold(
        row.pk, row.title, row.about, row.place, row.starts_at, row.ends_at, row.network_id, shown.get("name", ""),
        row.network.ward_name, row.called_off_at is not None, row.changes + (row.called_off_at is not None),
    )  # fmt: skip
