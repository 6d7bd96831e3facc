"""A reachable moment: recorded, owned the same day, the child seen or a talk offered, and what came of it."""

from dataclasses import dataclass
from datetime import datetime

from alongside.audit.states import Act
from alongside.common.text import TextError, clean_line, clean_text
from alongside.partners.access import refuse, writing
from alongside.partners.actions import end_involvements
from alongside.partners.errors import Invalid, Stale
from alongside.partners.models import Agency, Member
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.people.drafts import RecordDraft
from alongside.support import moment_rules as rules
from alongside.support.actions.moments_clocks import run_clock, run_offer, stop_clocks
from alongside.support.actions.moments_routing import send_moment
from alongside.support.actions.own_records import own_record
from alongside.support.casework import words
from alongside.support.models import ReachableMoment
from alongside.support.moment_parts import Part, add_step, find_moment, log_moment, open_for_work
from alongside.support.moment_places import front_door, place_at_door, place_for
from alongside.support.moment_states import OFFER, OWNED, SAY, MomentEnd, MomentKind, MomentState, MomentStepKind
from alongside.support.references import MOMENT, new_reference
from alongside.support.telling import told_of_moment

K, S = MomentStepKind, MomentState
BY_THE_RECORDER = (MomentEnd.IN_ERROR,)


@dataclass(frozen=True, slots=True)
class MomentDraft:
    """What whoever met or missed the child tells. `record_id` is the child whom she chose among those she was shown."""

    child: RecordDraft
    kind: str
    happened_at: datetime
    where: str
    told: str
    met_by: str = ""
    reach: str = ""
    back_at: datetime | None = None
    record_id: int | None = None


def record_moment(*, draft: MomentDraft, sent_key: str, by: Viewer, at: datetime) -> ReachableMoment:
    """Keep it and give it an owner the same day: whoever works with the child, or the front door. Where no agreement
    lets it be sent it is held, and says whom to phone. The same key enters once."""
    if not by.may(Permission.RECORD_MOMENT):
        raise refuse(by, "reachable moment", "", "the role may not record a reachable moment", act=Act.CREATE)
    if draft.kind not in MomentKind.values:
        raise Invalid("Choose what happened.", "kind")
    if fault := rules.why_not_recorded(draft.kind, draft.happened_at, draft.back_at, at):
        raise Invalid(fault[1], fault[0])
    told = words(draft.told, "What happened", "told")
    with writing():
        holder = Agency.objects.select_for_update(of=("self",)).get(pk=by.agency_id)
        if known := ReachableMoment.objects.filter(holder=holder, sent_key=sent_key[:80]).first():
            return known
        record = own_record(
            child=draft.child, record_id=draft.record_id, from_matter="", source="form", holder=holder, by=by, at=at
        )
        made = ReachableMoment.objects.create(
            reference=new_reference(MOMENT, ReachableMoment), holder=holder, record=record, kind=draft.kind,
            happened_at=draft.happened_at, where=_line(draft.where, "where", "Where it was"),
            met_by=_line(draft.met_by, "met_by", "Who met the child", needed=False), told=told,
            reach=_text(draft.reach, "reach"), back_at=draft.back_at, state=S.HELD, held_because="Being sent",
            recorded_by=by.actor.name, recorded_at=at, sent_key=sent_key[:80],
        )  # fmt: skip
        add_step(made, K.RECORDED, "", by, at)
        send_moment(moment=made, place=place_for(made, by), by=by, at=at)
    return made


def take_moment(*, reference: str, by: Viewer, at: datetime) -> ReachableMoment:
    """Say “I have it”: from now on she owns it, and everybody of her agency sees that somebody does."""
    with writing():
        row = find_moment(by, reference).moment
        open_for_work(row)
        if row.state != S.OPEN and row.owner_id == by.member_id:
            return row
        if row.state != S.OPEN and row.owner is not None and row.owner.is_active:
            raise Stale(f"{row.owner.name} has it already. Talk to her or him, or have it given to you.", row)
        _own(row, by, at)
        log_moment(row, Act.CHANGE, "said “I have it”", by, at)
    return row


def _own(row: ReachableMoment, by: Viewer, at: datetime) -> None:
    row.owner_id = by.member_id
    row.state = S.TAKEN if row.state == S.OPEN else row.state
    _touch(row)
    add_step(row, K.TAKEN, "", by, at)
    stop_clocks(row, (OWNED,), at)


def give_moment(*, reference: str, owner: str, reason: str, by: Viewer, at: datetime) -> ReachableMoment:
    """Give it to a colleague, with the reason. She says “I have it” herself, the same day."""
    why = words(reason, "The reason", "reason")
    with writing():
        row = find_moment(by, reference).moment
        open_for_work(row)
        chosen = Member.objects.filter(username=owner, agency_id=by.agency_id, is_active=True).first()
        if chosen is None or not chosen.may(Permission.WORK_CASES):
            raise Invalid("Choose somebody of your agency who works on cases.", "owner")
        if chosen.pk == by.member_id:
            raise Invalid("To take it yourself, say “I have it”.", "owner")
        row.owner, row.state = chosen, S.OPEN
        _touch(row)
        add_step(row, K.GIVEN, why, by, at)
        run_clock(row, OWNED, at)
        log_moment(row, Act.CHANGE, f"given to {chosen.name}", by, at)
        told_of_moment(row, Permission.WORK_CASES, at)
    return row


def child_back(*, reference: str, back_at: datetime, text: str, by: Viewer, at: datetime) -> ReachableMoment:
    """Write down when a missing child came back: from then on the 72 hours count. Whoever recorded it may, too."""
    said = words(text, "How the child came back", "text")
    with writing():
        row = find_moment(by, reference, part=Part.RECORDER).moment
        if row.state != S.HELD:
            open_for_work(row)
        if why := rules.why_not_back(row.kind, row.happened_at, row.back_at, back_at, at):
            raise Invalid(why, "back_on")
        row.back_at = back_at
        row.save(update_fields=["back_at"])
        _touch(row)
        add_step(row, K.BACK, said, by, at)
        run_offer(row, at)
        log_moment(row, Act.CHANGE, "the child is back", by, at)
    return row


def offer_talk(*, reference: str, text: str, by: Viewer, at: datetime) -> ReachableMoment:
    """Write down that a talk was offered, by whom and how. What came of it is owed within days."""
    said = words(text, "How it was offered", "text")
    with writing():
        row = find_moment(by, reference).moment
        open_for_work(row)
        if why := rules.why_not_offered(row.kind, row.back_at):
            raise Invalid(why, "text")
        if row.state == S.OPEN:
            _own(row, by, at)
        is_first = row.state != S.OFFERED
        row.state = S.OFFERED
        _touch(row)
        add_step(row, K.OFFERED, said, by, at)
        stop_clocks(row, (OFFER,), at)
        if is_first:
            run_clock(row, SAY, at)
        log_moment(row, Act.CHANGE, "a talk was offered", by, at)
    return row


def note_moment(*, reference: str, text: str, by: Viewer, at: datetime) -> ReachableMoment:
    """Write down what was tried or heard."""
    said = words(text, "Your words", "text")
    with writing():
        row = find_moment(by, reference).moment
        open_for_work(row)
        add_step(row, K.NOTE, said, by, at)
        _touch(row)
        log_moment(row, Act.CHANGE, "wrote down what was tried", by, at)
    return row


def end_moment(*, reference: str, end: str, text: str, changes: int, by: Viewer, at: datetime) -> ReachableMoment:
    """Say what came of it, with the reason: the talk was held, the child did not want it, or it was not possible.
    Whoever recorded it may say only that it was entered in error."""
    said = words(text, "What came of it, and why", "text")
    with writing():
        part = Part.RECORDER if end in BY_THE_RECORDER else Part.RECEIVER
        row = find_moment(by, reference, part=part, changes=changes).moment
        if row.state == S.ENDED:
            open_for_work(row)
        if why := rules.why_not_ended(row.kind, row.back_at, end):
            raise Invalid(why, "end")
        row.state, row.end, row.ended_at = S.ENDED, end, at
        row.save(update_fields=["end", "ended_at", "state"])
        _touch(row)
        add_step(row, K.ENDED, said, by, at)
        stop_clocks(row, (OWNED, OFFER, SAY), at)
        _seen_in_case(row, end, at)
        log_moment(row, Act.DECIDE, f"ended: {MomentEnd(end).label.lower()}", by, at)
    return row


def _seen_in_case(row: ReachableMoment, end: str, at: datetime) -> None:
    """A talk that was held is contact with the child, in the case that received it, too."""
    case = row.case
    if end != MomentEnd.DONE or case is None or case.ended_at is not None or case.receiver_id != row.receiver_id:
        return
    if case.last_contact_at is None or case.last_contact_at < at:
        case.last_contact_at = at
        case.changes += 1
        case.save(update_fields=["last_contact_at", "changes"])


def reopen_moment(*, reference: str, reason: str, by: Viewer, at: datetime) -> ReachableMoment:
    """Take an ended one up again: it needs somebody who says “I have it”, the same day."""
    why = words(reason, "The reason", "reason")
    with writing():
        row = find_moment(by, reference).moment
        if row.state != S.ENDED or row.receiver is None:
            raise Invalid("This has not ended.", "reason")
        row.state, row.end, row.ended_at = S.OPEN, "", None
        row.save(update_fields=["end", "ended_at", "state"])
        _touch(row)
        add_step(row, K.NOTE, f"Taken up again. {why}", by, at)
        run_clock(row, OWNED, at)
        log_moment(row, Act.CHANGE, "taken up again", by, at)
    return row


def pass_on(*, reference: str, reason: str, by: Viewer, at: datetime) -> ReachableMoment:
    """Give it to the front door, with the reason: the agency that had it sees it no more. It is never only dropped."""
    why = words(reason, "The reason", "reason")
    with writing():
        row = find_moment(by, reference).moment
        open_for_work(row)
        if row.receiver_id == front_door().agency.pk:
            raise Invalid("The front door has it already. Give it to a colleague.", "reason")
        before = row.receiver_id
        add_step(row, K.PASSED_ON, why, by, at)
        stop_clocks(row, (OWNED, OFFER, SAY), at)
        end_involvements(person_id=row.record.person_id, opened_for=row.reference, agency_id=before, by=by.actor, at=at)
        place = place_at_door(row, by)
        if place is None:
            raise Invalid("No agreement lets the front door have it. Phone the front door, and keep it.", "reason")
        send_moment(moment=row, place=place, by=by, at=at)
        log_moment(row, Act.DISCLOSE, "passed on to the front door", by, at)
    return row


def _touch(row: ReachableMoment) -> None:
    row.changes += 1
    row.save(update_fields=["owner", "state", "changes"])


def _line(text: str, field: str, name: str, *, needed: bool = True) -> str:
    try:
        clean = clean_line(text, 200, name)
    except TextError as error:
        raise Invalid(str(error), field) from error
    if needed and not clean:
        raise Invalid(f"{name} is empty. Enter it.", field)
    return clean


def _text(text: str, field: str) -> str:
    try:
        return clean_text(text, 10_000, "How the child can be reached")
    except TextError as error:
        raise Invalid(str(error), field) from error
