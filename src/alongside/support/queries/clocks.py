"""How clocks stand."""

from collections.abc import Iterable
from datetime import datetime

from alongside.common.clock_status import Clock, ClockStatus, status
from alongside.common.clocks import Allowance, Pause, Unit
from alongside.support.models import ClockRun


def status_of(clock: ClockRun, at: datetime) -> ClockStatus:
    """How a clock stands, with its sentence. Prefetch `pauses` for a list."""
    return status(
        Clock(
            clock.started_at,
            Allowance(clock.amount, Unit(clock.calendar)),
            pauses=tuple(Pause(pause.from_at, pause.until_at) for pause in clock.pauses.all()),
            stopped_at=clock.stopped_at,
        ),
        at,
    )


def statuses_of(matters: Iterable[str], at: datetime) -> dict[tuple[str, str], ClockStatus]:
    """By kind and matter, in two queries."""
    rows = ClockRun.objects.filter(matter__in=list(matters)).prefetch_related("pauses")
    return {(row.kind, row.matter): status_of(row, at) for row in rows}
