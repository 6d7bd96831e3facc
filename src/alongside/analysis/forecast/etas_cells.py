"""Self-exciting counts cell by cell: a background of each cell's own, and events that set off others in it."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from alongside.analysis.events.results import Floats, Ints
from alongside.analysis.forecast.history import History, Past
from alongside.analysis.forecast.interface import Forecast, check_horizon, forecast
from alongside.analysis.forecast.likelihood import Estimate, maximise
from alongside.analysis.forecast.recursion import faded_sums
from alongside.analysis.hotspots.cells import Cells

# Mean delays from an hour to ten years.
DECAY_BOUNDS = (1.0 / 3650.0, 24.0)
MOST_OFFSPRING = 0.99


@dataclass(frozen=True)
class CellEtas:
    """Rate of cell c at day t: mu(c) + sum over its earlier events of theta * omega * exp(-omega * (t - earlier))."""

    window: float | None
    name: str = "ETAS by cell"

    def fit(self, events: Any, grid: Cells, until: Any) -> "FittedCellEtas":
        """Maximum likelihood over mu of every cell, theta and omega."""
        history = History.of(events, grid)
        past = history.before(history.clock.days(until))
        data = _Data.of(past, self.window)
        return FittedCellEtas(self, past, data, _estimate(data))


@dataclass(frozen=True, eq=False)
class _Data:
    """Events by cell, then day, as days since the start of the window; `left`: days from each to the end."""

    cell: Ints
    day: Floats
    span: float
    grid: Cells

    @classmethod
    def of(cls, past: Past, window: float | None) -> "_Data":
        span = min(window or np.inf, past.span)
        kept = np.flatnonzero(past.age <= span)
        order = kept[np.lexsort((-past.age[kept], past.cell[kept]))]
        # The first event opens the window; a day of grace keeps one event alone from an endless rate.
        return cls(past.cell[order], span - past.age[order], max(span, 1.0), past.history.grid)

    @property
    def left(self) -> Floats:
        return self.span - self.day


@dataclass(frozen=True, eq=False)
class FittedCellEtas:
    model: CellEtas
    past: Past
    data: _Data
    estimate: Estimate

    def expected(self, horizon: float) -> Forecast:
        """The mean of the process given the past, offspring of offspring included.

        The mean rate goes from its present value to mu / (1 - theta) with speed omega (1 - theta).
        """
        theta, omega = self.estimate.value("theta"), self.estimate.value("omega")
        days = check_horizon(horizon)
        excited = omega * faded_sums(self.data.cell, self.data.day, omega)
        mu = background(self.data, theta * excited)
        fading = np.exp(-omega * self.data.left)
        now = mu + theta * omega * np.bincount(self.data.cell, weights=fading, minlength=len(mu))
        settled, speed = mu / (1.0 - theta), omega * (1.0 - theta)
        values = settled * days + (now - settled) * -np.expm1(-speed * days) / speed
        settings: dict[str, object] = {"model": self.model.name, "window": self.model.window}
        return forecast(
            self.past, values, horizon, self.model.name, settings,
            learned=self.estimate.learned(), notes=self.estimate.notes,
        )  # fmt: skip

    def forward(self, until: Any) -> "FittedCellEtas":
        past = self.past.history.before(self.past.history.clock.days(until))
        return replace(self, past=past, data=_Data.of(past, self.model.window))


def background(data: _Data, triggered: Floats, rounds: int = 60) -> Floats:
    """The most likely mu of every cell: the root of sum 1 / (mu + triggered) = span, by Newton's method from below.

    The left side falls and is convex in mu, so that steps from the left never overshoot. Cells whose events are all
    better told as triggered have mu = 0.
    """
    cells = len(data.grid)
    events = np.bincount(data.cell, minlength=cells)
    # With m events and the least triggered rate e, the root lies between 1/span - e and m/span.
    least = np.full(cells, np.inf)
    np.minimum.at(least, data.cell, triggered)
    mu = np.where(events > 0, np.maximum(1.0 / data.span - least, 0.0), 0.0)
    for _ in range(rounds):
        rate = np.maximum(mu[data.cell] + triggered, 1e-300)
        first = np.bincount(data.cell, weights=1.0 / rate, minlength=cells)
        second = np.bincount(data.cell, weights=1.0 / rate**2, minlength=cells)
        step = np.divide(first - data.span, second, out=np.zeros(cells), where=events > 0)
        new = np.maximum(mu + step, 0.0)
        if np.abs(new - mu).max() <= 1e-12 * max(float(new.max()), 1e-300):
            return new
        mu = new
    return mu


def _estimate(data: _Data) -> Estimate:
    sums: dict[float, Floats] = {}

    def log_likelihood(theta: float, omega: float) -> float:
        if omega not in sums:
            sums.clear()
            sums[omega] = omega * faded_sums(data.cell, data.day, omega)
        triggered = theta * sums[omega]
        mu = background(data, triggered)
        rate = np.maximum(mu[data.cell] + triggered, 1e-300)
        return float(np.log(rate).sum() - mu.sum() * data.span + theta * np.expm1(-omega * data.left).sum())

    pairs = bool((data.cell[1:] == data.cell[:-1]).any())
    bounds = {"theta": (1e-4, MOST_OFFSPRING), "omega": DECAY_BOUNDS}
    return maximise(log_likelihood, bounds, events=len(data.day), possible=pairs)
