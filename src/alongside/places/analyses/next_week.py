"""Where the next week's events are expected: the decayed count, unless a model has beaten it on the weeks just past."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import shapely

from alongside.analysis.events import Events, Unfit
from alongside.analysis.events.results import Floats
from alongside.analysis.forecast import Forecaster, History, Score, baseline, blended, rolling, score
from alongside.analysis.hotspots import Grid
from alongside.common.periods import add_months, month_of
from alongside.places.analyses.dated import Plain, day_number
from alongside.places.source_forms import PlaceEvents
from alongside.places.states import Precision

MOST_WEEKS, MOST_MONTHS = 26, 12
# A test of forecasts on fewer windows, or with less than half a year before the first, says nothing.
FEWEST_WINDOWS, DAYS_BEFORE = 4, 180
WEEK = 7.0
_MONTH = 365.25 / 12
PLAIN = "decayed count"
# Events that the product of weekday and hour weighs as much as, beside what was seen in each hour of the week.
PULL = 100.0


@dataclass(frozen=True, eq=False)
class Ahead:
    """`per_day`: events expected in each cell of the grid on a day after the source's last. `told`: for the page."""

    grid: Grid
    per_day: Floats
    told: Plain


def look_ahead(events: PlaceEvents, last: date, *, cell: float, covers: int, seed: int) -> Ahead:
    """Forecast from all events up to `last`, and try the method on past weeks with as many cells as `covers`.

    Sources that tell only months are tried on months. Raises `Unfit` without events or for a grid too large.
    """
    given = Events.of(events.x, events.y, np.asarray(events.times), weight=events.weight)
    grid = Grid.over(_area(events), cell, events.plane)
    history = History.of(given, grid)
    by_month = events.precision == Precision.MONTH
    edges = _edges(history, last, events.gaps, by_month)
    tested = _tested(history, grid, edges, min(covers, len(grid)), by_month, seed)
    name = tested.use if tested else PLAIN
    models = {model.name: model for model in (_candidate(by_month), baseline(), baseline("count"))}
    fitted = models[name].fit(history, grid, np.datetime64(last + timedelta(days=1)))
    horizon = _MONTH if by_month else WEEK
    expected = fitted.expected(horizon).values
    told = {
        "first": (last + timedelta(days=1)).isoformat(), "unit": "month" if by_month else "week",
        "expected": round(float(expected.sum()), 2), "model": name, "cell": cell, "cells": len(grid),
        "verdict": _verdict(tested), "score": _told(tested, name) if tested else None,
    }  # fmt: skip
    return Ahead(grid, expected / horizon, told)


def _area(events: PlaceEvents) -> Any:
    """The boundary; the box around the events where the source has none."""
    if events.outline is not None and events.outline.area > 0:
        return events.outline
    return shapely.box(events.x.min(), events.y.min(), events.x.max(), events.y.max()).buffer(1.0)


def _candidate(by_month: bool) -> Forecaster:
    return blended(step=_MONTH, steps=36, every=1) if by_month else blended()


def _edges(history: History, last: date, gaps: tuple[date, ...], by_month: bool) -> list[Any]:
    """Edges of whole windows up to `last`, all after the latest gap and with half a year of events before them."""
    end = last + timedelta(days=1)
    if by_month:
        newest = end if end.day == 1 else month_of(end)
        edges = [add_months(newest, -number) for number in range(MOST_MONTHS, -1, -1)]
    else:
        start = end - timedelta(days=7 * MOST_WEEKS)
        edges = [one.astype("datetime64[D]").item() for one in rolling(np.datetime64(start), WEEK, MOST_WEEKS)]  # type: ignore[union-attr]
    earliest = history.day[0] + DAYS_BEFORE
    after_gaps = add_months(max(gaps), 1) if gaps else date.min
    kept = [edge for edge in edges if day_number(edge) >= earliest and edge >= after_gaps]
    return [np.datetime64(edge) for edge in kept]


def _tested(history: History, grid: Grid, edges: list[Any], covers: int, by_month: bool, seed: int) -> Score | None:
    if len(edges) <= FEWEST_WINDOWS:
        return None
    share = covers / len(grid)
    for models in ([_candidate(by_month)], [baseline()]):
        try:
            return score(
                models, history, grid, edges=edges, shares=(share,), decide_at=share, learn_every=len(edges), seed=seed
            )
        except Unfit:
            continue  # too short a history to learn from, or nothing happened: the counts alone, or no test
    return None


def _verdict(tested: Score | None) -> str:
    """Whether any model beats the decayed count, in words."""
    if tested is None:
        return (
            "There is too little history to try a forecast on the past. The decayed count is used, in which what is a "
            "year old weighs half."
        )
    others = [words for name, words in zip(tested.models, tested.verdicts, strict=True) if name not in (PLAIN, "count")]
    if not others:
        return "The history is too short for a model to learn from. The decayed count is used."
    if tested.use == PLAIN:
        return f"No model beats the decayed count here, and so it is used. {others[0]}"
    return f"The decayed count is beaten here, and what beats it is used. {tested.verdicts[tested.row(tested.use)]}"


def _told(tested: Score, name: str) -> Plain:
    """Hit rates at the plan's own number of cells: of the method used, the two counts, and who had known the future."""
    happened = tested.events
    rows = [
        {
            "model": model, "hit": round(float(tested.hit_rate[row, 0]), 4),
            "low": round(float(tested.hit_low[row, 0]), 4), "high": round(float(tested.hit_high[row, 0]), 4),
            "used": model == name,
        }
        for row, model in enumerate(tested.models)
    ]  # fmt: skip
    low, high = np.quantile(happened, (0.025, 0.975))
    return {
        "windows": len(happened), "events": int(happened.sum()), "cells": int(tested.cells[0]),
        "share": round(float(tested.shares[0]), 5), "oracle": round(float(tested.oracle[0]), 4), "rows": rows,
        "least": int(low), "most": int(np.ceil(high)), "first": str(tested.settings["first window"]),
        "end": str(tested.settings["end"]),
    }  # fmt: skip


def weights_of_hours(events: PlaceEvents) -> Floats:
    """Array (7, 24), Monday first: the share of a week's events in each hour, the whole place together.

    Counts drawn towards the product of the weekday's and the hour's share with the weight of 100 events, as a place
    has too few events of its own. Sources without a time of day have even hours; those without a day an even week.
    """
    even = np.full((7, 24), 1 / 168)
    if events.precision == Precision.MONTH or not len(events):
        return even
    times = np.asarray(events.times).astype("datetime64[m]")
    days = times.astype("datetime64[D]")
    weekday = (days.astype(np.int64) + 3) % 7  # 1 January 1970 was a Thursday
    by_day = np.bincount(weekday, weights=events.weight, minlength=7) / events.weight.sum()
    if events.precision == Precision.DAY:
        return np.asarray(np.repeat(by_day[:, None] / 24, 24, axis=1))
    hour = (times - days).astype(np.int64) // 60
    seen = np.bincount(weekday * 24 + hour, weights=events.weight, minlength=168).reshape(7, 24)
    pulled = seen + PULL * np.outer(by_day, seen.sum(axis=0) / seen.sum())
    return np.asarray(pulled / pulled.sum())
