"""Pure decisions about evaluations: what may be claimed, and where somebody went off what was locked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from alongside.analysis.evaluation.answers import FEWEST_FOR_PERCENTAGE

# The parts of a design that are locked before it starts, in the words of the page.
LOCKED = {
    "source": "Source of counts", "boundary": "Borough", "vintage": "Boundaries of", "target": "Areas of the operation",
    "outline": "Outline of the place", "ring": "Width of the ring (metres)", "buffer": "Areas beside it",
    "around": "Outline beside it",
    "units": "Compared with", "comparisons": "Comparison areas", "kinds": "Offences counted", "others": "Other outcomes",
    "first": "First month of the baseline", "start": "First month", "last": "Last month",
    "mixed": "Months of both", "question": "Question",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Departure:
    """One part of the design as it was locked, and as it was used."""

    what: str
    locked: str
    used: str


def departures(locked: Mapping[str, Any], used: Mapping[str, Any]) -> list[Departure]:
    """Every part of the design that is not as it was locked; parts that were left open then are no departure."""
    changed = [key for key in LOCKED if key in locked and locked[key] != used.get(key)]
    told = [(LOCKED[key], in_words(locked[key]), in_words(used.get(key))) for key in changed]
    return [Departure(what, was, f"another, {now}" if was == now else now) for what, was, now in told]


def in_words(value: Any) -> str:
    if isinstance(value, str):
        return value or "none"
    if isinstance(value, Sequence):
        if value and not isinstance(value[0], str):
            return "as drawn on the map"
        return ", ".join(str(one) for one in value) or "none"
    return "none" if value is None else str(value)


def reason_not_to_state(
    *, before: int | None, after: int | None, periods: Sequence[date], percent: float | None,
    interval: tuple[float, float] | None,
) -> str | None:  # fmt: skip
    """None, or why this may not be stated as a finding: a percentage never stands without its two counts."""
    if before is None or after is None:
        return "A change cannot be stated without both counts."
    if list(periods) != sorted(periods) or len(set(periods)) < len(periods) - 1:
        return "Both periods must be told, the earlier one first."
    if percent is None:
        return None
    if min(before, after) < FEWEST_FOR_PERCENTAGE:
        return f"Counts of {before} and {after} carry no percentage: {FEWEST_FOR_PERCENTAGE} of each is the least."
    if interval is None:
        return "A percentage is stated beside its interval only."
    return None
