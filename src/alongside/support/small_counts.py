"""Small counts are held back, and so is whatever would give them away."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from alongside.analysis.counts import share_interval
from alongside.analysis.disclosure import rounded

SMALL = 5


# Where figures of overlapping periods are told, each count stands for five, so that two cannot be subtracted: a step
# that reaches below `SMALL` is not told.
STEP, LEAST_ROUGH = 5, 8


def rough(count: int | None) -> int | None:
    """A count as it may be told of a period that another one overlaps: to the nearest five, and nothing from 1 to 7.

    Of two such counts the true difference is known to no fewer than five values in a row (see the test that subtracts
    every pair), so that what happened in the months by which two periods differ is no better known than any count that
    is held back. Source: rounding against differencing, as in Hundepool and others (2012), Statistical Disclosure
    Control, section 5.4.
    """
    if count is None or 0 < count < LEAST_ROUGH:
        return None
    return rounded(count, STEP)


def is_small(count: int) -> bool:
    """From one to four people: somebody might know who they are. None at all tells of nobody."""
    return 0 < count < SMALL


def told(count: int) -> int | None:
    return None if is_small(count) else count


def row_told(cells: Mapping[str, int]) -> dict[str, int | None]:
    """The cells of a row whose total is known. What is held back is at least two cells that hold at least `SMALL`
    together, so that no subtraction tells one of them."""
    held = {name for name, count in cells.items() if is_small(count)}
    others = sorted((count, name) for name, count in cells.items() if name not in held)
    while held and others and (len(held) < 2 or sum(cells[name] for name in held) < SMALL):
        # A count above nothing hides better than a nought.
        chosen = next((one for one in others if one[0] > 0), others[0])
        others.remove(chosen)
        held.add(chosen[1])
    return {name: None if name in held else count for name, count in cells.items()}


def total_told(parts: Collection[int]) -> int | None:
    """The total of parts that are shown one by one elsewhere: not if it would give away the only small part."""
    small = [one for one in parts if is_small(one)]
    if small and (len(small) < 2 or sum(small) < SMALL):
        return None
    return told(sum(parts))


def steps_told(counts: Sequence[int]) -> list[int | None]:
    """Counts of steps that each go on from those before. One that is small is held back, and one that differs by
    little from any that is shown: the difference counts the few who did not get so far."""
    shown: list[int | None] = []
    for count in counts:
        others = [0, *(one for one in shown if one is not None)]
        shown.append(None if any(is_small(abs(count - one)) for one in others) else count)
    return shown


@dataclass(frozen=True, slots=True)
class Share:
    """`count` of `of`, with its exact 95% interval; held back when either side is a small count."""

    count: int
    of: int
    low: float
    high: float

    @property
    def words(self) -> str:
        return f"{self.count} of {self.of} ({self.count / self.of:.0%})"

    @property
    def interval(self) -> str:
        return f"{self.low:.0%} to {self.high:.0%}"


def share_told(count: int, of: int) -> Share | None:
    if of < SMALL or is_small(count) or is_small(of - count):
        return None
    interval = share_interval(count, of)
    return Share(count, of, interval.low, interval.high)


def shares_told(parts: Collection[tuple[int, int]]) -> Share | None:
    """All parts together, each of which is shown one by one elsewhere."""
    counts, rests = [count for count, _ in parts], [of - count for count, of in parts]
    if total_told(counts) is None or total_told(rests) is None:
        return None
    return share_told(sum(counts), sum(of for _, of in parts))


class Telling(Protocol):
    """How counts are told: as they are, or to the nearest five."""

    def count(self, count: int) -> int | None: ...
    def total(self, parts: Collection[int]) -> int | None: ...
    def share(self, count: int, of: int) -> Share | None: ...
    def shares(self, parts: Collection[tuple[int, int]]) -> Share | None: ...


class Exact:
    """Of a period that no other overlaps."""

    count = staticmethod(told)
    total = staticmethod(total_told)
    share = staticmethod(share_told)
    shares = staticmethod(shares_told)


class Rough:
    """Of a period that others overlap, such as the twelve months before each month."""

    @staticmethod
    def count(count: int) -> int | None:
        return rough(count)

    @staticmethod
    def total(parts: Collection[int]) -> int | None:
        return rough(total_told(parts))

    @staticmethod
    def share(count: int, of: int) -> Share | None:
        one, other = rough(count), rough(of - count)
        return share_told(one, one + other) if one is not None and other is not None else None

    @staticmethod
    def shares(parts: Collection[tuple[int, int]]) -> Share | None:
        if shares_told(parts) is None:
            return None
        return Rough.share(sum(count for count, _ in parts), sum(of for _, of in parts))
