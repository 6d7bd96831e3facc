"""The power card: before an operation starts, which fall could be found at all."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import ClassVar

import numpy as np

from alongside.analysis.evaluation.answers import NotAnswerable
from alongside.analysis.evaluation.arrays import overdispersion, positive, share
from alongside.analysis.evaluation.distributions import (
    binomial_at_least,
    binomial_at_most,
    normal_quantile,
    normal_tail,
    poisson_mass,
    two_sided,
)
from alongside.analysis.evaluation.etest import e_test, likely_totals

_MOST = 1_000_000
# Enumeration is exact and quick up to this many events in all; beyond it the normal form needs the same whole number.
_ENUMERATED = 500
_UNITS = MappingProxyType({
    "expected": "events", "fall": "per cent", "power": "0 to 1", "smallest_fall": "per cent", "needed": "events",
    "months_needed": "months", "false_alarms_if_ignored": "0 to 1",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Power:
    """What a design can find. `power`, `needed` and `months_needed` speak of the fall asked about."""

    expected: float
    months: float
    baseline_months: float
    control: float | None
    dispersion: float
    alpha: float
    wanted: float
    fall: float | None
    power: float | None
    needed: int | None
    months_needed: float | None
    smallest_fall: float | NotAnswerable
    false_alarms_if_ignored: float
    method: str
    sentence: str
    units: ClassVar[Mapping[str, str]] = _UNITS


def power(
    expected: float,
    *,
    fall: float | None = None,
    months: float = 6,
    baseline_months: float | None = None,
    control: float | None = None,
    dispersion: float = 1.0,
    alpha: float = 0.05,
    wanted: float = 0.8,
) -> Power:
    """What fall an operation could show, two-sided at `alpha`, with probability `wanted`.

    `expected`: events expected in `months` (the operation's length) if nothing is done. `fall`: a true fall to ask
    about, in per cent (38, not 0.38). `baseline_months`: length of the period before (default: the same). `control`:
    size of the comparison areas as a multiple of the target (5 means five times as many events), None for before and
    after only. `dispersion`: variance over mean of such counts, 1 for Poisson. Raises `ValueError` outside these
    ranges. Method: without control and dispersion the pooled E-test, enumerated exactly; otherwise the normal form of
    the weighted displacement difference with the control scaled to the target. Sources: Krishnamoorthy and Thomson
    (2004); Wheeler and Ratcliffe (2018), Crime Science 7:11.
    """
    size, length = positive(expected, "expected"), positive(months, "months")
    baseline = positive(months if baseline_months is None else baseline_months, "baseline_months")
    if fall is not None and not 1.0 <= positive(fall, "fall") < 100.0:
        raise ValueError(f"fall is in per cent, from 1 to under 100 (38, not 0.38), not {fall}")
    overdispersion(dispersion)
    if control is not None:
        positive(control, "control")
    design = _Design(baseline / length, control, float(dispersion), share(alpha, "alpha"))
    smallest = _smallest_fall(design, size, share(wanted, "wanted"))
    found = None if fall is None else design.power(size, fall / 100.0)
    needed = None if fall is None else _needed(design, fall / 100.0, wanted)
    return Power(
        expected=size,
        months=length,
        baseline_months=baseline,
        control=control,
        dispersion=float(dispersion),
        alpha=alpha,
        wanted=wanted,
        fall=fall,
        power=found,
        needed=needed,
        months_needed=None if needed is None else needed / size * length,
        smallest_fall=smallest,
        false_alarms_if_ignored=two_sided(normal_quantile(1.0 - alpha / 2.0) / math.sqrt(dispersion)),
        method=design.method,
        sentence=_sentence(size, length, smallest, fall, found, needed, wanted),
    )


def power_of_ratio(
    rate1: float,
    rate2: float,
    *,
    size1: float,
    size2: float,
    exposure: float = 1.0,
    null_ratio: float = 1.0,
    alpha: float = 0.025,
    dispersion: float = 1.0,
) -> float:
    """Power (0 to 1) of a one-sided test that rate 1 / rate 2 is under `null_ratio`.

    Rates per unit of exposure; `size1`, `size2` units of each group, each observed for `exposure`. Normal
    approximation on the log ratio with the variance of the alternative. Source: PASS, tests for the ratio of two
    Poisson rates; equals statsmodels' `power_poisson_ratio_2indep` with `method_var="alt"`.
    """
    first, second = positive(rate1, "rate1"), positive(rate2, "rate2")
    sizes = positive(size1, "size1"), positive(size2, "size2")
    events = first * sizes[0], second * sizes[1]
    variance = positive(dispersion, "dispersion") / positive(exposure, "exposure") * (1 / events[0] + 1 / events[1])
    effect = math.log(first / second / positive(null_ratio, "null_ratio"))
    return normal_tail(normal_quantile(1.0 - share(alpha, "alpha")) + effect / math.sqrt(variance))


@dataclass(frozen=True, slots=True)
class _Design:
    """A baseline so many times as long as the operation, a control so many times as large as the target."""

    baseline: float
    control: float | None
    dispersion: float
    alpha: float

    @property
    def exact(self) -> bool:
        return self.control is None and self.dispersion == 1.0

    @property
    def method(self) -> str:
        return "E-test, pooled variance, enumerated" if self.exact else "weighted displacement difference, normal form"

    def power(self, expected: float, fall: float) -> float:
        if self.exact and expected * (1.0 + self.baseline) <= _ENUMERATED:
            return _enumerated(expected, fall, self.baseline, self.alpha)
        before = expected / self.baseline
        variance = before + expected * (1.0 - fall)
        if self.control is not None:
            variance += (before + expected) / self.control
        z = expected * fall / math.sqrt(self.dispersion * variance)
        return normal_tail(normal_quantile(1.0 - self.alpha / 2.0) - z)


def _enumerated(expected: float, fall: float, baseline: float, alpha: float) -> float:
    before, after = expected * baseline, expected * (1.0 - fall)
    totals = likely_totals(before + after, deviations=6.0)
    limits = np.array([_critical(int(n), baseline, alpha) for n in totals])
    share_before = before / (before + after)
    rejected = binomial_at_most(limits[:, 0], totals, share_before) + binomial_at_least(
        limits[:, 1], totals, share_before
    )
    return float(min(1.0, (poisson_mass(totals, before + after) * rejected).sum()))


@lru_cache(maxsize=20_000)
def _critical(total: int, baseline: float, alpha: float) -> tuple[float, float]:
    """Of a total, the largest count before that is too few and the smallest that is too many for the E-test."""
    if total == 0:
        return -1.0, 1.0
    share_before = baseline / (1.0 + baseline)
    middle = total * share_before
    reach = normal_quantile(1.0 - alpha / 2.0) * math.sqrt(total * share_before * (1.0 - share_before))

    def rejects(count: int) -> bool:
        return e_test(count, baseline, total - count, 1.0, form="pooled") <= alpha

    low, high = math.floor(middle - reach), math.ceil(middle + reach)
    return _walk(rejects, low, -1, total, middle), _walk(rejects, high, 1, total, middle)


def _walk(rejects: Callable[[int], bool], start: int, outward: int, total: int, middle: float) -> float:
    """The rejected count nearest to the middle: out until rejected, then in while still rejected."""
    count = min(max(start, 0), total)
    while 0 <= count <= total and not rejects(count):
        count += outward
    while 0 <= count <= total and (count - outward - middle) * outward > 0 and rejects(count - outward):
        count -= outward
    return float(count)


def _smallest_fall(design: _Design, expected: float, wanted: float) -> float | NotAnswerable:
    """The fall found with the wanted probability, by halving; power rises with the fall."""
    low, high = 0.0, 1.0 - 1e-9
    if design.power(expected, high) < wanted:
        return NotAnswerable(
            f"with {expected:g} events expected not even a fall to none would be found often enough",
            "a longer operation, a longer baseline, larger comparison areas or a wider offence",
        )
    while high - low > 1e-5:
        middle = (low + high) / 2.0
        low, high = (low, middle) if design.power(expected, middle) >= wanted else (middle, high)
    return 100.0 * high


def _needed(design: _Design, fall: float, wanted: float) -> int | None:
    """The fewest expected events with which the fall is found with the wanted probability, None above a million."""
    z = normal_quantile(1.0 - design.alpha / 2.0) + normal_quantile(wanted)
    spread = 1.0 / design.baseline + 1.0 - fall
    if design.control is not None:
        spread += (1.0 + 1.0 / design.baseline) / design.control
    guess = max(1, math.ceil(z * z * design.dispersion * spread / (fall * fall)))
    if guess > _MOST:
        return None
    while guess > 1 and design.power(guess - 1, fall) >= wanted:
        guess -= 1
    while design.power(guess, fall) < wanted:
        guess += 1
    return guess


def _sentence(
    expected: float,
    months: float,
    smallest: float | NotAnswerable,
    fall: float | None,
    found: float | None,
    needed: int | None,
    wanted: float,
) -> str:
    lead = f"With {expected:g} events expected in {months:g} months, "
    if isinstance(smallest, NotAnswerable):
        text = lead + "no fall, however large, would be found reliably"
    else:
        text = lead + f"the smallest fall found {wanted:.0%} of the time is {math.ceil(smallest)}%"
    if fall is not None and found is not None:
        text += f"; a true fall of {fall:g}% would be found {found:.0%} of the time"
        text += f" and needs {needed} events" if needed is not None else " and needs over a million events"
    return text + "."
