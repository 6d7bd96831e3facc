"""Reads of recorded crime. It is open data without any person in it, so that nobody need be known to read it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import TypeVar

from django.db.models import Model, QuerySet, Sum

from alongside.places.boundaries import LOCAL_AUTHORITIES
from alongside.places.crime_types import TODAY, CrimeType
from alongside.places.models import Counting, CrimeCount, CrimeFile, ForceMonth, PublishedLsoa, RejectedRow
from alongside.places.states import EVERYWHERE, Assignment, Fault


@dataclass(frozen=True, slots=True)
class FileSummary:
    """A file that was loaded and what became of its rows."""

    id: int
    name: str
    archive: str
    sha256: str
    licence: str
    extracted: date | None
    first_month: date | None
    last_month: date | None
    encoding: str
    byte_count: int
    rows_read: int
    rows_added: int
    rows_held: int
    rows_repeated: int
    rows_older: int
    rows_rejected: int
    crimes_replaced: int
    loaded_at: datetime
    loaded_by: str


@dataclass(frozen=True, slots=True)
class RejectSummary:
    line: int
    column: str
    reason: str
    value: str
    raw: str


@dataclass(frozen=True, slots=True)
class CountingSummary:
    """A way of counting by area: `id` is handed back to `measures`."""

    id: int
    assignment: Assignment
    kind: str
    vintage: int


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list."""

    number: int
    size: int
    total: int


def is_loaded(sha256: str) -> bool:
    return CrimeFile.objects.filter(sha256=sha256).exists()


def files(page: int = 1, size: int = 50) -> tuple[list[FileSummary], Page]:
    """The files loaded, the newest first."""
    return paged(CrimeFile.objects.order_by("-pk"), page, size, _file)


def file(file_id: int) -> FileSummary | None:
    found = CrimeFile.objects.filter(pk=file_id).first()
    return _file(found) if found else None


def rejected_rows(file_id: int, page: int = 1, size: int = 50) -> tuple[list[RejectSummary], Page]:
    """What was wrong with a file, by line and column."""
    return paged(RejectedRow.objects.filter(file_id=file_id).order_by("line", "pk"), page, size, _reject)


def months_held() -> tuple[date, date] | None:
    """The first and the last month of which any force's crimes are held."""
    months = ForceMonth.objects.order_by("month").values_list("month", flat=True)
    first, last = months.first(), months.last()
    return (first, last) if first and last else None


def types_held() -> list[CrimeType]:
    """The types of today, and the older one where crimes of it are held."""
    counts = CrimeCount.objects.filter(counting__in=Counting.objects.filter(kind=EVERYWHERE), area_code="")
    old = counts.filter(crime_type=CrimeType.DISORDER_AND_WEAPONS).exists()
    return [*TODAY, CrimeType.DISORDER_AND_WEAPONS] if old else list(TODAY)


def districts_with_crime() -> list[str]:
    """Codes of the local authorities that have crimes in them, those with the most first."""
    ways = Counting.objects.filter(assignment=Assignment.MAP_POINT, kind__in=LOCAL_AUTHORITIES)
    counts = CrimeCount.objects.filter(counting__in=ways).exclude(area_code="").values("area_code")
    return list(counts.annotate(most=Sum("total")).order_by("-most", "area_code").values_list("area_code", flat=True))


def countings() -> list[CountingSummary]:
    """Every way of counting that is kept up, of each kind the newest vintage first."""
    rows = Counting.objects.order_by("kind", "assignment", "-vintage")
    return [CountingSummary(row.pk, Assignment(row.assignment), row.kind, row.vintage) for row in rows]


def lsoa_names(codes: Iterable[str]) -> dict[str, str]:
    """Names as published; an LSOA that no file has named is left out."""
    named = PublishedLsoa.objects.filter(code__in=list(codes)).exclude(name="")
    return dict(named.values_list("code", "name"))


Row = TypeVar("Row", bound=Model)
Summary = TypeVar("Summary")


def paged(rows: QuerySet[Row], page: int, size: int, summarise: Callable[[Row], Summary]) -> tuple[list[Summary], Page]:
    """One page of a list, each row summed up."""
    total = rows.count()
    number = max(1, min(page, -(-total // size)))
    return [summarise(row) for row in rows[(number - 1) * size : number * size]], Page(number, size, total)


def _file(row: CrimeFile) -> FileSummary:
    return FileSummary(**{field.name: getattr(row, field.name) for field in fields(FileSummary)})


def _reject(row: RejectedRow) -> RejectSummary:
    return RejectSummary(row.line, row.column, str(Fault(row.fault).label), row.value, row.raw)
