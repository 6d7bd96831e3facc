"""The clocks of a reachable moment: they belong to whoever received it, and the next to run out is kept beside it."""

from datetime import datetime

from alongside.common.clocks import Allowance
from alongside.support.actions.clocks import start_clock, stop_clock
from alongside.support.models import ClockRun, ReachableMoment
from alongside.support.moment_states import OFFER, OUTCOME, OWNED, RETURN_TALK, SAY, TALK, WHO_GOES, MomentKind

CLOCKS: dict[str, tuple[str, Allowance]] = {OWNED: WHO_GOES, SAY: OUTCOME}


def run_clock(moment: ReachableMoment, kind: str, since: datetime) -> None:
    """Start a clock of the receiver, and note which runs out next."""
    label, allowance = CLOCKS.get(kind) or (RETURN_TALK if moment.kind == MomentKind.MISSING else TALK)
    if moment.receiver is not None:
        start_clock(
            kind=kind, matter=moment.reference, owner=moment.receiver, allowance=allowance, at=since, label=label
        )
    note_due(moment)


def run_offer(moment: ReachableMoment, since: datetime) -> None:
    """A return home interview counts from the return, and not before; every other talk from when it was recorded."""
    if moment.kind != MomentKind.MISSING:
        run_clock(moment, OFFER, since)
    elif moment.back_at is not None:
        run_clock(moment, OFFER, moment.back_at)


def stop_clocks(moment: ReachableMoment, kinds: tuple[str, ...], at: datetime) -> None:
    for kind in kinds:
        stop_clock(kind=kind, matter=moment.reference, at=at)
    note_due(moment)


def note_due(moment: ReachableMoment) -> None:
    running = ClockRun.objects.filter(matter=moment.reference, stopped_at__isnull=True).order_by("due_at").first()
    moment.due_at = running.due_at if running else None
    moment.save(update_fields=["due_at"])
