"""How crime is spread in the invented borough: places, seasons, near repeats, hot spots and one operation.

Everything that a method could later be asked to find is decided here and kept as the truth beside the rows: where the
hot spots lie, which crimes followed another nearby, what the operation prevented and what it moved next door.
"""

import math
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate
from random import Random

from alongside.common.periods import add_months
from alongside.demo.crime_points import SnapPoint
from alongside.places.crime_types import CrimeType

T = CrimeType
# Share of all crimes, pull of lively places (0: as people live), and the month of the year with most of it.
TYPES: dict[CrimeType, tuple[float, float, int]] = {
    T.VIOLENCE: (0.270, 0.9, 7), T.ANTI_SOCIAL_BEHAVIOUR: (0.210, 1.0, 7), T.VEHICLE_CRIME: (0.100, 0.2, 11),
    T.OTHER_THEFT: (0.090, 1.3, 12), T.BURGLARY: (0.065, 0.1, 12), T.CRIMINAL_DAMAGE: (0.065, 0.5, 10),
    T.PUBLIC_ORDER: (0.055, 1.2, 7), T.SHOPLIFTING: (0.050, 2.2, 12), T.THEFT_FROM_PERSON: (0.033, 2.0, 12),
    T.DRUGS: (0.032, 1.0, 5), T.ROBBERY: (0.030, 1.1, 11), T.BICYCLE_THEFT: (0.013, 1.0, 8), T.WEAPONS: (0.007, 1.0, 6),
    T.OTHER_CRIME: (0.010, 0.4, 3),
}  # fmt: skip
_WHOLE = sum(share for share, _, _ in TYPES.values())
SWING = 0.18
STREET_VIOLENCE = frozenset({T.VIOLENCE, T.ROBBERY, T.WEAPONS, T.THEFT_FROM_PERSON})
DEALING = frozenset({T.DRUGS, T.WEAPONS, T.VIOLENCE})
REPEATING = {T.BURGLARY: 0.20, T.VEHICLE_CRIME: 0.16, T.ROBBERY: 0.10}
REPEAT_DAYS, REPEAT_METRES = 14, 200.0
HOT_SPOTS, HOT_SPOT_METRES = 6, 160.0


@dataclass(frozen=True, slots=True)
class HotSpot:
    name: str
    easting: float
    northing: float
    times: float
    types: frozenset[CrimeType]

    def holds(self, point: SnapPoint) -> bool:
        return math.hypot(point.easting - self.easting, point.northing - self.northing) <= HOT_SPOT_METRES


@dataclass(frozen=True, slots=True)
class Operation:
    """A tasked operation on one hot spot. `until` is the first day after it."""

    name: str
    hot_spot: HotSpot
    since: date
    until: date
    prevents: float = 0.25
    displaces: float = 0.20
    types: frozenset[CrimeType] = STREET_VIOLENCE

    def reaches(self, event: "Event") -> bool:
        return (
            self.since <= event.day < self.until and event.crime_type in self.types and self.hot_spot.holds(event.point)
        )


@dataclass(frozen=True, slots=True)
class Event:
    """What truly happened, to the day. `cause`: background, near repeat or displaced."""

    day: date
    crime_type: CrimeType
    point: SnapPoint
    cause: str = "background"


@dataclass(frozen=True, slots=True)
class Truth:
    """What was put in, for whoever measures how well it is found. A displaced crime is not a prevented one."""

    hot_spots: tuple[HotSpot, ...]
    operation: Operation
    prevented: int
    displaced: int
    near_repeats: dict[str, int]


class Pattern:
    """Draws the crimes of so many months, always the same for the same seed and months."""

    def __init__(self, points: Sequence[SnapPoint], first_month: date, months: int, seed: str) -> None:
        self._rng = Random(f"larkmere crimes {seed}")  # noqa: S311
        self._points = points
        self._months = [add_months(first_month, number) for number in range(months)]
        self._last_day = add_months(first_month, months) - timedelta(days=1)
        self._quirks = [self._rng.gammavariate(0.8, 1 / 0.8) + 0.02 for _ in points]
        self.hot_spots = tuple(self._choose_hot_spots())
        start = add_months(first_month, max(0, months - 10))
        self.operation = Operation("Operation Lapwing", self.hot_spots[0], start, add_months(start, 6))
        self._repeats = dict.fromkeys((kind.label for kind in REPEATING), 0)
        self._prevented = self._displaced = 0

    def draw(self, crimes: int) -> list[Event]:
        """About so many events in order of day, the operation's effect taken out."""
        drawn = [event for kind in TYPES for event in self._of_type(kind, crimes)]
        kept = [event for each in drawn for event in self._after_operation(each)]
        return sorted(kept, key=lambda event: (event.day, event.crime_type, event.point.longitude))

    @property
    def truth(self) -> Truth:
        return Truth(self.hot_spots, self.operation, self._prevented, self._displaced, dict(self._repeats))

    def _choose_hot_spots(self) -> Iterator[HotSpot]:
        """The waterfront first, then the liveliest corners that lie well apart."""
        liveliest = sorted(self._points, key=lambda point: (point.ward != "Quayside", -point.liveliness))
        chosen: list[SnapPoint] = []
        for point in [liveliest[0], *sorted(self._points, key=lambda point: -point.liveliness)]:
            if all(_apart(point, other) > 700 for other in chosen):
                chosen.append(point)
        mixes = (STREET_VIOLENCE, STREET_VIOLENCE | {T.ANTI_SOCIAL_BEHAVIOUR}, DEALING)
        for number, point in enumerate(chosen[:HOT_SPOTS]):
            name = f"{point.name}, {point.lsoa_name} in {point.ward}"
            yield HotSpot(name, point.easting, point.northing, 10.0 - number, mixes[number % 3])

    def _of_type(self, kind: CrimeType, crimes: int) -> Iterator[Event]:
        share, pull, peak = TYPES[kind]
        repeats = REPEATING.get(kind, 0.0)
        places = self._weights(kind, pull)
        seasons = list(accumulate(self._season(month, peak) for month in self._months))
        for _ in range(round(crimes * share / _WHOLE / (1 + repeats))):
            month = self._months[bisect(seasons, self._rng.random() * seasons[-1])]
            days = (add_months(month, 1) - month).days
            point = self._points[bisect(places, self._rng.random() * places[-1])]
            event = Event(month + timedelta(days=self._rng.randrange(days)), kind, point)
            yield event
            if self._rng.random() < repeats:
                yield from self._repeat(event)

    def _weights(self, kind: CrimeType, pull: float) -> list[float]:
        """Running totals over the points: people, liveliness, each point's own quirk, and hot spots."""
        hot = [spot for spot in self.hot_spots if kind in spot.types]
        weights = []
        for point, quirk in zip(self._points, self._quirks, strict=True):
            times = max((spot.times for spot in hot if spot.holds(point)), default=0.0)
            weights.append(point.residents * point.liveliness**pull * (times or quirk))
        return list(accumulate(weights))

    @staticmethod
    def _season(month: date, peak: int) -> float:
        return 1 + SWING * math.cos(math.tau * (month.month - peak) / 12)

    def _repeat(self, event: Event) -> Iterator[Event]:
        """Another of the same kind within a fortnight and two hundred metres."""
        day = event.day + timedelta(days=self._rng.randint(1, REPEAT_DAYS))
        if day <= self._last_day:
            self._repeats[event.crime_type.label] += 1
            near = self._near[event.point]
            yield Event(day, event.crime_type, self._rng.choice(near), "near repeat")

    @cached_property
    def _near(self) -> dict[SnapPoint, list[SnapPoint]]:
        """The points within reach of each, itself among them."""
        cells: dict[tuple[int, int], list[SnapPoint]] = {}
        for point in self._points:
            cells.setdefault(_cell(point), []).append(point)
        return {
            point: [
                other
                for east in (-1, 0, 1)
                for north in (-1, 0, 1)
                for other in cells.get((_cell(point)[0] + east, _cell(point)[1] + north), ())
                if _apart(point, other) <= REPEAT_METRES
            ]
            for point in self._points
        }

    def _after_operation(self, event: Event) -> Iterator[Event]:
        if not self.operation.reaches(event) or self._rng.random() >= self.operation.prevents:
            yield event
            return
        if self._rng.random() < self.operation.displaces:
            self._displaced += 1
            yield Event(event.day, event.crime_type, self._rng.choice(self._ring), "displaced")
        else:
            self._prevented += 1

    @cached_property
    def _ring(self) -> list[SnapPoint]:
        spot = self.operation.hot_spot
        return [
            point
            for point in self._points
            if HOT_SPOT_METRES < math.hypot(point.easting - spot.easting, point.northing - spot.northing) <= 450
        ]


def _apart(one: SnapPoint, other: SnapPoint) -> float:
    return math.hypot(one.easting - other.easting, one.northing - other.northing)


def _cell(point: SnapPoint) -> tuple[int, int]:
    return int(point.easting // REPEAT_METRES), int(point.northing // REPEAT_METRES)
