"""Accuracy of one map and of ward months: PAI, PEI, recapture, deviance, cover."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from alongside.analysis.events.results import Floats, Result, stamp
from alongside.analysis.events.unfit import Unfit
from alongside.analysis.forecast.monthly import Monthly
from alongside.analysis.forecast.ward_means import PLAIN
from alongside.analysis.forecast.ward_months import WardModel, narrowest


@dataclass(frozen=True, kw_only=True, eq=False)
class Pai(Result):
    """Running over the cells from the highest predicted down: `hit_rate`, `area_share`, `pai` (their ratio), `pei` (pai
    over that of the best order of the same areas), `rri` (predicted over observed so far).
    """

    hit_rate: Floats
    area_share: Floats
    pai: Floats
    pei: Floats
    rri: Floats


def pai(observed: Any, predicted: Any, area: Any = None) -> Pai:
    """Predictive accuracy index after each cell, from the highest prediction to the area down.

    `observed` events, `predicted` events and `area` (alike if not given) by cell. Raises `Unfit` for unequal lengths,
    nothing observed or an area that is not positive. Sources: Chainey and others (2008); Hunt (2016); Levine (2008).
    """
    seen, told = np.asarray(observed, dtype=np.float64), np.asarray(predicted, dtype=np.float64)
    size = np.ones(len(seen)) if area is None else np.asarray(area, dtype=np.float64)
    if not len(seen) or not len(seen) == len(told) == len(size):
        raise Unfit("Observed, predicted and area are of different length, or empty.", "Give one of each a cell.")
    if not seen.sum() > 0 or not (size > 0).all():
        raise Unfit("Nothing was observed, or a cell has no area.", "Give events to score against and positive areas.")
    order, best = np.argsort(-told / size, kind="stable"), np.argsort(-seen / size, kind="stable")
    hit, covered = np.cumsum(seen[order]) / seen.sum(), np.cumsum(size[order]) / size.sum()
    ideal = (np.cumsum(seen[best]) / seen.sum()) / (np.cumsum(size[best]) / size.sum())
    with np.errstate(divide="ignore", invalid="ignore"):
        rri = np.cumsum(told[order]) / np.cumsum(seen[order])
    return Pai(
        **stamp((seen, told, size), {"cells": len(seen)}),
        hit_rate=hit, area_share=covered, pai=hit / covered, pei=hit / covered / ideal, rri=rri,
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True, eq=False)
class WardScore(Result):
    """Models by rows: mean absolute error, mean Poisson deviance, share of counts inside the interval."""

    models: tuple[str, ...]
    mean_absolute_error: Floats
    deviance: Floats
    cover: Floats
    use: str


def score_wards(model: WardModel, series: Any, months: Any) -> WardScore:
    """Forecast each of `months` from all before it and hold it against what was recorded.

    Beside the model stand what dashboards show (last month, same month last year) and two plain counts (mean of 12,
    weighted mean), each with a Poisson interval. `use` is the one of least deviance. Raises `Unfit` as `fit` does.
    """
    held = Monthly.of(series)
    targets = [held.index(month) for month in ([months] if isinstance(months, str) else months)]
    targets = [k for k in targets if 0 <= k < len(held.counts) and not held.missing(k)]
    if not targets:
        raise Unfit("None of these months is held.", "Score months that the series covers.")
    fitted = model.fit(held, None, held.label(min(targets)))
    told = [fitted.forward(held.label(k)).expected(1) for k in targets]
    seen = held.counts[targets]
    rows = {model.name: (np.stack([each.mean[:, 0] for each in told]), *(
        np.stack([bound(each)[:, 0] for each in told]) for bound in (lambda f: f.low, lambda f: f.high)
    ))}  # fmt: skip
    for name, plain in PLAIN.items():
        if name in rows:
            continue  # it is the model that is scored, with the range that it learned
        mean = np.maximum(np.stack([plain(held.counts[:k]) for k in targets]), 0.05)
        rows[name] = (mean, *narrowest(mean, 0.0, model.coverage))
    deviance = [float(poisson_deviance(seen, mean).mean()) for mean, _, _ in rows.values()]
    return WardScore(
        **stamp((np.nan_to_num(held.counts, nan=-1.0),), {"months": [held.label(k) for k in targets]}),
        models=tuple(rows), deviance=np.array(deviance),
        mean_absolute_error=np.array([np.abs(seen - mean).mean() for mean, _, _ in rows.values()]),
        cover=np.array([((seen >= low) & (seen <= high)).mean() for _, low, high in rows.values()]),
        use=list(rows)[int(np.argmin(deviance))],
    )  # fmt: skip


def poisson_deviance(seen: Any, mean: Any) -> Floats:
    """Twice the log likelihood lost against a perfect forecast, for each count.

    Raises `Unfit` for counts below zero and for means that are not positive.
    """
    try:
        counts, means = np.asarray(seen, dtype=np.float64), np.asarray(mean, dtype=np.float64)
    except (TypeError, ValueError):
        counts, means = np.full(1, np.nan), np.ones(1)
    if not (np.isfinite(counts) & (counts >= 0)).all() or not (np.isfinite(means) & (means > 0)).all():
        raise Unfit("A count or a mean cannot be.", "Give counts of 0 or more, and means above 0.")
    logs = np.log(np.maximum(counts, 1e-300) / means)
    return 2.0 * (np.where(counts > 0, counts * logs, 0.0) - (counts - means))
