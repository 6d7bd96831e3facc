"""A panel of areas by periods: finding the treated area and the start by label or by place, and simplex weights."""

from collections.abc import Hashable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from alongside.analysis.evaluation.arrays import Floats, labels, numbers, place


@dataclass(frozen=True, slots=True)
class Panel:
    """Outcomes as areas × periods with their labels; `treated` a row, `start` the first period after."""

    outcomes: Floats
    areas: tuple[Hashable, ...]
    periods: tuple[Hashable, ...]
    treated: int
    start: int

    @property
    def donors(self) -> list[int]:
        return [area for area in range(len(self.areas)) if area != self.treated]


def read_panel(outcomes: ArrayLike, treated: Any, start: Any) -> Panel:
    """Read outcomes as areas × periods; a data frame with periods down and areas across is turned round.

    `treated` and `start` are labels of a data frame, otherwise row and column numbers. `ValueError` when they are not
    there, or when no period is left on one side.
    """
    table = numbers(outcomes, "outcomes", dimensions=2)
    areas, periods = labels(outcomes, "index", table.shape[0]), labels(outcomes, "columns", table.shape[1])
    if treated not in areas and treated in periods and start in areas:
        table, areas, periods = table.T.copy(), periods, areas
    row, column = place(treated, areas, "treated"), place(start, periods, "start")
    if column == 0:
        raise ValueError("start must leave periods before it")
    if len(areas) < 2:
        raise ValueError("A synthetic comparison needs areas beside the treated one")
    return Panel(table, areas, periods, row, column)


def simplex_weights(donors: Floats, target: Floats, *, ridge: float = 0.0) -> Floats:
    """Weights, not negative and with sum one, of the columns of `donors` nearest to `target` by least squares.

    `donors`: rows × areas; `ridge` adds ridge × the sum of squared weights. Exact: with weights of sum one the residual
    is D w with D = donors - target, and the non-negative solution of [D; c] w = [0; c] is the wanted one times a
    constant, whatever c; so one active-set solve (Lawson and Hanson 1974) and a division do.
    """
    nnls = import_module("scipy.optimize").nnls
    gaps = donors - target[:, None]
    if ridge > 0:
        gaps = np.vstack([gaps, np.sqrt(ridge) * np.eye(donors.shape[1])])
    size = float(np.sqrt(np.mean(gaps**2) * len(gaps))) or 1.0
    system = np.vstack([gaps / size, np.ones(donors.shape[1])])
    aim = np.zeros(len(system))
    aim[-1] = 1.0
    weights = np.asarray(nnls(system, aim, maxiter=50 * donors.shape[1] + 100)[0])
    return weights / weights.sum()
