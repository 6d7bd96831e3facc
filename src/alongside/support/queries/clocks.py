"""How clocks stand."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import CharField, QuerySet

from alongside.common.clock_status import Clock, ClockState, ClockStatus, status
from alongside.common.clocks import Allowance, Pause, Unit
from alongside.common.prepared import Prepared, Slot, values_for
from alongside.support.calendars import calendars_of
from alongside.support.models import ClockPause, ClockRun


def statuses_of(matters: Iterable[str], at: datetime) -> dict[tuple[str, str], ClockStatus]:
    """By kind and matter, in two queries; two more where clocks count in school days. Such a clock keeps to the days of
    the school that owns it."""
    size, named = values_for("matter", matters, "")
    pauses: dict[int, list[Pause]] = defaultdict(list)
    for clock, from_at, until_at in PAUSES.rows(size, **named):
        pauses[clock].append(Pause(from_at, until_at))
    clocks = [ClockRow(*row) for row in CLOCKS.rows(size, **named)]
    calendars = calendars_of((Unit(one.calendar), one.school_urn) for one in clocks)
    return {
        (one.kind, one.matter): status(
            Clock(one.started_at, Allowance(one.amount, unit := Unit(one.calendar)), calendars(unit, one.school_urn),
                  tuple(pauses[one.pk]), one.stopped_at), at,
        )
        for one in clocks
    }  # fmt: skip


def next_clocks(references: Sequence[str], at: datetime) -> dict[str, tuple[str, ClockStatus]]:
    """Of each case the clock that runs out next, with its name."""
    kept: dict[str, tuple[str, ClockStatus]] = {}
    due: dict[str, datetime] = {}
    running = ClockRun.objects.filter(matter__in=references, stopped_at__isnull=True)
    statuses = statuses_of(references, at) if references else {}
    for one in running:
        if one.matter not in due or one.due_at < due[one.matter]:
            due[one.matter], kept[one.matter] = one.due_at, (one.label, statuses[one.kind, one.matter])
    return kept


class ClockRow(NamedTuple):
    """The columns of a clock that say how it stands."""

    pk: int
    kind: str
    matter: str
    amount: int
    calendar: str
    started_at: datetime
    stopped_at: datetime | None
    school_urn: str


def _clocks(size: int) -> QuerySet[ClockRun, Any]:
    columns = (*ClockRow._fields[:-1], "owner__school_urn")
    return ClockRun.objects.filter(matter__in=Slot.several("matter", CharField(), size)).values_list(*columns)


def _pauses(size: int) -> QuerySet[ClockPause, Any]:
    rows = ClockPause.objects.filter(clock__matter__in=Slot.several("matter", CharField(), size)).order_by("from_at")
    return rows.values_list("clock_id", "from_at", "until_at")


CLOCKS, PAUSES = Prepared(_clocks), Prepared(_pauses)


def paused_because(reference: str, clock: ClockStatus | None) -> str:
    """Why the clock of a concern stands still, if it does. For callers that have decided on the concern."""
    if clock is None or clock.state is not ClockState.PAUSED:
        return ""
    row = ClockPause.objects.filter(clock__matter=reference, until_at__isnull=True).first()
    return row.reason if row else ""
