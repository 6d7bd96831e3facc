"""The plain counts that every other forecaster has to beat."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.ndimage import gaussian_filter  # type: ignore[import-untyped]

from alongside.analysis.events.chance import within
from alongside.analysis.events.results import Floats, summed
from alongside.analysis.events.unfit import Unfit
from alongside.analysis.forecast.history import History, Past
from alongside.analysis.forecast.interface import Forecast, check_horizon, forecast
from alongside.analysis.hotspots.cells import Cells
from alongside.analysis.hotspots.grid import Grid


@dataclass(frozen=True)
class CountModel:
    """Events of the last `window` days (None: all), each worth 0.5 ** (age / half_life) (None: 1), spread by a Gaussian
    of `smoothing` cells.
    """

    name: str
    window: float | None
    half_life: float | None
    smoothing: float

    def fit(self, events: Any, grid: Cells, until: Any) -> "FittedCount":
        """Nothing is learned: the events before `until` are taken as they are."""
        history = History.of(events, grid)
        return FittedCount(self, history.before(history.clock.days(until)))


def baseline(
    kind: str = "decayed",
    *,
    window: float | None = None,
    half_life: float | None = None,
    smoothing: float | None = None,
) -> CountModel:
    """A count of past events in each cell.

    `kind`: "decayed" (half-life of 365 days and 0.5 cells of smoothing unless given) or "count" (of the last `window`
    days or all of them, no smoothing unless given). The unit of time is that of the events; days for dates.
    Raises `Unfit` for another kind or numbers that are not positive.
    """
    if kind not in ("decayed", "count"):
        raise Unfit(f"The baseline {kind!r} is not known.", "Choose 'decayed' or 'count'.")
    decayed = kind == "decayed"
    half_life = 365.0 if half_life is None and decayed else half_life
    smoothing = (0.5 if decayed else 0.0) if smoothing is None else smoothing
    window = None if window is None else within(window, "window", above=0)
    half_life = None if half_life is None else within(half_life, "half_life", above=0)
    smoothing = within(smoothing, "smoothing", least=0)
    return CountModel(_name(kind, window, half_life, smoothing), window, half_life, smoothing)


def _name(kind: str, window: float | None, half_life: float | None, smoothing: float) -> str:
    """The plain name for the default settings, which every score has beside it; others say how they differ."""
    usual = (None, 365.0, 0.5) if kind == "decayed" else (None, None, 0.0)
    told = {"window": window, "half-life": half_life, "smoothing": smoothing}
    apart = [
        f"{label} {value:g}" for (label, value), plain in zip(told.items(), usual, strict=True)
        if value is not None and value != plain
    ]  # fmt: skip
    return ", ".join(["decayed count" if kind == "decayed" else "count", *apart])


@dataclass(frozen=True, eq=False)
class FittedCount:
    model: CountModel
    past: Past

    def expected(self, horizon: float) -> Forecast:
        """The weighted count, divided by the time it stands for, over the horizon."""
        model = self.model
        reach = min(model.window or np.inf, self.past.span)
        total = decayed_counts(self.past, model.half_life, model.window)
        rate = smoothed(total, self.past.history.grid, model.smoothing) / exposure(reach, model.half_life)
        settings: dict[str, object] = {
            "model": model.name, "window": model.window, "half_life": model.half_life, "smoothing": model.smoothing,
        }  # fmt: skip
        notes = () if isinstance(self.past.history.grid, Grid) or not model.smoothing else ("Areas are not smoothed.",)
        return forecast(self.past, rate * check_horizon(horizon), horizon, model.name, settings, notes=notes)

    def forward(self, until: Any) -> "FittedCount":
        history = self.past.history
        return replace(self, past=history.before(history.clock.days(until)))


def decayed_counts(past: Past, half_life: float | None, window: float | None = None) -> Floats:
    """Weights of past events by cell, halved with each half-life of age."""
    first = 0 if window is None else int(np.searchsorted(-past.age, -window, side="left"))
    worth = past.weight[first:]
    if half_life is not None and np.isfinite(half_life):
        worth = worth * np.exp2(-past.age[first:] / half_life)
    return summed(past.cell[first:], worth, len(past.history.grid))


def exposure(span: float, half_life: float | None) -> float:
    """Days that a decayed count over `span` days stands for."""
    if half_life is None or not np.isfinite(half_life):
        return span
    return float(half_life / np.log(2.0) * -np.expm1(-np.log(2.0) * span / half_life))


def smoothed(values: Floats, grid: Cells, cells: float) -> Floats:
    """Values spread by a Gaussian of so many cells; what leaves the grid is lost. Areas stay as they are."""
    if not cells or not isinstance(grid, Grid):
        return values
    spread = gaussian_filter(grid.laid_out(values), sigma=cells, mode="constant")
    return np.asarray(spread[grid.rows, grid.cols])
