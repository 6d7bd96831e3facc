"""Counts of recorded crime, each with all that a number must say of itself.

A month of which a main force's file is not held is a gap: it is never shown as a zero, and no change is reckoned
across it. Counts by different countings are never added up: what no boundary or code places is in some and not in
others.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, QuerySet, Sum

from alongside.analysis.counts import Interval, Ratio, poisson_interval, ratio_of_counts
from alongside.common.periods import add_months, months_between
from alongside.places.crime_types import CrimeType, breaks_in
from alongside.places.models import Counting, CrimeCount, ForceMonth
from alongside.places.rules import MAIN_FORCE
from alongside.places.series_breaks import force_breaks
from alongside.places.states import ANSWER, Assignment

# Below this a percentage says more than the counts can bear (EVALUATION, what may be shown).
FEWEST_FOR_PER_CENT = 10


@dataclass(frozen=True, slots=True)
class Definition:
    name: str
    version: int
    words: str


RECORDED_CRIME = Definition(
    "Recorded crime",
    1,
    "Crimes and incidents of anti-social behaviour that police forces recorded and published on data.police.uk, "
    "under the month that was published with them. What was never reported to the police is not in it; nor are "
    "fraud, and offences that the police publish nowhere.",
)


@dataclass(frozen=True, slots=True)
class Scope:
    """What is counted: one counting, all of its areas or some, months from first to last, one type or all."""

    counting: int
    first_month: date
    last_month: date
    areas: frozenset[str] | None = None
    crime_type: CrimeType | None = None

    @property
    def months(self) -> list[date]:
        length = months_between(self.first_month, self.last_month) + 1
        return [add_months(self.first_month, number) for number in range(length)]

    def a_year_earlier(self) -> "Scope":
        moved = (add_months(day, -12) for day in (self.first_month, self.last_month))
        first, last = moved
        return Scope(self.counting, first, last, self.areas, self.crime_type)


@dataclass(frozen=True, slots=True)
class MonthCount:
    """`total` is None where a gap makes it no number at all; `missing` names the forces whose file is not held.

    `is_part`: no whole month of a force is held, but answers of the interface on single places.
    """

    month: date
    total: int | None
    missing: tuple[str, ...] = ()
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class _Counted:
    total: int

    @property
    def interval(self) -> Interval:
        """Exact 95% interval; worked out when it is asked for, as a list may hold thousands of areas."""
        return poisson_interval(self.total)


@dataclass(frozen=True, slots=True)
class TypeCount(_Counted):
    crime_type: CrimeType


@dataclass(frozen=True, slots=True)
class AreaCount(_Counted):
    """An empty code is for crimes that lie in none of the areas, or have no place."""

    code: str


@dataclass(frozen=True, slots=True)
class SourceNote:
    """Where some of the months came from."""

    force: str
    licence: str
    months: int
    extracted: date | None
    loaded_at: datetime


@dataclass(frozen=True, slots=True)
class Comparison:
    """The same months a year earlier. `ratio` is None where the counts are too small for a percentage."""

    first_month: date
    last_month: date
    total: int
    ratio: Ratio | None


@dataclass(frozen=True, slots=True)
class Figure:
    """A count with its definition, place, period, comparator, source and interval."""

    definition: Definition
    counting: str
    assignment: Assignment
    scope: Scope
    total: int
    interval: Interval
    months: tuple[MonthCount, ...]
    earlier: tuple[MonthCount, ...]
    comparison: Comparison | None
    why_no_comparison: str
    sources: tuple[SourceNote, ...]
    breaks: tuple[str, ...]

    @property
    def gaps(self) -> tuple[MonthCount, ...]:
        return tuple(month for month in self.months if month.missing)

    @property
    def parts(self) -> tuple[MonthCount, ...]:
        return tuple(month for month in self.months if month.is_part)


def figure(scope: Scope) -> Figure:
    """The total of a scope, compared with the same months a year earlier where both are whole."""
    counting = Counting.objects.get(pk=scope.counting)
    main = _main_forces(scope)
    months, earlier = _by_month(scope, main), _by_month(scope.a_year_earlier(), main)
    total = sum(month.total or 0 for month in months)
    comparison, why_none = _compare(total, months, earlier)
    return Figure(
        definition=RECORDED_CRIME,
        counting=str(counting),
        assignment=Assignment(counting.assignment),
        scope=scope,
        total=total,
        interval=poisson_interval(total),
        months=months,
        earlier=earlier,
        comparison=comparison,
        why_no_comparison=why_none,
        sources=_sources(scope, main),
        breaks=_breaks(scope, main),
    )


def by_month(scope: Scope) -> tuple[MonthCount, ...]:
    """Every month of the period in order, gaps included."""
    return _by_month(scope, _main_forces(scope))


def forces_of(scope: Scope) -> set[str]:
    """The forces whose files most of a scope comes from: a month without one of them is a gap."""
    return _main_forces(scope)


def _by_month(scope: Scope, main: set[str]) -> tuple[MonthCount, ...]:
    totals = dict(_counts(scope).values_list("force_month__month").annotate(Sum("total")))
    held: dict[date, set[str]] = {}
    parts: set[date] = set()
    rows = ForceMonth.objects.filter(month__range=(scope.first_month, scope.last_month), force__in=main)
    for month, force, layout in rows.values_list("month", "force", "file__layout"):
        held.setdefault(month, set()).add(force)
        parts |= {month} if layout == ANSWER else set()
    counted = []
    for month in scope.months:
        missing = tuple(sorted(main - held.get(month, set())))
        is_gap = not main or len(missing) == len(main)
        counted.append(MonthCount(month, None if is_gap else totals.get(month, 0), missing, month in parts))
    return tuple(counted)


def by_type(scope: Scope) -> tuple[TypeCount, ...]:
    """Every type with a crime in the scope, the most frequent first."""
    rows = _counts(scope).values_list("crime_type").annotate(Sum("total"))
    counted = [TypeCount(total, CrimeType(kind)) for kind, total in rows]
    return tuple(sorted(counted, key=lambda count: (-count.total, count.crime_type)))


def by_area(scope: Scope) -> tuple[AreaCount, ...]:
    """Every area asked for, those without a crime too, the most frequent first; unplaced crimes last."""
    totals = Counter(dict(_counts(scope).values_list("area_code").annotate(Sum("total"))))
    for code in scope.areas or ():
        totals.setdefault(code, 0)
    counted = [AreaCount(total, code) for code, total in totals.items()]
    return tuple(sorted(counted, key=lambda count: (not count.code, -count.total, count.code)))


def _counts(scope: Scope) -> QuerySet[CrimeCount]:
    rows = _everywhen(scope).filter(force_month__month__range=(scope.first_month, scope.last_month))
    return rows if scope.crime_type is None else rows.filter(crime_type=scope.crime_type)


def _everywhen(scope: Scope) -> QuerySet[CrimeCount]:
    rows = CrimeCount.objects.filter(counting_id=scope.counting).order_by()
    return rows if scope.areas is None else rows.filter(area_code__in=sorted(scope.areas))


def _main_forces(scope: Scope) -> set[str]:
    shares = dict(_everywhen(scope).values_list("force_month__force").annotate(Sum("total")))
    whole = sum(shares.values())
    if not whole:
        return set(ForceMonth.objects.order_by().values_list("force", flat=True).distinct())
    return {force for force, total in shares.items() if total >= MAIN_FORCE * whole}


def _compare(total: int, months: Sequence[MonthCount], earlier: Sequence[MonthCount]) -> tuple[Comparison | None, str]:
    if any(month.missing for month in months):
        return None, "Not compared: a month of this period is missing."
    if any(month.is_part for month in (*months, *earlier)):
        return None, "Not compared: a month is held in part only."
    if any(month.missing for month in earlier):
        return None, "Not compared: of the same months a year earlier not all are held."
    before = sum(month.total or 0 for month in earlier)
    enough = min(before, total) >= FEWEST_FOR_PER_CENT
    ratio = ratio_of_counts(before=before, after=total) if enough else None
    return Comparison(earlier[0].month, earlier[-1].month, before, ratio), ""


def _sources(scope: Scope, main: set[str]) -> tuple[SourceNote, ...]:
    rows = (
        ForceMonth.objects.filter(month__range=(scope.first_month, scope.last_month), force__in=main)
        .order_by("force", "extracted")
        .values_list("force", "file__licence", "extracted")
        .annotate(months=Count("pk"), loaded=Max("file__loaded_at"))
    )
    return tuple(
        SourceNote(force, licence, months, extracted, loaded) for force, licence, extracted, months, loaded in rows
    )


def _breaks(scope: Scope, main: set[str]) -> tuple[str, ...]:
    """Changes of type or of recording inside the period or the year before, with which it is compared."""
    kinds = [scope.crime_type] if scope.crime_type else list(CrimeType)
    since = add_months(scope.first_month, -12)
    found = [words for kind in kinds for words in breaks_in(kind, since=since, until=scope.last_month)]
    found += force_breaks(main, since=since, until=scope.last_month)
    return tuple(dict.fromkeys(found))
