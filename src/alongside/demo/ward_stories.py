"""The wards of Larkmere are watched: once with too few months, which is refused, and then as it should be."""

from datetime import datetime
from typing import Any

from alongside.audit.entries import Actor
from alongside.places.actions import ask_for_run, work_next_run
from alongside.places.states import RunKind


def watch_wards(*, analyst: Actor, at: datetime) -> int:
    """The number of the watch that has an answer."""
    this_year = f"{at.year}-01"
    _worked({"first": this_year}, analyst, at)
    return _worked({}, analyst, at)


def _worked(settings: dict[str, Any], by: Actor, at: datetime) -> int:
    run_id = ask_for_run(kind=RunKind.WARD_WATCH, settings=settings, by=by, at=at)
    work_next_run(clock=lambda: at, run_id=run_id)
    return run_id
