"""What a member is told about identities that changed after she read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from alongside.partners.access import log_list
from alongside.partners.asking import Asked
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup, Purpose
from alongside.people.models import IdentityNotice, SourceRecord
from alongside.people.states import EventKind
from alongside.people.threads import current_person

_FOUND = {
    EventKind.MERGE: "was found to be of the same child as another record. There may be more to read now",
    EventKind.SPLIT: "was found to be of two children. What you read may be of either",
    EventKind.MOVE: "was found to have parts that belong to another child. What you read may be of either",
}


@dataclass(frozen=True, slots=True)
class NoticeShown:
    """Tells that something has changed and never what: to know more, she opens the child as anybody would. `name` is
    the child's where the member may see it now, or nothing."""

    notice_id: int
    at: datetime
    read_at: datetime
    sentence: str
    person_id: UUID
    name: str


def notices_for(viewer: Viewer) -> list[NoticeShown]:
    """Her own that she has not put away, newest first; none of somebody who is hidden from her now. Logged as a list
    where names are in it."""
    rows = _open(viewer)
    persons = {row.person_id for row, _ in rows} | {person for _, person in rows}
    names = _names(viewer, persons)
    if names:
        log_list(viewer, "notices", names, Purpose.SAFEGUARDING, [FieldGroup.IDENTITY], "identities that have changed")
    return [
        NoticeShown(
            row.pk, row.event.at, row.read_at, _sentence(row), person,
            names.get(row.person_id) or names.get(person, ""),
        )
        for row, person in rows
    ]  # fmt: skip


def notice_count(viewer: Viewer) -> int:
    """How many she has not put away: a count only."""
    return len(_open(viewer))


def _open(viewer: Viewer) -> list[tuple[IdentityNotice, UUID]]:
    shown = [(row, current_person(row.person_id)) for row in OPEN.objects(viewer, ())]
    return [(row, person) for row, person in shown if viewer.hidden_persons.isdisjoint((row.person_id, person))]


def _opened(viewer: Viewer, shape: tuple[()]) -> "QuerySet[IdentityNotice]":
    rows = IdentityNotice.objects.filter(member_id=viewer.member_id, acknowledged_at__isnull=True)
    return rows.select_related("event").order_by("-event__at", "-pk")


OPEN = Asked(_opened)


def _names(viewer: Viewer, persons: Iterable[UUID]) -> dict[UUID, str]:
    rows = SourceRecord.objects.visible_to(viewer, Purpose.SAFEGUARDING, FieldGroup.IDENTITY)
    rows = rows.filter(person_id__in=list(persons)).prefetch_related("names").order_by("received_at", "pk")
    return {row.person_id: str(name) for row in rows if (name := next(iter(row.names.all()), None))}


def _sentence(row: IdentityNotice) -> str:
    return f"The record that you read on {row.read_at:%-d %B %Y} {_FOUND[EventKind(row.event.kind)]}."
