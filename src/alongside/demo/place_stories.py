"""What the invented borough asked of its recorded crime: hot spots, a comparison, a question without answer, problems."""

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from alongside.audit.entries import Actor
from alongside.common.periods import add_months, month_of
from alongside.places import queries
from alongside.places.actions import ProblemDraft, ask_for_run, move_problem, raise_problem, work_next_run
from alongside.places.boundaries import boundaries_held
from alongside.places.crime_sources import RECORDED_CRIME
from alongside.places.sources import source
from alongside.places.states import ProblemState, RunKind

_KEYS = UUID("6f0f9d2e-6f0c-4b6e-8f53-3b1e8e5f7c11")
VIOLENCE = ["violence", "robbery", "weapons"]


def place_stories(*, analyst: Actor, sergeant: Actor, at: datetime) -> None:
    """Ask through the same actions as everybody; the questions are worked through at once."""
    last = month_of(source(RECORDED_CRIME).last)
    borough = boundaries_held()[0].key
    asked = {"source": RECORDED_CRIME, "boundary": borough, "kinds": VIOLENCE}
    begun = at - timedelta(days=6)
    hot = ask_for_run(
        kind=RunKind.HOT_SPOTS, by=analyst, at=begun,
        settings={**asked, "first": add_months(last, -11), "last": last, "cell": 150},
    )  # fmt: skip
    ask_for_run(
        kind=RunKind.COMPARISON, by=analyst, at=begun + timedelta(minutes=9),
        settings={
            **asked, "earlier_first": add_months(last, -17), "earlier_last": add_months(last, -12),
            "later_first": add_months(last, -5), "later_last": last,
        },
    )  # fmt: skip
    # One month of weapons in one ward: none, or too few to tell a hot spot from chance, and the answer says so.
    ask_for_run(
        kind=RunKind.HOT_SPOTS, by=sergeant, at=begun + timedelta(hours=2),
        settings={
            "source": RECORDED_CRIME, "boundary": boundaries_held()[1].key, "kinds": ["weapons"], "first": last,
            "last": last,
        },
    )  # fmt: skip
    while work_next_run(clock=lambda: begun + timedelta(hours=3)):
        pass
    _problems(hot, sergeant, begun + timedelta(days=1))


def _problems(run_id: int, sergeant: Actor, at: datetime) -> None:
    found = queries.run(run_id)
    areas = (found.result or {})["areas"] if found else []
    told = (
        ("Around the station", "Robbery of young people between school and home. The lamps of the footpath are out."),
        ("The parade", "Fights outside the takeaways late in the week."),
    )
    for area, (name, why) in zip(areas, told, strict=False):
        made = raise_problem(
            draft=ProblemDraft(name, why, run_id, area_number=area["number"]),
            sent_key=uuid5(_KEYS, name), by=sergeant, at=at,
        )  # fmt: skip
    if len(areas) >= len(told):
        reason = "The takeaways close at midnight now, and the wardens have seen no fight for four weeks."
        move_problem(
            problem_id=made, to=ProblemState.CLOSED, reason=reason, by=sergeant, at=at + timedelta(days=4)
        )  # fmt: skip
