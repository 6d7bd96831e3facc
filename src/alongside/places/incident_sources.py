"""Sets of incidents as sources of events: a day or a minute, and a place in metres."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import shapely
from django.db.models import Max, Min, QuerySet, Sum

from alongside.analysis.events.results import hash_of
from alongside.areas.outlines import Outline
from alongside.common.periods import month_of
from alongside.places.boundaries import WHOLE, outline
from alongside.places.errors import PlacesRefused
from alongside.places.incident_notes import MINUTES_A_DAY, cut_short, missing_months, months_in_words
from alongside.places.incident_states import Audience, FileState
from alongside.places.models import IncidentFile, IncidentSet, PlaceIncident
from alongside.places.source_forms import NATIONAL_GRID, PlaceEvents, SourceSummary, Wanted
from alongside.places.states import Precision

PREFIX = "incidents:"
# Round the outermost points, where no boundary was given: half an usual cell, so that none lies on the edge.
HULL_METRES = 125.0
_EPOCH = date(1970, 1, 1)
_UNITS = {Precision.MONTH: "M", Precision.DAY: "D", Precision.MINUTE: "m"}


def key_of(set_id: int) -> str:
    return f"{PREFIX}{set_id}"


class IncidentSource:
    """The sets that agencies gave. Of a file that is not read to its end nothing counts yet."""

    def held(self) -> list[SourceSummary]:
        spans = {row["set_id"]: row for row in _done().values("set_id").annotate(since=Min("first"), until=Max("last"))}
        sets = IncidentSet.objects.filter(pk__in=spans).prefetch_related("kinds").defer("outline", "mappings")
        return [
            SourceSummary(
                key=key_of(one.pk),
                name=one.name,
                noun=one.noun,
                precision=Precision(one.precision),
                is_snapped=one.is_snapped,
                plane=one.plane,
                kinds=tuple((kind.key, kind.words) for kind in one.kinds.all()),
                first=spans[one.pk]["since"],
                last=spans[one.pk]["until"],
                audience=Audience(one.audience),
            )
            for one in sets
        ]

    def state_of(self, key: str) -> str:
        """The files that were read to their end, and the set's own outline."""
        one = _set(key)
        files = list(_done().filter(set=one).order_by("pk").values_list("pk", "sha256", "rows_added"))
        return hashlib.sha256(repr([files, one.outline, one.plane, one.zone]).encode()).hexdigest()

    def events(self, wanted: Wanted, summary: SourceSummary) -> PlaceEvents:
        one = _set(wanted.source)
        shape = boundary_of(one) if wanted.boundary == WHOLE else _area(wanted.boundary, summary)
        rows = _rows(one, wanted)
        minutes, x, y, weight = (column[rows.placed] for column in (rows.minutes, rows.x, rows.y, rows.weight))
        inside = shapely.intersects_xy(shape, x, y)
        kept = (x[inside], y[inside], minutes[inside].astype(np.float64), weight[inside])
        gaps = _gaps(one, wanted)
        times = (minutes[inside].astype("datetime64[m]")).astype(f"datetime64[{_UNITS[summary.precision]}]")
        return PlaceEvents(
            plane=summary.plane,
            precision=summary.precision,
            is_snapped=summary.is_snapped,
            x=kept[0],
            y=kept[1],
            times=times,
            weight=kept[3],
            outline=shape,
            unplaced=rows.unplaced,
            outside=int(weight[~inside].sum()),
            gaps=gaps,
            sources=_origins(one),
            licences=_licences(one),
            data_hash=hash_of(kept),
            notes=(*_notes(one, gaps), *rows.notes),
        )


class _Rows:
    """Incidents of a period as columns, in a fixed order."""

    def __init__(self, found: Sequence[tuple[Any, ...]]) -> None:
        table = np.array(found, dtype=np.float64).reshape(-1, 5)  # no place becomes not-a-number
        self.minutes = table[:, 0].astype(np.int64)
        self.x, self.y, self.weight = table[:, 1], table[:, 2], table[:, 3]
        has_place = np.isfinite(self.x)
        is_stray = table[:, 4] > 0
        self.placed = has_place & ~is_stray
        self.unplaced = int(self.weight[~has_place].sum())
        strays = int(self.weight[is_stray].sum())
        self.notes: tuple[str, ...] = ()
        if strays:
            self.notes = (f"{strays:,} far from all the others are left out: the page of the set lists them.",)


def boundary_of(one: IncidentSet) -> Outline:
    """The outline that was given with the set, or the hull of its points."""
    if one.outline:
        found = shapely.from_geojson(one.outline)
        assert isinstance(found, Outline)
        return found
    placed = PlaceIncident.objects.filter(set=one, file__state=FileState.DONE, is_stray=False).exclude(x=None)
    points = np.array(list(placed.values_list("x", "y")), dtype=np.float64).reshape(-1, 2)
    if not len(points):
        raise PlacesRefused(
            f"No incident of “{one.name}” has a place.", "Give a file with coordinates, or choose another source."
        )
    return shapely.buffer(shapely.convex_hull(shapely.multipoints(points)), HULL_METRES, quad_segs=4)


def _area(key: str, summary: SourceSummary) -> Outline:
    if summary.plane != NATIONAL_GRID:
        raise PlacesRefused(
            f"“{summary.name}” is not on the British National Grid, so that no area of Great Britain fits it.",
            "Choose the whole of the set.",
        )
    return outline(key)


def _set(key: str) -> IncidentSet:
    number = key.removeprefix(PREFIX)
    found = IncidentSet.objects.filter(pk=int(number)).first() if number.isdecimal() else None
    if found is None:
        raise PlacesRefused("That set of incidents is not held here.", "Choose one of the sources in the list.")
    return found


def _done() -> QuerySet[IncidentFile]:
    return IncidentFile.objects.filter(state=FileState.DONE, first__isnull=False)


def incidents_of(one: IncidentSet) -> QuerySet[PlaceIncident]:
    """Those of files that were read to their end."""
    return PlaceIncident.objects.filter(set=one, file__state=FileState.DONE)


def _rows(one: IncidentSet, wanted: Wanted) -> _Rows:
    since, until = minute_of(wanted.first), minute_of(wanted.last + timedelta(days=1))
    rows = incidents_of(one).filter(minute__gte=since, minute__lt=until)
    if wanted.kinds:
        held = set(one.kinds.values_list("key", flat=True))
        if unknown := [kind for kind in wanted.kinds if kind not in held]:
            raise PlacesRefused(f"“{one.name}” has no kind “{unknown[0]}”.", "Choose one from the list.")
        rows = rows.filter(kind__key__in=wanted.kinds)
    ordered = rows.order_by("minute", "identity", "occurrence")
    return _Rows(list(ordered.values_list("minute", "x", "y", "weight", "is_stray")))


def minute_of(day: date) -> int:
    return (day - _EPOCH).days * MINUTES_A_DAY


def month_counts(one: IncidentSet) -> dict[date, int]:
    """How many incidents are held of each month."""
    days = Counter(minute // MINUTES_A_DAY for minute in incidents_of(one).values_list("minute", flat=True).iterator())
    months: Counter[date] = Counter()
    for day, count in days.items():
        months[month_of(_EPOCH + timedelta(days=day))] += count
    return dict(months)


def _gaps(one: IncidentSet, wanted: Wanted) -> tuple[date, ...]:
    """Holes in the set, and months of the period outside what its files span."""
    counts = month_counts(one)
    holes = set(missing_months(counts))
    first, last = min(counts, default=None), max(counts, default=None)
    months = _months(wanted.first, wanted.last)
    return tuple(
        month for month in months if month in holes or first is None or last is None or not first <= month <= last
    )


def _months(first: date, last: date) -> list[date]:
    months, month = [], month_of(first)
    while month <= last:
        months.append(month)
        month = month_of(month + timedelta(days=31))
    return months


def _notes(one: IncidentSet, gaps: Sequence[date]) -> tuple[str, ...]:
    """What the files told of themselves, and the months without incidents."""
    said = [note for file in _done().filter(set=one).order_by("pk") for note in file.notes]
    holes = [f"Nothing is held of {months_in_words(gaps)}: that is a gap, not a quiet time."] if gaps else []
    return tuple(dict.fromkeys([*holes, *said]))


def last_day_of_part(one: IncidentSet) -> date | None:
    """The last day held, where the last month is only a part."""
    if one.precision == Precision.MONTH:
        return None
    days = {minute // MINUTES_A_DAY for minute in incidents_of(one).values_list("minute", flat=True)}
    return cut_short(sorted(days))


def _origins(one: IncidentSet) -> tuple[str, ...]:
    told = _done().filter(set=one).aggregate(rows=Sum("rows_added"), since=Min("first"), until=Max("last"))
    files = _done().filter(set=one).count()
    return (
        f"{one.name} ({one.get_measured_display()} record): {told['rows']:,} {one.noun} in {files} "
        f"file{'' if files == 1 else 's'}, {told['since']:%-d %B %Y} to {told['until']:%-d %B %Y}",
    )


def _licences(one: IncidentSet) -> tuple[str, ...]:
    files = _done().filter(set=one).order_by("pk").values_list("licence", flat=True)
    return tuple(dict.fromkeys(files))
