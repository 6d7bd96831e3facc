"""The threads of a person: identifiers, names and roles, for callers that have decided on the person already."""

from collections.abc import Iterable
from uuid import UUID

from alongside.audit.queries import Logged
from alongside.partners.standing import Viewer
from alongside.people.models import LinkDecision, RecordName, RoleInEvent, SourceRecord


def logged_as(person_id: UUID) -> list[Logged]:
    """Every identifier under which the log tells of this child.

    Her own; those of the persons whose records were put to her; and, where her records stood with somebody else for a
    while by a link that was undone, that other's for just that time. Of a child who was put to her by mistake, what
    was told before and after is that child's own.
    """
    known, new = {person_id}, {person_id}
    while new:
        rows = LinkDecision.objects.filter(to_person_id__in=new, undone_at__isnull=True)
        new = set(rows.values_list("from_person_id", flat=True)) - known
        known |= new
    mistaken = LinkDecision.objects.filter(from_person_id__in=known, undone_at__isnull=False).exclude(
        to_person_id__in=known
    )
    spans = sorted(set(mistaken.values_list("to_person_id", "at", "undone_at")))
    return [*(Logged(one) for one in sorted(known)), *(Logged(*span) for span in spans)]


def names_for(persons: Iterable[UUID]) -> dict[UUID, str]:
    """Newest name by person, for callers that have decided already."""
    names: dict[UUID, str] = {}
    rows = SourceRecord.objects.filter(person_id__in=list(persons)).prefetch_related("names").order_by("received_at")
    for row in rows:
        first = next(iter(row.names.all()), None)
        if first is not None:
            names[row.person_id] = str(first)
    return names


def live_roles(viewer: Viewer, matter: str) -> list[RoleInEvent]:
    """Who was what in one event; lapsed roles are gone, and so is whoever is hidden from this viewer. For callers that
    have decided on the matter already."""
    rows = RoleInEvent.objects.filter(matter=matter, lapses_on__gte=viewer.day)
    rows = rows.exclude(record__person_id__in=viewer.hidden_persons)
    return list(rows.select_related("record").prefetch_related("record__names").order_by("pk"))


def names_of(records: Iterable[int]) -> dict[int, list[str]]:
    """Every name of each record, in the order in which it was sent."""
    names: dict[int, list[str]] = {}
    rows = RecordName.objects.filter(record_id__in=list(records)).order_by("pk")
    for record, given, family in rows.values_list("record_id", "given", "family"):
        names.setdefault(record, []).append(f"{given} {family}".strip())
    return names
