"""Whether residents were answered in time, for the scoreboard."""

from collections.abc import Iterator
from datetime import date, datetime, time

from alongside.common.measured import Counted, Domain, Said, Slice, slices_before
from alongside.community.measures import community_figures
from alongside.partners.standing import LONDON

QUARTER, SLICES = 3, 8
IN_TIME, LATE = "In time", "Late, or not answered"


def published(as_at: date, today: date) -> Iterator[Counted]:
    """Questions and reports of residents that fell due in a quarter, by whether they were answered in time."""
    slices = tuple(_slice(*one) for one in slices_before(as_at, months=QUARTER, number=SLICES))
    used = [number for number, one in enumerate(slices) if any(one.counts.values())]
    if used:
        yield Counted(
            Said(
                "residents-answered", 1, Domain.STRENGTHEN, "Residents who were answered in time",
                "Questions and reports that residents put openly and that fell due in the quarter, by whether they were "
                "answered by then.",
                "questions", "The borough", "The partnership’s own community pages", "Open Government Licence v3.0",
                "Share with exact 95% interval (Clopper and Pearson).", "The quarters before", is_process=True,
            ),
            {"Answer": (IN_TIME, LATE)}, slices[used[0] :], share=("Answer", IN_TIME),
        )  # fmt: skip


def _slice(first: date, until: date) -> Slice:
    since, end = (datetime.combine(day, time(), tzinfo=LONDON) for day in (first, until))
    told = community_figures(since=since, until=end).questions
    return Slice(first, until, {(IN_TIME,): told.in_time, (LATE,): told.late})
