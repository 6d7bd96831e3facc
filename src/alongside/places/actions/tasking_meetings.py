"""The tasking cycle: a meeting is held, its items decided on, residents told; each text is signed off by somebody else."""

from datetime import date, datetime
from uuid import UUID

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.partners.access import refuse, writing
from alongside.partners.errors import Invalid, Stale
from alongside.partners.standing import Viewer
from alongside.places.meeting_parts import SUBJECT, find_item, find_meeting
from alongside.places.models import (
    AnswerSignOff,
    ItemDecision,
    MeetingItem,
    Operation,
    ResidentAnswer,
    TaskingMeeting,
)
from alongside.places.operating.meetings import may_run_meetings, may_sign
from alongside.places.operation_drafts import ItemDraft
from alongside.places.operation_parts import line, once, who, words
from alongside.places.operation_sight import seen_whole
from alongside.places.operation_states import ItemOutcome, MeetingKind
from alongside.places.queries.problems import problem
from alongside.places.sources import open_keys


def hold_meeting(
    *, kind: str, name: str, held_on: date, place: str, sent_key: UUID, by: Viewer, at: datetime
) -> int:  # fmt: skip
    """Put a meeting of the cycle into the list; gives its number."""
    _check(by, may_run_meetings(by), "")
    if kind not in MeetingKind.values:
        raise Invalid("Choose what kind of meeting it is.", "kind")
    named = line(name, "name", "Say of which ward or cluster.", 120)
    there = line(place, "place", "")

    def make() -> TaskingMeeting:
        made = TaskingMeeting.objects.create(
            kind=kind, name=named, held_on=held_on, place=there, sent_key=sent_key, **who(by, at)
        )
        _log(made, Act.CREATE, f"{made.get_kind_display()}, {made.name}", by, at)
        return made

    with writing():
        return once(TaskingMeeting, sent_key, make).pk


def put_item(*, meeting_id: int, draft: ItemDraft, sent_key: UUID, by: Viewer, at: datetime) -> int:
    """Put a priority of residents, a problem or an operation on the agenda, also one that an earlier meeting passed on."""
    title = line(draft.title, "title", "Give it a short title.", 120)
    said = words(draft.words, "words", "Write what residents ask for, or what is to be decided.", 2_000)
    with writing():
        _check(by, may_run_meetings(by), str(meeting_id))
        meeting = find_meeting(by, meeting_id)
        if draft.problem_id is not None and problem(draft.problem_id, sources=open_keys(by.permissions)) is None:
            raise Invalid("That problem is not held here.", "problem")
        operation = _operation(draft.operation, by)
        came_from = find_item(by, draft.came_from) if draft.came_from is not None else None
        if came_from is not None and came_from.meeting_id == meeting.pk:
            raise Invalid("It is on this agenda already.", "came_from")

        def make() -> MeetingItem:
            made = MeetingItem.objects.create(
                meeting=meeting, title=title, words=said, problem_id=draft.problem_id, operation=operation,
                came_from=came_from, sent_key=sent_key, **who(by, at),
            )  # fmt: skip
            _log(meeting, Act.CHANGE, f"put “{title}” on the agenda", by, at)
            return made

        return once(MeetingItem, sent_key, make).pk


def decide_item(
    *, item_id: int, outcome: str, text: str, operation: str = "", sent_key: UUID, by: Viewer, at: datetime
) -> None:
    """Write down what the meeting decided. The newest decision stands; the earlier ones stay in sight."""
    said = words(text, "text", "Write what was decided, and why.", 2_000)
    if outcome not in ItemOutcome.values:
        raise Invalid("Choose what becomes of it.", "outcome")
    if outcome == ItemOutcome.OPERATION and not operation:
        raise Invalid("Choose the operation that takes it up.", "operation")
    with writing():
        _check(by, may_run_meetings(by), str(item_id))
        item = find_item(by, item_id, Act.DECIDE)
        taken_up = _operation(operation, by) if outcome == ItemOutcome.OPERATION else None

        def make() -> ItemDecision:
            made = ItemDecision.objects.create(
                item=item, outcome=outcome, words=said, operation=taken_up, sent_key=sent_key, **who(by, at)
            )
            _log(item.meeting, Act.DECIDE, f"“{item.title}”: {made.get_outcome_display()}", by, at)
            return made

        once(ItemDecision, sent_key, make)


def write_answer(*, item_id: int, you_said: str, we_did: str, sent_key: UUID, by: Viewer, at: datetime) -> int:
    """Write what residents are to be told; gives the text's number. Nothing of it is public until somebody else signs it off."""
    asked = words(you_said, "you_said", "Write what residents said.", 1_000)
    done = words(we_did, "we_did", "Write what was done, or why nothing was.", 2_000)
    with writing():
        _check(by, may_run_meetings(by), str(item_id))
        item = find_item(by, item_id, Act.CHANGE)

        def make() -> ResidentAnswer:
            made = ResidentAnswer.objects.create(
                item=item, you_said=asked, we_did=done, by_id=by.actor.id, sent_key=sent_key, **who(by, at)
            )
            _log(item.meeting, Act.CHANGE, f"wrote an answer on “{item.title}”", by, at)
            return made

        return once(ResidentAnswer, sent_key, make).pk


def sign_answer(*, item_id: int, answer_id: int, by: Viewer, at: datetime) -> None:
    """Say that the newest text is fit to publish: places and times only, nobody named, no small count. Not one's own."""
    with writing():
        _check(by, may_sign(by), str(item_id))
        item = find_item(by, item_id, Act.APPROVE)
        newest = item.answers.select_for_update().order_by("-pk").first()
        if newest is None or newest.pk != answer_id:
            raise Stale("Somebody wrote another text since you read this one. Read it before you sign.")
        if AnswerSignOff.objects.filter(answer=newest).exists():
            return
        if newest.by_id == by.actor.id:
            raise Invalid("You wrote this text yourself. Ask somebody else to read it.")
        AnswerSignOff.objects.create(answer=newest, **who(by, at))
        _log(item.meeting, Act.APPROVE, f"signed off the answer on “{item.title}”", by, at)


def _operation(reference: str, by: Viewer) -> Operation | None:
    return seen_whole(by, reference).operation if reference else None


def _check(by: Viewer, may: bool, id: str) -> None:
    if not may:
        raise refuse(by, SUBJECT, id, "the role may not", act=Act.CHANGE)


def _log(meeting: TaskingMeeting, act: Act, reason: str, by: Viewer, at: datetime) -> None:
    record(Entry(at=at, actor=by.actor, act=act, subject_kind=SUBJECT, subject_id=str(meeting.pk), reason=reason[:400]))
