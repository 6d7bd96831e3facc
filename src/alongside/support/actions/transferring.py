"""Giving a case to another agency that receives its pathway: with a reason, under an agreement, from the beginning."""

from datetime import datetime

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.partners.access import codes, refuse, writing
from alongside.partners.actions import end_involvements
from alongside.partners.errors import Invalid
from alongside.partners.standing import Viewer
from alongside.support.actions.clocks import stop_clock
from alongside.support.actions.national_clocks import give_national_clocks
from alongside.support.actions.referring import send_case
from alongside.support.actions.tie_clocks import give_to
from alongside.support.case_parts import find_case, purpose_of
from alongside.support.casework import words
from alongside.support.contracting import asked_of, contract_for, place_anew
from alongside.support.definitions.parts import Who
from alongside.support.models import Case, CaseStep, ClockRun, SecondLookAsked
from alongside.support.states import StageKind
from alongside.support.ways import receiver_of, way_between


def transfer_case(
    *, reference: str, receiver: str, reason: str, by: Viewer, at: datetime, changes: int | None = None
) -> Case:
    """The case goes to another receiver of its pathway and begins there anew, with new clocks. What was done stays to
    be read; the agency that gave it away sees it no more. Without an agreement between referrer and new receiver it
    stays where it is."""
    why = words(reason, "The reason", "reason")
    with writing():
        worked = find_case(by, reference, changes=changes)
        case, definition = worked.case, worked.definition
        if Who.MANAGER not in worked.parts:
            raise refuse(by, "case", case.reference, "the role may not give the case away", act=Act.DECIDE)
        new = receiver_of(case.pathway, receiver)
        if fault := _why_not(case, new.pk):
            raise Invalid(fault, "receiver")
        way = way_between(case.holder, new, definition, by)
        if way.held:
            raise Invalid(way.held, "receiver")
        terms = contract_for(case.pathway, new, asked_of(case.record, case.answers, by, case.holder))
        left, before = case.stage, case.receiver
        for clock in ClockRun.objects.filter(matter=case.reference, stopped_at__isnull=True):
            stop_clock(kind=clock.kind, matter=case.reference, at=at)
        give_to(case, new)
        end_involvements(
            person_id=case.record.person_id, opened_for=case.reference, by=by.actor, at=at, agency_id=before.pk
        )
        first = definition.first_stage
        case.receiver, case.worker, case.stage, case.stage_kind = new, None, first.code, first.kind
        case.stage_since, case.changes = at, case.changes + 1
        case.save(update_fields=["receiver", "worker", "stage", "stage_kind", "stage_since", "changes"])
        place_anew(case, terms)
        give_national_clocks(case, purpose_of(definition), by.day)
        CaseStep.objects.create(
            case=case, label=f"Given by {before.name} to {new.name}", from_stage=left, to_stage=first.code, reason=why,
            at=at, by=by.actor.name, by_member_id=by.member_id or None,
        )  # fmt: skip
        record(
            Entry(
                at=at, actor=by.actor, act=Act.CHANGE, subject_kind="case", subject_id=case.reference,
                persons=(case.record.person_id,), holder_code=case.holder.code, purpose=purpose_of(definition).code,
                field_groups=codes(way.told), reason=f"given to {new.name}",
            )
        )  # fmt: skip
        send_case(case=case, definition=definition, way=way, by=by, at=at, clock_from=at)
    return case


def _why_not(case: Case, new: int) -> str:
    if case.stage_kind == StageKind.ENDED:
        return "This case has ended. Take it up again first."
    if case.held_because:
        return "This referral is held: nobody has received it yet."
    if SecondLookAsked.objects.filter(case=case, looked_at__isnull=True).exists():
        return "A decision on this case waits for a second look. It comes first."
    return "It is with this agency already." if case.receiver_id == new else ""
