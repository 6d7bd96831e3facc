"""Whether a target of people will be met with the classes that are planned, from what came of the classes before."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from numbers import Integral

import numpy as np
from numpy.typing import NDArray

from alongside.analysis.evaluation import Interval, NotAnswerable

FEWEST_GROUPS = 5
DRAWS = 4_000
_MOST_DRAWS = 100_000


@dataclass(frozen=True, slots=True)
class ClassPast:
    """A class that is over: of `size` people `counted` came as far as the target asks. `group`: its school."""

    group: str
    size: int
    counted: int


@dataclass(frozen=True, slots=True)
class ClassAhead:
    """A class that is planned or under way; `counted` so far."""

    group: str
    size: int
    counted: int = 0


@dataclass(frozen=True, slots=True)
class TargetForecast:
    """People counted by the end: `expected`, with its interval; `chance` of the target; `missing` at `expected`.

    `classes_more`: how many more classes of the usual size would close the gap, as things usually go.
    """

    target: int
    so_far: int
    expected: int
    interval: Interval
    chance: float
    missing: int
    classes_more: int | None
    groups: int
    classes_past: int
    classes_ahead: int


def forecast_target(
    target: int, past: Sequence[ClassPast], ahead: Sequence[ClassAhead], *, so_far: int, seed: int = 0,
    draws: int = DRAWS, confidence: float = 0.95,
) -> TargetForecast | NotAnswerable:  # fmt: skip
    """How many people will be counted when every class in `ahead` is over.

    `so_far`: people counted in classes that are over. A class ahead ends with its size times the share of a past
    class, and never with fewer than it has. Method: Bayesian bootstrap over groups. Each draw weighs the past groups
    anew, by one flat Dirichlet; every group ahead is then like one past group picked by these weights, and each of
    its classes like one of that group's classes, so that the classes of a school go well or badly together. The
    interval is of the draws' quantiles. The same input and `seed` give the same answer. Returns `NotAnswerable` with
    past classes of fewer than five groups; raises `ValueError` for sizes and counts that cannot be. Source: Rubin
    (1981), Annals of Statistics 9, 130-134.
    """
    given = [(one.size, one.counted) for one in past] + [(one.size, one.counted) for one in ahead]
    whole = all(isinstance(one, Integral) for one in (target, so_far, draws))
    if not whole or so_far < 0 or not 1 <= draws <= _MOST_DRAWS or not 0.0 < confidence < 1.0:
        raise ValueError(f"so_far must be 0 or more, draws from 1 to {_MOST_DRAWS:,}, and confidence between 0 and 1")
    if target < 1 or any(size < 1 or not 0 <= counted <= size for size, counted in given):
        raise ValueError("target and sizes must be 1 or more, and nobody counted beyond the size of a class")
    shares: dict[str, list[float]] = defaultdict(list)
    for one in past:
        shares[one.group].append(one.counted / one.size)
    if len(shares) < FEWEST_GROUPS:
        return NotAnswerable(
            f"too few schools have classes that are over: {len(shares)}",
            f"classes of {FEWEST_GROUPS} schools or more that are over",
        )
    totals = so_far + _drawn(list(shares.values()), ahead, np.random.default_rng(seed), draws)
    expected = round(float(totals.mean()))
    low, high = np.quantile(totals, [(1 - confidence) / 2, (1 + confidence) / 2])
    missing = max(0, target - expected)
    each = _usual_yield(past)
    return TargetForecast(
        target=target, so_far=so_far, expected=expected,
        interval=Interval(float(np.floor(low)), float(np.ceil(high)), confidence),
        chance=float((totals >= target).mean()), missing=missing,
        classes_more=math.ceil(missing / each) if each else None, groups=len(shares), classes_past=len(past),
        classes_ahead=len(ahead),
    )  # fmt: skip


def _drawn(
    shares: list[list[float]], ahead: Sequence[ClassAhead], rng: np.random.Generator, draws: int
) -> NDArray[np.float64]:
    """People of the classes ahead, draw by draw."""
    table = np.full((len(shares), max(len(one) for one in shares)), np.nan)
    for row, one in enumerate(shares):
        table[row, : len(one)] = one
    sizes = np.array([len(one) for one in shares])
    weights = rng.dirichlet(np.ones(len(shares)), draws).cumsum(axis=1)
    by_group: dict[str, list[ClassAhead]] = defaultdict(list)
    for planned in ahead:
        by_group[planned.group].append(planned)
    totals = np.zeros(draws)
    for classes in by_group.values():
        picked = np.minimum((rng.random(draws)[:, None] > weights).sum(axis=1), len(shares) - 1)
        for one_class in classes:
            place = (rng.random(draws) * sizes[picked]).astype(np.int64)
            totals += np.maximum(one_class.counted, one_class.size * table[picked, place])
    return totals


def _usual_yield(past: Sequence[ClassPast]) -> float:
    """People counted of a past class, classes of which nobody was counted included."""
    return sum(one.counted for one in past) / len(past)
