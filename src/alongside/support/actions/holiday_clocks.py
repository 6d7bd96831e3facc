"""Reckoning deadlines again when a bank holiday was announced or taken back: batch by batch, by the worker.

A kill in between loses nothing. Other processes take a new day up within `calendars.KEEP_UP_SECONDS`; the worker
reckons once more after that, for the clocks that they started meanwhile.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from django.db import connection, transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from alongside.areas.errors import SchoolUnknown
from alongside.common.calendars import CalendarError, CalendarKind
from alongside.common.clocks import Allowance, Pause, Unit, add, due_at
from alongside.common.timelines import LONDON, BeyondCalendarError
from alongside.support.actions.clocks import PAUSED_FOR_NOW
from alongside.support.calendars import KEEP_UP_SECONDS, calendar_of, take_up_holidays
from alongside.support.models import (
    AnnouncedHoliday,
    Case,
    ClockPause,
    ClockRun,
    Concern,
    Handover,
    InformationRequest,
)
from alongside.support.states import ClockKind

AT_ONCE = 5_000
STANDING_STILL = tuple(unit.value for unit in Unit if unit.kind is not CalendarKind.ELAPSED)


def reckon_again(*, at: datetime) -> int:
    """Move the deadlines that a changed bank holiday moves; gives how many. Safe to stop and to run at any time."""
    take_up_holidays()
    every = timedelta(seconds=2 * KEEP_UP_SECONDS)
    changed = AnnouncedHoliday.objects.filter(
        Q(reckoned_at__isnull=True)
        | Q(reckoned_at__lt=F("announced_at") + every)
        | Q(withdrawn_at__isnull=False, reckoned_at__lt=F("withdrawn_at") + every)
    )
    moved = 0
    for one in changed:
        here = reckon_from(one.day)
        AnnouncedHoliday.objects.filter(pk=one.pk).update(reckoned_at=at, moved=F("moved") + here)
        moved += here
    return moved


def reckon_from(day: date) -> int:
    """Reckon every running deadline on or after this day again; gives how many moved."""
    begins = datetime.combine(day, time.min, tzinfo=LONDON)
    running = ClockRun.objects.filter(
        stopped_at__isnull=True, breached_at__isnull=True, calendar__in=STANDING_STILL, due_at__gte=begins
    )
    return sum(_move(running, batch) for batch in _batches(running))


def _batches(running: QuerySet[ClockRun]) -> Iterator[tuple[int, int]]:
    """The first and last number of each batch."""
    after = 0
    while batch := list(running.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        yield batch[0], batch[-1]
        after = batch[-1]


def _move(running: QuerySet[ClockRun], batch: tuple[int, int]) -> int:
    """One batch in one transaction, with what is kept beside the clocks for lists."""
    with transaction.atomic():
        rows = running.select_for_update(of=("self",)).filter(pk__range=batch)
        clocks = list(rows.values_list("pk", "started_at", "amount", "calendar", "due_at", "owner__school_urn"))
        paused: dict[int, list[Pause]] = {}
        for clock, start, end in ClockPause.objects.filter(clock__pk__range=batch).values_list(
            "clock_id", "from_at", "until_at"
        ):
            paused.setdefault(clock, []).append(Pause(start, end))
        moved = [
            (deadline, pk)
            for pk, started, amount, unit, due, urn in clocks
            if (deadline := _deadline(started, Allowance(amount, Unit(unit)), urn, paused.get(pk, ()), due)) != due
        ]
        if moved:
            _keep(moved)
            _keep_beside(batch)
    return len(moved)


def _deadline(started: datetime, allowance: Allowance, urn: str, pauses: Sequence[Pause], now: datetime) -> datetime:
    try:
        calendar = calendar_of(allowance.unit, urn)
        return due_at(started, allowance, calendar, pauses=pauses) or add(started, PAUSED_FOR_NOW)
    except (SchoolUnknown, CalendarError, BeyondCalendarError):
        return now  # the school's terms are not held any more: the deadline that was reckoned with them stands


def _keep(moved: Sequence[tuple[datetime, int]]) -> None:
    """One statement for all: `bulk_update` writes a CASE of every row, many times slower."""
    kept = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {ClockRun._meta.db_table} SET due_at = %s WHERE id = %s",  # noqa: S608 (a name of ours)
            [(kept(deadline), pk) for deadline, pk in moved],
        )


def _keep_beside(batch: tuple[int, int]) -> None:
    """Lists are in order of a deadline that is kept with what they list."""
    matters = ClockRun.objects.filter(pk__range=batch, stopped_at__isnull=True)
    for kind, listed, field in (
        (ClockKind.DECISION, Concern, "decision_due_at"),
        (ClockKind.FEEDBACK, Concern, "feedback_due_at"),
        (ClockKind.REQUEST, InformationRequest, "due_at"),
        ("", Case, "due_at"),
        ("", Handover, "due_at"),
    ):
        of_kind = matters.filter(kind=kind) if kind else matters
        listed.objects.filter(reference__in=of_kind.values("matter")).update(**{field: _due(kind)})


def _due(kind: str = "") -> Subquery:
    """The clock of this kind that runs for the row; of any kind, the next to run out."""
    return Subquery(_running(kind).order_by("due_at").values("due_at")[:1])


def _running(kind: str) -> QuerySet[ClockRun]:
    rows = ClockRun.objects.filter(matter=OuterRef("reference"), stopped_at__isnull=True)
    return rows.filter(kind=kind) if kind else rows
