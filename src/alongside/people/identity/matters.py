"""What other domains hold about records. They are above this one, so they say at start how to ask them."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

MattersOf = Callable[[Collection[int]], set[str]]
Pressing = Callable[[], Sequence["QuerySet[Any, Any]"]]


@dataclass(frozen=True, slots=True)
class Casework:
    """How one domain is asked.

    `matters_of`: the references of concerns, requests and plans about these records; what was opened for them goes
    where the records go. `pressing`: record ids of the children who would suffer most from a wrong identity, in
    groups, the worst first.
    """

    matters_of: MattersOf
    pressing: Pressing


_told: dict[str, Casework] = {}


def hear(domain: str, casework: Casework) -> None:
    """Called once by each domain, when it starts."""
    _told[domain] = casework


def matters_of(records: Collection[int]) -> set[str]:
    return {matter for one in _told.values() for matter in one.matters_of(records)}


def pressing() -> list["QuerySet[Any, Any]"]:
    return [group for one in _told.values() for group in one.pressing()]
