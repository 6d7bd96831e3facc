"""Counts by ward that a publisher gives as counts, for a ward watch. A ward whose code came or went is left out."""

import hashlib
from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from alongside.areas.states import AreaKind
from alongside.places.errors import PlacesRefused
from alongside.places.incident_states import Audience
from alongside.places.models import CountArea, CountFile, CountSource
from alongside.places.queries.area_months import (
    AreaMonths,
    CountSourceSummary,
    area_months,
    count_source,
    count_sources,
)
from alongside.places.series_breaks import force_break_months, force_breaks
from alongside.places.ward_counts import WardCounts, WardPlace, gaps_between, why_partial

PARENT = "parent:"
USUAL_WORDS = ("violence", "robbery", "weapon", "knife")


def ward_sources() -> list[CountSourceSummary]:
    """Sources of counts by ward that everybody who sees places may see, small counts included."""
    return [one for one in count_sources() if _why_not(one) is None]


def ward_source(key: str) -> CountSourceSummary:
    """Raises `PlacesRefused` for a source that is not held, or that no ward watch can be made from."""
    found = count_source(key)
    if why := _why_not(found):
        raise PlacesRefused(f"No ward watch can be made from “{found.name}”: {why}.", "Choose counts of wards.")
    return found


def places_of(source: str) -> list[tuple[str, str]]:
    """Key and name of each local authority that the source counts wards of."""
    parents = CountArea.objects.filter(source__key=source).exclude(parent="").order_by("parent")
    return [(f"{PARENT}{parent}", parent) for parent in parents.values_list("parent", flat=True).distinct()]


def state_of_counts(source: str) -> str:
    """Changes whenever a file of counts is loaded."""
    rows = CountFile.objects.filter(source__key=source).order_by("pk").values_list("sha256", "loaded_at")
    return hashlib.sha256(repr([(sha, f"{at:%Y%m%d%H%M%S%f}") for sha, at in rows]).encode()).hexdigest()


def usual_kinds(found: CountSourceSummary) -> list[str]:
    """The groups that speak of violence, robbery or weapons; where there are none, the first three."""
    groups = [key for key, _ in found.kinds if "/" not in key]
    return [key for key in groups if any(word in key.casefold() for word in USUAL_WORDS)] or groups[:3]


def place_in(found: CountSourceSummary, key: str) -> WardPlace:
    """The wards of a local authority, by its key or its name alone; those whose code was not in use throughout are
    left out."""
    names = {name.casefold(): name for _, name in places_of(found.key)}
    name = names.get(key.removeprefix(PARENT).casefold())
    if name is None:
        known = ", ".join(list(names.values())[:5])
        raise PlacesRefused(
            f"“{found.name}” has no wards of {key.removeprefix(PARENT)}.", f"Choose one, such as {known}."
        )
    counted = area_months(found.key, parent=name)
    kept = [(code, ward) for code, ward in zip(counted.codes, counted.names, strict=True) if ward not in counted.short]
    if not kept:
        raise PlacesRefused(
            f"No ward of {name} was in use from the first month to the last.", "Choose a later first month."
        )
    codes, wards = zip(*kept, strict=True)
    return WardPlace(f"{PARENT}{name}", name, found.area_vintage, (), codes, wards)


def published_by_ward(source: str, place: WardPlace, kinds: Sequence[str], first: date, last: date) -> WardCounts:
    """Counts of these kinds in each ward and month from `first` to `last`; raises `PlacesRefused` where none is held."""
    found = {kind: area_months(source, kind, parent=place.name) for kind in kinds}
    some = next(iter(found.values()))
    columns = [number for number, month in enumerate(some.months) if first <= month <= last and month not in some.gaps]
    if not columns:
        raise PlacesRefused(f"Of {place.name} no month from {first:%B %Y} to {last:%B %Y} is held.", "Load its files.")
    months = [some.months[number] for number in columns]
    counts = {kind: _table(one, place, columns) for kind, one in found.items()}
    partial = why_partial(months, counts)
    if partial:
        months, counts = months[:-1], {kind: table[:-1] for kind, table in counts.items()}
    breaks = _breaks(source, months)
    left_out = [name for name in some.names if name not in place.names]
    return WardCounts(
        codes=place.codes,
        names=place.names,
        measures=tuple((kind, _in_a_sentence(one.kind_words)) for kind, one in found.items()),
        months=tuple(months),
        counts=counts,
        gaps=gaps_between(months),
        partial=partial,
        breaks=breaks,
        notes=(*_left_out(left_out), *_other_notes(some, _breaks(source, some.months))),
        sources=some.sources,
        licences=(some.licence,),
        break_months=_break_months(source, months),
    )


def _in_a_sentence(words: str) -> str:
    """Many tables shout: their names are all capitals."""
    return words.capitalize() if words.isupper() else words


def _why_not(found: CountSourceSummary) -> str | None:
    if found.area_kind != AreaKind.WARD:
        return f"it counts by {found.area_kind}"
    if found.audience != Audience.PLACES or found.holds_back_small:
        return "its small counts are not shown to everybody who sees the pages of places"
    return None


def _table(found: AreaMonths, place: WardPlace, columns: Sequence[int]) -> NDArray[np.float64]:
    row = {code: number for number, code in enumerate(found.codes)}
    return found.counts[[row[code] for code in place.codes]][:, columns].T.copy()


def _breaks(source: str, months: Sequence[date]) -> tuple[str, ...]:
    force = CountSource.objects.values_list("force", flat=True).get(key=source)
    return tuple(force_breaks([force], since=months[0], until=months[-1])) if force and months else ()


def _break_months(source: str, months: Sequence[date]) -> tuple[date, ...]:
    force = CountSource.objects.values_list("force", flat=True).get(key=source)
    return tuple(force_break_months([force], since=months[0], until=months[-1])) if force and months else ()


def _left_out(names: Sequence[str]) -> tuple[str, ...]:
    if not names:
        return ()
    named = ", ".join(sorted(set(names)))
    return (
        f"Left out, because their codes were not in use from the first month to the last: {named}. A ward that was "
        "drawn anew is another ward; its series is not joined to the old one.",
    )


def _other_notes(found: AreaMonths, breaks: Sequence[str]) -> tuple[str, ...]:
    return tuple(note for note in found.notes if note not in breaks and not note.endswith("a gap, not a zero."))
