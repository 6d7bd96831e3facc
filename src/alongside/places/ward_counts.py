"""Counts by ward and month as tables for a ward watch: gaps are gaps, one set of boundaries throughout."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.db.models import Sum
from numpy.typing import NDArray

from alongside.areas.queries import areas_of, vintages_of
from alongside.areas.states import AreaKind
from alongside.common.periods import add_months, months_between
from alongside.places.boundaries import boundary
from alongside.places.crime_types import CrimeType, break_months, breaks_in
from alongside.places.errors import PlacesRefused
from alongside.places.models import Counting, CrimeCount, ForceMonth
from alongside.places.queries import months_held
from alongside.places.rules import MAIN_FORCE
from alongside.places.series_breaks import force_break_months, force_breaks
from alongside.places.states import ANSWER, Assignment

# A last month with so small a part of the usual month's count was most likely published before it was whole.
WHOLE_FROM = 0.5
USUAL_MONTHS = 12


@dataclass(frozen=True, slots=True)
class WardPlace:
    """The wards of one local authority in one set of boundaries. `other_vintages`: sets that are held beside it."""

    key: str
    name: str
    vintage: int
    other_vintages: tuple[int, ...]
    codes: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class WardCounts:
    """`counts`: by measure, months held x wards. `months`: those held, in order; `gaps`: those between that are not.

    `partial`: why the last month was left out, in words, or nothing. `breaks`: changes of recording, a sentence each;
    `break_months`: the first month of each.
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    measures: tuple[tuple[str, str], ...]
    months: tuple[date, ...]
    counts: dict[str, NDArray[np.float64]]
    gaps: tuple[date, ...]
    partial: str
    breaks: tuple[str, ...]
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    licences: tuple[str, ...]
    break_months: tuple[date, ...] = ()


def wards_in(boundary_key: str, vintage: int | None = None) -> WardPlace:
    """The wards of a local authority, of the newest boundaries unless told; raises `PlacesRefused` without any."""
    district = boundary(boundary_key)
    held = {year: areas_of(AreaKind.WARD, year, parent_code=district.code) for year in vintages_of(AreaKind.WARD)}
    years = [year for year, wards in held.items() if wards]
    if not years:
        raise PlacesRefused(
            f"No wards of {district.name} are held.",
            "Load the boundaries of its wards, each with the code of its local authority: alongside load boundaries.",
        )
    chosen = vintage or years[0]
    if chosen not in years:
        raise PlacesRefused(
            f"No wards of {district.name} with the boundaries of {chosen} are held.",
            f"Choose {' or '.join(str(year) for year in years)}.",
        )
    others = tuple(year for year in years if year != chosen)
    wards = held[chosen]
    codes, names = tuple(one.code for one in wards), tuple(one.name for one in wards)
    return WardPlace(district.key, district.name, chosen, others, codes, names)


def recorded_by_ward(place: WardPlace, kinds: Sequence[CrimeType], first: date | None, last: date | None) -> WardCounts:
    """Recorded crime of these types in each ward and month from `first` to `last`, or of all that is held.

    Every month is counted by the same boundaries from the map points, so that no code of one vintage is ever joined to
    one of another. Raises `PlacesRefused` where no month of the wards is held.
    """
    held = months_held()
    counting = Counting.objects.filter(
        assignment=Assignment.MAP_POINT, kind=AreaKind.WARD, vintage=place.vintage
    ).first()
    if held is None or counting is None:
        raise PlacesRefused("No recorded crime by ward is held.", "Load street files: alongside load police-uk.")
    start, end = max(first or held[0], held[0]), min(last or held[1], held[1])
    forces = _main_forces(counting, place)
    whole = _whole_months(forces, start, end)
    if not whole:
        raise PlacesRefused(
            f"Of {place.name} no month from {start:%B %Y} to {end:%B %Y} is held.",
            "Load street files of the force that polices it.",
        )
    counts = _counted(counting, place, kinds, whole)
    partial = why_partial(whole, counts, is_early=_taken_early(forces, whole[-1]))
    if partial:
        whole, counts = whole[:-1], {key: table[:-1] for key, table in counts.items()}
    return WardCounts(
        codes=place.codes,
        names=place.names,
        measures=tuple((kind.name.lower(), str(kind.label)) for kind in kinds),
        months=tuple(whole),
        counts=counts,
        gaps=gaps_between(whole),
        partial=partial,
        breaks=_breaks(kinds, forces, whole),
        notes=_notes(place),
        break_months=_break_months(kinds, forces, whole),
        **_origins(forces, whole),
    )


def gaps_between(months: Sequence[date]) -> tuple[date, ...]:
    """Months between the first and the last that are not among them."""
    if not months:
        return ()
    held = set(months)
    every = (add_months(months[0], number) for number in range(months_between(months[0], months[-1]) + 1))
    return tuple(month for month in every if month not in held)


def why_partial(months: Sequence[date], counts: dict[str, NDArray[np.float64]], *, is_early: bool = False) -> str:
    """Why the last month cannot be used, in words; nothing if it can. `is_early`: extracted before it was over."""
    last = months[-1]
    if is_early:
        return f"{last:%B %Y} is left out: its extract was taken before the month was over."
    if looks_partial(sum(table.sum(axis=1) for table in counts.values()).tolist()):
        return f"{last:%B %Y} is left out: it holds less than half of a usual month, and is most likely not whole yet."
    return ""


def looks_partial(totals: Sequence[float]) -> bool:
    """Whether the last of these monthly totals is far below what is usual."""
    usual = totals[-USUAL_MONTHS - 1 : -1]
    return len(usual) >= USUAL_MONTHS and totals[-1] < WHOLE_FROM * float(np.median(usual))


def _main_forces(counting: Counting, place: WardPlace) -> list[str]:
    rows = CrimeCount.objects.filter(counting=counting, area_code__in=place.codes).order_by()
    shares = dict(rows.values_list("force_month__force").annotate(Sum("total")))
    whole = sum(shares.values())
    return sorted(force for force, total in shares.items() if total >= MAIN_FORCE * whole)


def _whole_months(forces: Sequence[str], first: date, last: date) -> list[date]:
    """Months of which every main force is held, and whole: one with a force missing is a gap."""
    found: dict[date, set[str]] = {}
    rows = ForceMonth.objects.filter(force__in=forces, month__range=(first, last)).exclude(file__layout=ANSWER)
    for month, force in rows.values_list("month", "force"):
        found.setdefault(month, set()).add(force)
    return sorted(month for month, held in found.items() if len(held) == len(forces))


def _counted(
    counting: Counting, place: WardPlace, kinds: Sequence[CrimeType], months: Sequence[date]
) -> dict[str, NDArray[np.float64]]:
    row = {month: number for number, month in enumerate(months)}
    column = {code: number for number, code in enumerate(place.codes)}
    tables = {kind: np.zeros((len(months), len(place.codes))) for kind in kinds}
    totals = (
        CrimeCount.objects.filter(counting=counting, area_code__in=place.codes, crime_type__in=kinds)
        .filter(force_month__month__range=(months[0], months[-1]))
        .order_by()
        .values_list("crime_type", "force_month__month", "area_code")
        .annotate(Sum("total"))
    )
    for kind, month, code, total in totals:
        if month in row:
            tables[CrimeType(kind)][row[month], column[code]] = total
    return {kind.name.lower(): table for kind, table in tables.items()}


def _taken_early(forces: Sequence[str], month: date) -> bool:
    return ForceMonth.objects.filter(force__in=forces, month=month, extracted__lt=add_months(month, 1)).exists()


def _breaks(kinds: Sequence[CrimeType], forces: Sequence[str], months: Sequence[date]) -> tuple[str, ...]:
    if not months:
        return ()
    since, until = months[0], months[-1]
    found = [words for kind in kinds for words in breaks_in(kind, since=since, until=until)]
    return tuple(dict.fromkeys([*found, *force_breaks(forces, since=since, until=until)]))


def _break_months(kinds: Sequence[CrimeType], forces: Sequence[str], months: Sequence[date]) -> tuple[date, ...]:
    if not months:
        return ()
    since, until = months[0], months[-1]
    found = [month for kind in kinds for month in break_months(kind, since=since, until=until)]
    return tuple(sorted({*found, *force_break_months(forces, since=since, until=until)}))


def _notes(place: WardPlace) -> tuple[str, ...]:
    if not place.other_vintages:
        return ()
    others = " and ".join(str(year) for year in place.other_vintages)
    return (
        f"Wards with the boundaries of {others} are held too. All months are counted by those of {place.vintage}, from "
        "the map points: no ward of one set is joined to a ward of another.",
    )


def _origins(forces: Sequence[str], months: Sequence[date]) -> dict[str, Any]:
    rows = ForceMonth.objects.filter(force__in=forces, month__in=months).order_by("force", "month")
    extracts: dict[str, set[date]] = {}
    licences: dict[str, None] = {}
    for force, extracted, licence in rows.values_list("force", "extracted", "file__licence"):
        extracts.setdefault(force, set()).update([extracted] if extracted else [])
        licences[licence] = None
    lines = (
        f"{force}, data.police.uk: {len(months)} months"
        + (f", newest extract of {max(days):%-d %B %Y}" if days else ", date of the extract not given")
        for force, days in extracts.items()
    )
    return {"sources": tuple(lines), "licences": tuple(licences)}
