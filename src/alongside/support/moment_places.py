"""Who gets a reachable moment: whoever works with the child already, and otherwise the front door. Never nobody."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from alongside.common.text import sentence_list
from alongside.partners.models import Agency, Member, Restriction
from alongside.partners.roles import Permission, roles_with
from alongside.partners.standing import Viewer, in_place, terms_for
from alongside.partners.states import FieldGroup, Purpose
from alongside.support.case_parts import purpose_of
from alongside.support.definitions.kept import definition_of
from alongside.support.models import Case, Pathway, Plan, ReachableMoment
from alongside.support.moment_states import PURPOSE, VIEW_OF_MOMENT
from alongside.support.states import FRONT_DOOR, PlanStatus

CARRIED = frozenset({FieldGroup.IDENTITY, FieldGroup.CONTACT, FieldGroup.CONCERN, FieldGroup.CHILD_VOICE})
# Whoever works on one of these can go and see the child; a clinic or a school change cannot.
GOES = (Purpose.EXPLOITATION, Purpose.LEAVING_GANGS, Purpose.EARLY_HELP, Purpose.SAFEGUARDING)


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


def cleared(worker: Member | None, moment: ReachableMoment, at: datetime) -> Member | None:
    """The worker, if she is there, of that agency, and the child is not hidden from her; else it is the team's."""
    if worker is None or not worker.is_active or worker.agency_id != moment.receiver_id:
        return None
    if not worker.may(Permission.WORK_CASES):
        return None
    restricted = Restriction.objects.filter(in_place(at), person_id=moment.record.person_id)
    if restricted.exists() and not restricted.filter(cleared=worker).exists():
        return None
    return worker
