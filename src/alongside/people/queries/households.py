"""Who belongs to a child's home: as agencies say, and by the same address. Nothing is copied from one to another."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.partners.access import codes
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup, Purpose
from alongside.people.models import Relationship, SourceRecord
from alongside.people.states import Relation
from alongside.people.threads import current_person

MOST_AT_ONE_ADDRESS = 12
"""More people at one address are a hostel or a home for many, and say nothing of a family."""
_ADDRESS = "the same address"
_BACK = {Relation.PARENT: "Child of", Relation.SIBLING: "Brother or sister of"}


@dataclass(frozen=True, slots=True)
class HouseholdMember:
    """Somebody of the home whom this viewer may know, by one of her records, and why she is shown."""

    person_id: UUID
    record_id: int
    name: str
    date_of_birth: date | None
    because: tuple[str, ...]


def household_of(viewer: Viewer, person: UUID, purpose: Purpose = Purpose.SAFEGUARDING) -> list[HouseholdMember]:
    """By relationships and by the current address, each member only if the viewer may know her identity, and a shared
    address only if she may know that of both. Logged as a list."""
    person = current_person(person)
    seen = SourceRecord.objects.visible_to(viewer, purpose, FieldGroup.IDENTITY)
    why: dict[int, set[str]] = {}
    for record_id, reason in (*_related(seen, person), *_at_home(viewer, person, purpose)):
        why.setdefault(record_id, set()).add(reason)
    rows = SourceRecord.objects.filter(pk__in=why).exclude(person_id=person).prefetch_related("names")
    members: dict[UUID, HouseholdMember] = {}
    for row in rows.order_by("-received_at", "-pk"):
        known = members.get(row.person_id)
        because = tuple(sorted(why[row.pk] | set(known.because if known else ())))
        shown = known or HouseholdMember(row.person_id, row.pk, _name(row), row.date_of_birth, ())
        members[row.person_id] = HouseholdMember(
            shown.person_id, shown.record_id, shown.name, shown.date_of_birth, because
        )
    record(
        Entry(
            at=viewer.at, actor=viewer.actor, act=Act.LIST, subject_kind="household", subject_id=str(person),
            persons=(person, *members), purpose=purpose.code,
            field_groups=codes([FieldGroup.IDENTITY, FieldGroup.CONTACT]), reason=f"household: {len(members)} shown",
        )
    )  # fmt: skip
    return sorted(members.values(), key=lambda one: (one.date_of_birth or date.max, one.name))


def _related(seen: "QuerySet[SourceRecord]", person: UUID) -> Iterable[tuple[int, str]]:
    """What an agency said of two of its records is told to whoever may see both."""
    visible = seen.values("pk")
    rows = Relationship.objects.filter(
        Q(one__person_id=person) | Q(other__person_id=person), ended_at__isnull=True, one__in=visible, other__in=visible
    ).select_related("said_by", "one", "other")
    for row in rows:
        mine = row.one.person_id == person
        said = _BACK.get(Relation(row.relation), row.get_relation_display()) if mine else row.get_relation_display()
        yield (row.other_id if mine else row.one_id), f"{said} this child, says {row.said_by.name}"


def _at_home(viewer: Viewer, person: UUID, purpose: Purpose) -> list[tuple[int, str]]:
    """Whose newest open address is the child's newest open address."""
    told = SourceRecord.objects.visible_to(viewer, purpose, FieldGroup.IDENTITY, FieldGroup.CONTACT)
    mine = told.filter(person_id=person, standard__address__isnull=False).order_by("-received_at", "-pk")
    address = mine.values_list("standard__address", flat=True).first()
    if not address:
        return []
    here = dict(told.filter(standard__address=address).exclude(person_id=person).values_list("pk", "person_id"))
    if not 0 < len(set(here.values())) <= MOST_AT_ONE_ADDRESS:
        return []
    others = told.filter(person_id__in=set(here.values()), standard__address__isnull=False)
    newest = dict(others.order_by("received_at", "pk").values_list("person_id", "standard__address"))
    return [(pk, _ADDRESS) for pk, owner in here.items() if newest[owner] == address]


def _name(row: SourceRecord) -> str:
    return next((str(name) for name in row.names.all()), "Name not known")
