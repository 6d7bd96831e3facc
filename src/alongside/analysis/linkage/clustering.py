"""Clusters of records under constraints: what people decided, what rules forbid, then the strongest edges first."""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from alongside.analysis.linkage.conditions import Condition
from alongside.analysis.linkage.coverage import Coverage
from alongside.analysis.linkage.gathering import SURE, Heard, Meeting, Side, Weighed, chosen, may_gather
from alongside.analysis.linkage.numbers import is_permanent
from alongside.analysis.linkage.rules import BY_INITIAL, BY_SECOND_NAME, NO_NAMESAKE, SETTLED_BY, YIELDS_TO
from alongside.analysis.linkage.scoring import Outcome
from alongside.analysis.linkage.standard import Standard

Id = TypeVar("Id", bound=Hashable)

# Weights that differ by less are one, so that the last digits of arithmetic never decide.
_DIGITS = 7


@dataclass(frozen=True, slots=True)
class Edge(Generic[Id]):
    """A scored pair. An automatic edge joins; one against which a rule speaks keeps its two records apart."""

    one: Id
    other: Id
    weight: float
    outcome: Outcome
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ruling(Generic[Id]):
    """What a person decided about two records."""

    one: Id
    other: Id
    same: bool


@dataclass(slots=True)
class _Group(Generic[Id]):
    """A person in the making.

    `sources`: agencies that have her once at most and have her here; `apart`: records ruled to be of another person;
    `doubted`: per rule the records against which it speaks.
    """

    members: set[Id]
    nhs: set[str]
    upn: set[str]
    sources: set[str]
    apart: set[Id] = field(default_factory=set)
    doubted: dict[str, set[Id]] = field(default_factory=dict)


def cluster(
    records: Mapping[Id, Standard],
    edges: Iterable[Edge[Id]],
    rulings: Iterable[Ruling[Id]] = (),
    *,
    one_per: Collection[str] = (),
    coverage: Mapping[str, Coverage] | None = None,
) -> list[frozenset[Id]]:
    """Group records into persons.

    First what people ruled the same, then automatic edges, heaviest first (equal weights by the ids). Two groups are
    not joined when
    - a ruling says that two of their members are different;
    - together they would hold two valid NHS numbers, or two permanent pupil numbers, that nobody ruled to be of one person;
    - both hold a record of the same one of the agencies `one_per`, which know every person once at most;
    - a rule speaks against two of their members, unless the joining edge settles that rule (`Rule.settled_by`).
    Then, where `coverage` says which agency knows how many, the groups between which doubtful edges stand (`gathering`).
    Edges and rulings that touch a record outside `records` are passed over.
    The result does not depend on the order of the inputs; it is sorted by the smallest member.
    Cost: O(e log e) over the edges. Contradicting rulings: “different” holds, whatever the chain of “same”.
    """
    inside = [edge for edge in edges if edge.one in records and edge.other in records]
    ruled = [ruling for ruling in rulings if ruling.one in records and ruling.other in records]
    return _Clustering(records, frozenset(one_per), coverage or {}).run(inside, ruled)


def order(identifier: Hashable) -> tuple[str, object]:
    """A total order over ids of any type."""
    if isinstance(identifier, (int, str)):
        return type(identifier).__name__, identifier
    return type(identifier).__name__, repr(identifier)


class _Clustering(Generic[Id]):
    def __init__(
        self, records: Mapping[Id, Standard], one_per: frozenset[str], coverage: Mapping[str, Coverage]
    ) -> None:
        self.records, self.coverage = records, coverage
        self.rank = {identifier: place for place, identifier in enumerate(sorted(records, key=order))}
        self.group: dict[Id, _Group[Id]] = {
            identifier: _Group(
                {identifier}, {record.nhs} - {""}, set(filter(is_permanent, [record.upn])), {record.agency} & one_per
            )
            for identifier, record in records.items()
        }

    def run(self, edges: list[Edge[Id]], rulings: list[Ruling[Id]]) -> list[frozenset[Id]]:
        ruled = {self._pair(ruling): ruling.same for ruling in rulings}
        for pair, same in ruled.items():
            if not same:
                self.group[pair[0]].apart.add(pair[1])
                self.group[pair[1]].apart.add(pair[0])
        for pair in sorted((pair for pair, same in ruled.items() if same), key=self._ranks):
            if not _ruled_apart(self.group[pair[0]], self.group[pair[1]]):
                self._join(*pair)
        unruled = [edge for edge in edges if not ruled.get(self._pair(edge), False)] if ruled else edges
        for edge in unruled:
            self._doubt(edge)
        joining = (edge for edge in edges if edge.outcome == Outcome.AUTOMATIC and not self._waits(edge))
        for edge in sorted(joining, key=self._strength):
            if self._may_join(edge):
                self._join(edge.one, edge.other)
        if self.coverage:
            self._gather(unruled)
        distinct = {id(group): group for group in self.group.values()}
        found = [frozenset(group.members) for group in distinct.values()]
        return sorted(found, key=self._least)

    def _least(self, members: Collection[Id]) -> int:
        return min(map(self.rank.__getitem__, members))

    def _pair(self, between: Edge[Id] | Ruling[Id]) -> tuple[Id, Id]:
        one, other = between.one, between.other
        return (one, other) if self.rank[one] <= self.rank[other] else (other, one)

    def _ranks(self, pair: tuple[Id, Id]) -> tuple[int, int]:
        return self.rank[pair[0]], self.rank[pair[1]]

    def _strength(self, edge: Edge[Id]) -> tuple[float, int, int]:
        one, other = self.rank[edge.one], self.rank[edge.other]
        return (-round(edge.weight, _DIGITS), one, other) if one < other else (-round(edge.weight, _DIGITS), other, one)

    def _doubt(self, edge: Edge[Id]) -> None:
        for rule in edge.rules:
            if rule in SETTLED_BY:
                self.group[edge.one].doubted.setdefault(rule, set()).add(edge.other)
                self.group[edge.other].doubted.setdefault(rule, set()).add(edge.one)

    def _gather(self, edges: list[Edge[Id]]) -> None:
        """Join groups by what agencies know of them, until nothing changes."""
        heard = self._heard(edges)
        while heard:
            meetings = self._meetings(heard)
            joined = [one for one in chosen(meetings) if _compatible(*(self.group[end] for end in one.ends))]
            for meeting in joined:
                self._join(*meeting.ends)
            moved = {end for meeting in joined for end in meeting.ends}
            heard = [one for one in _beside(heard, moved) if self._between_two(one.edge)]

    def _heard(self, edges: list[Edge[Id]]) -> list[Heard[Id]]:
        """Edges that may join two groups, and those between the same groups that speak against it."""
        between = [edge for edge in edges if self._between_two(edge)]
        leading = [
            may_gather(edge.weight, edge.outcome, edge.rules) or edge.outcome is Outcome.AUTOMATIC for edge in between
        ]
        touched = {
            id(self.group[end])
            for edge, leads in zip(between, leading, strict=True)
            if leads
            for end in (edge.one, edge.other)
        }
        return [
            Heard(
                edge,
                leads,
                all(self._yields(rule, edge) for rule in edge.rules),
                self._holds(BY_SECOND_NAME, edge),
                self._holds(NO_NAMESAKE, edge),
            )
            for edge, leads in zip(between, leading, strict=True)
            if leads or (edge.rules and touched.issuperset((id(self.group[edge.one]), id(self.group[edge.other]))))
        ]

    def _meetings(self, heard: list[Heard[Id]]) -> dict[tuple[int, int], Meeting[Id]]:
        """What is known between every two groups, of which a number stands for each: in the order of their least id."""
        touched = {
            id(group): group for one in heard for group in (self.group[one.edge.one], self.group[one.edge.other])
        }
        least = {place: self._least(group.members) for place, group in touched.items()}
        number = {place: at for at, place in enumerate(sorted(touched, key=least.__getitem__))}
        sides = {number[place]: self._side(group) for place, group in touched.items()}
        found: dict[tuple[int, int], Meeting[Id]] = {}
        for one in heard:
            left, right = number[id(self.group[one.edge.one])], number[id(self.group[one.edge.other])]
            pair = (left, right) if left < right else (right, left)
            if pair not in found:
                found[pair] = Meeting((one.edge.one, one.edge.other))
            found[pair].hear(one)
        for (left, right), meeting in found.items():
            meeting.judge(sides[left], sides[right], self.coverage)
        return found

    def _side(self, group: _Group[Id]) -> Side:
        records = [self.records[one] for one in group.members]
        return Side(
            frozenset(record.agency for record in records),
            frozenset(
                (record.agency, number)
                for record in records
                for number in (record.nhs, record.upn, record.urn)
                if number
            ),
            len(records),
        )

    def _between_two(self, edge: Weighed[Id]) -> bool:
        return self.group[edge.one] is not self.group[edge.other]

    def _waits(self, edge: Edge[Id]) -> bool:
        """Whether an automatic edge is not sure enough by itself where agencies have a say."""
        doubtful = edge.weight < SURE or self._holds(BY_SECOND_NAME, edge) or self._holds(BY_INITIAL, edge)
        return bool(self.coverage) and doubtful

    def _yields(self, rule: str, edge: Edge[Id]) -> bool:
        return rule in YIELDS_TO and self._holds(YIELDS_TO[rule], edge)

    def _holds(self, condition: Condition, edge: Edge[Id]) -> bool:
        return condition.holds(self.records[edge.one], self.records[edge.other], _none_common) is True

    def _may_join(self, edge: Edge[Id]) -> bool:
        left, right = self.group[edge.one], self.group[edge.other]
        if left is right or not _compatible(left, right):
            return False
        doubts = (rule for rule, doubted in left.doubted.items() if not doubted.isdisjoint(right.members))
        one, other = self.records[edge.one], self.records[edge.other]
        return all(SETTLED_BY[rule].holds(one, other, _none_common) for rule in doubts)

    def _join(self, one: Id, other: Id) -> None:
        left, right = self.group[one], self.group[other]
        if left is right:
            return
        if len(left.members) < len(right.members):
            left, right = right, left
        left.members |= right.members
        left.nhs |= right.nhs
        left.upn |= right.upn
        left.sources |= right.sources
        left.apart |= right.apart
        for rule, doubted in right.doubted.items():
            left.doubted.setdefault(rule, set()).update(doubted)
        for member in right.members:
            self.group[member] = left


def _beside(heard: list[Heard[Id]], moved: set[Id]) -> list[Heard[Id]]:
    """Those that hang together with records that moved; nothing else can change any more."""
    if not moved:
        return []
    near: dict[Id, list[Id]] = {}
    for one in heard:
        if one.leads:
            near.setdefault(one.edge.one, []).append(one.edge.other)
            near.setdefault(one.edge.other, []).append(one.edge.one)
    waiting = list(moved)
    while waiting:
        for reached in near.get(waiting.pop(), ()):
            if reached not in moved:
                moved.add(reached)
                waiting.append(reached)
    return [one for one in heard if one.edge.one in moved or one.edge.other in moved]


def _compatible(left: _Group[Id], right: _Group[Id]) -> bool:
    """Whether numbers, rulings and sources leave it open that two groups are one person."""
    if _too_many(left.nhs, right.nhs) or _too_many(left.upn, right.upn):
        return False
    return not _ruled_apart(left, right) and left.sources.isdisjoint(right.sources)


def _ruled_apart(left: _Group[Id], right: _Group[Id]) -> bool:
    return not left.apart.isdisjoint(right.members) or not right.apart.isdisjoint(left.members)


def _too_many(left: set[str], right: set[str]) -> bool:
    """Whether joining adds a number that neither side had by itself; a group may have two where a person ruled so."""
    return bool(left and right) and len(left | right) > max(len(left), len(right))


def _none_common(column: str, value: str) -> bool:
    return False
