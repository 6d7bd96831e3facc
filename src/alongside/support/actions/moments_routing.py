"""Who gets a reachable moment: whoever works with the child already, and otherwise the front door. Never nobody."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from alongside.audit.states import Act
from alongside.common.clocks import Allowance
from alongside.common.text import sentence_list
from alongside.partners.access import writing
from alongside.partners.actions import involve
from alongside.partners.models import Agency, Member, Restriction
from alongside.partners.roles import Permission, roles_with
from alongside.partners.standing import Viewer, in_place, terms_for
from alongside.partners.states import FieldGroup, Purpose
from alongside.support.actions.clocks import start_clock, stop_clock
from alongside.support.case_parts import purpose_of
from alongside.support.definitions.kept import definition_of
from alongside.support.models import Case, ClockRun, Pathway, Plan, ReachableMoment
from alongside.support.moment_parts import add_step, log_moment
from alongside.support.moment_states import (
    OFFER,
    OUTCOME,
    OWNED,
    PURPOSE,
    RETURN_TALK,
    SAY,
    TALK,
    VIEW_OF_MOMENT,
    WHO_GOES,
    MomentKind,
    MomentState,
    MomentStepKind,
)
from alongside.support.states import FRONT_DOOR, PlanStatus
from alongside.support.telling import told_of_moment

CARRIED = frozenset({FieldGroup.IDENTITY, FieldGroup.CONTACT, FieldGroup.CONCERN, FieldGroup.CHILD_VOICE})
LASTS = timedelta(days=180)
# Whoever works on one of these can go and see the child; a clinic or a school change cannot.
GOES = (Purpose.EXPLOITATION, Purpose.LEAVING_GANGS, Purpose.EARLY_HELP, Purpose.SAFEGUARDING)
HELD = "No agreement in force lets {sender} tell {receiver}. Phone {receiver} now: this does not wait."
CLOCKS: dict[str, tuple[str, Allowance]] = {OWNED: WHO_GOES, SAY: OUTCOME}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a moment goes: an agency, its worker if somebody there has the child, and what she has there."""

    agency: Agency
    permission: Permission
    worker: Member | None = None
    case: Case | None = None
    plan: Plan | None = None
    agreement: str = ""


def place_for(moment: ReachableMoment, by: Viewer) -> Place | None:
    """The first that may be told and where somebody has an open account; the front door in any case, if it may be."""
    for place in _at_work(moment.record.person_id):
        under = _agreement(moment.holder, place.agency, by)
        if under is not None and _somebody_there(place.agency):
            return replace(place, agreement=under)
    return place_at_door(moment, by)


def place_at_door(moment: ReachableMoment, by: Viewer) -> Place | None:
    place = front_door()
    under = _agreement(moment.holder, place.agency, by)
    return None if under is None else replace(place, agreement=under)


def front_door() -> Place:
    pathway = Pathway.objects.select_related("receiver").get(code=FRONT_DOOR)
    return Place(pathway.receiver, Permission.TRIAGE)


def send_moment(*, moment: ReachableMoment, place: Place | None, by: Viewer, at: datetime) -> None:
    """Give it to whoever receives, with an owner, its clocks and an urgent notice; or keep it and say that it waits."""
    if place is None:
        door = front_door()
        held = HELD.format(sender=moment.holder.name, receiver=door.agency.name)
        moment.state, moment.held_because = MomentState.HELD, held[:300]
        moment.save(update_fields=["state", "held_because"])
        add_step(moment, MomentStepKind.HELD, held, by, at)
        log_moment(moment, Act.WITHHOLD, held, by, at)
        return
    moment.receiver, moment.case, moment.plan = place.agency, place.case, place.plan
    moment.owner, moment.state, moment.held_because = _cleared(place.worker, moment, at), MomentState.OPEN, ""
    moment.save(update_fields=["receiver", "case", "plan", "owner", "state", "held_because"])
    involve(
        agency_id=place.agency.pk, person_id=moment.record.person_id, purpose=PURPOSE, groups=CARRIED,
        reason=f"Reachable moment: {moment.reference}", by=by.actor, at=at, opened_for=moment.reference,
        matter=moment.reference, lasts=LASTS,
    )  # fmt: skip
    add_step(moment, MomentStepKind.SENT, "", by, at)
    log_moment(moment, Act.DISCLOSE, f"sent to {place.agency.name}", by, at, place.agreement)
    run_clock(moment, OWNED, at)
    run_offer(moment, at)
    told_of_moment(moment, place.permission, at)


def release_held_moments(*, by: Viewer, at: datetime) -> int:
    """Send every held moment that an agreement now covers; gives how many."""
    released = 0
    for one in ReachableMoment.objects.filter(state=MomentState.HELD).values_list("pk", flat=True):
        with writing():
            row = (
                ReachableMoment.objects.select_for_update(of=("self",))
                .select_related("holder", "record")
                .filter(pk=one, state=MomentState.HELD)
                .first()
            )
            place = place_for(row, by) if row else None
            if row is not None and place is not None:
                send_moment(moment=row, place=place, by=by, at=at)
                released += 1
    return released


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


def _at_work(person_id: UUID) -> Iterator[Place]:
    """Whoever works with the child now: on exploitation first, then a plan, then what else goes to see children."""
    open_cases = Case.objects.filter(record__person_id=person_id, ended_at__isnull=True, held_because="")
    open_cases = open_cases.select_related("version", "receiver", "worker").order_by("-received_at")
    by_purpose = [(purpose_of(definition_of(one.version)), one) for one in open_cases]
    cases = [
        Place(one.receiver, Permission.WORK_CASES, one.worker, one)
        for wanted in GOES
        for purpose, one in by_purpose
        if purpose is wanted
    ]
    first = sum(purpose is Purpose.EXPLOITATION for purpose, _ in by_purpose)
    plans = Plan.objects.filter(record__person_id=person_id, status=PlanStatus.OPEN).select_related("holder", "lead")
    led = [Place(one.holder, Permission.WORK_CASES, one.lead, plan=one) for one in plans.order_by("-started_at")]
    yield from (*cases[:first], *led, *cases[first:])


def _agreement(holder: Agency, receiver: Agency, by: Viewer) -> str | None:
    """Under which agreement it may be told; empty within one agency; None where it may not."""
    if holder.pk == receiver.pk:
        return ""
    terms = terms_for(receiver.pk, by.day).get((PURPOSE, holder.pk), ())
    covered = frozenset(group for term in terms for group in term.groups)
    if not covered >= frozenset(VIEW_OF_MOMENT):
        return None
    return sentence_list(term.agreement for term in terms if term.groups & CARRIED)


def _somebody_there(agency: Agency) -> bool:
    workers = Member.objects.filter(agency=agency, is_active=True, role__in=roles_with(Permission.WORK_CASES))
    return agency.is_active and workers.exists()


def _cleared(worker: Member | None, moment: ReachableMoment, at: datetime) -> Member | None:
    """The worker, if she is there, of that agency, and the child is not hidden from her; else it is the team's."""
    if worker is None or not worker.is_active or worker.agency_id != moment.receiver_id:
        return None
    if not worker.may(Permission.WORK_CASES):
        return None
    restricted = Restriction.objects.filter(in_place(at), person_id=moment.record.person_id)
    if restricted.exists() and not restricted.filter(cleared=worker).exists():
        return None
    return worker
