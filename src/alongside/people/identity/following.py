"""What stands with a person goes where her records go: involvements and restrictions."""

from collections.abc import Collection, Mapping
from uuid import UUID

from alongside.partners.models import Involvement, Restriction
from alongside.people.identity.matters import matters_of
from alongside.people.models import RoleInEvent


def follow(moved: Mapping[tuple[UUID, UUID], Collection[int]], emptied: Mapping[UUID, UUID]) -> None:
    """`moved`: the records that went from one person to another. `emptied`: persons left without a record, and who
    they are now: all that was left with them goes there."""
    for (before, after), records in moved.items():
        _take_matters(before, after, records)
        restrict_too(after, like=before)
    for before, after in emptied.items():
        # What was opened for the one holds for the child that both now are.
        Involvement.objects.filter(person_id=before).update(person_id=after)


def _take_matters(before: UUID, after: UUID, records: Collection[int]) -> None:
    """An involvement that was opened for a matter of these records goes with them."""
    mine = Involvement.objects.filter(person_id=before).exclude(opened_for="")
    if not mine.exists():
        return
    events = RoleInEvent.objects.filter(record__in=records).values_list("matter", flat=True)
    mine.filter(opened_for__in={*events, *matters_of(records)}).update(person_id=after)


def restrict_too(person: UUID, *, like: UUID) -> None:
    """Whoever is hidden stays hidden under the other identifier, and only for those cleared there already.

    Placed while two were one, it may have been meant for either: nobody becomes visible by being taken apart.
    """
    placed = list(Restriction.objects.filter(person_id=like, lifted_at__isnull=True))
    if not placed:
        return
    held = Restriction.objects.filter(person_id=person, lifted_at__isnull=True)
    known = set(held.values_list("reason", "placed_by", "placed_at"))
    for one in placed:
        if (one.reason, one.placed_by, one.placed_at) in known:
            continue
        copied = Restriction.objects.create(
            person_id=person, reason=one.reason, placed_by=one.placed_by, placed_at=one.placed_at
        )
        copied.cleared.set(one.cleared.all())
