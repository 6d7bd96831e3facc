"""Before the first day: how many events are to be expected on days left alone, and which fall they could show."""

from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from alongside.analysis.evaluation import NotAnswerable, power
from alongside.common.periods import month_of
from alongside.places.boundaries import WHOLE
from alongside.places.errors import PlacesRefused
from alongside.places.patrol_lots import Lot, usual_per_day
from alongside.places.source_forms import SourceSummary, Wanted
from alongside.places.sources import events_in

YEAR = 365
FEWEST_DAYS_BEFORE = 28
FEWEST_EXPECTED = 10
FALL = 20
"""Per cent: about what the stronger studies of hot spot patrols found."""
_FARTHEST = 36_500


@dataclass(frozen=True, slots=True)
class DesignPower:
    """`smallest_fall`: per cent, found four times in five; None where not even a fall to nothing would be found."""

    expected: float
    smallest_fall: float | None
    days_needed: int | None


def power_of(lot: Lot, summary: SourceSummary, kinds: tuple[str, ...]) -> DesignPower:
    """By the year before the first day, place-days counted one by one. Raises `PlacesRefused` where too few are due."""
    first = max(summary.first, lot.days[0] - timedelta(days=YEAR))
    last = min(summary.last, lot.days[0] - timedelta(days=1))
    if (last - first).days + 1 < FEWEST_DAYS_BEFORE:
        raise PlacesRefused(
            f"{summary.name} holds less than {FEWEST_DAYS_BEFORE} days before the first day, so that nobody can say what "
            "these days could show.",
            "Choose a source that holds a longer time.",
        )
    events = events_in(Wanted(summary.key, WHOLE, first, last, kinds))
    held = sum(month_of(day) not in events.gaps for day in _days(first, last))
    arm = usual_per_day(lot, events, max(held, 1)) * len(lot.days) / 2
    if arm < FEWEST_EXPECTED:
        raise PlacesRefused(
            f"Fewer than {FEWEST_EXPECTED} events are to be expected on the days left alone, by what happened in these "
            "places and hours before. From so few nothing could be learnt.",
            "Plan by lot again over more days or with more places, or count a wider kind of event.",
        )
    card = power(arm, fall=FALL, months=len(lot.days) * 12 / 365.25)
    smallest = None if isinstance(card.smallest_fall, NotAnswerable) else card.smallest_fall
    needed = None if card.needed is None else ceil(card.needed / arm * len(lot.days))
    return DesignPower(arm, smallest, needed if needed is not None and needed <= _FARTHEST else None)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
