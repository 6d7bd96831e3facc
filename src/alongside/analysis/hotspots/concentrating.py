"""Concentration: what share of events the worst places hold, and what share of the risk."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import gammaln  # type: ignore[import-untyped]

from alongside.analysis.events.chance import check_draws, generator
from alongside.analysis.events.results import Floats, Ints, Result, stamp
from alongside.analysis.events.unfit import Unfit
from alongside.analysis.hotspots.counting import Counts


@dataclass(frozen=True, kw_only=True, eq=False)
class Concentration(Result):
    """For each share of the places: `places` (how many), `share` of the events seen in the worst of them, `by_chance`
    (what that would be if all places were alike), `risk_share` and `risk_low`, `risk_high`: the share of the underlying
    risk that the places of highest risk hold, with a 95% interval.

    `share` overstates: with few events the worst places are partly those that were unlucky. `gini`: of the events seen.
    """

    places_share: Floats
    places: Ints
    share: Floats
    by_chance: Floats
    risk_share: Floats
    risk_low: Floats
    risk_high: Floats
    gini: float

    def sentence(self, k: int = 0) -> str:
        text = f"The worst {self.places_share[k]:.0%} of places ({self.places[k]:,}) hold {self.share[k]:.0%} of events"
        if np.isnan(self.risk_share[k]):
            return f"{text}."
        return (
            f"{text} (if all places were alike: {self.by_chance[k]:.0%}) and an estimated {self.risk_share[k]:.0%} "
            f"of the risk (95% interval {self.risk_low[k]:.0%} to {self.risk_high[k]:.0%})."
        )


def concentration(
    counted: Any, *, shares: Any = (0.01, 0.02, 0.05, 0.1, 0.2), draws: int = 999, seed: int
) -> Concentration:
    """Share of events, and of risk, in the worst places.

    `counted`: `Counts`, or one number a place (0 for places without events: leaving them out understates). `shares`:
    of the places, each between 0 and 1; at least one place is taken. `draws` from the model, with a `seed`.
    Method: counts are Poisson about risks that follow one gamma distribution; the interval is that of the share which
    the riskiest places hold, over draws of the gamma's shape and of all risks given the counts. Weighted values get no
    interval. Sources: Mohler, Brantingham, Carter and Short (2019) on the bias with few events, J Quant Criminol 35.
    Raises `Unfit` for no events, fewer than two places and shares outside (0, 1].
    """
    values = np.asarray(counted.total() if isinstance(counted, Counts) else counted, dtype=np.float64).ravel()
    if len(values) < 2 or not np.isfinite(values).all() or (values < 0).any() or values.sum() == 0:
        raise Unfit("Concentration needs two places or more and at least one event.", "Give a count for every place.")
    asked = np.atleast_1d(np.asarray(shares, dtype=np.float64))
    if asked.ndim != 1 or not len(asked) or not ((asked > 0) & (asked <= 1)).all():
        raise Unfit(f"Shares of places are {asked.tolist()}.", "Give shares between 0 and 1, such as 0.05.")
    places = np.maximum(1, np.floor(asked * len(values) + 1e-9).astype(np.int64))
    whole = bool(np.array_equal(values, np.rint(values)))
    rng, draws = generator(seed), check_draws(draws, noun="draws")
    chance = (
        _top_shares(
            (rng.multinomial(int(values.sum()), np.full(len(values), 1 / len(values))) for _ in range(min(draws, 199))),
            places,
        )
        if whole
        else None
    )
    risk = _top_shares(_risks(values, draws, rng), places) if whole else None
    blank = np.full(len(places), np.nan)
    low, middle, high = np.quantile(risk, (0.025, 0.5, 0.975), axis=0) if risk is not None else (blank, blank, blank)
    settings = {
        "shares": asked.tolist(), "places": len(values), "draws": draws,
        "interval": "95%, gamma-Poisson" if whole else "none: weighted values",
    }  # fmt: skip
    return Concentration(
        **stamp((values,), settings, seed=seed, notes=[] if whole else ["Weighted values: shares are as seen."]),
        places_share=asked, places=places, share=_top_shares([values], places)[0],
        by_chance=chance.mean(axis=0) if chance is not None else blank,
        risk_share=middle, risk_low=low, risk_high=high, gini=_gini(values),
    )  # fmt: skip


def _top_shares(draws: Iterable[Any], places: Ints) -> Floats:
    """Rows of shares held by the first `places` of each draw in falling order."""
    rows = []
    for values in draws:
        top = np.cumsum(np.sort(values)[::-1])
        rows.append(top[places - 1] / top[-1])
    return np.array(rows)


def _risks(values: Floats, draws: int, rng: np.random.Generator) -> Iterator[Floats]:
    """Draws of all risks given the counts, in units that cancel out; the shape of their law is drawn as well."""
    shapes, weights = _shapes(values)
    mean = values.mean()
    for shape in rng.choice(shapes, size=draws, p=weights):
        yield rng.gamma(shape + values) / (shape / mean + 1.0)


def _shapes(values: Floats) -> tuple[Floats, Floats]:
    """Gamma shapes from 0.01 to 10,000 and how likely each is, given counts that are Poisson about such risks.

    The mean is held at what was seen; before the counts are seen, all orders of magnitude are alike.
    """
    shapes = np.geomspace(1e-2, 1e4, 400)
    counts, times = np.unique(values, return_counts=True)
    mean, a = values.mean(), shapes[:, None]
    terms = gammaln(a + counts) - gammaln(a) + counts * np.log(mean / (a + mean)) + a * np.log(a / (a + mean))
    log_likelihood = terms @ times
    weights = np.exp(log_likelihood - log_likelihood.max())
    return shapes, weights / weights.sum()


def _gini(values: Floats) -> float:
    ordered = np.sort(values)
    n = len(ordered)
    return float(2 * np.sum(np.arange(1, n + 1) * ordered) / (n * ordered.sum()) - (n + 1) / n)
