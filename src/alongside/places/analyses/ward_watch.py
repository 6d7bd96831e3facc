"""Ward watch: what each ward and month can be expected to hold, and which counts are more than noise."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from alongside.analysis.events.corrections import CORRECTIONS
from alongside.analysis.events.results import hash_of
from alongside.common.periods import PeriodError, parse_month
from alongside.common.text import counted, sentence_list
from alongside.places.analyses.interface import Answer, Progress, Settings
from alongside.places.analyses.ward_findings import Reading, findings
from alongside.places.boundaries import LOCAL_AUTHORITIES, boundaries_held, boundary
from alongside.places.crime_sources import RECORDED_CRIME
from alongside.places.crime_types import CrimeType
from alongside.places.errors import PlacesRefused
from alongside.places.queries import months_held, types_held
from alongside.places.states import RunKind
from alongside.places.ward_counts import WardCounts, recorded_by_ward, wards_in

FEWEST_MONTHS = 24
JUDGED, MOST_JUDGED = 12, 24
USUAL_KINDS = ("violence", "robbery", "weapons")


class WardWatch:
    """The kind of analysis. Its settings: `boundary` (a local authority), `vintage` of its wards, `kinds` (measures),
    `first` and `last` month of the series, `judged` (how many of the newest months are looked at), `coverage` of the
    expected range, `alpha` and `correction` of the alerts."""

    kind = RunKind.WARD_WATCH

    def complete(self, settings: Settings) -> dict[str, Any]:
        """Every default filled in from what is held; raises `PlacesRefused` for what is not or makes no sense."""
        _refuse_unknown(settings)
        if settings.get("source", RECORDED_CRIME) != RECORDED_CRIME:
            raise PlacesRefused(
                "A ward watch needs counts of wards over years, and that source has none.", "Choose recorded crime."
            )
        held = months_held()
        if held is None:
            raise PlacesRefused("No recorded crime is held.", "Load street files: alongside load police-uk.")
        place = wards_in(settings.get("boundary") or _only_district(), _whole(settings, "vintage", 2000, 2100, None))
        last = min(_month(settings, "last") or held[1], held[1])
        first = max(_month(settings, "first") or held[0], held[0])
        if first > last:
            raise PlacesRefused("The period ends before it begins.", "Choose a last month on or after the first.")
        return {
            "source": RECORDED_CRIME,
            "boundary": place.district.key,
            "vintage": place.vintage,
            "kinds": _kinds(settings.get("kinds")),
            "first": f"{first:%Y-%m}",
            "last": f"{last:%Y-%m}",
            "judged": _whole(settings, "judged", 1, MOST_JUDGED, JUDGED),
            "coverage": _share(settings, "coverage", 0.5, 0.99, 0.9),
            "alpha": _share(settings, "alpha", 0.001, 0.2, 0.05),
            "correction": _correction(settings.get("correction", "fdr")),
        }

    def title(self, settings: Settings) -> str:
        kinds = sentence_list([str(CrimeType[key.upper()].label) for key in settings["kinds"]], "and")
        return f"Wards of {boundary(settings['boundary']).name} to {parse_month(settings['last']):%B %Y}: {kinds}"

    def sources_of(self, settings: Settings) -> tuple[str, ...]:
        return (settings["source"],)

    def work(self, settings: Settings, progress: Progress) -> Answer:
        """Read, forecast, look; raises `PlacesRefused` for under 24 months or nothing counted at all."""
        progress("Reading the counts of each ward", 0.0)
        place = wards_in(settings["boundary"], settings["vintage"])
        kinds = [CrimeType[key.upper()] for key in settings["kinds"]]
        counts = recorded_by_ward(place, kinds, parse_month(settings["first"]), parse_month(settings["last"]))
        refuse_unfit(counts, place.district.name)
        reading = Reading(settings["judged"], settings["coverage"], settings["alpha"], settings["correction"])
        result = findings(counts, reading, progress)
        result |= {
            "place": place.district.name, "district": place.district.code, "boundary": place.district.key,
            "vintage": place.vintage, "other_vintages": list(place.other_vintages),
        }  # fmt: skip
        return Answer(result, hash_of(counts.counts.values()), counts.licences)


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
    known = {"source", "boundary", "vintage", "kinds", "first", "last", "judged", "coverage", "alpha", "correction"}
    if unknown := sorted(set(settings) - known):
        raise PlacesRefused(f"A ward watch has no setting “{unknown[0]}”.", f"It takes: {', '.join(sorted(known))}.")


def _only_district() -> str:
    held = boundaries_held(LOCAL_AUTHORITIES)
    if len(held) == 1:
        return held[0].key
    if not held:
        raise PlacesRefused("No local authority is held.", "Load its boundaries and those of its wards first.")
    raise PlacesRefused("Several local authorities are held.", "Choose one of them.")


def _kinds(given: Any) -> list[str]:
    """In the order of the list of types, so that the same choice is the same question."""
    offered = [kind.name.lower() for kind in types_held()]
    chosen = [given] if isinstance(given, str) else list(given or USUAL_KINDS)
    if unknown := [key for key in chosen if key not in offered]:
        raise PlacesRefused(f"There is no measure “{unknown[0]}”.", f"Choose among: {', '.join(offered)}.")
    return [key for key in offered if key in chosen]


def _month(settings: Settings, name: str) -> date | None:
    given = settings.get(name)
    if not given:
        return None
    try:
        return parse_month(str(given)[:7])
    except PeriodError as error:
        raise PlacesRefused(str(error)) from None


def _whole(settings: Settings, name: str, least: int, most: int, usual: int | None) -> Any:
    return _number(settings, name, int, (least, most), usual)


def _share(settings: Settings, name: str, least: float, most: float, usual: float) -> Any:
    return _number(settings, name, float, (least, most), usual)


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
