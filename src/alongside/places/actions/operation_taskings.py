"""Taskings: asked of an agency, answered by it, taken back by whoever asked."""

from datetime import datetime
from uuid import UUID

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.common.clocks import Allowance, Unit, add
from alongside.partners.access import refuse, writing
from alongside.partners.errors import Invalid
from alongside.partners.models import Agency
from alongside.partners.noticeboard import settle_matter
from alongside.partners.posting import Notice, tell_agency
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.partners.states import NoticeKind
from alongside.places.meeting_parts import find_item
from alongside.places.models import MeetingItem, Operation, Tasking, TaskingStep
from alongside.places.operation_drafts import TaskingDraft
from alongside.places.operation_facts import state_of, with_state
from alongside.places.operation_parts import known_agencies, line, locked, once, runs, sent_before, who, words
from alongside.places.operation_rules import reason_not_to_answer
from alongside.places.operation_states import TacticKind, TaskingState

SUBJECT = "tasking"
TO_ANSWER = Allowance(2, Unit.WORKING_DAYS)
"""How long an agency has to say whether it will."""


def task(
    *, draft: TaskingDraft, reference: str = "", item_id: int | None = None, sent_key: UUID, by: Viewer, at: datetime
) -> int:
    """Ask an agency to do something, in an operation or by a decision of a meeting; gives the tasking's number."""
    values = _values(draft, at)
    with writing():
        operation, item = _origin(reference, item_id, by)
        if operation is not None:
            runs(operation, draft.doer_code, "doer_code")
        else:
            known_agencies([draft.doer_code], "doer_code")

        def make() -> Tasking:
            made = Tasking.objects.create(
                operation=operation, item=item, doer_code=draft.doer_code, answer_by=min(add(at, TO_ANSWER), draft.due_at),
                due_at=draft.due_at, sent_key=sent_key, **values, **who(by, at),
            )  # fmt: skip
            _log(made, Act.ASK, f"asked {made.doer_code}: {made.what}", by, at)
            _tell(made, by, at)
            return made

        return once(Tasking, sent_key, make).pk


def _values(draft: TaskingDraft, at: datetime) -> dict[str, str]:
    if draft.tactic not in TacticKind.values:
        raise Invalid("Choose what it is from the list.", "tactic")
    if draft.due_at <= at:
        raise Invalid("The day is past. Choose one to come.", "due_on")
    return {
        "tactic": draft.tactic,
        "what": words(draft.what, "what", "Say what is to be done.", 1_000),
        "where": line(draft.where, "where", "Say where."),
        "doer": line(draft.doer, "doer", "Say which team or role does it.", 120),
    }


def _origin(reference: str, item_id: int | None, by: Viewer) -> tuple[Operation | None, MeetingItem | None]:
    if reference:
        return locked(reference, by).operation, None
    if item_id is None or not by.may(Permission.RUN_OPERATIONS):
        raise refuse(by, SUBJECT, "", "no operation or item that the member runs", act=Act.CREATE)
    return None, find_item(by, item_id)


def answer_tasking(*, tasking_id: int, to: str, text: str, sent_key: UUID, by: Viewer, at: datetime) -> None:
    """Say how a tasking stands: its own agency accepts, declines, has done it or has not; whoever asked takes it back."""
    if to not in TaskingState.values or to == TaskingState.ASKED:
        raise Invalid("Choose how it stands.", "to")
    said = words(text, "text", "", 1_000)
    with writing():
        row = _mine(tasking_id, by)
        if sent_before(TaskingStep, sent_key) is not None:
            return
        why_not = reason_not_to_answer(
            now=state_of(row), to=TaskingState(to), words=said, is_doer=row.doer_code == by.agency_code,
            is_asker=row.agency_code == by.agency_code and by.may(Permission.RUN_OPERATIONS),
        )  # fmt: skip
        if why_not is not None:
            raise Invalid(why_not, "text" if why_not.startswith("Say why") else "")
        TaskingStep.objects.create(tasking=row, state=to, words=said, sent_key=sent_key, **who(by, at))
        settle_matter(kind=NoticeKind.TASKING_ASKED, reference=str(row.pk), by=by, at=at)
        _log(row, Act.DECIDE, f"{TaskingState(to).label}: {said}", by, at)


def _tell(row: Tasking, by: Viewer, at: datetime) -> None:
    """Everybody at the agency who can answer for it, but whoever asks: the message says that, and not what."""
    agency = Agency.objects.get(code=row.doer_code)
    notice = Notice(NoticeKind.TASKING_ASKED, str(row.pk), f"/operations/taskings/{row.pk}/")
    for permission in (Permission.WRITE_ACTIVITY, Permission.RUN_OPERATIONS):
        tell_agency(agency_id=agency.pk, permission=permission, notice=notice, at=at, but_not=by.member_id)


def _mine(tasking_id: int, by: Viewer) -> Tasking:
    """A tasking that the member's agency was asked, or asked for."""
    row: Tasking | None = with_state().select_for_update(of=("self",)).filter(pk=tasking_id).first()
    if row is None or by.agency_code not in (row.doer_code, row.agency_code):
        raise refuse(by, SUBJECT, str(tasking_id), "no such tasking, or not this agency's", act=Act.DECIDE)
    return row


def _log(row: Tasking, act: Act, reason: str, by: Viewer, at: datetime) -> None:
    record(Entry(at=at, actor=by.actor, act=act, subject_kind=SUBJECT, subject_id=str(row.pk), reason=reason[:400]))
