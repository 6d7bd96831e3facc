"""Boosted trees on many maps of the past, averaged with the blend of decayed counts."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from alongside.analysis.events.results import Floats
from alongside.analysis.events.unfit import Unfit
from alongside.analysis.forecast.history import History, Past
from alongside.analysis.forecast.interface import Forecast, check_horizon, forecast
from alongside.analysis.forecast.loglinear import FittedBlend, at_level, blended
from alongside.analysis.forecast.maps import BOOST_MAPS, Lessons, maps
from alongside.analysis.hotspots.cells import Cells

_TREES = {
    "max_iter": 200, "learning_rate": 0.05, "max_leaf_nodes": 15, "min_samples_leaf": 200, "l2_regularization": 1.0,
}  # fmt: skip


@dataclass(frozen=True)
class Boosted:
    lessons: Lessons
    seed: int
    name: str = "boosted counts"

    def fit(self, events: Any, grid: Cells, until: Any) -> "FittedBoosted":
        """Learn from the steps before `until`. Raises `Unfit` for too short a history or without scikit-learn."""
        library = _library()
        history = History.of(events, grid)
        past = history.before(history.clock.days(until))
        moments = self.lessons.moments(past)
        seen = np.concatenate([_columns(history.before(moment)) for moment in moments])
        happened = np.concatenate([self.lessons.counts(history, moment) for moment in moments])
        trees = library.HistGradientBoostingRegressor(loss="poisson", random_state=self.seed, **_TREES)
        trees.fit(seen, happened)
        # As few lessons for the blend as it has by itself, or all there are where the history is short.
        every = self.lessons.every if replace(self.lessons, every=4).too_few(past) else 4
        blend = blended(step=self.lessons.step, steps=self.lessons.steps, every=every).fit(history, grid, until)
        return FittedBoosted(self, past, trees, blend)


def boosted(*, step: float = 7.0, steps: int = 104, every: int = 2, seed: int = 0) -> Boosted:
    """Gradient-boosted Poisson trees on 18 maps of the past and the cell's position.

    It learns from every `every`-th of the last `steps` steps of `step` days. The forecast is the geometric mean of
    trees and `blended`: two ways to weigh the same maps, whose errors differ. Needs the extra `forecast`
    (scikit-learn, histogram-based boosting after LightGBM: Ke and others 2017).
    """
    return Boosted(Lessons(step, steps, every), seed)


@dataclass(frozen=True, eq=False)
class FittedBoosted:
    model: Boosted
    past: Past
    trees: Any
    blend: FittedBlend

    def expected(self, horizon: float) -> Forecast:
        grown = np.log(np.maximum(self.trees.predict(_columns(self.past)), 1e-12))
        values = at_level(self.past, (grown + self.blend.pattern()) / 2.0, check_horizon(horizon))
        lessons = self.model.lessons
        settings: dict[str, object] = {
            "model": self.model.name, "step": lessons.step, "steps": lessons.steps, "every": lessons.every,
            "library": f"scikit-learn {_library_version()}", **_TREES,
        }  # fmt: skip
        learned = {"trees": float(self.trees.n_iter_)}
        return forecast(
            self.past, values, horizon, self.model.name, settings, learned=learned, seed=self.model.seed
        )  # fmt: skip

    def forward(self, until: Any) -> "FittedBoosted":
        history = self.past.history
        past = history.before(history.clock.days(until))
        return replace(self, past=past, blend=self.blend.forward(until))


def _columns(past: Past) -> Floats:
    return np.column_stack([maps(past, BOOST_MAPS), *past.history.grid.centres()])


def _library() -> Any:
    try:
        from sklearn import ensemble
    except ImportError:
        raise Unfit(
            "Boosting needs the package scikit-learn, which is not installed.",
            "Install it with: pip install 'alongside[forecast]', or use forecast.blended.",
        ) from None
    return ensemble


def _library_version() -> str:
    from importlib.metadata import version

    return version("scikit-learn")
