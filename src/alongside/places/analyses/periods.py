"""A period cut into parts of one length, gaps left out: what classes of hot spots and trends are made from."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from alongside.analysis.events.times import EPOCH
from alongside.common.periods import month_of
from alongside.places.analyses.asking import Span, last_day
from alongside.places.source_forms import Floats, PlaceEvents
from alongside.places.states import Precision

# Four quarters of a year, where the length allows it; three are the fewest that can tell new from old.
PREFERRED_PARTS = (4, 3, 6, 5)
FEWEST_PARTS = 3
_HALF_A_MONTH = 14.5


@dataclass(frozen=True, slots=True)
class Part:
    """`held`: days of it for which the source holds something."""

    span: Span
    held: int


@dataclass(frozen=True, slots=True)
class Parts:
    """Parts in order of time, and sentences about what was left out."""

    parts: tuple[Part, ...]
    notes: tuple[str, ...]


def days_of(events: PlaceEvents) -> Floats:
    """Days since 1970; an event of which only the month is known stands in the middle of it."""
    moments: NDArray[np.datetime64] = events.times.astype("datetime64[us]")
    days = (moments - EPOCH) / np.timedelta64(1, "D")
    return days + (_HALF_A_MONTH if events.precision == Precision.MONTH else 0.0)


def day_number(day: date) -> float:
    return float((day - date(1970, 1, 1)).days)


def equal_parts(span: Span, gaps: tuple[date, ...], precision: Precision) -> Parts:
    """Cut by months where months are all that is known, else by days; a part that is all gap is left out."""
    spans, left_out = _by_months(span) if precision == Precision.MONTH else _by_days(span)
    made = [Part(one, held_days(one, gaps)) for one in spans]
    notes = [left_out] if left_out else []
    lost = [part for part in made if not part.held]
    if lost:
        words = "; ".join(part.span.words(precision) for part in lost)
        notes.append(f"Nothing is held for {words}: that part is left out, and is no zero.")
    return Parts(tuple(part for part in made if part.held), tuple(notes))


def _by_months(span: Span) -> tuple[list[Span], str]:
    months = span.months
    number = next((many for many in PREFERRED_PARTS if len(months) % many == 0), min(4, len(months)))
    length = len(months) // number
    spare = len(months) - length * number
    firsts = months[spare::length]
    spans = [Span(first, last_day(months[spare + k * length + length - 1])) for k, first in enumerate(firsts)]
    return spans, _spare_words(
        spare,
        f"the first {spare} months" if spare > 1 else "the first month",
        length,
        "months" if length > 1 else "month",
    )


def _by_days(span: Span) -> tuple[list[Span], str]:
    number = min(4, span.days)
    length, spare = divmod(span.days, number)
    start = span.first + timedelta(days=spare)
    spans = [
        Span(start + timedelta(days=k * length), start + timedelta(days=(k + 1) * length - 1)) for k in range(number)
    ]
    return spans, _spare_words(
        spare, f"the first {spare} days" if spare > 1 else "the first day", length, "days" if length > 1 else "day"
    )


def _spare_words(spare: int, which: str, length: int, unit: str) -> str:
    if not spare:
        return ""
    return f"Classes and trends leave out {which} of the period, so that all parts are {length} {unit} long."


def held_days(span: Span, gaps: tuple[date, ...]) -> int:
    lost = 0
    for gap in gaps:
        first, last = max(span.first, month_of(gap)), min(span.last, last_day(gap))
        lost += max(0, (last - first).days + 1)
    return span.days - lost
