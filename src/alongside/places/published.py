"""What places give to the scoreboard: violence that the police recorded, by quarter, here and in London.

Only what is open is counted here: crime published on data.police.uk, and counts that a publisher gives for everybody.
What an agency gave for those who study places alone is never read.
"""

from collections.abc import Iterator, Mapping
from datetime import date

import numpy as np

from alongside.analysis.evaluation import TYPICAL_DISPERSION
from alongside.areas.queries import areas_of, vintages_of
from alongside.areas.states import AreaKind
from alongside.common.measured import Counted, Domain, Place, Said, Slice, slices_before
from alongside.common.periods import add_months
from alongside.places.crime_types import CrimeType
from alongside.places.incident_states import Audience
from alongside.places.measures import RECORDED_CRIME, Scope, by_month, by_type, figure
from alongside.places.models import CrimeCount
from alongside.places.queries.area_months import AreaMonths, CountSourceSummary, area_months, count_sources
from alongside.places.queries.elsewhere import NAMES_AN_AGE, boroughs_of
from alongside.places.queries.recorded import countings, months_held

QUARTER, SLICES = 3, 8  # months, and how many quarters
VIOLENT = {
    CrimeType.VIOLENCE: "Violence and sexual offences", CrimeType.ROBBERY: "Robbery",
    CrimeType.WEAPONS: "Possession of weapons",
}  # fmt: skip
# How the registry of measures names these counts.
RECORDED = "recorded_crime"
GAP = "A month of it is not held: this is no zero."
PART = "A month of it is held in part only: this is no count of it."


def published(as_at: date, today: date) -> Iterator[Counted]:
    """All that places count for a scoreboard as at that day; nothing of a month that was not held then."""
    yield from recorded_violence(as_at)
    yield from against_others(as_at, borough_name())


def borough_name() -> str:
    """The one district whose boundary is held, as publishers name it; nothing where none or several are."""
    kinds = (AreaKind.BOROUGH, AreaKind.METROPOLITAN, AreaKind.UNITARY, AreaKind.DISTRICT)
    names = [area.name for kind in kinds for vintage in vintages_of(kind)[:1] for area in areas_of(kind, vintage)]
    return names[0] if len(names) == 1 else ""


def recorded_violence(as_at: date) -> Iterator[Counted]:
    """Violence, robbery and weapons in the wards of the borough, by quarter."""
    held = months_held()
    counting = next((one for one in countings() if one.kind == AreaKind.WARD), None)
    if held is None or counting is None:
        return
    end = min(add_months(held[1], 1), date(as_at.year, as_at.month, 1))
    periods = [one for one in slices_before(end, months=QUARTER, number=SLICES) if one[0] >= held[0]]
    wards = _wards(counting.id)
    slices = tuple(_recorded(counting.id, wards, first, until) for first, until in periods)
    if not periods or not any(sum(one.counts.values()) for one in slices):
        return
    whole = figure(Scope(counting.id, periods[0][0], add_months(end, -1), wards))
    yield Counted(
        Said(
            "recorded-violence", RECORDED_CRIME.version, Domain.CURTAIL, "Violence that the police recorded",
            "Violence and sexual offences, robbery and possession of weapons in the wards of the borough that police "
            "forces recorded and published, under the month that was published with them. What was never reported to "
            "the police is not in it.",
            "offences", borough_name() or "The wards of the borough", "data.police.uk",
            "; ".join(dict.fromkeys(one.licence for one in whole.sources)),
            "Counts with exact 95% intervals (Garwood). They cover chance alone: counts of crime vary more than that.",
            "The quarters before, above all the same quarter of the year before", is_process=False,
            series=tuple((RECORDED, kind.name) for kind in VIOLENT),
        ),
        {"Offence": tuple(VIOLENT.values())}, slices, breaks=whole.breaks,
    )  # fmt: skip


def _recorded(counting: int, wards: frozenset[str] | None, first: date, until: date) -> Slice:
    scope = Scope(counting, first, add_months(until, -1), wards)
    months = by_month(scope)
    if any(one.missing for one in months):
        return Slice(first, until, {}, GAP)
    if any(one.is_part for one in months):
        return Slice(first, until, {}, PART)
    totals = {one.crime_type: one.total for one in by_type(scope)}
    return Slice(first, until, {(words,): totals.get(kind, 0) for kind, words in VIOLENT.items()})


def _wards(counting: int) -> frozenset[str] | None:
    rows = CrimeCount.objects.filter(counting_id=counting).exclude(area_code="").order_by()
    return frozenset(rows.values_list("area_code", flat=True).distinct()) or None


def against_others(as_at: date, place: str) -> Iterator[Counted]:
    """Violence in counts that a publisher gives for this borough and the others beside it, by quarter."""
    for source in count_sources() if place else ():
        if source.audience != Audience.PLACES or source.holds_back_small:
            continue
        months = {words: area_months(source.key, key) for key, words in _violent_kinds(source).items()}
        if any(place in boroughs_of(one) for one in months.values()):
            yield _compared(source, months, place, as_at)


def _violent_kinds(source: CountSourceSummary) -> Mapping[str, str]:
    """The groups of offences that are violent, as the publisher words them. Those that name an age are told by
    half-year beside them, with small ones held back (`published_by_age`)."""
    return {
        key: words
        for key, words in source.kinds
        if "/" not in key
        and any(part in words.casefold() for part in ("violence", "robbery", "weapon"))
        and not NAMES_AN_AGE.search(words)
    }


def _compared(source: CountSourceSummary, months: Mapping[str, AreaMonths], place: str, as_at: date) -> Counted:
    last = min(add_months(source.last, 1), date(as_at.year, as_at.month, 1))
    slices = tuple(
        _quarter(months, place, first, until) for first, until in slices_before(last, months=QUARTER, number=SLICES)
    )
    notes = [note for one in months.values() for note in one.notes]
    return Counted(
        Said(
            f"violence-{source.key}"[:80], 1, Domain.CURTAIL, f"Violence here and elsewhere: {source.name}",
            f"{source.noun.capitalize()} as {source.publisher} publishes them, here and in all other areas of the same "
            "file.",
            source.noun, place, source.publisher, source.licence,
            "Counts with exact 95% intervals (Garwood). Change here against change elsewhere is the ratio of the two "
            "ratios; its interval takes counts to vary as much more than chance as those of London boroughs did.",
            "All other areas of the same publication", is_process=False,
            series=tuple((source.key, key) for key in _violent_kinds(source)),
        ),
        {"Offence": tuple(months)}, slices, breaks=tuple(dict.fromkeys(notes)),
        varies={words: variation(words) for words in months},
    )  # fmt: skip


def variation(words: str) -> float:
    """Of a borough's counts of this kind, as London's boroughs showed it; the widest that the name allows."""
    usual = TYPICAL_DISPERSION["borough"]
    kinds = {"robbery": "robbery", "weapon": "possession of weapons", "violence": "violence"}
    return max((usual[kind] for part, kind in kinds.items() if part in words.casefold()), default=max(usual.values()))


def _quarter(months: Mapping[str, AreaMonths], place: str, first: date, until: date) -> Slice:
    here: dict[tuple[str, ...], int] = {}
    others: dict[str, int] = {}
    for words, one in months.items():
        own = np.array([name == place for name in boroughs_of(one)])
        columns = [number for number, month in enumerate(one.months) if first <= month < until]
        part = one.counts[:, columns]
        if len(columns) < QUARTER or np.isnan(part).any():
            return Slice(first, until, {}, GAP)
        here[words,] = int(part[own].sum())
        others[words] = int(part[~own].sum())
    return Slice(first, until, here, beside=(Place("All other areas", others, {}),))
