"""Problems to work on: the list, and one with its steps."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.lookups import Exact

from alongside.places.models import PlaceProblem, ProblemStep
from alongside.places.queries.recorded import Page
from alongside.places.queries.runs import made_from
from alongside.places.states import ProblemState

Ring = list[list[int]]


@dataclass(frozen=True, slots=True)
class ProblemStepTold:
    state: ProblemState
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ProblemTold:
    """A problem at a place. `outline`: rings in metres of `plane`. `steps` is empty in a list."""

    id: int
    name: str
    why: str
    state: ProblemState
    plane: str
    outline: list[Ring]
    hectares: float
    run_id: int | None
    run_title: str
    area_number: int | None
    raised_by: str
    raised_at: datetime
    steps: tuple[ProblemStepTold, ...] = ()


def problems(
    *, state: ProblemState | None = None, page: int = 1, size: int = 50, sources: Collection[str] | None = None
) -> tuple[list[ProblemTold], Page]:
    """The newest first; only those that stand so, and that answers from these sources led to, if they are given."""
    rows = open_problems(sources)
    if state is not None:
        rows = rows.filter(Exact(F("now"), Value(state)))
    total = rows.count()
    number = max(1, min(page, -(-total // size)))
    return [_told(row) for row in rows[(number - 1) * size : number * size]], Page(number, size, total)


def problem(problem_id: int, *, sources: Collection[str] | None = None) -> ProblemTold | None:
    row = open_problems(sources).filter(pk=problem_id).first()
    if row is None:
        return None
    steps = tuple(ProblemStepTold(ProblemState(one.state), one.reason, one.by, one.at) for one in row.steps.all())
    return _told(row, steps)


def problems_of_run(run_id: int) -> list[ProblemTold]:
    return [_told(row) for row in _rows().filter(run=run_id)]


def open_problems(sources: Collection[str] | None) -> QuerySet[PlaceProblem]:
    """A problem tells of the answer that it was raised from: who may not see that, does not see the problem."""
    rows = _rows()
    return rows if sources is None else rows.filter(Q(run__isnull=True) | made_from(sources, "run__"))


def _rows() -> QuerySet[PlaceProblem]:
    newest = ProblemStep.objects.filter(problem=OuterRef("pk")).order_by("-pk").values("state")[:1]
    rows = PlaceProblem.objects.select_related("run").defer("run__result", "run__settings")
    return rows.annotate(now=Subquery(newest))


def _told(row: PlaceProblem, steps: tuple[ProblemStepTold, ...] = ()) -> ProblemTold:
    return ProblemTold(
        id=row.pk,
        name=row.name,
        why=row.why,
        state=ProblemState(row.now),  # type: ignore[attr-defined]
        plane=row.plane,
        outline=row.outline,
        hectares=row.hectares,
        run_id=row.run_id,
        run_title=row.run.title if row.run else "",
        area_number=row.area_number,
        raised_by=row.raised_by,
        raised_at=row.raised_at,
        steps=steps,
    )
