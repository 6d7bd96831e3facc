"""Every comparison area treated as if it were the target: how far apart do untouched areas drift by themselves?"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from alongside.analysis.evaluation.arrays import Floats, counts

_HALF = 0.5

# Variance over mean of half-yearly counts of London wards and boroughs about their own level and the year's, July 2016
# to June 2018, from police.uk records: for designs with too few comparison areas to measure their own.
TYPICAL_DISPERSION: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "ward": MappingProxyType({"possession of weapons": 1.2, "robbery": 2.4, "violence": 1.7}),
        "borough": MappingProxyType({"possession of weapons": 2.2, "robbery": 8.5, "violence": 3.1}),
    }
)


@dataclass(frozen=True, slots=True)
class Spread:
    """Log ratios and standardised values of the comparison areas that counted anything; `phi` is never under 1."""

    log_ratios: Floats
    standardised: Floats
    phi: float
    informative: int


def log_ratio(before: ArrayLike, after: ArrayLike, others_before: ArrayLike, others_after: ArrayLike) -> Floats:
    """log[(after + 1/2) / (before + 1/2)] less the same of the others."""
    b, a, d, c = (
        np.asarray(values, dtype=np.float64) + _HALF for values in (before, after, others_before, others_after)
    )
    return np.asarray(np.log(a / b) - np.log(c / d))


def poisson_variance(*cells: ArrayLike) -> Floats:
    """Variance of the log ratio when counts vary by chance alone."""
    return np.asarray(sum(1.0 / (np.asarray(cell, dtype=np.float64) + _HALF) for cell in cells))


def spread(before: Floats, after: Floats) -> Spread:
    """The same statistic for each comparison area against all the other comparison areas."""
    informative = (before + after) > 0
    b, a = before[informative], after[informative]
    if len(b) < 2:
        return Spread(np.empty(0), np.empty(0), 1.0, len(b))
    others_before, others_after = before.sum() - b, after.sum() - a
    logs = log_ratio(b, a, others_before, others_after)
    standardised = logs / np.sqrt(poisson_variance(b, a, others_before, others_after))
    return Spread(logs, standardised, max(1.0, float(np.mean(standardised**2))), len(b))


def dispersion(table: ArrayLike) -> float:
    """Variance over mean of counts about their area and period effects; 1 is Poisson.

    `table`: areas × periods, counts (such as wards × half-years). Pearson's chi-squared of independence over its
    degrees of freedom; areas and periods without an event are left out. Raises `ValueError` for a table in which fewer
    than two areas or periods counted anything. Source: McCullagh and Nelder (1989), Generalized Linear Models, 4.5.
    """
    cells = counts(table, "table", dimensions=2)
    cells = cells[cells.sum(axis=1) > 0][:, cells.sum(axis=0) > 0]
    rows, columns = cells.shape
    if rows < 2 or columns < 2:
        raise ValueError("A dispersion needs two areas and two periods that counted something")
    expected = np.outer(cells.sum(axis=1), cells.sum(axis=0)) / cells.sum()
    return float(((cells - expected) ** 2 / expected).sum() / ((rows - 1) * (columns - 1)))
