"""Waiting times that count those who still wait. Completed waits alone always flatter.

`waiting_curve` is Kaplan and Meier's estimate of how many still wait after so long; `log_rank` compares groups;
`ways_out` splits those who no longer wait by how it ended, so that nobody hides behind “closed before help”.
"""

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from alongside.analysis.common.read_only import ReadOnly
from alongside.analysis.evaluation.answers import Interval, NotAnswerable, chance
from alongside.analysis.evaluation.arrays import Floats, numbers, share
from alongside.analysis.evaluation.distributions import chi_squared_tail, normal_quantile

Transform = Literal["log", "log-log"]

# Two steps of the curve that are equal but for the last digits of arithmetic.
_SAME = 1e-9


@dataclass(frozen=True, slots=True)
class Percentile:
    """The time by which `share` no longer wait. An end that too few reached is infinite."""

    share: float
    value: float | NotAnswerable
    interval: Interval


@dataclass(frozen=True, slots=True)
class WaitingCurve:
    """The share still waiting just after each time at which somebody's wait ended (and its interval)."""

    times: tuple[float, ...]
    still_waiting: tuple[float, ...]
    lower: tuple[float, ...]
    upper: tuple[float, ...]
    at_risk: tuple[int, ...]
    ended: tuple[int, ...]
    people: int
    waiting_now: int
    longest: float
    longest_waiting_now: float | None
    confidence: float
    sentence: str
    units: ClassVar[Mapping[str, str]] = MappingProxyType({"times": "as given", "still_waiting": "0 to 1"})

    @property
    def median(self) -> Percentile:
        return self.percentile(0.5)

    def percentile(self, share: float) -> Percentile:
        """The time by which `share` (0 to 1; 0.92 for the 92nd percentile) no longer wait, with its interval.

        Where the curve stands exactly on the share the middle of that step is taken, as in R. `value` is a refusal when
        the curve does not come so far. Source: Brookmeyer and Crowley (1982), Biometrics 38, 29-41.
        """
        if not 0.0 < share < 1.0:
            raise ValueError(f"share must lie between 0 and 1 (0.92, not 92), not {share}")
        value = _crossing(self.times, self.still_waiting, 1.0 - share)
        interval = Interval(
            _crossing(self.times, self.lower, 1.0 - share),
            _crossing(self.times, self.upper, 1.0 - share),
            self.confidence,
        )
        if math.isfinite(value):
            return Percentile(share, value, interval)
        left = self.still_waiting[-1] if self.still_waiting else 1.0
        refusal = NotAnswerable(
            f"after {self.longest:g}, the longest wait so far, {left:.0%} still wait, so that {share:.0%} is not reached",
            f"more time, or a percentile under {1.0 - left:.0%}; until then say “more than {self.longest:g}”",
        )
        return Percentile(share, refusal, interval)

    def at(self, time: float) -> float:
        """The share still waiting after `time`."""
        place = int(np.searchsorted(self.times, time, side="right"))
        return self.still_waiting[place - 1] if place else 1.0


@dataclass(frozen=True, slots=True)
class LogRank:
    """Whether groups wait differently. `observed` and `expected` ends of waits by group."""

    chi_squared: float
    degrees_of_freedom: int
    p_value: float
    observed: Mapping[Hashable, int]
    expected: Mapping[Hashable, float]
    sentence: str
    units: ClassVar[Mapping[str, str]] = MappingProxyType({"p_value": "0 to 1", "expected": "ends of waits"})


@dataclass(frozen=True, slots=True)
class WaysOut:
    """At each time, the share whose wait had ended in each way; with the share still waiting they sum to one."""

    times: tuple[float, ...]
    by_way: Mapping[Hashable, tuple[float, ...]]
    still_waiting: tuple[float, ...]
    units: ClassVar[Mapping[str, str]] = MappingProxyType({"times": "as given", "by_way": "0 to 1"})


def waiting_curve(
    durations: ArrayLike, ended: ArrayLike, *, confidence: float = 0.95, transform: Transform = "log"
) -> WaitingCurve:
    """Kaplan-Meier curve of waits, those who still wait included.

    `durations`: time waited so far by each person, not negative, in any unit; `ended`: 1 (or True) when the wait has
    ended, 0 when the person still waits. Intervals by Greenwood's error on the `log` (R's default) or `log-log` scale.
    Raises `ValueError` for missing or negative durations, other marks than 0 and 1, and lists of different length.
    Sources: Kaplan and Meier (1958), JASA 53, 457-481; Greenwood (1926).
    """
    waited, done = read_waits(durations, ended)
    share(confidence, "confidence")
    if transform not in ("log", "log-log"):
        raise ValueError(f"transform must be log or log-log, not {transform!r}")
    times, at_risk, ends = _table(waited, done)
    left = _still(at_risk, ends)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = np.cumsum(np.where(at_risk > ends, ends / (at_risk * (at_risk - ends)), 0.0))
    lower, upper = _limits(left, variance, normal_quantile(0.5 + confidence / 2.0), transform)
    still = waited[~done]
    median = _crossing(tuple(times.tolist()), tuple(left.tolist()), 0.5)
    middle = f"half waited {median:g} or less" if math.isfinite(median) else "half are not reached yet"
    return WaitingCurve(
        times=tuple(times.tolist()),
        still_waiting=tuple(left.tolist()),
        lower=tuple(lower.tolist()),
        upper=tuple(upper.tolist()),
        at_risk=tuple(at_risk.astype(int).tolist()),
        ended=tuple(ends.astype(int).tolist()),
        people=len(waited),
        waiting_now=len(still),
        longest=float(waited.max()),
        longest_waiting_now=float(still.max()) if len(still) else None,
        confidence=confidence,
        sentence=f"Of {len(waited)} people {len(still)} still wait; {middle}; the longest wait is {waited.max():g}.",
    )


def log_rank(durations: ArrayLike, ended: ArrayLike, groups: ArrayLike) -> LogRank | NotAnswerable:
    """Log-rank test that two or more groups wait alike.

    `durations`, `ended` as in `waiting_curve`; `groups`: one label a person. Returns `NotAnswerable` for one group, or
    when nobody's wait ended while two groups waited; raises `ValueError` as `waiting_curve`. Source: Peto and Peto
    (1972), JRSS A 135, 185-207, with the hypergeometric variance.
    """
    waited, done = read_waits(durations, ended)
    labels = _labels(groups, len(waited))
    names = sorted(set(labels), key=lambda one: (str(type(one)), one))
    member = np.array([[label == name for label in labels] for name in names])
    observed, expected, covariance = _scores(waited, done, member)
    freedom = int(np.linalg.matrix_rank(covariance)) if len(names) > 1 else 0
    if freedom == 0:
        return NotAnswerable("no wait ended while two groups were waiting", "two groups that wait at the same time")
    gap = observed - expected
    chi_squared = float(gap @ np.linalg.pinv(covariance, hermitian=True) @ gap)
    p_value = chi_squared_tail(chi_squared, freedom)
    return LogRank(
        chi_squared=chi_squared,
        degrees_of_freedom=freedom,
        p_value=p_value,
        observed=ReadOnly({name: int(n) for name, n in zip(names, observed, strict=True)}),
        expected=ReadOnly({name: float(n) for name, n in zip(names, expected, strict=True)}),
        sentence=f"Log-rank test of {len(names)} groups: chi-squared {chi_squared:.2f}, {chance(p_value)}.",
    )


def ways_out(durations: ArrayLike, way: ArrayLike) -> WaysOut:
    """Share of people whose wait had ended in each way (helped, closed before help …) by each time.

    `durations` as in `waiting_curve`; `way`: how each wait ended, None for those who still wait. Raises `ValueError` as
    `waiting_curve`. Source: Aalen and Johansen (1978), Scandinavian Journal of Statistics 5, 141-150.
    """
    labels = [None if label is None or label != label else label for label in np.asarray(way, dtype=object).ravel()]
    waited, done = read_waits(durations, np.array([label is not None for label in labels], dtype=float))
    times, at_risk, ends = _table(waited, done)
    left = _still(at_risk, ends)
    before = np.concatenate([[1.0], left[:-1]])
    by_way: dict[Hashable, tuple[float, ...]] = {}
    for name in dict.fromkeys(label for label in labels if label is not None):
        theirs = waited[np.array([label == name for label in labels])]
        ended_so = np.array([(theirs == time).sum() for time in times])
        by_way[name] = tuple(np.cumsum(before * ended_so / at_risk).tolist())
    return WaysOut(tuple(times.tolist()), ReadOnly(by_way), tuple(left.tolist()))


def read_waits(durations: ArrayLike, ended: ArrayLike) -> tuple[Floats, NDArray[np.bool_]]:
    """Durations and marks, checked: `ValueError` for what is missing, negative or of another length."""
    waited, marks = numbers(durations, "durations", dimensions=1), numbers(ended, "ended", dimensions=1)
    if (waited < 0).any():
        raise ValueError("durations holds a negative wait")
    if len(marks) != len(waited) or not ((marks == 0.0) | (marks == 1.0)).all():
        raise ValueError(f"ended must be {len(waited)} marks, 1 for ended and 0 for still waiting")
    return waited, marks == 1.0


def _labels(groups: ArrayLike, size: int) -> list[Any]:
    labels = list(np.asarray(groups, dtype=object).ravel())
    if len(labels) != size or any(label is None or label != label for label in labels):
        raise ValueError(f"groups must be {size} labels, none missing")
    return labels


def _table(waited: Floats, done: NDArray[np.bool_]) -> tuple[Floats, Floats, Floats]:
    """Times at which waits ended, people at risk just before, and how many ended."""
    times, ends = np.unique(waited[done], return_counts=True)
    at_risk = len(waited) - np.searchsorted(np.sort(waited), times, side="left")
    return times, at_risk.astype(np.float64), ends.astype(np.float64)


def _still(at_risk: Floats, ends: Floats) -> Floats:
    """The product limit: the share still waiting after each time."""
    return np.asarray(np.cumprod(1.0 - ends / at_risk), dtype=np.float64)


def _limits(left: Floats, variance: Floats, z: float, transform: Transform) -> tuple[Floats, Floats]:
    """Limits at each step; where nobody is left the upper one stays as it was."""
    some = left > _SAME
    safe, error = np.where(some, left, 0.5), z * np.sqrt(variance)
    if transform == "log":
        lower, upper = safe * np.exp(-error), np.minimum(1.0, safe * np.exp(error))
    else:
        depth = np.log(safe)
        lower, upper = np.exp(depth * np.exp(-error / depth)), np.exp(depth * np.exp(error / depth))
    if len(left) and not some[-1]:
        upper = np.where(some, upper, upper[-2] if len(left) > 1 else 1.0)
    return np.where(some, lower, 0.0), upper


def _crossing(times: tuple[float, ...], curve: tuple[float, ...], level: float) -> float:
    """When a falling curve comes down to a level: the middle of the step when it stands exactly on it."""
    for place, height in enumerate(curve):
        if abs(height - level) < _SAME:
            return (times[place] + times[min(place + 1, len(times) - 1)]) / 2.0
        if height < level:
            return times[place]
    return math.inf


def _scores(waited: Floats, done: NDArray[np.bool_], member: NDArray[np.bool_]) -> tuple[Floats, Floats, Floats]:
    """Ends of waits by group, those to be expected if all waited alike, and the covariance of the difference."""
    times, at_risk, ends = _table(waited, done)
    theirs = np.array([len(own) - np.searchsorted(own, times) for own in (np.sort(waited[one]) for one in member)])
    parts = theirs / at_risk if len(times) else np.zeros((len(member), 0))
    spread = np.where(at_risk > 1, ends * (at_risk - ends) / np.maximum(at_risk - 1.0, 1.0), 0.0)
    covariance = np.diag(parts @ spread) - (parts * spread) @ parts.T
    observed = np.array([(done & one).sum() for one in member], dtype=np.float64)
    return observed, np.asarray(parts @ ends), np.asarray(covariance)
