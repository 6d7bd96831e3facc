"""Bands of distance and of time, closed below and open above."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from alongside.analysis.events.results import Floats
from alongside.analysis.events.unfit import Unfit

METRICS = ("euclidean", "manhattan")


@dataclass(frozen=True, eq=False)
class Bands:
    """Edges e0 < e1 < …: band k holds values v with e(k) <= v < e(k+1). The last edge may be infinite."""

    edges: Floats
    unit: str

    @classmethod
    def of(cls, edges: Any, unit: str) -> "Bands":
        """Raises `Unfit` unless there are two or more edges from 0 upwards, each larger than the one before."""
        try:
            values = np.array(edges, dtype=np.float64)
        except (TypeError, ValueError):
            values = np.array([np.nan])
        if (
            values.ndim != 1
            or len(values) < 2
            or np.isnan(values).any()
            or values[0] < 0
            or (np.diff(values) <= 0).any()
        ):
            raise Unfit(
                f"The edges in {unit} are {edges!r}.",
                "Give two or more from 0 upwards, each larger than the last, such as "
                + ("0, 7, 14." if unit == "days" else "0, 100, 200, 400."),
            )
        return cls(values, unit)

    def __len__(self) -> int:
        return len(self.edges) - 1

    @property
    def open_ended(self) -> bool:
        return bool(np.isinf(self.edges[-1]))

    @property
    def labels(self) -> tuple[str, ...]:
        """Each band as it is meant: "[0, 100)"."""
        texts = [f"{edge:.15g}" for edge in self.edges.tolist()]
        return tuple(f"[{low}, {high})" for low, high in pairwise(texts))


def check_metric(metric: str) -> None:
    if metric not in METRICS:
        raise Unfit(f"The metric {metric!r} is not known.", "Choose 'euclidean' or 'manhattan'.")
