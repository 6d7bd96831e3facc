"""Getis and Ord's Gi*: where high or low values gather beyond chance."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import ndtr  # type: ignore[import-untyped]

from alongside.analysis.events.chance import check_alpha, check_draws, generator
from alongside.analysis.events.corrections import CORRECTIONS, adjusted_p
from alongside.analysis.events.results import Flags, Floats, Result, stamp
from alongside.analysis.events.unfit import Unfit
from alongside.analysis.hotspots.cells import Cells
from alongside.analysis.hotspots.conditional import conditional_counts, two_sided
from alongside.analysis.hotspots.counting import Counts
from alongside.analysis.hotspots.neighbours import Neighbours


@dataclass(frozen=True, kw_only=True, eq=False)
class GiStar(Result):
    """One answer a cell. `z`: the standard deviate. `p`: two-sided, from permutations if asked for, else normal.

    `p_normal`: always the normal one. `p_adjusted`: after the correction. `hot`, `cold`: p_adjusted <= alpha.
    `legend`: what a map of `hot` has to say. `values`: what was tested, `grid` where (None for bare arrays).
    """

    values: Floats
    z: Floats
    p: Floats
    p_normal: Floats
    p_adjusted: Floats
    hot: Flags
    cold: Flags
    legend: str
    grid: Cells | None = None


def gi_star(
    values: Any,
    *,
    neighbours: Any = None,
    star: bool = True,
    permutations: int = 0,
    seed: int | None = None,
    correction: str = "fdr",
    alpha: float = 0.05,
) -> GiStar:
    """Gi* of every cell (Gi with `star=False`: the cell itself left out).

    `values`: `Counts`, or one number a cell together with `neighbours`. `neighbours`: `Neighbours` or a square
    table of weights from 0 upwards, queen contiguity by default. `permutations`: 0 for the normal approximation, else conditional
    permutations with a `seed`. `correction` as in `adjusted_p`, false discovery rate unless told otherwise.
    Raises `Unfit` when all cells are alike, when there are fewer than three, and for values that are no numbers.
    Method: Ord and Getis (1995), Geographical Analysis 27, 286-306, equations 14.3 and 14.5 (any weights).
    """
    permutations, alpha = check_draws(permutations, least=0), check_alpha(alpha)
    tested, around, grid = cell_values(values, neighbours)
    z = _deviates(tested, around, star)
    normal = _two_sided_normal(z)
    p = normal
    if permutations:
        p = two_sided(*conditional_counts(tested, around, permutations, generator(seed)), permutations)
    adjusted = adjusted_p(p, correction)
    statistic = "Gi*" if star else "Gi"
    settings = {
        "statistic": statistic, "neighbours": around.description, "permutations": permutations,
        "correction": CORRECTIONS[correction], "alpha": alpha,
    } | (grid.describe() if grid is not None else {"cells": len(tested)})  # fmt: skip
    how = f"{permutations} permutations" if permutations else "normal approximation"
    return GiStar(
        **stamp((tested,), settings, seed=seed if permutations else None, notes=resolution(p, permutations, adjusted, alpha)),
        values=tested, z=z, p=p, p_normal=normal, p_adjusted=adjusted,
        hot=(adjusted <= alpha) & (z > 0), cold=(adjusted <= alpha) & (z < 0),
        legend=f"{statistic}, {around.description}; two-sided, {how}; {CORRECTIONS[correction]}, {alpha:.0%}",
        grid=grid,
    )  # fmt: skip


def cell_values(values: Any, neighbours: Any) -> tuple[Floats, Neighbours, Cells | None]:
    """Values, neighbours and cells for a local statistic, checked."""
    grid = values.grid if isinstance(values, Counts) else None
    try:
        tested = np.array(values.total() if isinstance(values, Counts) else values, dtype=np.float64).ravel()
    except (TypeError, ValueError):
        raise Unfit(
            "The values are not all numbers.", "Give a number for every cell, 0 where nothing happened."
        ) from None
    around = Neighbours.given(neighbours, grid, len(tested))
    if len(tested) < 3:
        raise Unfit(f"There are {len(tested)} cells.", "Three are the least; use smaller cells or a wider area.")
    if not np.isfinite(tested).all():
        first = int(np.flatnonzero(~np.isfinite(tested))[0])
        raise Unfit(f"Cell {first} has no usable value.", "Give a number for every cell, 0 where nothing happened.")
    if np.ptp(tested) == 0:
        raise Unfit(
            f"Every cell has the same value, {tested[0]:g}.",
            "Nothing can stand out; use other cells or a longer period.",
        )
    return tested, around, grid


def resolution(p: Floats, permutations: int, adjusted: Floats, alpha: float) -> list[str]:
    """A note where so few permutations were drawn that the correction can hardly find anything."""
    if not permutations or bool((adjusted <= alpha).any()):
        return []
    least, tests = 2.0 / (1.0 + permutations), int((~np.isnan(p)).sum())
    if np.nanmin(p) > least or least * tests <= alpha:
        return []
    return [
        f"{permutations:,} permutations cannot give a p below {least:.2g}; after correction over {tests:,} cells nothing "
        f"stands out unless {int(np.ceil(least * tests / alpha)):,} cells do. Ask for {int(np.ceil(2 * tests / alpha)):,} "
        "permutations, or use the normal approximation."
    ]


def _deviates(y: Floats, around: Neighbours, star: bool) -> Floats:
    """(local sum - its mean) / its standard deviation, when all arrangements of the values are alike."""
    n, own = len(y), 1.0
    weight, square, lag = around.sums(), around.sums(2), around.lag(y)
    if star and around.even and not np.array_equal(around.weights, np.ones(len(around.weights))):
        # The cell itself counts as much as each of its neighbours.
        own = np.where(around.number > 0, weight / np.maximum(around.number, 1), 1.0)  # type: ignore[assignment]
    if star:
        weight, square, lag, others = weight + own, square + own**2, lag + own * y, n
        mean: Any = y.mean()
        spread: Any = np.sqrt((y**2).mean() - mean**2)
    else:
        others = n - 1
        mean = (y.sum() - y) / others
        spread = np.sqrt(np.maximum(((y**2).sum() - y**2) / others - mean**2, 0.0))
    room = (others * square - weight**2) / (others - 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = (lag - weight * mean) / (spread * np.sqrt(np.maximum(room, 0.0)))
    return np.where(np.isfinite(z), z, np.nan)


def _two_sided_normal(z: Floats) -> Floats:
    return np.asarray(2.0 * ndtr(-np.abs(z)))
