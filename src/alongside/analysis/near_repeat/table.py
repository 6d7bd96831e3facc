"""The Knox test in a table of distance and time bands, by permutation."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import gammainc  # type: ignore[import-untyped]

from alongside.analysis.events.chance import check_draws, generator
from alongside.analysis.events.coordinates import coordinates
from alongside.analysis.events.results import Floats, Ints, Result, stamp
from alongside.analysis.events.times import elapsed_days, refuse_months
from alongside.analysis.events.unfit import Unfit
from alongside.analysis.near_repeat.bands import Bands, check_metric
from alongside.analysis.near_repeat.pairs import pairs_by_band, spatial_order
from alongside.analysis.near_repeat.permuting import counts_below, permuted_counts
from alongside.analysis.near_repeat.ticks import Ticks, on_clock, pairs_below


@dataclass(frozen=True, kw_only=True, eq=False)
class KnoxTable(Result):
    """Pairs of events by distance (rows) and time between (columns), and what chance alone would give.

    `observed`: pairs. `expected_mean`, `expected_median`: over the permutations, of which 95% lie from `expected_low`
    to `expected_high`. `expected`: the exact mean over all
    permutations, `pairs_in_space` x `pairs_in_time` / all pairs. `ratio`, `ratio_median`: observed
    over mean and over median (NaN where that is 0). `p`: (1 + exceedances) / (1 + permutations), where an exceedance
    is a permutation with at least as many pairs. `p_poisson`: P(X >= observed) with the exact mean, an approximation
    that is too sure where events share many pairs. Bands are closed below and open above.
    """

    observed: Ints
    expected_mean: Floats
    expected_median: Floats
    expected_low: Floats
    expected_high: Floats
    expected: Floats
    pairs_in_space: Floats
    pairs_in_time: Floats
    ratio: Floats
    ratio_median: Floats
    exceedances: Ints
    p: Floats
    p_poisson: Floats
    space_edges: Floats
    time_edges: Floats
    space_intervals: tuple[str, ...]
    time_intervals: tuple[str, ...]
    events: int
    permutations: int

    def sentence(self, *, alpha: float = 0.05, least_ratio: float = 1.2) -> str:
        """What the table says, in one sentence: the widest raised band from the nearest and soonest outwards."""
        raised = (self.p <= alpha) & (self.ratio >= least_ratio)
        if not raised.any():
            return (
                f"No band has pairs at {least_ratio:g} times the number expected with p of {alpha:g} or less: "
                f"these {self.events:,} events give no ground for near-repeat action."
            )
        row, column = min(np.argwhere(raised).tolist(), key=sum)
        return (
            f"Pairs {self.space_intervals[row]} metres and {self.time_intervals[column]} days apart occur "
            f"{self.ratio[row, column]:.2f} times as often as chance would bring ({self.observed[row, column]:,} pairs, "
            f"{self.expected_mean[row, column]:,.1f} expected, p = {self.p[row, column]:.3g}); "
            f"{int(raised.sum())} of {raised.size} bands are raised."
        )


def knox(
    x: Any,
    y: Any,
    t: Any,
    *,
    space_edges: Any,
    time_edges: Any,
    metric: str = "euclidean",
    permutations: int = 999,
    seed: int,
) -> KnoxTable:
    """Test whether events near in space are also near in time.

    `x`, `y`: metres. `t`: dates with a day, or numbers of days; parts of a day count. `space_edges` in metres,
    `time_edges` in days: band k holds e(k) <= v < e(k+1); the last edge may be infinite. `metric`: "euclidean" or
    "manhattan". `permutations` of the times among the places; `seed` makes them the same each time, whatever the
    order of the rows. Times that lie on whole days, hours, minutes or seconds are compared as such.
    Raises `Unfit` for fewer than two events, one place or one moment for all, degrees, months without days, bad edges.
    Method: Knox (1964), Applied Statistics 13, 25-29; permutations after Besag and Diggle (1977); as in the near-repeat
    calculator of Ratcliffe and Rengert (2008). p after Phipson and Smyth (2010).
    """
    space, time = Bands.of(space_edges, "metres"), Bands.of(time_edges, "days")
    check_metric(metric)
    xs, ys, days = near_repeat_events(x, y, t, reach=_largest(space))
    permutations, chance = check_draws(permutations), generator(seed)
    order = spatial_order(xs, ys, days, max(_largest(space), 1e-9))
    xs, ys, days = xs[order], ys[order], days[order]
    ticks = on_clock(days, time.edges[np.isfinite(time.edges) & (time.edges > 0)])
    pairs = pairs_by_band(xs, ys, _listed_edges(space), metric)
    observed = _table(counts_for(pairs, ticks), pairs, ticks, space, time)
    drawn = permuted_counts(pairs, ticks.values, ticks.limits, permutations, chance)
    simulated = _table(drawn, pairs, ticks, space, time)
    settings = {
        "space_edges": space.edges.tolist(), "time_edges": time.edges.tolist(), "metric": metric,
        "permutations": permutations, "intervals": "closed below, open above", "times compared as": ticks.clock,
    }  # fmt: skip
    record = stamp((xs, ys, days), settings, seed=seed)
    totals = (_totals_in_space(pairs, space, len(xs)), _totals_in_time(ticks, time, len(xs)))
    return _answer(observed[0], simulated, totals, (space, time), len(xs), record)


def near_repeat_events(x: Any, y: Any, t: Any, *, reach: float) -> tuple[Floats, Floats, Floats]:
    """Coordinates and days fit for comparing pairs: two events or more, more than one place, more than one moment."""
    xs, ys = coordinates(x, y, reach=reach)
    days, clock = elapsed_days(t)
    if len(days) != len(xs):
        raise Unfit(f"There are {len(xs):,} places and {len(days):,} times.", "Give one time for each event.")
    refuse_months(t, days, clock)
    if len(xs) < 2:
        raise Unfit("There is one event, and so no pair.", "Choose a longer period or a wider area.")
    if np.ptp(xs) == 0 and np.ptp(ys) == 0:
        raise Unfit("All events are at one place, so nearness cannot differ.", "Choose a wider area.")
    if np.ptp(days) == 0:
        raise Unfit("All events are at one time, so nearness in time cannot differ.", "Choose a longer period.")
    return xs, ys, days


def counts_for(pairs: list[Any], ticks: Ticks) -> Ints:
    """The counts of the times as they are, in the shape of one permutation."""
    return np.stack([counts_below(i, j, ticks.values[:, None], ticks.limits)[0] for i, j in pairs])[None]


def _largest(space: Bands) -> float:
    finite = space.edges[np.isfinite(space.edges)]
    return float(finite[-1])


def _listed_edges(space: Bands) -> Floats:
    """The finite edges of the pairs to list: from 0 when the last band is open, as it is found by subtraction."""
    finite = space.edges[np.isfinite(space.edges)]
    if space.open_ended and finite[0] > 0:
        finite = np.concatenate([[0.0], finite])
    # One edge at 0 and infinity: nothing is listed, and the only band is all pairs.
    return finite if len(finite) > 1 else np.array([0.0, np.nextafter(0.0, 1.0)])


def _table(below: Ints, pairs: list[Any], ticks: Ticks, space: Bands, time: Bands) -> Ints:
    """Counts below the limits as counts in bands; an open last band of distance is what the others leave."""
    sizes = np.array([len(i) for i, _ in pairs], dtype=np.int64)
    everywhere = np.zeros((len(below), 1, below.shape[2]), dtype=np.int64)
    if space.open_ended:
        everywhere += pairs_below(ticks.values, ticks.limits) - below.sum(axis=1, keepdims=True)
        n = len(ticks.values)
        sizes = np.append(sizes, n * (n - 1) // 2 - sizes.sum())
        below = np.concatenate([below, everywhere], axis=1)
    if time.edges[0] == 0:
        below = np.concatenate([np.zeros((*below.shape[:2], 1), dtype=np.int64), below], axis=2)
    if time.open_ended:
        whole = np.broadcast_to(sizes[None, :, None], (*below.shape[:2], 1))
        below = np.concatenate([below, whole], axis=2)
    return np.diff(below, axis=2)[:, -len(space) :]


def _totals_in_space(pairs: list[Any], space: Bands, n: int) -> Floats:
    sizes = [float(len(i)) for i, _ in pairs]
    if space.open_ended:
        sizes.append(n * (n - 1) / 2 - sum(sizes))
    return np.array(sizes[-len(space) :])


def _totals_in_time(ticks: Ticks, time: Bands, n: int) -> Floats:
    below = pairs_below(ticks.values, ticks.limits).astype(np.float64)
    if time.edges[0] == 0:
        below = np.concatenate([[0.0], below])
    return np.diff(np.append(below, n * (n - 1) / 2) if time.open_ended else below)


def _answer(
    observed: Ints,
    simulated: Ints,
    totals: tuple[Floats, Floats],
    bands: tuple[Bands, Bands],
    n: int,
    record: dict[str, Any],
) -> KnoxTable:
    space, time = bands
    mean, median = simulated.mean(axis=0), np.median(simulated, axis=0)
    low, high = np.quantile(simulated, (0.025, 0.975), axis=0)
    expected = np.outer(*totals) / (n * (n - 1) / 2)
    exceedances = (simulated >= observed).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(mean > 0, observed / mean, np.nan)
        ratio_median = np.where(median > 0, observed / median, np.nan)
        # P(X >= k) of a Poisson count is the regularised gamma function; P(X >= 0) is 1.
        poisson = np.where(observed > 0, gammainc(np.maximum(observed, 1), expected), 1.0)
    return KnoxTable(
        **record,
        observed=observed, expected_mean=mean, expected_median=median, expected=expected,
        expected_low=low, expected_high=high,
        pairs_in_space=totals[0], pairs_in_time=totals[1],
        ratio=ratio, ratio_median=ratio_median, exceedances=exceedances,
        p=(1 + exceedances) / (1 + len(simulated)), p_poisson=poisson,
        space_edges=space.edges, time_edges=time.edges,
        space_intervals=space.labels, time_intervals=time.labels,
        events=n, permutations=len(simulated),
    )  # fmt: skip
