"""Settings checked: a seed always, a whole number of draws, a level between 0 and 1, any number within its bounds."""

from numbers import Integral, Real
from typing import Any

import numpy as np

from alongside.analysis.events.unfit import Unfit

MOST_DRAWS = 1_000_000


def within(value: Any, name: str, *, above: float = -np.inf, least: float = -np.inf, most: float = np.inf) -> float:
    """A setting as a number. Raises `Unfit` for what is no finite number, or none within the bounds."""
    fits = isinstance(value, Real) and not isinstance(value, bool) and above < float(value) >= least
    if not fits or not float(value) <= most or not np.isfinite(float(value)):
        low = f"above {above:g}" if above > -np.inf else f"of {least:g} or more"
        raise Unfit(f"{name} is {value!r}.", f"Give a number {low}{f', {most:,g} at most' if most < np.inf else ''}.")
    return float(value)


def whole_within(value: Any, name: str, *, least: int = 1, most: int = MOST_DRAWS) -> int:
    """As `within`, for whole numbers."""
    if not within(value, name, least=least, most=most).is_integer():
        raise Unfit(f"{name} is {value!r}.", "Give a whole number.")
    return int(value)


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
    """How many draws, as a whole number. Raises `Unfit` for fewer than `least` or far too many, and for parts."""
    if isinstance(number, Integral) and int(number) > MOST_DRAWS:
        raise Unfit(f"{number} {noun} were asked for.", f"Ask for {MOST_DRAWS:,} at most; 999 is usual.")
    if isinstance(number, bool) or not isinstance(number, Integral) or int(number) < least:
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
