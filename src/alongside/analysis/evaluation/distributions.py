"""Tails and quantiles. SciPy is loaded when first needed: a page that asks for none of them does not wait for it."""

import math
from functools import lru_cache
from importlib import import_module
from types import ModuleType

import numpy as np
from numpy.typing import ArrayLike

from alongside.analysis.evaluation.arrays import Floats


def _special() -> ModuleType:
    return import_module("scipy.special")


@lru_cache(maxsize=64)
def normal_quantile(probability: float) -> float:
    return float(_special().ndtri(probability))


def normal_tail(z: float) -> float:
    """P(Z >= z)."""
    return 0.5 * math.erfc(z / math.sqrt(2.0))


def two_sided(z: float) -> float:
    return math.erfc(abs(z) / math.sqrt(2.0))


def t_two_sided(t: float, freedom: float) -> float:
    """Both tails of Student's t; infinite degrees of freedom are the normal."""
    return two_sided(t) if math.isinf(freedom) else float(2.0 * _special().stdtr(freedom, -abs(t)))


def t_quantile(probability: float, freedom: float) -> float:
    return normal_quantile(probability) if math.isinf(freedom) else float(_special().stdtrit(freedom, probability))


def gamma_quantile(probability: ArrayLike, shape: ArrayLike) -> Floats:
    """Quantile of the gamma distribution with scale 1."""
    return np.asarray(_special().gammaincinv(shape, probability), dtype=np.float64)


def chi_squared_tail(value: float, freedom: float) -> float:
    return float(_special().chdtrc(freedom, value))


def poisson_mass(events: ArrayLike, mean: ArrayLike) -> Floats:
    """P(N = events), 0 for a mean of 0 except at no events."""
    special = _special()
    return np.asarray(
        np.exp(special.xlogy(events, mean) - np.asarray(mean) - special.gammaln(np.asarray(events) + 1.0))
    )


def binomial_mass(events: Floats, trials: int, share: float) -> Floats:
    """Probability of each number of events in so many trials."""
    special = _special()
    ways = special.gammaln(trials + 1.0) - special.gammaln(events + 1.0) - special.gammaln(trials - events + 1.0)
    log_mass = ways + special.xlogy(events, share) + special.xlog1py(trials - events, -share)
    return np.asarray(np.exp(log_mass), dtype=np.float64)


def binomial_at_least(events: Floats, trials: Floats, share: float) -> Floats:
    """P(K >= events) for whole-numbered arrays; 1 at or under zero, 0 above the trials."""
    inside = (events > 0) & (events <= trials)
    k = np.where(inside, events, 1.0)
    n = np.where(inside, trials, 1.0)
    tail = _special().betainc(k, n - k + 1.0, share)
    return np.where(inside, tail, np.where(events <= 0, 1.0, 0.0))


def binomial_at_most(events: Floats, trials: Floats, share: float) -> Floats:
    """P(K <= events)."""
    return binomial_at_least(trials - events, trials, 1.0 - share)


def gamma_poisson_mass(events: Floats, shape: float, odds: float) -> Floats:
    """P(N = events) when N is Poisson with a gamma mean of this shape; `odds` is mean / shape."""
    special = _special()
    return np.asarray(
        np.exp(
            special.gammaln(events + shape)
            - special.gammaln(shape)
            - special.gammaln(events + 1.0)
            + special.xlogy(events, odds / (1.0 + odds))
            - shape * math.log1p(odds)
        )
    )


def gamma_poisson_at_most(events: Floats, shape: Floats, odds: float) -> Floats:
    """P(N <= events); `odds` is mean / shape. 0 under no events."""
    inside = _special().betainc(shape, np.maximum(events, 0.0) + 1.0, 1.0 / (1.0 + odds))
    return np.where(events < 0, 0.0, inside)
