"""Statements of waits as they were kept, small counts held back: what may be shown of pathways without their children."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from alongside.support.models import WaitsStatement


@dataclass(frozen=True, slots=True)
class KeptStatement:
    """The twelve months before `as_at` of one pathway. `body`: as `waits_statement.statement_of` made it."""

    code: str
    name: str
    as_at: date
    made_at: datetime
    body: Mapping[str, Any]


def newest_statements(until: date) -> tuple[KeptStatement, ...]:
    """Of each pathway the newest statement that tells of nothing after that day, in order of their names."""
    found: dict[str, KeptStatement] = {}
    rows = WaitsStatement.objects.select_related("pathway").filter(as_at__lte=until).order_by("pathway__name", "as_at")
    for row in rows:
        found[row.pathway.code] = KeptStatement(row.pathway.code, row.pathway.name, row.as_at, row.made_at, row.body)
    return tuple(found.values())
