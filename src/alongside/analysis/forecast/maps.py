"""Many maps of the past, short and long in memory, sharp and smooth: what the learning forecasters look at."""

from dataclasses import dataclass

import numpy as np

from alongside.analysis.events.chance import whole_within, within
from alongside.analysis.events.results import Floats
from alongside.analysis.events.unfit import Unfit
from alongside.analysis.forecast.counting import decayed_counts, smoothed
from alongside.analysis.forecast.history import History, Past

FOREVER = float("inf")
# Half-life in days, smoothing in cells. Chosen on Chicago's assaults of 2013 to 2017.
BLEND_MAPS = (
    (14.0, 1.0), (60.0, 0.5), (180.0, 0.5), (365.0, 0.0), (365.0, 0.5), (730.0, 0.5), (730.0, 1.0),
    (1460.0, 0.0), (FOREVER, 0.0), (FOREVER, 0.5), (60.0, 4.0), (365.0, 4.0), (FOREVER, 4.0), (FOREVER, 2.0),
)  # fmt: skip
BOOST_MAPS = (
    (14.0, 1.0), (60.0, 0.5), (60.0, 2.0), (180.0, 0.5), (365.0, 0.0), (365.0, 0.5), (730.0, 0.0), (730.0, 0.5),
    (730.0, 1.0), (1460.0, 0.0), (1460.0, 0.5), (FOREVER, 0.0), (FOREVER, 0.5), (60.0, 4.0), (365.0, 4.0),
    (FOREVER, 4.0), (FOREVER, 2.0), (365.0, 2.0),
)  # fmt: skip
_LEAST_WINDOWS = 8


def maps(past: Past, wanted: tuple[tuple[float, float], ...]) -> Floats:
    """Array (cells, maps): each map divided by its mean, so that it tells where and not how much."""
    sharp = {half_life: decayed_counts(past, half_life) for half_life, _ in wanted}
    columns = []
    for half_life, cells in wanted:
        spread = smoothed(sharp[half_life], past.history.grid, cells)
        columns.append(spread / max(float(spread.mean()), 1e-300))
    return np.column_stack(columns)


@dataclass(frozen=True)
class Lessons:
    """From which past moments to learn: every `every`-th step of `step` days in the last `steps`."""

    step: float
    steps: int
    every: int

    def __post_init__(self) -> None:
        within(self.step, "step", above=0)
        whole_within(self.steps, "steps")
        whole_within(self.every, "every")

    def moments(self, past: Past) -> list[float]:
        """The moments, oldest first; each has at least as much history before it as a quarter of what there is.

        Raises `Unfit` when fewer than eight fit in.
        """
        if self.too_few(past):
            raise Unfit(
                f"{past.span:,.0f} days of events are too few to learn from.",
                "Use forecast.baseline, or load a longer history.",
            )
        return [past.moment - self.step * k for k in reversed(self._back(past))]

    def too_few(self, past: Past) -> bool:
        return len(self._back(past)) < _LEAST_WINDOWS

    def _back(self, past: Past) -> range:
        """How many steps back each moment lies."""
        room = int(0.75 * past.span / self.step)
        return range(self.every, min(self.steps, room) + 1, self.every)

    def counts(self, history: History, moment: float) -> Floats:
        """What happened in the step after a moment."""
        return history.counts(moment, moment + self.step)
