"""The places of a patrol plan: cells of the forecast, windows of near repeats, or hot areas; and what to expect there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from alongside.analysis.events.results import Floats
from alongside.areas.grid import to_lonlat_all
from alongside.common.text import counted
from alongside.places.analyses.dated import Plain
from alongside.places.analyses.near_windows import FEWEST
from alongside.places.analyses.next_week import Ahead
from alongside.places.errors import PlacesRefused
from alongside.places.queries import RunDetail
from alongside.places.source_forms import NATIONAL_GRID
from alongside.places.states import RunKind


@dataclass(frozen=True, eq=False)
class PatrolPlace:
    """Squares of one side, from their south-west corners. `rate`: events expected on each day of the plan."""

    name: str
    why: str
    squares: list[list[int]]
    side: float
    rate: Floats

    @property
    def middle(self) -> tuple[int, int]:
        """The middle of the square that lies nearest to the middle of all."""
        corners = np.array(self.squares, dtype=np.float64) + self.side / 2
        away = np.hypot(*(corners - corners.mean(axis=0)).T)
        x, y = corners[int(away.argmin())]
        return round(float(x)), round(float(y))

    def plain(self, plane: str) -> Plain:
        x, y = self.middle
        told: Plain = {
            "name": self.name, "why": self.why, "squares": self.squares, "side": self.side, "x": x, "y": y,
            "hectares": round(len(self.squares) * self.side**2 / 10_000, 1),
            "expected": round(float(self.rate.sum()), 4),
        }  # fmt: skip
        if plane == NATIONAL_GRID:
            longitude, latitude = (column[0] for column in to_lonlat_all([float(x)], [float(y)]))
            if np.isfinite(longitude) and np.isfinite(latitude):
                told |= {"longitude": round(float(longitude), 5), "latitude": round(float(latitude), 5)}
        return told


def places_of(run: RunDetail | None, ahead: Ahead, days: Sequence[date], most: int) -> list[PatrolPlace]:
    """At most `most` places, the one with most expected first. Without a run they are cells of the forecast."""
    if run is None:
        found = _cells(ahead, days, most)
    elif run.summary.kind == RunKind.NEAR_REPEATS:
        found = _windows(run, ahead, days)
    else:
        found = _hot_areas(run, ahead, days)
    found.sort(key=lambda place: -float(place.rate.sum()))
    return found[:most]


def _cells(ahead: Ahead, days: Sequence[date], most: int) -> list[PatrolPlace]:
    grid, side = ahead.grid, ahead.grid.cell
    best = np.argsort(-ahead.per_day, kind="stable")[:most].tolist()
    return [
        PatrolPlace(
            f"Place {number}", "most is expected here",
            [[round(grid.x0 + grid.cols[cell] * side), round(grid.y0 + grid.rows[cell] * side)]], side,
            np.full(len(days), ahead.per_day[cell]),
        )
        for number, cell in enumerate(best, start=1)
    ]  # fmt: skip


def _windows(run: RunDetail, ahead: Ahead, days: Sequence[date]) -> list[PatrolPlace]:
    """In a window the usual rate is raised by the ratio that the run found, until the window ends."""
    result = _result(run)
    if result.get("window") is None:
        raise PlacesRefused(
            "That analysis of near repeats found no raised window, and so no place to patrol.",
            "Plan by the forecast or by hot spots.",
        )
    ratio, side = float(result["window"]["ratio"]), float(result["square"])
    found = []
    for window in result["present"]["windows"]:
        usual = _usual(window["squares"], side, ahead)
        live = np.array([[day.isoformat() <= until for until in window["until"]] for day in days])
        # Only while something is raised is there a reason to go.
        rate = np.where(live.any(axis=1), (usual * np.where(live, ratio, 1.0)).sum(axis=1), 0.0)
        if rate.any():
            many = counted(window["events"], "event") if window["events"] >= FEWEST else f"fewer than {FEWEST} events"
            until = date.fromisoformat(window["last_until"])
            why = f"raised until {until:%-d %B %Y} after {many}"
            found.append(PatrolPlace(window["name"], why, window["squares"], side, rate))
    if not found:
        raise PlacesRefused(
            f"No window of that analysis is still open on {days[0]:%-d %B %Y}: its source ends on "
            f"{date.fromisoformat(result['present']['last']):%-d %B %Y}.",
            "Load newer incidents and ask for near repeats again, or choose an earlier first day.",
        )
    return found


def _hot_areas(run: RunDetail, ahead: Ahead, days: Sequence[date]) -> list[PatrolPlace]:
    result = _result(run)
    if not result["areas"]:
        raise PlacesRefused("That analysis found no hot area, and so no place to patrol.", "Plan by the forecast.")
    grid, found = result["grid"], []
    side = float(grid["cell"])
    for area in result["areas"]:
        squares = [
            [round(grid["x0"] + grid["cols"][cell] * side), round(grid["y0"] + grid["rows"][cell] * side)]
            for cell in area["cells"]
        ]
        rate = np.full(len(days), _usual(squares, side, ahead).sum())
        ward = f" in {area['ward']}" if area.get("ward") else ""
        found.append(PatrolPlace(f"Area {area['number']}", f"a hot spot{ward}", squares, side, rate))
    return found


def _result(run: RunDetail) -> Mapping[str, Any]:
    assert run.result is not None, "only an analysis that is done is planned from"
    return run.result


def _usual(squares: Sequence[Sequence[int]], side: float, ahead: Ahead) -> Floats:
    """Events expected on a day in each square: the forecast's cell around its middle, by the share of area."""
    corners = np.array(squares, dtype=np.float64)
    cell = ahead.grid.locate(corners[:, 0] + side / 2, corners[:, 1] + side / 2)
    share = side**2 / ahead.grid.cell**2
    return np.where(cell >= 0, ahead.per_day[np.maximum(cell, 0)] * share, 0.0)
