"""Raising a concern: one transaction from the referrer's words to the front door's queue."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from alongside.audit.actions import record
from alongside.audit.entries import Entry, Log
from alongside.audit.states import Act
from alongside.common.clocks import Allowance, Unit, add
from alongside.common.text import sentence_list
from alongside.partners.access import codes, decide, refuse, writing
from alongside.partners.actions import involve
from alongside.partners.errors import Stale
from alongside.partners.models import Agency
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer, terms_for
from alongside.partners.states import FieldGroup, Purpose
from alongside.people.actions import add_record, attach, give_role
from alongside.people.drafts import NameDraft, RecordDraft
from alongside.people.models import SourceRecord
from alongside.support.actions.clocks import start_clock
from alongside.support.drafts import ConcernDetails, checked, keepable
from alongside.support.models import Concern, ConcernDraft, ConcernStatusRow, Pathway
from alongside.support.queries.front_door import front_door_pathway
from alongside.support.references import CONCERN, new_reference
from alongside.support.states import VIEW_OF_CONCERN, ClockKind, ConcernStatus

# What a concern itself tells; what else the involvement carries is told by the agencies, each under its agreement.
CONCERN_PARTS = frozenset({FieldGroup.IDENTITY, FieldGroup.CONTACT, FieldGroup.CONCERN, FieldGroup.CHILD_VOICE})
HELD_REASON = "No agreement in force lets {agency} send a concern to {receiver}. Phone {receiver} now."


def save_draft(
    *, key: UUID | None, answers: dict[str, object], by: Viewer, at: datetime, version: int | None = None
) -> ConcernDraft:
    """Keep what a member has typed so far; it is hers alone. A save against an older version is refused."""
    if not by.may(Permission.RAISE_CONCERN):
        raise refuse(by, "draft", str(key or ""), "the role may not raise a concern", act=Act.CHANGE)
    answers = keepable(answers)
    with writing():
        if key is None:
            return ConcernDraft.objects.create(member_id=by.member_id, answers=answers, begun_at=at, saved_at=at)
        draft = ConcernDraft.objects.select_for_update(of=("self",)).filter(pk=key, member_id=by.member_id).first()
        if draft is None:
            raise refuse(by, "draft", str(key), "not a draft of this member", act=Act.CHANGE)
        if version is not None and version != draft.version:
            raise Stale("This draft was changed in another window. Both texts are below.", draft.answers)
        draft.answers, draft.saved_at, draft.version = answers, at, draft.version + 1
        draft.save(update_fields=["answers", "saved_at", "version"])
    return draft


def discard_draft(*, key: UUID, by: Viewer) -> None:
    """Throw a draft away."""
    if not ConcernDraft.objects.filter(pk=key, member_id=by.member_id).delete()[0]:
        raise refuse(by, "draft", str(key), "not a draft of this member", act=Act.CHANGE)


def raise_concern(
    *,
    details: ConcernDetails,
    by: Viewer,
    at: datetime,
    source: str = "form",
    record_id: int | None = None,
    draft_key: UUID | None = None,
    route: "Route | None" = None,
    received_at: datetime | None = None,
) -> Concern:
    """Keep a concern and send it to the front door: record, roles, clock, involvement and log, or nothing.

    `record_id` is a candidate that the referrer chose; without one, a new record is made. Where no agreement in
    force covers the sending, the concern is kept and held, and says so. Sending the same draft twice enters it once.
    For a file, `route` is read once for many concerns, and the clock starts at `received_at`, when the file came.
    """
    if not by.may(Permission.RAISE_CONCERN):
        raise refuse(by, "concern", "", "the role may not raise a concern", act=Act.CREATE)
    good = checked(details, by.day)
    with writing():
        if draft_key and (sent := _sent_already(draft_key, by)):
            return sent
        way = route or route_for(by=by)
        child = _child(good.child, record_id, way, by, at, source)
        concern = _keep(good, way, child, by, received_at or at, source, draft_key)
        _give_roles(concern, good, way, by, at, source)
        _send(concern, way, by, at, clock_from=concern.received_at)
        if draft_key:
            ConcernDraft.objects.filter(pk=draft_key, member_id=by.member_id).delete()
    return concern


@dataclass(frozen=True, slots=True)
class Route:
    """From an agency to the front door: the pathway, and why nothing may be sent along it today, if so; else which
    agreement lets what parts of a concern be told.

    `log` takes the entries of whoever raises many concerns in one transaction, and writes them together at its end.
    """

    agency: Agency
    pathway: Pathway
    held: str
    log: Log | None = None
    agreement: str = ""
    told: frozenset[FieldGroup] = frozenset()


def route_for(*, by: Viewer, log: Log | None = None) -> Route:
    """Read once for many concerns of one agency, within one transaction: tomorrow, the agreement may have ended."""
    pathway = front_door_pathway()
    agency = Agency.objects.get(pk=by.agency_id)
    return _route(agency, pathway, by, log)


def _route(agency: Agency, pathway: Pathway, by: Viewer, log: Log | None = None) -> Route:
    if agency.pk == pathway.receiver_id:
        return Route(agency, pathway, "", log, told=pathway.carries & CONCERN_PARTS)
    terms = terms_for(pathway.receiver_id, by.day).get((pathway.purpose, agency.pk), ())
    if not any(term.groups >= frozenset(VIEW_OF_CONCERN) for term in terms):
        held = HELD_REASON.format(agency=agency.name, receiver=pathway.receiver.name)
        return Route(agency, pathway, held, log)
    covered = frozenset(group for term in terms for group in term.groups)
    under = sentence_list(term.agreement for term in terms if term.groups & CONCERN_PARTS)
    return Route(agency, pathway, "", log, under, pathway.carries & covered & CONCERN_PARTS)


def _sent_already(key: UUID, by: Viewer) -> Concern | None:
    """Two sendings of one draft queue up at its lock: the second finds what the first has sent."""
    ConcernDraft.objects.select_for_update(of=("self",)).only("pk").filter(pk=key, member_id=by.member_id).first()
    return Concern.objects.filter(draft_key=key, raised_by_id=by.member_id).first()


def _child(
    draft: RecordDraft, record_id: int | None, way: Route, by: Viewer, at: datetime, source: str
) -> SourceRecord:
    """The referrer's own record of the child: the one she chose, or a new one put to the person she chose."""
    if record_id is None:
        return _add_record(draft, way, by, at, source)
    chosen = SourceRecord.objects.select_related("holder").filter(pk=record_id).first()
    if chosen is None or FieldGroup.IDENTITY not in decide(
        by, chosen.subject, Purpose.SAFEGUARDING, [FieldGroup.IDENTITY]
    ):
        raise refuse(by, "record", str(record_id), "not a candidate that was shown to the member", act=Act.LINK)
    if chosen.holder_id == way.agency.pk:
        return chosen
    made = _add_record(draft, way, by, at, source)
    attach(
        made=made, to_person=chosen.person_id, to_record=chosen.pk, reason="The referrer chose this child",
        by=by.actor, at=at,
    )  # fmt: skip
    return made


def _add_record(draft: RecordDraft, way: Route, by: Viewer, at: datetime, source: str) -> SourceRecord:
    return add_record(
        draft=draft, holder=way.agency, source=source, by=by.actor, at=at, today=by.day, log=way.log
    )  # fmt: skip


def _keep(
    one: ConcernDetails, way: Route, child: SourceRecord, by: Viewer, received_at: datetime, source: str,
    draft_key: UUID | None,
) -> Concern:  # fmt: skip
    pathway = way.pathway
    return Concern.objects.create(
        reference=new_reference(CONCERN, Concern), pathway=pathway, holder=way.agency,
        receiver=pathway.receiver, record=child, raised_by_id=by.member_id,
        referrer_role=one.referrer_role, call_back=one.call_back, happened_on=one.happened_on,
        happened_where=one.happened_where, fact=one.fact, opinion=one.opinion,
        allegation=one.allegation, allegation_by=one.allegation_by, child_voice=one.child_voice,
        child_voice_missing="" if one.child_voice else one.child_voice_missing, in_danger_now=one.in_danger_now,
        consent=one.consent, consent_reason=one.consent_reason, source=source[:100], draft_key=draft_key,
        received_at=received_at, status=ConcernStatus.HELD if way.held else ConcernStatus.RECEIVED,
        decision_due_at=add(received_at, Allowance(pathway.decision_amount, Unit(pathway.decision_calendar))),
    )  # fmt: skip


def _give_roles(concern: Concern, one: ConcernDetails, way: Route, by: Viewer, at: datetime, source: str) -> None:
    matter, log = concern.reference, way.log
    give_role(told_in=concern.record, matter=matter, role=one.child_role, note="", by=by.actor, at=at, log=log)
    for other in one.others:
        given, _, family = other.name.partition(" ")
        draft = RecordDraft(names=(NameDraft(given, family),), as_sent={"name": other.name, "role": other.role})
        made = _add_record(draft, way, by, at, source)
        give_role(told_in=made, matter=matter, role=other.role, note=other.note, by=by.actor, at=at, log=log)


def _send(concern: Concern, way: Route, by: Viewer, at: datetime, *, clock_from: datetime) -> None:
    """Let the front door have the concern, if an agreement in force lets it; otherwise hold it and say why."""
    pathway, purpose = way.pathway, way.pathway.purpose
    if not way.held:
        involve(
            agency_id=pathway.receiver_id, person_id=concern.record.person_id, purpose=purpose,
            groups=pathway.carries, reason=f"Concern {concern.reference} was raised", by=by.actor, at=at,
            opened_for=concern.reference, lasts=timedelta(days=365), log=way.log,
        )  # fmt: skip
        start_clock(
            kind=ClockKind.DECISION, matter=concern.reference, owner=pathway.receiver, at=clock_from,
            allowance=Allowance(pathway.decision_amount, Unit(pathway.decision_calendar)),
        )  # fmt: skip
    ConcernStatusRow.objects.create(
        concern=concern, status=concern.status, at=at, by=by.actor.name, reason=way.held[:300]
    )
    (way.log or record)(
        Entry(
            at=at, actor=by.actor, act=Act.WITHHOLD if way.held else Act.DISCLOSE, subject_kind="concern",
            subject_id=concern.reference, persons=(concern.record.person_id,), holder_code=concern.holder.code,
            purpose=purpose.code, agreement=way.agreement, field_groups=codes(way.told),
            reason=way.held or f"sent to {pathway.receiver.name}",
        )
    )  # fmt: skip


def release_held(*, by: Viewer, at: datetime) -> int:
    """Send every held concern that an agreement now covers; gives how many. Runs by itself and when one is signed."""
    released = 0
    rows = Concern.objects.filter(status=ConcernStatus.HELD).select_related("pathway__receiver", "holder", "record")
    for concern in rows:
        way = _route(concern.holder, concern.pathway, by)
        if way.held:
            continue
        with writing():
            locked = Concern.objects.select_for_update(of=("self",)).get(pk=concern.pk)
            if locked.status == ConcernStatus.HELD:
                allowance = Allowance(way.pathway.decision_amount, Unit(way.pathway.decision_calendar))
                concern.status, concern.decision_due_at = ConcernStatus.RECEIVED, add(at, allowance)
                concern.save(update_fields=["status", "decision_due_at"])
                _send(concern, way, by, at, clock_from=at)
                released += 1
    return released
