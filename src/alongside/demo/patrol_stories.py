"""What the invented sergeant asked of the calls: near repeats, a plan for the week, one by lot, one that cannot be made."""

from datetime import datetime, timedelta

from alongside.audit.entries import Actor
from alongside.places.actions import ask_for_run, work_next_run
from alongside.places.boundaries import boundaries_held
from alongside.places.crime_sources import RECORDED_CRIME
from alongside.places.sources import source
from alongside.places.states import RunKind

_EVENINGS = {"begin": 16, "span": 10, "hours": 6}


def patrol_stories(*, calls: str, by: Actor, at: datetime) -> None:
    """Ask through the same actions as everybody; the questions are worked through at once. `calls`: a dated source."""
    asked_at = at - timedelta(hours=5)
    tomorrow = (at + timedelta(days=1)).date().isoformat()
    today = at.date().isoformat()
    near = ask_for_run(kind=RunKind.NEAR_REPEATS, settings={"source": calls}, by=by, at=asked_at)
    _work(asked_at)
    # As the sergeant found out, windows close: a plan from them for a month ahead is refused, with the reason.
    ahead = (source(calls).last + timedelta(days=60)).isoformat()
    plans = (
        {"run": near, "first_day": tomorrow, **_EVENINGS},
        {"source": calls, "first_day": today, "teams": 2, "places": 10, "random": True, **_EVENINGS},
        {"run": near, "first_day": ahead, **_EVENINGS},
        {
            "source": RECORDED_CRIME, "boundary": boundaries_held()[0].key, "kinds": ["violence", "robbery"],
            "first_day": tomorrow, **_EVENINGS,
        },
    )  # fmt: skip
    for minutes, settings in enumerate(plans, start=1):
        ask_for_run(kind=RunKind.PATROL_PLAN, settings=settings, by=by, at=asked_at + timedelta(minutes=5 * minutes))
    _work(asked_at + timedelta(minutes=40))


def _work(at: datetime) -> None:
    while work_next_run(clock=lambda: at):
        pass
