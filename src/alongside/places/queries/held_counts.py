"""Counts of what happened to people, as they may be shown: small ones are held back, and what would give them away.

Every month is protected by itself, always in the same order (by kind, then by place), so that what is shown of a month
does not depend on which page shows it, beside which other months, or when.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Sum

from alongside.analysis.disclosure import Held, Release, Shown, Table
from alongside.common.periods import add_months
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.places.incident_states import Audience, Measured
from alongside.places.models import AreaMonthCount, CountSource

LEAST = 5
MONTHS, GROUPS = 12, 8
OTHERS = "All others"
Cells = dict[date, Counter[str]]


@dataclass(frozen=True, slots=True)
class CountFileTold:
    """A file of which only counts were kept. `rejects`: row, column and reason.

    How many rows it had is not told: of a file of one month that is the month's total, which may be held back.
    """

    name: str
    sha256: str
    first_month: date | None
    last_month: date | None
    rows_rejected: int
    rejects: tuple[tuple[int, str, str], ...]
    loaded_at: datetime


@dataclass(frozen=True, slots=True)
class HeldTable:
    """Counts by kind and by place for each month. None: held back, so that nobody can be picked out."""

    key: str
    name: str
    publisher: str
    licence: str
    noun: str
    measured: Measured
    months: tuple[date, ...]
    groups: tuple[str, ...]
    counts: tuple[tuple[int | None, ...], ...]
    totals: tuple[int | None, ...]
    places: tuple[str, ...]
    place_counts: tuple[tuple[int | None, ...], ...]


def recent_counts(viewer: Viewer, key: str, *, months: int = MONTHS) -> HeldTable | None:
    """The last months of a source whose small counts are held back, its most frequent kinds and places first.

    None for one that the viewer may not see, that is none, or whose counts are shown elsewhere as published.
    """
    source = _open(viewer, key)
    last = source.months.order_by("-month").values_list("month", flat=True).first() if source else None
    if source is None or last is None:
        return None
    by_kind, by_place = _cells(source, "kind__group"), _cells(source, "area__name")
    groups, places = _named(by_kind), _named(by_place)
    held = source.months.filter(month__gt=add_months(last, -months)).values_list("month", flat=True)
    shown = tuple(sorted(held))
    released = [
        _released(groups, places, _folded(by_kind, month, groups), _folded(by_place, month, places)) for month in shown
    ]
    return HeldTable(
        source.key,
        source.name,
        source.publisher,
        source.licence,
        source.noun,
        Measured(source.measured),
        shown,
        groups,
        tuple(tuple(_count(kinds, kind=group) for group in groups) for kinds, _ in released),
        tuple(_count(kinds) for kinds, _ in released),
        places,
        tuple(tuple(_count(parts, place=place) for place in places) for _, parts in released),
    )


@dataclass(frozen=True, slots=True)
class OpenTotal:
    """A period of an open source whose small counts are held back. `total`: None where a month of it is held back, since
    the others stand on their own page and would give that one away."""

    key: str
    name: str
    publisher: str
    licence: str
    noun: str
    missing: tuple[date, ...]
    total: int | None
    months: tuple[tuple[date, int | None], ...]


def open_totals(measured: Measured, months: Sequence[date]) -> list[OpenTotal]:
    """Every source of this kind that is open to all who see places, with its total over these months."""
    rows = CountSource.objects.filter(measured=measured, audience=Audience.PLACES, holds_back_small=True).order_by(
        "key"
    )
    return [_open_total(row, months) for row in rows if row.months.exists()]


def _open_total(source: CountSource, months: Sequence[date]) -> OpenTotal:
    by_kind, by_place = _cells(source, "kind__group"), _cells(source, "area__name")
    groups, places = _named(by_kind), _named(by_place)
    held = set(source.months.values_list("month", flat=True))
    told = []
    for month in months:
        if month in held:
            kinds, _ = _released(groups, places, _folded(by_kind, month, groups), _folded(by_place, month, places))
            told.append((month, _count(kinds)))
    missing = tuple(month for month in months if month not in held)
    counts = [count for _, count in told if count is not None]
    total = None if missing or len(counts) < len(told) else sum(counts)
    return OpenTotal(
        source.key, source.name, source.publisher, source.licence, source.noun, missing, total, tuple(told)
    )  # fmt: skip


def count_files_told(viewer: Viewer, key: str) -> list[CountFileTold]:
    """The files of such a source, the newest first: hash, rows and what was wrong with them. No record is in them."""
    source = _open(viewer, key)
    return [
        CountFileTold(
            file.name, file.sha256, file.first_month, file.last_month, file.rows_rejected,
            tuple((row, column, reason) for row, column, reason, _ in file.rejects), file.loaded_at,
        )
        for file in (source.files.all() if source else ())
    ]  # fmt: skip


def _open(viewer: Viewer, key: str) -> CountSource | None:
    source = CountSource.objects.filter(key=key, holds_back_small=True).first()
    needed = Permission.STUDY_PLACES if source and source.audience == Audience.STUDY else Permission.SEE_PLACES
    return source if source is not None and viewer.may(needed) else None


def _cells(source: CountSource, field: str) -> Cells:
    rows = AreaMonthCount.objects.filter(kind__source=source).order_by()
    found: Cells = {}
    for name, month, total in rows.values_list(field, "month__month").annotate(total=Sum("total")):
        found.setdefault(month, Counter())[name] += total
    return found


def _named(cells: Cells) -> tuple[str, ...]:
    """The most frequent of all that is held, and all others as one: not of the months shown, or a page of more months
    would name what a page of fewer has summed up."""
    sums: Counter[str] = sum(cells.values(), Counter())
    ordered = sorted(sums, key=lambda name: (-sums[name], name))
    return tuple(ordered[:GROUPS]) + ((OTHERS,) if len(ordered) > GROUPS else ())


def _folded(cells: Cells, month: date, names: tuple[str, ...]) -> dict[tuple[str, ...], int]:
    folded: Counter[tuple[str, ...]] = Counter()
    for name, total in cells.get(month, Counter()).items():
        folded[(name if name in names else OTHERS,)] += total
    return dict(folded)


def _released(
    groups: tuple[str, ...],
    places: tuple[str, ...],
    by_kind: dict[tuple[str, ...], int],
    by_place: dict[tuple[str, ...], int],
) -> tuple[Shown, Shown]:
    release = Release({"kind": groups, "place": places}, threshold=LEAST)
    return release.add(Table("by kind", ("kind",), by_kind)), release.add(Table("by place", ("place",), by_place))


def _count(shown: Shown, **categories: str) -> int | None:
    found = shown.at(**categories)
    return None if isinstance(found, Held) else found
