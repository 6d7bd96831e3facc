"""Months held against what was expected of them: which counts are more than noise, many wards and months at once."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from alongside.analysis.events.results import Floats, Result, stamp
from alongside.analysis.events.unfit import Unfit
from alongside.analysis.forecast.monthly import Monthly
from alongside.analysis.forecast.ward_months import WardModel, distribution


@dataclass(frozen=True, kw_only=True, eq=False)
class Watch(Result):
    """Areas x months. Each month's `mean`, `low` and `high` come from the months before it alone.

    `p`: two-sided, of a count as far from the expected as that seen; NaN for a month not held. It is not corrected:
    give all that were looked at, of every measure, to `adjusted_p`. `held_by_chance`: the share of counts like these
    that the interval holds when nothing changed (at least the coverage, as counts are whole).
    """

    areas: tuple[str, ...]
    months: tuple[str, ...]
    seen: Floats
    mean: Floats
    low: Floats
    high: Floats
    p: Floats
    dispersion: Floats
    held_by_chance: Floats
    coverage: float


def watch(model: WardModel, series: Any, months: Any) -> Watch:
    """Hold each of `months` against the forecast of one month ahead.

    `model`: such as `wards()`; `series`: as for its `fit`; `months`: those to look at, each with 13 known months before
    it. Raises `Unfit` for none, for months that the series does not cover, and as `fit` does.
    """
    held = Monthly.of(series)
    targets = sorted(held.index(month) for month in ([months] if isinstance(months, str) else months))
    if not targets or targets[-1] >= len(held.counts):
        raise Unfit("There is no month to look at, or one that is not held.", "Choose months that the series covers.")
    fitted = model.fit(held, None, held.label(targets[0]))
    told = [fitted.forward(held.label(k)).expected(1) for k in targets]
    mean, low, high = (
        np.column_stack([getattr(each, name)[:, 0] for each in told]) for name in ("mean", "low", "high")
    )
    spread = np.array([each.dispersion[0] for each in told])
    seen = held.counts[targets].T
    laws = [distribution(mean[:, k], float(spread[k])) for k in range(len(targets))]
    p = np.column_stack([_two_sided(law, seen[:, k]) for k, law in enumerate(laws)])
    chance = np.column_stack([law.cdf(high[:, k]) - law.cdf(low[:, k] - 1) for k, law in enumerate(laws)])
    notes = [note for each in told for note in each.notes]
    return Watch(
        **stamp(
            (np.nan_to_num(held.counts[: targets[-1] + 1], nan=-1.0),),
            model.settings | {"months": [held.label(k) for k in targets]}, notes=notes,
        ),
        areas=held.areas, months=tuple(held.label(k) for k in targets), seen=seen, mean=mean, low=low, high=high, p=p,
        dispersion=spread, held_by_chance=chance, coverage=model.coverage,
    )  # fmt: skip


def _two_sided(law: Any, seen: Floats) -> Floats:
    """Twice the smaller tail, the count itself in it; NaN where nothing was seen because nothing is held."""
    tail = np.minimum(law.cdf(seen), law.sf(seen - 1))
    return np.where(np.isnan(seen), np.nan, np.minimum(1.0, 2.0 * tail))
