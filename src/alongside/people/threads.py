"""The threads of a person: identifiers, names and roles, for callers that have decided on the person already."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, CharField, DateField, QuerySet, UUIDField

from alongside.audit.queries import Logged
from alongside.common.prepared import Prepared, Slot, hold, values_for
from alongside.partners.standing import Viewer
from alongside.people.models import LinkDecision, PersonRedirect, RecordName, RoleInEvent, SourceRecord


def current_person(person_id: UUID) -> UUID:
    """Who this is now: an identifier in an old link or draft still leads to the child."""
    seen: set[UUID] = set()
    while person_id not in seen:
        seen.add(person_id)
        person_id = next((to for (to,) in REDIRECTS.rows((), old=person_id)), person_id)
    return person_id


def _redirects(shape: tuple[()]) -> "QuerySet[PersonRedirect, Any]":
    return PersonRedirect.objects.filter(old_id=Slot("old", UUIDField())).values_list("to_id")


def records_of(person_id: UUID) -> set[int]:
    return set(SourceRecord.objects.filter(person_id=person_id).values_list("pk", flat=True))


def logged_as(person_id: UUID) -> list[Logged]:
    """Every identifier under which the log tells of this child.

    Her own; and those of the persons with whom her records stood before, each for just that time. Of a child who was
    put to her by mistake, what was told before and after is that child's own.
    """
    rows = (
        LinkDecision.objects.filter(record__person_id=person_id)
        .order_by("record_id", "event__at", "pk")
        .values_list("record_id", "from_person_id", "to_person_id", "event__at")
    )
    spans: set[Logged] = set()
    last, since = None, None
    for record, before, after, at in rows:
        if record != last:
            last, since = record, None
        if before != after and before != person_id:
            spans.add(Logged(before, since, at))
        since = at
    return [Logged(person_id), *sorted(spans, key=lambda one: (str(one.person_id), str(one.since), str(one.until)))]


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
    found = ROLES.objects((), matter=matter, day=viewer.day)
    roles = [role for role in found if role.record is None or role.record.person_id not in viewer.hidden_persons]
    hold_names([role.record for role in roles if role.record is not None])
    return roles


def _roles(shape: tuple[()]) -> "QuerySet[RoleInEvent]":
    live = RoleInEvent.objects.filter(matter=Slot("matter", CharField()), lapses_on__gte=Slot("day", DateField()))
    return live.select_related("record").order_by("pk")


def hold_names(records: Collection[SourceRecord]) -> None:
    """What `prefetch_related("names")` would do."""
    size, wanted = values_for("record", (one.pk for one in records), 0)
    hold(records, "names", NAMES.objects(size, **wanted) if records else (), "record_id")


def _names(size: int) -> "QuerySet[RecordName]":
    return RecordName.objects.filter(record__id__in=Slot.several("record", BigIntegerField(), size))


def names_of(records: Iterable[int]) -> dict[int, list[str]]:
    """Every name of each record, in the order in which it was sent."""
    size, wanted = values_for("record", records, 0)
    names: dict[int, list[str]] = {}
    for record, given, family in SAID.rows(size, **wanted):
        names.setdefault(record, []).append(f"{given} {family}".strip())
    return names


def _said(size: int) -> "QuerySet[RecordName, Any]":
    rows = RecordName.objects.filter(record__id__in=Slot.several("record", BigIntegerField(), size)).order_by("pk")
    return rows.values_list("record_id", "given", "family")


REDIRECTS, ROLES, NAMES, SAID = Prepared(_redirects), Prepared(_roles), Prepared(_names), Prepared(_said)
