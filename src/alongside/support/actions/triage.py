"""Working a concern: take it, ask, rate, decide, look a second time, tell the referrer."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.common.clocks import Allowance, Unit, add
from alongside.common.text import TextError, clean_line, clean_text, sentence_list
from alongside.partners.access import codes, decide, refuse, writing
from alongside.partners.actions import involve
from alongside.partners.errors import Invalid, Stale
from alongside.partners.models import Agency
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup, Purpose
from alongside.people import queries as people
from alongside.people.actions import join
from alongside.people.matching import Terms
from alongside.support import rules
from alongside.support.actions.clocks import start_clock, stop_clock
from alongside.support.models import (
    Answer,
    Concern,
    ConcernStatusRow,
    Feedback,
    InformationRequest,
    Rating,
    RatingLevel,
    SecondLook,
    TriageDecision,
)
from alongside.support.queries.asking import agreement_to_tell, find_request
from alongside.support.references import CONCERN, REQUEST, new_reference, normal
from alongside.support.states import AnswerKind, ClockKind, ConcernStatus, DecisionKind, FeedbackForm

MOVED_ON = "{who} changed this concern since you opened it. Your text is kept below: look at both, then decide again."


def words(text: str, name: str, field: str, most: int = 10_000) -> str:
    """Safe text that must not be empty."""
    try:
        clean = clean_text(text, most, name)
    except TextError as error:
        raise Invalid(str(error), field) from error
    if not clean:
        raise Invalid(f"{name} is empty. Write it in a sentence or more.", field)
    return clean


def find(viewer: Viewer, reference: str, permission: Permission = Permission.TRIAGE) -> Concern:
    """The concern of this reference, locked, if the viewer's role may work it and the one rule lets her see it."""
    normalised = normal(reference, CONCERN)
    concern = (
        Concern.objects.select_for_update(of=("self",))
        .select_related("pathway__receiver", "pathway__scheme", "holder", "record", "raised_by")
        .filter(reference=normalised)
        .first()
    )
    if concern is None or not viewer.may(permission):
        raise refuse(viewer, "concern", normalised, "no such concern, or the role may not work it", act=Act.CHANGE)
    decision = decide(viewer, concern.subject, concern.pathway.purpose, [FieldGroup.CONCERN])
    if not decision.allowed or concern.pathway.receiver_id != viewer.agency_id:
        raise refuse(viewer, "concern", normalised, decision.because, act=Act.CHANGE)
    return concern


def _move(concern: Concern, to: ConcernStatus, by: Viewer, at: datetime, reason: str = "") -> None:
    if concern.status == to:
        return
    if why := rules.why_not_move(concern.status, to):
        raise Invalid(why, "status")
    concern.status = to
    concern.version += 1
    concern.save(update_fields=["status", "version", "assigned_to", "feedback_due_at", "decision_due_at"])
    ConcernStatusRow.objects.create(concern=concern, status=to, at=at, by=by.actor.name, reason=reason[:300])


def _log(
    concern: Concern, act: Act, reason: str, by: Viewer, at: datetime, body: dict[str, object] | None = None
) -> None:
    record(
        Entry(
            at=at, actor=by.actor, act=act, subject_kind="concern", subject_id=concern.reference,
            persons=(concern.record.person_id,), holder_code=concern.holder.code, purpose=concern.pathway.purpose.code,
            reason=reason, body=body or {},
        )
    )  # fmt: skip


def take(*, reference: str, by: Viewer, at: datetime) -> Concern:
    """Take a concern from the queue into triage, or over from a colleague."""
    with writing():
        concern = find(by, reference)
        concern.assigned_to_id = by.member_id
        if concern.status == ConcernStatus.RECEIVED:
            _move(concern, ConcernStatus.IN_TRIAGE, by, at)
        else:
            concern.save(update_fields=["assigned_to"])
        _log(concern, Act.CHANGE, "took the concern", by, at)
    return concern


def rate(*, reference: str, level_code: str, reason: str, by: Viewer, at: datetime) -> Rating:
    """Add a rating: scheme and level, with the reason. Earlier ratings stay as they are."""
    why = words(reason, "The reason for the rating", "reason")
    with writing():
        concern = find(by, reference)
        level = RatingLevel.objects.filter(scheme=concern.pathway.scheme, code=level_code).first()
        if level is None:
            raise Invalid(f"Choose a level of “{concern.pathway.scheme.name}”.", "level")
        _open_for_work(concern, by, at)
        made = Rating.objects.create(concern=concern, level=level, reason=why, by_id=by.member_id, at=at)
        _log(concern, Act.CHANGE, f"rated it {level}", by, at)
    return made


def _open_for_work(concern: Concern, by: Viewer, at: datetime) -> None:
    if concern.status == ConcernStatus.RECEIVED:
        concern.assigned_to_id = by.member_id
        _move(concern, ConcernStatus.IN_TRIAGE, by, at)
    elif concern.status != ConcernStatus.IN_TRIAGE:
        raise Invalid(
            f"This concern is “{concern.get_status_display()}”. Take it back into triage before you change it.",
            "status",
        )


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
        _open_for_work(concern, by, at)
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
        _log(
            concern,
            Act.ASK,
            f"asked {agency.name} for {sentence_list(group.label.lower() for group in wanted)}",
            by,
            at,
        )
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


def decide_concern(
    *, reference: str, kind: str, rationale: str, version: int, by: Viewer, at: datetime, pathway_name: str = ""
) -> TriageDecision:
    """Decide on the next step. Against a stale version it is refused, and the caller keeps both texts.

    Where the rule asks for a manager's second look the concern waits for it; otherwise the feedback clock starts.
    """
    if kind not in DecisionKind.values:
        raise Invalid("Choose a decision.", "kind")
    why = words(rationale, "The reason for the decision", "rationale")
    if kind == DecisionKind.OTHER_PATHWAY and not pathway_name.strip():
        raise Invalid("Name the other pathway.", "pathway_name")
    with writing():
        concern = find(by, reference)
        latest = concern.decisions.select_related("by").first()
        if concern.version != version:
            raise Stale(MOVED_ON.format(who=latest.by.name if latest else "A colleague"), latest)
        _open_for_work(concern, by, at)
        rating = concern.ratings.select_related("level").first()
        if rating is None:
            raise Invalid("Rate the concern before you decide.", "rating")
        because = rules.why_second_look(
            kind, rating.level.order, rating.level.name, concern.pathway.second_look_from, concern.in_danger_now
        )
        made = TriageDecision.objects.create(
            concern=concern, kind=kind, rationale=why, pathway_name=_line(pathway_name, 120), by_id=by.member_id,
            at=at, second_look_because=because,
        )  # fmt: skip
        _log(concern, Act.DECIDE, f"decided: {made.get_kind_display()}", by, at)
        if because:
            _move(concern, ConcernStatus.SECOND_LOOK, by, at, because)
        else:
            _decided(concern, by, at)
    return made


def _line(text: str, most: int) -> str:
    try:
        return clean_line(text, most)
    except TextError as error:
        raise Invalid(str(error), "pathway_name") from error


def _decided(concern: Concern, by: Viewer, at: datetime) -> None:
    allowance = Allowance(concern.pathway.feedback_amount, Unit(concern.pathway.feedback_calendar))
    concern.feedback_due_at = add(at, allowance)
    _move(concern, ConcernStatus.AWAITING_FEEDBACK, by, at)
    stop_clock(kind=ClockKind.DECISION, matter=concern.reference, at=at)
    start_clock(
        kind=ClockKind.FEEDBACK, matter=concern.reference, owner=concern.pathway.receiver, allowance=allowance, at=at
    )


def look_again(*, reference: str, agreed: bool, text: str, by: Viewer, at: datetime) -> SecondLook:
    """The manager's second pair of eyes: agree, or send it back into triage, with words for the worker."""
    said = words(text, "Your words", "text")
    with writing():
        concern = find(by, reference, Permission.SECOND_LOOK)
        decision = concern.decisions.first()
        if decision is None or concern.status != ConcernStatus.SECOND_LOOK:
            raise Stale("This decision no longer waits for a second look.", decision)
        looked = SecondLook.objects.filter(decision=decision).exists()
        if why := rules.why_not_second_look(decision.by_id, by.member_id, looked):
            raise Invalid(why, "text")
        made = SecondLook.objects.create(decision=decision, agreed=agreed, words=said, by_id=by.member_id, at=at)
        _log(concern, Act.APPROVE, "agreed" if agreed else "sent it back into triage", by, at)
        if agreed:
            _decided(concern, by, at)
        else:
            _move(concern, ConcernStatus.IN_TRIAGE, by, at, "A manager sent the decision back")
    return made


def reopen(*, reference: str, reason: str, by: Viewer, at: datetime) -> Concern:
    """Take a decided or closed concern back into triage, with a reason. Nothing is overwritten."""
    why = words(reason, "The reason", "reason", 300)
    with writing():
        concern = find(by, reference)
        _move(concern, ConcernStatus.IN_TRIAGE, by, at, why)
        concern.feedback_due_at = None
        allowance = Allowance(concern.pathway.decision_amount, Unit(concern.pathway.decision_calendar))
        concern.decision_due_at = add(at, allowance)
        concern.save(update_fields=["feedback_due_at", "decision_due_at"])
        stop_clock(kind=ClockKind.FEEDBACK, matter=concern.reference, at=at)
        start_clock(
            kind=ClockKind.DECISION,
            matter=concern.reference,
            owner=concern.pathway.receiver,
            allowance=allowance,
            at=at,
        )
        _log(concern, Act.CHANGE, "took it back into triage", by, at)
    return concern


def give_feedback(*, reference: str, form: str, text: str, by: Viewer, at: datetime) -> Feedback:
    """Tell the referrer, in a safe form. Until then the concern stands in the queue “awaiting feedback”."""
    if form not in FeedbackForm.values:
        raise Invalid("Choose how much the referrer is told.", "form")
    said = words(text, "The feedback", "text", 4_000)
    with writing():
        concern = find(by, reference)
        if concern.status != ConcernStatus.AWAITING_FEEDBACK:
            raise Invalid(f"This concern is “{concern.get_status_display()}”: decide before you give feedback.", "form")
        made = Feedback.objects.create(concern=concern, form=form, words=said, by_id=by.member_id, at=at)
        _move(concern, ConcernStatus.CLOSED, by, at)
        stop_clock(kind=ClockKind.FEEDBACK, matter=concern.reference, at=at)
        _log(concern, Act.DISCLOSE, f"told the referrer: {made.get_form_display().lower()}", by, at)
    return made


def confirm_same_child(*, reference: str, record_id: int, terms: Terms, reason: str, by: Viewer, at: datetime) -> None:
    """The worker decides that a candidate she was shown is this child. Can be undone."""
    with writing():
        concern = find(by, reference)
        shown = people.findable(by, terms, concern.record.person_id, concern.pathway.purpose)
        join(
            record_id=record_id, to_person=concern.record.person_id, reason=reason, by=by, at=at,
            may_find=[one.record_id for one in shown],
        )  # fmt: skip
