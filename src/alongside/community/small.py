"""A share of a small crowd, with its interval, or held back."""

from dataclasses import dataclass

from alongside.analysis.counts import share_interval

SMALL = 5
"""As everywhere: a count under five, and one from which such a count could be worked out, is not shown."""
FEWEST = 10


@dataclass(frozen=True, slots=True)
class Share:
    """`count` of `of`, with a 95% interval. Held back (`is_shown` false) when few answered, or few said so, or all but
    few did: then nothing of it is told, the crowd's size neither."""

    count: int
    of: int
    low: float
    high: float
    is_shown: bool


HELD_BACK = Share(0, 0, 0.0, 1.0, False)


def share_of(count: int, of: int) -> Share:
    if of < FEWEST or 0 < count < SMALL or 0 < of - count < SMALL:
        return HELD_BACK
    between = share_interval(count, of)
    return Share(count, of, between.low, between.high, True)
