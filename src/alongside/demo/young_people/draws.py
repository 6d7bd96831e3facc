"""Chance that depends on nothing but the seed, the purpose and the subject.

Each draw is a hash (splitmix64) of what it is for and of whom it is for, not the next number of a stream. So the
same child comes out the same in a set of a thousand and of five million, in one piece or in many, on any machine
and with any numpy: only 64-bit integer arithmetic and one exact multiplication are used.
"""

import hashlib
from collections.abc import Sequence
from itertools import accumulate

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_SHIFTS = tuple(np.uint64(bits) for bits in (30, 27, 31, 11))
_UNIT = 2.0**-53


class Draws:
    """The chances of one seed."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def _bits(self, purpose: str, keys: Ints) -> npt.NDArray[np.uint64]:
        digest = hashlib.blake2b(f"{self.seed}:{purpose}".encode(), digest_size=8).digest()
        mixed = keys.astype(np.uint64)
        mixed *= _STEP
        mixed += np.uint64(int.from_bytes(digest, "little"))
        mixed ^= mixed >> _SHIFTS[0]
        mixed *= _FIRST
        mixed ^= mixed >> _SHIFTS[1]
        mixed *= _SECOND
        mixed ^= mixed >> _SHIFTS[2]
        return mixed

    def share(self, purpose: str, keys: Ints) -> Floats:
        """A number from 0 up to 1 for each key."""
        return (self._bits(purpose, keys) >> _SHIFTS[3]).astype(np.float64) * _UNIT

    def chance(self, purpose: str, keys: Ints, of: float | Floats) -> Flags:
        """Whether it happens to each, when it happens to that share."""
        happens: Flags = self.share(purpose, keys) < of
        return happens

    def below(self, purpose: str, keys: Ints, limit: int | Ints) -> Ints:
        """A whole number from 0 up to the limit for each key (0 where the limit is 0)."""
        drawn = (self.share(purpose, keys) * limit).astype(np.int64)
        return np.minimum(drawn, np.maximum(np.asarray(limit) - 1, 0))

    def pick(self, purpose: str, keys: Ints, weights: Sequence[float] | Floats) -> Ints:
        """The place of one of the weights for each key, each as often as its weight says."""
        return placed(self.share(purpose, keys), running(weights))


def running(weights: Sequence[float] | Floats) -> Floats:
    """The running total, added from left to right so that it is the same everywhere."""
    return np.fromiter(accumulate(float(weight) for weight in weights), np.float64)


def placed(shares: Floats, totals: Floats) -> Ints:
    """Where each share falls among running totals."""
    return np.minimum(np.searchsorted(totals, shares * totals[-1], side="right"), len(totals) - 1)
