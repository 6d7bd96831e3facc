"""One page of a list."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import QuerySet

Row = TypeVar("Row")
PAGE = 25


@dataclass(frozen=True, slots=True)
class Part(Generic[Row]):
    rows: tuple[Row, ...]
    number: int
    size: int
    total: int


def cut(rows: "QuerySet", page: int, size: int = PAGE) -> tuple[list, int, int]:
    """The rows of a page, its number (the last one for a page beyond the end), and how many rows there are."""
    total = rows.count()
    number = max(1, min(page, -(-total // size)))
    return list(rows[(number - 1) * size : number * size]), number, total
