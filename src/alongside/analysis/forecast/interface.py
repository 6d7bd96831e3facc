"""What every forecaster offers: `fit(events, grid, until)`, then `expected(horizon)`."""

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from alongside.analysis.events.results import Floats, Result, stamp
from alongside.analysis.events.unfit import Unfit
from alongside.analysis.forecast.history import Past
from alongside.analysis.hotspots.cells import Cells


@dataclass(frozen=True, kw_only=True, eq=False)
class Forecast(Result):
    """`values`: events expected in each cell from `start` on, over `horizon` days. `learned`: what was estimated."""

    values: Floats
    grid: Cells
    model: str
    start: str
    horizon: float
    learned: dict[str, float]


class Fitted(Protocol):
    """A forecaster that has learned from all before a moment."""

    def expected(self, horizon: float) -> Forecast:
        """Events expected in each cell over the next `horizon` days."""
        ...

    def forward(self, until: Any) -> "Fitted":
        """The same learned numbers, standing at another moment: newer events count, nothing is learned anew."""
        ...


class Forecaster(Protocol):
    @property
    def name(self) -> str: ...

    def fit(self, events: Any, grid: Cells, until: Any) -> Fitted:
        """Learn from events strictly before `until`; later ones are never looked at."""
        ...


def forecast(
    past: Past, values: Floats, horizon: float, model: str, settings: dict[str, object], *,
    learned: dict[str, float] | None = None, seed: int | None = None, notes: tuple[str, ...] = (),
) -> Forecast:  # fmt: skip
    """The result, stamped with the events that were known and the settings used."""
    start = past.history.clock.text(past.moment)
    whole = past.history.grid.describe() | settings | {"until": start, "horizon": horizon}
    return Forecast(
        **stamp(past.arrays(), whole, seed=seed, notes=[*past.notes(), *notes]),
        values=values, grid=past.history.grid, model=model, start=start, horizon=horizon, learned=learned or {},
    )  # fmt: skip


def check_horizon(horizon: float) -> float:
    if not isinstance(horizon, (int, float, np.number)) or not 0 < horizon < float("inf"):
        raise Unfit(f"A horizon of {horizon!r} days cannot be forecast.", "Give days above 0, such as 7.")
    return float(horizon)
