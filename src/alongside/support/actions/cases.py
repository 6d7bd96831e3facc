"""Working a case: decisions that move it, entries, whose it is, corrections, feedback. Nothing is overwritten."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.partners.access import refuse, writing
from alongside.partners.actions import end_involvements
from alongside.partners.errors import Invalid, Stale
from alongside.partners.models import Member
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.support.actions.case_clocks import TOLD, begin_again, run_clocks
from alongside.support.case_parts import Worked, find_case, purpose_of, stage_events
from alongside.support.casework import words
from alongside.support.contracting import check_entry, check_step, keep_place, raise_next_step
from alongside.support.definitions.answers import Answers, checked
from alongside.support.definitions.parts import Definition, EntryKind, EntryUse, Move, Question, Who
from alongside.support.models import Case, CaseEntry, CaseFeedback, CaseStep, SecondLookAsked
from alongside.support.panel_views import keep_review_views
from alongside.support.states import StageKind
from alongside.support.telling import (
    told_of_case_feedback,
    told_of_case_looked_at,
    told_of_case_second_look,
    told_whether_accepted,
)

CONTACTS = frozenset({EntryUse.CONTACT, EntryUse.FIRST_CONTACT, EntryUse.WELFARE_CONTACT, EntryUse.SESSION})

WITHDRAWN = "withdrawn"
REOPENED = "reopened"


def move_case(
    *, reference: str, move: str, answers: Mapping[str, object], reason: str, by: Viewer, at: datetime,
    changes: int | None = None,
) -> Case:  # fmt: skip
    """Take a decision that moves the case. One that needs a second look waits for it, and moves nothing yet."""
    why = words(reason, "The reason", "reason")
    with writing():
        worked = find_case(by, reference, changes=changes)
        case, rule = worked.case, worked.definition.move(move)
        if rule is None or case.stage not in rule.sources:
            raise Invalid("This decision is not open at the stage where the case stands.", "move")
        if not worked.parts & set(rule.by):
            raise refuse(by, "case", case.reference, f"the member's part may not take “{rule.label}”", act=Act.DECIDE)
        if SecondLookAsked.objects.filter(case=case, looked_at__isnull=True).exists():
            raise Invalid("A decision on this case waits for a second look. It comes first.", "move")
        good = _checked(rule.asks, answers)
        if rule.second_look:
            SecondLookAsked.objects.create(
                case=case, move=rule.code, answers=good, reason=why, asked_by_id=by.member_id, asked_at=at
            )
            _touch(case)
            _log(case, worked.definition, Act.DECIDE, f"“{rule.label}” waits for a second look", by, at)
            told_of_case_second_look(case, at)
        else:
            _step(worked, rule, good, why, by, at)
    return case


def look_at_case(*, reference: str, agreed: bool, text: str, by: Viewer, at: datetime) -> Case:
    """A manager's second pair of eyes: with her agreement the decision moves the case, without it nothing happened."""
    said = words(text, "Your words", "text")
    with writing():
        worked = find_case(by, reference)
        case = worked.case
        if Who.MANAGER not in worked.parts:
            raise refuse(by, "case", case.reference, "the role may not look a second time", act=Act.DECIDE)
        asked = SecondLookAsked.objects.select_for_update().filter(case=case, looked_at__isnull=True).first()
        if asked is None:
            raise Stale("No decision of this case waits for a second look any more.", case)
        if asked.asked_by_id == by.member_id:
            raise Invalid("The second pair of eyes cannot be your own. Ask another manager.", "text")
        asked.agreed, asked.words, asked.looked_by_id, asked.looked_at = agreed, said, by.member_id, at
        asked.save()
        told_of_case_looked_at(asked, at)
        rule = worked.definition.move(asked.move)
        if agreed and rule is not None:
            _step(worked, rule, asked.answers, asked.reason, by, at)
        else:
            _touch(case)
            _log(case, worked.definition, Act.DECIDE, "sent a decision back after a second look", by, at)
    return case


def _step(worked: Worked, rule: Move, answers: Answers, reason: str, by: Viewer, at: datetime) -> None:
    """Move a locked case: the step, its clocks and the log. For callers that have decided."""
    case, definition = worked.case, worked.definition
    target, left = definition.stage(rule.target), case.stage
    ended = target.kind is StageKind.ENDED
    if rule.code != WITHDRAWN:
        check_step(case, definition, rule.target)
    step = CaseStep.objects.create(
        case=case, move=rule.code, label=rule.label, from_stage=left, to_stage=target.code, answers=answers,
        reason=reason, at=at, by=by.actor.name, by_member_id=by.member_id or None,
    )  # fmt: skip
    has_been_open = case.ended_at is None
    case.stage, case.stage_kind, case.stage_since = target.code, target.kind, at
    case.ended_at = at if ended else None
    case.changes += 1
    case.save(update_fields=["stage", "stage_kind", "stage_since", "ended_at", "changes"])
    keep_place(case, definition, at)
    if has_been_open == ended:
        keep_review_views(case, by, at)
    events = stage_events(left, target.code, ended)
    # Taken up again, a case has the clocks that ran when it ended: what was done at its stage before is not asked anew.
    run_clocks(case, definition, events[:1] if rule.code == REOPENED else events, at)
    _log(case, definition, Act.DECIDE, f"“{rule.label}”: now at “{target.label}”", by, at)
    if by.agency_id != case.holder_id:
        told_whether_accepted(case, definition, step, at)


def write_entry(
    *, reference: str, kind: str, happened_at: datetime, answers: Mapping[str, object], by: Viewer, at: datetime,
    corrects: int | None = None, correction_reason: str = "",
) -> CaseEntry:  # fmt: skip
    """Write down a contact, a session, a screening. With `corrects`, it stands in the place of an earlier entry, which
    stays to be read."""
    if happened_at > at:
        raise Invalid("That is in the future. Write it down when it has happened.", "happened_at")
    with writing():
        worked = find_case(by, reference)
        case = worked.case
        rule = _entry_rule(worked, kind, by)
        good = _checked(rule.asks, answers)
        check_entry(case, rule, good, happened_at)
        earlier, why = _corrected(case, corrects, correction_reason)
        made = CaseEntry.objects.create(
            case=case, kind=rule.code, label=rule.label, use=rule.use, happened_at=happened_at, answers=good,
            agency_id=by.agency_id, by=by.actor.name, by_member_id=by.member_id or None, at=at, corrects=earlier,
            correction_reason=why,
        )  # fmt: skip
        if rule.use in CONTACTS and (case.last_contact_at is None or happened_at > case.last_contact_at):
            case.last_contact_at = happened_at
        case.changes += 1
        case.save(update_fields=["last_contact_at", "changes"])
        raise_next_step(case, made, at)
        run_clocks(case, worked.definition, (f"entry:{rule.code}",), at)
        _log(case, worked.definition, Act.CHANGE, f"wrote down: {rule.label}", by, at)
    return made


def _entry_rule(worked: Worked, kind: str, by: Viewer) -> EntryKind:
    rule = worked.definition.entry(kind)
    if rule is None or (rule.stages and worked.case.stage not in rule.stages):
        raise Invalid(
            "This is not written down at the stage where the case stands. Take the case on first, then write it.",
            "kind",
        )
    if not worked.parts & set(rule.by):
        raise refuse(by, "case", worked.case.reference, f"the member's part may not write “{rule.label}”")
    return rule


def _corrected(case: Case, corrects: int | None, reason: str) -> tuple[CaseEntry | None, str]:
    if corrects is None:
        return None, ""
    earlier = CaseEntry.objects.select_for_update(of=("self",)).filter(pk=corrects, case=case).first()
    if earlier is None:
        raise Invalid("This case has no such entry. Look up its number at the case.", "corrects")
    if CaseEntry.objects.filter(corrects=earlier).exists():
        raise Stale("This entry was corrected already. Open the case again to see how.", earlier)
    return earlier, words(reason, "Why it is corrected", "correction_reason", 500)


def take_case(*, reference: str, worker: str, by: Viewer, at: datetime) -> Case:
    """Say whose case it is, within the receiving agency."""
    with writing():
        worked = find_case(by, reference)
        if Who.WORKER not in worked.parts:
            raise refuse(by, "case", worked.case.reference, "only the receiving agency says whose case it is")
        chosen = Member.objects.filter(username=worker, agency_id=by.agency_id, is_active=True).first()
        if chosen is None or not chosen.may(Permission.WORK_CASES):
            raise Invalid("Choose somebody of your agency who works on cases.", "worker")
        worked.case.worker = chosen
        worked.case.changes += 1
        worked.case.save(update_fields=["worker", "changes"])
        _log(worked.case, worked.definition, Act.CHANGE, f"given to {chosen.name}", by, at)
    return worked.case


def tell_referrer(*, reference: str, text: str, reason_for_none: bool, by: Viewer, at: datetime) -> CaseFeedback:
    """Tell the referrer what came of it, in a safe form, or record why she is told nothing."""
    said = words(text, "The reason" if reason_for_none else "What you tell the referrer", "text")
    with writing():
        worked = find_case(by, reference)
        case = worked.case
        if Who.WORKER not in worked.parts:
            raise refuse(by, "case", case.reference, "only the receiving agency tells the referrer")
        made = CaseFeedback.objects.create(
            case=case, words=said, is_reason_for_none=reason_for_none, by=by.actor.name, at=at
        )
        case.told_at = at
        case.changes += 1
        case.save(update_fields=["told_at", "changes"])
        run_clocks(case, worked.definition, (TOLD,), at)
        _log(
            case,
            worked.definition,
            Act.DISCLOSE,
            "told the referrer" if not reason_for_none else "told nothing",
            by,
            at,
        )
        if not reason_for_none:
            told_of_case_feedback(case, at)
    return made


def withdraw_case(*, reference: str, reason: str, by: Viewer, at: datetime) -> Case:
    """The referrer takes her referral back, with a reason: the case ends, the receiver's view of it with it, and
    everything stays to be read."""
    why = words(reason, "The reason", "reason")
    with writing():
        worked = find_case(by, reference)
        case, definition = worked.case, worked.definition
        if Who.REFERRER not in worked.parts:
            raise refuse(by, "case", case.reference, "only the referring agency takes it back", act=Act.DECIDE)
        if case.ended_at is not None:
            raise Invalid("This case has ended already.", "reason")
        ends = [one for one in definition.stages if one.kind is StageKind.ENDED]
        end = next((one for one in ends if one.before_help), ends[0])
        rule = Move(WITHDRAWN, "Withdrawn by the referrer", (case.stage,), end.code)
        _step(worked, rule, {}, why, by, at)
        end_involvements(person_id=case.record.person_id, opened_for=case.reference, by=by.actor, at=at)
    return case


def reopen_case(*, reference: str, reason: str, by: Viewer, at: datetime) -> Case:
    """Take up an ended case again at the stage where it stood before it ended."""
    why = words(reason, "The reason", "reason")
    with writing():
        worked = find_case(by, reference)
        case, definition = worked.case, worked.definition
        if Who.WORKER not in worked.parts:
            raise refuse(by, "case", case.reference, "only the receiving agency takes a case up again")
        if (ended_at := case.ended_at) is None:
            raise Invalid("This case has not ended.", "reason")
        last = case.steps.order_by("-at", "-pk").first()
        back = last.from_stage if last and last.from_stage else definition.first_stage.code
        rule = Move(REOPENED, "Taken up again", (case.stage,), back)
        _step(worked, rule, {}, why, by, at)
        begin_again(case, definition, ended_at, at)
    return case


def _checked(questions: Sequence[Question], given: Mapping[str, object]) -> Answers:
    answers, faults = checked(questions, given)
    if faults:
        raise faults[0]
    return answers


def _touch(case: Case) -> None:
    case.changes += 1
    case.save(update_fields=["changes"])


def _log(case: Case, definition: Definition, act: Act, reason: str, by: Viewer, at: datetime) -> None:
    record(
        Entry(
            at=at, actor=by.actor, act=act, subject_kind="case", subject_id=case.reference,
            persons=(case.record.person_id,), holder_code=case.holder.code, purpose=purpose_of(definition).code,
            reason=reason,
        )
    )  # fmt: skip
