"""Which events are linked with others near in space and time, and which have more links than chance gives."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from alongside.analysis.events.corrections import adjusted_p
from alongside.analysis.events.results import Floats, Ints, Result, stamp
from alongside.analysis.events.unfit import Unfit
from alongside.analysis.near_repeat.bands import Bands, check_metric
from alongside.analysis.near_repeat.pairs import pairs_by_band, spatial_order
from alongside.analysis.near_repeat.table import near_repeat_events
from alongside.analysis.near_repeat.ticks import Ticks, first_at_least, on_clock


@dataclass(frozen=True, kw_only=True, eq=False)
class LocalKnox(Result):
    """For each event, in the order given: neighbours near in space, near in time, near in both, and how unusual.

    `links`: pairs of row numbers (from 0), the earlier event first. `expected`: near_space x near_time / (n - 1).
    `p`: P(X >= near_both), hypergeometric. `p_adjusted`: false discovery rate over all events (Benjamini-Hochberg).
    """

    links: Ints
    near_space: Ints
    near_time: Ints
    near_both: Ints
    expected: Floats
    p: Floats
    p_adjusted: Floats
    space_interval: str
    time_interval: str


def local_knox(x: Any, y: Any, t: Any, *, space: float, time: float, metric: str = "euclidean") -> LocalKnox:
    """Count each event's neighbours nearer than `space` metres, sooner than `time` days, and both.

    Bounds are half-open: a pair exactly `space` metres apart is not near. Raises `Unfit` as `knox` does.
    Method: given the numbers near in space and near in time, the number near in both is hypergeometric among the
    other n - 1 events. Source: Piroutek, Assuncao and Paiva (2014), Statistics in Medicine 33, on local Knox scores.
    """
    bounds = (Bands.of([0, space], "metres"), Bands.of([0, time], "days"))
    check_metric(metric)
    xs, ys, days = near_repeat_events(x, y, t, reach=space)
    links, near_space, ticks = linked_pairs(xs, ys, days, bounds, metric)
    n = len(xs)
    near_both = np.bincount(links.ravel(), minlength=n)
    near_time = _near_in_time(ticks)
    p = _at_least(near_both, n - 1, near_space, near_time)
    return LocalKnox(
        **stamp((xs, ys, days), {"space": space, "time": time, "metric": metric, "times compared as": ticks.clock}),
        links=links, near_space=near_space, near_time=near_time, near_both=near_both,
        expected=near_space * near_time / (n - 1), p=p, p_adjusted=adjusted_p(p, "fdr"),
        space_interval=bounds[0].labels[0], time_interval=bounds[1].labels[0],
    )  # fmt: skip


def linked_pairs(
    xs: Floats, ys: Floats, days: Floats, bounds: tuple[Bands, Bands], metric: str
) -> tuple[Ints, Ints, Ticks]:
    """Rows of linked pairs, earlier first, sorted; each event's number of near places; the ticks used."""
    if bounds[0].open_ended or bounds[1].open_ended:
        raise Unfit("A link needs a finite distance and a finite time.", "Give metres and days, such as 400 and 14.")
    order = spatial_order(xs, ys, days, float(bounds[0].edges[-1]))
    [(i, j)] = pairs_by_band(xs[order], ys[order], bounds[0].edges, metric)
    first, second = order[i], order[j]
    ticks = on_clock(days, bounds[1].edges[1:])
    close = np.abs(ticks.values[first] - ticks.values[second]) < ticks.limits[0]
    near_space = np.bincount(np.concatenate([first, second]), minlength=len(xs))
    return _earlier_first(first[close], second[close], days), near_space, ticks


def _earlier_first(first: Ints, second: Ints, days: Floats) -> Ints:
    swap = (days[first] > days[second]) | ((days[first] == days[second]) & (first > second))
    pairs = np.column_stack([np.where(swap, second, first), np.where(swap, first, second)])
    return pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]


def _near_in_time(ticks: Ticks) -> Ints:
    order = np.argsort(ticks.values, kind="stable")
    values = ticks.values[order]
    ordered = values.astype(np.int64) if values.dtype.kind == "i" else values
    index = np.arange(len(ordered))
    after = first_at_least(ordered, ticks.limits[0].item()) - index - 1
    before = first_at_least(-ordered[::-1], ticks.limits[0].item())[::-1] - index[::-1] - 1
    near = np.empty(len(ordered), dtype=np.int64)
    near[order] = after + before
    return near


def _at_least(seen: Ints, others: int, near_space: Ints, near_time: Ints) -> Floats:
    """P(X >= seen) when near_time of the others are drawn and near_space of them count."""
    from scipy.stats import hypergeom  # type: ignore[import-untyped]

    combinations, back = np.unique(np.column_stack([seen, near_space, near_time]), axis=0, return_inverse=True)
    k, places, times = combinations.T
    return np.asarray(np.clip(hypergeom.sf(k - 1, others, places, times), 0.0, 1.0))[back.ravel()]
