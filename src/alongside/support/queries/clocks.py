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


class Run(NamedTuple):
    """One clock of a matter, and how it stands."""

    matter: str
    kind: str
    label: str
    due_at: datetime
    is_running: bool
    status: ClockStatus


class ClockRow(NamedTuple):
    """The columns of a clock that say how it stands."""

    pk: int
    kind: str
    label: str
    matter: str
    amount: int
    calendar: str
    started_at: datetime
    due_at: datetime
    stopped_at: datetime | None
    school_urn: str


def runs_of(matters: Iterable[str], at: datetime) -> list[Run]:
    """In two queries; two more where clocks count in school days. Such a clock keeps to the days of the school that owns
    it."""
    size, named = values_for("matter", matters, "")
    pauses: dict[int, list[Pause]] = defaultdict(list)
    for clock, from_at, until_at in PAUSES.rows(size, **named):
        pauses[clock].append(Pause(from_at, until_at))
    clocks = [ClockRow(*row) for row in CLOCKS.rows(size, **named)]
    calendars = calendars_of((Unit(one.calendar), one.school_urn) for one in clocks)
    return [
        Run(
            one.matter, one.kind, one.label, one.due_at, one.stopped_at is None,
            status(
                Clock(one.started_at, Allowance(one.amount, unit := Unit(one.calendar)),
                      calendars(unit, one.school_urn), tuple(pauses[one.pk]), one.stopped_at), at,
            ),
        )
        for one in clocks
    ]  # fmt: skip


def statuses_of(matters: Iterable[str], at: datetime) -> dict[tuple[str, str], ClockStatus]:
    """By kind and matter."""
    return {(one.kind, one.matter): one.status for one in runs_of(matters, at)}


def next_of(runs: Iterable[Run]) -> dict[str, tuple[str, ClockStatus]]:
    """Of each matter the clock that runs out next, with its name."""
    kept: dict[str, Run] = {}
    for one in runs:
        if one.is_running and (one.matter not in kept or one.due_at < kept[one.matter].due_at):
            kept[one.matter] = one
    return {matter: (one.label, one.status) for matter, one in kept.items()}


def next_clocks(references: Sequence[str], at: datetime) -> dict[str, tuple[str, ClockStatus]]:
    """Of each case the clock that runs out next, with its name."""
    return next_of(runs_of(references, at)) if references else {}


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
