"""Puts invented people's records in, as their agencies would have sent them, and says who is kin to whom."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from alongside.audit.actions import record_all
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.demo import cast
from alongside.demo.families import Household, Invented
from alongside.demo.partnership import BUILDER, Partnership
from alongside.demo.records import Held
from alongside.demo.truth import Truth
from alongside.people.actions import add_record
from alongside.people.models import Relationship, SourceRecord
from alongside.people.states import Relation


def keep_records(
    held: Iterable[Held], people: dict[str, Invented], partnership: Partnership, truth: Truth
) -> None:  # fmt: skip
    """One after another, in the order in which they came, by the domain's own action."""
    for one in sorted(held, key=lambda each: (each.received_at, each.draft.agency_ref)):
        made = add_record(
            draft=one.draft, holder=partnership.agencies[one.holder], source=one.source, by=BUILDER,
            at=one.received_at, today=truth.built_on,
        )  # fmt: skip
        truth.note(made.pk, people[one.truth], one.holder, one.changes)


def relate(households: Sequence[Household], partnership: Partnership, truth: Truth, at: datetime) -> int:
    """Parents, brothers and sisters, as the council and the schools say; gives how many were said."""
    persons = dict(SourceRecord.objects.values_list("pk", "person_id"))
    said = [
        Relationship(
            one_id=first, other_id=second, relation=relation,
            said_by=partnership.agencies[holder], said_at=at,
        )
        for household in households
        for holder in (cast.COUNCIL, cast.HOUSING)
        for first, second, relation in _kin(household, holder, truth)
        if persons[first] != persons[second]
    ]  # fmt: skip
    made = Relationship.objects.bulk_create(said, batch_size=500)
    record_all(
        [
            Entry(
                at=at, actor=BUILDER, act=Act.CREATE, subject_kind="relationship", subject_id=str(one.pk),
                persons=(persons[one.one_id], persons[one.other_id]), holder_code=one.said_by.code,
                reason=f"{one.said_by.name} says: {one.get_relation_display().lower()}",
            )
            for one in made
        ]
    )  # fmt: skip
    return len(made)


def _kin(household: Household, holder: str, truth: Truth) -> Iterable[tuple[int, int, Relation]]:
    """Pairs of records that this agency itself holds: nobody says more than she knows."""
    ids = {one.key: number for one in household.everybody if (number := truth.record_of(one, holder)) is not None}
    children = [one for one in household.children if one.key in ids]
    for adult in household.adults:
        if adult.key in ids:
            yield from ((ids[adult.key], ids[child.key], Relation.PARENT) for child in children)
    for place, child in enumerate(children):
        yield from ((ids[child.key], ids[other.key], Relation.SIBLING) for other in children[place + 1 :])
