"""Answers to residents: to questions and reports, and about a ward's priorities."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.community import clocks, public_rows, wording
from alongside.community.actions.standing import allowed
from alongside.community.errors import ChangedMeanwhile, CommunityRefused
from alongside.community.models import Post, PostAnswer, Priority, PriorityStep
from alongside.community.rules import reason_not_to_move_priority
from alongside.community.states import PriorityState
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer


def answer_post(*, post_id: int, did: str, by: Viewer, at: datetime) -> None:
    """Say in public what was done about a question or report. The first answer stops its clock; more may follow."""
    allowed(by, "public post", post_id, Permission.KEEP_COMMUNITY)
    said = wording.public(wording.words(did, "did", "The answer"), "did")
    with transaction.atomic():
        post = Post.objects.select_for_update().filter(pk=post_id).first()
        if post is None or not public_rows.posts().filter(pk=post_id).exists():
            raise CommunityRefused("Only what is shown can be answered. Decide first whether to show it.")
        last = public_rows.answers().filter(post=post).last()
        if last is not None and last.did == said:
            return  # sent twice
        PostAnswer.objects.create(
            post=post, did=said, agency_code=by.agency_code, agency_name=by.agency_name, by=by.actor.name, at=at
        )
        record(Entry(at=at, actor=by.actor, act=Act.CREATE, subject_kind="public answer", subject_id=str(post_id)))


@dataclass(frozen=True, slots=True)
class PriorityDraft:
    title: str
    said: str
    ward_code: str = ""
    ward_name: str = ""
    problem_id: int | None = None


def open_priority(*, draft: PriorityDraft, sent_key: UUID, by: Viewer, at: datetime) -> int:
    """Put on the public list what residents of a ward want worked on. The same `sent_key` twice is one priority."""
    allowed(by, "priority", "", Permission.KEEP_COMMUNITY)
    title = wording.public(wording.line(draft.title, "title", "The title", most=120), "title")
    said = wording.public(wording.words(draft.said, "said", "What residents said", most=1_500), "said")
    try:
        with transaction.atomic():
            made = Priority.objects.create(
                title=title, said=said, ward_code=draft.ward_code, ward_name=draft.ward_name,
                problem_id=draft.problem_id, agency_id=by.agency_id, agency_code=by.agency_code,
                agency_name=by.agency_name, sent_key=sent_key, raised_at=at,
                report_back_by=clocks.due(at, clocks.REPORT_BACK),
            )  # fmt: skip
            record(Entry(at=at, actor=by.actor, act=Act.CREATE, subject_kind="priority", subject_id=str(made.pk)))
    except IntegrityError:
        return Priority.objects.get(sent_key=sent_key).pk
    return made.pk


def change_priority(*, priority_id: int, draft: PriorityDraft, changes: int, by: Viewer, at: datetime) -> None:
    """Put other words, or another problem at a place. Raises `ChangedMeanwhile` when somebody else saved first."""
    allowed(by, "priority", priority_id, Permission.KEEP_COMMUNITY)
    title = wording.public(wording.line(draft.title, "title", "The title", most=120), "title")
    said = wording.public(wording.words(draft.said, "said", "What residents said", most=1_500), "said")
    with transaction.atomic():
        row = _priority(priority_id)
        if row.changes != changes:
            raise ChangedMeanwhile(f"{row.title}\n\n{row.said}")
        row.title, row.said, row.problem_id, row.changes = title, said, draft.problem_id, changes + 1
        row.ward_code, row.ward_name = draft.ward_code, draft.ward_name
        row.save()
        record(Entry(at=at, actor=by.actor, act=Act.CHANGE, subject_kind="priority", subject_id=str(row.pk)))


def report_back(*, priority_id: int, to: PriorityState, did: str, by: Viewer, at: datetime) -> None:
    """Tell residents what was done, and whether it goes on. While it goes on, the clock starts anew."""
    allowed(by, "priority", priority_id, Permission.KEEP_COMMUNITY)
    told = wording.public(wording.words(did, "did", "What was done", most=1_500), "did")
    with transaction.atomic():
        row = _priority(priority_id)
        last = public_rows.steps().filter(priority=row).last()
        now = PriorityState(last.state) if last else PriorityState.OPEN
        if last is not None and (last.state, last.did) == (to, told):
            return  # sent twice
        if (why := reason_not_to_move_priority(now=now, to=to, told=told)) is not None:
            raise CommunityRefused(why, "to")
        was_due = row.report_back_by if now is PriorityState.OPEN else None
        PriorityStep.objects.create(
            priority=row, state=to, did=told, was_due_at=was_due, agency_code=by.agency_code,
            agency_name=by.agency_name, by=by.actor.name, at=at,
        )  # fmt: skip
        row.report_back_by = clocks.due(at, clocks.REPORT_BACK)
        row.save(update_fields=["report_back_by"])
        record(
            Entry(
                at=at, actor=by.actor, act=Act.DECIDE, subject_kind="priority", subject_id=str(row.pk), reason=to.label
            )
        )


def _priority(priority_id: int) -> Priority:
    row = Priority.objects.select_for_update().filter(pk=priority_id).first()
    if row is None or not public_rows.priorities().filter(pk=priority_id).exists():
        raise CommunityRefused("That priority is not held here. Open the list and choose again.")
    return row
