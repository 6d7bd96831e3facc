"""Recorded crime as a source of events: a month and an anonymised map point, several crimes to a row."""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import shapely
from django.db.models import Count, Max, Q, QuerySet

from alongside.analysis.events.results import hash_of
from alongside.common.periods import add_months, month_of, months_between
from alongside.common.text import counted
from alongside.places.boundaries import WHOLE, outline
from alongside.places.crime_types import CrimeType
from alongside.places.errors import PlacesRefused
from alongside.places.models import ForceMonth, RecordedCrime
from alongside.places.queries import months_held, types_held
from alongside.places.source_forms import NATIONAL_GRID, PlaceEvents, SourceSummary, Wanted
from alongside.places.states import ANSWER, Precision

RECORDED_CRIME = "recorded_crime"


class CrimeSource:
    """The crimes that police forces publish on data.police.uk, all forces held as one source."""

    def held(self) -> list[SourceSummary]:
        months = months_held()
        if months is None:
            return []
        kinds = tuple((kind.name.lower(), str(kind.label)) for kind in types_held())
        last = add_months(months[1], 1)
        return [
            SourceSummary(
                key=RECORDED_CRIME,
                name="Recorded crime (data.police.uk)",
                noun="crimes",
                precision=Precision.MONTH,
                is_snapped=True,
                plane=NATIONAL_GRID,
                kinds=kinds,
                first=months[0],
                last=date.fromordinal(last.toordinal() - 1),
            )
        ]

    def state_of(self, key: str) -> str:
        """The files that were loaded and what each still holds."""
        rows = ForceMonth.objects.order_by("pk").values_list("pk", "file__sha256", "crimes")
        return hashlib.sha256(repr(list(rows)).encode()).hexdigest()

    def events(self, wanted: Wanted, summary: SourceSummary) -> PlaceEvents:
        if wanted.boundary == WHOLE:
            raise PlacesRefused(
                "Recorded crime covers whole forces, and has no boundary of its own.", "Choose a borough or a ward."
            )
        shape = outline(wanted.boundary)
        first, last = month_of(wanted.first), month_of(wanted.last)
        rows = _grouped(first, last, _types(wanted.kinds), shape.bounds)
        columns = np.array(rows, dtype=np.float64).reshape(-1, 4)
        x, y, weight = columns[:, 0], columns[:, 1], columns[:, 3]
        inside = shapely.intersects_xy(shape, x, y)
        months = columns[inside, 2].astype(np.int64)
        kept = (x[inside], y[inside], months.astype(np.float64), weight[inside])
        origins, licences = _origins(first, last)
        return PlaceEvents(
            plane=summary.plane,
            precision=Precision.MONTH,
            is_snapped=True,
            x=kept[0],
            y=kept[1],
            times=(np.datetime64(f"{first:%Y-%m}", "M") + months),
            weight=kept[3],
            outline=shape,
            unplaced=_unplaced(first, last, _types(wanted.kinds)),
            outside=int(weight[~inside].sum()),
            gaps=_gaps(first, last),
            sources=origins,
            licences=licences,
            data_hash=hash_of(kept),
        )


def _types(kinds: Sequence[str]) -> list[CrimeType]:
    try:
        return [CrimeType[kind.upper()] for kind in kinds]
    except KeyError as lost:
        raise PlacesRefused(f"There is no crime type {lost}.", "Choose one from the list.") from None


def _of(first: date, last: date, types: Sequence[CrimeType]) -> Any:
    rows = RecordedCrime.objects.filter(force_month__month__range=(first, last)).order_by()
    rows = rows.exclude(force_month__in=_in_part())
    return rows.filter(crime_type__in=types) if types else rows


def _in_part() -> QuerySet[ForceMonth]:
    """Months that are held as answers of the interface on single places, of forces of which whole files are held: beside
    whole months they would look like a fall, so they are gaps. Where nothing but answers is held, they are counted."""
    whole = ForceMonth.objects.exclude(file__layout=ANSWER).values("force")
    return ForceMonth.objects.filter(file__layout=ANSWER, force__in=whole)


def _grouped(
    first: date, last: date, types: Sequence[CrimeType], bounds: tuple[float, float, float, float]
) -> list[tuple[float, float, int, int]]:
    """Easting, northing, months after the first, and how many crimes, in a fixed order."""
    west, south, east, north = bounds
    rows = (
        _of(first, last, types)
        .filter(point__easting__range=(int(west), int(east) + 1), point__northing__range=(int(south), int(north) + 1))
        .values_list("point__easting", "point__northing", "force_month__month")
        .annotate(total=Count("pk"))
    )
    found = [(float(x), float(y), months_between(first, month), total) for x, y, month, total in rows]
    return sorted(found)


def _unplaced(first: date, last: date, types: Sequence[CrimeType]) -> int:
    return int(_of(first, last, types).filter(Q(point=None) | Q(point__easting=None)).count())


def _gaps(first: date, last: date) -> tuple[date, ...]:
    rows = ForceMonth.objects.filter(month__range=(first, last)).exclude(pk__in=_in_part())
    held = set(rows.values_list("month", flat=True))
    months = [add_months(first, number) for number in range(months_between(first, last) + 1)]
    return tuple(month for month in months if month not in held)


def _origins(first: date, last: date) -> tuple[tuple[str, ...], tuple[str, ...]]:
    rows = ForceMonth.objects.filter(month__range=(first, last)).order_by("force", "file__licence")
    told = rows.values_list("force", "file__licence").annotate(
        months=Count("pk"), extracted=Max("extracted"), parts=Count("pk", filter=Q(file__layout=ANSWER)),
        left_out=Count("pk", filter=Q(pk__in=_in_part())),
    )  # fmt: skip
    lines = [
        f"{force}: {counted(months, 'month')}"
        + (f", extract of {extracted:%-d %B %Y}" if extracted else "")
        + (f", {parts} of them in part only (answers of the interface on single places)" if parts else "")
        + (", which are left out" if left_out else "")
        for force, _, months, extracted, parts, left_out in told
    ]
    return tuple(lines), tuple(dict.fromkeys(licence for _, licence, *_ in told))
