"""Control charts for monitoring: XmR, c, u and p, with the NHS rules for what is more than noise."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import ArrayLike

from alongside.analysis.evaluation.answers import NotAnswerable
from alongside.analysis.evaluation.arrays import Floats, counts, numbers

Rule = Literal["outside limits", "shift", "trend", "two of three"]

_FEWEST_POINTS = 10
_RUN = 7
# 3 / d2 and D4 for moving ranges of two points.
_LIMIT_FROM_RANGE = 2.66
_SCREEN = 3.267
_UNITS = MappingProxyType({"centre": "as given", "lower": "as given", "upper": "as given"})


@dataclass(frozen=True, slots=True)
class Signal:
    """Points (indices) that broke one rule together."""

    rule: Rule
    points: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Centre and limits for each point, and the signals in time order."""

    kind: Literal["XmR", "c", "u", "p"]
    values: tuple[float, ...]
    centre: float
    lower: tuple[float, ...]
    upper: tuple[float, ...]
    signals: tuple[Signal, ...]
    sentence: str
    units: ClassVar[Mapping[str, str]] = _UNITS

    def breaking(self, rule: Rule) -> tuple[int, ...]:
        """All points that broke a rule, once each."""
        return tuple(sorted({point for signal in self.signals if signal.rule == rule for point in signal.points}))


def xmr(values: ArrayLike, *, baseline: int | None = None, screen: bool = True) -> Chart | NotAnswerable:
    """Individuals chart: limits at the mean ± 2.66 mean moving ranges.

    `values`: one number a period, any unit; `baseline`: set the limits from the first so many points; `screen`: leave
    out moving ranges above 3.267 times their mean, once, so that one outlier does not widen the limits. Returns
    `NotAnswerable` for a baseline under ten points; raises `ValueError` for missing values. Sources: Wheeler (1993),
    Understanding Variation; NHS England, Making Data Count (NHSRplotthedots).
    """
    seen = numbers(values, "values", dimensions=1)
    base = _baseline(seen, baseline)
    if isinstance(base, NotAnswerable):
        return base
    ranges = np.abs(np.diff(base))
    if screen:
        ranges = ranges[ranges <= _SCREEN * ranges.mean()]
    reach = _LIMIT_FROM_RANGE * float(ranges.mean())
    centre = float(base.mean())
    return _chart("XmR", seen, centre, np.full(len(seen), centre - reach), np.full(len(seen), centre + reach))


def c_chart(events: ArrayLike, *, baseline: int | None = None, exclude: Sequence[int] = ()) -> Chart | NotAnswerable:
    """Chart of counts with equal exposure: centre ± 3 sqrt(centre), not under 0.

    `events`: counts; `baseline`: limits from the first so many points; `exclude`: points (indices) with a known cause,
    left out of the limits. Returns `NotAnswerable` for under ten points or no event at all; raises `ValueError` for
    bad counts. Source: Montgomery, Introduction to Statistical Quality Control, 7.3. Where counts vary more than
    Poisson its limits are too narrow: use `xmr`.
    """
    seen = counts(events, "events")
    return _ratio_chart("c", seen, np.ones_like(seen), baseline, exclude, lambda centre, n: np.sqrt(centre / n))


def u_chart(
    events: ArrayLike, exposure: ArrayLike, *, baseline: int | None = None, exclude: Sequence[int] = ()
) -> Chart | NotAnswerable:
    """Chart of rates: events over exposure, centre ± 3 sqrt(centre / exposure), not under 0.

    `events`: counts; `exposure`: people, hours or days of each period, positive. Otherwise as `c_chart`.
    Source: Montgomery, Introduction to Statistical Quality Control, 7.3.
    """
    seen, size = counts(events, "events"), _sizes(exposure, "exposure", len(np.atleast_1d(events)))
    return _ratio_chart("u", seen, size, baseline, exclude, lambda centre, n: np.sqrt(centre / n))


def p_chart(
    events: ArrayLike, sizes: ArrayLike, *, baseline: int | None = None, exclude: Sequence[int] = ()
) -> Chart | NotAnswerable:
    """Chart of shares: events of sizes, centre ± 3 sqrt(centre (1 - centre) / size), within 0 and 1.

    `events`: counts, none above its size. Otherwise as `c_chart`. Source: Montgomery, as there, 7.2.
    """
    seen, size = counts(events, "events"), _sizes(sizes, "sizes", len(np.atleast_1d(events)))
    if (seen > size).any():
        raise ValueError("events holds a count above its size")
    return _ratio_chart("p", seen, size, baseline, exclude, lambda p, n: np.sqrt(p * (1.0 - p) / n))


def _ratio_chart(
    kind: Literal["c", "u", "p"],
    seen: Floats,
    size: Floats,
    baseline: int | None,
    exclude: Sequence[int],
    sigma: Callable[[float, Floats], Floats],
) -> Chart | NotAnswerable:
    kept = np.ones(len(seen), dtype=bool)
    for point in exclude:
        if not isinstance(point, int | np.integer) or not 0 <= point < len(seen):
            raise ValueError(f"exclude names point {point} of {len(seen)}")
        kept[point] = False
    base = _baseline(seen, baseline)
    if isinstance(base, NotAnswerable):
        return base
    kept[len(base) :] = False
    if seen[kept].sum() == 0:
        return NotAnswerable("nothing was counted in the baseline", "longer periods or a larger area")
    centre = float(seen[kept].sum() / size[kept].sum())
    reach = 3.0 * sigma(centre, size)
    top = 1.0 if kind == "p" else math.inf
    return _chart(kind, seen / size, centre, np.maximum(0.0, centre - reach), np.minimum(top, centre + reach))


def _baseline(seen: Floats, baseline: int | None) -> Floats | NotAnswerable:
    length = len(seen) if baseline is None else baseline
    if not isinstance(length, int | np.integer) or not 0 < length <= len(seen):
        raise ValueError(f"baseline must be from 1 to {len(seen)} points, not {baseline}")
    if length < _FEWEST_POINTS:
        return NotAnswerable(
            f"limits from {length} points would mostly show their own noise", f"{_FEWEST_POINTS} points or more"
        )
    return seen[:length]


def _sizes(values: ArrayLike, name: str, length: int) -> Floats:
    size = numbers(values, name, dimensions=1)
    if len(size) != length or (size <= 0).any():
        raise ValueError(f"{name} must be {length} positive numbers, one for each count")
    return size


def _chart(kind: Literal["XmR", "c", "u", "p"], seen: Floats, centre: float, lower: Floats, upper: Floats) -> Chart:
    signals = sorted(
        (*_outside(seen, lower, upper), *_shifts(seen, centre), *_trends(seen), *_near(seen, centre, lower, upper)),
        key=lambda signal: (signal.points[0], signal.rule),
    )
    found = ", ".join(f"{signal.rule} from point {signal.points[0] + 1}" for signal in signals[:4])
    return Chart(
        kind=kind,
        values=tuple(seen.tolist()),
        centre=centre,
        lower=tuple(lower.tolist()),
        upper=tuple(upper.tolist()),
        signals=tuple(signals),
        sentence=f"More than noise: {found}{' …' if len(signals) > 4 else ''}." if signals else "Only noise.",
    )


def _outside(seen: Floats, lower: Floats, upper: Floats) -> list[Signal]:
    slack = 1e-9 * np.maximum(1.0, np.abs(seen))
    return [
        Signal("outside limits", (int(i),)) for i in np.flatnonzero((seen < lower - slack) | (seen > upper + slack))
    ]


def _shifts(seen: Floats, centre: float) -> list[Signal]:
    """Seven or more in a row on one side of the centre; a point on the centre ends the run."""
    return [Signal("shift", run) for run in _runs(np.sign(seen - centre), _RUN)]


def _trends(seen: Floats) -> list[Signal]:
    """Seven or more points in a row, each higher (or each lower) than the one before."""
    return [Signal("trend", (run[0], *(i + 1 for i in run))) for run in _runs(np.sign(np.diff(seen)), _RUN - 1)]


def _runs(signs: Floats, length: int) -> list[tuple[int, ...]]:
    found, first = [], 0
    for i in range(1, len(signs) + 1):
        if i < len(signs) and signs[i] == signs[first]:
            continue
        if signs[first] != 0 and i - first >= length:
            found.append(tuple(range(first, i)))
        first = i
    return found


def _near(seen: Floats, centre: float, lower: Floats, upper: Floats) -> list[Signal]:
    """Two of three successive points beyond two thirds of the way to the same limit, and inside it."""
    found: list[Signal] = []
    for limit, side in ((upper, 1.0), (lower, -1.0)):
        # A limit cut at zero still stands three sigma from the centre on the other side.
        reach = np.maximum(np.abs(limit - centre), np.abs((upper if side < 0 else lower) - centre))
        distance = side * (seen - centre)
        close = (distance > reach * 2.0 / 3.0) & (distance <= reach)
        points = {i for j in range(len(seen) - 2) if close[j : j + 3].sum() >= 2 for i in range(j, j + 3) if close[i]}
        found += [Signal("two of three", group) for group in _groups(sorted(points))]
    return found


def _groups(points: list[int]) -> list[tuple[int, ...]]:
    """Points at most two apart belong to one signal."""
    groups: list[list[int]] = []
    for point in points:
        if groups and point - groups[-1][-1] <= 2:
            groups[-1].append(point)
        else:
            groups.append([point])
    return [tuple(group) for group in groups]
