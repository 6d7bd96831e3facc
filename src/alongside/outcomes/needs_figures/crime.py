"""Recorded crime in a needs assessment: kinds, places and times, from the same measures as the pages of places."""

import math
from dataclasses import replace
from datetime import date
from typing import Any

from alongside.analysis.counts import Interval, poisson_interval
from alongside.areas.queries import areas_of, latest_vintage, populations_of
from alongside.areas.states import AreaKind
from alongside.common.text import sentence_list
from alongside.outcomes.needs_definitions import PEAK_MONTH, RECORDED, RECORDED_RATE
from alongside.outcomes.needs_drafts import FigureDraft, gap, hash_of
from alongside.outcomes.needs_figures.asking import SMALL, Asked, Series, Told
from alongside.outcomes.needs_figures.linked import WHY, may_tell_month, may_tell_year, most_told
from alongside.outcomes.needs_figures.residents import residents
from alongside.outcomes.needs_states import FigureState, SectionKey
from alongside.places import measures
from alongside.places.crime_types import CrimeType
from alongside.places.measures import Figure, Scope
from alongside.places.published import RECORDED as RECORDED_SOURCE
from alongside.places.queries import CountingSummary, countings
from alongside.places.states import Assignment

KINDS = (
    (
        CrimeType.VIOLENCE,
        "Violence and sexual offences",
        "Police recorded {} crimes of violence and sexual offences in the twelve months.",
    ),
    (CrimeType.ROBBERY, "Robbery", "They recorded {} robberies."),
    (CrimeType.WEAPONS, "Possession of weapons", "They recorded {} crimes of possessing a weapon."),
)  # fmt: skip
TOP = 3
PLACES_SENTENCES = ("The ward with most recorded violence had {}.", "The second had {}.", "The third had {}.")


def figures(asked: Asked) -> list[Told]:
    way = _counting(asked.place.kind, asked.place.vintage)
    if way is None:
        why = f"No recorded crime of {asked.place.name} is held. Load street files: alongside load police-uk."
        return [
            Told(gap(f"crime-{key}", key, "Recorded violence", why, asked.place.name, RECORDED))
            for key in (SectionKey.KINDS, SectionKey.PLACES, SectionKey.TIMES)
        ]
    scope = Scope(way.id, asked.first_month, asked.last_month, frozenset({asked.place.code}))
    found = [
        told for kind, label, words in KINDS for told in _kind(asked, replace(scope, crime_type=kind), label, words)
    ]
    return [*found, *_wards(asked), *_times(asked, replace(scope, crime_type=CrimeType.VIOLENCE))]


def _counting(kind: str, vintage: int | None) -> CountingSummary | None:
    ways = (one for one in countings() if one.kind == kind and one.assignment == Assignment.MAP_POINT)
    return next((one for one in ways if vintage is None or one.vintage == vintage), None)


def _kind(asked: Asked, scope: Scope, label: str, sentence: str) -> list[Told]:
    found, key = measures.figure(scope), f"recorded-{scope.crime_type}"
    if found.gaps or found.parts:
        return [Told(_missing(asked, key, label, found))]
    if found.total >= SMALL and not _may_tell(asked, found):
        return [Told(_held(asked, key, label, found))]
    told = [Told(_counted(asked, key, label, found), sentence)]
    people = residents(asked)
    if scope.crime_type is CrimeType.VIOLENCE and people:
        told.append(Told(_rate(asked, found, *people), "That is {} for each thousand residents."))
    return told


def _series(found: Figure) -> Series:
    return (RECORDED_SOURCE, found.scope.crime_type.name if found.scope.crime_type else "")


def _may_tell(asked: Asked, found: Figure) -> bool:
    return may_tell_year(asked, _series(found), ((one.month, one.total) for one in found.months))


def _held(asked: Asked, key: str, label: str, found: Figure) -> FigureDraft:
    return FigureDraft(
        key, SectionKey.KINDS, label, RECORDED, shown="held back", state=FigureState.HELD_BACK, why=WHY,
        **_where(asked, found),
    )  # fmt: skip


def _counted(asked: Asked, key: str, label: str, found: Figure) -> FigureDraft:
    made = FigureDraft(
        key, SectionKey.KINDS, label, RECORDED, shown=f"{found.total:,}", value=found.total, low=found.interval.low,
        high=found.interval.high, interval=_limits(found.interval), comparator=_change(asked, found), **_where(asked, found),
    )  # fmt: skip
    return _small(made)


def _rate(asked: Asked, found: Figure, people: int, year: int) -> FigureDraft:
    low, high = (1_000 * limit / people for limit in (found.interval.low, found.interval.high))
    rate, where = 1_000 * found.total / people, _where(asked, found)
    made = FigureDraft(
        "recorded-rate", SectionKey.KINDS, "Violence and sexual offences for each thousand residents", RECORDED_RATE,
        shown=f"{rate:.1f}", value=round(rate, 2), low=low, high=high, interval=f"95% interval {low:.1f} to {high:.1f}",
        comparator=f"{found.total:,} crimes over {people:,} residents in the middle of {year}", **where,
    )  # fmt: skip
    return _small(made, found.total)


def _missing(asked: Asked, key: str, label: str, found: Figure) -> FigureDraft:
    months = sentence_list((f"{one.month:%B %Y}" for one in (*found.gaps, *found.parts)), "and")
    why = f"The files of {months} are not held, or in part only, so that the twelve months cannot be counted. A gap is not a zero."
    return gap(key, SectionKey.KINDS, label, why[:600], asked.place.name, RECORDED)


def _where(asked: Asked, found: Figure) -> dict[str, Any]:
    extracts = [one.extracted for one in found.sources if one.extracted]
    lines = sorted({f"{one.force} on data.police.uk ({one.licence})" for one in found.sources})
    breaks = f" {' '.join(found.breaks)}" if found.breaks else ""
    return {
        "place": asked.place.name, "place_code": asked.place.code, "period": asked.period,
        "first_day": asked.first_month, "last_day": asked.last_day, "extracted": max(extracts, default=None),
        "source": f"{'; '.join(lines) or 'data.police.uk'}. Counting: {found.counting}.{breaks}",
        "extract_hash": hash_of(found.counting, [(one.month, one.total) for one in found.months]),
    }  # fmt: skip


def _change(asked: Asked, found: Figure) -> str:
    if found.comparison is None:
        return found.why_no_comparison
    if not may_tell_year(asked, _series(found), ((one.month, one.total) for one in found.earlier)):
        return "Not compared: the scoreboard holds back a quarter of the year before."
    before = f"the same months a year earlier: {found.comparison.total:,}"
    ratio = found.comparison.ratio
    if ratio is None:
        return f"{before}; too few for a percentage"
    low, high = (100 * (limit - 1) for limit in (ratio.interval.low, ratio.interval.high))
    change = ratio.per_cent_change
    way = "more" if change >= 0 else "fewer"
    limits = f"{low:+.0f}% to {high:+.0f}%" if math.isfinite(high) else f"from {low:+.0f}%"
    return f"{before}; {abs(change):.0f}% {way} (95% interval {limits})"


def _limits(interval: Interval) -> str:
    return f"95% interval {math.floor(interval.low):,} to {math.ceil(interval.high):,}"


def _small(made: FigureDraft, count: float | None = None) -> FigureDraft:
    """From one to four is not told, though the police publish it: next to a place, it may be one person's story."""
    told = made.value if count is None else count
    if told is None or not 0 < told < SMALL:
        return made
    return replace(
        made, state=FigureState.HELD_BACK, shown="fewer than 5", value=None, low=None, high=None, interval="",
        comparator="", why="From one to four: held back, so that nobody can be picked out.",
    )  # fmt: skip


def _wards(asked: Asked) -> list[Told]:
    vintage = latest_vintage(AreaKind.WARD)
    inside = areas_of(AreaKind.WARD, vintage, parent_code=asked.place.code) if vintage else []
    way = _counting(AreaKind.WARD, vintage)
    if way is None or not inside:
        why = f"No boundaries of the wards of {asked.place.name} are held, or no crime counted by them."
        return [Told(gap("wards", SectionKey.PLACES, "Recorded violence by ward", why, asked.place.name, RECORDED))]
    names = {one.code: one.name for one in inside}
    scope = Scope(way.id, asked.first_month, asked.last_month, frozenset(names), CrimeType.VIOLENCE)
    found = measures.figure(scope)
    if found.gaps or found.parts:
        missing = _missing(asked, "wards", "Recorded violence by ward", found)
        return [Told(replace(missing, section=SectionKey.PLACES))]
    counts = measures.by_area(scope)
    # The mean times the wards is the sum of the year.
    mean = f"the mean of {len(names)} wards is {found.total / len(names):,.0f}" if _may_tell(asked, found) else ""
    people = populations_of(AreaKind.WARD, vintage=way.vintage, year=asked.last_month.year)
    where = _where(asked, found)
    told = []
    for number, one in enumerate(counts[: most_told(found.total, [one.total for one in counts[:TOP]])]):
        told.append(
            Told(_ward(number, one.code, one.total, names, mean, people, where), PLACES_SENTENCES[number])
        )  # fmt: skip
    if not told:
        why = "Told beside the sum of the year, the count of any ward would give away one from one to four."
        return [Told(gap("wards", SectionKey.PLACES, "Recorded violence by ward", why, asked.place.name, RECORDED))]
    return told


def _ward(
    number: int, code: str, total: int, names: dict[str, str], mean: str, people: dict[str, int],
    where: dict[str, Any],
) -> FigureDraft:  # fmt: skip
    interval = poisson_interval(total)
    rate = f"; {1_000 * total / people[code]:.1f} for each thousand residents" if people.get(code) else ""
    made = FigureDraft(
        f"ward-{number + 1}", SectionKey.PLACES, f"Violence and sexual offences in {names[code]}", RECORDED,
        shown=f"{total:,} ({names[code]})", value=total, low=interval.low, high=interval.high,
        interval=_limits(interval), comparator=f"{mean}{rate}".removeprefix("; "),
        **{**where, "place": names[code], "place_code": code},
    )  # fmt: skip
    return replace(_small(made), label=made.label)


def _times(asked: Asked, scope: Scope) -> list[Told]:
    found = measures.figure(scope)
    hours = gap(
        "hours", SectionKey.TIMES, "Hours of the day and days of the week",
        "What the police publish has the month and no more. Incidents that an agency gave for study have hours, but they "
        "are closed and do not stand in a public document.", asked.place.name, RECORDED,
    )  # fmt: skip
    if found.gaps or found.parts or not found.total:
        why = "Not every month is held, or none has a crime: a month that stands out cannot be named."
        return [Told(gap("peak", SectionKey.TIMES, PEAK_MONTH.name, why, asked.place.name, PEAK_MONTH)), Told(hours)]
    peak: tuple[date, int] = max(((one.month, one.total or 0) for one in found.months), key=lambda one: one[1])
    counted = [(one.month, one.total) for one in found.months]
    if not _may_tell(asked, found) or not may_tell_month(asked, _series(found), peak[0], counted):
        held = replace(_held(asked, "peak", PEAK_MONTH.name, found), section=SectionKey.TIMES, definition=PEAK_MONTH)
        return [Told(held), Told(hours)]
    interval, mean = poisson_interval(peak[1]), found.total / len(found.months)
    made = FigureDraft(
        "peak", SectionKey.TIMES, PEAK_MONTH.name, PEAK_MONTH, shown=f"{peak[1]:,} in {peak[0]:%B %Y}", value=peak[1],
        low=interval.low, high=interval.high, interval=_limits(interval),
        comparator=f"the mean month has {mean:,.0f}", **_where(asked, found),
    )  # fmt: skip
    return [Told(_small(made), "The month with most recorded violence had {}."), Told(hours)]
