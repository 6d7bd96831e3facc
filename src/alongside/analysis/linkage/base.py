"""A register in memory that takes one record at a time and always stands where the batch would stand."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from alongside.analysis.linkage.clustering import Edge, Ruling, cluster, order
from alongside.analysis.linkage.gathering import may_gather
from alongside.analysis.linkage.model import Model
from alongside.analysis.linkage.scoring import AUTOMATIC, REVIEW, Outcome, Score, check_thresholds, score_pair
from alongside.analysis.linkage.standard import Standard, as_standard, read_agency, standardise_record

Id = TypeVar("Id", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Change(Generic[Id]):
    """What an arrival or a ruling changed: new edges with their scores, and the touched clusters before and after."""

    edges: tuple[Edge[Id], ...]
    scores: tuple[Score, ...]
    clusters_before: tuple[frozenset[Id], ...]
    clusters_after: tuple[frozenset[Id], ...]


class HasCandidates(Protocol):
    def candidates(self, record: Standard) -> Iterable[Hashable]: ...


def candidates(record: Any, base: HasCandidates) -> Iterable[Hashable]:
    """Ids of the records in `base` with which a record, as `score_pair` takes it, has to be compared."""
    return base.candidates(as_standard(record))


class Base(Generic[Id]):
    """Records, edges and clusters of one model, kept up to date record by record.

    After any order of the same arrivals and rulings the clusters are those of `link` with the same model.
    """

    def __init__(
        self, model: Model, *, automatic: float = AUTOMATIC, review: float = REVIEW, one_per: Iterable[str] = ()
    ) -> None:
        check_thresholds(automatic, review)
        self.model = model
        self._one_per = [read_agency(name) for name in one_per]
        self.records: dict[Id, Standard] = {}
        self._automatic, self._review = automatic, review
        self._index: dict[tuple[str, tuple[str, ...]], list[Id]] = defaultdict(list)
        self._edges: dict[Id, list[Edge[Id]]] = defaultdict(list)
        self._rulings: dict[tuple[Id, Id], Ruling[Id]] = {}
        self._ruled: dict[Id, set[Id]] = defaultdict(set)
        self._cluster: dict[Id, frozenset[Id]] = {}

    def candidates(self, record: Standard) -> list[Id]:
        """Ids to compare with this record, each once, in the order of the rules that find them."""
        found: dict[Id, None] = {}
        for rule, key in self.model.keys(record):
            found.update(dict.fromkeys(self._index.get((rule.name, key), ())))
        return list(found)

    def add(self, record: Mapping[str, object] | Standard, record_id: Id | None = None) -> Change[Id]:
        """Take a record, compare it with its candidates, and re-cluster what it touches.

        `record`: a mapping with the columns of `standardise`, `record_id` among them, or a `Standard` with its id.
        Raises `ValueError` when the id is missing or already there: a record is never overwritten.
        """
        identifier: Id = record.get("record_id", record_id) if isinstance(record, Mapping) else record_id  # type: ignore[assignment]
        standard = standardise_record(record, self.model.settings) if isinstance(record, Mapping) else record
        if identifier is None or identifier in self.records:
            raise ValueError(f"The record needs an id of its own; {identifier!r} is missing or taken.")
        edges, scores = self._compare(identifier, standard)
        self.records[identifier] = standard
        for rule, key in self.model.keys(standard):
            self._index[rule.name, key].append(identifier)
        for edge in edges:
            self._edges[edge.one].append(edge)
            self._edges[edge.other].append(edge)
        self._cluster[identifier] = frozenset({identifier})
        return self._recluster({identifier}, edges, scores)

    def rule(self, one: Id, other: Id, same: bool | None) -> Change[Id]:
        """Note what a person decided about two records; None takes the decision back."""
        if one == other or one not in self.records or other not in self.records:
            raise ValueError("A ruling is about two different records of this register.")
        pair = (one, other) if order(one) <= order(other) else (other, one)
        if same is None:
            self._rulings.pop(pair, None)
        else:
            self._rulings[pair] = Ruling(*pair, same)
        self._ruled[one].add(other)
        self._ruled[other].add(one)
        return self._recluster({one, other}, [], [])

    @property
    def clusters(self) -> list[frozenset[Id]]:
        return sorted(set(self._cluster.values()), key=lambda members: min(map(order, members)))

    def _compare(self, identifier: Id, record: Standard) -> tuple[list[Edge[Id]], list[Score]]:
        edges, scores = [], []
        for found in self.candidates(record):
            score = score_pair(record, self.records[found], self.model, automatic=self._automatic, review=self._review)
            if score.kept:
                edges.append(Edge(identifier, found, score.weight, score.outcome, score.rules))
                scores.append(score)
        return edges, scores

    def _recluster(self, touched: set[Id], edges: list[Edge[Id]], scores: list[Score]) -> Change[Id]:
        component = self._component(touched)
        inside = {(edge.one, edge.other): edge for member in component for edge in self._edges[member]}
        rulings = [ruling for pair, ruling in self._rulings.items() if pair[0] in component]
        before = tuple(sorted({self._cluster[member] for member in component}, key=lambda c: min(map(order, c))))
        after = cluster(
            {member: self.records[member] for member in component}, inside.values(), rulings,
            one_per=self._one_per, coverage=self.model.coverage,
        )  # fmt: skip
        for members in after:
            for member in members:
                self._cluster[member] = members
        return Change(tuple(edges), tuple(scores), before, tuple(after))

    def _component(self, start: set[Id]) -> set[Id]:
        """Everything reachable over edges that may join, and rulings: nothing else can change by this arrival."""
        seen, waiting = set(start), list(start)
        while waiting:
            member = waiting.pop()
            near = [edge.other if edge.one == member else edge.one for edge in self._edges[member]
                    if self._leads_on(edge)]  # fmt: skip
            for reached in (*near, *self._ruled[member]):
                if reached not in seen:
                    seen.add(reached)
                    waiting.append(reached)
        return seen

    def _leads_on(self, edge: Edge[Id]) -> bool:
        gathers = bool(self.model.coverage) and may_gather(edge.weight, edge.outcome, edge.rules)
        return edge.outcome is Outcome.AUTOMATIC or gathers
