"""What callers hand in (lists, arrays, series, data frames), checked and copied; nothing given is ever changed."""

from collections.abc import Hashable, Sequence
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
_MOST_DISPERSED = 10_000.0


def numbers(values: ArrayLike, name: str, *, dimensions: int) -> Floats:
    """A fresh float array of the dimensions asked for; `ValueError` names what is missing, infinite or misshapen."""
    try:
        array = np.array(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name}: give numbers in rows of equal length, with nothing missing ({error})") from None
    if array.ndim != dimensions:
        shape = {0: "one number", 1: "a flat list", 2: "a table (areas × periods)"}[dimensions]
        raise ValueError(f"{name} must be {shape}, not an array of shape {array.shape}")
    if array.size == 0:
        raise ValueError(f"{name} is empty: give one number at least")
    right = np.isfinite(array)
    if not right.all():
        where = ", ".join(str(int(i)) for i in np.argwhere(~right)[0]) or "0"
        raise ValueError(f"{name} holds a missing or infinite value at position {where}: fill it or leave it out")
    return array


def counts(values: ArrayLike, name: str, *, dimensions: int = 1) -> Floats:
    """As `numbers`, and whole and not negative; where a table is asked for, a flat list is one row."""
    if dimensions == 2 and isinstance(values, Sequence) and all(np.ndim(one) == 0 for one in values):
        values = [values]
    elif dimensions == 2 and getattr(values, "ndim", 2) == 1:
        values = np.asarray(values)[np.newaxis]
    array = numbers(values, name, dimensions=dimensions)
    if (array < 0).any():
        raise ValueError(f"{name} holds a negative count")
    if (array != np.floor(array)).any():
        raise ValueError(f"{name} holds a count that is not whole: give numbers of events, not rates or averages")
    return array


def count(value: Any, name: str) -> int:
    return int(counts(value, name, dimensions=0))


def pair(values: ArrayLike, name: str) -> tuple[float, float]:
    """Counts before and after."""
    array = counts(values, name)
    if array.shape != (2,):
        raise ValueError(f"{name} must be two counts, before and after, not {array.size}")
    return float(array[0]), float(array[1])


def positive(value: Any, name: str) -> float:
    number = float(numbers(value, name, dimensions=0))
    if number <= 0:
        raise ValueError(f"{name} must be more than zero, not {number:g}")
    return number


def share(value: float, name: str) -> float:
    """A number strictly between 0 and 1."""
    if not isinstance(value, Real) or not 0.0 < value < 1.0:
        raise ValueError(f"{name} must be a number between 0 and 1, not {value!r}")
    return float(value)


def overdispersion(value: Any, name: str = "dispersion") -> float:
    """A variance over mean: 1 for Poisson, or more."""
    number = positive(value, name)
    if not 1.0 <= number <= _MOST_DISPERSED:
        raise ValueError(f"{name} must be from 1 (Poisson) to {_MOST_DISPERSED:,.0f}, not {number:g}")
    return number


def labels(values: object, axis: str, size: int) -> tuple[Hashable, ...]:
    """The labels of a data frame's or series' axis (`index` or `columns`), otherwise 0, 1, 2 …"""
    found: Any = getattr(values, axis, None)
    # A list has an `index` too, but it is a method.
    if found is None or callable(found):
        return tuple(range(size))
    return tuple(found)


def place(label: Any, known: Sequence[Hashable], name: str) -> int:
    """Where a label stands; `ValueError` when it is not there."""
    try:
        return list(known).index(label)
    except ValueError:
        raise ValueError(
            f"{name} {label!r} is not among {len(known)} labels from {known[0]!r} to {known[-1]!r}"
        ) from None


def period(label: Any, known: Sequence[Hashable]) -> int:
    """Where a period stands: a label of the series' own index first, also as it is written, otherwise a number."""
    if tuple(known) != tuple(range(len(known))) and label in known:
        return list(known).index(label)
    written = [number for number, one in enumerate(known) if isinstance(label, str) and _reads_as(one, label)]
    if len(written) == 1:
        return written[0]
    if isinstance(label, bool) or not isinstance(label, int | np.integer):
        raise ValueError(f"A period is a whole number or a label from {known[0]!r} to {known[-1]!r}, not {label!r}")
    return int(label)


def _reads_as(label: Hashable, written: str) -> bool:
    """Whether a month or a moment of an index is written so: “2024-01” for January 2024 and for its first day."""
    text = str(label)
    return text == written or (len(written) == len("2024-01") and text.startswith(f"{written}-01"))
