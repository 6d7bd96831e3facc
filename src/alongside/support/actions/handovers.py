"""Handing over: sent, received, accepted or returned, first contact, a look whether it holds; redirected, withdrawn.

Every step is somebody's, with date and time, and none is ever changed. A receiver outside the partnership signs nothing
here: what it did is entered by the sender, with the name of whoever did it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.queries import times_opened
from alongside.audit.states import Act
from alongside.common.text import counted
from alongside.partners.access import codes, refuse, writing
from alongside.partners.actions import end_involvements, involve
from alongside.partners.errors import Invalid
from alongside.partners.models import Agency, Member
from alongside.partners.standing import Viewer
from alongside.support.actions.handovers_clocks import CLOSED, FILE, MOVES, give_clocks, run_clocks
from alongside.support.case_parts import carried_by, purpose_of
from alongside.support.casework import words
from alongside.support.definitions.answers import Answers, checked
from alongside.support.definitions.parts import Definition, Move, Question, Who
from alongside.support.handover_drafts import Destination, destination, why_not_receiver
from alongside.support.handover_parts import (
    BY_HAND,
    NOT_WITH_RECEIVER,
    Worked,
    find_handover,
    lacking,
    log,
    receiver_of,
)
from alongside.support.models import Handover, HandoverStep
from alongside.support.states import HANDOVER_ENDS, HANDOVER_MOVES, HandoverState
from alongside.support.telling import told_it_is_gone, told_of_answer, told_of_handover
from alongside.support.ways import Way, way_between

REASONED = frozenset({"return", "redirect", "withdraw", "reopen", "look-again"})
NO_AGREEMENT = "No agreement in force lets {sender} hand over to {receiver}. Nothing was sent: phone {receiver}."


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody says of a step. `who` and `happened_at` are entered by hand where it was done elsewhere."""

    move: str
    answers: Mapping[str, object] = field(default_factory=dict)
    reason: str = ""
    who: str = ""
    happened_at: datetime | None = None
    changes: int | None = None


@dataclass(frozen=True, slots=True)
class _Taken:
    """A step that can stand."""

    rule: Move
    answers: Answers
    reason: str
    who: str
    happened_at: datetime


def send(*, reference: str, by: Viewer, at: datetime, changes: int | None = None) -> Handover:
    """Send it: the receiver sees the child from now, as far as an agreement in force covers, and its clocks run."""
    with writing():
        worked = find_handover(by, reference, needs=Who.REFERRER, changes=changes)
        way = _sendable(worked, by)
        if not way.held:
            taken = _Taken(_rule(worked, "send"), {}, "", by.actor.name, at)
            _take(worked, taken, by, at)
            _tell_receiver(worked, way, by, at)
    if way.held:
        _withheld(worked, way, by, at)
    return worked.handover


def _sendable(worked: Worked, by: Viewer) -> Way:
    handover, definition = worked.handover, worked.definition
    _rule(worked, "send")
    if faults := lacking(handover, definition):
        told = " ".join(str(one) for one in faults)
        raise Invalid(f"It is not complete. {told}", faults[0].field)
    if handover.receiver and (why := why_not_receiver(handover.version, handover.receiver)):
        raise Invalid(f"{why} Nothing was sent. Change the page: choose who receives the child now.", "agency")
    return _way(handover, handover.receiver, definition, by)


def _way(handover: Handover, receiver: Agency | None, definition: Definition, by: Viewer) -> Way:
    """To an agency outside, the sender sends by its own means and answers for it."""
    return way_between(handover.holder, receiver, definition, by) if receiver else Way()


def _withheld(worked: Worked, way: Way, by: Viewer, at: datetime) -> None:
    handover = worked.handover
    log(handover, worked.definition, Act.WITHHOLD, way.held, by, at)
    told = NO_AGREEMENT.format(sender=handover.holder.name, receiver=receiver_of(handover))
    raise Invalid(told, "agency")


def _tell_receiver(worked: Worked, way: Way, by: Viewer, at: datetime) -> None:
    """Open the receiver's own view, say in the log what is told, and start what counts from the move."""
    handover, definition = worked.handover, worked.definition
    purpose = purpose_of(definition)
    if handover.receiver:
        involve(
            agency_id=handover.receiver.pk, person_id=handover.record.person_id, purpose=purpose,
            groups=carried_by(definition), reason=f"{handover.kind.name}: {handover.reference}", by=by.actor, at=at,
            opened_for=handover.reference, matter=handover.reference, lasts=timedelta(days=definition.lasts_days),
        )  # fmt: skip
    record(
        Entry(
            at=at, actor=by.actor, act=Act.DISCLOSE, subject_kind="handover", subject_id=handover.reference,
            persons=(handover.record.person_id,), holder_code=handover.holder.code, purpose=purpose.code,
            agreement=way.agreement, field_groups=codes(way.told), reason=f"sent to {receiver_of(handover)}",
        )
    )  # fmt: skip
    told_of_handover(handover, at)
    has_file = handover.documents.filter(is_protection_file=True, received_at__isnull=True).exists()
    run_clocks(handover, definition, (MOVES, FILE) if has_file or handover.answers.get("file") else (MOVES,), at)


def take_step(*, reference: str, step: Step, by: Viewer, at: datetime) -> Handover:
    """Acknowledge, accept, return, meet, check, withdraw, take up again: whatever is open, by whose part it is."""
    if step.move in ("send", "redirect") or step.move not in HANDOVER_MOVES:
        raise Invalid("This step is not open.", "move")
    with writing():
        worked = find_handover(by, reference, changes=step.changes)
        handover = worked.handover
        rule = _rule(worked, step.move)
        if not worked.parts & set(rule.by):
            why = f"the member's part may not take “{rule.label}”"
            raise refuse(by, "handover", handover.reference, why, act=Act.DECIDE)
        taken = _checked(worked, rule, step, by, at)
        if step.move == "accept" and handover.state == HandoverState.SENT:
            _take(worked, _Taken(_rule(worked, "receive"), {}, "", taken.who, taken.happened_at), by, at)
        if step.move == "accept" and handover.receiver_id == by.agency_id:
            handover.receiver_lead_id = by.member_id
            handover.save(update_fields=["receiver_lead"])
        with_receiver = handover.state not in NOT_WITH_RECEIVER
        _take(worked, taken, by, at)
        told_of_answer(handover, step.move, at)
        if step.move in ("return", "withdraw") and handover.receiver and with_receiver:
            _close_view(handover, handover.receiver, by, at)
    return handover


def _rule(worked: Worked, move: str) -> Move:
    rule = worked.definition.move(move)
    if rule is None or worked.handover.state not in HANDOVER_MOVES[move][0]:
        now = HandoverState(worked.handover.state).label.lower()
        raise Invalid(f"This is not open now: the handover stands at “{now}”.", "move")
    return rule


def _checked(worked: Worked, rule: Move, step: Step, by: Viewer, at: datetime) -> _Taken:
    answers = _answers(rule.asks, step.answers)
    why = words(step.reason, "The reason", "reason") if rule.code in REASONED else ""
    happened = step.happened_at or at
    if happened > at:
        raise Invalid("That is in the future. Enter it when it has happened.", "happened_on")
    sent = worked.handover.steps.filter(move__in=("send", "redirect")).order_by("-at", "-pk").first()
    if rule.code in BY_HAND and sent is not None and happened < sent.happened_at:
        raise Invalid("That is before it was sent. Check the day.", "happened_on")
    moves_on = worked.handover.moves_on
    if rule.code == "check" and moves_on and by.day < moves_on:
        # It completes the handover: a child who has not moved yet would be followed by nobody.
        raise Invalid(f"The child moves on {moves_on:%-d %B %Y}. Look whether it holds after that day.", "move")
    who = by.actor.name
    if worked.handover.outside and rule.code in BY_HAND:
        name = words(step.who, "The name of whoever did it", "who_did", 120)
        who = f"{name}, {worked.handover.outside}"
    return _Taken(rule, answers, why, who, happened)


def _answers(asked: tuple[Question, ...], given: Mapping[str, object]) -> Answers:
    answers, faults = checked(asked, given)
    if faults:
        raise faults[0]
    return answers


def _take(worked: Worked, taken: _Taken, by: Viewer, at: datetime) -> None:
    """Write the step, move the handover, run its clocks, say so in the log. For callers that have decided."""
    handover, definition = worked.handover, worked.definition
    left, code = handover.state, taken.rule.code
    handover.state = HANDOVER_MOVES[code][1]
    if code == "redirect" and not receiver_of(handover):
        handover.state = HandoverState.RETURNED
    ended = handover.state in HANDOVER_ENDS
    handover.ended_at = at if ended else None
    handover.changes += 1
    handover.save(update_fields=["state", "ended_at", "changes", "receiver", "outside", "moves_on"])
    HandoverStep.objects.create(
        handover=handover, move=code, label=taken.rule.label, state=handover.state, receiver=handover.receiver,
        outside=handover.outside, answers=taken.answers, reason=taken.reason, happened_at=taken.happened_at, at=at,
        agency_id=by.agency_id, by=taken.who, entered_by="" if taken.who == by.actor.name else by.actor.name,
    )  # fmt: skip
    events = (f"left:{left}", f"stage:{handover.state}", *((CLOSED,) if ended else ()))
    run_clocks(handover, definition, events, taken.happened_at)
    log(handover, definition, Act.DECIDE, f"“{taken.rule.label}”: now {handover.get_state_display().lower()}", by, at)


def redirect(
    *, reference: str, to: Destination, reason: str, by: Viewer, at: datetime, moves_on: date | None = None,
    changes: int | None = None,
) -> Handover:  # fmt: skip
    """The child goes elsewhere, or nobody knows yet where. Story and clocks stay; the first receiver sees it no more
    from now, and the log says what it had seen."""
    why = words(reason, "The reason", "reason")
    with writing():
        worked = find_handover(by, reference, needs=Who.REFERRER, changes=changes)
        handover, definition = worked.handover, worked.definition
        rule = _rule(worked, "redirect")
        receiver, outside = destination(handover.version, to, handover.holder)
        if (receiver, outside) == (handover.receiver, handover.outside):
            raise Invalid("It stands there already. Choose another receiver, or “not known yet”.", "agency")
        way = _way(handover, receiver, definition, by)
        if way.held:
            raise Invalid(NO_AGREEMENT.format(sender=handover.holder.name, receiver=receiver), "agency")
        if handover.receiver and handover.state != HandoverState.RETURNED:
            _close_view(handover, handover.receiver, by, at)
        handover.receiver, handover.outside, handover.receiver_lead = receiver, outside, None
        handover.moves_on = moves_on or handover.moves_on
        handover.save(update_fields=["receiver_lead"])
        give_clocks(handover, definition)
        _take(worked, _Taken(rule, {}, why, by.actor.name, at), by, at)
        if receiver_of(handover):
            _tell_receiver(worked, way, by, at)
    return handover


def _close_view(handover: Handover, receiver: Agency, by: Viewer, at: datetime) -> None:
    """The receiver sees it no more from now. The log keeps since when it could, how often it did, and what of it."""
    person = handover.record.person_id
    times, last = times_opened("handover", handover.reference, receiver.code)
    seen = f"opened it {counted(times, 'time')}, last on {last:%d %B %Y}" if last else "never opened it"
    if receiver.pk != by.agency_id:
        told_it_is_gone(handover, receiver, at)
    end_involvements(
        person_id=person, opened_for=handover.reference, by=by.actor, at=at, agency_id=receiver.pk
    )  # fmt: skip
    record(
        Entry(
            at=at, actor=by.actor, act=Act.CHANGE, subject_kind="handover", subject_id=handover.reference,
            persons=(person,), holder_code=handover.holder.code, reason=f"{receiver.name} sees it no more; it {seen}",
        )
    )  # fmt: skip


def look_after(*, reference: str, member: str, by: Viewer, at: datetime) -> Handover:
    """Say who looks after it on one's own side."""
    with writing():
        worked = find_handover(by, reference)
        handover = worked.handover
        chosen = Member.objects.filter(username=member, agency_id=by.agency_id, is_active=True).first()
        if chosen is None:
            raise Invalid("Choose somebody of your agency.", "member")
        side = "sender_lead" if handover.holder_id == by.agency_id else "receiver_lead"
        setattr(handover, side, chosen)
        handover.changes += 1
        handover.save(update_fields=[side, "changes"])
        log(handover, worked.definition, Act.CHANGE, f"{chosen.name} looks after it", by, at)
    return handover
