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


def take(*, reference: str, by: Viewer, at: datetime) -> Concern:
    """Take a concern from the queue into triage, or over from a colleague."""
    with writing():
        concern = find(by, reference)
        concern.assigned_to_id = by.member_id
        if concern.status == ConcernStatus.RECEIVED:
            move(concern, ConcernStatus.IN_TRIAGE, by, at)
        else:
            concern.save(update_fields=["assigned_to"])
        log(concern, Act.CHANGE, "took the concern", by, at)
    return concern


def rate(*, reference: str, level_code: str, reason: str, by: Viewer, at: datetime) -> Rating:
    """Add a rating: scheme and level, with the reason. Earlier ratings stay as they are."""
    why = words(reason, "The reason for the rating", "reason")
    with writing():
        concern = find(by, reference)
        level = RatingLevel.objects.filter(scheme=concern.pathway.scheme, code=level_code).first()
        if level is None:
            raise Invalid(f"Choose a level of “{concern.pathway.scheme.name}”.", "level")
        open_for_work(concern, by, at)
        made = Rating.objects.create(concern=concern, level=level, reason=why, by_id=by.member_id, at=at)
        concern.current_level = level
        concern.save(update_fields=["current_level"])
        log(concern, Act.CHANGE, f"rated it {level}", by, at)
    return made


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
        open_for_work(concern, by, at)
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
        log(concern, Act.DECIDE, f"decided: {made.get_kind_display()}", by, at)
        if because:
            move(concern, ConcernStatus.SECOND_LOOK, by, at, because)
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
    move(concern, ConcernStatus.AWAITING_FEEDBACK, by, at)
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
        log(concern, Act.APPROVE, "agreed" if agreed else "sent it back into triage", by, at)
        if agreed:
            _decided(concern, by, at)
        else:
            move(concern, ConcernStatus.IN_TRIAGE, by, at, "A manager sent the decision back")
    return made


def reopen(*, reference: str, reason: str, by: Viewer, at: datetime) -> Concern:
    """Take a decided or closed concern back into triage, with a reason. Nothing is overwritten."""
    why = words(reason, "The reason", "reason", 300)
    with writing():
        concern = find(by, reference)
        move(concern, ConcernStatus.IN_TRIAGE, by, at, why)
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
        log(concern, Act.CHANGE, "took it back into triage", by, at)
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
        move(concern, ConcernStatus.CLOSED, by, at)
        stop_clock(kind=ClockKind.FEEDBACK, matter=concern.reference, at=at)
        log(concern, Act.DISCLOSE, f"told the referrer: {made.get_form_display().lower()}", by, at)
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
