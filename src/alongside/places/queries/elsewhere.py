"""A borough beside the others of a publication that counts all of them, where everybody may see it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from alongside.common.periods import add_months
from alongside.places.incident_states import Audience
from alongside.places.queries.area_months import (
    AreaMonths,
    CountSourceSummary,
    area_months,
    areas_counted,
    count_sources,
)

VIOLENT = ("violence", "robbery", "weapon", "knife")
YEAR, QUARTER, SMALL = 12, 3, 5
# A band with both its ends; and whatever else names an age, which is no group of offences either.
AGES = re.compile(
    r"(?:\b(?:aged?|ages) )?(?<![\d-])(?<!section )(?<!sections )(\d{1,2}) ?(?:-|–|to) ?(\d{1,3})(?![\d-])", re.I
)
NAMES_AN_AGE = re.compile(
    AGES.pattern + r"|\b(?:under|over)[ -]?\d{1,2}|\b\d{1,2} ?\+|\b\d{1,2} (?:and|or) (?:over|under|older|younger)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Counts of one kind in twelve months and in the twelve before: here, and in the other boroughs together.

    `months`: what is counted here in each month of the two years. `has_small`: a quarter of a violent kind has from one
    to four in the other boroughs together. The scoreboard holds that back, and the sum of a year would give it away.
    """

    key: str
    kind: str
    source: str
    publisher: str
    licence: str
    noun: str
    here: tuple[int, int]
    others: tuple[int, int]
    boroughs: int
    notes: tuple[str, ...]
    months: tuple[tuple[tuple[date, int], ...], ...]
    has_small: bool


def open_publications(place: str) -> Iterator[CountSourceSummary]:
    """Open sources that count this borough and others, each by itself and not by its wards."""
    for source in count_sources() if place else ():
        if source.audience == Audience.PLACES and not source.holds_back_small and source.kinds:
            counts = area_months(source.key, source.kinds[0][0])
            if not any(counts.parents) and place in counts.names and len(counts.names) > 1:
                yield source


def boroughs_of(counts: AreaMonths) -> tuple[str, ...]:
    """The borough of each area: its parent, or itself where the publication counts boroughs."""
    return tuple(parent or name for parent, name in zip(counts.parents, counts.names, strict=True))


def boroughs_beside(place: str) -> list[str]:
    """Every other borough that an open publication counts beside this one, by name."""
    names = {name for source in open_publications(place) for _, name, _ in areas_counted(source.key) if name != place}
    return sorted(names)


def years_elsewhere(place: str, last_month: date) -> list[Elsewhere]:
    """Every violent kind of every such source whose twenty-four months up to `last_month` are all held.

    Kinds that name an age are not among them: the scoreboard tells them by half-year with small ones held back.
    """
    told = []
    for source in open_publications(place):
        found = {words: area_months(source.key, key) for key, words in source.kinds if _is_violent(key, words)}
        few = any(_has_small_quarter(one, np.array(boroughs_of(one)) != place) for one in found.values())
        every = [_years(source, words, one, place, last_month, few) for words, one in found.items()]
        told += [one for one in every if one]
    return told


def _is_violent(key: str, words: str) -> bool:
    violent = any(part in words.casefold() for part in VIOLENT)
    return "/" not in key and violent and not NAMES_AN_AGE.search(words)


def _years(
    source: CountSourceSummary, words: str, counts: AreaMonths, place: str, last_month: date, few: bool
) -> Elsewhere | None:
    now, before = ([add_months(last_month, back - YEAR * year) for back in range(1 - YEAR, 1)] for year in (0, 1))
    names = np.array(boroughs_of(counts))
    totals = [_total(counts, months, names == place) for months in (now, before)]
    others = [_total(counts, months, names != place) for months in (now, before)]
    if None in (*totals, *others):
        return None
    return Elsewhere(
        source.key, words, source.name, source.publisher, source.licence, source.noun,
        (totals[0] or 0, totals[1] or 0), (others[0] or 0, others[1] or 0), len(set(names)) - 1, counts.notes,
        tuple(_by_month(counts, months, names == place) for months in (before, now)), few,
    )  # fmt: skip


def _total(
    counts: AreaMonths, months: Sequence[date], rows: "np.ndarray[tuple[int], np.dtype[np.bool_]]"
) -> int | None:
    column = {month: number for number, month in enumerate(counts.months)}
    if any(month not in column for month in months):
        return None
    part = counts.counts[rows][:, [column[month] for month in months]]
    return None if np.isnan(part).any() else int(part.sum())


def _by_month(
    counts: AreaMonths, months: Sequence[date], rows: "np.ndarray[tuple[int], np.dtype[np.bool_]]"
) -> tuple[tuple[date, int], ...]:
    """Of months that are all held."""
    column = {month: number for number, month in enumerate(counts.months)}
    return tuple((month, int(counts.counts[rows][:, column[month]].sum())) for month in months)


def _has_small_quarter(counts: AreaMonths, rows: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> bool:
    quarters: dict[tuple[int, int], float] = {}
    for month, total in zip(counts.months, counts.counts[rows].sum(axis=0), strict=True):
        slot = month.year, (month.month - 1) // QUARTER
        quarters[slot] = quarters.get(slot, 0.0) + total
    return any(0 < total < SMALL for total in quarters.values())
