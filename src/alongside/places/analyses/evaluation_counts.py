"""The counts of an evaluation: target, areas beside it and comparison areas by month, one table for each outcome."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from alongside.analysis.events.results import hash_of
from alongside.areas.queries import boundaries_of, vintages_of
from alongside.areas.states import AreaKind
from alongside.common.periods import add_months, month_of, months_between, parse_month
from alongside.places.analyses.asking import last_day
from alongside.places.analyses.evaluation_settings import (
    months_of,
    outcome_name,
    outline_of_rings,
    place_of,
    shape_of,
)
from alongside.places.analyses.hot_areas import rings
from alongside.places.analyses.interface import Progress, Settings
from alongside.places.boundaries import boundary
from alongside.places.crime_sources import RECORDED_CRIME
from alongside.places.crime_types import CrimeType
from alongside.places.errors import PlacesRefused
from alongside.places.published_ward_counts import published_by_ward, ward_source
from alongside.places.source_forms import PlaceEvents, Wanted
from alongside.places.sources import events_in, source
from alongside.places.ward_counts import WardCounts, recorded_by_ward

# Of an area cut by the ring so little may be left that it is no area any more.
LEAST_LEFT = 0.2
TOLERANCE = 20.0
Table = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Outcome:
    """Counts of one outcome. `target`: by month; `beside` and `elsewhere`: areas x months."""

    kinds: tuple[str, ...]
    name: str
    target: Table
    beside: Table
    elsewhere: Table


@dataclass(frozen=True, eq=False)
class Measured:
    """`months`: those held, gaps left out; `start`: how many of them lie before it began. `outcomes`: the primary first.

    `is_open`: published counts, of which every number may be shown. `break_at`: the first month, by its place in
    `months`, that was recorded in another way.
    """

    place: str
    noun: str
    source: str
    months: tuple[date, ...]
    start: int
    outcomes: tuple[Outcome, ...]
    areas: tuple[tuple[str, str], ...]
    beside: tuple[str, ...]
    is_open: bool
    breaks: tuple[str, ...]
    break_at: int | None
    gaps: tuple[date, ...]
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    licences: tuple[str, ...]
    shapes: dict[str, Any] | None
    mixed: tuple[date, ...] = ()
    """Months left out, because they hold days with and without what was done."""

    @property
    def data_hash(self) -> str:
        return hash_of([table for one in self.outcomes for table in (one.target, one.beside, one.elsewhere)])


def measure(settings: Settings, progress: Progress) -> Measured:
    """All counts asked for; raises `PlacesRefused` where too little is held."""
    progress("Reading the counts", 0.05)
    wanted = [settings["kinds"], *([kind] for kind in settings["others"])]
    read = _drawn(settings, wanted) if settings["outline"] else _by_ward(settings, wanted)
    return without_mixed(read, [parse_month(month) for month in settings.get("mixed", ())])


def without_mixed(read: Measured, mixed: Sequence[date]) -> Measured:
    """The same without the months that hold days of both sides: counted with either, they would blur the difference."""
    kept = [number for number, month in enumerate(read.months) if month not in mixed]
    outcomes = tuple(
        replace(one, target=one.target[kept], beside=one.beside[:, kept], elsewhere=one.elsewhere[:, kept])
        for one in read.outcomes
    )
    changed = None if read.break_at is None else sum(number < read.break_at for number in kept)
    return replace(
        read, months=tuple(read.months[number] for number in kept), outcomes=outcomes, mixed=tuple(mixed),
        start=sum(number < read.start for number in kept), break_at=changed or None,
    )  # fmt: skip


def _by_ward(settings: Settings, wanted: Sequence[Sequence[str]]) -> Measured:
    place = place_of(settings)
    first, start, last = months_of(settings)
    kinds = list(dict.fromkeys(kind for group in wanted for kind in group))
    if settings["source"] == RECORDED_CRIME:
        read = recorded_by_ward(place, [CrimeType[kind.upper()] for kind in kinds], first, last)
        name, noun = source(RECORDED_CRIME).name, "crimes"
    else:
        read = published_by_ward(settings["source"], place, kinds, first, last)
        found = ward_source(settings["source"])
        name, noun = found.name, found.noun
    row = {code: number for number, code in enumerate(read.codes)}
    target, beside, elsewhere = ([row[code] for code in settings[key]] for key in ("target", "buffer", "comparisons"))
    outcomes = []
    for group in wanted:
        table = np.sum([read.counts[kind] for kind in group], axis=0).T.astype(np.int64)
        outcomes.append(
            Outcome(tuple(group), outcome_name(settings, group), table[target].sum(axis=0), table[beside],
                    table[elsewhere])
        )  # fmt: skip
    names = dict(zip(read.codes, read.names, strict=True))
    return Measured(
        place=place.name, noun=noun, source=name, months=read.months, start=_before(read.months, start),
        outcomes=tuple(outcomes), areas=tuple((code, names[code]) for code in settings["comparisons"]),
        beside=tuple(names[code] for code in settings["buffer"]), is_open=True, breaks=read.breaks,
        break_at=_break_at(read), gaps=read.gaps, notes=_notes(read), sources=read.sources, licences=read.licences,
        shapes=_ward_shapes(settings),
    )  # fmt: skip


def _drawn(settings: Settings, wanted: Sequence[Sequence[str]]) -> Measured:
    """Events inside a drawn place, in the ring round it, and in what is left of each area outside both."""
    first, start, last = months_of(settings)
    summary = source(settings["source"])
    end = min(last, month_of(summary.last))
    lots = [
        events_in(Wanted(summary.key, settings["boundary"], first, last_day(end), tuple(group))) for group in wanted
    ]
    about = _about(settings, lots[0], first, end)
    target = outline_of_rings(settings["outline"])
    ring = _beside(settings, target)
    areas = _areas_outside(settings, target if ring is None else target.union(ring))
    parts = [target, *([ring] if ring is not None else []), *(shape for _, _, shape in areas)]
    outcomes = []
    for group, events in zip(wanted, lots, strict=True):
        table = _counted(events, parts, about.months)
        split = 1 if ring is None else 2
        outcomes.append(
            Outcome(tuple(group), outcome_name(settings, group), table[0], table[1:split], table[split:])
        )  # fmt: skip
    return Measured(
        place=boundary(settings["boundary"]).name, noun=summary.noun, source=summary.name, months=about.months,
        start=_before(about.months, start), outcomes=tuple(outcomes),
        areas=tuple((code, name) for code, name, _ in areas),
        beside=_beside_named(settings),
        is_open=summary.is_snapped, breaks=about.breaks, break_at=about.break_at, gaps=about.gaps,
        notes=about.notes, sources=about.sources, licences=about.licences,
        shapes={
            "target": rings(target), "beside": rings(ring) if ring is not None else [],
            "areas": [{"name": name, "rings": rings(shape, TOLERANCE)} for _, name, shape in areas],
        },
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _About:
    """What must be told of events: which months are held of them, and from where."""

    months: tuple[date, ...]
    gaps: tuple[date, ...]
    breaks: tuple[str, ...]
    break_at: int | None
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    licences: tuple[str, ...]


def _about(settings: Settings, events: PlaceEvents, first: date, last: date) -> _About:
    if settings["source"] == RECORDED_CRIME:
        kinds = [CrimeType[kind.upper()] for kind in settings["kinds"]]
        read = recorded_by_ward(place_of(settings), kinds, first, last)
        unplaced = _unplaced(events)
        return _About(read.months, read.gaps, read.breaks, _break_at(read), (*_notes(read), *unplaced), read.sources,
                      read.licences)  # fmt: skip
    every = [add_months(first, number) for number in range(months_between(first, last) + 1)]
    months = tuple(month for month in every if month not in events.gaps)
    gaps = tuple(gap for gap in events.gaps if months and months[0] < gap < months[-1])
    return _About(months, gaps, (), None, (*events.notes, *_unplaced(events)), events.sources, events.licences)


def _unplaced(events: PlaceEvents) -> tuple[str, ...]:
    if not events.unplaced:
        return ()
    return (f"{events.unplaced:,} of the whole source have no place and are counted nowhere.",)


def _beside(settings: Settings, target: Any) -> Any | None:
    """The areas that were chosen as lying beside it, or the ring round it; None for neither."""
    if settings.get("around"):
        return outline_of_rings(settings["around"]).difference(target)
    return target.buffer(settings["ring"]).difference(target) if settings["ring"] else None


def _beside_named(settings: Settings) -> tuple[str, ...]:
    if settings.get("around"):
        return ("The areas beside it, joined",)
    return (f"The ring of {settings['ring']} metres round it",) if settings["ring"] else ()


def _features(settings: Settings) -> list[Any]:
    """Of the newest boundaries in which all that was chosen lies; of those of the wards where wards are compared."""
    kind, district = AreaKind(settings["units"]), boundary(settings["boundary"])
    chosen = set(settings["comparisons"])
    for vintage in [settings["vintage"]] if kind == AreaKind.WARD else vintages_of(kind):
        features = boundaries_of(kind, vintage, parent_code=district.code)["features"]
        if features and chosen <= {one["id"] for one in features}:
            return list(features)
    if chosen:
        raise PlacesRefused(
            f"Not all of the comparison areas are held in {district.name}.",
            "Choose areas of one kind within one local authority, or load their boundaries.",
        )
    return []


def _areas_outside(settings: Settings, inner: Any) -> list[tuple[str, str, Any]]:
    """Code, name and what lies outside the place and its ring, of each area that has enough left."""
    chosen, found = set(settings["comparisons"]), []
    for feature in _features(settings):
        if chosen and feature["id"] not in chosen:
            continue
        whole = shape_of(feature)
        left = whole.difference(inner)
        if left.area >= LEAST_LEFT * whole.area:
            found.append((feature["id"], feature["properties"]["name"], left))
    if not found:
        raise PlacesRefused(
            "No area is left to compare with.",
            "Choose other areas, or draw a smaller ring.",
        )
    return found


def _counted(events: PlaceEvents, parts: Sequence[Any], months: Sequence[date]) -> Table:
    """Parts x months; an event on the edge of two parts counts in the first."""
    spots, of_event = np.unique(np.column_stack([events.x, events.y]), axis=0, return_inverse=True)
    part = np.full(len(spots), -1)
    for number, shape in enumerate(parts):
        free = np.flatnonzero(part < 0)
        shapely.prepare(shape)
        part[free[shapely.intersects_xy(shape, spots[free, 0], spots[free, 1])]] = number
    column = {month: number for number, month in enumerate(months)}
    of_month = np.array([column.get(month, -1) for month in events.times.astype("datetime64[M]").astype(object)])
    table = np.zeros((len(parts), len(months)), dtype=np.int64)
    if len(events):
        where = part[of_event.reshape(-1)]
        kept = (where >= 0) & (of_month >= 0)
        np.add.at(table, (where[kept], of_month[kept]), events.weight[kept].astype(np.int64))
    return table


def _ward_shapes(settings: Settings) -> dict[str, Any] | None:
    """Outlines of the wards where they are held; figures that a publisher gives often have none."""
    if not settings["vintage"] or not settings["boundary"].startswith(tuple(str(kind) for kind in AreaKind)):
        return None
    features = boundaries_of(
        AreaKind.WARD, settings["vintage"], parent_code=boundary(settings["boundary"]).code
    )["features"]  # fmt: skip
    shapes = {feature["id"]: (feature["properties"]["name"], shape_of(feature)) for feature in features}

    def joined(codes: Sequence[str]) -> Any:
        return rings(shapely.union_all([shapes[code][1] for code in codes]), TOLERANCE) if codes else []

    return {
        "target": joined(settings["target"]), "beside": joined(settings["buffer"]),
        "areas": [
            {"name": shapes[code][0], "rings": rings(shapes[code][1], TOLERANCE)} for code in settings["comparisons"]
        ],
    }  # fmt: skip


def _before(months: Sequence[date], start: date) -> int:
    return sum(month < start for month in months)


def _break_at(read: WardCounts) -> int | None:
    """The last change of recording inside the months, by its place among them."""
    inside = [_before(read.months, month) for month in read.break_months]
    return max((number for number in inside if 0 < number < len(read.months)), default=None)


def _notes(read: WardCounts) -> tuple[str, ...]:
    return (*([read.partial] if read.partial else []), *read.notes)
