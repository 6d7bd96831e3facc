"""The clocks of a handover: started and stopped by what happens to it, and by the day on which the child moves."""

from collections.abc import Iterable
from datetime import UTC, datetime, time

from alongside.common.timelines import LONDON
from alongside.partners.models import Agency
from alongside.support.actions.clocks import start_clock, stop_clock
from alongside.support.definitions.parts import ClockRule, Definition, Who
from alongside.support.models import ClockRun, Handover

MOVES, FILE, RECEIPT, CLOSED = "moves", "file", "receipt", "closed"
FROM_THE_MOVE = frozenset({MOVES, FILE})


def run_clocks(handover: Handover, definition: Definition, events: Iterable[str], at: datetime) -> None:
    """Start and stop what these events say, and note on the handover which clock runs out next.

    A clock that counts from the move begins on that day, and is not begun anew while it runs: it outlasts a redirect.
    """
    for event in events:
        for rule in definition.clocks:
            if event in rule.stops:
                stop_clock(kind=rule.code, matter=handover.reference, at=at)
            if event in rule.starts and not (event in FROM_THE_MOVE and _runs(rule, handover)):
                begins = _day_of_move(handover, at) if event in FROM_THE_MOVE else at
                start_clock(
                    kind=rule.code, matter=handover.reference, owner=_owner(rule, handover), allowance=rule.allowance,
                    at=begins, label=rule.label,
                )  # fmt: skip
    running = ClockRun.objects.filter(matter=handover.reference, stopped_at__isnull=True)
    next_one = running.order_by("due_at").first()
    handover.due_at = next_one.due_at if next_one else None
    handover.save(update_fields=["due_at"])


def give_clocks(handover: Handover, definition: Definition) -> None:
    """The receiver has changed: the clocks that go on are its own from now."""
    for rule in definition.clocks:
        running = ClockRun.objects.filter(kind=rule.code, matter=handover.reference, stopped_at__isnull=True)
        running.update(owner=_owner(rule, handover))


def _runs(rule: ClockRule, handover: Handover) -> bool:
    return ClockRun.objects.filter(kind=rule.code, matter=handover.reference, stopped_at__isnull=True).exists()


def _owner(rule: ClockRule, handover: Handover) -> Agency:
    """The sender chases where the receiver is outside the partnership, or nobody yet."""
    return handover.holder if rule.owner is Who.REFERRER or handover.receiver is None else handover.receiver


def _day_of_move(handover: Handover, at: datetime) -> datetime:
    if handover.moves_on is None:
        return at
    return max(at, datetime.combine(handover.moves_on, time(0), LONDON).astimezone(UTC))
