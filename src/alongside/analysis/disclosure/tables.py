"""Tables of counts as they go in, and as they come out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations, product
from numbers import Real

# A count is named by the categories that it is of; a dimension that is left out is summed over.
Cell = frozenset[tuple[str, str]]


class Zeros(StrEnum):
    """What becomes of a count of none. SHOW: nobody is in it, so that it tells of nobody by itself."""

    SHOW = "show"
    HOLD = "hold"


class Reason(StrEnum):
    """Why a count is held back. Not for the page: which cell is the small one is what nobody may learn."""

    SMALL = "fewer than the threshold"
    GIVES_AWAY = "with it a small count could be worked out"
    BEFORE = "held back in a table shown before"


@dataclass(frozen=True, slots=True)
class Held:
    """A count that is not shown."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class Table:
    """Counts by one category of each dimension; what is missing is none. `within`: the filter under which it was made.

    Every person or event is in one category of each dimension, and totals are sums.
    """

    name: str
    dimensions: tuple[str, ...]
    counts: Mapping[tuple[str, ...], int]
    within: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shown:
    """A table as it may be shown. `cells` holds every cell and every total: its count, rounded, or `Held`."""

    name: str
    dimensions: tuple[str, ...]
    categories: Mapping[str, tuple[str, ...]]
    within: Mapping[str, str]
    cells: Mapping[Cell, int | Held]
    threshold: int
    base: int

    def at(self, **categories: str) -> int | Held:
        """The count of these categories; a dimension that is not named is its total. Raises `KeyError` for others."""
        return self.cells[frozenset({**self.within, **categories}.items())]

    @property
    def held(self) -> Mapping[Cell, Held]:
        return {cell: one for cell, one in self.cells.items() if isinstance(one, Held)}


def cells_of(dimensions: Sequence[str], categories: Mapping[str, Sequence[str]]) -> Iterator[Cell]:
    """Every cell over these dimensions and every total of them, the grand total first."""
    for size in range(len(dimensions) + 1):
        for chosen in combinations(dimensions, size):
            for values in product(*(categories[name] for name in chosen)):
                yield frozenset(zip(chosen, values, strict=True))


def totals(table: Table, categories: Mapping[str, Sequence[str]]) -> dict[Cell, int]:
    """The counts of every cell and total of a table. Raises `ValueError` for counts that are no such table."""
    within = frozenset(table.within.items())
    found = {cell | within: 0 for cell in cells_of(table.dimensions, categories)}
    for values, count in table.counts.items():
        if not isinstance(count, Real) or count < 0 or not float(count).is_integer():
            raise ValueError(f"{table.name}: {count} is no count")
        whole = list(zip(table.dimensions, values, strict=True))
        if any(value not in categories[name] for name, value in whole):
            raise ValueError(f"{table.name}: {values} is none of the categories of the release")
        for size in range(len(whole) + 1):
            for part in combinations(whole, size):
                found[frozenset(part) | within] += int(count)
    return found
