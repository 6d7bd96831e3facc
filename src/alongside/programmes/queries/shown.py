"""Reach as a page may tell it: nothing beside a table that says “Held back” tells what the table holds back."""

from collections.abc import Iterable
from dataclasses import replace

from alongside.programmes.queries.breakdowns import Breakdowns, Counts
from alongside.programmes.queries.reach import STAGE_OF, ReachReport
from alongside.programmes.states import Stage

FEWEST = 5
FAR = tuple(stage for stage in Stage if stage is not Stage.MEASURED)


def as_shown(report: ReachReport, shown: Breakdowns) -> ReachReport:
    """The report without costs, shares, gaps and forecast from which a count that is held back could be worked out.

    What is left out is None, or is not in the list.
    """
    total = shown.total
    is_told = _is_whole([total])
    target = report.target
    may_forecast = target is not None and total[STAGE_OF[target.counted]] is not None
    small = any(0 < gap.pupils < FEWEST for gap in report.gaps if gap.pupils is not None)
    may_tell_gaps = _is_whole([total, *shown.years.values()]) and not small
    return replace(
        report,
        costs=tuple(one for one in report.costs if total[one.stage] is not None),
        forecast=report.forecast if may_forecast else None,
        given=report.given if is_told else None,
        attended=report.attended if is_told else None,
        gaps=report.gaps if may_tell_gaps else tuple(replace(gap, pupils=None) for gap in report.gaps),
    )


def _is_whole(tables: Iterable[Counts]) -> bool:
    return all(counts[stage] is not None for counts in tables for stage in FAR)
