"""Relative risk: where one surface lies above another."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from alongside.analysis.events.chance import check_draws, generator, within
from alongside.analysis.events.corrections import CORRECTIONS, adjusted_p
from alongside.analysis.events.points import Events, as_events
from alongside.analysis.events.results import Floats, Result, stamp
from alongside.analysis.events.unfit import Unfit
from alongside.analysis.hotspots.cells import Cells
from alongside.analysis.hotspots.conditional import two_sided
from alongside.analysis.hotspots.surface import Surface, kernel_surface


@dataclass(frozen=True, kw_only=True, eq=False)
class RelativeRisk(Result):
    """`risk`: share of the cases over share of the controls in each cell, 1 where they agree; NaN where there are too
    few controls to tell. `log_risk`: its natural logarithm. `p`, `p_adjusted`: by relabelling, NaN without it.
    """

    risk: Floats
    log_risk: Floats
    p: Floats
    p_adjusted: Floats
    grid: Cells
    legend: str


def relative_risk(
    cases: Any,
    controls: Any,
    grid: Cells | None = None,
    *,
    bandwidth: float | None = None,
    kernel: str = "gaussian",
    floor: float = 1e-3,
    permutations: int = 0,
    seed: int | None = None,
    correction: str = "fdr",
) -> RelativeRisk:
    """The ratio of two densities, each divided by its total, cell by cell.

    `cases`, `controls`: two `Surface` of one grid and kernel; or events of each (controls may be weighted by the
    people there), with `grid` and `bandwidth`. `floor`: cells where the controls' density is below this share of its
    largest are left open. `permutations`: relabel cases and controls (unweighted events only) with a `seed`.
    Raises `Unfit` for surfaces that do not match, and for relabelling weighted events.
    Method: Bithell (1990); Kelsall and Diggle (1995), Bernoulli 1, 3-16, with one fixed bandwidth for both.
    """
    permutations, floor = check_draws(permutations, least=0), within(floor, "floor", least=0, most=1)
    if correction not in CORRECTIONS:
        raise Unfit(f"The correction {correction!r} is not known.", f"Choose one of {', '.join(CORRECTIONS)}.")
    top, bottom = _surfaces(cases, controls, grid, bandwidth, kernel)
    risk, open_cells = _ratio(top.expected, bottom.expected, floor)
    p = np.full(len(risk), np.nan)
    if permutations:
        p = _relabelled(cases, controls, top, floor, permutations, generator(seed))
        p[open_cells] = np.nan
    with np.errstate(divide="ignore"):
        log_risk = np.log(risk)
    settings = dict(top.settings) | {
        "floor": floor,
        "permutations": permutations,
        "correction": CORRECTIONS[correction],
    }
    notes = [*top.notes, *bottom.notes]
    if open_cells.any():
        notes.append(f"{int(open_cells.sum()):,} cells have too few controls for a ratio.")
    return RelativeRisk(
        **stamp((top.density, bottom.density), settings, seed=seed if permutations else None, notes=notes),
        risk=risk, log_risk=log_risk, p=p, p_adjusted=adjusted_p(p, correction), grid=top.grid,
        legend=f"Relative risk, {top.kernel} kernel of {top.bandwidth:g} m; "
        + (f"two-sided, {permutations} relabellings; {CORRECTIONS[correction]}" if permutations else "no test made"),
    )  # fmt: skip


def _surfaces(cases: Any, controls: Any, grid: Any, bandwidth: float | None, kernel: str) -> tuple[Surface, Surface]:
    if isinstance(cases, Surface) and isinstance(controls, Surface):
        same = cases.grid is controls.grid or cases.grid.describe() == controls.grid.describe()
        if not same or (cases.kernel, cases.bandwidth) != (controls.kernel, controls.bandwidth):
            raise Unfit("The two surfaces differ in grid, kernel or bandwidth.", "Make both with the same settings.")
        return cases, controls
    if grid is None or bandwidth is None:
        raise Unfit("Events alone do not make a surface.", "Give grid= and bandwidth=, or two surfaces.")
    first, second = (kernel_surface(each, grid, bandwidth=bandwidth, kernel=kernel) for each in (cases, controls))
    return first, second


def _ratio(top: Floats, bottom: Floats, floor: float) -> tuple[Floats, Any]:
    if top.sum() == 0 or bottom.sum() == 0:
        raise Unfit("One of the two surfaces is empty.", "Choose an area or a bandwidth that reaches its events.")
    sparse = bottom <= floor * bottom.max()
    with np.errstate(divide="ignore", invalid="ignore"):
        risk = (top / top.sum()) / (bottom / bottom.sum())
    return np.where(sparse, np.nan, risk), sparse


def _relabelled(cases: Any, controls: Any, like: Surface, floor: float, permutations: int, rng: Any) -> Floats:
    if isinstance(cases, Surface):
        raise Unfit("Surfaces cannot be relabelled.", "Give the events of both, with grid= and bandwidth=.")
    first, second = as_events(cases), as_events(controls)
    if (np.concatenate([first.weight, second.weight]) != 1).any():
        raise Unfit(
            "Weighted events cannot be relabelled one for one.", "Leave permutations at 0, or drop the weights."
        )
    x, y = np.concatenate([first.x, second.x]), np.concatenate([first.y, second.y])
    order = np.lexsort((y, x))
    x, y = x[order], y[order]

    def surface(rows: Any) -> Floats:
        return kernel_surface(
            Events.of(x[rows], y[rows]), like.grid, bandwidth=like.bandwidth, kernel=like.kernel
        ).expected

    # Controls of every relabelling are all events less its cases, so that one surface each is enough.
    whole = surface(slice(None))
    seen = surface(np.flatnonzero(order < len(first)))
    share = len(first) / len(x)
    upper, lower = np.zeros(len(whole), dtype=np.int64), np.zeros(len(whole), dtype=np.int64)
    slack = 1e-9 * whole.max() * share
    for _ in range(permutations):
        drawn = surface(np.sort(rng.choice(len(x), size=len(first), replace=False)))
        upper += drawn >= seen - slack
        lower += drawn <= seen + slack
    return two_sided(upper, lower, permutations)
