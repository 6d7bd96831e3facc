"""Working a concern: take it, rate, decide, look a second time, tell the referrer, let its clock stand still."""

from datetime import datetime
from uuid import UUID

from alongside.audit.states import Act
from alongside.common.clocks import Allowance, Unit, add
from alongside.common.text import TextError, clean_line
from alongside.partners.access import refuse, writing
from alongside.partners.errors import Invalid, Stale
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.people import queries as people
from alongside.people.actions import join, undo_join
from alongside.people.matching import Terms
from alongside.support import rules
from alongside.support.actions.clocks import pause_clock, resume_clock, start_clock, stop_clock
from alongside.support.casework import find, log, move, open_for_work, words
from alongside.support.models import (
    ClockRun,
    Concern,
    Feedback,
    Rating,
    RatingLevel,
    SecondLook,
    TriageDecision,
)
from alongside.support.states import (
    DECIDED_STATUSES,
    OPEN_STATUSES,
    ClockKind,
    ConcernStatus,
    DecisionKind,
    FeedbackForm,
)
from alongside.support.telling import told_of_feedback, told_of_second_look

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
        log(concern, Act.CHANGE, "rated the need", by, at, {"level": str(level)})
    return made


def decide_concern(
    *, reference: str, kind: str, rationale: str, version: int, by: Viewer, at: datetime, pathway_name: str = "",
    reopen_because: str = "",
) -> TriageDecision:  # fmt: skip
    """Decide on the next step. Against a stale version it is refused, and the caller keeps both texts.

    Where the rule asks for a manager's second look the concern waits for it; otherwise the feedback clock starts.
    `reopen_because` takes a concern that somebody else has decided back into triage first, in the same transaction.
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
        if reopen_because.strip() and concern.status in DECIDED_STATUSES:
            _take_back(concern, words(reopen_because, "The reason", "reopen_because", 300), by, at)
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
        log(concern, Act.DECIDE, "the next step", by, at, {"decision": made.get_kind_display()})
        if because:
            move(concern, ConcernStatus.SECOND_LOOK, by, at, because)
            told_of_second_look(concern, at)
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
        if concern.status not in DECIDED_STATUSES:
            raise Invalid(f"This concern is “{concern.get_status_display()}”: it has not been decided.", "reason")
        _take_back(concern, why, by, at)
    return concern


def _take_back(concern: Concern, why: str, by: Viewer, at: datetime) -> None:
    """Only what was decided in the end gets a new clock: to pull back what waits for a second look gains no time."""
    ended = concern.status != ConcernStatus.SECOND_LOOK
    move(concern, ConcernStatus.IN_TRIAGE, by, at, why)
    if ended:
        allowance = Allowance(concern.pathway.decision_amount, Unit(concern.pathway.decision_calendar))
        concern.feedback_due_at, concern.decision_due_at = None, add(at, allowance)
        concern.save(update_fields=["feedback_due_at", "decision_due_at"])
        stop_clock(kind=ClockKind.FEEDBACK, matter=concern.reference, at=at)
        start_clock(
            kind=ClockKind.DECISION, matter=concern.reference, owner=concern.pathway.receiver, allowance=allowance,
            at=at,
        )  # fmt: skip
    log(concern, Act.CHANGE, "took it back into triage", by, at)


def give_feedback(*, reference: str, form: str, text: str, by: Viewer, at: datetime) -> Feedback:
    """Tell the referrer, in a safe form. Until then the concern stands in the queue “awaiting feedback”."""
    if form not in FeedbackForm.values:
        raise Invalid("Choose how much the referrer is told.", "form")
    said = words(text, "The feedback", "text", 4_000)
    with writing():
        concern = find(by, reference)
        if concern.status == ConcernStatus.CLOSED:
            raise Invalid(
                "The referrer was told already. To say more, take the concern back into triage first.", "text"
            )
        if concern.status != ConcernStatus.AWAITING_FEEDBACK:
            raise Invalid(f"This concern is “{concern.get_status_display()}”: decide before you give feedback.", "form")
        made = Feedback.objects.create(concern=concern, form=form, words=said, by_id=by.member_id, at=at)
        move(concern, ConcernStatus.CLOSED, by, at)
        stop_clock(kind=ClockKind.FEEDBACK, matter=concern.reference, at=at)
        log(concern, Act.DISCLOSE, "told the referrer", by, at, {"form": made.get_form_display()})
        told_of_feedback(concern, at)
    return made


def confirm_same_child(*, reference: str, record_id: int, terms: Terms, reason: str, by: Viewer, at: datetime) -> None:
    """The worker decides that a candidate she was shown is this child. Can be undone."""
    why = words(reason, "The reason", "reason", 300)
    with writing():
        concern = find(by, reference)
        shown = people.findable(by, terms, concern.record.person_id, concern.pathway.purpose)
        join(
            record_id=record_id, to_person=concern.record.person_id, reason=why, by=by, at=at,
            may_find=[one.record_id for one in shown],
        )  # fmt: skip


def take_apart(*, reference: str, joined: UUID, reason: str, by: Viewer, at: datetime) -> int:
    """Undo a link of this concern's child: the records go back, and what was opened for their matters with them."""
    why = words(reason, "The reason", "reason", 300)
    with writing():
        concern = find(by, reference)
        if joined not in {one.joined for one in people.links_of(by, concern.record.person_id)}:
            raise refuse(by, "link", str(joined), "not a link of this concern's child", act=Act.UNLINK)
        return undo_join(joined=joined, reason=why, by=by, at=at)


def pause(*, reference: str, reason: str, by: Viewer, at: datetime) -> ClockRun:
    """Let the clock of the decision stand still, for a reason: the family cannot be reached, the child is away."""
    why = words(reason, "The reason", "reason", 300)
    with writing():
        concern = _undecided(by, reference)
        clock = pause_clock(kind=ClockKind.DECISION, matter=concern.reference, reason=why, at=at)
        _due(concern, clock)
        log(concern, Act.CHANGE, "paused the clock", by, at, {"why": why})
    return clock


def resume(*, reference: str, by: Viewer, at: datetime) -> ClockRun:
    """Let the paused clock of the decision run on."""
    with writing():
        concern = _undecided(by, reference)
        clock = resume_clock(kind=ClockKind.DECISION, matter=concern.reference, at=at)
        _due(concern, clock)
        log(concern, Act.CHANGE, "let the clock run on", by, at)
    return clock


def _undecided(by: Viewer, reference: str) -> Concern:
    concern = find(by, reference)
    if concern.status not in OPEN_STATUSES:
        raise Invalid(f"This concern is “{concern.get_status_display()}”: its clock does not run.", "reason")
    return concern


def _due(concern: Concern, clock: ClockRun) -> None:
    """The queue stands in the order of the concern's own copy of the deadline."""
    concern.decision_due_at = clock.due_at
    concern.save(update_fields=["decision_due_at"])
