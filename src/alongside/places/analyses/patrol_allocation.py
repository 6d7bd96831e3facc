"""Visits for a budget: which place in which part of the day, by whom, in what order. Nothing here is random."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from alongside.analysis.events.results import Floats

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class Budget:
    """`hours` of each team on a day. A visit takes `visit` minutes, and `travel` minutes to get to it."""

    teams: int
    hours: float
    visit: int
    travel: int

    @property
    def round(self) -> int:
        """Minutes from one visit to the next."""
        return self.visit + self.travel

    @property
    def visits_of_team(self) -> int:
        """The most visits of one team on a day."""
        return int(self.hours * 60 // self.round)

    def visits_in(self, slot: "Slot") -> int:
        """The most visits of one team in a part of the day."""
        return int(slot.minutes // self.round)


@dataclass(frozen=True, slots=True)
class Slot:
    """A part of a day, in UTC, so that it is as long as it says when the clocks change."""

    start: datetime
    end: datetime

    @property
    def minutes(self) -> float:
        return (self.end - self.start).total_seconds() / 60

    def hours(self) -> Iterator[datetime]:
        """Moments an hour apart from the start, on the local clock."""
        for number in range(round(self.minutes / 60)):
            yield (self.start + timedelta(hours=number)).astimezone(LONDON)


@dataclass(frozen=True, slots=True)
class Visit:
    slot: int
    place: int
    team: int
    start: datetime


def slots_of(day: date, *, begin: int, span: int, size: int) -> list[Slot]:
    """Parts of `size` hours from the hour `begin` of a day on, over `span` hours, past midnight if need be."""
    start = datetime.combine(day, time(begin), LONDON).astimezone(UTC)
    return [
        Slot(start + timedelta(hours=number), start + timedelta(hours=min(number + size, span)))
        for number in range(0, span, size)
    ]


def per_hour(per_day: Floats, slots: Sequence[Slot], hours: Floats) -> Floats:
    """Events expected in an hour at each place (columns) in each part of the day (rows).

    `per_day`: of each place, as an even day would have. `hours`: shares of the week, see `weights_of_hours`.
    """
    weight = [np.mean([hours[moment.weekday(), moment.hour] for moment in slot.hours()]) for slot in slots]
    return np.outer(np.array(weight) * 7, per_day)


def chosen(rate: Floats, slots: Sequence[Slot], budget: Budget) -> list[tuple[int, int]]:
    """Part of the day and place of each visit: the highest rate first until the budget is spent.

    A place is visited once in a part of the day at most, and only where something is expected. Equal rates go to the
    earlier part, then to the place that stands first.
    """
    room = [budget.teams * budget.visits_in(slot) for slot in slots]
    left = budget.teams * budget.visits_of_team
    taken: list[tuple[int, int]] = []
    for position in np.argsort(-rate, axis=None, kind="stable").tolist():
        slot, place = divmod(position, rate.shape[1])
        if left == 0 or rate[slot, place] <= 0:
            break
        if room[slot]:
            room[slot] -= 1
            left -= 1
            taken.append((slot, place))
    return sorted(taken)


def in_teams(
    taken: Sequence[tuple[int, int]], slots: Sequence[Slot], budget: Budget, x: Floats, y: Floats
) -> list[Visit]:
    """Who goes where and when: in each part of the day a round from the west, cut into one stretch a team."""
    load = [0] * budget.teams
    visits: list[Visit] = []
    for number, slot in enumerate(slots):
        order = _round_trip([place for at, place in taken if at == number], x, y)
        sizes = _sizes(len(order), load, budget.visits_in(slot))
        for team, size in enumerate(sizes):
            for turn in range(size):
                start = slot.start + timedelta(minutes=budget.travel + turn * budget.round)
                visits.append(Visit(number, order.pop(0), team + 1, start))
            load[team] += size
    return visits


def _round_trip(places: list[int], x: Floats, y: Floats) -> list[int]:
    """From the westernmost place always on to the nearest that is left."""
    left = sorted(places, key=lambda place: (x[place], y[place]))
    order: list[int] = []
    while left:
        here = order[-1] if order else left[0]
        nearest = min(left, key=lambda place: (np.hypot(x[place] - x[here], y[place] - y[here]), place))
        left.remove(nearest)
        order.append(nearest)
    return order


def _sizes(visits: int, load: Sequence[int], most: int) -> list[int]:
    """Visits for each team: always one more to the team that has had fewest today."""
    sizes = [0] * len(load)
    for _ in range(visits):
        free = [team for team in range(len(load)) if sizes[team] < most]
        sizes[min(free, key=lambda team: (load[team] + sizes[team], team))] += 1
    return sizes
