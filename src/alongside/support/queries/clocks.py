"""How clocks stand."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from alongside.common.clock_status import Clock, ClockState, ClockStatus, status
from alongside.common.clocks import Allowance, Pause, Unit
from alongside.support.models import ClockPause, ClockRun


def status_of(clock: ClockRun, pauses: Sequence[Pause], at: datetime) -> ClockStatus:
    """How a clock stands, with its sentence."""
    allowance = Allowance(clock.amount, Unit(clock.calendar))
    return status(Clock(clock.started_at, allowance, pauses=tuple(pauses), stopped_at=clock.stopped_at), at)


def statuses_of(matters: Iterable[str], at: datetime) -> dict[tuple[str, str], ClockStatus]:
    """By kind and matter, in two queries."""
    named = list(matters)
    pauses: dict[int, list[Pause]] = defaultdict(list)
    rows = ClockPause.objects.filter(clock__matter__in=named).order_by("from_at")
    for clock, from_at, until_at in rows.values_list("clock_id", "from_at", "until_at"):
        pauses[clock].append(Pause(from_at, until_at))
    clocks = ClockRun.objects.filter(matter__in=named)
    return {(one.kind, one.matter): status_of(one, pauses[one.pk], at) for one in clocks}


def paused_because(reference: str, clock: ClockStatus | None) -> str:
    """Why the clock of a concern stands still, if it does. For callers that have decided on the concern."""
    if clock is None or clock.state is not ClockState.PAUSED:
        return ""
    row = ClockPause.objects.filter(clock__matter=reference, until_at__isnull=True).first()
    return row.reason if row else ""
