"""Reach against target: how far pupils came, what it cost, what the target may come to, and what is missing."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from alongside.analysis.evaluation import NotAnswerable
from alongside.analysis.reach import (
    Between,
    ClassAhead,
    ClassPast,
    PooledShare,
    TargetForecast,
    forecast_target,
    pooled_share,
)
from alongside.programmes.models import Programme, Spending, Target, Training
from alongside.programmes.queries.facts import class_facts
from alongside.programmes.rules.reaching import ClassFacts, added, half_of, stages_of
from alongside.programmes.rules.scheduling import school_year_of
from alongside.programmes.states import Counted, Stage

STAGE_OF = {Counted.STARTED: Stage.STARTED, Counted.HALF: Stage.HALF, Counted.FINISHED: Stage.FINISHED}


@dataclass(frozen=True, slots=True)
class TargetTold:
    pupils: int
    first_year: int
    last_year: int
    counted: Counted
    reason: str

    @property
    def years(self) -> range:
        return range(self.first_year, self.last_year + 1)


@dataclass(frozen=True, slots=True)
class StageRow:
    """Pupils and classes that came so far."""

    stage: Stage
    pupils: Between
    classes: int


@dataclass(frozen=True, slots=True)
class YearReach:
    """One school year: pupils by stage, what was spent, and teachers trained."""

    school_year: int
    classes: int
    schools: int
    stages: tuple[StageRow, ...]
    pence: int

    def pupils(self, stage: Stage) -> Between:
        return next(one.pupils for one in self.stages if one.stage is stage)


@dataclass(frozen=True, slots=True)
class CostEach:
    """Pence spent for each pupil who came so far, and its range from what head counts leave open."""

    stage: Stage
    pence: int
    pupils: Between
    each: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Gap:
    """Why pupils are missing: what, how many classes, how many pupils are in them (None: held back)."""

    code: str
    classes: int
    pupils: int | None


@dataclass(frozen=True, slots=True)
class ReachReport:
    target: TargetTold | None
    first_year: int
    last_year: int
    stages: tuple[StageRow, ...]
    years: tuple[YearReach, ...]
    costs: tuple[CostEach, ...]
    forecast: TargetForecast | NotAnswerable | None
    gaps: tuple[Gap, ...]
    fidelity: PooledShare | NotAnswerable
    given: tuple[int, int] | None
    attendance: PooledShare | NotAnswerable
    attended: tuple[int, int] | None
    schools: int
    trained: int
    schools_trained: int
    facts: tuple[ClassFacts, ...]


def target_of(programme: Programme) -> TargetTold | None:
    row = Target.objects.filter(programme=programme).order_by("-pk").first()
    if row is None:
        return None
    return TargetTold(row.pupils, row.first_year, row.last_year, Counted(row.counted), row.reason)


def reach_report(programme: Programme, *, on: date) -> ReachReport:
    """Everything about the years of the target; without one, of all years that have classes."""
    target = target_of(programme)
    facts = class_facts(programme.pk, on=on, years=target.years if target else None)
    held = sorted({one.school_year for one in facts}) or [school_year_of(on)]
    years = target.years if target else range(held[0], held[-1] + 1)
    spent = spending_by_year(programme, years)
    stages = stage_rows(facts)
    year = school_year_of(on)
    schools = _by_school(facts, lambda one: (one.delivered, _expected(one, year)))
    seats = _by_school(facts, lambda one: (sum(one.head_counts), one.size * _expected(one, year)))
    taught = Training.objects.filter(version__programme=programme)
    return ReachReport(
        target=target, first_year=years[0], last_year=years[-1], stages=stages,
        years=year_rows(facts, years, spent), costs=_costs(stages, sum(spent.values())),
        forecast=_forecast(target, facts, on) if target else None, gaps=_gaps(facts, on),
        fidelity=pooled_share(*schools), given=(sum(schools[0]), sum(schools[1])),
        attendance=pooled_share(*seats), attended=(sum(seats[0]), sum(seats[1])),
        schools=len({one.school_urn for one in facts}),
        trained=taught.aggregate(number=Sum("teachers"))["number"] or 0,
        schools_trained=taught.order_by().values("school_urn").distinct().count(), facts=tuple(facts),
    )  # fmt: skip


def _expected(one: ClassFacts, year: int) -> int:
    """Lessons that the class should have had by now: all of them once its year is over, though it never began."""
    if not one.is_offered or one.is_declined:
        return len(one.head_counts)
    return one.lessons if one.school_year < year else max(one.due, len(one.head_counts))


def stage_rows(facts: Sequence[ClassFacts]) -> tuple[StageRow, ...]:
    found = [stages_of(one) for one in facts]
    return tuple(
        StageRow(stage, added([one[stage] for one in found]), sum(one[stage].point > 0 for one in found))
        for stage in Stage
    )


def year_rows(facts: Sequence[ClassFacts], years: Sequence[int], spent: dict[int, int]) -> tuple[YearReach, ...]:
    by_year: dict[int, list[ClassFacts]] = defaultdict(list)
    for one in facts:
        by_year[one.school_year].append(one)
    return tuple(
        YearReach(
            year, len(by_year[year]), len({one.school_urn for one in by_year[year]}), stage_rows(by_year[year]),
            spent.get(year, 0),
        )
        for year in years
    )  # fmt: skip


def spending_by_year(programme: Programme, years: Sequence[int]) -> dict[int, int]:
    rows = Spending.objects.filter(programme=programme, school_year__in=list(years)).order_by()
    return dict(rows.values_list("school_year").annotate(pence=Sum("pence")))


def _by_school(
    facts: Sequence[ClassFacts], counted: Callable[[ClassFacts], tuple[int, int]]
) -> tuple[list[int], list[int]]:
    done: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for one in facts:
        some, whole = counted(one)
        done[one.school_urn] += some
        total[one.school_urn] += whole
    return [done[urn] for urn in total], list(total.values())


def _costs(stages: Sequence[StageRow], pence: int) -> tuple[CostEach, ...]:
    wanted = [row for row in stages if row.stage in (Stage.STARTED, Stage.FINISHED) and row.pupils.low]
    return tuple(
        CostEach(
            row.stage, pence, row.pupils, round(pence / row.pupils.point), round(pence / row.pupils.high),
            round(pence / row.pupils.low),
        )
        for row in wanted
        if pence > 0
    )  # fmt: skip


def _forecast(target: TargetTold, facts: Sequence[ClassFacts], on: date) -> TargetForecast | NotAnswerable:
    """From classes that were offered: those that are over, and those that are planned or under way."""
    stage, year = STAGE_OF[target.counted], school_year_of(on)
    past, ahead = [], []
    for one in facts:
        if not one.is_offered:
            continue
        counted = stages_of(one)[stage].point
        if one.is_over(year):
            past.append(ClassPast(one.school_urn, one.size, counted))
        else:
            ahead.append(ClassAhead(one.school_urn, one.size, counted))
    so_far = sum(one.counted for one in past)
    return forecast_target(target.pupils, past, ahead, so_far=so_far, seed=target.pupils)


def _gaps(facts: Sequence[ClassFacts], on: date) -> tuple[Gap, ...]:
    """Where pupils of this school year are missing, each class once, at the first thing that holds it up."""
    found: dict[str, list[int]] = defaultdict(list)
    for one in facts:
        if code := _held_up(one, school_year_of(on)):
            found[code].append(one.size)
    order = ("not_offered", "declined", "no_days", "silent", "missed", "stopped")
    return tuple(Gap(code, len(found[code]), sum(found[code])) for code in order if code in found)


def _held_up(one: ClassFacts, year: int) -> str:
    if one.school_year < year:
        stopped = one.is_offered and not one.is_declined and len(one.head_counts) < half_of(one.lessons)
        return "stopped" if stopped else ""
    if one.is_declined or not one.is_offered:
        return "declined" if one.is_declined else "not_offered"
    if one.last_day is None:
        return "no_days"
    if one.written < one.due:
        return "silent"
    return "missed" if one.due > len(one.head_counts) else ""
