"""Who is restricted now, for those who place and lift restrictions. Of a child only what a cleared member may know."""

from dataclasses import dataclass
from datetime import datetime

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.partners.access import codes, refuse
from alongside.partners.models import Restriction
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup, Purpose
from alongside.people.threads import names_for


@dataclass(frozen=True, slots=True)
class RestrictionShown:
    """`name`: empty for whoever is not cleared herself. `cleared`: names of members, with their agency."""

    id: int
    name: str
    reason: str
    placed_by: str
    placed_at: datetime
    cleared: tuple[str, ...]


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
