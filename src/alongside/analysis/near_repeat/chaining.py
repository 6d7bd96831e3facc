"""Chains of near repeats: events that follow one another, each near and soon after one before."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import coo_array  # type: ignore[import-untyped]
from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]

from alongside.analysis.events.results import Floats, Ints, Result, stamp
from alongside.analysis.near_repeat.bands import Bands, check_metric
from alongside.analysis.near_repeat.local import linked_pairs
from alongside.analysis.near_repeat.table import near_repeat_events


@dataclass(frozen=True, kw_only=True, eq=False)
class Chains(Result):
    """Groups of events joined by links, in order of their first event.

    `chain`: for each event in the order given, the number of its chain, -1 for none. For each chain: `size` in
    events, `originator` (row of its earliest event), `first` and `last` day, `x` and `y` of its mean centre, `radius`
    (furthest event from the centre, metres). `links`: pairs of rows, the earlier event first.
    """

    chain: Ints
    size: Ints
    originator: Ints
    first: Floats
    last: Floats
    x: Floats
    y: Floats
    radius: Floats
    links: Ints

    def __len__(self) -> int:
        return len(self.size)


def chains(x: Any, y: Any, t: Any, *, space: float, time: float, metric: str = "euclidean", least: int = 2) -> Chains:
    """Join events nearer than `space` metres and sooner than `time` days after one another into chains.

    `least`: smaller chains are left out. Bounds are half-open. Raises `Unfit` as `knox` does.
    Method: connected components of the links (Townsley, Homel and Chaseling 2003 call the first event the originator).
    """
    bounds = (Bands.of([0, space], "metres"), Bands.of([0, time], "days"))
    check_metric(metric)
    xs, ys, days = near_repeat_events(x, y, t, reach=space)
    links, _, ticks = linked_pairs(xs, ys, days, bounds, metric)
    n = len(xs)
    joined = coo_array((np.ones(len(links), dtype=np.int8), (links[:, 0], links[:, 1])), shape=(n, n))
    _, component = connected_components(joined, directed=False)
    chain = _numbered(component, days, max(2, least))
    settings = {"space": space, "time": time, "metric": metric, "least": least, "times compared as": ticks.clock}
    return Chains(
        **stamp((xs, ys, days), settings), chain=chain, links=links[chain[links[:, 0]] >= 0],
        **_described(chain, xs, ys, days),
    )  # fmt: skip


def _numbered(component: Ints, days: Floats, least: int) -> Ints:
    """Numbers from 0 by the earliest event, components that are too small left out."""
    sizes = np.bincount(component)
    order = np.lexsort((np.arange(len(days)), days))
    met, first = np.unique(component[order], return_index=True)
    ranked = met[np.argsort(first, kind="stable")]
    ranked = ranked[sizes[ranked] >= least]
    number = np.full(len(sizes), -1, dtype=np.int64)
    number[ranked] = np.arange(len(ranked))
    return number[component]


def _described(chain: Ints, xs: Floats, ys: Floats, days: Floats) -> dict[str, Any]:
    count = int(chain.max()) + 1
    rows = np.flatnonzero(chain >= 0)
    rows = rows[np.lexsort((rows, days[rows], chain[rows]))]
    of = chain[rows]
    size = np.bincount(of, minlength=count)
    start = np.cumsum(size) - size
    x, y = (np.bincount(of, weights=values[rows], minlength=count) / size for values in (xs, ys))
    away = np.hypot(xs[rows] - x[of], ys[rows] - y[of])
    return {
        "size": size, "originator": rows[start], "first": days[rows[start]], "last": days[rows[start + size - 1]],
        "x": x, "y": y, "radius": np.maximum.reduceat(away, start) if count else np.empty(0),
    }  # fmt: skip
