"""Holds what lives against the batch: the same records under the same rules, so that every difference is a fault."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from alongside.people.identity.assigning import Cluster

MOST_KEPT = 200
Difference = dict[str, list[list[int]]]


def differences(live: Mapping[int, UUID], batch: Sequence[Cluster]) -> Iterator[Difference]:
    """Groups of records that stand otherwise in the batch: how they live, and how the batch has them."""
    lives: dict[UUID, set[int]] = {}
    for record, person in live.items():
        lives.setdefault(person, set()).add(record)
    of = {record: members for members in batch for record in members}
    seen: set[int] = set()
    for record in sorted(live):
        if record in seen:
            continue
        group, frontier = set[int](), {record}
        while frontier:
            group |= frontier
            frontier = {mate for one in frontier for mate in (*lives[live[one]], *of[one])} - group
        seen |= group
        here = {frozenset(lives[live[one]]) for one in group}
        there = {of[one] for one in group}
        if here != there:
            yield {"live": _listed(here), "batch": _listed(there)}


def _listed(clusters: set[Cluster]) -> list[list[int]]:
    return sorted(sorted(members) for members in clusters)
