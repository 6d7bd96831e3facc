"""Who is restricted now, for those who place and lift restrictions. Of a child only what a cleared member may know."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.partners.access import codes, refuse
from alongside.partners.models import Restriction
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup, Purpose
from alongside.people.models import SourceRecord
from alongside.people.threads import current_person, names_for


@dataclass(frozen=True, slots=True)
class RestrictionShown:
    """`name`: empty for whoever is not cleared herself. `cleared`: names of members, with their agency."""

    id: int
    name: str
    reason: str
    placed_by: str
    placed_at: datetime
    cleared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToHide:
    """Whom a restriction would hide, so that it is the right child."""

    person_id: UUID
    name: str
    date_of_birth: date | None


def to_hide(viewer: Viewer, person_id: UUID) -> ToHide:
    """Name and birth date of a child who is to be hidden, under whatever identifier she is known by. Logged. Somebody
    whom the viewer may not find herself is refused like somebody who does not exist."""
    person = current_person(person_id)
    rows = SourceRecord.objects.all().unrestricted(viewer).filter(person_id=person).order_by("-received_at", "-pk")
    found = list(rows.values_list("date_of_birth", flat=True))
    if not viewer.may(Permission.RESTRICT_PERSON) or not found:
        raise refuse(viewer, "person", str(person_id), "no such person, or the role may not restrict")
    record(
        Entry(
            at=viewer.at, actor=viewer.actor, act=Act.VIEW, subject_kind="person", subject_id=str(person),
            persons=(person,), purpose=Purpose.ASSURANCE.code, field_groups=codes([FieldGroup.IDENTITY]),
            reason="whom a restriction would hide",
        )
    )  # fmt: skip
    born = next((day for day in found if day), None)
    return ToHide(person, names_for([person]).get(person, "Name not known"), born)


def restrictions_now(viewer: Viewer) -> list[RestrictionShown]:
    """Every restriction that holds, newest first. Logged as a list."""
    if not viewer.may(Permission.RESTRICT_PERSON):
        raise refuse(viewer, "restrictions", "", "the role may not restrict", act=Act.LIST)
    rows = list(
        Restriction.objects.filter(lifted_at__isnull=True)
        .prefetch_related("cleared__agency")
        .order_by("-placed_at", "-pk")
    )
    open_to = [row.person_id for row in rows if row.person_id not in viewer.hidden_persons]
    names = names_for(open_to)
    record(
        Entry(
            at=viewer.at, actor=viewer.actor, act=Act.LIST, subject_kind="restrictions", persons=tuple(dict.fromkeys(open_to)),
            purpose=Purpose.ASSURANCE.code, field_groups=codes([FieldGroup.IDENTITY]), reason="restrictions that hold now",
        )
    )  # fmt: skip
    return [
        RestrictionShown(
            row.pk, names.get(row.person_id, ""), row.reason, row.placed_by, row.placed_at,
            tuple(f"{one.name}, {one.agency.name}" for one in row.cleared.all()),
        )
        for row in rows
    ]  # fmt: skip
