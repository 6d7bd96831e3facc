"""The space-time scan statistic with the permutation model."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from alongside.analysis.events.chance import check_draws, generator, whole_within, within
from alongside.analysis.events.coordinates import coordinates, number_column
from alongside.analysis.events.results import Floats, Ints, Result, stamp
from alongside.analysis.events.times import elapsed_days
from alongside.analysis.events.unfit import Unfit

_MOST_WORK = 20_000_000_000
_BLOCK = 1_000_000


class _Found(NamedTuple):
    ratio: float
    centre: int
    period: int
    number: int


@dataclass(frozen=True)
class ScanCluster:
    """Places (rows of `ScanResult.x`) and days of more events than place and time alone explain."""

    places: tuple[int, ...]
    x: float
    y: float
    radius: float
    start: float
    end: float
    observed: int
    expected: float
    log_likelihood_ratio: float
    p: float


@dataclass(frozen=True, kw_only=True, eq=False)
class ScanResult(Result):
    """`clusters`: the most likely first, then others that share no place with one above. `x`, `y`: the places."""

    clusters: tuple[ScanCluster, ...]
    x: Floats
    y: Floats
    events: int


def space_time_scan(
    x: Any,
    y: Any,
    t: Any,
    *,
    cases: Any = None,
    study_period: tuple[Any, Any] | None = None,
    prospective: bool = True,
    largest_share: float = 0.5,
    longest_share: float = 0.5,
    largest_radius: float = np.inf,
    least_cases: int = 2,
    most_clusters: int = 10,
    permutations: int = 999,
    seed: int,
) -> ScanResult:
    """Find circles and periods with more events than expected from places and days alone.

    `x`, `y`: metres; `t`: whole days (parts of a day are dropped); `cases`: events in each row, 1 if not given.
    `study_period`: first and last day. Windows hold at most `largest_share` of all events and `longest_share` of the
    period; prospective ones end on its last day. Circles are centred on places and take in others one by one by
    distance, equal distances in order of x, then y (as SaTScan does on its own test sets). High rates only, of
    `least_cases` events or more.
    `p`: (1 + exceedances) / (1 + permutations) of the largest ratio when days are shuffled among events.
    Raises `Unfit` for fewer than two places or days and for sets too large to scan.
    Method: Kulldorff, Heffernan, Hartman, Assuncao and Mostashari (2005), PLoS Medicine 2:e59.
    """
    rng, permutations = generator(seed), check_draws(permutations, least=0)
    largest_share = within(largest_share, "largest_share", above=0, most=1)
    longest_share = within(longest_share, "longest_share", above=0, most=1)
    least_cases, most_clusters = whole_within(least_cases, "least_cases"), whole_within(most_clusters, "most_clusters")
    if largest_radius != np.inf:
        largest_radius = within(largest_radius, "largest_radius", above=0)
    event = _expanded(x, y, t, cases)
    (first, last), (places, place) = _period(event[2], study_period), _places(event[0], event[1])
    days = np.floor(event[2]).astype(np.int64)
    windows = _windows(days, first, last, prospective, longest_share)
    circles, away = _circles(places, largest_radius)
    if permutations * circles.size * len(windows) > _MOST_WORK:
        raise Unfit(
            f"{len(places):,} places, {len(windows):,} periods and {permutations:,} permutations are too many to scan.",
            "Count by larger cells or weeks first, or give largest_radius=.",
        )
    scanner = _Scanner(place, circles, windows, days, largest_share * len(days), least_cases)
    chance = np.array([scanner.largest(rng.permutation(days)) for _ in range(permutations)])
    kept = _apart(scanner.best(days), circles, most_clusters)
    settings = {
        "model": "space-time permutation", "prospective": prospective, "study_period": [first, last],
        "largest_share": largest_share, "longest_share": longest_share, "largest_radius": float(largest_radius),
        "least_cases": least_cases,
        "permutations": permutations, "places": len(places), "periods": len(windows),
    }  # fmt: skip
    return ScanResult(
        **stamp(event, settings, seed=seed),
        clusters=tuple(
            _described(each, (places, circles, away), place, days, windows[each.period], chance) for each in kept
        ),
        x=places[:, 0], y=places[:, 1], events=len(days),
    )  # fmt: skip


def _expanded(x: Any, y: Any, t: Any, cases: Any) -> tuple[Floats, Floats, Floats]:
    """One row an event, in an order of their own."""
    xs, ys = coordinates(x, y)
    days, _ = elapsed_days(t)
    many = np.ones(len(xs)) if cases is None else number_column(cases, "cases")
    if len(many) != len(xs):
        raise Unfit(f"There are {len(xs):,} rows and {len(many):,} cases.", "Give one number for each row.")
    if (many < 0).any() or (many != np.rint(many)).any():
        raise Unfit("A number of cases is not a whole number from 0 upwards.", "Count events, not weights.")
    rows = np.repeat(np.lexsort((days, ys, xs)), many[np.lexsort((days, ys, xs))].astype(np.int64))
    if len(rows) < 2 or np.ptp(days[rows]) == 0:
        raise Unfit("The events are fewer than two, or all on one day.", "Choose a longer period or a wider area.")
    return xs[rows], ys[rows], days[rows]


def _period(days: Floats, asked: tuple[Any, Any] | None) -> tuple[int, int]:
    if asked is None:
        return int(np.floor(days.min())), int(np.floor(days.max()))
    if not isinstance(asked, (tuple, list)) or len(asked) != 2:
        raise Unfit(f"The study period is {asked!r}.", "Give its first and its last day.")
    moments = [float(each) if isinstance(each, (int, float)) else float(elapsed_days([each])[0][0]) for each in asked]
    if moments[0] > np.floor(days.min()) or moments[1] < np.floor(days.max()):
        raise Unfit("Events lie outside the study period.", "Widen the period or leave those events out.")
    return int(moments[0]), int(moments[1])


def _places(x: Floats, y: Floats) -> tuple[Floats, Ints]:
    distinct, place = np.unique(np.column_stack([x, y]), axis=0, return_inverse=True)
    if len(distinct) < 2:
        raise Unfit("All events are at one place.", "Choose a wider area.")
    return distinct, place.ravel()


def _windows(days: Ints, first: int, last: int, prospective: bool, longest_share: float) -> Ints:
    """Periods (start, end), both days inside, that begin on a day with an event and are not too long; shortest first."""
    starts = np.unique(days)
    ends = np.array([last]) if prospective else starts
    pairs = np.stack(np.meshgrid(starts, ends), axis=-1).reshape(-1, 2)
    length = pairs[:, 1] - pairs[:, 0] + 1
    kept = pairs[(length >= 1) & (length <= longest_share * (last - first + 1))]
    if not len(kept):
        raise Unfit("No period is short enough to scan.", "Raise longest_share or widen the study period.")
    return kept[np.argsort(kept[:, 1] - kept[:, 0], kind="stable")]


def _circles(places: Floats, largest_radius: float) -> tuple[Ints, Floats]:
    """For each centre, the places by distance (then x, y: they are sorted so) and those distances.

    Rows are filled up with a place that does not exist, `len(places)`, at an infinite distance.
    """
    away = np.hypot(*np.moveaxis(places[:, None] - places[None], 2, 0))
    order = np.argsort(away, axis=1, kind="stable")
    sorted_away = np.take_along_axis(away, order, axis=1)
    beyond = sorted_away > largest_radius
    widest = int((~beyond).sum(axis=1).max())
    order[beyond], sorted_away[beyond] = len(places), np.inf
    return order[:, :widest], sorted_away[:, :widest]


class _Scanner:
    """The log likelihood ratio of every circle and period for one assignment of days to events."""

    def __init__(self, place: Ints, circles: Ints, windows: Ints, days: Ints, largest: float, least: int) -> None:
        self._place, self._circles, self._least = place, circles, least
        self._places, self._events = len(circles), len(place)
        self._days = np.unique(days)
        self._from = np.searchsorted(self._days, windows[:, 0], side="left")
        self._to = np.searchsorted(self._days, windows[:, 1], side="right")
        at_place = np.append(np.bincount(place, minlength=self._places), 0)
        self._cases = at_place[circles].cumsum(axis=1)
        self._small = self._cases <= largest
        in_time = np.searchsorted(np.sort(days), windows[:, 1], side="right")
        self._in_time = in_time - np.searchsorted(np.sort(days), windows[:, 0], side="left")
        self._step = max(1, _BLOCK // (len(windows) * circles.shape[1]))

    def ratios(self, days: Ints) -> Iterator[tuple[int, Floats]]:
        """Stretches of centres: the first of them, and an array (periods, centres, number of places)."""
        shape = (self._places + 1, len(self._days))
        cell = self._place * shape[1] + np.searchsorted(self._days, days)
        until = np.zeros((shape[0], shape[1] + 1))
        np.cumsum(np.bincount(cell, minlength=shape[0] * shape[1]).reshape(shape), axis=1, out=until[:, 1:])
        inside = (until[:, self._to] - until[:, self._from]).T
        for start in range(0, self._places, self._step):
            part = slice(start, start + self._step)
            observed = inside[:, self._circles[part]].cumsum(axis=2)
            expected = self._cases[part] * self._in_time[:, None, None] / self._events
            yield start, _ratio(observed, expected, self._events, self._small[part], self._least)

    def largest(self, days: Ints) -> float:
        return max(float(ratio.max(initial=0.0)) for _, ratio in self.ratios(days))

    def best(self, days: Ints) -> list[_Found]:
        """For each centre its best circle and period, the largest ratio first; shorter periods win ties."""
        found = []
        for start, ratio in self.ratios(days):
            for k in range(ratio.shape[1]):
                period, number = np.unravel_index(int(np.argmax(ratio[:, k])), ratio[:, k].shape)
                found.append(_Found(float(ratio[period, k, number]), start + k, int(period), int(number) + 1))
        return sorted((each for each in found if each.ratio > 0), key=lambda each: (-each.ratio, each.centre))


def _ratio(observed: Floats, expected: Floats, events: int, small: Any, least: int) -> Floats:
    """Kulldorff's log likelihood ratio where more is seen than expected in a circle that is not too large, else 0."""
    ratio = np.zeros(observed.shape)
    high = (observed > expected) & (observed >= least) & small
    seen, mean = observed[high], expected[high]
    rest = events - seen
    with np.errstate(divide="ignore", invalid="ignore"):
        outside = np.where(rest > 0, rest * np.log(rest / (events - mean)), 0.0)
    ratio[high] = seen * np.log(seen / mean) + outside
    return ratio


def _apart(found: list[_Found], circles: Ints, most: int) -> list[_Found]:
    taken: set[int] = set()
    kept: list[_Found] = []
    for each in found:
        places = set(circles[each.centre, : each.number].tolist())
        if not places & taken and len(kept) < most:
            kept.append(each)
            taken |= places
    return kept


def _described(
    each: _Found, geometry: tuple[Floats, Ints, Floats], place: Ints, days: Ints, window: Ints, chance: Floats
) -> ScanCluster:
    places, circles, away = geometry
    members = circles[each.centre, : each.number]
    here, now = np.isin(place, members), (days >= window[0]) & (days <= window[1])
    return ScanCluster(
        places=tuple(members.tolist()), x=float(places[each.centre, 0]), y=float(places[each.centre, 1]),
        radius=float(away[each.centre, each.number - 1]), start=float(days[here & now].min()), end=float(window[1]),
        observed=int((here & now).sum()), expected=float(here.sum() * now.sum() / len(days)),
        log_likelihood_ratio=each.ratio, p=float((1 + (chance >= each.ratio - 1e-9).sum()) / (1 + len(chance))),
    )  # fmt: skip
