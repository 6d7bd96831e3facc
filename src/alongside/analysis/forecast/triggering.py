"""Self-exciting forecasters (ETAS), in cells or in continuous space."""

from alongside.analysis.events.chance import whole_within, within
from alongside.analysis.events.unfit import Unfit
from alongside.analysis.forecast.etas_cells import CellEtas
from alongside.analysis.forecast.etas_continuous import ContinuousEtas


def etas(
    kind: str = "cells",
    *,
    window: float | None = None,
    farthest: float = 1000.0,
    least_bandwidth: float = 50.0,
    neighbour: int = 15,
    rounds: int = 3,
) -> CellEtas | ContinuousEtas:
    """Events that set off others soon after, over a background that stays.

    `kind`: "cells" (offspring in the same cell; any number of events) or "continuous" (offspring scattered in space,
    cut off at `farthest` metres; up to 50,000 events; background kernels reach the `neighbour`-th nearest event and at
    least `least_bandwidth` metres; `rounds` of weighing background against triggering). `window`: days of the past to
    use, None for all. The fit gives theta (offspring of one event), omega (1 / mean delay in days), sigma (metres),
    each with a standard error, and the log likelihood with and without triggering. Sparse data give the background
    alone and a note. No correction at the edge of the area.
    Sources: Mohler and others (2015), JASA 110, 1399-1411 (cells); Mohler and others (2011), JASA 106, 100-108, and
    Zhuang, Ogata and Vere-Jones (2002) on declustering (continuous).
    """
    window = None if window is None else within(window, "window", above=0)
    farthest, least_bandwidth = (
        within(farthest, "farthest", above=0),
        within(least_bandwidth, "least_bandwidth", above=0),
    )
    neighbour, rounds = whole_within(neighbour, "neighbour"), whole_within(rounds, "rounds", most=100)
    if kind == "cells":
        return CellEtas(window)
    if kind == "continuous":
        return ContinuousEtas(window, farthest, least_bandwidth, neighbour, rounds)
    raise Unfit(f"The kind {kind!r} of ETAS is not known.", "Choose 'cells' or 'continuous'.")
