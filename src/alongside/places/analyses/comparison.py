"""Two periods of one length compared, area by area, with what chance allows and what changed in the recording."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from alongside.analysis.events.results import Floats, hash_of
from alongside.analysis.hotspots import Areas
from alongside.common.periods import add_months, months_between
from alongside.places.analyses.asking import (
    IN_A_TITLE,
    Span,
    day_asked,
    kinds_asked,
    kinds_words,
    last_day,
    place_name,
    source_asked,
    span_asked,
)
from alongside.places.analyses.compared import Side, areas_compared, fair_months, left_out
from alongside.places.analyses.divisions import Division, division, usual_kind
from alongside.places.analyses.interface import Answer, Progress, Settings
from alongside.places.analyses.periods import days_of
from alongside.places.boundaries import WHOLE
from alongside.places.crime_sources import RECORDED_CRIME
from alongside.places.errors import PlacesRefused
from alongside.places.queries import changes_of_recording
from alongside.places.source_forms import NATIONAL_GRID, PlaceEvents, SourceSummary, Wanted
from alongside.places.sources import events_in
from alongside.places.states import RunKind


class Comparison:
    """Settings: source, boundary, areas, kinds, earlier_first, earlier_last, later_first, later_last, beside."""

    kind = RunKind.COMPARISON

    def complete(self, settings: Settings) -> dict[str, Any]:
        summary = source_asked(settings.get("source"))
        key = str(settings.get("boundary") or WHOLE)
        place_name(key, summary)
        earlier, later = _two_spans(settings, summary)
        beside = str(settings.get("beside") or "")
        if beside:
            _two_spans(settings, _other(beside, summary))
        areas = settings.get("areas")
        areas = usual_kind(key) if areas is None else str(areas)
        if summary.plane != NATIONAL_GRID:
            areas = ""
        division(key, areas)
        return {
            "source": summary.key,
            "boundary": key,
            "areas": areas,
            "kinds": kinds_asked(settings.get("kinds") or (), summary),
            "earlier_first": earlier.first.isoformat(),
            "earlier_last": earlier.last.isoformat(),
            "later_first": later.first.isoformat(),
            "later_last": later.last.isoformat(),
            "beside": beside,
        }

    def title(self, settings: Settings) -> str:
        summary = source_asked(settings["source"])
        earlier, later = _spans(settings)
        what, where = kinds_words(settings["kinds"], summary, IN_A_TITLE), place_name(settings["boundary"], summary)
        return f"{what}, {where}: {later.words(summary.precision)} against {earlier.words(summary.precision)}"

    def sources_of(self, settings: Settings) -> tuple[str, ...]:
        return (settings["source"], settings["beside"]) if settings["beside"] else (settings["source"],)

    def work(self, settings: Settings, progress: Progress) -> Answer:
        earlier, later = _spans(settings)
        told, hashes, licences = [], [], []
        for number, key in enumerate(self.sources_of(settings)):
            progress("Counting", 0.1 + 0.4 * number)
            kinds = settings["kinds"] if not number else []
            # A question from before there was a choice of areas was answered by wards.
            areas = settings["areas"] if "areas" in settings else usual_kind(settings["boundary"])
            one = _Counted.of(source_asked(key), settings["boundary"], areas, kinds, earlier, later)
            told.append(one.result())
            hashes.append(one.data_hash)
            licences += [line for events in one.events for line in events.licences]
        return Answer(
            result={"sources": told, "correction": "false discovery rate (Benjamini-Hochberg), 5%"},
            data_hash=hashes[0] if len(hashes) == 1 else hash_of([[int(one[:12], 16)] for one in hashes]),
            licences=tuple(dict.fromkeys(licences)),
        )


def _spans(settings: Settings) -> tuple[Span, Span]:
    first, second = (
        Span(day_asked(settings[f"{name}_first"]), day_asked(settings[f"{name}_last"])) for name in ("earlier", "later")
    )
    return first, second


def _two_spans(settings: Settings, summary: SourceSummary) -> tuple[Span, Span]:
    earlier = span_asked(settings, summary, "earlier_first", "earlier_last")
    later = span_asked(settings, summary, "later_first", "later_last")
    if later.first <= earlier.last:
        raise PlacesRefused("The two periods overlap.", "Let the later one begin after the earlier one has ended.")
    months = _is_whole_months(earlier) and _is_whole_months(later)
    lengths = (len(earlier.months), len(later.months)) if months else (earlier.days, later.days)
    if lengths[0] != lengths[1]:
        unit = "months" if months else "days"
        raise PlacesRefused(
            f"The earlier period has {lengths[0]} {unit} and the later {lengths[1]}.",
            "Choose two periods of equal length: anything else compares calendars.",
        )
    return earlier, later


def _is_whole_months(span: Span) -> bool:
    return span.first.day == 1 and span.last == last_day(span.last)


def _other(key: str, summary: SourceSummary) -> SourceSummary:
    if key == summary.key:
        raise PlacesRefused("A source was chosen beside itself.", "Choose another source beside it, or none.")
    return source_asked(key)


@dataclass(frozen=True, eq=False)
class _Counted:
    """One source's counts by area in both periods, and in the one before them where it is held."""

    summary: SourceSummary
    boundary: str
    kinds: Sequence[str]
    earlier: Side
    later: Side
    before: Side | None
    events: tuple[PlaceEvents, ...]
    division: Division | None
    data_hash: str

    @classmethod
    def of(
        cls, summary: SourceSummary, boundary: str, kind: str, kinds: Sequence[str], earlier: Span, later: Span
    ) -> "_Counted":
        spans = [earlier, later]
        if (before := _period_before(earlier, later, summary)) is not None:
            spans.append(before)
        found = [events_in(Wanted(summary.key, boundary, span.first, span.last, tuple(kinds))) for span in spans]
        if not found[0].total + found[1].total:
            raise PlacesRefused(
                f"No {summary.noun} of these kinds are held for either period.", "Choose longer periods or more kinds."
            )
        parts = division(boundary, kind) if found[0].plane == NATIONAL_GRID else None
        areas = Areas.of(list(parts.outlines), parts.names, found[0].plane) if parts is not None else None
        fair = fair_months(earlier, later, found[0].gaps, found[1].gaps, _is_whole_months(earlier))
        sides = [
            Side(
                span, _by_area(one, areas, fair.first if k == 0 else fair.second),
                *fair.exposure(k, span), one.unplaced, one.outside,
            )
            for k, (span, one) in enumerate(zip(spans[:2], found[:2], strict=True))
        ]  # fmt: skip
        third = None
        if before is not None and not found[2].gaps and not fair.positions:
            third = Side(
                before, _by_area(found[2], areas, frozenset()), before.days, (), found[2].unplaced, found[2].outside
            )
        columns = [column for one in found for column in (one.x, one.y, days_of(one), one.weight)]
        return cls(
            summary, boundary, kinds, sides[0], sides[1], third, tuple(found), parts, hash_of(columns)
        )  # fmt: skip

    def result(self) -> dict[str, Any]:
        summary, parts = self.summary, self.division
        changes = (
            changes_of_recording(self.kinds, since=self.earlier.span.first, until=self.later.span.last)
            if summary.key == RECORDED_CRIME
            else []
        )
        return {
            "source": summary.name,
            "noun": summary.noun,
            "is_open": summary.is_snapped,
            "what": kinds_words(self.kinds, summary),
            "changes_of_recording": changes,
            "left_out": left_out(self.earlier, self.later),
            "spans": [side.span.words(summary.precision) for side in (self.earlier, self.later)],
            "before": self.before.span.words(summary.precision) if self.before else "",
            "origins": _origins(self.events[0].sources, self.events[1].sources),
            "unplaced": [self.earlier.unplaced, self.later.unplaced],
            "outside": [self.earlier.outside, self.later.outside],
            "division": {"kind": str(parts.kind), "vintage": parts.vintage} if parts else None,
            **areas_compared(
                parts.names if parts else (), self.earlier, self.later, self.before, summary.is_snapped,
                parts.codes if parts else (),
            ),
        }  # fmt: skip


def _origins(earlier: Sequence[str], later: Sequence[str]) -> list[str]:
    """What each period was counted from, said once where it is the same of both."""
    if earlier == later:
        return [f"{line}, in each period" for line in earlier]
    return [*(f"Earlier period: {line}" for line in earlier), *(f"Later period: {line}" for line in later)]


def _period_before(earlier: Span, later: Span, summary: SourceSummary) -> Span | None:
    """As far before the earlier period as that is before the later one, so that seasons agree where theirs do.

    It tells whether the start was a peak by itself. None where it is not held, or the periods are no whole months.
    """
    if not (_is_whole_months(earlier) and _is_whole_months(later)):
        return None
    back = months_between(earlier.first, later.first)
    first = add_months(earlier.first, -back)
    return Span(first, last_day(add_months(first, len(earlier.months) - 1))) if first >= summary.first else None


def _by_area(events: PlaceEvents, areas: Areas | None, skipped: frozenset[np.datetime64]) -> Floats:
    """Counts by area, what lies in none of them last."""
    kept = ~np.isin(events.times.astype("datetime64[M]"), np.array(sorted(skipped), dtype="datetime64[M]"))
    size = len(areas) if areas is not None else 0
    place = (
        areas.locate(events.x[kept], events.y[kept]) if areas is not None and kept.any() else np.full(kept.sum(), -1)
    )
    where = np.where(place < 0, size, place)
    return np.asarray(np.bincount(where, weights=events.weight[kept], minlength=size + 1), dtype=np.float64)
