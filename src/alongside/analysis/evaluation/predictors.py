"""Importances of predictors for a synthetic control: those with which the mixture follows the outcomes best."""

from importlib import import_module

import numpy as np

from alongside.analysis.evaluation.arrays import Floats
from alongside.analysis.evaluation.panels import simplex_weights

_EVALUATIONS = 1500
_LEAST = 1e-5


def standardised_predictors(table: Floats) -> Floats:
    """Each predictor over its spread across areas; one that is the same everywhere says nothing and is left out."""
    spread = table.std(axis=0, ddof=1)
    return np.asarray(table[:, spread > 0] / spread[spread > 0])


def fitted_weights(donors: Floats, target: Floats, outcomes: Floats, outcome: Floats) -> tuple[Floats, Floats]:
    """Weights of the donors and importances of the predictors, by the squared gap of the outcomes before the start.

    `donors`: predictors × areas, `target`: predictors; `outcomes`: periods × areas, `outcome`: periods. The search
    starts where all predictors count alike, as published analyses do: Powell's (1964), then Nelder and Mead's (1965).
    It stays near: the best of all importances would often drop every predictor but one.
    """
    minimize = import_module("scipy.optimize").minimize

    def weights_at(importance: Floats) -> Floats:
        size = np.abs(importance)
        root = np.sqrt(size / size.sum()) if size.sum() > 0 else np.ones_like(size)
        return simplex_weights(donors * root[:, None], target * root)

    def loss(importance: Floats) -> float:
        return float(np.mean((outcome - outcomes @ weights_at(importance)) ** 2))

    size = donors.shape[0]
    if size == 0:
        raise ValueError("predictors are the same in every area: they cannot choose a mixture")
    found = np.full(size, 1.0 / size)
    step = minimize(loss, found, method="Powell", options={"maxfev": _EVALUATIONS})
    found = np.abs(step.x) / np.abs(step.x).sum()
    # On a scale of logs an importance that is next to nothing can still grow.
    logs = np.log(np.maximum(found, _LEAST))
    options = {"maxfev": _EVALUATIONS, "adaptive": True}
    polished = minimize(lambda one: loss(np.exp(one)), logs, method="Nelder-Mead", options=options)
    if polished.fun < loss(found):
        found = np.exp(polished.x) / np.exp(polished.x).sum()
    return weights_at(found), found
