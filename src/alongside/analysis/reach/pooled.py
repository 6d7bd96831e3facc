"""A share over groups that differ among themselves, such as lessons given as planned over schools."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from alongside.analysis.evaluation import Interval, NotAnswerable
from alongside.analysis.evaluation.distributions import t_quantile

FEWEST_GROUPS = 5


@dataclass(frozen=True, slots=True)
class PooledShare:
    """`done` of `total` over all groups, with an interval that knows that a group is more alike within itself."""

    share: float
    interval: Interval
    done: int
    total: int
    groups: int


def pooled_share(done: Sequence[int], total: Sequence[int], *, confidence: float = 0.95) -> PooledShare | NotAnswerable:
    """The sum of `done` over the sum of `total`, with the interval of a ratio estimator over groups.

    The variance is that of the residuals done - share * total between groups; Student's t with one degree of freedom
    less than there are groups; the interval stays between 0 and 1. Returns `NotAnswerable` under five groups with a
    total; raises `ValueError` for lists of different length and for a group with more done than there was. Source:
    Cochran (1977), Sampling Techniques, 3rd edition, section 6.3.
    """
    if len(done) != len(total) or any(not 0 <= some <= whole for some, whole in zip(done, total, strict=True)):
        raise ValueError("done and total must be as long as each other, and nothing done more often than there was")
    pairs = [(some, whole) for some, whole in zip(done, total, strict=True) if whole]
    if len(pairs) < FEWEST_GROUPS:
        return NotAnswerable(
            f"there are too few groups to say how much a share differs between them: {len(pairs)}",
            f"{FEWEST_GROUPS} groups or more, or the two counts alone",
        )
    some, whole, groups = sum(a for a, _ in pairs), sum(b for _, b in pairs), len(pairs)
    share = some / whole
    spread = sum((a - share * b) ** 2 for a, b in pairs) / (groups - 1)
    error = math.sqrt(groups * spread) / whole
    reach = t_quantile(0.5 + confidence / 2, groups - 1) * error
    return PooledShare(
        share, Interval(max(0.0, share - reach), min(1.0, share + reach), confidence), some, whole, groups
    )
