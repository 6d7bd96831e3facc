"""Classes of hot cell over time: new, persistent, emerging, fading."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from alongside.analysis.events.chance import check_alpha
from alongside.analysis.events.results import Flags, Result, stamp
from alongside.analysis.events.unfit import Unfit
from alongside.analysis.hotspots.cells import Cells
from alongside.analysis.hotspots.counting import Counts
from alongside.analysis.hotspots.getis import gi_star
from alongside.analysis.hotspots.neighbours import Neighbours

RULES = {
    "new": "hot in the last period and never before",
    "persistent": "hot in the last period and in at least two thirds of all",
    "emerging": "hot in the last period, in fewer than two thirds, and more often in the later half than in the earlier",
    "fading": "not hot in the last period, but in at least a third of those before",
    "sporadic": "hot at some time, and none of these",
    "never": "hot in no period",
}


@dataclass(frozen=True, kw_only=True, eq=False)
class Classes(Result):
    """`label`: one class a cell, from `RULES`. `hot`: cells x periods. `number`: how many cells each class has."""

    label: tuple[str, ...]
    hot: Flags
    periods: tuple[str, ...]
    number: dict[str, int]
    grid: Cells | None
    legend: str


def classes(
    counted: Any,
    *,
    neighbours: Any = None,
    hot: Any = None,
    correction: str = "fdr",
    alpha: float = 0.05,
) -> Classes:
    """Class every cell by when it was hot.

    `counted`: `Counts` by period (or cells x periods with `neighbours`); each period is tested by `gi_star` with the
    correction. `hot`: cells x periods of flags, if they were found in another way. A period in which nothing
    happened, or all cells are alike, has no hot cell. Raises `Unfit` for fewer than three periods.
    Classes after Chainey, Curtis-Ham, Evans and Burns (2018), with the rules of `RULES`.
    """
    alpha = check_alpha(alpha)
    values = np.asarray(counted.values if isinstance(counted, Counts) else counted, dtype=np.float64)
    if values.ndim != 2 or values.shape[1] < 3:
        raise Unfit("Classes need counts of three periods or more.", "Count with periods=[…], four edges at least.")
    grid = counted.grid if isinstance(counted, Counts) else None
    if hot is None:
        around = Neighbours.given(neighbours, grid, len(values))
        flags = np.column_stack([_hot(column, around, correction, alpha) for column in values.T])
        legend = f"Gi* in each of {values.shape[1]} periods, {correction}, {alpha:.0%}"
    else:
        flags, legend = np.asarray(hot, dtype=bool), "hot cells given by the caller"
        if flags.shape != values.shape:
            raise Unfit(f"The flags are {flags.shape}, the counts {values.shape}.", "Give one flag a cell and period.")
    label = _classed(flags)
    settings: dict[str, object] = {"correction": correction, "alpha": alpha, "rules": RULES, "periods": values.shape[1]}
    return Classes(
        **stamp((values, flags), settings), label=label, hot=flags,
        periods=counted.periods if isinstance(counted, Counts) else tuple(str(k) for k in range(values.shape[1])),
        number={name: label.count(name) for name in RULES}, grid=grid, legend=legend,
    )  # fmt: skip


def _hot(column: Any, around: Neighbours, correction: str, alpha: float) -> Any:
    if np.ptp(column) == 0:
        return np.zeros(len(column), dtype=bool)
    return gi_star(column, neighbours=around, correction=correction, alpha=alpha).hot


def _classed(hot: Flags) -> tuple[str, ...]:
    periods = hot.shape[1]
    last, before, times = hot[:, -1], hot[:, :-1].sum(axis=1), hot.sum(axis=1)
    later, earlier = hot[:, (periods + 1) // 2 :].mean(axis=1), hot[:, : periods // 2].mean(axis=1)
    rules: list[tuple[str, Flags]] = [
        ("never", times == 0),
        ("new", last & (before == 0)),
        ("persistent", last & (3 * times >= 2 * periods)),
        ("emerging", last & (later > earlier)),
        ("fading", ~last & (3 * before >= periods - 1)),
    ]
    chosen = np.select([rule for _, rule in rules], np.arange(len(rules)), default=len(rules))
    names = [*(name for name, _ in rules), "sporadic"]
    return tuple(names[k] for k in chosen.tolist())
