"""The monthly counts of a definition, where they are held: cut at every break, so that nothing joins over one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from alongside.areas.queries import areas_of
from alongside.outcomes.definitions import SeriesBreak, SeriesKey, VersionTold
from alongside.outcomes.queries.measures import measures
from alongside.partners.standing import Viewer
from alongside.places.crime_types import CrimeType
from alongside.places.errors import PlacesRefused
from alongside.places.measures import Scope, by_month, forces_of
from alongside.places.queries import countings, months_held
from alongside.places.queries.area_months import area_months, areas_counted, count_sources_for
from alongside.places.series_breaks import breaks_of
from alongside.places.states import EVERYWHERE, Assignment

RECORDED = "recorded_crime"
_FINE = ("ward", "lsoa")


@dataclass(frozen=True, slots=True)
class HeldSeries:
    """A definition of which monthly counts are held, and for which areas: code and name."""

    definition: VersionTold
    key: SeriesKey
    source: str
    areas: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        """How it stands in an address."""
        return f"{self.definition.code}|{self.key.source}"


@dataclass(frozen=True, slots=True)
class MonthSeries:
    """Counts by month; None in a month that is not held: a gap, never a zero. `breaks`: those inside, in order."""

    area: str
    months: tuple[date, ...]
    counts: tuple[int | None, ...]
    breaks: tuple[SeriesBreak, ...]
    sources: tuple[str, ...]
    licence: str

    @property
    def pieces(self) -> tuple[tuple[date, date, int, int], ...]:
        """Stretches without a break: first and last month, total, and how many months of it are held."""
        starts = [self.months[0], *(one.month for one in self.breaks)] if self.months else []
        found = []
        for place, start in enumerate(starts):
            end = starts[place + 1] if place + 1 < len(starts) else None
            part = [
                (month, count)
                for month, count in zip(self.months, self.counts, strict=True)
                if month >= start and (end is None or month < end)
            ]
            held = [count for _, count in part if count is not None]
            found.append((start, part[-1][0], sum(held), len(held)))
        return tuple(found)


def held_series(viewer: Viewer, code: str = "") -> tuple[HeldSeries, ...]:
    """Of every definition, or of one, the series that are held and that this viewer may see."""
    told = [one for measure in measures() for one in measure.definitions if code in ("", one.code) and one.series]
    if not told:
        return ()
    by_key = {one.key: one for one in count_sources_for(viewer) if not one.holds_back_small}
    recorded = _recorded_areas()
    found = []
    for one in told:
        for key in one.series:
            source = by_key.get(key.source)
            if key.source == RECORDED and recorded:
                found.append(HeldSeries(one, key, "Recorded crime, data.police.uk", recorded))
            elif source is not None and key.kind in dict(source.kinds) and key.measure in ("", *source.measures):
                found.append(HeldSeries(one, key, source.name, _areas(key)))
    return tuple(found)


def series(held: HeldSeries, area: str) -> MonthSeries | None:
    """The counts of one area by month. None for an area that the series does not have."""
    if area not in dict(held.areas):
        return None
    if held.key.source == RECORDED:
        return _recorded(held, area)
    try:
        found = area_months(held.key.source, held.key.kind, held.key.measure, code=area)
    except PlacesRefused:
        return None
    counts = tuple(None if np.isnan(one) else int(one) for one in found.counts.sum(axis=0))
    inside = _inside(held.definition.text.breaks, found.months)
    return MonthSeries(dict(held.areas)[area], found.months, counts, inside, found.sources, found.licence)


def _areas(key: SeriesKey) -> tuple[tuple[str, str], ...]:
    named = {
        code: f"{name}, {parent}" if parent and parent != name else name
        for code, name, parent in areas_counted(key.source)
    }
    return tuple(sorted(named.items(), key=lambda pair: pair[1]))


def _recorded_areas() -> tuple[tuple[str, str], ...]:
    """Local authorities whose boundary is held; else all that the files cover."""
    if months_held() is None:
        return ()
    districts = tuple(
        (area.code, area.name)
        for way in countings()
        if way.assignment == Assignment.MAP_POINT and way.kind not in (*_FINE, EVERYWHERE)
        for area in areas_of(way.kind, way.vintage)
    )
    return tuple(dict(districts).items()) or ((EVERYWHERE, "All that is held"),)


def _recorded(held: HeldSeries, area: str) -> MonthSeries | None:
    span, ways = months_held(), countings()
    if span is None:
        return None
    kind = CrimeType[held.key.kind]
    way = next(
        (one for one in ways if area == EVERYWHERE and one.kind == EVERYWHERE)
        if area == EVERYWHERE
        else (
            one
            for one in ways
            if one.assignment == Assignment.MAP_POINT
            and one.kind not in (*_FINE, EVERYWHERE)
            and area in {each.code for each in areas_of(one.kind, one.vintage)}
        )
    )
    scope = Scope(way.id, span[0], span[1], None if area == EVERYWHERE else frozenset({area}), kind)
    found = by_month(scope)
    forces = forces_of(scope)
    theirs = [SeriesBreak(one.month, one.words) for one in breaks_of(forces, since=span[0], until=span[1])]
    months = tuple(one.month for one in found)
    counts = tuple(None if one.missing or one.is_part else one.total for one in found)
    inside = _inside((*held.definition.text.breaks, *theirs), months)
    lines = tuple(f"data.police.uk, {force}" for force in sorted(forces))
    return MonthSeries(dict(held.areas)[area], months, counts, inside, lines, held.definition.text.licence)


def _inside(breaks: Sequence[SeriesBreak], months: Sequence[date]) -> tuple[SeriesBreak, ...]:
    """One for each month, in order; those before the first month or after the last cut nothing."""
    if not months:
        return ()
    by_month = {one.month: one for one in sorted(breaks, key=lambda one: one.month)}
    return tuple(one for month, one in sorted(by_month.items()) if months[0] < month <= months[-1])
