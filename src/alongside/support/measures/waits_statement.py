"""A statement of waits: twelve months of a pathway in figures, as they may be shown. Plain data, for keeping."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import numpy as np

from alongside.analysis.disclosure import Release, Shown, Table, shown_curve
from alongside.analysis.evaluation import NotAnswerable
from alongside.analysis.waiting import Percentile, WaitingCurve, waiting_curve, ways_out
from alongside.common.periods import add_months
from alongside.partners.standing import LONDON
from alongside.support.definitions.parts import Definition
from alongside.support.fairness import EthnicGroup, Send
from alongside.support.measures.waits import AGES, SPLITS, Course, Referred, Wait, Way, queues_of
from alongside.support.measures.waits_fairness import Counts, fairness_of
from alongside.support.measures.waits_population import Populations
from alongside.support.small_counts import LEAST_ROUGH, STEP, rough
from alongside.support.states import StageKind

MONTHS = 12
THRESHOLD = 5
COARSE = 0.05
# Weeks. A queue that nearly everybody has left within a quarter of a year is told of week by week: by the month it would
# be a line of one point.
BY_MONTH, BY_WEEK = tuple(range(0, 105, 4)), tuple(range(27))
QUARTER = 13


# That children are closed before help is what nobody may hide behind a count that is held back for another.
WANTED = (("way", Way.BEFORE_HELP.value), ("course", Course.BEFORE_HELP.value))
ORDER = [*(label for _, label in AGES), *EthnicGroup.labels, *Send.labels]


@dataclass(frozen=True, slots=True)
class Window:
    """The months whose new waits are counted; what happened until the end of the window is known of them."""

    first: datetime
    until: datetime

    @classmethod
    def before(cls, as_at: date, months: int = MONTHS) -> "Window":
        first = add_months(as_at, -months)
        return cls(*(datetime.combine(day, time(), tzinfo=LONDON) for day in (first, as_at)))

    def __contains__(self, at: datetime) -> bool:
        return self.first <= at < self.until


@dataclass(frozen=True, slots=True)
class Waited:
    """A wait that began in the window, and the groups in which it is counted."""

    wait: Wait
    groups: Mapping[str, str]

    def weeks(self, until: datetime) -> float:
        return ((self.wait.ended or until) - self.wait.began).total_seconds() / (7 * 86_400)


def statement_of(definition: Definition, told: Sequence[Referred], as_at: date, people: Populations) -> dict[str, Any]:
    """The figures of twelve months, what is small held back in all of them together; with the year before, counted
    as it stood at the end of this one."""
    window, before = Window.before(as_at), Window(*_year_before(as_at))
    queues = dict(queues_of(definition))
    waits = {code: _began(told, code, window) for code in queues}
    new = [one for one in told if one.received_at in window]
    splits = {name: labels for name in SPLITS if len(labels := _labels(name, told)) > 1}
    release = Release(_categories(queues, splits), threshold=THRESHOLD, wanted=WANTED)
    ways = release.add(_ways("ways out of each queue", waits))
    earlier = {code: _began(told, code, before) for code in queues}
    grids = {code: _grid([*waits[code], *earlier[code]], window.until) for code in queues}
    past = Release(_categories(queues, {}), threshold=THRESHOLD).add(_ways("a year before", earlier))
    groups = {name: release.add(_by_split(name, waits)) for name in splits}
    return {
        "first": window.first.date().isoformat(), "as_at": as_at.isoformat(), "threshold": LEAST_ROUGH,
        "step": STEP,
        "queues": [
            {
                "code": code, "label": label, "counts": {way.value: _n(ways, queue=code, way=way.value) for way in Way},
                "total": _n(ways, queue=code), "before": _figures(earlier[code], window.until, _n(past, queue=code), grids[code]),
                **_figures(waits[code], window.until, _n(ways, queue=code), grids[code]),
                "ways": _ways_out(waits[code], window.until, ways, code, grids[code]),
                "splits": [
                    {"name": name, "groups": _groups(name, labels, waits[code], window.until, groups[name], code)}
                    for name, labels in splits.items()
                ],
            }
            for code, label in queues.items()
        ],
        "referrals": fairness_of(new, splits, *_beginning(definition, release), window.until, people),
    }  # fmt: skip


def _beginning(definition: Definition, release: Release) -> tuple[Release, dict[str, str]]:
    """Where referrals are counted: with the queue in which they begin, or where they begin in none, by themselves."""
    first = definition.first_stage
    if first.kind is StageKind.WAITING:
        return release, {"queue": first.code}
    return Release(release.categories, threshold=release.threshold, wanted=WANTED), {}


def _year_before(as_at: date) -> tuple[datetime, datetime]:
    return Window.before(add_months(as_at, -MONTHS)).first, Window.before(as_at).first


def _began(told: Sequence[Referred], queue: str, window: Window) -> list[Waited]:
    return [
        Waited(wait, one.groups)
        for one in told
        for wait in one.waits
        if wait.queue == queue and wait.began in window
    ]  # fmt: skip


def _labels(name: str, told: Sequence[Referred]) -> tuple[str, ...]:
    """The groups that occur, in their own order where they have one."""
    found = sorted({one.groups[name] for one in told})
    return tuple(sorted(found, key=lambda label: ORDER.index(label) if label in ORDER else -1))


def _categories(queues: Mapping[str, str], splits: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    return {
        "queue": tuple(queues), "way": tuple(Way), "course": tuple(Course),
        **{name: tuple(labels) for name, labels in splits.items()},
    }  # fmt: skip


def _ways(name: str, waits: Mapping[str, Sequence[Waited]]) -> Table:
    counts: Counts = Counter((code, one.wait.way.value) for code, several in waits.items() for one in several)
    return Table(name, ("queue", "way"), counts)


def _by_split(split: str, waits: Mapping[str, Sequence[Waited]]) -> Table:
    counts: Counts = Counter((code, one.groups[split]) for code, several in waits.items() for one in several)
    return Table(f"waits by {split}", ("queue", split), counts)


def _n(shown: Shown, **categories: str) -> int | None:
    """A count to the nearest five, or None where it is held back. The months of two statements overlap."""
    found = shown.at(**categories)
    return rough(found) if isinstance(found, int) else None


def _grid(waits: Sequence[Waited], until: datetime) -> tuple[int, ...]:
    """The same for both years and all groups of a queue, so that they can be set beside one another."""
    long = sum(one.weeks(until) > QUARTER for one in waits)
    return BY_WEEK if long < THRESHOLD else BY_MONTH


def _groups(
    split: str, labels: Sequence[str], waits: Sequence[Waited], until: datetime, shown: Shown, queue: str
) -> list[dict[str, Any]]:  # fmt: skip
    return [
        {
            "label": label,
            **_figures(
                [one for one in waits if one.groups[split] == label], until,
                _n(shown, **{"queue": queue, split: label}), BY_MONTH,
            ),
        }
        for label in labels
    ]  # fmt: skip


def _figures(waits: Sequence[Waited], until: datetime, count: int | None, grid: Sequence[int]) -> dict[str, Any]:
    """Count, curve, median and 92nd percentile: nothing of them where the count itself is held back."""
    nothing: dict[str, Any] = {"count": count, "curve": [], "median": None, "p92": None}
    if not count:
        return nothing
    weeks, ended = [one.weeks(until) for one in waits], [one.wait.ended is not None for one in waits]
    points = shown_curve(weeks, ended, grid, threshold=THRESHOLD)
    if not points:
        return nothing
    curve = waiting_curve(weeks, ended)
    return {
        "count": count, "curve": [[one.time, *map(_coarse, (one.still_waiting, one.low, one.high))] for one in points],
        "median": _percentile(curve, 0.5, points[-1].time), "p92": _percentile(curve, 0.92, points[-1].time),
    }  # fmt: skip


def _coarse(share: float) -> float:
    """To the nearest five in a hundred: from whole per cents the exact number of children could be reckoned."""
    return round(round(share / COARSE) * COARSE, 2)


def weeks_shown(weeks: Sequence[float], ended: Sequence[bool]) -> dict[str, Any] | None:
    """The median of these waits as it may be shown; None where they are too few."""
    points = shown_curve(weeks, ended, BY_MONTH, threshold=THRESHOLD) if weeks else ()
    return _percentile(waiting_curve(weeks, ended), 0.5, points[-1].time) if points else None


def _percentile(curve: WaitingCurve, share: float, seen_to: float) -> dict[str, Any] | None:
    """In whole weeks, and only where five people or more lie beyond it: else it is the day of one of them."""
    if curve.people * (1.0 - share) < THRESHOLD:
        return None
    found: Percentile = curve.percentile(share)
    if isinstance(found.value, NotAnswerable):
        return {"weeks": None, "over": int(seen_to), "low": _weeks(found.interval.low), "high": None}
    return {
        "weeks": _weeks(found.value), "over": None, "low": _weeks(found.interval.low),
        "high": _weeks(found.interval.high),
    }  # fmt: skip


def _weeks(value: float) -> int | None:
    return math.ceil(value) if math.isfinite(value) else None


def _ways_out(
    waits: Sequence[Waited], until: datetime, shown: Shown, queue: str, grid: Sequence[int]
) -> dict[str, list[list[float]]]:
    """By way, the share that had left so by each time (Aalen and Johansen); only ways that enough people took."""
    taken = [way for way in (Way.ON, Way.BEFORE_HELP) if (_n(shown, queue=queue, way=way.value) or 0) >= THRESHOLD]
    if not taken or not _n(shown, queue=queue):
        return {}
    found = ways_out(
        [one.weeks(until) for one in waits],
        np.array([None if one.wait.way is Way.WAITS else one.wait.way.value for one in waits], dtype=object),
    )
    return {way.value: _stepped(found.times, found.by_way[way.value], waits, way, until, grid) for way in taken}


def _stepped(
    times: Sequence[float],
    shares: Sequence[float],
    waits: Sequence[Waited],
    way: Way,
    until: datetime,
    grid: Sequence[int],
) -> list[list[float]]:
    """At the times of the grid, moving on when five more have left so."""
    points, last, counted = [], 0.0, 0
    for week in grid:
        gone = sum(one.wait.way is way and one.weeks(until) <= week for one in waits)
        if gone - counted >= THRESHOLD:
            before = [share for time, share in zip(times, shares, strict=True) if time <= week]
            last, counted = _coarse(before[-1]), gone
        points.append([float(week), last])
    return points
