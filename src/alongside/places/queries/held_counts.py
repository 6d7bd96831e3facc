"""Counts of what happened to people, as they may be shown: small ones are held back, and what would give them away."""

from dataclasses import dataclass
from datetime import date

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


@dataclass(frozen=True, slots=True)
class HeldTable:
    """Counts by kind and month. None: held back, so that nobody can be picked out."""

    name: str
    publisher: str
    licence: str
    noun: str
    measured: Measured
    months: tuple[date, ...]
    groups: tuple[str, ...]
    counts: tuple[tuple[int | None, ...], ...]
    totals: tuple[int | None, ...]


def recent_counts(viewer: Viewer, key: str) -> HeldTable | None:
    """The last year of a source whose small counts are held back, its most frequent kinds first.

    None for one that the viewer may not see, that is none, or whose counts are shown elsewhere as published.
    """
    source = CountSource.objects.filter(key=key, holds_back_small=True).first()
    needed = Permission.STUDY_PLACES if source and source.audience == Audience.STUDY else Permission.SEE_PLACES
    if source is None or not viewer.may(needed):
        return None
    last = source.months.order_by("-month").values_list("month", flat=True).first()
    if last is None:
        return None
    held = source.months.filter(month__gt=add_months(last, -MONTHS)).values_list("month", flat=True)
    months = tuple(sorted(held))
    counts = _counts(source, months)
    groups = _groups(counts)
    shown = _released(counts, groups, months)
    return HeldTable(
        source.name,
        source.publisher,
        source.licence,
        source.noun,
        Measured(source.measured),
        months,
        groups,
        tuple(tuple(_count(shown, kind=group, month=month.isoformat()) for group in groups) for month in months),
        tuple(_count(shown, month=month.isoformat()) for month in months),
    )


def _counts(source: CountSource, months: tuple[date, ...]) -> dict[tuple[str, ...], int]:
    """By kind and month; beyond the most frequent kinds all others are one."""
    rows = AreaMonthCount.objects.filter(kind__source=source, month__month__in=months).order_by()
    told = rows.values_list("kind__group", "month__month").annotate(total=Sum("total"))
    by_group: dict[str, int] = {}
    for group, _, total in told:
        by_group[group] = by_group.get(group, 0) + total
    named = set(sorted(by_group, key=lambda group: (-by_group[group], group))[:GROUPS])
    counts: dict[tuple[str, ...], int] = {}
    for group, month, total in told:
        cell = (group if group in named else OTHERS, month.isoformat())
        counts[cell] = counts.get(cell, 0) + total
    return counts


def _groups(counts: dict[tuple[str, ...], int]) -> tuple[str, ...]:
    sums: dict[str, int] = {}
    for (group, _), total in counts.items():
        sums[group] = sums.get(group, 0) + total
    return tuple(sorted(sums, key=lambda group: (group == OTHERS, -sums[group], group)))


def _released(counts: dict[tuple[str, ...], int], groups: tuple[str, ...], months: tuple[date, ...]) -> Shown:
    names = tuple(month.isoformat() for month in months)
    release = Release({"kind": groups, "month": names}, threshold=LEAST)
    return release.add(Table("by kind and month", ("kind", "month"), counts))


def _count(shown: Shown, **categories: str) -> int | None:
    found = shown.at(**categories)
    return None if isinstance(found, Held) else found
