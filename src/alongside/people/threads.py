"""The threads of a person: identifiers, names and roles, for callers that have decided on the person already."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from alongside.people.models import LinkDecision, RoleInEvent, SourceRecord


def identifiers_of(person_id: UUID) -> list[UUID]:
    """Every identifier under which this child has ever been logged."""
    known, new = {person_id}, {person_id}
    while new:
        rows = LinkDecision.objects.filter(to_person_id__in=new).values_list("from_person_id", flat=True)
        new = set(rows) - known
        known |= new
    return sorted(known)


def names_for(persons: Iterable[UUID]) -> dict[UUID, str]:
    """Newest name by person, for callers that have decided already."""
    names: dict[UUID, str] = {}
    rows = SourceRecord.objects.filter(person_id__in=list(persons)).prefetch_related("names").order_by("received_at")
    for row in rows:
        first = next(iter(row.names.all()), None)
        if first is not None:
            names[row.person_id] = str(first)
    return names


def live_roles(matter: str, day: date) -> list[RoleInEvent]:
    """Who was what in one event; lapsed roles are gone. For callers that have decided on the matter already."""
    rows = RoleInEvent.objects.filter(matter=matter, lapses_on__gte=day)
    return list(rows.select_related("record").prefetch_related("record__names").order_by("pk"))
