"""Draws that a partner can repeat: a seed always, a whole number of draws, a level between 0 and 1."""

from numbers import Integral
from typing import Any

import numpy as np

from alongside.analysis.events.unfit import Unfit


def generator(seed: Any) -> np.random.Generator:
    """A source of chance of its own, the same for the same seed. Raises `Unfit` for no seed, and for none that is one."""
    if seed is None:
        raise Unfit(
            "Permutations were asked for without a seed.",
            "Give seed=, any whole number from 0 upwards, so that a partner can repeat it.",
        )
    if isinstance(seed, bool) or not isinstance(seed, Integral) or seed < 0:
        raise Unfit(f"{seed!r} is no seed.", "Give a whole number from 0 upwards, such as 1.")
    return np.random.default_rng(int(seed))


def check_draws(number: Any, *, least: int = 1, noun: str = "permutations") -> int:
    """How many draws, as a whole number. Raises `Unfit` for fewer than `least`, and for parts of one."""
    if isinstance(number, bool) or not isinstance(number, Integral) or number < least:
        none = " or 0 for none" if least == 0 else ""
        raise Unfit(f"{number} {noun} were asked for.", f"Ask for 99 or more{none}; 999 is usual.")
    return int(number)


def check_alpha(alpha: Any) -> float:
    """The level of a test. Raises `Unfit` unless it lies between 0 and 1."""
    try:
        level = float(alpha)
    except (TypeError, ValueError):
        level = np.nan
    if not 0 < level < 1:
        raise Unfit(f"{alpha!r} is no level for a test.", "Give a number between 0 and 1, such as 0.05.")
    return level
