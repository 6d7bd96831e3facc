"""What other domains hold about records. They are above this one, so they say at start how to ask them."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

MattersOf = Callable[[Collection[int]], set[str]]
Changed = Callable[[Collection[UUID], datetime], None]
Pressing = Callable[[], Sequence["QuerySet[Any, Any]"]]


@dataclass(frozen=True, slots=True)
class Casework:
    """How one domain is asked.

    `matters_of`: the references of concerns, requests and plans about these records; what was opened for them goes
    where the records go. `pressing`: record ids of the children who would suffer most from a wrong identity, in
    groups, the worst first. `changed`: told of persons who have other records than before, once all of it is written,
    in the same transaction.
    """

    matters_of: MattersOf
    pressing: Pressing
    changed: Changed


_told: dict[str, Casework] = {}


def hear(domain: str, casework: Casework) -> None:
    """Called once by each domain, when it starts."""
    _told[domain] = casework


def matters_of(records: Collection[int]) -> set[str]:
    return {matter for one in _told.values() for matter in one.matters_of(records)}


def changed(persons: Collection[UUID], at: datetime) -> None:
    """Whoever sent something by who a child is may have to send it anew."""
    for one in _told.values():
        one.changed(persons, at)


def pressing() -> list["QuerySet[Any, Any]"]:
    return [group for one in _told.values() for group in one.pressing()]
