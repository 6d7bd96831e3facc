"""What stands in public of each kind, for the moderator who may take it down."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from alongside.community import public_rows
from alongside.community.queries.parts import Part, part_of
from alongside.community.states import Subject
from alongside.partners.access import refuse
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer


@dataclass(frozen=True, slots=True)
class ShownText:
    """`words` is all of it that somebody wrote."""

    subject: Subject
    id: int
    words: str


_WORDS: dict[Subject, Callable[[Any], tuple[str, ...]]] = {
    Subject.POST: lambda row: (row.shown_text, row.shown_place), Subject.ANSWER: lambda row: (row.did,),
    Subject.PRIORITY: lambda row: (row.title, row.said), Subject.PRIORITY_STEP: lambda row: (row.did,),
    Subject.NETWORK: lambda row: tuple((row.shown or {}).values()),
    Subject.EVENT: lambda row: (row.title, row.place, row.about),
    Subject.ADVICE: lambda row: (row.question, row.advice), Subject.ADVICE_ANSWER: lambda row: (row.words,),
    Subject.SURVEY: lambda row: (row.question, row.about),
}  # fmt: skip


def shown_texts(viewer: Viewer, subject: Subject, *, page: int = 1) -> tuple[list[ShownText], Part]:
    """The newest first."""
    _must(viewer, subject, "list")
    found, part = part_of(public_rows.OF[subject]().order_by("-pk"), page)
    return [_text(subject, row) for row in found], part


def shown_text(viewer: Viewer, subject: Subject, subject_id: int) -> ShownText:
    _must(viewer, subject, str(subject_id))
    row = public_rows.OF[subject]().filter(pk=subject_id).first()
    if row is None:
        raise refuse(viewer, subject.label, str(subject_id), "nothing of this kind and number is public")
    return _text(subject, row)


def _text(subject: Subject, row: Any) -> ShownText:
    return ShownText(subject, row.pk, "\n\n".join(filter(None, _WORDS[subject](row))))


def _must(viewer: Viewer, subject: Subject, id: str) -> None:
    if not viewer.may(Permission.KEEP_COMMUNITY):
        raise refuse(viewer, subject.label, id, f"the role may not {Permission.KEEP_COMMUNITY}")
