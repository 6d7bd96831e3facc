"""How mentors' matches ended, for the scoreboard: by half-year, as planned or before."""

from collections.abc import Iterator
from datetime import date

from alongside.common.measured import Counted, Domain, Said, Slice, slices_before
from alongside.community.measures import matches_ended

HALF_YEAR, SLICES = 6, 6
PLANNED, BEFORE = "As planned", "Before it was planned"


def published(as_at: date, today: date) -> Iterator[Counted]:
    """Matches between a mentor and a young person that ended in a half-year."""
    slices = tuple(_slice(*one) for one in slices_before(as_at, months=HALF_YEAR, number=SLICES))
    used = [number for number, one in enumerate(slices) if any(one.counts.values())]
    if used:
        yield Counted(
            Said(
                "mentors-matches-ended", 1, Domain.STRENGTHEN, "Mentors: matches that ended as planned",
                "Matches between a mentor and a young person that ended in the half-year, by whether they ended as was "
                "planned or before.",
                "matches", "The borough", "The partnership’s own record of mentors", "Open Government Licence v3.0",
                "Share with exact 95% interval (Clopper and Pearson).", "The half-years before", is_process=True,
            ),
            {"Ending": (PLANNED, BEFORE)}, slices[used[0] :], share=("Ending", PLANNED),
        )  # fmt: skip


def _slice(first: date, until: date) -> Slice:
    planned, whole = matches_ended(since=first, until=until)
    return Slice(first, until, {(PLANNED,): planned, (BEFORE,): whole - planned})
