"""Ward watch: what each ward and month can be expected to hold, and which counts are more than noise."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from alongside.analysis.events.corrections import CORRECTIONS
from alongside.analysis.events.results import hash_of
from alongside.areas.queries import areas_of, vintages_of
from alongside.areas.states import AreaKind
from alongside.common.periods import PeriodError, parse_month
from alongside.common.text import counted, sentence_list
from alongside.places.analyses.interface import Answer, Progress, Settings
from alongside.places.analyses.ward_findings import Reading, findings
from alongside.places.analyses.ward_words import lead, looked_at
from alongside.places.boundaries import LOCAL_AUTHORITIES, boundaries_held
from alongside.places.crime_sources import RECORDED_CRIME
from alongside.places.crime_types import CrimeType
from alongside.places.errors import PlacesRefused
from alongside.places.published_ward_counts import (
    place_in,
    published_by_ward,
    state_of_counts,
    usual_kinds,
    ward_source,
)
from alongside.places.queries import months_held, types_held
from alongside.places.states import RunKind
from alongside.places.ward_counts import WardCounts, WardPlace, recorded_by_ward, wards_in

FEWEST_MONTHS = 24
JUDGED, MOST_JUDGED = 12, 24
USUAL_KINDS = ("violence", "robbery", "weapons")
TAKEN = ("source", "boundary", "vintage", "kinds", "first", "last", "judged", "coverage", "alpha", "correction")
Chosen = tuple[WardPlace, list[str], tuple[date, date]]


class WardWatch:
    """The kind of analysis. Its settings: `boundary` (a local authority), `vintage` of its wards, `kinds` (measures),
    `first` and `last` month of the series, `judged` (how many of the newest months are looked at), `coverage` of the
    expected range, `alpha` and `correction` of the alerts."""

    kind = RunKind.WARD_WATCH

    def complete(self, settings: Settings) -> dict[str, Any]:
        """Every default filled in from what is held; raises `PlacesRefused` for what is not or makes no sense."""
        _refuse_unknown(settings)
        source = settings.get("source") or RECORDED_CRIME
        if source == RECORDED_CRIME:
            place, kinds, held = _recorded(settings)
        else:
            place, kinds, held = _published(source, settings)
        last = min(_month(settings, "last") or held[1], held[1])
        first = max(_month(settings, "first") or held[0], held[0])
        if first > last:
            raise PlacesRefused("The period ends before it begins.", "Choose a last month on or after the first.")
        return {
            "source": source,
            "boundary": place.key,
            "vintage": place.vintage,
            "kinds": kinds,
            "first": f"{first:%Y-%m}",
            "last": f"{last:%Y-%m}",
            "judged": _number(settings, "judged", int, (1, MOST_JUDGED), JUDGED),
            "coverage": _number(settings, "coverage", float, (0.5, 0.99), 0.9),
            "alpha": _number(settings, "alpha", float, (0.001, 0.2), 0.05),
            "correction": _correction(settings.get("correction") or "fdr"),
            # The counts that a publisher gives are no source of events: their state is part of the question here.
            "state": "" if source == RECORDED_CRIME else state_of_counts(source),
        }

    def title(self, settings: Settings) -> str:
        place, _ = _place_of(settings)
        return f"Wards of {place.name} to {parse_month(settings['last']):%B %Y}: {_kind_words(settings)}"

    def sources_of(self, settings: Settings) -> tuple[str, ...]:
        return (RECORDED_CRIME,) if settings["source"] == RECORDED_CRIME else ()

    def work(self, settings: Settings, progress: Progress) -> Answer:
        """Read, forecast, look; raises `PlacesRefused` for under 24 months or nothing counted at all."""
        progress("Reading the counts of each ward", 0.0)
        place, read = _place_of(settings)
        counts = read(parse_month(settings["first"]), parse_month(settings["last"]))
        refuse_unfit(counts, place.name)
        reading = Reading(settings["judged"], settings["coverage"], settings["alpha"], settings["correction"])
        result = findings(counts, reading, progress)
        result |= {
            "place": place.name, "boundary": place.key, "vintage": place.vintage,
            "other_vintages": list(place.other_vintages), "outlines": _outlines_of(place), "lead": lead(result),
            "looked": looked_at(result),
        }  # fmt: skip
        return Answer(result, hash_of(counts.counts.values()), counts.licences)


def _recorded(settings: Settings) -> Chosen:
    held = months_held()
    if held is None:
        raise PlacesRefused("No recorded crime is held.", "Load street files: alongside load police-uk.")
    vintage = _number(settings, "vintage", int, (2000, 2100), None)
    place = wards_in(settings.get("boundary") or _only_district(), vintage)
    offered = [kind.name.lower() for kind in types_held()]
    return place, _kinds(settings.get("kinds") or USUAL_KINDS, offered), held


def _published(source: str, settings: Settings) -> Chosen:
    found = ward_source(source)
    if not settings.get("boundary"):
        raise PlacesRefused("Its wards are of several local authorities.", "Choose one of them.")
    place = place_in(found, settings["boundary"])
    kinds = _kinds(settings.get("kinds") or usual_kinds(found), [key for key, _ in found.kinds])
    return place, kinds, (found.first, found.last)


def _place_of(settings: Settings) -> tuple[WardPlace, Callable[[date, date], WardCounts]]:
    """The wards of complete settings, and what reads their counts."""
    if settings["source"] == RECORDED_CRIME:
        place = wards_in(settings["boundary"], settings["vintage"])
        types = [CrimeType[key.upper()] for key in settings["kinds"]]
        return place, lambda first, last: recorded_by_ward(place, types, first, last)
    published = place_in(ward_source(settings["source"]), settings["boundary"])
    source, kinds = settings["source"], settings["kinds"]
    return published, lambda first, last: published_by_ward(source, published, kinds, first, last)


def _kind_words(settings: Settings) -> str:
    if settings["source"] != RECORDED_CRIME:
        return sentence_list([key.replace("/", ": ").capitalize() for key in settings["kinds"]], "and")
    return sentence_list([str(CrimeType[key.upper()].label) for key in settings["kinds"]], "and")


def _outlines_of(place: WardPlace) -> dict[str, Any] | None:
    """Where the outlines of these wards are held: the vintage and the code of their local authority."""
    for vintage in sorted(vintages_of(AreaKind.WARD), key=lambda year: (year != place.vintage, -year)):
        parents = [ward.parent_code for ward in areas_of(AreaKind.WARD, vintage) if ward.code in place.codes]
        if parents:
            return {"vintage": vintage, "district": parents[0]}
    return None


def refuse_unfit(counts: WardCounts, place: str) -> None:
    """Raise `PlacesRefused` where the series carries no forecast."""
    if len(counts.months) < FEWEST_MONTHS:
        raise PlacesRefused(
            f"Only {counted(len(counts.months), 'month')} of {place} can be used, and an expected range needs "
            f"{FEWEST_MONTHS}. {counts.partial}".strip(),
            "Load earlier months, or choose an earlier first month.",
        )
    if not any(table.any() for table in counts.counts.values()):
        raise PlacesRefused(
            f"Nothing of what was chosen is recorded in any ward of {place} in these months.",
            "Choose another measure, or check that the files are those of the force that polices it.",
        )


def _refuse_unknown(settings: Mapping[str, Any]) -> None:
    if unknown := sorted(set(settings) - {*TAKEN, "state"}):
        raise PlacesRefused(f"A ward watch has no setting “{unknown[0]}”.", f"It takes: {', '.join(TAKEN)}.")


def _only_district() -> str:
    held = boundaries_held(LOCAL_AUTHORITIES)
    if len(held) == 1:
        return held[0].key
    if not held:
        raise PlacesRefused("No local authority is held.", "Load its boundaries and those of its wards first.")
    raise PlacesRefused("Several local authorities are held.", "Choose one of them.")


def _kinds(given: Any, offered: Sequence[str]) -> list[str]:
    """In the order of the list, so that the same choice is the same question."""
    chosen = [given] if isinstance(given, str) else list(given)
    if unknown := [key for key in chosen if key not in offered]:
        raise PlacesRefused(f"There is no measure “{unknown[0]}”.", f"Choose among: {', '.join(offered[:20])}.")
    return [key for key in offered if key in chosen]


def _month(settings: Settings, name: str) -> date | None:
    given = settings.get(name)
    if not given:
        return None
    try:
        return parse_month(str(given)[:7])
    except PeriodError as error:
        raise PlacesRefused(str(error)) from None


def _number(
    settings: Settings, name: str, read: Callable[[Any], float], span: tuple[float, float], usual: float | None
) -> Any:
    given = settings.get(name)
    if given is None or given == "":
        return usual
    try:
        value = read(given)
    except (TypeError, ValueError):
        value = None
    if value is None or not span[0] <= value <= span[1]:
        raise PlacesRefused(f"{name} cannot be {given}.", f"Give a number from {span[0]:g} to {span[1]:g}.")
    return value


def _correction(given: Any) -> str:
    if given not in CORRECTIONS:
        raise PlacesRefused(f"The correction “{given}” is not known.", f"Choose one of: {', '.join(CORRECTIONS)}.")
    return str(given)
