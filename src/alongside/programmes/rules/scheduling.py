"""On which days a class has its lessons: one a week, on days on which its school is open."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from alongside.common.text import counted
from alongside.programmes.errors import ProgrammeRefused

OpenOn = Callable[[date], bool]
# Longer than any holiday; beyond it the terms are missing rather than the school closed.
FURTHEST = timedelta(weeks=14)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


def school_year_of(day: date) -> int:
    """The year in which the school year of that day began: it begins on 1 September."""
    return day.year if day.month >= 9 else day.year - 1


def days_of_lessons(first: date, lessons: int, is_open: OpenOn) -> list[date]:
    """Weekly from the first day on, on the same day of the week; weeks in which that day is closed are left out."""
    if not is_open(first):
        raise ProgrammeRefused(f"{_told(first)} is not a day with school. Choose another first day.", "first_day")
    days = [first]
    while len(days) < lessons:
        days.append(next_day(days[-1], first.weekday(), is_open))
    return days


def moved(days: Sequence[date], place: int, to: date, weekday: int, is_open: OpenOn) -> list[date]:
    """The days when the lesson at `place` is moved `to` another day.

    The lessons before stay. Each lesson after it stays too, as long as its day still comes after the one before and is
    open; otherwise it goes to the class's next weekday with school, and pushes the next one on in turn.
    """
    if not is_open(to):
        raise ProgrammeRefused(f"{_told(to)} is not a day with school. Choose another day.", "to")
    if place and to <= days[place - 1]:
        raise ProgrammeRefused(
            f"The lesson before this one is on {_told(days[place - 1])}. Choose a later day, or move that one first.",
            "to",
        )
    found = [*days[:place], to]
    for day in days[place + 1 :]:
        stays = day > found[-1] and is_open(day)
        found.append(day if stays else next_day(found[-1], weekday, is_open))
    return found


def next_day(after: date, weekday: int, is_open: OpenOn) -> date:
    """The first such weekday with school after a day. Raises `ProgrammeRefused` where the terms held end before."""
    day = after + timedelta(days=(weekday - after.weekday() - 1) % 7 + 1)
    while day - after <= FURTHEST:
        if is_open(day):
            return day
        day += timedelta(days=7)
    raise ProgrammeRefused(
        f"No {WEEKDAYS[weekday]} with school is known within {counted(FURTHEST.days // 7, 'week')} after {_told(after)}. "
        "The school’s terms may be missing: whoever keeps Alongside loads them."
    )


def _told(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"
