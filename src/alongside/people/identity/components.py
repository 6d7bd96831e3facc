"""The records that a change can touch, with all that decides how they group."""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import DateTimeField, Q, QuerySet

from alongside.analysis.linkage import clustering
from alongside.analysis.linkage.scoring import Outcome
from alongside.analysis.linkage.standard import Standard
from alongside.common.prepared import Prepared, Slot
from alongside.partners.models import Restriction
from alongside.people.identity.reading import as_uuid, ask, marks, pairs_of, table
from alongside.people.identity.standards import NAMES, standards_of
from alongside.people.models import LinkEdge, Ruling, SourceRecord
from alongside.people.states import PairOutcome


def restricted_now(at: datetime) -> frozenset[UUID]:
    """Everybody who is restricted, whoever is cleared for her."""
    return frozenset(person for (person,) in RESTRICTED.rows((), at=at))


def _restricted(shape: tuple[()]) -> "QuerySet[Restriction, Any]":
    at = Slot.of("at", DateTimeField(), datetime)
    return Restriction.objects.filter(Q(lifted_at__isnull=True) | Q(lifted_at__gt=at)).values_list("person_id")


RESTRICTED = Prepared(_restricted)


class Weighed(NamedTuple):
    """An edge, as far as it decides how records group."""

    one_id: int
    other_id: int
    weight: float
    rules: str
    outcome: str

    @property
    def joins(self) -> bool:
        return self.outcome == PairOutcome.AUTOMATIC


class Ruled(NamedTuple):
    one_id: int
    other_id: int
    same: bool


@dataclass(frozen=True)
class Component:
    """Every record that hangs together over automatic edges, rulings and persons; `persons` as they stand."""

    persons: Mapping[int, UUID]
    edges: Collection[Weighed]
    rulings: Collection[Ruled]
    standards: Mapping[int, Standard]

    def clusters(self) -> list[frozenset[int]]:
        """How the records group. Ties go by what the records say, not by when they came."""
        keys = {record: key_of(record, standard) for record, standard in self.standards.items()}
        found = clustering.cluster(
            {keys[record]: standard for record, standard in self.standards.items()},
            [
                clustering.Edge(keys[one], keys[other], weight, Outcome(outcome), tuple(filter(None, rules.split(","))))
                for one, other, weight, rules, outcome in self.edges
            ],
            [clustering.Ruling(keys[one], keys[other], same) for one, other, same in self.rulings],
        )
        return [frozenset(record_of(key) for key in members) for members in found]


def key_of(record: int, standard: Standard) -> str:
    """Orders records by their content; only those that say exactly the same go by their number."""
    content = "\x1f".join(str(getattr(standard, name)) for name in NAMES)
    return f"{hashlib.sha256(content.encode()).hexdigest()[:20]}:{record:012d}"


def record_of(key: str) -> int:
    return int(key.rpartition(":")[2])


def component_of(
    seeds: Iterable[int], model_id: int, restricted: frozenset[UUID], known: Mapping[int, Standard] | None = None
) -> Component:
    """Everything that can group otherwise when these records change. `known`: standard forms that are at hand.

    An edge across a restricted person leads nowhere: only somebody who is cleared joins her, by a ruling.
    """
    persons: dict[int, UUID] = {}
    edges: dict[tuple[int, int], Weighed] = {}
    rulings: set[Ruled] = set()
    seen: set[int] = set()
    frontier = set(seeds)
    while frontier:
        seen |= frontier
        near, ruled = _edges_of(frontier, model_id), _rulings_of(frontier)
        joined = {end for one in near if one.joins for end in (one.one_id, one.other_id)}
        same = {end for one in ruled if one.same for end in (one.one_id, one.other_id)}
        persons.update(mates_of(frontier | joined | same))
        edges.update({(one.one_id, one.other_id): one for one in near})
        rulings.update(ruled)
        open_ends = {
            end
            for one in near
            if one.joins and not barred(one, persons, restricted)
            for end in (one.one_id, one.other_id)
        }
        standing = {persons[record] for record in frontier | open_ends | same}
        frontier = {record for record, person in persons.items() if person in standing} - seen
    at_hand = {record: known[record] for record in seen if known and record in known}
    return Component(
        {record: persons[record] for record in seen},
        [
            one for pair, one in edges.items()
            if seen.issuperset(pair) and not (one.joins and barred(one, persons, restricted))
        ],
        [one for one in rulings if one.one_id in seen and one.other_id in seen],
        at_hand | standards_of(seen - at_hand.keys()),
    )  # fmt: skip


def barred(one: Weighed, persons: Mapping[int, UUID], restricted: frozenset[UUID]) -> bool:
    """Whether a restricted person is on one side of it, and not both records hers already."""
    left, right = persons[one.one_id], persons[one.other_id]
    return left != right and (left in restricted or right in restricted)


def _edges_of(records: Collection[int], model_id: int) -> list[Weighed]:
    return [Weighed(*row) for row in pairs_of(LinkEdge, Weighed._fields, records, "model_id = %s", [model_id])]


def _rulings_of(records: Collection[int]) -> list[Ruled]:
    rows = pairs_of(Ruling, Ruled._fields, records, "undone_at IS NULL")
    return [Ruled(one, other, bool(same)) for one, other, same in rows]


def mates_of(records: Collection[int]) -> dict[int, UUID]:
    """These records and all others of their persons, each with its person."""
    name = table(SourceRecord)
    rows = ask(
        f"SELECT id, person_id FROM {name} WHERE person_id IN "  # noqa: S608 (own names only)
        f"(SELECT person_id FROM {name} WHERE id IN ({marks(records)}))",
        [*records],
    )
    return {record: as_uuid(person) for record, person in rows}
