"""Counts by area and month that publishers give as counts: wards, boroughs or LSOAs, each with its months and gaps."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db.models import Sum
from numpy.typing import NDArray

from alongside.common.periods import add_months, months_between
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.places.errors import PlacesRefused
from alongside.places.incident_states import Audience, Measured
from alongside.places.models import AreaMonthCount, CountArea, CountFile, CountKind, CountMonth, CountSource
from alongside.places.series_breaks import force_breaks

ALL = ""


@dataclass(frozen=True, slots=True)
class CountSourceSummary:
    """Counts of one publisher by one kind of area. `kinds`: key and words; `measures`: what was counted of them."""

    key: str
    name: str
    publisher: str
    licence: str
    noun: str
    area_kind: str
    area_vintage: int
    measured: Measured
    audience: Audience
    holds_back_small: bool
    kinds: tuple[tuple[str, str], ...]
    measures: tuple[str, ...]
    first: date
    last: date


@dataclass(frozen=True, eq=False)
class AreaMonths:
    """Counts of one kind. `counts`: areas by months, not-a-number in a month that is not held: a gap, never a zero.

    `parents`: the borough of each area, as published. `short`: areas that have no count in the first or the last half
    year, as when ward codes changed: a rise from nothing there is no rise. `notes`, `licence`, `sources`: to be shown.
    """

    source: str
    kind_words: str
    measure: str
    codes: tuple[str, ...]
    names: tuple[str, ...]
    parents: tuple[str, ...]
    months: tuple[date, ...]
    counts: NDArray[np.float64]
    gaps: tuple[date, ...]
    short: tuple[str, ...]
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    licence: str


def count_sources() -> list[CountSourceSummary]:
    """Every source of counts of which a month is held."""
    rows = CountSource.objects.prefetch_related("kinds", "months").filter(months__isnull=False).distinct()
    return [_summary(row) for row in rows]


def count_sources_for(viewer: Viewer) -> list[CountSourceSummary]:
    """Those of which the viewer may see what is made."""
    may_study = viewer.may(Permission.STUDY_PLACES)
    return [one for one in count_sources() if may_study or one.audience == Audience.PLACES]


def count_source(key: str) -> CountSourceSummary:
    """Raises `PlacesRefused` for one that is not held."""
    return _summary(_source(key))


def area_months(source: str, kind: str = ALL, measure: str = "", *, parent: str = "", code: str = "") -> AreaMonths:
    """Counts of a kind (a group, `group/offence`, or all) by area and month; of one borough if `parent` names it, of
    one area if `code` does.

    Raises `PlacesRefused` for a source, kind, measure or borough that is not held.
    """
    held = _source(source)
    if held.holds_back_small:
        raise PlacesRefused(
            f"“{held.name}” counts people's own matters, and small counts of it are held back.",
            "Look at its own page, where they are: it tells what may be told.",
        )
    kinds, measure = _kinds(held, kind, measure)
    areas = _areas(held, parent, code)
    months = _months(held)
    place = {pk: number for number, pk in enumerate(areas.values())}
    column = {month.pk: months_between(months[0], month.month) for month in held.months.all()}
    counts = np.full((len(areas), len(months)), np.nan)
    counts[:, sorted(column.values())] = 0.0
    rows = AreaMonthCount.objects.filter(kind__in=kinds).order_by()
    if code or parent:
        rows = rows.filter(area__in=list(areas.values()))
    for area, month, total in rows.values_list("area_id", "month_id", "total").iterator(chunk_size=20_000):
        if area in place:
            counts[place[area], column[month]] += total
    by_area = {area.pk: area for area in CountArea.objects.filter(pk__in=list(areas.values()))}
    named = [by_area[pk] for pk in areas.values()]
    gaps = tuple(month for number, month in enumerate(months) if number not in set(column.values()))
    return AreaMonths(
        source=source,
        kind_words=_kind_words(kind, kinds),
        measure=measure,
        codes=tuple(area.code for area in named),
        names=tuple(area.name for area in named),
        parents=tuple(area.parent for area in named),
        months=months,
        counts=counts,
        gaps=gaps,
        short=_short([area.name for area in named], counts),
        notes=_notes(held, gaps, months),
        sources=tuple(_file_line(file) for file in held.files.order_by("first_month")),
        licence=held.licence,
    )


def _source(key: str) -> CountSource:
    found = CountSource.objects.prefetch_related("kinds", "months").filter(key=key).first()
    if found is None or not found.months.all():
        raise PlacesRefused("That source of counts is not held here.", "Choose one from the list, or load its files.")
    return found


def _summary(row: CountSource) -> CountSourceSummary:
    kinds = row.kinds.all()
    months = [one.month for one in row.months.all()]
    return CountSourceSummary(
        key=row.key,
        name=row.name,
        publisher=row.publisher,
        licence=row.licence,
        noun=row.noun,
        area_kind=row.area_kind,
        area_vintage=row.area_vintage,
        measured=Measured(row.measured),
        audience=Audience(row.audience),
        holds_back_small=row.holds_back_small,
        kinds=tuple(dict.fromkeys(pair for kind in kinds for pair in _keys(kind))),
        measures=tuple(sorted({kind.measure for kind in kinds})),
        first=min(months),
        last=max(months),
    )


def _keys(kind: CountKind) -> Iterable[tuple[str, str]]:
    yield kind.group, kind.group
    if kind.words:
        yield f"{kind.group}/{kind.words}", f"{kind.group}: {kind.words}"


def _kinds(held: CountSource, kind: str, measure: str) -> tuple[list[CountKind], str]:
    measures = sorted({one.measure for one in held.kinds.all()})
    chosen = measure or ("Offences" if "Offences" in measures else measures[0])
    if chosen not in measures:
        raise PlacesRefused(f"“{held.name}” does not count {measure}.", f"Choose one of: {', '.join(measures)}.")
    group, _, words = kind.partition("/")
    if held.kinds_overlap and kind == ALL:
        raise PlacesRefused(f"The kinds of “{held.name}” hold one another: no sum of them is true.", "Choose one kind.")
    found = [
        one
        for one in held.kinds.all()
        if one.measure == chosen and (kind == ALL or (one.group == group and words in ("", one.words)))
    ]
    if not found:
        raise PlacesRefused(f"“{held.name}” has no counts of {kind}.", "Choose a kind from the list.")
    return found, chosen


def areas_counted(key: str) -> list[tuple[str, str, str]]:
    """Code, name and borough of every area of a source."""
    return list(
        CountArea.objects.filter(source__key=key).order_by("name", "code").values_list("code", "name", "parent")
    )


def _areas(held: CountSource, parent: str, code: str = "") -> dict[tuple[str, str], int]:
    rows = held.areas.filter(parent=parent) if parent else held.areas.all()
    rows = rows.filter(code=code) if code else rows
    found = {(code, parent): pk for code, parent, pk in rows.values_list("code", "parent", "pk")}
    if not found:
        raise PlacesRefused(f"“{held.name}” has no area of {parent}.", "Write the borough as the publisher does.")
    return dict(sorted(found.items()))


def _months(held: CountSource) -> tuple[date, ...]:
    months = sorted(one.month for one in held.months.all())
    return tuple(add_months(months[0], number) for number in range(months_between(months[0], months[-1]) + 1))


def _kind_words(kind: str, kinds: list[CountKind]) -> str:
    return kind.replace("/", ": ") if kind else f"all kinds ({len({one.group for one in kinds})} groups)"


def _short(names: list[str], counts: NDArray[np.float64]) -> tuple[str, ...]:
    if counts.shape[1] < 12:
        return ()
    head, tail = np.nansum(counts[:, :6], axis=1), np.nansum(counts[:, -6:], axis=1)
    is_short = (np.nansum(counts, axis=1) > 0) & ((head == 0) | (tail == 0))
    return tuple(name for name, short in zip(names, is_short, strict=True) if short)


def _notes(held: CountSource, gaps: tuple[date, ...], months: tuple[date, ...]) -> tuple[str, ...]:
    notes = [f"{month:%B %Y} is not held: a gap, not a zero." for month in gaps]
    notes += force_breaks([held.force], since=months[0], until=months[-1]) if held.force else []
    notes += [note for file in held.files.order_by("pk") for note in file.notes]
    return tuple(dict.fromkeys(notes))


def _file_line(file: CountFile) -> str:
    span = (
        f"{file.first_month:%B %Y} to {file.last_month:%B %Y}" if file.first_month and file.last_month else "no month"
    )
    return f"{file.name}, {span}, SHA-256 {file.sha256[:12]}"


def months_counted(key: str) -> list[date]:
    return list(CountMonth.objects.filter(source__key=key).values_list("month", flat=True))


def month_totals(key: str) -> dict[date, int]:
    """What is held of each month of a source, all kinds and areas together: for whoever takes in its next file."""
    rows = AreaMonthCount.objects.filter(month__source__key=key).order_by()
    return dict(rows.values_list("month__month").annotate(total=Sum("total")))
