"""What somebody without an account sends: a question or report for all to read, and what is told in confidence."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from alongside.audit.actions import record
from alongside.audit.entries import Actor, Entry
from alongside.audit.states import Act
from alongside.community import clocks, wording
from alongside.community.codes import ANSWER, DOOR, digest_of, new_code
from alongside.community.errors import CommunityRefused
from alongside.community.models import DoorReport, DoorStep, Post
from alongside.community.states import DoorState, PostKind


@dataclass(frozen=True, slots=True)
class PostDraft:
    """`place` is a street or spot, in words. An empty ward means the whole borough."""

    kind: str
    text: str
    place: str = ""
    ward_code: str = ""
    ward_name: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class DoorDraft:
    words: str
    is_child: bool
    how_to_reach: str = ""
    when_safe: str = ""
    ward_name: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """`code` is shown once and kept nowhere. It is empty when the form had been sent before."""

    code: str
    due_at: datetime


def send_post(*, draft: PostDraft, sent_key: UUID, by: Actor, at: datetime) -> Receipt:
    """Keep a question or report until a moderator has read it; nothing of it is public before.

    The same `sent_key` twice is one post. Raises `CommunityRefused` for a text that names somebody.
    """
    if draft.kind not in PostKind.values:
        raise CommunityRefused("Choose whether it is a question or a report.", "kind")
    text = wording.public(wording.words(draft.text, "text", "Your text"), "text")
    place = wording.public(wording.line(draft.place, "place", "The place", needed=False), "place")
    code, due_at = new_code(ANSWER), clocks.due(at, clocks.ANSWER)
    try:
        with transaction.atomic():
            made = Post.objects.create(
                kind=draft.kind, ward_code=draft.ward_code[:9], ward_name=draft.ward_name[:120], place=place, text=text,
                language=draft.language[:10], code_digest=digest_of(code), sent_key=sent_key, received_at=at,
                due_at=due_at,
            )  # fmt: skip
            record(Entry(at=at, actor=by, act=Act.CREATE, subject_kind="public post", subject_id=str(made.pk)))
    except IntegrityError:
        return Receipt("", Post.objects.get(sent_key=sent_key).due_at)
    return Receipt(code, due_at)


def tell_the_door(*, draft: DoorDraft, sent_key: UUID, by: Actor, at: datetime) -> Receipt:
    """Keep what somebody tells about a person, for the front door alone. The same `sent_key` twice is one report."""
    fields = {
        "words": wording.words(draft.words, "words", "What you tell us", most=6_000),
        "how_to_reach": wording.line(draft.how_to_reach, "how_to_reach", "How to reach you", most=300, needed=False),
        "when_safe": wording.line(draft.when_safe, "when_safe", "When it is safe", most=300, needed=False),
        "ward_name": draft.ward_name[:120],
        "is_child": draft.is_child,
    }
    code = new_code(DOOR)
    try:
        with transaction.atomic():
            made = keep_at_door(fields=fields, code=code, sent_key=sent_key, by=by, at=at)
    except IntegrityError:
        return Receipt("", DoorReport.objects.get(sent_key=sent_key).due_at)
    return Receipt(code, made.due_at)


def keep_at_door(*, fields: dict[str, object], code: str, sent_key: UUID, by: Actor, at: datetime) -> DoorReport:
    """Inside a transaction: the report, its first step and the log row, which tells nothing of its words."""
    made = DoorReport.objects.create(
        **fields, code_digest=digest_of(code), sent_key=sent_key, received_at=at,
        due_at=clocks.due(at, clocks.DOOR_READS),
    )  # fmt: skip
    DoorStep.objects.create(report=made, state=DoorState.NEW, agency_code=by.agency_code, by=by.name, at=at)
    record(Entry(at=at, actor=by, act=Act.CREATE, subject_kind="told in confidence", subject_id=str(made.pk)))
    return made
