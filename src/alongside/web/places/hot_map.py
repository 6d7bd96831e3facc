"""The map of an answer: counts, hot areas by class, where next, wards, people, deprivation, schools, problems."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from alongside.areas.queries import schools_within
from alongside.places.queries import ProblemTold, RunDetail
from alongside.places.source_forms import NATIONAL_GRID
from alongside.web.design.map_names import names_on
from alongside.web.design.maps import class_bounds
from alongside.web.design.place_map import (
    Layer,
    MetreFrame,
    PlaceMap,
    SquareCells,
    marks,
    place_map,
    scale_bar,
    shape,
    words_at,
)
from alongside.web.places.hot_words import CLASS_NAMES, LETTERS, number, where

SHADES = 5
# Names of more wards than this cover each other.
MOST_NAMES = 40
NEXT_SHARE = 0.05
Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Shade:
    """A shade of the legend; `key` is part of its class name."""

    key: str
    words: str


@dataclass(frozen=True, slots=True)
class HotMap:
    map: PlaceMap
    shades: tuple[Shade, ...]
    people: tuple[Shade, ...]
    deprivation: tuple[Shade, ...]


def hot_map(run: RunDetail, problems: Sequence[ProblemTold]) -> HotMap:
    result: Told = run.result or {}
    cells = SquareCells.of(result["grid"])
    frame = MetreFrame.around([*result["boundary"], *(ring for row in result["areas"] for ring in row["outline"])])
    counts, shades = _counts(result, cells, frame)
    people, people_shades = _people(result, frame)
    deprivation, fifths = _deprivation(result, frame)
    layers = [
        Layer("deprivation", "Deprivation", deprivation, is_on=False),
        Layer("people", "People living there", people, is_on=False),
        Layer("counts", f"{result['noun'].capitalize()} by cell", counts),
        Layer("wards", "Wards", _wards(result, frame)),
        Layer("base", "", _base(result, frame)),
        Layer("next", "Where next", _next(result, cells, frame), is_on=False),
        Layer("schools", "Schools", _schools(result, frame), is_on=False),
        Layer("problems", "Problems to work on", _problems(problems, result["plane"], frame)),
        Layer("areas", "Hot areas", _areas(result, frame)),
        Layer("scale", "", scale_bar(frame)),
    ]
    drawn = place_map("hot-map", run.summary.title, _description(result), frame, [one for one in layers if one.svg])
    return HotMap(drawn, shades, people_shades, fifths)


def area_map(run: RunDetail, row: Told) -> PlaceMap:
    """One area with a margin of three cells around it."""
    result: Told = run.result or {}
    cells, margin = SquareCells.of(result["grid"]), 3 * result["grid"]["cell"]
    xs = [corner[0] for ring in row["outline"] for corner in ring]
    ys = [corner[1] for ring in row["outline"] for corner in ring]
    around = [(min(xs) - margin, min(ys) - margin), (max(xs) + margin, max(ys) + margin)]
    frame = MetreFrame.around([around])
    counts, _ = _counts(result, cells, frame)
    layers = [
        Layer("counts", "Counts by cell", counts),
        Layer("base", "", _base(result, frame)),
        Layer("schools", "Schools", _schools(result, frame)),
        Layer("areas", "Hot areas", _areas(result, frame)),
        Layer("scale", "", scale_bar(frame)),
    ]
    title = f"Area {row['number']}, {where(row)}"
    return place_map("area-map", title, "Every number is in the table.", frame, [one for one in layers if one.svg])


def outline_map(outline: Sequence[Any], title: str) -> PlaceMap:
    """A place by itself."""
    frame = MetreFrame.around(outline)
    layers = [
        Layer("areas", "", shape("al-place__area al-place__area--persistent", frame.path(outline))),
        Layer("scale", "", scale_bar(frame)),
    ]
    return place_map("outline-map", title, "The outline of the place.", frame, layers)


def _description(result: Told) -> str:
    areas = result["areas"]
    if not areas:
        return "No hot area. Every count is in the files below."
    most = areas[0]
    return f"{len(areas)} hot areas. The fullest: {where(most)}, {number(most['events'])}. Every area is in the table."


def _counts(result: Told, cells: SquareCells, frame: MetreFrame) -> tuple[SafeString, tuple[Shade, ...]]:
    counts = result["cells"]["counts"]
    bounds = _bounds([count for count in counts if count])
    groups: dict[int, list[int]] = {k: [] for k in range(len(bounds))}
    for cell, count in enumerate(counts):
        if count:
            groups[next(k for k, (_, high) in enumerate(bounds) if count <= high)].append(cell)
    parts, shades = [], []
    for k, (low, high) in enumerate(bounds):
        shade = str(round(k * (SHADES - 1) / max(1, len(bounds) - 1)))
        parts.append(shape(f"al-place__cells al-place__cells--{shade}", cells.path(frame, groups[k])))
        shades.append(Shade(shade, f"{low:,.0f}" if low == high else f"{low:,.0f} to {high:,.0f}"))
    if few := [cell for cell, count in enumerate(counts) if count is None]:
        parts.insert(0, shape("al-place__cells al-place__cells--few", cells.path(frame, few)))
        shades.insert(0, Shade("few", "1 to 4"))
    return mark_safe("".join(parts)), tuple(shades)


def _bounds(counts: Sequence[int]) -> list[tuple[int, int]]:
    """Lowest and highest count of each shade: about as many events in each, so that the darkest are the few full cells."""
    total, seen = sum(counts), 0
    bounds: list[tuple[int, int]] = []
    for value, alike in groupby(sorted(counts)):
        shade = min(SHADES - 1, int(SHADES * seen / total))
        if len(bounds) <= shade:
            bounds.append((value, value))
        else:
            bounds[-1] = (bounds[-1][0], value)
        seen += sum(alike)
    return bounds


def _areas(result: Told, frame: MetreFrame) -> SafeString:
    parts = []
    for row in result["areas"]:
        path, kind = frame.path(row["outline"]), row["class"] or "none"
        words = f"Area {row['number']}, {CLASS_NAMES[row['class']].lower()}: {where(row)}, {number(row['events'])}"
        parts.append(shape("al-place__halo", path))
        parts.append(shape(f"al-place__area al-place__area--{kind}", path, words))
    parts += [words_at("al-place__tag", frame, *_tag(row)) for row in reversed(result["areas"])]
    return mark_safe("".join(parts))


def _tag(row: Told) -> tuple[tuple[float, float], str]:
    return _corner(row), f"{row['number']}{LETTERS[row['class']]}"


def _corner(row: Told) -> tuple[float, float]:
    """The westernmost of the northernmost corners: the tag stands on it."""
    x, y = min((corner for ring in row["outline"] for corner in ring), key=lambda corner: (-corner[1], corner[0]))
    return float(x), float(y)


def _base(result: Told, frame: MetreFrame) -> SafeString:
    return shape("al-place__boundary", frame.path(result["boundary"]))


def _wards(result: Told, frame: MetreFrame) -> SafeString:
    wards = result["wards"]
    parts = [shape("al-place__ward", frame.path(ward["rings"])) for ward in wards]
    if len(wards) <= MOST_NAMES:
        cells = SquareCells.of(result["grid"])
        named = [(_middle(cells, ward["cells"]), str(ward["name"])) for ward in wards if ward["cells"]]
        parts.append(names_on(frame, named, [_tag(row) for row in result["areas"]]))
    return mark_safe("".join(parts))


def _middle(cells: SquareCells, of: Sequence[int]) -> tuple[float, float]:
    middles = [cells.centre(cell) for cell in of]
    return sum(x for x, _ in middles) / len(middles), sum(y for _, y in middles) / len(middles)


def next_cells(result: Told) -> list[int]:
    """The fullest twentieth of the cells by what is expected next."""
    values = result["forecast"]["values"]
    many = max(1, int(len(values) * NEXT_SHARE))
    return sorted(range(len(values)), key=lambda cell: (-values[cell], cell))[:many]


def _next(result: Told, cells: SquareCells, frame: MetreFrame) -> SafeString:
    spots = [(*cells.centre(cell), "") for cell in next_cells(result)]
    return marks("al-place__next", frame, spots, size=max(3.0, 0.3 * cells.side * frame.scale))


def _schools(result: Told, frame: MetreFrame) -> SafeString:
    if result["plane"] != NATIONAL_GRID:
        return mark_safe("")
    bounds = (
        frame.west, frame.north - frame.height / frame.scale, frame.west + frame.width / frame.scale, frame.north,
    )  # fmt: skip
    spots = [
        (one.easting, one.northing, one.name)
        for one in schools_within(bounds)
        if one.easting is not None and one.northing is not None
    ]
    return marks("al-place__school", frame, spots)


def _people(result: Told, frame: MetreFrame) -> tuple[SafeString, tuple[Shade, ...]]:
    held = result["people"]
    if not held:
        return mark_safe(""), ()
    dense = [area["people"] / max(area["hectares"], 0.1) for area in held["areas"]]
    bounds = class_bounds(dense)
    paths: dict[int, list[str]] = {k: [] for k in range(len(bounds))}
    for area, value in zip(held["areas"], dense, strict=True):
        paths[next(k for k, (_, high) in enumerate(bounds) if value <= high)].append(frame.path(area["rings"]))
    parts, shades = [], []
    for k, (low, high) in enumerate(bounds):
        shade = str(round(k * (SHADES - 1) / max(1, len(bounds) - 1)))
        parts.append(shape(f"al-place__people al-place__people--{shade}", "".join(paths[k])))
        shades.append(Shade(shade, f"{low:,.0f} to {high:,.0f}"))
    return mark_safe("".join(parts)), tuple(shades)


FIFTHS = ("most deprived fifth", "second", "third", "fourth", "least deprived fifth")


def _deprivation(result: Told, frame: MetreFrame) -> tuple[SafeString, tuple[Shade, ...]]:
    """By fifths of the country, the most deprived the darkest. An answer from before the layer was held has none."""
    held = result.get("deprivation")
    if not held:
        return mark_safe(""), ()
    paths: dict[int, list[str]] = {}
    for area in held["areas"]:
        paths.setdefault((area["decile"] - 1) // 2, []).append(frame.path(area["rings"]))
    parts = [shape(f"al-place__people al-place__people--{4 - k}", "".join(paths[k])) for k in sorted(paths)]
    return mark_safe("".join(parts)), tuple(Shade(str(4 - k), FIFTHS[k]) for k in range(len(FIFTHS)))


def _problems(problems: Sequence[ProblemTold], plane: str, frame: MetreFrame) -> SafeString:
    parts = [
        shape("al-place__drawn", frame.path(one.outline), f"Problem: {one.name}, {one.state.label.lower()}")
        for one in problems
        if one.plane == plane
    ]
    return mark_safe("".join(parts))
