"""The clocks of a case: started and stopped by what happens, standing still in the stages that say so."""

from collections.abc import Iterable
from datetime import datetime

from alongside.partners.models import Agency
from alongside.support.actions.clocks import pause_clock, resume_clock, start_clock, stop_clock
from alongside.support.definitions.parts import ClockRule, Definition, Who
from alongside.support.models import Case, ClockRun

OPENED, TOLD = "opened", "told"


def run_clocks(case: Case, definition: Definition, events: Iterable[str], at: datetime) -> None:
    """Start, stop, pause and resume whatever these events say, and note on the case which clock runs out next."""
    for event in events:
        for rule in definition.clocks:
            if event in rule.stops:
                stop_clock(kind=rule.code, matter=case.reference, at=at)
            if event in rule.starts:
                _start(rule, case, at)
    _note(case, definition, at)


def begin_again(case: Case, definition: Definition, ended_at: datetime, at: datetime) -> None:
    """What ran until the case ended runs anew: nobody waits without a clock because the case was closed once."""
    stopped = ClockRun.objects.filter(matter=case.reference, stopped_at=ended_at).values_list("kind", flat=True)
    ran = set(stopped)
    for rule in definition.clocks:
        if rule.code in ran:
            _start(rule, case, at)
    _note(case, definition, at)


def _start(rule: ClockRule, case: Case, at: datetime) -> None:
    start_clock(
        kind=rule.code, matter=case.reference, owner=_owner(rule, case), allowance=rule.allowance, at=at,
        label=rule.label,
    )  # fmt: skip


def _note(case: Case, definition: Definition, at: datetime) -> None:
    _stand_still(case, definition, at)
    next_one = ClockRun.objects.filter(matter=case.reference, stopped_at__isnull=True).order_by("due_at").first()
    case.due_at = next_one.due_at if next_one else None
    case.save(update_fields=["due_at"])


def _owner(rule: ClockRule, case: Case) -> Agency:
    return case.holder if rule.owner is Who.REFERRER else case.receiver


def _stand_still(case: Case, definition: Definition, at: datetime) -> None:
    running = {
        one.kind: one.pauses.filter(until_at__isnull=True).exists()
        for one in ClockRun.objects.filter(matter=case.reference, stopped_at__isnull=True)
    }
    for rule in definition.clocks:
        paused = running.get(rule.code)
        if paused is False and case.stage in rule.pauses_in:
            label = definition.stage(case.stage).label
            pause_clock(kind=rule.code, matter=case.reference, reason=f"The case is at “{label}”", at=at)
        elif paused and case.stage not in rule.pauses_in:
            resume_clock(kind=rule.code, matter=case.reference, at=at)
