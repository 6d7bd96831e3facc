"""The design of a comparison: periods before and after, areas, and the designs that cannot answer."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from alongside.analysis.evaluation.answers import NotAnswerable, refuse_output
from alongside.analysis.evaluation.arrays import Floats, counts, labels, period

# Rows that agree in every period are one area given twice, unless they hold next to nothing.
_TOO_MUCH_TO_AGREE_BY_CHANCE = 20


@dataclass(frozen=True, slots=True)
class Design:
    """Counts by period up to the end; `start` periods before, `length` after. The buffer may be several areas."""

    target: Floats
    comparisons: Floats
    buffer: Floats | None
    start: int
    periods: tuple[Any, ...]
    names: tuple[Any, ...]

    @property
    def length(self) -> int:
        return len(self.target) - self.start

    @property
    def target_before(self) -> float:
        return float(self.target[: self.start].sum())

    @property
    def target_after(self) -> float:
        return float(self.target[self.start :].sum())

    @property
    def before(self) -> Floats:
        return np.asarray(self.comparisons[:, : self.start].sum(axis=1))

    @property
    def after(self) -> Floats:
        return np.asarray(self.comparisons[:, self.start :].sum(axis=1))

    @property
    def elsewhere(self) -> tuple[float, float]:
        """Events in all comparison areas together, before and after."""
        return float(self.before.sum()), float(self.after.sum())

    def refusal(
        self, outcome: str, periods_per_year: int, seasonal: bool, recording_change: Any
    ) -> NotAnswerable | None:
        """Why this design cannot answer, the most basic reason first."""
        return (
            refuse_output(outcome)
            or self._recording(recording_change)
            or self._baseline(periods_per_year, seasonal)
            or self._overlap()
            or self._nothing()
        )

    def _recording(self, change: Any) -> NotAnswerable | None:
        if change is None or not 0 < period(change, self.periods) < len(self.target):
            return None
        return NotAnswerable(
            f"the way of recording changed at period {change}, inside the periods compared",
            "periods from that change on only, or counts restated under one rule",
        )

    def _baseline(self, periods_per_year: int, seasonal: bool) -> NotAnswerable | None:
        if not seasonal or self.start >= periods_per_year:
            return None
        return NotAnswerable(
            f"a baseline of {self.start} periods is under a year, and violence has seasons",
            f"{periods_per_year} periods or more before the start, or seasonal=False when the same months are compared",
        )

    def _overlap(self) -> NotAnswerable | None:
        rows = [("target", self.target)] + [("buffer", row) for row in ([] if self.buffer is None else self.buffer)]
        for name, row in rows:
            if row.sum() < _TOO_MUCH_TO_AGREE_BY_CHANCE or len(row) < 3:
                continue
            if (self.comparisons == row).all(axis=1).any():
                return NotAnswerable(
                    f"the {name} is among the comparison areas, so that it would be compared with itself",
                    f"comparison areas without the {name}",
                )
        return None

    def _nothing(self) -> NotAnswerable | None:
        if self.target.sum() == 0:
            return NotAnswerable(
                "nothing was counted in the target, before or after",
                "a longer period, a larger area or a wider offence",
            )
        if 0.0 in self.elsewhere:
            return NotAnswerable(
                "the comparison areas counted nothing before or nothing after", "more or larger comparison areas"
            )
        return None


def read_design(
    target: ArrayLike, comparisons: ArrayLike | None, start: Any, end: Any, buffer: ArrayLike | None
) -> Design | NotAnswerable:
    """Check shapes and periods, turn a data frame that has periods down, and cut everything off at the end."""
    if comparisons is None or np.size(comparisons) == 0:
        return NotAnswerable(
            "a change before and after in one area alone shows no effect: everything else changed too",
            "comparison areas: the rest of the borough without the target and its buffer, or matched areas elsewhere",
        )
    areas = _turned(target, comparisons)
    ours, theirs = counts(target, "target"), counts(areas, "comparisons", dimensions=2)
    ring = None if buffer is None else counts(buffer, "buffer", dimensions=2)
    for name, size in (("comparisons", theirs.shape[1]), ("buffer", len(ours) if ring is None else ring.shape[1])):
        if size != len(ours):
            raise ValueError(f"{name} covers {size} periods and target {len(ours)}: give areas × the same periods")
    known = labels(target, "index", len(ours))
    last = len(ours) if end is None else period(end, known)
    first = period(start, known)
    if not 0 < first < last <= len(ours):
        raise ValueError(f"start must leave periods on both sides: {start!r} of {len(ours)} periods")
    names = labels(areas, "index", len(theirs)) if theirs.ndim == np.ndim(areas) else (0,)
    return Design(ours[:last], theirs[:, :last], None if ring is None else ring[:, :last], first, known, names)


def _turned(target: ArrayLike, comparisons: Any) -> Any:
    """A data frame with areas down; `ValueError` when target and comparisons are labelled with different periods."""
    periods = getattr(target, "index", None)
    if periods is None or callable(periods) or not hasattr(comparisons, "columns"):
        return comparisons
    known = tuple(periods)
    if tuple(comparisons.columns) == known or known == tuple(range(len(known))):
        return comparisons
    if tuple(comparisons.index) == known:
        return comparisons.T
    raise ValueError("comparisons is labelled with other periods than target: bring both to the same ones, in order")
