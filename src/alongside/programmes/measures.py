"""Anonymous counts of programmes: all that `outcomes` may see. Pupils are counted by class; nobody is named anywhere.

Counts come with the fewest and the most that head counts leave open. They are whole counts, not yet protected for
publication: whoever publishes a breakdown puts it through `analysis.disclosure`.
"""

from dataclasses import dataclass
from datetime import date

from alongside.analysis.evaluation import NotAnswerable
from alongside.analysis.reach import TargetForecast
from alongside.programmes.models import Programme
from alongside.programmes.queries.reach import (
    CostEach,
    ReachReport,
    StageRow,
    TargetTold,
    YearReach,
    reach_report,
)
from alongside.programmes.states import Counted, Stage

__all__ = [
    "DEFINITIONS", "CostEach", "Counted", "NotAnswerable", "ProgrammeReach", "Stage", "StageRow", "TargetForecast",
    "TargetTold", "YearReach", "programmes_held", "reach_of",
]  # fmt: skip

DEFINITIONS: dict[Stage, str] = {
    Stage.ELIGIBLE: "Pupils of the classes on the register of the programme.",
    Stage.OFFERED: "Pupils of the classes to which the programme was offered, whether or not they said yes.",
    Stage.STARTED: "Pupils who were at one lesson or more: of each class, the largest head count.",
    Stage.HALF: "Pupils who had half of the lessons or more: of each class, the head count that half of its planned "
    "lessons reached.",
    Stage.FINISHED: "Pupils who had every lesson, whole or in part, catch-ups included: of each class that had them all, "
    "the smallest head count.",
    Stage.MEASURED: "Pupils with points of the same questionnaire before and after, by the school’s own codes.",
}


@dataclass(frozen=True, slots=True)
class ProgrammeReach:
    """One programme over the years of its target (of all its years, where it has none)."""

    code: str
    name: str
    target: TargetTold | None
    first_year: int
    last_year: int
    stages: tuple[StageRow, ...]
    years: tuple[YearReach, ...]
    costs: tuple[CostEach, ...]
    forecast: TargetForecast | NotAnswerable | None
    schools: int

    def pupils(self, stage: Stage) -> int:
        return next(one.pupils.point for one in self.stages if one.stage is stage)


def programmes_held() -> list[tuple[str, str]]:
    """Code and name of every programme."""
    return list(Programme.objects.values_list("code", "name"))


def reach_of(code: str, *, on: date) -> ProgrammeReach | None:
    """How far the pupils of a programme came by that day; None for a programme that is not held."""
    programme = Programme.objects.filter(code=code).first()
    return _told(programme, reach_report(programme, on=on)) if programme else None


def _told(programme: Programme, report: ReachReport) -> ProgrammeReach:
    return ProgrammeReach(
        programme.code, programme.name, report.target, report.first_year, report.last_year, report.stages,
        report.years, report.costs, report.forecast, report.schools,
    )  # fmt: skip
