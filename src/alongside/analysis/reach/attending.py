"""How many of a class were there for at least so many lessons, as far as head counts can tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from numbers import Integral


@dataclass(frozen=True, slots=True)
class Between:
    """The fewest and the most people that agree with the head counts; `point` always lies between them."""

    low: int
    point: int
    high: int


def attending(head_counts: Sequence[int], size: int, lessons: int) -> Between:
    """People of a class of `size` who were at `lessons` or more of the lessons with these head counts.

    Head counts do not say whether the same people came. `high` is the largest m for which m people could each have
    been at so many: the sum of min(count, m) must reach lessons times m. `low` leaves out the largest m who could
    each have missed too many. `point` is the head count that `lessons` of the lessons reached or exceeded. Raises
    `ValueError` for a head count below none or above the size, and where `lessons` is not from 1 on. Source: Gale
    (1957), Pacific J Math 7, 1073-1082 (which row and column sums a table of noughts and ones can have).
    """
    if not all(isinstance(one, Integral) for one in (size, lessons, *head_counts)):
        raise ValueError("sizes, lessons and head counts are whole numbers")
    if lessons < 1:
        raise ValueError(f"lessons must be 1 or more, not {lessons}")
    if any(not 0 <= count <= size for count in head_counts):
        raise ValueError(f"head counts must lie between 0 and the size of the class ({size})")
    if lessons > len(head_counts):
        return Between(0, 0, 0)
    missed = [size - count for count in head_counts]
    too_many = len(head_counts) - lessons + 1
    return Between(
        low=size - _most(missed, size, too_many),
        point=sorted(head_counts, reverse=True)[lessons - 1],
        high=_most(head_counts, size, lessons),
    )


def _most(counts: Sequence[int], size: int, times: int) -> int:
    """The most people who can each be counted `times` times."""
    return next(m for m in range(size, -1, -1) if sum(min(count, m) for count in counts) >= times * m)
