"""Hot cells joined into areas, and what each area is: how many, how sure, since when, which way."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from alongside.analysis.counts import poisson_interval, ratio_of_counts, share_interval
from alongside.analysis.events import Unfit
from alongside.analysis.events.results import Flags, Floats, Ints, summed
from alongside.analysis.hotspots import Classes, Clusters, GiStar, Grid, Neighbours, classes, clusters
from alongside.common.text import counted as counted_words
from alongside.places.analyses.asking import SMALL, shown
from alongside.places.analyses.periods import Part, day_number
from alongside.places.errors import PlacesRefused

WHOLE_ONLY = "whole"
CLASS_WORDS = {
    "new": "New: hot in the last part of the period and never before in it",
    "persistent": "Persistent: hot in the last part and in at least two thirds of all parts",
    "emerging": "Emerging: hot in the last part, and more often in the later half than in the earlier",
    "fading": "Fading: hot in at least a third of the earlier parts, but no longer in the last",
    "sporadic": "Now and then: hot in some parts, without a direction",
    WHOLE_ONLY: "Over the whole period only: hot when all parts are taken together, in no part alone",
}
# One letter a cell keeps the stored answer small. A dot is a cell that was never hot.
LETTERS = {"new": "n", "persistent": "p", "emerging": "e", "fading": "f", "sporadic": "s", "never": "."}


@dataclass(frozen=True, eq=False)
class InParts:
    """Counts of events by cell and part of the period, and the class of each cell; None with fewer than three parts."""

    parts: tuple[Part, ...]
    counts: Floats
    classes: Classes | None


def in_parts(
    parts: tuple[Part, ...], cell: Ints, days: Floats, count: Floats, tested: Floats, grid: Grid, correction: str
) -> InParts:
    """`cell`, `days`, `count`, `tested`: one a row of events, all of them inside the grid."""
    part = np.full(len(days), -1)
    for number, one in enumerate(parts):
        part[(days >= day_number(one.span.first)) & (days < day_number(one.span.last) + 1)] = number
    kept, shape = part >= 0, (len(grid), len(parts))
    where = cell[kept] * len(parts) + part[kept]
    counts, values = (summed(where, weight[kept], shape[0] * shape[1]).reshape(shape) for weight in (count, tested))
    try:
        classed = classes(values, neighbours=Neighbours.default(grid), correction=correction)
    except Unfit:
        classed = None
    return InParts(parts, counts, classed)


def joined(tested: GiStar, parts: InParts, grid: Grid, counts: Any) -> tuple[Clusters, str]:
    """Areas of touching cells that are hot over the whole period or in its last part, and a note on those left out.

    A cell is tested together with those around it, so that an empty one beside full ones can be hot. Touching cells that
    hold no more of their own than an even spread could bring are no area to work in.
    """
    flags: Flags = tested.hot.copy()
    if parts.classes is not None:
        flags |= parts.classes.hot[:, -1]
    found = clusters(flags, counts, neighbours=Neighbours.default(grid))
    even = found.share_of_area * counts.values.sum()
    slight = [
        number for number, events in enumerate(found.events.tolist())
        if not events or poisson_interval(round(events)).low <= even[number]
    ]  # fmt: skip
    if not slight:
        return found, ""
    flags[np.isin(found.label, slight)] = False
    note = (
        f"{counted_words(len(slight), 'group')} of hot cells that hold hardly any of their own, beside full ones, "
        f"{'is' if len(slight) == 1 else 'are'} not made an area."
    )
    return clusters(flags, counts, neighbours=Neighbours.default(grid)), note


def area_rows(
    found: Clusters, parts: InParts, counts: Floats, grid: Grid, *, days: int, is_open: bool
) -> list[dict[str, Any]]:
    """One dictionary an area, plain enough to be stored."""
    labels = _classed(found, parts)
    total, outlines = int(counts.sum()), found.polygons()
    rows = []
    for number in range(len(found)):
        inside = np.flatnonzero(found.label == number)
        events = int(found.events[number])
        by_part = parts.counts[inside].sum(axis=0)
        rows.append({
            "number": number + 1,
            "cells": inside.tolist(),
            "peak": int(found.peak[number]),
            "outline": rings(outlines[number]),
            "hectares": round(float(found.square_metres[number]) / 10_000, 1),
            "times_even": round(float(found.density_ratio[number]), 1),
            "class": labels[number],
            "hot_in": _hot_in(parts, inside),
            "by_part": [shown(value, is_open) for value in by_part],
            "trend": _trend(by_part, parts.counts.sum(axis=0) - by_part, parts.parts, is_open),
        } | counted(events, total, days, is_open))  # fmt: skip
    return rows


def counted(events: int, total: int, days: int, is_open: bool) -> dict[str, Any]:
    """A count, its exact interval, its rate for thirty days and its share of the whole, each with an interval."""
    if shown(events, is_open) is None:
        return {"events": None, "low": None, "high": None, "rate": None, "share": None}
    chance, part = poisson_interval(events), share_interval(events, total)
    month = 30.0 / max(1, days)
    return {
        "events": events, "low": round(chance.low, 1), "high": round(chance.high, 1),
        "rate": [round(value * month, 1) for value in (events, chance.low, chance.high)],
        "share": [round(value, 4) for value in (events / max(1, total), part.low, part.high)],
    }  # fmt: skip


def rings(outline: Any, tolerance: float = 0.0) -> list[list[list[int]]]:
    """Every ring of an outline in whole metres, the holes after what they lie in."""
    shape = shapely.simplify(outline, tolerance) if tolerance else outline
    found = []
    for polygon in getattr(shape, "geoms", [shape]):
        for ring in (polygon.exterior, *polygon.interiors):
            corners = np.rint(shapely.get_coordinates(ring)).astype(int)
            found.append(corners.tolist())
    return found


def refuse_too_many_cells(square_metres: float, cell: float, most: int) -> None:
    """Before the grid is made: ten million cells are refused without ten million cells."""
    cells = square_metres / cell**2
    if cells > most:
        least = next(side for side in (50, 100, 150, 200, 250, 500, 1000, 2000, 5000, 10_000, 50_000)
                     if square_metres / side**2 <= most or side == 50_000)  # fmt: skip
        raise PlacesRefused(
            f"Cells of {cell:g} metres over this place would be about {cells:,.0f}; {most:,} is the most.",
            f"Choose cells of {least} metres or more, or a smaller place.",
        )


def _classed(found: Clusters, parts: InParts) -> list[str]:
    if parts.classes is None or not len(found):
        return [""] * len(found)
    hot = np.array([parts.classes.hot[found.label == number].any(axis=0) for number in range(len(found))])
    return [WHOLE_ONLY if label == "never" else label for label in classes(hot.astype(float), hot=hot).label]


def _hot_in(parts: InParts, cells: Ints) -> list[int]:
    if parts.classes is None:
        return []
    return np.flatnonzero(parts.classes.hot[cells].any(axis=0)).tolist()


def _trend(area: Floats, rest: Floats, parts: tuple[Part, ...], is_open: bool) -> dict[str, Any] | None:
    """The later half against the earlier, here and in all the rest; None where counts cannot bear it."""
    half = len(parts) // 2
    if not half:
        return None
    held = [sum(part.held for part in some) for some in (parts[:half], parts[-half:])]
    sides = {}
    for name, counts in (("here", area), ("rest", rest)):
        before, after = int(counts[:half].sum()), int(counts[-half:].sum())
        if before + after == 0 or (not is_open and min(before, after) < SMALL):
            return None
        ratio = ratio_of_counts(before=before, after=after, exposure_before=held[0], exposure_after=held[1])
        limits = (ratio.value, ratio.interval.low, ratio.interval.high)
        sides[name] = {
            "before": before, "after": after,
            "ratio": [round(value, 2) if np.isfinite(value) else None for value in limits],
        }  # fmt: skip
    return sides
