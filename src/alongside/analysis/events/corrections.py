"""Corrections for many tests at once."""

import numpy as np

from alongside.analysis.events.results import Floats
from alongside.analysis.events.unfit import Unfit

CORRECTIONS = {
    "fdr": "false discovery rate (Benjamini-Hochberg)",
    "fdr_dependent": "false discovery rate under any dependence (Benjamini-Yekutieli)",
    "bonferroni": "Bonferroni",
    "none": "no correction for many tests",
}


def adjusted_p(p: Floats, correction: str) -> Floats:
    """p-values to hold against alpha after a correction for their number; NaN stays NaN and is not counted.

    `correction`: "fdr" (Benjamini and Hochberg 1995), "fdr_dependent" (Benjamini and Yekutieli 2001), "bonferroni",
    "none". Raises `Unfit` for another name.
    """
    if correction not in CORRECTIONS:
        raise Unfit(f"The correction {correction!r} is not known.", f"Choose one of {', '.join(CORRECTIONS)}.")
    adjusted = np.array(p, dtype=np.float64)
    known = np.flatnonzero(~np.isnan(adjusted))
    tests = len(known)
    if correction == "none" or not tests:
        return adjusted
    if correction == "bonferroni":
        return np.minimum(adjusted * tests, 1.0)
    order = known[np.argsort(adjusted[known], kind="stable")]
    ranks = np.arange(1, tests + 1)
    factor = tests * (np.sum(1.0 / ranks) if correction == "fdr_dependent" else 1.0)
    stepped = adjusted[order] * factor / ranks
    adjusted[order] = np.minimum(np.minimum.accumulate(stepped[::-1])[::-1], 1.0)
    return adjusted
