"""When in the week and in the day: counted where the source knows it, and said where it does not."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from alongside.analysis.counts import share_interval
from alongside.analysis.events.results import summed
from alongside.places.analyses.asking import shown
from alongside.places.source_forms import Floats
from alongside.places.states import Precision

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HOURS = tuple(f"{first:02d}:00 to {first + 3:02d}:00" for first in range(0, 24, 3))
# A peak among eight or seven boxes is chance when there are only a few events.
FEWEST_FOR_A_PEAK = 20
_THURSDAY = 3  # 1 January 1970

WHY_NO_DAYS = (
    "The source tells the month only. Day of the week and time of day cannot be known from it: ask the force or the "
    "agency for dated incidents."
)
WHY_NO_HOURS = "The source tells the day and no time of day."


def times_of(days: Floats, count: Floats, precision: Precision, is_open: bool) -> dict[str, Any]:
    """Counts by weekday and by three hours, and the busiest of each with the exact interval of its share."""
    if precision == Precision.MONTH:
        return {"why_none": WHY_NO_DAYS}
    weekday = (np.floor(days).astype(np.int64) + _THURSDAY) % 7
    by_day = summed(weekday, count, 7)
    found: dict[str, Any] = {"weekdays": [shown(value, is_open) for value in by_day]}
    found["busiest_day"] = _busiest(by_day, WEEKDAYS)
    if precision != Precision.MINUTE:
        return found | {"why_no_hours": WHY_NO_HOURS}
    block = np.minimum((np.mod(days, 1.0) * 8 + 1e-9).astype(np.int64), 7)
    by_block = summed(block, count, 8)
    week = summed(weekday * 8 + block, count, 56).reshape(7, 8)
    return found | {
        "hours": [shown(value, is_open) for value in by_block],
        "busiest_hours": _busiest(by_block, HOURS),
        "week": [[shown(value, is_open) for value in row] for row in week],
    }


def _busiest(counts: Floats, names: Sequence[str]) -> dict[str, Any] | None:
    """The box with the most, if it holds more than an even share beyond chance (over all boxes: Bonferroni)."""
    total, top = int(counts.sum()), int(np.argmax(counts))
    if total < FEWEST_FOR_A_PEAK:
        return None
    strict = share_interval(int(counts[top]), total, confidence=1 - 0.05 / len(names))
    limits = share_interval(int(counts[top]), total)
    return {
        "name": names[top], "count": int(counts[top]), "of": total,
        "share": [round(value, 3) for value in (counts[top] / total, limits.low, limits.high)],
        "beyond_chance": bool(strict.low > 1 / len(names)),
    }  # fmt: skip
