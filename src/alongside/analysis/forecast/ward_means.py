"""Plain means by area, which a model of ward months has to beat, with intervals as honest as the model's."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from alongside.analysis.events.results import Floats
from alongside.analysis.events.unfit import Unfit
from alongside.analysis.forecast.ward_months import FittedWards, WardModel, checked_coverage, known_before
from alongside.analysis.hotspots.cells import Cells


def _last(counts: Floats, back: int) -> Floats:
    return np.nan_to_num(counts[-back])


def _mean_of_twelve(counts: Floats) -> Floats:
    recent = counts[-12:]
    held = recent[~np.isnan(recent[:, 0])]
    return held.mean(axis=0) if len(held) else np.zeros(counts.shape[1])


def _fading(counts: Floats) -> Floats:
    recent = counts[-60:]
    weight = np.where(np.isnan(recent[:, 0]), 0.0, 0.9 ** np.arange(len(recent))[::-1])
    return np.asarray(weight @ np.nan_to_num(recent) / weight.sum())


PLAIN: dict[str, Callable[[Floats], Floats]] = {
    "last month": lambda past: _last(past, 1),
    "same month last year": lambda past: _last(past, 12),
    "mean of 12 months": _mean_of_twelve,
    "weighted mean, a tenth less each month": _fading,
}
"""From the months known to the next month's mean, by area."""


@dataclass(frozen=True)
class WardMean(WardModel):
    """A plain mean of the past, its interval widened by what it left over before. The weights of `WardModel` do not
    enter it."""

    @property
    def settings(self) -> dict[str, object]:
        return {"model": self.name, "coverage": self.coverage}

    def fit(self, events: Any, grid: Cells | None, until: Any) -> FittedWards:
        """As `WardModel.fit`."""
        return _FittedMean(self, *known_before(events, grid, until))


def plain_wards(name: str = "mean of 12 months", *, coverage: float = 0.9) -> WardMean:
    """A plain count as a forecaster of ward months, for when it beats the model (`score_wards(...).use` says so).

    `name`: one of `PLAIN`. Raises `Unfit` for another, or a coverage outside (0, 1).
    """
    if name not in PLAIN:
        raise Unfit(f"{name!r} is no plain count.", f"Choose one of: {'; '.join(PLAIN)}.")
    return WardMean(coverage=checked_coverage(coverage), name=name)


class _FittedMean(FittedWards):
    def _mean(self, known: int, ahead: int) -> Floats:
        return np.maximum(PLAIN[self.model.name](self.series.counts[:known]), 0.05)
