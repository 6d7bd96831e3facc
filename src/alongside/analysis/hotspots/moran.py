"""Local Moran's I: cells like their neighbours, and cells unlike them."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from alongside.analysis.events.chance import check_alpha, check_draws, generator
from alongside.analysis.events.corrections import CORRECTIONS, adjusted_p
from alongside.analysis.events.results import Floats, Result, stamp
from alongside.analysis.hotspots.cells import Cells
from alongside.analysis.hotspots.conditional import conditional_counts, two_sided
from alongside.analysis.hotspots.getis import cell_values, resolution


@dataclass(frozen=True, kw_only=True, eq=False)
class Lisa(Result):
    """One answer a cell. `i`: local Moran's I. `quadrant`: "high-high", "low-low", "high-low" or "low-high" (the cell,
    then its neighbours). `p`: two-sided by conditional permutation. `p_adjusted` after the correction. `label`: the
    quadrant where p_adjusted <= alpha, else "". `mean_i`: the global Moran's I, with rows of weights that add to 1.
    """

    values: Floats
    i: Floats
    quadrant: tuple[str, ...]
    p: Floats
    p_adjusted: Floats
    label: tuple[str, ...]
    mean_i: float
    legend: str
    grid: Cells | None = None


def lisa(
    values: Any,
    *,
    neighbours: Any = None,
    permutations: int = 999,
    seed: int,
    correction: str = "fdr",
    alpha: float = 0.05,
) -> Lisa:
    """Local indicators of spatial association.

    `values`: `Counts`, or one number a cell together with `neighbours` (queen by default; rows are made to add to 1).
    `permutations`: conditional, with a `seed`. Cells without neighbours get 0 and p = 1. Raises `Unfit` as `gi_star`.
    Method: Anselin (1995), Geographical Analysis 27, 93-115.
    """
    permutations, alpha = check_draws(permutations), check_alpha(alpha)
    tested, around, grid = cell_values(values, neighbours)
    rows = around.standardised()
    deviate = (tested - tested.mean()) / tested.std()
    lag = rows.lag(deviate)
    upper, lower = conditional_counts(deviate, rows, permutations, generator(seed))
    p = np.where(around.number > 0, two_sided(upper, lower, permutations), 1.0)
    adjusted = adjusted_p(p, correction)
    own, near = np.where(deviate > 0, "high", "low"), np.where(lag > 0, "high", "low")
    quadrant = tuple(f"{one}-{other}" for one, other in zip(own.tolist(), near.tolist(), strict=True))
    settings = {
        "statistic": "local Moran's I", "neighbours": rows.description, "permutations": permutations,
        "correction": CORRECTIONS[correction], "alpha": alpha,
    } | (grid.describe() if grid is not None else {"cells": len(tested)})  # fmt: skip
    return Lisa(
        **stamp((tested,), settings, seed=seed, notes=resolution(p, permutations, adjusted, alpha)),
        values=tested, i=deviate * lag, quadrant=quadrant, p=p, p_adjusted=adjusted,
        label=tuple(name if flag else "" for name, flag in zip(quadrant, (adjusted <= alpha).tolist(), strict=True)),
        mean_i=float((deviate * lag).sum() / max(int((around.number > 0).sum()), 1)),
        legend=f"Local Moran's I, {rows.description}; two-sided, {permutations} permutations; "
        f"{CORRECTIONS[correction]}, {alpha:.0%}",
        grid=grid,
    )  # fmt: skip
