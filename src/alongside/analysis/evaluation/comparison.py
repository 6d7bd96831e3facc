"""The default estimate: the target's change against comparison areas, judged by how untouched areas drift."""

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike

from alongside.analysis.evaluation.answers import (
    Interval,
    NotAnswerable,
    Verdict,
    chance,
    no_headline,
    per_cent,
    small_count,
)
from alongside.analysis.evaluation.arrays import overdispersion, pair, positive, share
from alongside.analysis.evaluation.design import Design, read_design
from alongside.analysis.evaluation.distributions import t_quantile, t_two_sided
from alongside.analysis.evaluation.moved import Displacement, displaced
from alongside.analysis.evaluation.placebo import Spread, log_ratio, poisson_variance, spread
from alongside.analysis.evaluation.regression import RegressionLine, line, recent_periods
from alongside.analysis.evaluation.verdicts import Evidence, judge

_UNITS = MappingProxyType({
    "change": "per cent", "interval": "per cent", "crimes": "events", "crimes_interval": "events",
    "expected": "events", "expected_by_regression": "events", "before": "events", "after": "events",
    "p_value": "0 to 1", "dispersion": "variance over mean", "placebos": "standardised log ratios",
    "placebo_changes": "per cent",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Comparison:
    """The target against its comparison areas. `placebo_rank` 1 is the largest fall of `placebo_areas`, ties last."""

    before: int
    after: int
    periods_before: int
    periods_after: int
    expected: float
    change: float | NotAnswerable
    interval: Interval
    crimes: float
    crimes_interval: Interval
    p_value: float
    dispersion: float
    degrees_of_freedom: float
    standardised: float
    placebos: tuple[float, ...]
    placebo_changes: tuple[float, ...]
    placebo_labels: tuple[Hashable, ...]
    placebo_rank: int
    placebo_areas: int
    regression: RegressionLine
    displacement: Displacement | NotAnswerable | None
    verdict: Verdict
    headline: str | NotAnswerable
    sentence: str
    units: ClassVar[Mapping[str, str]] = _UNITS

    @property
    def expected_by_regression(self) -> float:
        """Events to expect after by regression to the mean alone (empirical Bayes), with nothing done."""
        return self.regression.empirical_bayes


@dataclass(frozen=True, slots=True)
class RatioOfRatios:
    """Change in one area over change in another; `change` and `interval` in per cent."""

    log_ratio: float
    ratio: float
    change: float
    interval: Interval
    p_value: float
    dispersion: float
    sentence: str
    units: ClassVar[Mapping[str, str]] = MappingProxyType({"change": "per cent", "interval": "per cent"})


def compare(
    target: ArrayLike,
    comparisons: ArrayLike | None,
    *,
    start: Any,
    buffer: ArrayLike | None = None,
    end: Any = None,
    outcome: str = "recorded offences",
    periods_per_year: int = 12,
    seasonal: bool = True,
    dispersion: float | None = None,
    recording_change: Any = None,
    confidence: float = 0.95,
) -> Comparison | NotAnswerable:
    """Did the target change by more than its comparison areas, and by more than untouched areas drift?

    `target`: counts by period (months by default), all of them from the start of the baseline; `comparisons`: areas ×
    the same periods, without the target and the buffer; `buffer`: counts of the ring around the target, by period or
    areas × periods. `start`: first period after (index, or label of a pandas series); `end`: last period plus one, by
    default all. `seasonal=False` when the offence has no seasons or the periods are the same months of each year.
    `dispersion`: variance over mean from elsewhere, where there are too few comparison areas to measure it.
    `recording_change`: first period counted under new rules. Changes in per cent, `crimes` in events.

    Method: log[(after+.5)/(before+.5)] less the same of the pooled comparison areas; error sqrt(phi × sum of
    1/(cell+.5)); phi the mean squared standardised value over the comparison areas, each treated as the target, never
    under 1; Student's t with the number of those areas less one. Returns `NotAnswerable` for work done as outcome, a
    baseline under a year, a change of recording inside, no comparison areas or ones that hold the target, the buffer
    or nothing, and fewer than two of them without `dispersion`. Raises `ValueError` for missing, negative or fractional
    counts and shapes that do not fit. Sources: Wilson (2022), J Quant Criminol 38; Abadie, Diamond and Hainmueller
    (2010) for placebos; McCullagh and Nelder (1989) for phi.
    """
    if dispersion is not None:
        overdispersion(dispersion)
    share(confidence, "confidence")
    positive(periods_per_year, "periods_per_year")
    design = read_design(target, comparisons, start, end, buffer)
    if isinstance(design, NotAnswerable):
        return design
    refusal = design.refusal(outcome, periods_per_year, seasonal, recording_change)
    if refusal is not None:
        return refusal
    areas = spread(design.before, design.after)
    if areas.informative < 2 and dispersion is None:
        return NotAnswerable(
            "one comparison area shows no spread, and without it chance cannot be told from drift",
            "five or more comparison areas, or dispersion= measured on similar areas (TYPICAL_DISPERSION has London's)",
        )
    phi = areas.phi if dispersion is None else float(dispersion)
    freedom = float(areas.informative - 1) if dispersion is None else math.inf
    return _estimate(design, areas, phi, freedom, confidence, outcome)


@dataclass(frozen=True, slots=True)
class _Measured:
    """The target's log ratio, its error by counting alone and by the spread, and what follows from both."""

    difference: float
    counting: float
    detectable: float
    critical: float
    p_value: float
    interval: Interval
    expected: float
    rank: int


def _measure(design: Design, areas: Spread, phi: float, freedom: float, confidence: float) -> _Measured:
    before, after, elsewhere = design.target_before, design.target_after, design.elsewhere
    difference = float(log_ratio(before, after, *elsewhere))
    counting = math.sqrt(float(poisson_variance(before, after, *elsewhere)))
    error = counting * math.sqrt(phi)
    critical = t_quantile(0.5 + confidence / 2.0, freedom)
    expected = before * elsewhere[1] / elsewhere[0]
    return _Measured(
        difference=difference,
        counting=counting,
        detectable=critical * math.sqrt(float(poisson_variance(before, expected, *elsewhere))),
        critical=critical,
        p_value=t_two_sided(difference / error, freedom),
        interval=Interval(_change(difference - critical * error), _change(difference + critical * error), confidence),
        expected=expected,
        rank=1 + int((areas.standardised <= difference / counting).sum()),
    )


def _judged(
    design: Design, areas: Spread, phi: float, measured: _Measured, regression: RegressionLine, outcome: str
) -> Verdict:
    before, after = design.target_before, design.target_after
    return judge(
        Evidence(
            before=before,
            expected=measured.expected,
            after=after,
            difference=measured.difference,
            counting_error=measured.counting,
            detectable=measured.detectable * math.sqrt(phi),
            detectable_by_chance=measured.detectable,
            p_value=measured.p_value,
            alpha=1.0 - measured.interval.confidence,
            rank=measured.rank,
            ranked=areas.informative + 1,
            own=math.log((after + 0.5) / (before + 0.5) * design.start / design.length),
            above_regression=_beyond_regression(design, regression, phi, measured.critical),
            change=None if small_count(before, after) else _change(measured.difference),
            interval=measured.interval,
            outcome=outcome,
        )
    )


def _estimate(design: Design, areas: Spread, phi: float, freedom: float, confidence: float, outcome: str) -> Comparison:
    before, after = design.target_before, design.target_after
    measured = _measure(design, areas, phi, freedom, confidence)
    regression = line(design.target, design.before, start=design.start, phi=phi)
    verdict = _judged(design, areas, phi, measured, regression, outcome)
    change, events = _change(measured.difference), measured.expected / 100.0
    informative = (design.before + design.after) > 0
    return Comparison(
        before=int(before),
        after=int(after),
        periods_before=design.start,
        periods_after=design.length,
        expected=measured.expected,
        change=small_count(before, after) or change,
        interval=measured.interval,
        crimes=events * change,
        crimes_interval=Interval(events * measured.interval.low, events * measured.interval.high, confidence),
        p_value=measured.p_value,
        dispersion=phi,
        degrees_of_freedom=freedom,
        standardised=measured.difference / measured.counting,
        placebos=tuple(areas.standardised.tolist()),
        placebo_changes=tuple((100.0 * np.expm1(areas.log_ratios)).tolist()),
        placebo_labels=tuple(name for name, kept in zip(design.names, informative, strict=True) if kept),
        placebo_rank=measured.rank,
        placebo_areas=areas.informative + 1,
        regression=regression,
        displacement=None if design.buffer is None else displaced(design, phi, measured.critical, confidence),
        verdict=verdict,
        headline=no_headline(before, after) or f"{per_cent(change)} against comparison areas",
        sentence=verdict.sentence,
    )


def _beyond_regression(design: Design, regression: RegressionLine, phi: float, critical: float) -> bool:
    """Whether the fall stays beyond the spread from a baseline drawn towards other areas, and from one without the
    last periods, for which the area may have been picked."""
    trend_before, trend_after = (cell + 0.5 for cell in design.elsewhere)
    trend = trend_after / trend_before * design.start / design.length
    expected = regression.empirical_bayes * trend + 0.5
    seen = design.target_after + 0.5
    variance = phi * (1.0 / seen + 1.0 / trend_before + 1.0 / trend_after)
    variance += (regression.empirical_bayes_error / max(regression.empirical_bayes, 0.5)) ** 2
    quiet = design.start - recent_periods(design.start, design.length)
    cells = (
        float(design.target[:quiet].sum()),
        design.target_after,
        float(design.comparisons[:, :quiet].sum()),
        design.elsewhere[1],
    )
    from_quiet = float(log_ratio(*cells))
    return (
        math.log(seen / expected) + critical * math.sqrt(variance) < 0.0
        and from_quiet + critical * math.sqrt(phi * float(poisson_variance(*cells))) < 0.0
    )


def _change(log: float) -> float:
    return 100.0 * math.expm1(log)


def ratio_of_ratios(
    *, treated: ArrayLike, control: ArrayLike, dispersion: float = 1.0, confidence: float = 0.95
) -> RatioOfRatios | NotAnswerable:
    """The change in one area over the change in another, from four counts.

    `treated`, `control`: two counts each, before and after, in periods of the same lengths. `dispersion`: variance
    over mean of such counts. Changes in per cent. Normal interval of the log. Returns `NotAnswerable` when a count is
    zero; raises `ValueError` for bad counts. Source: Wilson (2022), J Quant Criminol 38, 705-741.
    """
    ours, theirs = pair(treated, "treated"), pair(control, "control")
    overdispersion(dispersion)
    if 0.0 in (*ours, *theirs):
        return NotAnswerable("a ratio of a count of zero has no limits", "longer periods or larger areas")
    middle = math.log(ours[1] / ours[0]) - math.log(theirs[1] / theirs[0])
    error = math.sqrt(dispersion * sum(1.0 / cell for cell in (*ours, *theirs)))
    reach = t_quantile(0.5 + share(confidence, "confidence") / 2.0, math.inf) * error
    interval = Interval(_change(middle - reach), _change(middle + reach), confidence)
    p_value = t_two_sided(middle / error, math.inf)
    text = f"{per_cent(interval.low)} to {per_cent(interval.high)}, dispersion {dispersion:.3g}, {chance(p_value)}"
    return RatioOfRatios(
        log_ratio=middle,
        ratio=math.exp(middle),
        change=_change(middle),
        interval=interval,
        p_value=p_value,
        dispersion=float(dispersion),
        sentence=f"Against the control, {per_cent(_change(middle))} ({confidence:.0%} {text}).",
    )
