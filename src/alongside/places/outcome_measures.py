"""What became of recorded crimes: the last outcome that is known of each, and how long the first took.

Of a crime whose history is held, the last decision counts; of any other, the outcome that stood in the street file.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db.models import BigIntegerField, Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from alongside.analysis.counts import Interval, share_interval
from alongside.analysis.evaluation import NotAnswerable
from alongside.analysis.waiting import waiting_curve
from alongside.common.periods import add_months, months_between
from alongside.places.crime_types import CrimeType
from alongside.places.measures import Definition, Scope
from alongside.places.models import Counting, CrimeOutcome, ForceMonth, Outcome, OutcomeMonth, PointArea, RecordedCrime
from alongside.places.outcome_states import Course, course_of
from alongside.places.states import Assignment

FEWEST = 10
OUTCOMES = Definition(
    "Outcomes of recorded crime",
    1,
    "The last outcome that the police have published of each crime recorded in the period, in groups. Anti-social "
    "behaviour has no outcomes. “Charged” counts every crime for which somebody was charged, summonsed or taken to "
    "court, whatever the court decided. Crimes that are still open are in the total: while they are, shares can rise.",
)


@dataclass(frozen=True, slots=True)
class Share:
    """`count` of `of` crimes."""

    count: int
    of: int

    @property
    def interval(self) -> Interval:
        return share_interval(self.count, self.of)


@dataclass(frozen=True, slots=True)
class CourseShare:
    course: Course
    share: Share


@dataclass(frozen=True, slots=True)
class MonthOutcomes:
    """The crimes of one month. `crimes` is None where no force's file of the month is held: a gap, not a zero."""

    month: date
    crimes: int | None
    charged: int
    open: int


@dataclass(frozen=True, slots=True)
class TimeToOutcome:
    """Months from the month of the crime to its first outcome, those that are open included. `median` is None where
    half are not reached."""

    crimes: int
    open: int
    median: float | None
    interval: Interval
    longest: float


@dataclass(frozen=True, slots=True)
class OutcomeFigure:
    """`earlier`: charged of the crimes of the same months a year before, as known now. `known_until`: the last month of
    decisions that is held, if files of outcomes are; `missing`: months of them that are not."""

    definition: Definition
    scope: Scope
    crimes: int
    courses: tuple[CourseShare, ...]
    months: tuple[MonthOutcomes, ...]
    earlier: Share | None
    known_until: date | None
    missing: tuple[date, ...]
    time: TimeToOutcome | None

    def share(self, course: Course) -> Share:
        return next((one.share for one in self.courses if one.course is course), Share(0, self.crimes))


Rows = list[tuple[date, str | None, date | None, int]]


def outcome_figure(scope: Scope) -> OutcomeFigure:
    """What became of the crimes of a scope, as far as it is known."""
    rows = _rows(scope)
    crimes = sum(count for *_, count in rows)
    by_course = _by_course(rows)
    known_until, missing = _decisions_held(scope)
    before = _by_course(_rows(scope.a_year_earlier()))
    whole = sum(before.values())
    return OutcomeFigure(
        OUTCOMES, scope, crimes,
        tuple(CourseShare(one, Share(by_course[one], crimes)) for one in Course if by_course[one]),
        tuple(_months(scope, rows)), Share(before[Course.CHARGED], whole) if whole >= FEWEST else None,
        known_until, missing, _time(rows, known_until) if known_until and not missing else None,
    )  # fmt: skip


def _rows(scope: Scope) -> Rows:
    """Month of the crime, its last outcome, the month of its first, and how many crimes have these. One query."""
    history = CrimeOutcome.objects.filter(identity=OuterRef("identity"))
    last = Subquery(history.order_by("-month", "-pk").values("outcome_id")[:1])
    first = Subquery(history.order_by("month").values("month")[:1])
    rows = _crimes(scope).annotate(came_to=Coalesce(last, F("outcome_id"), output_field=BigIntegerField()), first=first)
    counted = rows.order_by().values_list("force_month__month", "came_to", "first").annotate(n=Count("pk"))
    words = dict(Outcome.objects.values_list("pk", "name"))
    return [(month, words.get(outcome), first, count) for month, outcome, first, count in counted]


def _crimes(scope: Scope) -> QuerySet[RecordedCrime]:
    rows = RecordedCrime.objects.filter(force_month__month__range=(scope.first_month, scope.last_month))
    rows = rows.exclude(crime_type=CrimeType.ANTI_SOCIAL_BEHAVIOUR)
    if scope.crime_type is not None:
        rows = rows.filter(crime_type=scope.crime_type)
    if scope.areas is None:
        return rows
    counting = Counting.objects.get(pk=scope.counting)
    if counting.assignment == Assignment.PUBLISHED:
        return rows.filter(lsoa__in=sorted(scope.areas))
    inside = PointArea.objects.filter(counting=counting, area_code__in=sorted(scope.areas))
    return rows.filter(point__in=inside.values("point"))


def _by_course(rows: Rows) -> Counter[Course]:
    found: Counter[Course] = Counter()
    for _, outcome, _, count in rows:
        found[course_of(outcome)] += count
    return found


def _months(scope: Scope, rows: Rows) -> Iterable[MonthOutcomes]:
    held = set(
        ForceMonth.objects.filter(month__range=(scope.first_month, scope.last_month)).values_list("month", flat=True)
    )
    for month in scope.months:
        of = [row for row in rows if row[0] == month]
        counts = _by_course(of)
        total = sum(count for *_, count in of) if month in held else None
        yield MonthOutcomes(month, total, counts[Course.CHARGED], counts[Course.OPEN])


def _decisions_held(scope: Scope) -> tuple[date | None, tuple[date, ...]]:
    """The last month of decisions that is held since the period began, and the months before it that are not."""
    rows = OutcomeMonth.objects.filter(month__gte=scope.first_month).order_by().values_list("month", flat=True)
    held = set(rows)
    if not held:
        return None, ()
    last = max(held)
    months = (add_months(scope.first_month, n) for n in range(months_between(scope.first_month, last)))
    return last, tuple(month for month in months if month not in held)


def _time(rows: Rows, until: date) -> TimeToOutcome | None:
    """Kaplan and Meier: a crime without any outcome counts for as long as it has been open. One whose outcome is told
    by the street file alone is left out, since nobody published when it was decided."""
    told = [
        (months_between(month, first or until), first is not None, count)
        for month, outcome, first, count in rows
        if (first is not None and first <= until) or (course_of(outcome) is Course.OPEN and month <= until)
    ]
    spans = [(max(0, months), is_decided, count) for months, is_decided, count in told]
    crimes = sum(count for *_, count in spans)
    if crimes < FEWEST or not any(is_decided for _, is_decided, _ in spans):
        return None
    counts = [count for *_, count in spans]
    curve = waiting_curve(
        np.repeat([months for months, *_ in spans], counts), np.repeat([decided for _, decided, _ in spans], counts)
    )
    median = curve.median
    value = None if isinstance(median.value, NotAnswerable) else float(median.value)
    interval = Interval(median.interval.low, median.interval.high)
    return TimeToOutcome(crimes, curve.waiting_now, value, interval, curve.longest)
