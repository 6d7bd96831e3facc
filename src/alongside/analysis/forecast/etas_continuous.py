"""Self-exciting events in continuous space: a smooth background and offspring scattered about each event."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.sparse import csr_array  # type: ignore[import-untyped]
from scipy.spatial import cKDTree  # type: ignore[import-untyped]
from scipy.special import ndtr  # type: ignore[import-untyped]

from alongside.analysis.events.results import Floats, Ints
from alongside.analysis.events.unfit import Unfit
from alongside.analysis.forecast.etas_cells import DECAY_BOUNDS, MOST_OFFSPRING
from alongside.analysis.forecast.history import History, Past
from alongside.analysis.forecast.interface import Forecast, check_horizon, forecast
from alongside.analysis.forecast.likelihood import Estimate, maximise
from alongside.analysis.hotspots.cells import Cells
from alongside.analysis.hotspots.grid import Grid
from alongside.analysis.near_repeat import pairs_by_band, spatial_order

_MOST_EVENTS = 50_000
# A small even part keeps lone events from a background of zero.
_EVEN = 0.01


@dataclass(frozen=True)
class ContinuousEtas:
    """Rate at place s and day t: m u(s) + sum over earlier events of theta omega exp(-omega lag) g(distance; sigma).

    u: a kernel surface of the events weighted by the probability that each is background, integrating to 1; g: a
    Gaussian cut off at `farthest` metres. See `etas`.
    """

    window: float | None
    farthest: float
    least_bandwidth: float
    neighbour: int
    rounds: int
    name: str = "ETAS in continuous space"

    def fit(self, events: Any, grid: Cells, until: Any) -> "FittedContinuousEtas":
        """Maximum likelihood of m, theta, omega and sigma, in turn with the background's weights."""
        history = History.of(events, grid)
        past = history.before(history.clock.days(until))
        data = _Data.of(past, self)
        share = np.ones(len(data.day))
        for _ in range(self.rounds):
            surface = data.surface(share)
            estimate = _estimate(data, surface, self)
            share = _background_share(data, surface, estimate, self.farthest)
        return FittedContinuousEtas(self, past, data, estimate, share)


@dataclass(frozen=True, eq=False)
class _Data:
    """Events in spatial order; `late`, `lag`, `squared`: pairs, the later event, days between, square metres apart."""

    x: Floats
    y: Floats
    day: Floats
    span: float
    area: float
    late: Ints
    lag: Floats
    squared: Floats
    bandwidth: Floats
    kernel: Any

    @classmethod
    def of(cls, past: Past, model: ContinuousEtas) -> "_Data":
        span = min(model.window or np.inf, past.span)
        kept = np.flatnonzero(past.age <= span)
        if len(kept) > _MOST_EVENTS:
            raise Unfit(
                f"{len(kept):,} events are too many for ETAS in continuous space ({_MOST_EVENTS:,} at most).",
                "Give a shorter window=, or use etas('cells').",
            )
        x, y = past.history.x[kept], past.history.y[kept]
        day = span - past.age[kept]
        order = spatial_order(x, y, day, model.farthest)
        x, y, day = x[order], y[order], day[order]
        late, lag, squared = _pairs(x, y, day, model.farthest)
        bandwidth, kernel = _kernel(x, y, model)
        area = float(past.history.grid.area.sum())
        return cls(x, y, day, max(span, 1.0), area, late, lag, squared, bandwidth, kernel)

    def surface(self, share: Floats) -> Floats:
        """u at every event, the event itself left out."""
        others = max(float(share.sum()), 1e-9)
        return (1.0 - _EVEN) * np.asarray(self.kernel @ share) / others + _EVEN / self.area


def _pairs(x: Floats, y: Floats, day: Floats, farthest: float) -> tuple[Ints, Floats, Floats]:
    if len(x) < 2:
        return np.empty(0, dtype=np.int64), np.empty(0), np.empty(0)
    [(i, j)] = pairs_by_band(x, y, np.array([0.0, farthest]), "euclidean")
    apart = np.flatnonzero(day[i] != day[j])
    i, j = i[apart], j[apart]
    late = np.where(day[i] > day[j], i, j).astype(np.int64)
    return late, np.abs(day[i] - day[j]), (x[i] - x[j]) ** 2 + (y[i] - y[j]) ** 2


def _kernel(x: Floats, y: Floats, model: ContinuousEtas) -> tuple[Floats, Any]:
    """Bandwidths that reach each event's n-th neighbour, and the sparse matrix of kernels cut off at four of them."""
    tree = cKDTree(np.column_stack([x, y]))
    nth = min(model.neighbour + 1, len(x))
    away = tree.query(np.column_stack([x, y]), k=[nth])[0][:, 0]
    bandwidth = np.maximum(np.where(np.isfinite(away), away, 0.0), model.least_bandwidth)
    # A few far-off events would else reach the whole place.
    bandwidth = np.minimum(bandwidth, 5.0 * np.median(bandwidth))
    found = tree.query_ball_point(np.column_stack([x, y]), 4.0 * bandwidth, return_sorted=True)
    source = np.repeat(np.arange(len(x)), [len(each) for each in found])
    target = np.concatenate([np.array(each, dtype=np.int64) for each in found])
    other = source != target
    source, target = source[other], target[other]
    square = bandwidth[source] ** 2
    value = np.exp(-0.5 * ((x[target] - x[source]) ** 2 + (y[target] - y[source]) ** 2) / square) / (2 * np.pi * square)
    return bandwidth, csr_array((value, (target, source)), shape=(len(x), len(x)))


def _triggered(data: _Data, theta: float, omega: float, sigma: float, farthest: float) -> Floats:
    """The rate that earlier events add at each event."""
    whole = -np.expm1(-0.5 * (farthest / sigma) ** 2) * 2 * np.pi * sigma**2
    near = np.exp(-omega * data.lag - data.squared / (2 * sigma**2))
    return theta * omega / whole * np.bincount(data.late, weights=near, minlength=len(data.day))


def _rate_of_background(triggered: Floats, surface: Floats, span: float) -> float:
    """The most likely m given all else: the root of sum u / (m u + triggered) = span, by Newton's method."""
    per_day = 1e-9
    for _ in range(100):
        rate = per_day * surface + triggered
        step = ((surface / rate).sum() - span) / ((surface / rate) ** 2).sum()
        if abs(step) <= 1e-12 * per_day:
            break
        per_day = max(per_day + step, 1e-12)
    return float(per_day)


def _estimate(data: _Data, surface: Floats, model: ContinuousEtas) -> Estimate:
    def log_likelihood(theta: float, omega: float, sigma: float) -> float:
        triggered = _triggered(data, theta, omega, sigma, model.farthest)
        per_day = _rate_of_background(triggered, surface, data.span)
        rate = per_day * surface + triggered
        return float(np.log(rate).sum() - per_day * data.span + theta * np.expm1(-omega * (data.span - data.day)).sum())

    # Repeats at one snapped point would draw sigma to nothing: it is told no finer than the background.
    bounds = {"theta": (1e-4, MOST_OFFSPRING), "omega": DECAY_BOUNDS, "sigma": (model.least_bandwidth, model.farthest)}
    return maximise(log_likelihood, bounds, events=len(data.day), possible=len(data.late) > 0)


def _background_share(data: _Data, surface: Floats, estimate: Estimate, farthest: float) -> Floats:
    theta, omega, sigma = (estimate.value(name) for name in ("theta", "omega", "sigma"))
    triggered = _triggered(data, theta, omega, sigma, farthest)
    own = _rate_of_background(triggered, surface, data.span) * surface
    return own / (own + triggered)


@dataclass(frozen=True, eq=False)
class FittedContinuousEtas:
    model: ContinuousEtas
    past: Past
    data: _Data
    estimate: Estimate
    share: Floats

    def expected(self, horizon: float) -> Forecast:
        """The mean of the process given the past, offspring of offspring included, gathered by cell."""
        days, data = check_horizon(horizon), self.data
        theta, omega, sigma = (self.estimate.value(name) for name in ("theta", "omega", "sigma"))
        triggered = _triggered(data, theta, omega, sigma, self.model.farthest)
        per_day = _rate_of_background(triggered, data.surface(self.share), data.span)
        mu = per_day * self._spread(self.share / self.share.sum(), data.bandwidth)
        mu += per_day * _EVEN * (self.past.history.grid.area / data.area - mu / max(per_day, 1e-300))
        fading = theta * omega * np.exp(-omega * (data.span - data.day))
        now = mu + self._spread(fading, np.full(len(fading), sigma))
        settled, speed = mu / (1.0 - theta), omega * (1.0 - theta)
        values = settled * days + (now - settled) * -np.expm1(-speed * days) / speed
        settings: dict[str, object] = {
            "model": self.model.name, "window": self.model.window, "farthest": self.model.farthest,
            "least_bandwidth": self.model.least_bandwidth, "neighbour": self.model.neighbour,
        }  # fmt: skip
        learned = self.estimate.learned() | {"background share": float(self.share.mean()), "background a day": per_day}
        notes = (*self.estimate.notes, *_snapped(data))
        return forecast(self.past, values, horizon, self.model.name, settings, learned=learned, notes=notes)

    def forward(self, until: Any) -> "FittedContinuousEtas":
        past = self.past.history.before(self.past.history.clock.days(until))
        data = _Data.of(past, self.model)
        surface = data.surface(np.ones(len(data.day)))
        return replace(
            self, past=past, data=data, share=_background_share(data, surface, self.estimate, self.model.farthest)
        )  # fmt: skip

    def _spread(self, amount: Floats, width: Floats) -> Floats:
        """Amounts scattered by Gaussians, gathered by cell: exactly for squares, at the middle for other areas."""
        grid, data = self.past.history.grid, self.data
        told = np.flatnonzero(amount > 1e-12 * max(float(amount.max(initial=0.0)), 1e-300))
        if not isinstance(grid, Grid):
            return _at_middles(grid, data.x[told], data.y[told], amount[told], width[told])
        return _over_squares(grid, data.x[told], data.y[told], amount[told], width[told])


def _snapped(data: _Data) -> list[str]:
    """A note where many events share an exact place: their distances are those of the map, not of the events."""
    places = np.unique(np.column_stack([data.x, data.y]), axis=0)
    shared = 1.0 - len(places) / len(data.x)
    if shared < 0.1:
        return []
    return [f"{shared:.0%} of events repeat an exact place: the points are snapped, and sigma tells of that too."]


def _at_middles(grid: Cells, x: Floats, y: Floats, amount: Floats, width: Floats) -> Floats:
    middle_x, middle_y = grid.centres()
    total = np.empty(len(grid))
    for k in range(len(grid)):
        squared = ((middle_x[k] - x) ** 2 + (middle_y[k] - y) ** 2) / width**2
        total[k] = (amount * np.exp(-0.5 * squared) / (2 * np.pi * width**2)).sum()
    return total * grid.area


def _over_squares(grid: Grid, x: Floats, y: Floats, amount: Floats, width: Floats) -> Floats:
    """The integral over every square is a product of one share along x and one along y; 2,000 events at a time."""
    total = np.zeros((grid.ny, grid.nx))
    left, low = grid.x0 + np.arange(grid.nx + 1) * grid.cell, grid.y0 + np.arange(grid.ny + 1) * grid.cell
    for start in range(0, len(x), 2000):
        part = slice(start, start + 2000)
        across = np.diff(ndtr((left - x[part, None]) / width[part, None]), axis=1)
        up = np.diff(ndtr((low - y[part, None]) / width[part, None]), axis=1)
        total += (up * amount[part, None]).T @ across
    return total[grid.rows, grid.cols] * grid.inside
