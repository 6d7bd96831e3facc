"""By when, in words: of a tasking and of a power. The look only helps; the words say it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from alongside.common.text import time_of_day
from alongside.common.timelines import local
from alongside.places.operation_states import TaskingState

SOON_BEFORE_HOURS_END = timedelta(hours=12)
SOON_BEFORE_MONTHS_END = timedelta(days=30)
# Powers that last longer than this are those of months.
OF_HOURS = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Standing:
    """`look` is one of the looks of a clock: running, soon, breached, stopped, met."""

    words: str
    look: str
    is_late: bool = False


def tasking_standing(
    *, state: TaskingState, answer_by: datetime, due_at: datetime, ended_at: datetime | None, at: datetime
) -> Standing:
    """How a tasking stands at a moment."""
    if state == TaskingState.DONE and ended_at is not None:
        late = ended_at > due_at
        return Standing(f"Done {_day(ended_at, at)}{', late' if late else ''}", "stopped" if late else "met", late)
    if state not in (TaskingState.ASKED, TaskingState.ACCEPTED):
        return Standing(str(state.label), "stopped")
    if at > due_at:
        return Standing(f"Late: it was due {_day(due_at, at)}", "breached", True)
    if state == TaskingState.ASKED and at > answer_by:
        return Standing(f"No answer: one was due {_moment(answer_by, at)}", "breached", True)
    soon = due_at - at < timedelta(days=1)
    words = f"Answer due {_moment(answer_by, at)}" if state == TaskingState.ASKED else f"Due {_day(due_at, at)}"
    return Standing(words, "soon" if soon else "running")


def power_standing(
    *, starts_at: datetime, ends_at: datetime | None, ended_at: datetime | None, at: datetime
) -> Standing:
    """How a power stands at a moment."""
    if ended_at is not None:
        return Standing(f"Ended {_moment(ended_at, at)}", "stopped")
    if at < starts_at:
        return Standing(f"Begins {_moment(starts_at, at)}", "paused")
    if ends_at is None:
        return Standing("In force: the law sets no end", "running")
    if at >= ends_at:
        return Standing(f"Ran out {_moment(ends_at, at)}", "stopped")
    words = f"In force until {_moment(ends_at, at)}"
    if is_soon(starts_at, ends_at, at):
        return Standing(f"Runs out {_moment(ends_at, at)}", "soon")
    return Standing(words, "running")


def is_soon(starts_at: datetime, ends_at: datetime, at: datetime) -> bool:
    """Whether somebody has to think now of what comes after it."""
    before = SOON_BEFORE_HOURS_END if ends_at - starts_at <= OF_HOURS else SOON_BEFORE_MONTHS_END
    return ends_at - at <= before


def _day(when: datetime, at: datetime) -> str:
    here, now = local(when).date(), local(at).date()
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}.get((here - now).days)
    return near or f"on {here:%-d %B}" + (f" {here.year}" if here.year != now.year else "")


def _moment(when: datetime, at: datetime) -> str:
    return f"{_day(when, at)} at {time_of_day(local(when).time())}"
