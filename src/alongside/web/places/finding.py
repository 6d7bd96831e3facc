"""From the name of a street or a ward to the cells of an answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from alongside.common.text import fold_name
from alongside.places.queries import RunDetail, streets_named
from alongside.places.source_forms import NATIONAL_GRID
from alongside.web.places.hot_words import number

MOST_PLACES = 30
MOST_CELLS = 8


@dataclass(frozen=True, slots=True)
class CellFound:
    cell: int
    words: str


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """A street or a ward with its cells, the hottest first; `note` says what is not listed."""

    name: str
    note: str
    cells: tuple[CellFound, ...]


def find(run: RunDetail, asked: str) -> tuple[PlaceFound, ...]:
    result: Mapping[str, Any] = run.result or {}
    key = fold_name(asked)
    wards = [
        _place(result, f"{ward['name']} (ward)", ward["cells"])
        for ward in result["wards"]
        if key in fold_name(ward["name"])
    ]
    streets = [
        _place(result, name, cells) for name, spots in _streets(result, asked).items() if (cells := _at(result, spots))
    ]
    return tuple([*wards, *streets][:MOST_PLACES])


def _streets(result: Mapping[str, Any], asked: str) -> dict[str, list[tuple[int, int]]]:
    if result["plane"] != NATIONAL_GRID or not result["is_open"]:
        return {}
    xs = [corner[0] for ring in result["boundary"] for corner in ring]
    ys = [corner[1] for ring in result["boundary"] for corner in ring]
    return streets_named(asked, (min(xs), min(ys), max(xs), max(ys)))


def _at(result: Mapping[str, Any], spots: Sequence[tuple[int, int]]) -> list[int]:
    grid = result["grid"]
    wanted = {
        (int((north - grid["y0"]) // grid["cell"]), int((east - grid["x0"]) // grid["cell"])) for east, north in spots
    }
    return [k for k, where in enumerate(zip(grid["rows"], grid["cols"], strict=True)) if where in wanted]


def _place(result: Mapping[str, Any], name: str, cells: Sequence[int]) -> PlaceFound:
    told, hot = result["cells"], set(result["cells"]["hot"])
    ordered = sorted(cells, key=lambda cell: (-(told["z"][cell] or 0.0), cell))
    hot_here = sum(1 for cell in cells if cell in hot)
    note = f"{len(cells):,} cell{'s' if len(cells) != 1 else ''}, {hot_here:,} of them hot."
    if len(cells) > MOST_CELLS:
        note += f" The {MOST_CELLS} with the highest z:"
    return PlaceFound(
        name, note,
        tuple(
            CellFound(
                cell,
                f"Cell {cell}: {number(told['counts'][cell])} {result['noun']}, {'hot' if cell in hot else 'not hot'}",
            )
            for cell in ordered[:MOST_CELLS]
        ),
    )  # fmt: skip
