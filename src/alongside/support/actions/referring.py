"""Referring somebody along a pathway: one transaction from the form, the file or the interface to a receiver's queue."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.common.text import TextError, clean_line
from alongside.partners.access import codes, refuse, writing
from alongside.partners.actions import involve
from alongside.partners.errors import Invalid
from alongside.partners.models import Agency
from alongside.partners.standing import Viewer
from alongside.people.drafts import RecordDraft
from alongside.support.actions.case_clocks import OPENED, run_clocks
from alongside.support.actions.own_records import own_record
from alongside.support.actions.waits import NOT_TOLD, Fairness, keep_fairness
from alongside.support.case_parts import carried_by, purpose_of, stage_events
from alongside.support.contracting import asked_of, contract_for, place_under
from alongside.support.definitions.answers import checked, met
from alongside.support.definitions.kept import definition_of
from alongside.support.definitions.parts import Definition
from alongside.support.models import Case, CaseStep, PathwayVersion
from alongside.support.references import CASE, new_reference
from alongside.support.states import Consent, VersionState
from alongside.support.ways import Way, age_fault, receiver_of, way_between


@dataclass(frozen=True, slots=True)
class Referral:
    """What a referrer tells. `child` is who; `answers` are those of the pathway's own form, by key."""

    pathway: str
    child: RecordDraft
    answers: Mapping[str, object]
    consent: str
    consent_reason: str = ""
    receiver: str = ""
    record_id: int | None = None
    from_matter: str = ""
    sent_key: str = ""
    source: str = "form"
    fairness: Fairness = NOT_TOLD


def refer(*, referral: Referral, by: Viewer, at: datetime, received_at: datetime | None = None) -> Case:
    """Keep a referral and send it to whoever receives, or keep it and say why it is held.

    The same `sent_key` from the same agency enters once, whatever else is in it.
    """
    version = _published(referral.pathway)
    definition = definition_of(version)
    if definition.handover:
        raise Invalid("This is a kind of handover: begin it under “Handovers”.", "pathway")
    if by.actor.role not in definition.referrers:
        raise refuse(by, "case", referral.pathway, "the role may not refer along this pathway", act=Act.CREATE)
    answers, faults = checked(definition.questions, referral.answers)
    if faults:
        raise faults[0]
    reason = _consent(referral, definition)
    with writing():
        holder = Agency.objects.select_for_update(of=("self",)).get(pk=by.agency_id)
        if referral.sent_key and (known := Case.objects.filter(holder=holder, sent_key=referral.sent_key).first()):
            return known
        receiver = receiver_of(version.pathway, referral.receiver)
        child = own_record(
            child=referral.child, record_id=referral.record_id, from_matter=referral.from_matter,
            source=referral.source, holder=holder, by=by, at=at,
        )  # fmt: skip
        if why_not := age_fault(definition, child, by):
            raise Invalid(why_not, "date_of_birth")
        terms = contract_for(version.pathway, receiver, asked_of(child, answers, by, holder))
        way = way_between(holder, receiver, definition, by)
        when = received_at or at
        case = Case.objects.create(
            reference=new_reference(CASE, Case), pathway=version.pathway, version=version, holder=holder,
            receiver=receiver, record=child, referred_by_id=by.member_id, source=referral.source[:100],
            answers=answers, consent=referral.consent, consent_reason=reason,
            meets=met(definition.threshold, answers)[:300], held_because=way.held,
            stage=definition.first_stage.code, stage_kind=definition.first_stage.kind, stage_since=when,
            received_at=when, from_matter=referral.from_matter[:80], sent_key=referral.sent_key[:80],
        )  # fmt: skip
        place_under(case, terms)
        CaseStep.objects.create(
            case=case, label="Referred", to_stage=case.stage, reason=way.held, at=at, by=by.actor.name,
            by_member_id=by.member_id or None,
        )  # fmt: skip
        keep_fairness(of=child, told=referral.fairness, by=by, at=at)
        send_case(case=case, definition=definition, way=way, by=by, at=at, clock_from=when)
    return case


def _published(code: str) -> PathwayVersion:
    found = (
        PathwayVersion.objects.select_related("pathway")
        .filter(pathway__code=code, pathway__is_open=True, state=VersionState.PUBLISHED)
        .first()
    )
    if found is None:
        raise Invalid("There is no such pathway, or it takes no new cases.", "pathway")
    return found


def _consent(referral: Referral, definition: Definition) -> str:
    if referral.consent not in Consent.values:
        raise Invalid("Say whether the child or a parent agreed.", "consent")
    try:
        reason = clean_line(referral.consent_reason, 500, "The reason")
    except TextError as error:
        raise Invalid(str(error), "consent_reason") from error
    if referral.consent == Consent.GIVEN:
        return ""
    if definition.consent_needed and referral.consent in (Consent.REFUSED, Consent.NOT_SOUGHT_OTHER):
        raise Invalid(
            "This support is offered, never imposed: ask first. Where somebody is in danger, raise a concern.",
            "consent",
        )
    if not reason:
        raise Invalid("Say why there is no agreement.", "consent_reason")
    return reason


def send_case(*, case: Case, definition: Definition, way: Way, by: Viewer, at: datetime, clock_from: datetime) -> None:
    """Let the receiver see what the way covers, start the clocks, and write in the log that it went, or is held."""
    purpose = purpose_of(definition)
    if not way.held:
        involve(
            agency_id=case.receiver_id, person_id=case.record.person_id, purpose=purpose, groups=carried_by(definition),
            reason=f"{case.pathway.name}: {case.reference}", by=by.actor, at=at, opened_for=case.reference,
            matter=case.reference, lasts=timedelta(days=definition.lasts_days),
        )  # fmt: skip
        run_clocks(case, definition, (OPENED, *stage_events("", case.stage, has_ended=False)), clock_from)
    record(
        Entry(
            at=at, actor=by.actor, act=Act.WITHHOLD if way.held else Act.DISCLOSE, subject_kind="case",
            subject_id=case.reference, persons=(case.record.person_id,), holder_code=case.holder.code,
            purpose=purpose.code, agreement=way.agreement, field_groups=codes(way.told),
            reason=way.held or f"referred to {case.receiver.name}: {case.pathway.name}",
        )
    )  # fmt: skip


def release_held_cases(*, by: Viewer, at: datetime) -> int:
    """Send every held case that an agreement now covers; gives how many."""
    released = 0
    rows = Case.objects.exclude(held_because="").select_related("version", "pathway", "holder", "receiver", "record")
    for one in rows.filter(ended_at__isnull=True):
        definition = definition_of(one.version)
        way = way_between(one.holder, one.receiver, definition, by)
        if way.held:
            continue
        with writing():
            if Case.objects.select_for_update(of=("self",)).filter(pk=one.pk, held_because="").exists():
                continue
            one.held_because = ""
            one.save(update_fields=["held_because"])
            send_case(case=one, definition=definition, way=way, by=by, at=at, clock_from=at)
            released += 1
    return released
