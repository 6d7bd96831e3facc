"""Where events in space and time come from, in one form for every analysis: metres, times, and what a reader must know.

A source is what one publisher tells in one way: recorded crime (a month and a map point), or a set of incidents that
an agency gave (a day or a minute, and a place). An analysis asks for `events_in` and need not know which.
"""

from alongside.places.crime_sources import CrimeSource
from alongside.places.errors import PlacesRefused
from alongside.places.source_forms import EventSource, PlaceEvents, SourceSummary, Wanted

_KEEPERS: tuple[EventSource, ...] = (CrimeSource(),)


def sources() -> list[SourceSummary]:
    """Every source of which something is held, recorded crime first."""
    return [summary for keeper in _KEEPERS for summary in keeper.held()]


def source(key: str) -> SourceSummary:
    """Raises `PlacesRefused` for one that is not held."""
    return _keeper(key)[1]


def state_of(key: str) -> str:
    """Changes whenever what the source holds changes."""
    return _keeper(key)[0].state_of(key)


def events_in(wanted: Wanted) -> PlaceEvents:
    """The events asked for, inside the boundary; raises `PlacesRefused` where they cannot be had."""
    keeper, summary = _keeper(wanted.source)
    if wanted.first > wanted.last:
        raise PlacesRefused("The period ends before it begins.", "Choose a last day on or after the first.")
    return keeper.events(wanted, summary)


def _keeper(key: str) -> tuple[EventSource, SourceSummary]:
    for keeper in _KEEPERS:
        for summary in keeper.held():
            if summary.key == key:
                return keeper, summary
    raise PlacesRefused("That source of events is not held here.", "Choose one of the sources in the list.")
