"""Importances of predictors for a synthetic control: those with which the mixture follows the outcomes best."""

from importlib import import_module

import numpy as np

from alongside.analysis.evaluation.arrays import Floats
from alongside.analysis.evaluation.panels import simplex_weights

_ROUNDS, _EVALUATIONS = 6, 1500
# How much an uneven choice of importances costs, as a share of the loss when all count alike: next to nothing, but
# many choices follow the outcomes equally well, and without it the last digits of arithmetic would choose among them.
_EVENNESS = 1e-3
_GAIN = 1e-6


def standardised_predictors(table: Floats) -> Floats:
    """Each predictor over its spread across areas; one that is the same everywhere says nothing and is left out."""
    spread = table.std(axis=0, ddof=1)
    return np.asarray(table[:, spread > 0] / spread[spread > 0])


def fitted_weights(donors: Floats, target: Floats, outcomes: Floats, outcome: Floats) -> tuple[Floats, Floats]:
    """Weights of the donors and importances of the predictors, by the squared gap of the outcomes before the start.

    `donors`: predictors × areas, `target`: predictors; `outcomes`: periods × areas, `outcome`: periods. The search
    starts where all predictors count alike, as published analyses do, on a scale of logs: Powell's (1964) and Nelder
    and Mead's (1965) by turns, until neither gains. Of importances that follow the outcomes equally well the most even
    are taken (by their entropy), so that the answer does not hang on rounding.
    """
    minimize = import_module("scipy.optimize").minimize
    size = donors.shape[0]
    if size == 0:
        raise ValueError("predictors are the same in every area: they cannot choose a mixture")

    def weights_at(importance: Floats) -> Floats:
        root = np.sqrt(importance)
        return simplex_weights(donors * root[:, None], target * root)

    def gap(importance: Floats) -> float:
        return float(np.mean((outcome - outcomes @ weights_at(importance)) ** 2))

    price = _EVENNESS * gap(np.full(size, 1.0 / size))

    def loss(logs: Floats) -> float:
        importance = _shares(logs)
        seen = importance[importance > 0]
        return gap(importance) + price * float(np.log(size) + seen @ np.log(seen))

    logs, best = np.zeros(size), np.inf
    for turn in range(_ROUNDS):
        method, options = _SEARCHES[turn % 2]
        step = minimize(loss, logs, method=method, options={"maxfev": _EVALUATIONS, **options})
        if best - step.fun <= _GAIN * (abs(step.fun) + _GAIN):
            break
        logs, best = step.x, step.fun
    found = _shares(logs)
    return weights_at(found), found


_SEARCHES = (
    ("Powell", {"xtol": 1e-4, "ftol": 1e-9}),
    ("Nelder-Mead", {"adaptive": True, "xatol": 1e-5, "fatol": 1e-9}),
)


def _shares(logs: Floats) -> Floats:
    shares = np.exp(logs - logs.max())
    return np.asarray(shares / shares.sum())
