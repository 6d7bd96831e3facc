"""Several outcomes at once: one primary, named in advance; the others under false discovery control."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from alongside.analysis.evaluation.arrays import numbers, share


@dataclass(frozen=True, slots=True)
class SeveralOutcomes:
    """Which outcomes stand, in the order given. `adjusted` is None for the primary outcome, tested alone."""

    adjusted: tuple[float | None, ...]
    kept: tuple[bool, ...]
    bonferroni: tuple[bool, ...]
    tests: int
    primary: int | None
    level: float
    sentence: str
    units: ClassVar[Mapping[str, str]] = MappingProxyType({"adjusted": "0 to 1"})


def false_discovery(p_values: ArrayLike, *, primary: int | None = None, level: float = 0.05) -> SeveralOutcomes:
    """Benjamini-Hochberg over several outcomes.

    `p_values`: one an outcome, 0 to 1; `primary`: index of the outcome named before the start, tested alone at
    `level`; the others are adjusted together. `bonferroni` is given beside it. Raises `ValueError` for p-values
    outside 0 to 1 or missing. Source: Benjamini and Hochberg (1995), JRSS B 57, 289-300.
    """
    given = numbers(p_values, "p_values", dimensions=1)
    if ((given < 0) | (given > 1)).any():
        raise ValueError("p_values must lie between 0 and 1")
    share(level, "level")
    if primary is not None and not 0 <= primary < len(given):
        raise ValueError(f"primary names outcome {primary} of {len(given)}")
    others = [i for i in range(len(given)) if i != primary]
    adjusted: list[float | None] = [None] * len(given)
    for i, value in zip(others, _benjamini_hochberg(given[others]), strict=True):
        adjusted[i] = float(value)
    kept = tuple(bool(given[i] <= level) if q is None else q <= level for i, q in enumerate(adjusted))
    strict = tuple(bool(p <= (level if i == primary else level / len(others))) for i, p in enumerate(given))
    lead = "" if primary is None else f"The primary outcome {'stands' if kept[primary] else 'does not stand'}. "
    standing = sum(kept[i] for i in others)
    rest = f"Of {len(others)} {'other ' if lead else ''}outcomes tested {standing} stand at {level:.0%}."
    return SeveralOutcomes(
        adjusted=tuple(adjusted),
        kept=kept,
        bonferroni=strict,
        tests=len(given),
        primary=primary,
        level=level,
        sentence=lead.rstrip() if lead and not others else lead + rest,
    )


def _benjamini_hochberg(p_values: np.ndarray) -> np.ndarray:
    size = len(p_values)
    order = np.argsort(p_values, kind="stable")
    raised = p_values[order] * size / np.arange(1, size + 1)
    adjusted = np.empty(size)
    adjusted[order] = np.minimum(1.0, np.minimum.accumulate(raised[::-1])[::-1])
    return adjusted
