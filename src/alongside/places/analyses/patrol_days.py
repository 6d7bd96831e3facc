"""What patrol days by lot show: counts in the places and hours of the sealed plan, held against what the lot said."""

from collections.abc import Mapping
from math import isfinite
from typing import Any

import numpy as np

from alongside.analysis.evaluation import NotAnswerable, PatrolDays, TwoCounts, patrol_days
from alongside.places.analyses.dated import Plain, about, whole_number
from alongside.places.analyses.interface import Answer, Progress
from alongside.places.boundaries import WHOLE
from alongside.places.errors import PlacesRefused
from alongside.places.models import PatrolTrial
from alongside.places.patrol_lots import Lot, count_lot, read_lot
from alongside.places.patrol_trial_rules import wrong_with_source
from alongside.places.source_forms import PlaceEvents, SourceSummary, Wanted
from alongside.places.sources import events_in, source
from alongside.places.states import RunKind


class PatrolDaysByLot:
    kind = RunKind.PATROL_DAYS

    def complete(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        row = _trial(settings)
        plan_source = str(row.plan.settings["source"])
        return {
            "trial": row.pk, "plan": row.plan_id, "fingerprint": row.fingerprint, "source": row.source,
            "beside": plan_source if plan_source != row.source else "", "boundary": WHOLE, "kinds": list(row.kinds),
            "first": row.first_day.isoformat(), "last": row.last_day.isoformat(),
        }  # fmt: skip

    def title(self, settings: Mapping[str, Any]) -> str:
        row = _trial(settings)
        return f"Patrol days by lot, {row.first_day:%-d %B} to {row.last_day:%-d %B %Y}; {source(row.source).name}"

    def sources_of(self, settings: Mapping[str, Any]) -> tuple[str, ...]:
        return (settings["source"],)

    def work(self, settings: Mapping[str, Any], progress: Progress) -> Answer:
        progress("Holding the lists against their fingerprints", 0.0)
        row = _trial(settings)
        lot = read_lot(row.plan.result or {})
        if lot.fingerprint != row.fingerprint:
            raise PlacesRefused(
                "The lists of the plan are not those that were sealed when these days began.",
                "Have the log of this system verified. These days cannot be judged.",
            )
        summary = source(row.source)
        progress("Counting the events of each place and day", 0.2)
        events = _events(row, lot, summary)
        counts = count_lot(lot, events)
        progress("Every fall that the lot could have had", 0.6)
        found = patrol_days(counts, lot.grid())
        told = {key: value for key, value in about(settings, summary, events).items() if key != "outline"}
        result: Plain = {
            "about": told, "days": len(lot.days), "places": len(lot.places), "counts": counts.tolist(),
            "in_hours": str(events.precision) == "minute", "nearest": _nearest(lot), "fingerprint": lot.fingerprint,
            "answer": _answer(found) if isinstance(found, PatrolDays) else None,
            "refusal": "" if isinstance(found, PatrolDays) else found.sentence,
        }  # fmt: skip
        return Answer(result, events.data_hash, events.licences)


def _trial(settings: Mapping[str, Any]) -> PatrolTrial:
    number = whole_number(settings, "trial", 0)
    row = PatrolTrial.objects.select_related("plan").filter(pk=number).first()
    if row is None:
        raise PlacesRefused("There are no such patrol days.", "Begin from the page of the operation.")
    return row


def _events(row: PatrolTrial, lot: Lot, summary: SourceSummary) -> PlaceEvents:
    plane = str((row.plan.result or {})["about"]["plane"])
    wrong = wrong_with_source(name=summary.name, precision=summary.precision, plane=summary.plane, plan_plane=plane)
    if wrong is not None:
        raise PlacesRefused(wrong[1], "Load the incidents as they were when these days began.")
    end = max(lot.days[-1], lot.hours[-1][1].date())
    if summary.last < lot.days[-1]:
        raise PlacesRefused(
            f"{summary.name} is held to {summary.last:%-d %B %Y}, and the last day by lot is {row.last_day:%-d %B %Y}.",
            "Load the incidents of all days, and ask again. Half of the days would be half of a lot.",
        )
    events = events_in(Wanted(row.source, WHOLE, lot.days[0], end, tuple(row.kinds)))
    if events.gaps:
        raise PlacesRefused(
            f"{summary.name} holds nothing of {events.gaps[0]:%B %Y}, which is among these days.",
            "Load the month that is missing, and ask again.",
        )
    return events


def _answer(found: PatrolDays) -> Plain:
    change = found.change
    return {
        "patrol": [found.patrol_events, found.patrol_days], "control": [found.control_events, found.control_days],
        "change": None if isinstance(change, NotAnswerable) else change, "low": found.interval.low,
        "high": found.interval.high if isfinite(found.interval.high) else None, "p_value": found.p_value,
        "lot_p_value": found.lot_p_value, "finding": found.finding, "sentence": found.sentence,
        "carried": _carried(found.carried_over),
    }  # fmt: skip


def _carried(found: TwoCounts | NotAnswerable) -> Plain | None:
    if isinstance(found, NotAnswerable):
        return None
    return {
        "after_patrol": [found.after, found.exposure_after], "after_none": [found.before, found.exposure_before],
        "change": None if isinstance(found.change, NotAnswerable) else found.change, "low": found.interval.low,
        "high": found.interval.high if isfinite(found.interval.high) else None,
    }  # fmt: skip


def _nearest(lot: Lot) -> int | None:
    """Metres between the middles of the two places that lie closest."""
    middles = np.array([[place["x"], place["y"]] for place in lot.places], dtype=np.float64)
    away = [
        float(np.hypot(*(middles[one] - middles[two]))) for one in range(len(middles)) for two in range(one)
    ]  # fmt: skip
    return round(min(away)) if away else None
