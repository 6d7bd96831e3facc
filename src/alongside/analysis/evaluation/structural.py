"""Interrupted series: a level that wanders, fixed seasons, the rest of the borough, and a step at the start.

The level is a random walk observed with noise. After one difference its covariance has known sine eigenvectors, so the
exact restricted likelihood of any share of wandering is a weighted least squares: no filter and no library is needed.
A state space package takes the most likely share for the truth; here all are averaged by their likelihood.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import ArrayLike

from alongside.analysis.evaluation.answers import Interval, NotAnswerable, chance, per_cent
from alongside.analysis.evaluation.arrays import Floats, counts, labels, numbers, period, share
from alongside.analysis.evaluation.distributions import t_quantile, t_two_sided

_UNITS = MappingProxyType({"change": "per cent", "interval": "per cent", "p_value": "0 to 1", "wandering": "0 to 1"})
_FEWEST_A_PERIOD = 3.0
_YEARS_BEFORE = 2
_LONGEST_LINE_YEARS = 3
_SHARES = 61


@dataclass(frozen=True, slots=True)
class Series:
    """The step at the start. `wandering` is the level's share of the noise: 0 a fixed level, 1 a pure random walk."""

    change: float
    interval: Interval
    coefficient: float
    standard_error: float
    degrees_of_freedom: int
    p_value: float
    wandering: float
    regressors: tuple[float, ...]
    periods_before: int
    periods_after: int
    method: str
    sentence: str
    units: ClassVar[Mapping[str, str]] = _UNITS


def series(
    values: ArrayLike,
    *,
    start: Any,
    comparison: ArrayLike | None = None,
    regressors: ArrayLike | None = None,
    season: int | None = 12,
    trend: Literal["level", "line"] = "level",
    recording_change: Any = None,
    confidence: float = 0.95,
) -> Series | NotAnswerable:
    """Step in a long series of counts at `start`, in per cent.

    `values`: counts by period; `start`: first period after (index, or label of a pandas series); `comparison`: counts
    of the rest of the borough by period (its log is a regressor); `regressors`: further columns, periods × k, as they
    should enter the log scale; `season`: periods in a year for fixed seasons, None for none. `trend="line"` replaces
    the wandering level by one straight line. Returns `NotAnswerable` with fewer than two years before, a mean under 3 a
    period before, a straight line through more than three years, a change of recording inside, or regressors that leave
    the step undetermined. Raises `ValueError` for missing values and shapes that do not fit. Method: local level model
    of log(count + 1/2), averaged over how much the level wanders by its restricted likelihood, Student's t. Source:
    Harvey and Durbin (1986), JRSS A 149, 187-227.
    """
    observed = counts(values, "values")
    size = len(observed)
    known = labels(values, "index", size)
    first = period(start, known)
    if not 0 < first < size:
        raise ValueError(f"start must leave periods on both sides: {start!r} of {size} periods")
    if trend not in ("level", "line"):
        raise ValueError(f"trend must be level or line, not {trend!r}")
    others = _others(comparison, regressors, size)
    changed = None if recording_change is None else period(recording_change, known)
    if season is not None and (not isinstance(season, int) or season < 2):
        raise ValueError(f"season must be None, or how many periods make a year: 12 for months; not {season!r}")
    refusal = _refusal(observed, first, season, trend, changed)
    if refusal is not None:
        return refusal
    columns = [(np.arange(size) >= first).astype(float)[:, None], others, _seasons(size, season)]
    if trend == "line":
        columns.append(np.arange(size, dtype=float)[:, None])
    return _estimate(np.log(observed + 0.5), np.hstack(columns), first, others.shape[1], trend, confidence)


def _estimate(
    log: Floats, design: Floats, start: int, others: int, trend: str, confidence: float
) -> Series | NotAnswerable:
    change, columns = np.diff(log), np.diff(design, axis=0)
    freedom = len(change) - columns.shape[1]
    if freedom < 5 or np.linalg.matrix_rank(columns) < columns.shape[1]:
        return NotAnswerable(
            "the step cannot be told from the seasons and the other series", "a longer series, or fewer other series"
        )
    spectrum = _Spectrum.of(change, columns)
    coefficients, error, wandering = spectrum.at(0.0) if trend == "line" else spectrum.averaged()
    step = float(coefficients[0])
    reach = t_quantile(0.5 + share(confidence, "confidence") / 2.0, freedom) * error
    interval = Interval(100.0 * math.expm1(step - reach), 100.0 * math.expm1(step + reach), confidence)
    p_value = t_two_sided(step / error, freedom) if error > 0 else (0.0 if step else 1.0)
    percentage = 100.0 * math.expm1(step)
    return Series(
        change=percentage,
        interval=interval,
        coefficient=step,
        standard_error=error,
        degrees_of_freedom=freedom,
        p_value=p_value,
        wandering=wandering,
        regressors=tuple(float(one) for one in coefficients[1 : 1 + others]),
        periods_before=start,
        periods_after=len(log) - start,
        method="local level, fixed seasons, step" if trend == "level" else "straight line, fixed seasons, step",
        sentence=(
            f"A step of {per_cent(percentage)} at the start ({confidence:.0%} {per_cent(interval.low)} to "
            f"{per_cent(interval.high)}, {chance(p_value)})."
        ),
    )


def _refusal(
    observed: Floats, start: int, season: int | None, trend: str, recording_change: int | None
) -> NotAnswerable | None:
    year = season or 12
    if recording_change is not None and 0 < recording_change < len(observed):
        return NotAnswerable(
            f"the way of recording changed at period {recording_change}, inside the series",
            "periods from that change on only, or counts restated under one rule",
        )
    if start < _YEARS_BEFORE * year:
        return NotAnswerable(
            f"{start} periods before the start cannot show the level and its seasons",
            f"{_YEARS_BEFORE * year} periods or more before the start",
        )
    if observed[:start].mean() < _FEWEST_A_PERIOD:
        return NotAnswerable(
            f"a mean of {observed[:start].mean():.1f} a period is too few for a series",
            f"a mean of {_FEWEST_A_PERIOD:g} or more: longer periods, a larger area or a wider offence",
        )
    if trend == "line" and len(observed) > _LONGEST_LINE_YEARS * year:
        return NotAnswerable(
            f"no straight line runs through {len(observed)} periods of crime: it bends, and the bend passes for a step",
            f'trend="level", or at most {_LONGEST_LINE_YEARS * year} periods',
        )
    return None


def _others(comparison: ArrayLike | None, regressors: ArrayLike | None, size: int) -> Floats:
    columns: list[Floats] = []
    if comparison is not None:
        columns.append(np.log(counts(comparison, "comparison") + 0.5)[:, None])
    if regressors is not None:
        table: Any = np.asarray(regressors)
        columns.append(numbers(table[:, None] if table.ndim == 1 else table, "regressors", dimensions=2))
    if any(len(column) != size for column in columns):
        raise ValueError(f"comparison and regressors must cover the same {size} periods as values")
    return np.hstack(columns) if columns else np.empty((size, 0))


def _seasons(size: int, season: int | None) -> Floats:
    """One column for each season but the last."""
    if season is None:
        return np.empty((size, 0))
    return (np.arange(size)[:, None] % season == np.arange(season - 1)).astype(float)


@dataclass(frozen=True, slots=True)
class _Spectrum:
    """Differenced series and design in the sine basis, where the covariance of a noisy random walk is diagonal."""

    target: Floats
    design: Floats
    noise: Floats

    @classmethod
    def of(cls, change: Floats, columns: Floats) -> "_Spectrum":
        size = len(change) + 1
        place = np.arange(1, size)
        basis = math.sqrt(2.0 / size) * np.sin(math.pi / size * np.outer(place, place))
        return cls(basis @ change, basis @ columns, 2.0 - 2.0 * np.cos(math.pi / size * place))

    def fit(self, wandering: float) -> tuple[Floats, Floats, float]:
        """Coefficients, their covariance, and the restricted log likelihood up to a constant."""
        scale = wandering + (1.0 - wandering) * self.noise
        root = 1.0 / np.sqrt(scale)
        q, r = np.linalg.qr(self.design * root[:, None])
        weighted = self.target * root
        coefficients = np.linalg.solve(r, q.T @ weighted)
        residual = weighted - q @ (q.T @ weighted)
        freedom = len(self.target) - self.design.shape[1]
        variance = max(float(residual @ residual) / freedom, 1e-300)
        inverse = np.linalg.inv(r)
        logs = freedom * math.log(variance) + float(np.log(scale).sum()) + 2.0 * float(np.log(np.abs(np.diag(r))).sum())
        return coefficients, variance * inverse @ inverse.T, -0.5 * logs

    def at(self, wandering: float) -> tuple[Floats, float, float]:
        """Coefficients, the error of the first, and the share they suppose."""
        coefficients, covariance, _ = self.fit(wandering)
        return coefficients, math.sqrt(float(covariance[0, 0])), wandering

    def averaged(self) -> tuple[Floats, float, float]:
        """The same over all shares of wandering, weighted by their likelihood, even on the scale of its root.

        A series of a few years hardly tells how much its level wanders; the most likely share is often zero where the
        truth is not, and errors that take it for the truth cover far too little.
        """
        shares = np.linspace(0.0, 1.0, _SHARES) ** 2
        fits = [self.fit(float(one)) for one in shares]
        logs = np.array([fit[2] for fit in fits])
        weights = np.exp(logs - logs.max())
        weights /= weights.sum()
        table = np.array([fit[0] for fit in fits])
        mean = weights @ table
        within = np.array([fit[1][0, 0] for fit in fits])
        error = math.sqrt(float(weights @ (within + (table[:, 0] - mean[0]) ** 2)))
        return mean, error, float(weights @ shares)
