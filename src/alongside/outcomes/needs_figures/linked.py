"""What the scoreboard shows, or would show, of the counts that a needs assessment adds up: the two are read side by side.

The scoreboard's quarters are protected as it protects them, whether they are released yet or not, so that it does not
matter which of the two documents comes first; what a release held back stays held back.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from alongside.analysis.disclosure import may_show_sum
from alongside.common.measured import Counted
from alongside.common.periods import add_months
from alongside.outcomes.drawing.protecting import shown_cells
from alongside.outcomes.needs_figures.asking import MONTHS, SMALL, Asked, Beside, Part, Series
from alongside.outcomes.queries.releases import released_texts
from alongside.places.published import QUARTER, published

WHY = (
    "The scoreboard holds back a quarter of it, or leaves a few months of it: told beside its other quarters, the sum of "
    "the year would give that away."
)


def beside(asked: Asked) -> Beside:
    """By source and kind: every quarter that touches the twelve months or the twelve before them."""
    found: dict[Series, dict[tuple[date, date], int | None]] = {}
    for series, first, until, count in (*_now(asked), *_released()):
        parts = found.setdefault(series, {})
        known = parts.get((first, until), count)
        parts[first, until] = None if count is None else known
    return {
        series: tuple(Part(*slot, count) for slot, count in sorted(parts.items())) for series, parts in found.items()
    }


Told = tuple[Series, date, date, int | None]


def _now(asked: Asked) -> list[Told]:
    """As many quarters as a scoreboard shows, and those before them where the two years are not within these."""
    end, needed = add_months(asked.last_month, 1 + QUARTER), add_months(asked.first_month, -MONTHS)
    told: list[Told] = []
    while end > needed:
        part = [one for counted in published(end, end) for one in _protected(counted)]
        told += part
        # Sources end in different months: on from the one that reaches back the least.
        earliest: dict[Series, date] = {}
        for series, first, _, _ in part:
            earliest[series] = min(first, earliest.get(series, first))
        end = max(earliest.values(), default=needed)
    return told


def _protected(counted: Counted) -> Iterator[Told]:
    if len(counted.dimensions) != 1:
        return
    ((name, labels),) = counted.dimensions.items()
    for part in counted.slices:
        if not part.missing:
            cells = shown_cells(counted.dimensions, part.counts, base=counted.base)
            for series, label in zip(counted.said.series, labels, strict=False):
                yield series, part.first, part.until, cells[frozenset({(name, label)})]


def _released() -> Iterator[Told]:
    """What every release held back: only this matters of it, since the counts that it shows are told above."""
    for _, text, _ in released_texts():
        for measure in json.loads(text)["measures"]:
            yield from _held_in(measure)


def _held_in(measure: Mapping[str, Any]) -> Iterator[Told]:
    if len(measure["dimensions"]) != 1:
        return
    ((name, labels),) = measure["dimensions"].items()
    series = {label: (one[0], one[1]) for one, label in zip(measure["series"], labels, strict=False)}
    for part in measure["slices"]:
        for cell in part["cells"]:
            if cell["count"] is None and (label := cell["of"].get(name)) in series:
                yield series[label], date.fromisoformat(part["first"]), date.fromisoformat(part["until"]), None


def may_tell_year(asked: Asked, series: Series, months: Iterable[tuple[date, int | None]]) -> bool:
    """Whether the sum of these twelve months of the source may be told. `months`: what is counted in each."""
    counts = dict(months)
    first, end = min(counts), add_months(min(counts), MONTHS)
    touching = [one for one in asked.beside.get(series, ()) if one.first < end and first < one.until]
    if any(one.count is None for one in touching):
        return False
    inside = [one for one in touching if first <= one.first and one.until <= end]
    across = [one for one in touching if one not in inside]
    if not may_show_sum(_sum(counts, list(counts)), [_sum(counts, one.months) for one in inside]):
        return False
    # A quarter across an end of the year: what lies in the year may follow from the sum, and then what lies outside.
    return all(may_show_sum(one.count or 0, [_sum(counts, one.months)]) for one in across)


def may_tell_month(asked: Asked, series: Series, month: date, months: Iterable[tuple[date, int | None]]) -> bool:
    """Whether one month may be told beside the quarter in which it lies: of that neither is held back nor few left."""
    counts = dict(months)
    quarter = next((one for one in asked.beside.get(series, ()) if one.first <= month < one.until), None)
    if quarter is None:
        return True
    return quarter.count is not None and may_show_sum(_sum(counts, quarter.months), [counts.get(month) or 0])


def most_told(whole: int, largest: Sequence[int]) -> int:
    """How many of the largest areas may be told where their sum is: what is left for the others is none, or not small."""
    parts = [count if count >= SMALL else None for count in largest]
    return next((told for told in range(len(parts), 0, -1) if may_show_sum(whole, parts[:told])), 0)


def _sum(counts: Mapping[date, int | None], months: Sequence[date]) -> int:
    return sum(counts.get(month) or 0 for month in months)
