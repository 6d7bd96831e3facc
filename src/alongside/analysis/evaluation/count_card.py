"""The count card: two counts, what chance allows between them, and no more than that."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar

import numpy as np

from alongside.analysis.counts import poisson_interval, ratio_of_counts
from alongside.analysis.evaluation.answers import (
    Interval,
    NotAnswerable,
    chance,
    no_headline,
    per_cent,
    small_count,
)
from alongside.analysis.evaluation.arrays import count, overdispersion, positive, share
from alongside.analysis.evaluation.distributions import normal_quantile, two_sided
from alongside.analysis.evaluation.etest import Form, count_test, e_test

# Beyond this the totals to be summed over no longer fit in memory; no police force counts as far.
_LARGEST = 1_000_000_000
_UNITS = MappingProxyType({
    "change": "per cent", "interval": "per cent", "exact_interval": "per cent", "before": "events", "after": "events",
    "before_interval": "events", "after_interval": "events", "p_value": "0 to 1",
})  # fmt: skip

# An interval needs some forty tests; above this many events its ends are the same to a tenth of a per cent without.
_EXACT_LIMITS_UP_TO = 4_000
_REJECTED_FOR_GOOD = 6
# Log ratios further out than this from the observed one are past any question.
_WIDEST = 25.0


@dataclass(frozen=True, slots=True)
class TwoCounts:
    """Two counts and the change between them; `change` is refused when either count is under ten."""

    before: int
    after: int
    exposure_before: float
    exposure_after: float
    form: Form
    dispersion: float
    ratio: float
    change: float | NotAnswerable
    interval: Interval
    p_value: float
    exact_p_value: float
    mid_p_value: float
    exact_interval: Interval
    before_interval: Interval
    after_interval: Interval
    headline: str | NotAnswerable
    sentence: str
    units: ClassVar[Mapping[str, str]] = _UNITS


def two_counts(
    before: int,
    after: int,
    *,
    exposure_before: float = 1,
    exposure_after: float = 1,
    form: Form = "pooled",
    confidence: float = 0.95,
    dispersion: float = 1.0,
) -> TwoCounts | NotAnswerable:
    """Compare two Poisson counts: the E-test, exact intervals of each count and of the change.

    `before`, `after`: events. Exposures: the lengths of the two periods in one unit. `form`: variance `pooled` (the
    default of statsmodels and ptools) or `separate` (the paper's, SciPy's); they agree only for equal exposures, so
    the result names it. `dispersion`: variance over mean when counts vary more than Poisson; above 1 the p-value and
    interval come from the quasi-Poisson log ratio. Changes in per cent, p-values 0 to 1. Returns `NotAnswerable` for
    zero against zero; raises `ValueError` for counts that are negative, missing or not whole, and exposures or a
    dispersion out of range. Sources: Krishnamoorthy and Thomson (2004), J Stat Plan Inference 119, 23-35, with the
    interval by inverting the test; Garwood (1936) for each count; Clopper and Pearson (1934) for `exact_interval`.
    """
    first, second = count(before, "before"), count(after, "after")
    spans = positive(exposure_before, "exposure_before"), positive(exposure_after, "exposure_after")
    share(confidence, "confidence")
    if form not in ("pooled", "separate"):
        raise ValueError(f"form must be pooled or separate, not {form!r}")
    overdispersion(dispersion)
    if max(first, second) > _LARGEST:
        raise ValueError(f"Counts up to {_LARGEST:,} can be compared, not {max(first, second):.3g}")
    if first + second == 0:
        return NotAnswerable(
            "nothing was counted in either period", "a longer period, a larger area or a wider offence"
        )
    if dispersion > 1.0:
        p_value, limits = _quasi(first, second, spans, confidence, dispersion)
    else:
        p_value = e_test(second, spans[1], first, spans[0], form=form)
        limits = _e_test_limits(first, second, spans, 1.0 - confidence, form)
    return _card(first, second, spans, form, dispersion, confidence, p_value, limits)


def _card(
    before: int,
    after: int,
    spans: tuple[float, float],
    form: Form,
    dispersion: float,
    confidence: float,
    p_value: float,
    limits: tuple[float, float],
) -> TwoCounts:
    exact = ratio_of_counts(
        before=before, after=after, exposure_before=spans[0], exposure_after=spans[1], confidence=confidence
    )
    interval = Interval(_as_change(limits[0]), _as_change(limits[1]), confidence)
    refusal, seen = small_count(before, after), _as_change(exact.value)
    named = f"E-test, {form} variance" if dispersion == 1.0 else f"dispersion {dispersion:.3g}"
    spread = f"{confidence:.0%} {per_cent(interval.low)} to {per_cent(interval.high)}, {named}, {chance(p_value)}"
    lead = f"From {before} to {after}"
    if spans[0] != spans[1]:
        lead += f" (periods of {spans[0]:g} and {spans[1]:g})"
    middle = ": too few for a percentage" if refusal else f": {per_cent(seen)}"
    return TwoCounts(
        before=before,
        after=after,
        exposure_before=spans[0],
        exposure_after=spans[1],
        form=form,
        dispersion=dispersion,
        ratio=exact.value,
        change=refusal or seen,
        interval=interval,
        p_value=p_value,
        exact_p_value=count_test(after, spans[1], before, spans[0], method="conditional"),
        mid_p_value=count_test(after, spans[1], before, spans[0], method="mid-p"),
        exact_interval=Interval(_as_change(exact.interval.low), _as_change(exact.interval.high), confidence),
        before_interval=count_interval(before, confidence=confidence),
        after_interval=count_interval(after, confidence=confidence),
        headline=no_headline(before, after) or f"{per_cent(seen)}, from {before} to {after}",
        sentence=f"{lead}{middle} ({spread}). Two counts alone cannot say why.",
    )


def count_interval(events: int, *, confidence: float = 0.95) -> Interval:
    """Exact interval of a Poisson count, in events. Source: Garwood (1936), Biometrika 28, 437-442."""
    exact = poisson_interval(count(events, "events"), confidence=confidence)
    return Interval(exact.low, exact.high, confidence)


def byar_interval(events: int, *, confidence: float = 0.95) -> Interval:
    """Byar's approximate interval of a Poisson count, in events; public health practice from 10 events.

    Source: Breslow and Day (1987), Statistical Methods in Cancer Research II, 69. Raises `ValueError` for a bad count.
    """
    seen = count(events, "events")
    z = normal_quantile(0.5 + share(confidence, "confidence") / 2.0)

    def limit(n: int, sign: int) -> float:
        return n * (1.0 - 1.0 / (9.0 * n) + sign * z / (3.0 * math.sqrt(n))) ** 3

    return Interval(max(0.0, limit(seen, -1)) if seen else 0.0, limit(seen + 1, 1), confidence)


def _as_change(ratio: float) -> float:
    return 100.0 * (ratio - 1.0)


def _quasi(
    before: int, after: int, spans: tuple[float, float], confidence: float, dispersion: float
) -> tuple[float, tuple[float, float]]:
    """Log ratio with its Poisson variance times the dispersion; half an event is added when one count is zero."""
    half = 0.0 if before and after else 0.5
    middle = math.log((after + half) / (before + half) * spans[0] / spans[1])
    error = math.sqrt(dispersion * (1.0 / (before + half) + 1.0 / (after + half)))
    reach = normal_quantile(0.5 + confidence / 2.0) * error
    return two_sided(middle / error), (math.exp(middle - reach), math.exp(middle + reach))


def _e_test_limits(
    before: int, after: int, spans: tuple[float, float], alpha: float, form: Form
) -> tuple[float, float]:
    """Ratios that the E-test does not reject; each end is the outermost one, so that a jump never narrows it."""

    def p_value(log_ratio: float) -> float:
        weight = spans[1] * math.exp(log_ratio)
        return e_test(after, weight, before, spans[0], form=form, exact_up_to=_EXACT_LIMITS_UP_TO)

    scale = spans[0] / spans[1]
    middle = math.log(max(after, 0.5) / max(before, 0.5) * scale)
    step = 0.25 * math.sqrt(1.0 / max(after, 0.5) + 1.0 / max(before, 0.5))
    low = math.exp(_outermost(p_value, middle, -step, alpha)) if after else 0.0
    high = math.exp(_outermost(p_value, middle, step, alpha)) if before else math.inf
    return low, high


def _outermost(p_value: Callable[[float], float], middle: float, step: float, alpha: float) -> float:
    """Walk out until the test has rejected for a good while, then halve back to the last value that it kept."""
    kept, rejected_for = middle, 0
    for place in np.arange(middle + step, middle + math.copysign(_WIDEST, step), step):
        if p_value(float(place)) > alpha:
            kept, rejected_for = float(place), 0
        else:
            rejected_for += 1
        if rejected_for == _REJECTED_FOR_GOOD:
            break
    else:
        # The separate form never rejects on a side where one count is zero: nothing bounds the ratio there.
        return math.copysign(math.inf, step)
    near, far = kept, kept + step
    for _ in range(24):
        half = (near + far) / 2.0
        near, far = (half, far) if p_value(half) > alpha else (near, half)
    return near
