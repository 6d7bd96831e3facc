"""From the counts that may be shown to the figures of a release. Nothing here sees a count that is held back, so that
no interval, share or ratio can give one away."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from alongside.analysis.counts import poisson_interval, ratio_of_counts, share_interval
from alongside.analysis.disclosure.tables import Cell
from alongside.analysis.evaluation import Rate, RatioOfRatios, RelativeRate, rate, ratio_of_ratios, relative_rate
from alongside.common.measured import TOGETHER, Counted, Place, Slice, Weeks
from alongside.common.periods import add_months
from alongside.outcomes.drawing.protecting import THRESHOLD, Cells, shown_cells

FEWEST_FOR_A_RATIO = 10
Json = dict[str, Any]


def slice_shown(counted: Counted, part: Slice, cells: Cells, number: int) -> Json:
    """A slice as release `number` is the first to show it."""
    told: Json = {
        "first": part.first.isoformat(), "until": part.until.isoformat(), "missing": part.missing,
        "first_shown_in": number, "cells": [], "beside": [],
    }  # fmt: skip
    if part.missing:
        return told
    order = {name: tuple(labels) for name, labels in counted.dimensions.items()}
    leading = next(iter(order))
    for cell in sorted(cells, key=lambda one: _place(one, order)):
        told["cells"].append(_cell(counted, part, cell, cells[cell], leading))
    told["beside"] = [one for place in part.beside for one in _beside(place, cells, part.people, leading)]
    if counted.share:
        told["share"] = _share(cells, counted.share)
    return told


def _place(cell: Cell, order: Mapping[str, Sequence[str]]) -> tuple[int, list[tuple[int, int]]]:
    names = list(order)
    return len(cell), sorted((names.index(name), order[name].index(label)) for name, label in cell)


def _cell(counted: Counted, part: Slice, cell: Cell, count: int | None, leading: str) -> Json:
    told: Json = {"of": dict(sorted(cell)), "count": count}
    if count is None:
        return told
    if not counted.said.is_process:
        limits = poisson_interval(count)
        told |= {"low": round(limits.low, 1), "high": round(limits.high, 1)}
    label = next(iter(cell))[1] if len(cell) == 1 and next(iter(cell))[0] == leading else ""
    if label in part.people:
        told |= _rate(count, part.people[label])
    if label in part.waits and count >= 2 * THRESHOLD:
        told["weeks"] = _weeks(part.waits[label])
    return told


def _rate(count: int, people: int) -> Json:
    made = rate(count, people)
    if not isinstance(made, Rate):
        return {"people": people}
    return {
        "people": people, "rate": round(made.value, 1), "rate_low": round(made.interval.low, 1),
        "rate_high": round(made.interval.high, 1),
    }  # fmt: skip


def _weeks(one: Weeks) -> Json:
    return {"median": one.median, "low": one.low, "high": one.high, "followed": one.followed}


def _share(cells: Cells, share: tuple[str, str]) -> Json | None:
    count, whole = cells[frozenset({share})], cells[frozenset()]
    if count is None or not whole or count > whole:
        return None
    limits = share_interval(count, whole)
    return {
        "of": share[1], "count": count, "whole": whole, "share": round(count / whole, 3), "low": round(limits.low, 3),
        "high": round(limits.high, 3),
    }  # fmt: skip


def _beside(place: Place, cells: Cells, people: Mapping[str, int], leading: str) -> Iterator[Json]:
    """Another place's counts, protected in their own right, and ours against them where people are known of both."""
    theirs = shown_cells(
        {leading: tuple(place.counts)}, {(label,): count for label, count in place.counts.items()}, base=1
    )
    for label in place.counts:
        count = theirs[frozenset({(leading, label)})]
        told: Json = {"place": place.name, "of": {leading: label}, "count": count}
        if count is not None:
            told |= _rate(count, place.people[label]) if label in place.people else {}
            told |= _relative(cells.get(frozenset({(leading, label)})), people.get(label), count, place, label)
        yield told


def _relative(count: int | None, people: int | None, theirs: int, place: Place, label: str) -> Json:
    if not count or not people or label not in place.people:
        return {}
    made = relative_rate(count, people, theirs, place.people[label])
    if not isinstance(made, RelativeRate) or min(count, theirs) < FEWEST_FOR_A_RATIO:
        return {}
    low, high = made.interval.low, made.interval.high
    return {"times": round(made.ratio, 2), "times_low": round(low, 2), "times_high": round(high, 2)}


def changes(slices: Sequence[Json], varies: Mapping[str, float] = MappingProxyType({})) -> list[Json]:
    """The last slice against the same part of the year before, from what both show; elsewhere too where it is held, and
    then the change here over the change there. `varies`: as `Counted` has it."""
    by_first = {one["first"]: one for one in slices if not one["missing"]}
    last = max(by_first.values(), key=lambda one: one["first"], default=None)
    if last is None:
        return []
    earlier = by_first.get(add_months(date.fromisoformat(last["first"]), -12).isoformat())
    if earlier is None:
        return []
    here = list(_against(earlier["cells"], last["cells"], lambda cell: len(cell["of"]) < 2))
    ours = {tuple(one["of"].items()): one for one in here}
    # Against each of many, one in twenty would differ by chance.
    places = {cell.get("place", "") for cell in last["beside"]}
    judged = places if len(places) < 2 else places & {TOGETHER}
    there = [
        one | (_over(ours.get(tuple(one["of"].items())), one, varies) if one.get("place", "") in judged else {})
        for one in _against(earlier["beside"], last["beside"], lambda cell: True)
    ]
    return [{"from": earlier["first"], "to": last["first"], **one} for one in (*here, *there)]


def _against(before: Sequence[Json], after: Sequence[Json], wanted: Any) -> Iterator[Json]:
    held = {_name(cell): cell["count"] for cell in before}
    for cell in after:
        earlier, now = held.get(_name(cell)), cell["count"]
        if not wanted(cell) or earlier is None or now is None or min(earlier, now) < FEWEST_FOR_A_RATIO:
            continue
        made = ratio_of_counts(before=earlier, after=now)
        yield {
            "of": cell["of"], "place": cell.get("place", ""), "before": earlier, "after": now,
            "ratio": round(made.value, 3), "low": round(made.interval.low, 3), "high": round(made.interval.high, 3),
        }  # fmt: skip


def _over(here: Json | None, there: Json, varies: Mapping[str, float]) -> Json:
    """The ratio of the two ratios. Both areas drift by more than chance: the wider interval is the honest one."""
    if here is None:
        return {}
    spread = max(1.0, *(varies.get(label, 1.0) for label in there["of"].values()))
    ours, theirs = ((one["before"], one["after"]) for one in (here, there))
    made = ratio_of_ratios(treated=ours, control=theirs, dispersion=spread)
    if not isinstance(made, RatioOfRatios):
        return {}
    low, high = (1 + limit / 100 for limit in (made.interval.low, made.interval.high))
    return {"against": {"ratio": round(made.ratio, 3), "low": round(low, 3), "high": round(high, 3), "varies": spread}}


def _name(cell: Json) -> tuple[str, tuple[tuple[str, str], ...]]:
    return cell.get("place", ""), tuple(sorted(cell["of"].items()))
