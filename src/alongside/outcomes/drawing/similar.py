"""This borough beside those that somebody picked as like it: each against the limits that chance alone would give.

Who picked them, why and from which list is frozen with the figures. It is no league table: places stand in the order of
the alphabet, each with its count, its people, its interval and where it lies.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from alongside.analysis.evaluation import Funnel, FunnelPoint, funnel, funnel_limits

# Limits need a group to be drawn from: this borough and four others.
FEWEST = 5
CURVE = 24
_CARRIED = ("count", "people", "rate", "rate_low", "rate_high")
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Similar:
    """Boroughs picked as like this one. `source`: whose list it is, and of when."""

    places: tuple[str, ...]
    because: str
    source: str

    def told(self) -> Json:
        return {"places": sorted(self.places), "because": self.because, "source": self.source}


def funnels_of(measure: Json, similar: Similar | None) -> Json | None:
    """The funnels of a measure, one for each category of its one dimension, from what its newest slice shows of here and
    of the similar boroughs; None where nobody picked any, or the measure has none of them beside it."""
    last = next((one for one in reversed(measure["slices"]) if not one["missing"]), None)
    if similar is None or last is None or len(measure["dimensions"]) != 1:
        return None
    ((name, labels),) = measure["dimensions"].items()
    beside = [one for one in last["beside"] if one["place"] in similar.places]
    if not beside:
        return None
    groups = [_group(label, {name: label}, measure["place"], last["cells"], beside) for label in labels]
    return {**similar.told(), "first": last["first"], "until": last["until"], "groups": groups}


def _group(label: str, of: Json, here: str, cells: Sequence[Json], beside: Sequence[Json]) -> Json:
    rows = {here: next((cell for cell in cells if cell["of"] == of), {})}
    rows |= {cell["place"]: cell for cell in beside if cell["of"] == of}
    usable = {
        place: cell for place, cell in sorted(rows.items()) if cell.get("count") is not None and cell.get("people")
    }
    told: Json = {"label": label, "here": here, "left_out": sorted(set(rows) - set(usable)), "points": [], "curve": []}
    if here not in usable or len(usable) < FEWEST:
        return told
    counts = [cell["count"] for cell in usable.values()]
    people = np.array([cell["people"] for cell in usable.values()], dtype=float)
    if not sum(counts):
        return told
    expected = people * sum(counts) / people.sum()
    made = funnel(counts, expected)
    if not isinstance(made, Funnel):
        return told
    told["points"] = [
        _point(place, cell, float(each), point)
        for (place, cell), each, point in zip(usable.items(), expected, made.points, strict=True)
    ]
    return told | {"dispersion": round(made.dispersion, 2), "curve": _curve(expected.tolist(), made.dispersion)}


def _point(place: str, cell: Json, expected: float, point: FunnelPoint) -> Json:
    return {
        "place": place, **{name: cell[name] for name in _CARRIED if name in cell},
        "expected": round(expected, 1), "ratio": round(point.ratio, 3), "stands": point.stands,
    }  # fmt: skip


def _curve(expected: Sequence[float], dispersion: float) -> list[list[float]]:
    """Expected count, then the 95% and the 99.8% limits of observed over expected there."""
    told = []
    for size in np.geomspace(0.7 * min(expected), 1.15 * max(expected), CURVE):
        inner = funnel_limits(float(size), dispersion=dispersion)
        outer = funnel_limits(float(size), confidence=0.998, dispersion=dispersion)
        told.append([round(float(one), 3) for one in (size, inner.low, inner.high, outer.low, outer.high)])
    return told
