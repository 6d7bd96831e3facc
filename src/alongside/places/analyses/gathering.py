"""The events of a question as columns: those of the period, and the years before it from which a forecast learns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from alongside.analysis.events.results import hash_of
from alongside.common.periods import add_months, month_of
from alongside.places.analyses.asking import Span
from alongside.places.analyses.periods import day_number, days_of
from alongside.places.errors import PlacesRefused
from alongside.places.source_forms import Floats, PlaceEvents, SourceSummary, Wanted
from alongside.places.sources import events_in
from alongside.places.states import Precision

# A forecast looks back so far: what is older adds work and hardly any knowledge.
HISTORY_MONTHS = 36
# Fewer events than this tell a hot place from a chance one nowhere.
FEWEST_EVENTS = 10


@dataclass(frozen=True, eq=False)
class Gathered:
    """Columns of one length, oldest part first. `harm` is `count` where no weights were given.

    `in_period`: which rows belong to the period asked for; the others lie before it.
    """

    summary: SourceSummary
    span: Span
    plane: str
    outline: Any
    x: Floats
    y: Floats
    days: Floats
    count: Floats
    harm: Floats
    in_period: NDArray[np.bool_]
    history: Span
    gaps: tuple[date, ...]
    gaps_before: tuple[date, ...]
    unplaced: int
    outside: int
    sources: tuple[str, ...]
    licences: tuple[str, ...]
    notes: tuple[str, ...]
    data_hash: str

    @property
    def total(self) -> int:
        return int(self.count[self.in_period].sum())

    @property
    def precision(self) -> Precision:
        return self.summary.precision


def gather(
    summary: SourceSummary, boundary: str, span: Span, kinds: Sequence[str], weights: Mapping[str, float],
    *, with_history: bool = True,
) -> Gathered:  # fmt: skip
    """Raises `PlacesRefused` where there is nothing in the period, or nothing to tell apart."""
    now = _kinds_of(summary, boundary, span, kinds, weights)
    history = _history(summary, span) if with_history else span
    before = Span(history.first, span.first - timedelta(days=1))
    earlier = _kinds_of(summary, boundary, before, kinds, weights) if before.first <= before.last else []
    whole = [*earlier, *now]
    _refuse_too_little(now, summary)
    x, y, days, count, harm = (
        np.concatenate(columns) for columns in zip(*[_columns(events, weight) for events, weight in whole], strict=True)
    )
    first = now[0][0]
    return Gathered(
        summary=summary, span=span, plane=first.plane, outline=first.outline, x=x, y=y, days=days, count=count,
        harm=harm, in_period=days >= day_number(span.first), history=history, gaps=first.gaps,
        gaps_before=earlier[0][0].gaps if earlier else (),
        unplaced=sum(events.unplaced for events, _ in now), outside=sum(events.outside for events, _ in now),
        sources=_once(line for events, _ in now for line in events.sources),
        licences=_once(line for events, _ in whole for line in events.licences),
        notes=_once(line for events, _ in now for line in events.notes),
        data_hash=hash_of((x, y, days, count, harm)),
    )  # fmt: skip


def _kinds_of(
    summary: SourceSummary, boundary: str, span: Span, kinds: Sequence[str], weights: Mapping[str, float]
) -> list[tuple[PlaceEvents, float]]:
    """One lot of events, or with weights one lot for each kind, with what each event of it counts."""

    def wanted(some: tuple[str, ...]) -> PlaceEvents:
        return events_in(Wanted(summary.key, boundary, span.first, span.last, some))

    if not weights:
        return [(wanted(tuple(kinds)), 1.0)]
    every = kinds or [key for key, _ in summary.kinds]
    return [(wanted((kind,)), weights.get(kind, 1.0)) for kind in every]


def _columns(events: PlaceEvents, weight: float) -> tuple[Floats, ...]:
    return events.x, events.y, days_of(events), events.weight, events.weight * weight


def _history(summary: SourceSummary, span: Span) -> Span:
    earliest = add_months(month_of(span.last), 1 - HISTORY_MONTHS)
    return Span(min(span.first, max(summary.first, earliest)), span.last)


def _refuse_too_little(now: Sequence[tuple[PlaceEvents, float]], summary: SourceSummary) -> None:
    total = sum(events.total for events, _ in now)
    outside = sum(events.outside for events, _ in now)
    if not total:
        raise PlacesRefused(
            f"No {summary.noun} of these kinds are held for this place and period"
            + (f"; {outside:,} lie outside the boundary." if outside else "."),
            "Choose a longer period, more kinds or another place.",
        )
    spots = {spot for events, _ in now for spot in zip(events.x.tolist(), events.y.tolist(), strict=True)}
    if total > 1 and len(spots) == 1:
        raise PlacesRefused(
            f"All {total:,} {summary.noun} lie at one and the same point.",
            "That is often a stand-in for a place not known. Look at the coordinates, or choose more kinds.",
        )
    if total < FEWEST_EVENTS:
        raise PlacesRefused(
            f"Too few {summary.noun} are held for this place and period to tell a hot spot from chance: {total}.",
            f"Choose a longer period, more kinds or a wider place: {FEWEST_EVENTS} is the least.",
        )


def _once(lines: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(lines))
