"""Asking an agency for what it holds, and its one answer."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.common.clocks import Allowance, Unit, add
from alongside.common.text import sentence_list
from alongside.partners.access import codes, writing
from alongside.partners.actions import involve
from alongside.partners.errors import Invalid, Stale
from alongside.partners.models import Agency
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup, Purpose
from alongside.support.actions.clocks import start_clock, stop_clock
from alongside.support.casework import find, log, open_for_work, words
from alongside.support.models import Answer, Concern, InformationRequest
from alongside.support.queries.asking import agreement_to_tell, find_request
from alongside.support.references import REQUEST, new_reference
from alongside.support.states import AnswerKind, ClockKind
from alongside.support.telling import told_of_request


def ask(
    *, reference: str, agency_code: str, groups: Iterable[FieldGroup], question: str, by: Viewer, at: datetime
) -> InformationRequest:
    """Ask one agency for named field groups. Only what an agreement in force lets it give may be asked for."""
    wanted = frozenset(groups)
    text = words(question, "The question", "question")
    if not wanted:
        raise Invalid("Choose what you ask for.", "groups")
    with writing():
        concern = find(by, reference)
        open_for_work(concern, by, at)
        agency = Agency.objects.filter(code=agency_code, is_active=True).exclude(pk=by.agency_id).first()
        if agency is None:
            raise Invalid("Choose an agency to ask.", "agency")
        _check_askable(by, agency, wanted, concern.pathway.purpose)
        made = InformationRequest.objects.create(
            holder_id=by.agency_id, concern=concern, reference=new_reference(REQUEST, InformationRequest),
            agency=agency, groups=wanted, question=text, by_id=by.member_id, at=at,
            due_at=add(at, _request_allowance(concern)),
        )  # fmt: skip
        involve(
            agency_id=agency.pk, person_id=concern.record.person_id, purpose=concern.pathway.purpose,
            groups=[FieldGroup.IDENTITY, FieldGroup.REQUEST], reason=f"Asked for information: {made.reference}",
            by=by.actor, at=at, matter=made.reference, lasts=timedelta(days=30),
        )  # fmt: skip
        start_clock(
            kind=ClockKind.REQUEST, matter=made.reference, owner=agency, allowance=_request_allowance(concern), at=at
        )
        log(
            concern,
            Act.ASK,
            f"asked {agency.name} for {sentence_list(group.label.lower() for group in wanted)}",
            by,
            at,
        )
        told_of_request(made, at)
    return made


def _check_askable(by: Viewer, agency: Agency, wanted: frozenset[FieldGroup], purpose: Purpose) -> None:
    terms = by.terms_with(purpose, agency.pk)
    allowed: set[FieldGroup] = set()
    for term in terms:
        allowed |= term.on_request | term.groups
    if refused := wanted - allowed:
        named = sentence_list(sorted(group.label.lower() for group in refused))
        raise Invalid(f"No agreement in force lets {agency.name} give {named}. Ask for less, or phone.", "groups")


def _request_allowance(concern: Concern) -> Allowance:
    latest = concern.ratings.select_related("level").first()
    if latest is None:
        return Allowance(24, Unit.WORKING_HOURS)
    return Allowance(latest.level.request_amount, Unit(latest.level.request_calendar))


def answer(*, reference: str, kind: str, text: str, reason: str, by: Viewer, at: datetime) -> Answer:
    """Answer a request: what is told is disclosed under the agreement in force now, or withheld with the reason."""
    if kind not in AnswerKind.values:
        raise Invalid("Choose an answer.", "kind")
    told = words(text, "What you tell", "text") if kind == AnswerKind.TOLD else ""
    why = words(reason, "The reason", "reason", 500) if kind == AnswerKind.WITHHELD else ""
    with writing():
        request = find_request(by, reference, act=Act.CHANGE)
        InformationRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
        if earlier := Answer.objects.select_related("by").filter(request=request).first():
            raise Stale("A colleague has answered this request already. Your text was not sent.", earlier)
        agreement = _agreement_to_tell(request, by) if kind == AnswerKind.TOLD else ""
        made = Answer.objects.create(
            request=request, kind=kind, words=told, reason=why, agreement=agreement, by_id=by.member_id, at=at
        )
        stop_clock(kind=ClockKind.REQUEST, matter=request.reference, at=at)
        record(
            Entry(
                at=at, actor=by.actor, act=Act.WITHHOLD if kind == AnswerKind.WITHHELD else Act.DISCLOSE,
                subject_kind="request", subject_id=request.reference, persons=(request.concern.record.person_id,),
                holder_code=by.agency_code, purpose=request.concern.pathway.purpose.code, agreement=agreement,
                field_groups=codes(request.groups) if kind == AnswerKind.TOLD else (),
                reason=f"{AnswerKind(kind).label} (to {request.holder.name})", body={"why": why} if why else {},
            )
        )  # fmt: skip
    return made


def _agreement_to_tell(request: InformationRequest, by: Viewer) -> str:
    agreement = agreement_to_tell(by, request)
    if not agreement:
        raise Invalid(
            f"The agreement under which {request.holder.name} asked is no longer in force: nothing can be told here. "
            "Answer that you withhold it, and phone if a child is in danger.",
            "kind",
        )
    return agreement
