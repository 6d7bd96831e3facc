"""Where the risk is raised now: what the newest events make of a window of so many metres and days."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from scipy.sparse import coo_array  # type: ignore[import-untyped]
from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]

from alongside.analysis.events.results import Floats, Ints
from alongside.places.analyses.dated import day_number, day_of

# Windows are told in squares of this side, and an event counts as the middle of its square: nobody's address is shown.
SQUARE = 100.0
FEWEST = 5
"""Fewer events than these are not told as a number."""
Cell = tuple[int, int]


@dataclass(frozen=True)
class Window:
    """For so many metres and days after an event, the risk is raised."""

    metres: float
    days: float


def raised_window(raised: Any, thin: Any, space_edges: Floats, time_edges: Floats) -> Window | None:
    """From nearest and soonest outwards, the widest block of bands that are raised, or too thin to tell between them.

    `raised`, `thin`: True by band of distance (rows) and time (columns). The outermost distance and time of the block
    must hold a raised band. Of blocks with as many raised bands the smallest is taken.
    """
    best: tuple[int, int, int, int] | None = None
    for rows in range(1, raised.shape[0] + 1):
        for columns in range(1, raised.shape[1] + 1):
            block, empty = raised[:rows, :columns], thin[:rows, :columns]
            if not (block | empty).all() or not (block[-1].any() and block[:, -1].any()):
                continue
            found = (-int(block.sum()), rows * columns, rows, columns)
            best = found if best is None else min(best, found)
    if best is None:
        return None
    return Window(float(space_edges[best[2]]), float(time_edges[best[3]]))


def present_windows(x: Floats, y: Floats, days: Floats, window: Window, last: date) -> list[dict[str, Any]]:
    """Areas of squares where the risk is still raised after `last`, those with most events first.

    Each event lifts the risk in every square whose middle is nearer than the window to the middle of its own, until
    its days are over. Squares that touch, corners too, are one area.
    """
    end = day_number(last) + 1
    live = np.flatnonzero(days + window.days > end)
    columns, rows = (np.floor(values[live] / SQUARE).astype(np.int64) for values in (x, y))
    lifted: dict[Cell, list[int]] = defaultdict(list)
    for event, column, row in zip(live.tolist(), columns.tolist(), rows.tolist(), strict=True):
        for across, up in _disc(window.metres):
            lifted[column + across, row + up].append(event)
    cells = sorted(lifted)
    found = [_area([cells[k] for k in group], lifted, days, window) for group in _touching(cells)]
    found.sort(key=lambda area: (-area["events"], area["squares"][0]))
    for number, area in enumerate(found, start=1):
        area["name"] = f"Window {number}"
    return found


def _disc(metres: float) -> list[Cell]:
    reach = int(metres // SQUARE)
    steps = range(-reach, reach + 1)
    return [(a, b) for a in steps for b in steps if np.hypot(a, b) * SQUARE < metres or (a, b) == (0, 0)]


def _area(cells: list[Cell], lifted: dict[Cell, list[int]], days: Floats, window: Window) -> dict[str, Any]:
    events = sorted({event for cell in cells for event in lifted[cell]})
    ends = [_last_day(float(days[lifted[cell]].max()) + window.days) for cell in cells]
    middle = np.mean(np.array(cells), axis=0)
    nearest = min(cells, key=lambda cell: float(np.hypot(*(np.array(cell) - middle))))
    return {
        "squares": [[round(column * SQUARE), round(row * SQUARE)] for column, row in cells],
        "until": [end.isoformat() for end in ends],
        "first_until": min(ends).isoformat(),
        "last_until": max(ends).isoformat(),
        "events": len(events),
        "newest": day_of(float(days[events].max())).isoformat(),
        "x": round((nearest[0] + 0.5) * SQUARE),
        "y": round((nearest[1] + 0.5) * SQUARE),
        "hectares": round(len(cells) * SQUARE**2 / 10_000),
    }


def _last_day(end: float) -> date:
    """The last day of which a part lies before the end."""
    return day_of(np.ceil(end) - 1)


def _touching(cells: list[Cell]) -> list[Ints]:
    """Positions of the cells of each group, in their order."""
    if not cells:
        return []
    number = {cell: k for k, cell in enumerate(cells)}
    pairs = [
        (k, number[column + a, row + b])
        for k, (column, row) in enumerate(cells)
        for a, b in ((1, 0), (0, 1), (1, 1), (1, -1))
        if (column + a, row + b) in number
    ]
    links = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    joined = coo_array((np.ones(len(links)), (links[:, 0], links[:, 1])), shape=(len(cells), len(cells)))
    groups, group = connected_components(joined, directed=False)
    return [np.flatnonzero(group == one) for one in range(groups)]
