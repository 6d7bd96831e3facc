"""Settings that analyses of dated events share, checked: source, boundary, kinds, period. And what every answer tells."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import shapely

from alongside.analysis.events import elapsed_days
from alongside.analysis.events.results import Floats
from alongside.common.periods import Period
from alongside.places.boundaries import WHOLE, boundary
from alongside.places.errors import PlacesRefused
from alongside.places.source_forms import NATIONAL_GRID, PlaceEvents, SourceSummary, Wanted
from alongside.places.sources import source
from alongside.places.states import Precision

# Metres by which an outline is made simpler for a map of a few hundred pixels.
_OUTLINE_TOLERANCE = 15.0
Plain = dict[str, Any]


def choice_of(settings: Mapping[str, Any], *, usual_days: int) -> tuple[SourceSummary, Plain]:
    """The source, and source, boundary, kinds, first and last day as plain values. No days: the last `usual_days`."""
    summary = source(str(settings.get("source", "")))
    last = _day(settings.get("last"), summary.last, "last")
    first = _day(settings.get("first"), max(summary.first, last - timedelta(days=usual_days - 1)), "first")
    if last > summary.last:
        raise PlacesRefused(
            f"{summary.name} ends on {summary.last:%-d %B %Y}: nothing is held of later days.",
            f"Choose a last day up to {summary.last:%-d %B %Y}, or load what is newer.",
        )
    if first > last:
        raise PlacesRefused("The period ends before it begins.", "Choose a last day on or after the first.")
    where = str(settings.get("boundary") or WHOLE)
    _check_boundary(where, summary)
    kinds = _kinds(settings.get("kinds") or (), summary)
    days = {"first": first.isoformat(), "last": last.isoformat()}
    return summary, {"source": summary.key, "boundary": where, "kinds": kinds, **days}


def need_days(summary: SourceSummary) -> None:
    """Refuse a source that tells only the month."""
    if summary.precision == Precision.MONTH:
        raise PlacesRefused(
            f"{summary.name} tells the month and not the day of each event, so that days between two events cannot be "
            "known. Near repeats cannot be looked for in it.",
            "Ask the police or the hospital for dated records and load them as incidents. On months, use hot spots or "
            "the ward watch.",
        )


def whole_number(settings: Mapping[str, Any], key: str, usual: int) -> int:
    """A number from 0 upwards; `usual` where none is given."""
    value = settings.get(key)
    if value in (None, ""):
        return usual
    text = str(value).strip()
    if not (text.isascii() and text.isdecimal() and len(text) <= 10):
        raise PlacesRefused(f"“{value}” is no {key} that can be used.", "Give a whole number of 0 or more.")
    return int(text)


def wanted(settings: Mapping[str, Any]) -> Wanted:
    return Wanted(
        source=settings["source"],
        boundary=settings["boundary"],
        first=date.fromisoformat(settings["first"]),
        last=date.fromisoformat(settings["last"]),
        kinds=tuple(settings["kinds"]),
    )


def one_by_one(events: PlaceEvents) -> PlaceEvents:
    """The same events with a row for each: two at one place and moment are two rows."""
    times = np.asarray(events.times)
    many = np.asarray(np.rint(events.weight), dtype=np.int64)
    if (many == 1).all():
        return events
    x, y = np.repeat(events.x, many), np.repeat(events.y, many)
    return replace(events, x=x, y=y, times=np.repeat(times, many), weight=np.ones(len(x)))


def days_of(events: PlaceEvents, last: date) -> Floats:
    """Times as days since 1970. Raises `Unfit` for a mix of zones, missing dates and dates after the last day."""
    return elapsed_days(events.times, at=np.datetime64(last + timedelta(days=1)))[0]


def day_number(day: date) -> int:
    """The day on the clock of `days_of`."""
    return (day - date(1970, 1, 1)).days


def day_of(number: float) -> date:
    return date(1970, 1, 1) + timedelta(days=int(np.floor(number)))


def place_words(key: str) -> str:
    return "all that the source covers" if key == WHOLE else boundary(key).name


def period_words(settings: Mapping[str, Any]) -> str:
    return str(Period.of_days(date.fromisoformat(settings["first"]), date.fromisoformat(settings["last"])))


def kind_words(keys: Sequence[str], summary: SourceSummary) -> str:
    named = dict(summary.kinds)
    return ", ".join(named[key] for key in keys) if keys else f"all {summary.noun}"


def about(settings: Mapping[str, Any], summary: SourceSummary, events: PlaceEvents) -> Plain:
    """What a reader must know of the data behind an answer."""
    return {
        "source": summary.name,
        "noun": summary.noun,
        "precision": str(summary.precision),
        "source_last": summary.last.isoformat(),
        "place": place_words(settings["boundary"]),
        "period": period_words(settings),
        "kinds": kind_words(settings["kinds"], summary),
        "events": events.total,
        "unplaced": events.unplaced,
        "outside": events.outside,
        "gaps": [f"{month:%B %Y}" for month in events.gaps],
        "sources": list(events.sources),
        "notes": list(events.notes),
        "plane": events.plane,
        "outline": outline_rings(events),
    }


def outline_rings(events: PlaceEvents) -> list[list[list[int]]]:
    """The boundary for a map: rings of whole metres, made simpler."""
    shape = events.outline
    if shape is None or shape.is_empty or shape.area == 0:
        return []
    simple = shapely.simplify(shape, _OUTLINE_TOLERANCE)
    rings = [ring for part in shapely.get_parts(simple) for ring in (part.exterior, *part.interiors)]
    return [[[round(x), round(y)] for x, y, *_ in ring.coords] for ring in rings]


def _check_boundary(key: str, summary: SourceSummary) -> None:
    if key == WHOLE:
        return
    boundary(key)
    if summary.plane != NATIONAL_GRID:
        raise PlacesRefused(
            f"{summary.name} lies in {summary.plane}, and the areas held here in the British National Grid.",
            "Choose all that the source covers.",
        )


def _kinds(asked: Sequence[str], summary: SourceSummary) -> list[str]:
    known = [key for key, _ in summary.kinds]
    lost = [key for key in asked if key not in known]
    if lost:
        raise PlacesRefused(f"{summary.name} has no kind “{lost[0]}”.", "Choose kinds from its list.")
    return [key for key in known if key in set(asked)]


def _day(value: Any, usual: date, name: str) -> date:
    if value in (None, ""):
        return usual
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise PlacesRefused(f"The {name} day “{value}” is not a date.", "Write it like 2026-11-22.") from None
