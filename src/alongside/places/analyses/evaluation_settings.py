"""What an evaluation is asked with, checked once: place, ring, comparison areas, offences, months, question."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import shapely

from alongside.areas.outlines import from_geojson
from alongside.areas.queries import boundaries_of
from alongside.areas.states import AreaKind
from alongside.common.periods import PeriodError, add_months, month_of, months_between, parse_month
from alongside.common.text import not_shouted
from alongside.places.analyses.interface import Settings
from alongside.places.boundaries import LOCAL_AUTHORITIES, boundaries_held, boundary
from alongside.places.crime_sources import RECORDED_CRIME
from alongside.places.errors import PlacesRefused
from alongside.places.evaluation_states import EvaluationQuestion, Units
from alongside.places.published_ward_counts import place_in, state_of_counts, ward_source
from alongside.places.source_forms import NATIONAL_GRID
from alongside.places.sources import source, sources
from alongside.places.ward_counts import WardPlace, wards_in

TAKEN = (
    "source", "boundary", "vintage", "units", "target", "outline", "name", "ring", "around", "buffer", "comparisons", "kinds",
    "others", "first", "start", "last", "mixed", "question", "picked", "again",
)  # fmt: skip
USUAL_RING, WIDEST_RING = 250, 5_000
MOST_MONTHS_AFTER, MOST_OUTCOMES = 60, 12
TOUCHING = "touching"
TOUCHES_WITHIN = 1.0
"""Metres: outlines of wards that meet are rounded when they are taken in."""
Span = tuple[date, date]


def complete_settings(settings: Settings) -> dict[str, Any]:
    """Every default filled in from what is held; raises `PlacesRefused` for what is not or makes no sense."""
    if unknown := sorted(set(settings) - {*TAKEN, "state"}):
        raise PlacesRefused(f"An evaluation has no setting “{unknown[0]}”.", f"It takes: {', '.join(TAKEN)}.")
    key = str(settings.get("source") or RECORDED_CRIME)
    is_event = key in {one.key for one in sources()}
    if settings.get("outline") and not is_event:
        raise PlacesRefused(
            "A drawn place cannot be counted in figures that are by ward.",
            "Choose recorded crime or a set of incidents.",
        )
    place, offered, held = _held(key, settings, is_event)
    kinds = _kinds(settings.get("kinds"), offered, "the outcome")
    others = [kind for kind in _kinds(settings.get("others"), offered, "") if [kind] != kinds][:MOST_OUTCOMES]
    return {
        "source": key, "boundary": place.key, "vintage": place.vintage, "kinds": kinds, "others": others,
        **(_drawn(settings) if settings.get("outline") else _areas(settings, place)),
        **_months(settings, held),
        "question": _question(settings), "picked": bool(settings.get("picked")), "again": int(settings.get("again") or 0),
        # The counts that a publisher gives are no source of events: their state is part of the question here.
        "state": "" if is_event else state_of_counts(key),
    }  # fmt: skip


def place_of(settings: Settings) -> WardPlace:
    """The borough of complete settings with its wards."""
    if settings["source"] in {one.key for one in sources()}:
        return wards_in(settings["boundary"], settings["vintage"])
    return place_in(ward_source(settings["source"]), settings["boundary"])


def outcome_name(settings: Settings, kinds: Sequence[str]) -> str:
    """Offences as they are read out: “violence and sexual offences, robbery”."""
    key = settings["source"]
    named = dict(source(key).kinds if key in {one.key for one in sources()} else ward_source(key).kinds)
    return ", ".join(not_shouted(str(named[kind])) for kind in kinds) if kinds else "all that is counted"


def months_of(settings: Settings) -> tuple[date, date, date]:
    """First month of the baseline, first month after, last month after."""
    return parse_month(settings["first"]), parse_month(settings["start"]), parse_month(settings["last"])


def begun_in(settings: Settings) -> date:
    """The month in which it began, whole or not: what is asked before it locks its own design."""
    return parse_month(min([settings["start"], *settings.get("mixed", ())]))


def _held(key: str, settings: Settings, is_event: bool) -> tuple[WardPlace, list[str], Span]:
    if not is_event:
        found = ward_source(key)
        if not settings.get("boundary"):
            raise PlacesRefused("Its wards are of several local authorities.", "Choose one of them.")
        return place_in(found, str(settings["boundary"])), [kind for kind, _ in found.kinds], (found.first, found.last)
    summary = source(key)
    if summary.plane != NATIONAL_GRID:
        raise PlacesRefused(
            f"{summary.name} lies in {summary.plane}, and the areas held here in the British National Grid.",
            "Choose a source on the National Grid.",
        )
    if not settings.get("outline") and key != RECORDED_CRIME:
        raise PlacesRefused("Incidents are evaluated at a drawn place.", "Give an outline, or choose recorded crime.")
    where = str(settings.get("boundary") or _only_district())
    place = wards_in(where, int(settings["vintage"]) if settings.get("vintage") else None)
    return place, [kind for kind, _ in summary.kinds], (month_of(summary.first), month_of(summary.last))


def _areas(settings: Settings, place: WardPlace) -> dict[str, Any]:
    """Wards as target, beside it, and to compare with."""
    known = dict(zip(place.codes, place.names, strict=True))
    target = _codes(settings.get("target"), known, "the place")
    if not target:
        raise PlacesRefused("No ward was chosen.", "Choose the ward or wards where something was done.")
    asked = settings.get("buffer")
    buffer = _touching(place, target) if asked == TOUCHING else _codes(asked, known, "the areas beside it")
    chosen = _codes(settings.get("comparisons"), known, "the comparison areas")
    taken = {*target, *buffer}
    if both := sorted(taken & set(chosen)) or sorted(set(target) & set(buffer)):
        raise PlacesRefused(
            f"{known[both[0]]} would be compared with itself.",
            "Choose comparison areas without the place itself and without the areas beside it.",
        )
    rest = chosen or [code for code in place.codes if code not in taken]
    if not rest:
        raise PlacesRefused("No ward is left to compare with.", "Choose fewer wards as the place or beside it.")
    name = str(settings.get("name") or ", ".join(known[code] for code in target))
    return {"target": target, "outline": [], "ring": 0, "around": [], "buffer": buffer, "comparisons": rest, "units": Units.WARD,
            "name": name[:200]}  # fmt: skip


def _drawn(settings: Settings) -> dict[str, Any]:
    """A place drawn in metres, a ring round it, and the small areas or wards outside both."""
    shape = outline_of_rings(settings["outline"])
    if shape.is_empty or not shape.is_valid or shape.area < 100:
        raise PlacesRefused("The outline of the place is no area.", "Draw it anew, with three corners or more.")
    asked = settings.get("ring")
    try:
        ring = USUAL_RING if asked is None or asked == "" else int(asked)
    except (TypeError, ValueError):
        ring = -1
    if not 0 <= ring <= WIDEST_RING:
        raise PlacesRefused("The width of the ring is no length.", f"Give whole metres from 0 to {WIDEST_RING}.")
    around = settings.get("around") or []
    if around:
        ring = 0
        outline_of_rings(around)
    units = settings.get("units") or Units.WARD
    if units not in Units.values:
        raise PlacesRefused(f"A place cannot be compared with “{units}”.", f"Choose one of: {', '.join(Units.values)}.")
    chosen = [str(code) for code in settings.get("comparisons") or ()]
    return {"target": [], "outline": settings["outline"], "ring": ring, "around": around, "buffer": [],
            "comparisons": sorted(chosen), "units": str(units), "name": str(settings.get("name") or "The place")[:200]}  # fmt: skip


def outline_of_rings(rings: Any) -> Any:
    """One shape from rings in metres: a ring inside another is a hole in it."""
    try:
        pieces = [shapely.Polygon(ring) for ring in rings]
    except (TypeError, ValueError):
        raise PlacesRefused("The outline of the place cannot be read.", "Draw it anew.") from None
    shape = shapely.Polygon()
    for piece in pieces:
        shape = shapely.symmetric_difference(shape, piece)
    return shape


def _months(settings: Settings, held: Span) -> dict[str, Any]:
    start = _month(settings.get("start"), "The first month")
    if start is None:
        raise PlacesRefused("No first month was given.", "Say in which month it began.")
    first = max(_month(settings.get("first"), "The baseline") or held[0], held[0])
    half_year = add_months(start, 5)
    last = _month(settings.get("last"), "The last month") or (half_year if start > held[1] else min(held[1], half_year))
    if not first < start <= last:
        raise PlacesRefused(
            f"Counts are held from {held[0]:%B %Y}, it began in {start:%B %Y} and ended in {last:%B %Y}: there must be "
            "months before the first one, and the last may not come before it.",
            "Choose a first month after the counts begin, and a last month on or after it.",
        )
    if months_between(start, last) >= MOST_MONTHS_AFTER:
        raise PlacesRefused(
            f"More than {MOST_MONTHS_AFTER} months are too many at once.", "Choose an earlier last month."
        )
    return {"first": f"{first:%Y-%m}", "start": f"{start:%Y-%m}", "last": f"{last:%Y-%m}",
            "mixed": _mixed(settings.get("mixed"))}  # fmt: skip


def _mixed(given: Any) -> list[str]:
    """Months that hold days with and without it, in order."""
    months = {_month(one, "A month that is left out") for one in given or ()}
    return [f"{one:%Y-%m}" for one in sorted(filter(None, months))]


def _month(given: Any, what: str) -> date | None:
    if not given:
        return None
    try:
        return parse_month(str(given)[:7])
    except PeriodError as error:
        raise PlacesRefused(f"{what}: {error}") from None


def _question(settings: Settings) -> str:
    given = settings.get("question")
    if given not in EvaluationQuestion.values:
        raise PlacesRefused("No question was chosen.", "Ask whether the problem is smaller, or whether you caused it.")
    return str(given)


def _kinds(given: Any, offered: Sequence[str], what: str) -> list[str]:
    """In the order of the list, so that the same choice is the same question."""
    chosen = [given] if isinstance(given, str) else list(given or ())
    if lost := [kind for kind in chosen if kind not in offered]:
        raise PlacesRefused(f"There are no counts of “{lost[0]}”.", "Choose kinds from the list.")
    if what and not chosen:
        raise PlacesRefused("No offence was chosen.", f"Choose what is counted as {what}.")
    return [kind for kind in offered if kind in chosen]


def _codes(given: Any, known: Mapping[str, str], what: str) -> list[str]:
    chosen = [given] if isinstance(given, str) and given else list(given or ())
    if lost := [code for code in chosen if code not in known]:
        raise PlacesRefused(
            f"“{lost[0]}”, of {what}, is no ward here with one code from the first month to the last.",
            "Choose from the list.",
        )
    return [code for code in known if code in chosen]


def _touching(place: WardPlace, target: Sequence[str]) -> list[str]:
    if not place.vintage:
        raise PlacesRefused("Which wards lie beside it is not known.", "Load their boundaries, or choose the wards.")
    features = boundaries_of(AreaKind.WARD, place.vintage, parent_code=boundary(place.key).code)["features"]
    shapes = {feature["id"]: shape_of(feature) for feature in features}
    middle = shapely.union_all([shapes[code] for code in target])
    return [code for code in place.codes if code not in target and shapes[code].distance(middle) <= TOUCHES_WITHIN]


def shape_of(feature: Mapping[str, Any]) -> Any:
    """A feature's outline in metres of the National Grid."""
    return from_geojson([json.dumps(feature["geometry"])])[0]


def _only_district() -> str:
    held = boundaries_held(LOCAL_AUTHORITIES)
    if len(held) != 1:
        raise PlacesRefused("Which borough is meant is not clear.", "Choose one, or load its boundaries first.")
    return held[0].key
