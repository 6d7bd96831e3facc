"""One page of a list."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

SIZE = 20


@dataclass(frozen=True, slots=True)
class Part:
    number: int
    size: int
    total: int


def part_of(rows: "QuerySet[Any]", page: int, size: int = SIZE) -> tuple[list[Any], Part]:
    """The rows of that page, and which part they are. A page beyond the end is the last."""
    total = rows.count()
    number = max(1, min(page, -(-total // size)))
    return list(rows[(number - 1) * size : number * size]), Part(number, size, total)
