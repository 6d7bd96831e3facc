"""Starting, pausing, stopping and breaching the clocks that run on the server."""

from datetime import datetime

from django.db import transaction

from alongside.audit.actions import record
from alongside.audit.entries import Actor, Entry
from alongside.audit.states import Act
from alongside.common.clocks import Allowance, Pause, Unit, add, due_at
from alongside.partners.errors import Invalid
from alongside.partners.models import Agency
from alongside.support.calendars import begun, calendar_of
from alongside.support.models import ClockPause, ClockRun
from alongside.support.states import ClockKind
from alongside.support.telling import told_of_breaches

# A clock without an end (paused) is shown last: its deadline moves on as long as the pause lasts.
PAUSED_FOR_NOW = Allowance(3650, Unit.DAYS)


def start_clock(
    *, kind: str, matter: str, owner: Agency, allowance: Allowance, at: datetime, label: str = ""
) -> ClockRun:
    """Start a clock; starting it again for the same matter begins anew.

    A clock in school days keeps to the days of its owner, a school whose terms are held.
    """
    kept, deadline = begun(at, allowance, owner.school_urn)
    return ClockRun.objects.update_or_create(
        kind=kind,
        matter=matter,
        defaults={
            "label": label or ClockKind(kind).label,
            "owner": owner,
            "amount": kept.amount,
            "calendar": kept.unit.value,
            "started_at": at,
            "due_at": deadline,
            "stopped_at": None,
            "breached_at": None,
        },
    )[0]


def stop_clock(*, kind: str, matter: str, at: datetime) -> None:
    """Stop a clock that runs; one that stopped before keeps its time."""
    ClockPause.objects.filter(clock__kind=kind, clock__matter=matter, until_at__isnull=True).update(until_at=at)
    ClockRun.objects.filter(kind=kind, matter=matter, stopped_at__isnull=True).update(stopped_at=at)


def pause_clock(*, kind: str, matter: str, reason: str, at: datetime) -> ClockRun:
    """Let a clock stand still, for a reason."""
    if not reason.strip():
        raise Invalid("Say why the clock is paused.", "reason")
    with transaction.atomic():
        clock = ClockRun.objects.select_for_update(of=("self",)).get(kind=kind, matter=matter)
        if clock.stopped_at is not None or clock.pauses.filter(until_at__isnull=True).exists():
            raise Invalid("This clock is not running.", "reason")
        ClockPause.objects.create(clock=clock, from_at=at, reason=reason.strip()[:300])
        _set_deadline(clock)
    return clock


def resume_clock(*, kind: str, matter: str, at: datetime) -> ClockRun:
    """Let a paused clock run on."""
    with transaction.atomic():
        clock = ClockRun.objects.select_for_update(of=("self",)).get(kind=kind, matter=matter)
        if not clock.pauses.filter(until_at__isnull=True).update(until_at=at):
            raise Invalid("This clock is not paused.", "reason")
        _set_deadline(clock)
    return clock


def _set_deadline(clock: ClockRun) -> None:
    allowance = Allowance(clock.amount, Unit(clock.calendar))
    pauses = tuple(Pause(pause.from_at, pause.until_at) for pause in clock.pauses.all())
    calendar = calendar_of(allowance.unit, clock.owner.school_urn)
    deadline = due_at(clock.started_at, allowance, calendar, pauses=pauses)
    clock.due_at = deadline or add(clock.started_at, PAUSED_FOR_NOW)
    clock.save(update_fields=["due_at"])


def breach_clocks(*, at: datetime) -> int:
    """Record every clock that has run out since the last time; gives how many. Safe to run at any time."""
    breached = 0
    while True:
        with transaction.atomic():
            due = list(
                ClockRun.objects.select_for_update(of=("self",))
                .select_related("owner")
                .filter(stopped_at__isnull=True, breached_at__isnull=True, due_at__lt=at)
                .order_by("due_at")[:500]
            )
            if not due:
                return breached
            for clock in due:
                clock.breached_at = at
                record(
                    Entry(
                        at=at,
                        actor=Actor.system("clocks"),
                        act=Act.CHANGE,
                        subject_kind="clock",
                        subject_id=clock.matter,
                        holder_code=clock.owner.code,
                        reason=f"the clock “{clock.label.lower()}” ran out",
                    )
                )
            ClockRun.objects.bulk_update(due, ["breached_at"])
            told_of_breaches(due, at)
            breached += len(due)
