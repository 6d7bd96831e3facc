from dataclasses import dataclass
from datetime import datetime

from alongside.areas.drafts import Reject
from alongside.areas.models import AreaSource, RejectedRow
from alongside.areas.states import SourceKind


@dataclass(frozen=True)
class SourceSummary:
    """A file that was loaded, and what became of its rows."""

    id: int
    kind: SourceKind
    file_name: str
    sha256: str
    licence: str
    vintage: int
    loaded_at: datetime
    loaded_by: str
    added: int
    changed: int
    unchanged: int
    rejected: int


def sources(kind: str = "") -> list[SourceSummary]:
    """The files that were loaded, the newest first."""
    rows = AreaSource.objects.filter(kind=kind) if kind else AreaSource.objects.all()
    return [
        SourceSummary(
            id=row.pk,
            kind=SourceKind(row.kind),
            file_name=row.file_name,
            sha256=row.sha256,
            licence=row.licence,
            vintage=row.vintage,
            loaded_at=row.loaded_at,
            loaded_by=row.loaded_by,
            added=row.added,
            changed=row.changed,
            unchanged=row.unchanged,
            rejected=row.rejected,
        )
        for row in rows
    ]


def rejects_of(source_id: int) -> list[Reject]:
    """Everything that was wrong with a file, by row and field."""
    rows = RejectedRow.objects.filter(source_id=source_id).order_by("row", "pk")
    return [Reject(row, field, problem) for row, field, problem in rows.values_list("row", "field", "problem")]
