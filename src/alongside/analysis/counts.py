"""Exact intervals for counts: one count, and the ratio of two.

Only the standard library, so that a page can use them without loading a statistics package.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from numbers import Real

_STEPS = 200
_TINY = 1e-300


_LARGEST = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Interval:
    """A two-sided interval; `high` is infinite when nothing bounds it."""

    low: float
    high: float
    confidence: float = 0.95


@dataclass(frozen=True, slots=True)
class Ratio:
    """`after` over `before`, each divided by its exposure, with an exact interval."""

    value: float
    interval: Interval

    @property
    def per_cent_change(self) -> float:
        return 100.0 * (self.value - 1.0)


def poisson_interval(count: int, *, confidence: float = 0.95) -> Interval:
    """Exact (Garwood) interval for the mean of a Poisson count.

    `count`: events seen, 0 or more. Limits are in events. Raises `ValueError` for a negative count or a
    confidence outside (0, 1). Method: the limits invert the Poisson distribution through the gamma
    distribution, low = Gamma(count) at alpha/2, high = Gamma(count + 1) at 1 - alpha/2.
    Source: Garwood F (1936), Biometrika 28, 437-442. It covers chance alone: counts of crime in small areas
    vary more than Poisson, so that the true uncertainty is wider.
    """
    _check(count, confidence)
    count = int(count)
    tail = (1.0 - confidence) / 2.0
    low = _gamma_quantile(tail, count) if count else 0.0
    return Interval(low, _gamma_quantile(1.0 - tail, count + 1), confidence)


def ratio_of_counts(
    *,
    before: int,
    after: int,
    exposure_before: float = 1.0,
    exposure_after: float = 1.0,
    confidence: float = 0.95,
) -> Ratio:
    """Ratio of two Poisson rates, after over before, with the exact conditional interval.

    `before`, `after`: events; exposures: length of each period (or people, or their product) in one unit.
    Raises `ValueError` for negative counts, exposures that are not positive, or two counts of zero (their
    ratio is undefined). Method: given the total, `after` is binomial; Clopper-Pearson limits of its share are
    turned into limits of the ratio. Source: Clopper and Pearson (1934); Przyborowski and Wilenski (1940).
    """
    _check(before, confidence)
    _check(after, confidence)
    if not all(isinstance(one, Real) and 0 < one < math.inf for one in (exposure_before, exposure_after)):
        raise ValueError(f"An exposure must be a positive number: {exposure_before}, {exposure_after}")
    before, after = int(before), int(after)
    if before + after == 0:
        raise ValueError("The ratio of zero to zero is undefined")
    scale = exposure_before / exposure_after
    tail = (1.0 - confidence) / 2.0
    low = _beta_quantile(tail, after, before + 1) if after else 0.0
    high = _beta_quantile(1.0 - tail, after + 1, before) if before else 1.0
    value = scale * after / before if before else math.inf
    return Ratio(value, Interval(scale * _odds(low), scale * _odds(high), confidence))


def share_interval(count: int, of: int, *, confidence: float = 0.95) -> Interval:
    """Exact (Clopper-Pearson) interval for a share: `count` of `of` independent trials.

    Limits are shares from 0 to 1; without trials nothing is known and they are 0 and 1. Raises `ValueError` unless
    0 <= count <= of and confidence lies inside (0, 1). Source: Clopper and Pearson (1934), Biometrika 26, 404-413.
    """
    _check(count, confidence)
    _check(of, confidence)
    count, of = int(count), int(of)
    if count > of:
        raise ValueError(f"{count} of {of} is no share")
    tail = (1.0 - confidence) / 2.0
    low = _beta_quantile(tail, count, of - count + 1) if count else 0.0
    high = _beta_quantile(1.0 - tail, count + 1, of - count) if count < of else 1.0
    return Interval(low, high, confidence)


def _check(count: int, confidence: float) -> None:
    if not isinstance(count, Real) or not 0 <= count <= _LARGEST or count != int(count):
        raise ValueError(f"A count is a whole number, not negative and at most {_LARGEST:,}: {count}")
    if not isinstance(confidence, Real) or not 0.0 < confidence < 1.0:
        raise ValueError(f"Confidence must lie between 0 and 1: {confidence}")


def _odds(share: float) -> float:
    return share / (1.0 - share) if share < 1.0 else math.inf


def _gamma_quantile(probability: float, shape: float) -> float:
    """Where the gamma distribution of this shape (scale 1) reaches a probability."""
    # Wilson and Hilferty's cube is within a few thousandths: Newton needs three or four steps from there.
    z = _normal_quantile(probability)
    guess = shape * max(1e-3, 1.0 - 1.0 / (9.0 * shape) + z / (3.0 * math.sqrt(shape))) ** 3
    width = 40.0 * (math.sqrt(shape) + 1.0)
    return _invert(
        lambda x: _gamma_share(shape, x),
        lambda x: math.exp((shape - 1.0) * math.log(x) - x - math.lgamma(shape)),
        target=probability,
        guess=guess,
        low=0.0,
        high=shape + width,
    )


def _beta_quantile(probability: float, a: float, b: float) -> float:
    """Where the beta distribution reaches a probability."""
    log_norm = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    return _invert(
        lambda x: _beta_share(a, b, x),
        lambda x: math.exp(log_norm + (a - 1.0) * math.log(x) + (b - 1.0) * math.log1p(-x)),
        target=probability,
        guess=a / (a + b),
        low=0.0,
        high=1.0,
    )


def _invert(
    share: Callable[[float], float],
    slope: Callable[[float], float],
    *,
    target: float,
    guess: float,
    low: float,
    high: float,
) -> float:
    """Newton's method kept inside a bracket that halves whenever a step would leave it."""
    x = guess
    for _ in range(_STEPS):
        gap = share(x) - target
        low, high = (low, x) if gap > 0 else (x, high)
        steep = slope(x)
        step = x - gap / steep if steep > 0 else math.nan
        nearer = step if low < step < high else (low + high) / 2.0
        if abs(nearer - x) <= 1e-13 * max(1.0, abs(x)):
            return nearer
        x = nearer
    return x


def _gamma_share(a: float, x: float) -> float:
    """Regularised lower incomplete gamma function: a series below the mean, a continued fraction above."""
    if x <= 0.0:
        return 0.0
    front = math.exp(a * math.log(x) - x - math.lgamma(a))
    if x < a + 1.0:
        term = total = 1.0 / a
        divisor = a
        while term > total * 1e-17:
            divisor += 1.0
            term *= x / divisor
            total += term
        return front * total
    return 1.0 - front / _fraction(_gamma_terms(a, x), x + 1.0 - a)


def _beta_share(a: float, b: float, x: float) -> float:
    """Regularised incomplete beta function, by the continued fraction of the nearer tail."""
    if x <= 0.0 or x >= 1.0:
        return 0.0 if x <= 0.0 else 1.0
    if x > (a + 1.0) / (a + b + 2.0):
        return 1.0 - _beta_share(b, a, 1.0 - x)
    log_norm = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    front = math.exp(log_norm + a * math.log(x) + b * math.log1p(-x)) / a
    return front / _fraction(_beta_terms(a, b, x), 1.0)


def _gamma_terms(a: float, x: float) -> Callable[[int], tuple[float, float]]:
    return lambda n: (-n * (n - a), x + 2.0 * n + 1.0 - a)


def _beta_terms(a: float, b: float, x: float) -> Callable[[int], tuple[float, float]]:
    def term(n: int) -> tuple[float, float]:
        m = n // 2
        if n % 2:
            return -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)), 1.0
        return m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), 1.0

    return term


def _fraction(terms: Callable[[int], tuple[float, float]], first: float) -> float:
    """Lentz's evaluation of first + t1/(d1 + t2/(d2 + ...)); `terms(n)` gives (tn, dn)."""
    value = first or _TINY
    c, d = value, 0.0
    n = 0
    while True:
        n += 1
        numerator, denominator = terms(n)
        d = 1.0 / ((denominator + numerator * d) or _TINY)
        c = (denominator + numerator / c) or _TINY
        value *= c * d
        if abs(c * d - 1.0) < 1e-16 or n > 100_000:
            return value


def _normal_quantile(probability: float) -> float:
    """Good to about 0.0005: only a place to start (Abramowitz and Stegun 26.2.23)."""
    tail = min(probability, 1.0 - probability)
    t = math.sqrt(-2.0 * math.log(tail))
    top = 2.515517 + t * (0.802853 + t * 0.010328)
    z = t - top / (1.0 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
    return z if probability > 0.5 else -z
