"""Long lists in parts that a database takes at once."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """As `itertools.batched` of later Pythons."""
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part
