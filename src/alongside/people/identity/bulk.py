"""Everything at once, by the library's batch: what arrives one by one must come to the same."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from alongside.analysis.linkage.clustering import Ruling as Ruled
from alongside.analysis.linkage.standard import STANDARD_VERSION, Standard, standardise_record
from alongside.people.identity.assigning import Cluster
from alongside.people.identity.changing import Cause, Moves, carry_out, planned, regroup
from alongside.people.identity.components import component_of, key_of, restricted_now
from alongside.people.identity.pinned import Pinned
from alongside.people.identity.slices import batched
from alongside.people.identity.standards import raw_of_record, standard_row, standards_of
from alongside.people.models import LinkEdge, Person, Ruling, SourceRecord, StandardRecord

if TYPE_CHECKING:
    import pandas as pd

    from alongside.analysis.linkage import Linkage

CHUNK = 2_000
_NOT_LEVELS = {"one", "other", "weight", "probability", "rules", "outcome"}


@dataclass(frozen=True)
class Everything:
    """All records as they are compared, those standardised only now, and the library's answer about them."""

    frame: "pd.DataFrame"
    linkage: "Linkage"
    new: AbstractSet[int]
    persons: Mapping[int, UUID]

    def clusters(self) -> list[Cluster]:
        groups: dict[object, list[int]] = defaultdict(list)
        found = self.linkage.clusters.to_frame()
        for record, person in zip(found["record_id"].tolist(), found["person_id"].tolist(), strict=True):
            groups[person].append(record)
        return [frozenset(records) for records in groups.values()]


def link_all(model: Pinned, *, keep: bool) -> Everything:
    """`keep`: write the standard forms that are missing or of an older version."""
    from alongside.analysis.linkage import link

    raws: list[dict[str, object]] = []
    keys: list[str] = []
    new: set[int] = set()
    persons: dict[int, UUID] = {}
    for rows in batched(_records(), CHUNK):
        known = _current_standards([row.pk for row in rows])
        fresh: dict[int, Standard] = {}
        for row in rows:
            raw = raw_of_record(row)
            standard = known.get(row.pk)
            if standard is None:
                standard = fresh[row.pk] = standardise_record(raw, model.model.settings)
            raws.append({"record_id": row.pk, **raw})
            keys.append(key_of(row.pk, standard))
            persons[row.pk] = row.person_id
        new |= fresh.keys()
        if keep:
            _keep_standards(fresh)
    frame = _frame(raws, keys)
    return Everything(frame, link(frame, model=model.model, rulings=_rulings()), new, persons)


def _records() -> Iterator[SourceRecord]:
    rows = SourceRecord.objects.select_related("holder").prefetch_related("names", "numbers", "addresses")
    return rows.order_by("pk").iterator(chunk_size=CHUNK)


def _current_standards(records: Collection[int]) -> dict[int, Standard]:
    current = StandardRecord.objects.filter(pk__in=records, version=STANDARD_VERSION).values_list("pk", flat=True)
    return standards_of(current)


def _keep_standards(fresh: Mapping[int, Standard]) -> None:
    StandardRecord.objects.filter(pk__in=fresh).delete()
    StandardRecord.objects.bulk_create(standard_row(record, one) for record, one in fresh.items())


def _frame(raws: Sequence[Mapping[str, object]], keys: Sequence[str]) -> "pd.DataFrame":
    """In the order of what the records say, so that ties go as they go where records arrive one by one."""
    import pandas as pd

    order = sorted(range(len(keys)), key=keys.__getitem__)
    return pd.DataFrame([raws[place] for place in order], columns=list(raws[0]) if raws else ["record_id"])


def _rulings() -> list[Ruled[int]]:
    rows = Ruling.objects.filter(undone_at__isnull=True).values_list("one_id", "other_id", "same")
    return [Ruled(*row) for row in rows]


def edges_from(linkage: "Linkage", model: Pinned, at: datetime) -> Iterator[LinkEdge]:
    frame = linkage.edges
    levels = [name for name in frame.columns if name not in _NOT_LEVELS]
    columns = (frame[name].tolist() for name in ("one", "other", "weight", "rules", "outcome", *levels))
    for one, other, weight, rules, outcome, *values in zip(*columns, strict=True):
        yield LinkEdge(
            one_id=min(one, other), other_id=max(one, other), model_id=model.pk, weight=weight,
            levels=dict(zip(levels, values, strict=True)), rules=",".join(rules.split()), outcome=outcome, made_at=at,
        )  # fmt: skip


def keep_edges_of(linkage: "Linkage", model: Pinned, at: datetime) -> None:
    """Those that are new; a pair that this model has weighed already stays as it is."""
    for some in batched(edges_from(linkage, model, at), CHUNK):
        LinkEdge.objects.bulk_create(some, ignore_conflicts=True)


def beside_restricted(persons: Mapping[int, UUID], model_id: int, at: datetime) -> set[int]:
    """Records that hang together with a restricted person's: the batch knows of no restriction, so that these are
    grouped one by one."""
    hidden = restricted_now(at)
    found: set[int] = set()
    for record, person in persons.items():
        if person in hidden and record not in found:
            found |= component_of([record], model_id, frozenset()).persons.keys()
    return found


def carry_out_all(everything: Everything, cause: Cause, *, unseen: bool) -> int:
    """Put every record where the batch has it; gives how many changes that made.

    `unseen`: nobody has seen the persons of the records that were standardised only now, so that those who are not
    needed leave no trace.
    """
    apart = beside_restricted(everything.persons, cause.model_id, cause.at)
    clusters = [members for members in everything.clusters() if members.isdisjoint(apart)]
    born = everything.new if unseen else frozenset[int]()
    plans = [
        planned(
            {one: everything.persons[one] for members in group for one in members}, group,
            {one: everything.persons[one] for members in group for one in members if one in born}, {},
        )
        for group in _hanging_together(clusters, everything.persons)
        if _differs(group, everything.persons)
    ]  # fmt: skip
    made = len(carry_out(plans, cause))
    for some in batched(sorted(_needless(plans)), CHUNK):
        Person.objects.filter(pk__in=some).delete()
    while apart:
        component = component_of([min(apart)], cause.model_id, restricted_now(cause.at))
        made += regroup(component.persons, cause).event is not None
        apart -= component.persons.keys()
    return made


def _needless(plans: Iterable[Moves]) -> set[UUID]:
    return {moves.born[one] for moves in plans for one in moves.attached}


def _differs(group: Sequence[Cluster], persons: Mapping[int, UUID]) -> bool:
    return len(group) > 1 or len({persons[one] for one in group[0]}) > 1


def _hanging_together(clusters: Sequence[Cluster], persons: Mapping[int, UUID]) -> Iterator[list[Cluster]]:
    """Clusters among which persons can change hands, to be planned at once."""
    by_person: dict[UUID, set[int]] = defaultdict(set)
    for place, members in enumerate(clusters):
        for one in members:
            by_person[persons[one]].add(place)
    seen: set[int] = set()
    for start in range(len(clusters)):
        if start in seen:
            continue
        group, frontier = {start}, [start]
        while frontier:
            for one in clusters[frontier.pop()]:
                for place in by_person[persons[one]] - group:
                    group.add(place)
                    frontier.append(place)
        seen |= group
        yield [clusters[place] for place in sorted(group)]
