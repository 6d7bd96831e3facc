"""Maximum likelihood of a few positive parameters, with standard errors and with sparse data in mind."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize  # type: ignore[import-untyped]

from alongside.analysis.events.results import Floats

# Below this many events nothing about triggering can be told.
_LEAST_EVENTS = 20
# A gain in log likelihood that two idle parameters reach one time in twenty.
_LEAST_GAIN = 3.0


@dataclass(frozen=True, eq=False)
class Estimate:
    """Parameters with standard errors (NaN where the data cannot tell them) and the log likelihood reached."""

    values: dict[str, float]
    errors: dict[str, float]
    log_likelihood: float
    log_likelihood_without: float
    notes: tuple[str, ...]

    def value(self, name: str) -> float:
        return self.values[name]

    def learned(self) -> dict[str, float]:
        """Everything as one flat table, for the result."""
        named = {f"{name} standard error": error for name, error in self.errors.items()}
        return self.values | named | {
            "log likelihood": self.log_likelihood, "log likelihood without triggering": self.log_likelihood_without,
        }  # fmt: skip


def maximise(
    log_likelihood: Callable[..., float],
    bounds: dict[str, tuple[float, float]],
    *,
    events: int,
    possible: bool,
) -> Estimate:
    """Maximise over `bounds`, the first parameter being the number of events that one sets off.

    The search goes over a coarse grid of the logarithms, then by Nelder and Mead's method. `possible`: whether any
    event has an earlier one near it. With too few events, none possible, or no gain worth the name, the first parameter is
    0 and a note says so. Standard errors: inverse of the curvature of the (profile) log likelihood.
    """
    names = list(bounds)
    low, high = (np.log(np.array([bounds[name][side] for name in names])) for side in (0, 1))

    def minus(at: Floats) -> float:
        return -log_likelihood(*np.exp(np.clip(at, low, high)).tolist())

    without = [0.0, *np.exp((low[1:] + high[1:]) / 2).tolist()]
    flat = log_likelihood(*without)
    if not possible or events < _LEAST_EVENTS:
        note = f"{events:,} events are too few to tell whether one sets off another: the forecast is the background."
        return _given(names, without, flat, note)
    best = _searched(minus, low, high)
    reached = -minus(best)
    if reached < flat + _LEAST_GAIN:
        return _given(names, without, flat, "No triggering was found: the forecast is the background.")
    edge = [name for name, at, a, b in zip(names, best, low, high, strict=True) if min(at - a, b - at) < 1e-3]
    notes = tuple(f"{name} is at the end of its range: the data do not tell it." for name in edge)
    values = np.exp(best)
    errors = values * _log_errors(minus, best, low, high)
    return Estimate(
        dict(zip(names, values.tolist(), strict=True)), dict(zip(names, errors.tolist(), strict=True)), reached, flat, notes
    )  # fmt: skip


def _given(names: list[str], at: list[float], reached: float, note: str) -> Estimate:
    values = dict(zip(names, at, strict=True))
    return Estimate(values, dict.fromkeys(names, float("nan")), reached, reached, (note,))


def _searched(minus: Callable[[Floats], float], low: Floats, high: Floats) -> Floats:
    # From three offspring in a thousand events to one in two, at fast and slow decays.
    first = np.log([0.003, 0.03, 0.15, 0.5])
    second = np.linspace(low[1], high[1], 8)[1:-1]
    middle = low[2:] + 0.4 * (high[2:] - low[2:])
    starts = [np.array([one, other, *middle]) for one in first for other in second]
    start = min(starts, key=minus)
    simplex = np.vstack(
        [start, *(start + 0.35 * row * np.sign((low + high) / 2 - start + 1e-9) for row in np.eye(len(low)))]
    )
    options = {"xatol": 1e-4, "fatol": 1e-4, "maxfev": 400, "initial_simplex": simplex}
    found = minimize(minus, start, method="Nelder-Mead", options=options)
    return np.clip(np.asarray(found.x), low, high)


def _log_errors(minus: Callable[[Floats], float], at: Floats, low: Floats, high: Floats) -> Floats:
    """Standard errors of the logarithms from second differences.

    A parameter at the end of its range is held there and has none (NaN), nor has one along which nothing curves.
    """
    step = 0.02
    errors = np.full(len(at), np.nan)
    free = np.flatnonzero(np.minimum(at - low, high - at) >= 2 * step)
    unit = np.eye(len(at)) * step
    curve = np.empty((len(free), len(free)))
    for a, i in enumerate(free):
        for b, j in enumerate(free[a:], start=a):
            corners = [(1, 1), (1, -1), (-1, 1), (-1, -1)]
            second = sum(one * two * minus(at + one * unit[i] + two * unit[j]) for one, two in corners) / (4 * step**2)
            curve[a, b] = curve[b, a] = second
    try:
        variance = np.diag(np.linalg.inv(curve))
    except np.linalg.LinAlgError:
        return errors
    errors[free] = np.sqrt(np.where(variance > 0, variance, np.nan))
    return errors
