"""Times of the demo's events, counted back from the moment of building, so that its clocks are alive on any day."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property

from alongside.common.calendars import OFFICE_HOURS
from alongside.common.clocks import Allowance, Unit, add
from alongside.common.timelines import LONDON

STEP = timedelta(minutes=20)


@dataclass(frozen=True)
class Moments:
    """`now` is when the borough is built. Nothing in it happens later."""

    now: datetime

    @cached_property
    def today(self) -> date:
        return self.now.astimezone(LONDON).date()

    def ago(self, **time_back: float) -> datetime:
        return self.now - timedelta(**time_back)

    def on(self, days_back: int, hour: int, minute: int = 0) -> datetime:
        """That time on a day counted back from today, weekends included."""
        return self._at(self.today - timedelta(days=days_back), hour, minute)

    def on_open_day(self, days_back: int, hour: int, minute: int = 0) -> datetime:
        """That time on that day or, if it is none, on the last working day before it."""
        return self._at(last_open_day(self.today - timedelta(days=days_back)), hour, minute)

    def worked(self, days_back: int, hour: int, minute: int = 0) -> datetime:
        """That time on the n-th working day before today."""
        day = self.today
        for _ in range(days_back):
            day = last_open_day(day - timedelta(days=1))
        return self._at(day, hour, minute)

    def _at(self, day: date, hour: int, minute: int) -> datetime:
        return datetime.combine(day, time(hour, minute), LONDON).astimezone(UTC)

    def nearly_due(self, allowance: Allowance) -> datetime:
        """When a clock of that allowance must have started to run out next: within the hour, where it can."""
        soon = add(self.now, Allowance(1, Unit.WORKING_HOURS))
        start = self.now
        while add(start, allowance) > soon and add(start - STEP, allowance) > self.now:
            start -= STEP
        return start


def last_open_day(day: date) -> date:
    """That day, or the last working day before it."""
    while OFFICE_HOURS.opening_on(day) is None:
        day -= timedelta(days=1)
    return day


def after(start: datetime, working_hours: int, minutes: int = 0) -> datetime:
    """So many office hours later, in office hours (and a few minutes, so that not all happens on the hour)."""
    begun = add(start, Allowance(working_hours, Unit.WORKING_HOURS)) if working_hours else start
    return begun + timedelta(minutes=minutes)
