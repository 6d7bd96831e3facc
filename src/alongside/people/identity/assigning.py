"""Which cluster keeps which person: pure, so that it can be tried on every case."""

from collections import Counter
from collections.abc import Mapping, Sequence
from uuid import UUID

Cluster = frozenset[int]


def keepers(before: Mapping[int, UUID], after: Sequence[Cluster]) -> dict[Cluster, UUID]:
    """The person whom each cluster keeps; a cluster that is not in the answer needs a new one.

    A person goes to the cluster that holds most of her records, of several the one with her oldest record; a cluster
    that could keep several persons keeps the one of whom it holds most, then the one with the oldest record. Records
    are numbered as they came, so that the smallest is the oldest. `before` leaves out the records that are new.
    """
    claims = sorted(
        (-count, min(record for record in cluster if before.get(record) == person), str(person), place, person)
        for place, cluster in enumerate(after)
        for person, count in Counter(before[record] for record in cluster if record in before).items()
    )
    kept: dict[int, UUID] = {}
    taken: set[UUID] = set()
    for _, _, _, place, person in claims:
        if place not in kept and person not in taken:
            kept[place] = person
            taken.add(person)
    return {after[place]: person for place, person in kept.items()}


def successor(records: Sequence[int], now: Mapping[int, UUID]) -> UUID:
    """With whom most of these records stand now; of several, she with the oldest of them."""
    most = Counter(now[record] for record in records)
    return min(most, key=lambda person: (-most[person], min(one for one in records if now[one] == person)))
