"""Where events in space and time come from, in one form for every analysis: metres, times, and what a reader must know.

A source is what one publisher tells in one way: recorded crime (a month and a map point), or a set of incidents that
an agency gave (a day or a minute, and a place). An analysis asks for `events_in` and need not know which.
"""

from collections.abc import Collection

from alongside.partners.roles import Permission
from alongside.places.crime_sources import CrimeSource
from alongside.places.errors import PlacesRefused
from alongside.places.incident_sources import IncidentSource
from alongside.places.incident_states import Audience
from alongside.places.queries.area_months import count_sources
from alongside.places.source_forms import EventSource, PlaceEvents, SourceSummary, Wanted

_KEEPERS: tuple[EventSource, ...] = (CrimeSource(), IncidentSource())


def sources() -> list[SourceSummary]:
    """Every source of which something is held, recorded crime first."""
    return [summary for keeper in _KEEPERS for summary in keeper.held()]


def source(key: str) -> SourceSummary:
    """Raises `PlacesRefused` for one that is not held."""
    return _keeper(key)[1]


def sources_for(permissions: Collection[Permission]) -> list[SourceSummary]:
    """The sources of which somebody with these permissions may see what is made."""
    return [summary for summary in sources() if is_open(summary, permissions)]


def is_open(summary: SourceSummary, permissions: Collection[Permission]) -> bool:
    """Whether somebody with these permissions may see what is made from a source."""
    needed = Permission.STUDY_PLACES if summary.audience == Audience.STUDY else Permission.SEE_PLACES
    return needed in permissions


def open_keys(permissions: Collection[Permission]) -> frozenset[str] | None:
    """The keys of all sources, counts by area too, of which somebody with these permissions may see what is made; None
    for every one, and for what was made from a source that is gone."""
    if Permission.STUDY_PLACES in permissions:
        return None
    counted = (one.key for one in count_sources() if one.audience == Audience.PLACES)
    return frozenset([*counted, *(one.key for one in sources_for(permissions))])


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
