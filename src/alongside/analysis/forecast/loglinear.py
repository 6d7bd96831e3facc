"""A blend of decayed counts: their logarithms, weighted by how well they foretold the last two years."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from alongside.analysis.events.results import Floats
from alongside.analysis.forecast.counting import decayed_counts, exposure
from alongside.analysis.forecast.history import History, Past
from alongside.analysis.forecast.interface import Forecast, check_horizon, forecast
from alongside.analysis.forecast.maps import BLEND_MAPS, Lessons, maps
from alongside.analysis.hotspots.cells import Cells

_FLOOR = 0.1
_PENALTY = 1e-4
_LEVEL_HALF_LIFE = 365.0


@dataclass(frozen=True)
class Blend:
    """Poisson regression of the next step's count on the logarithms of many decayed counts."""

    lessons: Lessons
    name: str = "blend of decayed counts"

    def fit(self, events: Any, grid: Cells, until: Any) -> "FittedBlend":
        """Learn the weights of the maps from the steps before `until`. Raises `Unfit` for too short a history."""
        history = History.of(events, grid)
        past = history.before(history.clock.days(until))
        moments = self.lessons.moments(past)
        seen = [np.log(maps(history.before(moment), BLEND_MAPS) + _FLOOR) for moment in moments]
        happened = [self.lessons.counts(history, moment) for moment in moments]
        return FittedBlend(self, past, poisson_regression(np.concatenate(seen), np.concatenate(happened)))


def blended(*, step: float = 7.0, steps: int = 104, every: int = 4) -> Blend:
    """A forecaster that weighs recent against long, and sharp against smooth, counts.

    It learns from every `every`-th of the last `steps` steps of `step` days. Method: Poisson regression with a log
    link on log(map + 0.1), 14 maps each with mean 1, ridge penalty 1e-4 on standardised columns. The level is that of
    the decayed count with a half-life of 365 days.
    """
    return Blend(Lessons(step, steps, every))


@dataclass(frozen=True, eq=False)
class Weights:
    """A fitted regression: `apply` gives the linear part for new columns."""

    constant: float
    slopes: Floats

    def apply(self, columns: Floats) -> Floats:
        return self.constant + columns @ self.slopes


@dataclass(frozen=True, eq=False)
class FittedBlend:
    model: Blend
    past: Past
    weights: Weights

    def pattern(self) -> Floats:
        """The logarithm of each cell's rate, up to a constant."""
        return self.weights.apply(np.log(maps(self.past, BLEND_MAPS) + _FLOOR))

    def expected(self, horizon: float) -> Forecast:
        lessons = self.model.lessons
        names = [f"half-life {half_life:g}, smoothing {cells:g}" for half_life, cells in BLEND_MAPS]
        settings: dict[str, object] = {
            "model": self.model.name, "step": lessons.step, "steps": lessons.steps, "every": lessons.every,
        }  # fmt: skip
        learned = dict(zip(names, self.weights.slopes.tolist(), strict=True))
        values = at_level(self.past, self.pattern(), check_horizon(horizon))
        return forecast(self.past, values, horizon, self.model.name, settings, learned=learned)

    def forward(self, until: Any) -> "FittedBlend":
        history = self.past.history
        return replace(self, past=history.before(history.clock.days(until)))


def at_level(past: Past, pattern: Floats, horizon: float) -> Floats:
    """A pattern of log rates scaled to the total that the decayed count expects over the horizon."""
    shares = np.exp(pattern - pattern.max())
    total = decayed_counts(past, _LEVEL_HALF_LIFE).sum() / exposure(past.span, _LEVEL_HALF_LIFE)
    return shares / shares.sum() * total * horizon


def poisson_regression(columns: Floats, counts: Floats, *, penalty: float = _PENALTY, rounds: int = 50) -> Weights:
    """Poisson regression with a log link and a ridge penalty on standardised columns, by Newton's method.

    The penalty is per observation; the constant is free. A step that would raise the loss is halved.
    """
    mean, spread = columns.mean(axis=0), columns.std(axis=0)
    scaled = np.column_stack([np.ones(len(columns)), (columns - mean) / np.where(spread > 0, spread, 1.0)])
    ridge = np.diag([0.0, *[penalty] * columns.shape[1]])
    beta = np.zeros(scaled.shape[1])
    beta[0] = np.log(max(float(counts.mean()), 1e-9))

    def loss(at: Floats) -> float:
        linear = scaled @ at
        return float((np.exp(np.minimum(linear, 50.0)) - counts * linear).mean() + 0.5 * at @ ridge @ at)

    here = loss(beta)
    for _ in range(rounds):
        rate = np.exp(np.minimum(scaled @ beta, 50.0))
        slope = scaled.T @ (rate - counts) / len(counts) + ridge @ beta
        curve = (scaled * rate[:, None]).T @ scaled / len(counts) + ridge + 1e-12 * np.eye(len(beta))
        step = np.linalg.solve(curve, slope)
        while (new := loss(beta - step)) > here + 1e-12 and np.abs(step).max() > 1e-10:
            step = step / 2
        beta = beta - step
        if here - new < 1e-12:
            break
        here = new
    slopes = beta[1:] / np.where(spread > 0, spread, 1.0)
    return Weights(float(beta[0] - slopes @ mean), slopes)
