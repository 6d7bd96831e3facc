"""Violence by age for the scoreboard: counts that a publisher gives by age band, here and in each other borough.

Only what is open is read. Each borough stands by itself, so that those that are like this one can be picked out; all
others together are told only where no borough's count is small, or the sum would give it away.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date

import numpy as np

from alongside.areas.queries import people_by_code
from alongside.areas.rules import OLDEST
from alongside.common.measured import TOGETHER, Counted, Domain, Place, Said, Slice, slices_before
from alongside.common.periods import add_months
from alongside.places.published import GAP, borough_name, variation
from alongside.places.queries.area_months import AreaMonths, CountSourceSummary, area_months
from alongside.places.queries.elsewhere import AGES, boroughs_of, open_publications

SMALL = 5
HALF_YEAR, SLICES = 6, 4  # months: a quarter has too few of each age
Band = tuple[int, int]
Counts = Mapping[Band, AreaMonths]


def published(as_at: date, today: date) -> Iterator[Counted]:
    """One measure for each series of counts whose kinds name an age."""
    place = borough_name()
    for source in open_publications(place):
        for name, kinds in _series(source).items():
            counts = {band: area_months(source.key, key) for band, key in kinds.items()}
            yield _counted(source, name, kinds, counts, place, as_at)


def _series(source: CountSourceSummary) -> Mapping[str, Mapping[Band, str]]:
    """Kinds by what they say beside their ages. A band that overlaps one before it is left out: nobody counts twice."""
    found: dict[str, dict[Band, str]] = {}
    for key, words in source.kinds:
        ages = AGES.search(words)
        if "/" in key or ages is None or int(ages[1]) > int(ages[2]):
            continue
        band = int(ages[1]), min(int(ages[2]), OLDEST)
        bands = found.setdefault(" ".join(AGES.sub(" ", words).split()).strip(" ,:-–("), {})
        if not any(band[0] <= last and first <= band[1] for first, last in bands):
            bands[band] = key
    return {name: dict(sorted(bands.items())) for name, bands in found.items()}


def _label(band: Band) -> str:
    return f"{band[0]} to {band[1]}"


def _counted(
    source: CountSourceSummary, name: str, kinds: Mapping[Band, str], counts: Counts, place: str, as_at: date
) -> Counted:
    end = min(add_months(source.last, 1), date(as_at.year, as_at.month, 1))
    people = _people(counts, end.year)
    slices = tuple(
        _half_year(counts, people, place, first, until)
        for first, until in slices_before(end, months=HALF_YEAR, number=SLICES)
    )
    notes = dict.fromkeys(note for one in counts.values() for note in one.notes)
    code = re.sub(r"[^a-z0-9]+", "-", f"ages-{source.key}-{name}".casefold()).strip("-")[:80]
    return Counted(
        Said(
            code, 1, Domain.CURTAIL, f"Violence by age: {name}",
            f"{source.noun.capitalize()} in “{name}” as {source.publisher} publishes them by age, here and in every other "
            "borough of the same publication.",
            source.noun, place, source.publisher, source.licence,
            "Counts with exact 95% intervals (Garwood). Rates for each 100,000 people of that age in the half-year; rate here "
            "over rate there with its interval, where people of that age are held for both. Change here against change in "
            "all of them together is the ratio of the two ratios; its interval takes counts to vary as much more than chance "
            "as those of London boroughs did.",
            "Every other borough of the same publication, and all of them together", is_process=False,
            series=tuple((source.key, key) for key in kinds.values()),
        ),
        {"Age": tuple(_label(band) for band in counts)}, slices, breaks=tuple(notes),
        varies={_label(band): variation(name) for band in counts},
    )  # fmt: skip


def _people(counts: Counts, year: int) -> Mapping[str, Mapping[str, int]]:
    """By age, and then by borough: people where they are held."""
    told: dict[str, dict[str, int]] = {}
    for (first, last), one in counts.items():
        named = dict(zip(one.codes, boroughs_of(one), strict=True))
        held = people_by_code(list(named), year=year, age_from=first, age_to=last)
        told[_label((first, last))] = {named[code]: count for code, count in held.items()}
    return told


def _half_year(counts: Counts, people: Mapping[str, Mapping[str, int]], place: str, first: date, until: date) -> Slice:
    by_borough: dict[str, dict[str, int]] = {}
    for band, one in counts.items():
        columns = [number for number, month in enumerate(one.months) if first <= month < until]
        part = one.counts[:, columns]
        if len(columns) < HALF_YEAR or np.isnan(part).any():
            return Slice(first, until, {}, GAP)
        for name, total in zip(boroughs_of(one), part.sum(axis=1), strict=True):
            mine = by_borough.setdefault(name, {})
            mine[_label(band)] = mine.get(_label(band), 0) + int(total)
    here = by_borough.pop(place)
    return Slice(
        first, until, {(label,): count for label, count in here.items()}, people=_of(people, place),
        beside=(*_together(by_borough, people), *(
            Place(name, mine, _of(people, name)) for name, mine in sorted(by_borough.items())
        )),
    )  # fmt: skip


def _of(people: Mapping[str, Mapping[str, int]], name: str) -> dict[str, int]:
    return {label: held[name] for label, held in people.items() if name in held}


def _together(by_borough: Mapping[str, Mapping[str, int]], people: Mapping[str, Mapping[str, int]]) -> Iterator[Place]:
    """All other boroughs as one; nothing where a small count could be reckoned from it."""
    if len(by_borough) < 2 or any(0 < count < SMALL for mine in by_borough.values() for count in mine.values()):
        return
    counts = {label: sum(mine[label] for mine in by_borough.values()) for label in people}
    whole = {
        label: sum(held[name] for name in by_borough) for label, held in people.items() if set(by_borough) <= set(held)
    }
    yield Place(TOGETHER, counts, whole)
