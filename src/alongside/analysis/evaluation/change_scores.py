"""Reliable change: who changed by more than a questionnaire's own error, in both directions. Not a programme's effect."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar

from numpy.typing import ArrayLike

from alongside.analysis.evaluation.answers import NotAnswerable
from alongside.analysis.evaluation.arrays import numbers, positive
from alongside.analysis.evaluation.distributions import normal_quantile

_NOT_AN_EFFECT = NotAnswerable(
    "people who join at a high score come down by themselves, so that scores before and after cannot show an effect",
    "a comparison group measured at the same times, or the instrument's own expected score",
)


@dataclass(frozen=True, slots=True)
class ReliableChange:
    """Pairs that got reliably better or worse; `crossed` are reliably better and past the cut-off. No effect is given."""

    points: float
    pairs: int
    better: int
    worse: int
    unchanged: int
    crossed: int | None
    effect: NotAnswerable
    sentence: str
    units: ClassVar[Mapping[str, str]] = MappingProxyType({"points": "points of the score", "better": "people"})


def reliable_change_points(standard_deviation: float, reliability: float, *, confidence: float = 0.95) -> float:
    """Points by which a score must change to exceed its own error: z sqrt(2) SD sqrt(1 - reliability).

    `standard_deviation` at baseline, in points; `reliability` from 0 to 1. Raises `ValueError` outside these ranges.
    Source: Jacobson and Truax (1991), J Consult Clin Psychol 59, 12-19.
    """
    if not 0.0 <= reliability <= 1.0:
        raise ValueError(f"reliability must lie between 0 and 1, not {reliability}")
    if not 0.0 < confidence < 1.0:
        raise ValueError(f"confidence must lie between 0 and 1, not {confidence}")
    deviation = positive(standard_deviation, "standard_deviation")
    return normal_quantile(0.5 + confidence / 2.0) * math.sqrt(2.0 * (1.0 - reliability)) * deviation


def reliable_change(
    before: ArrayLike,
    after: ArrayLike,
    *,
    points: float | None = None,
    standard_deviation: float | None = None,
    reliability: float | None = None,
    cutoff: float | None = None,
    higher_is_worse: bool = True,
) -> ReliableChange:
    """Count pairs of scores that changed by at least the reliable change index, in both directions.

    `before`, `after`: one score a person, in the same order. Give `points` (a published index) or
    `standard_deviation` with `reliability`. `cutoff`: the score between troubled and not. A change of exactly the
    index counts. Raises `ValueError` for missing scores and lists of different length. Source: Jacobson and Truax
    (1991).
    """
    first, second = numbers(before, "before", dimensions=1), numbers(after, "after", dimensions=1)
    if len(first) != len(second):
        raise ValueError(f"before has {len(first)} scores and after {len(second)}: give pairs only")
    if points is None:
        if standard_deviation is None or reliability is None:
            raise ValueError("Give points, or standard_deviation with reliability")
        points = reliable_change_points(standard_deviation, reliability)
    index = positive(points, "points")
    gain = (first - second) if higher_is_worse else (second - first)
    better, worse = gain >= index - 1e-9, gain <= -index + 1e-9
    crossed = None
    if cutoff is not None:
        past = (first >= cutoff) & (second < cutoff) if higher_is_worse else (first < cutoff) & (second >= cutoff)
        crossed = int((better & past).sum())
    counted = int(better.sum()), int(worse.sum())
    return ReliableChange(
        points=index,
        pairs=len(first),
        better=counted[0],
        worse=counted[1],
        unchanged=len(first) - sum(counted),
        crossed=crossed,
        effect=_NOT_AN_EFFECT,
        sentence=(
            f"Of {len(first)} with both scores {counted[0]} got better"
            f"{'' if crossed is None else f' ({crossed} of them past the cut-off)'} and {counted[1]} worse, "
            f"by {index:.1f} points or more. This is not the programme's effect."
        ),
    )
