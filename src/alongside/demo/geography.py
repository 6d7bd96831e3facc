"""The invented borough of Larkmere: its outline, wards, LSOAs, streets and people in number.

It lies where the charts show open sea, so that no code, name or point can be mistaken for a real one: GSS codes of
its kind (E05999…, E01999…, E09999001) are not given out. Always the same: nothing here is drawn anew from one demo to
the next, and only the number of residents depends on the size asked for.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random

import shapely
from shapely import LineString, Point, Polygon

BOROUGH_CODE, BOROUGH_NAME = "E09999001", "Larkmere"
VINTAGE = 2024
CENTRE = (630_000.0, 192_000.0)
LSOAS = 120
WARDS_DOWN, WARDS_ACROSS = 4, 3
LSOAS_A_WARD = LSOAS // (WARDS_DOWN * WARDS_ACROSS)
STREETS_A_LSOA = 7
RESIDENTS = 280_000

# From north to south, each row from west to east.
WARD_NAMES = (
    "Heronsgate", "Osier Hill", "Larkfield", "Lanternfield", "Millrace", "Kingcup Green",
    "Foxglove Park", "Larkmere Central", "Elmsgate", "Gannet Row", "Quayside", "Saltmarsh",
)  # fmt: skip
_STREET_NAMES = (
    "Heron", "Otter", "Sedge", "Kingcup", "Lapwing", "Osier", "Teasel", "Marram", "Samphire", "Curlew", "Dunlin",
    "Foxglove", "Bramble", "Yarrow", "Sorrel", "Campion", "Burdock", "Comfrey", "Tansy", "Bulrush", "Redshank",
    "Sandpiper", "Plover", "Wigeon", "Shoveler", "Turnstone", "Whimbrel", "Avocet", "Bittern", "Moorhen", "Coot",
    "Grebe", "Kittiwake", "Fulmar", "Guillemot", "Razorbill", "Puffin", "Skua", "Tern", "Cormorant", "Lantern",
    "Ropewalk", "Caulker", "Tallow", "Chandler", "Cooper", "Wainwright", "Fuller", "Tanner", "Dyer", "Weaver",
    "Millrace", "Sluice", "Lock", "Towpath", "Wharf", "Jetty", "Capstan", "Anchor", "Halyard", "Spinnaker",
    "Mizzen", "Bosun", "Purser", "Signal", "Beacon", "Compass", "Sextant", "Almanac", "Orchard", "Quince", "Medlar",
    "Damson", "Bullace", "Rowan", "Alder", "Aspen", "Hornbeam", "Whitebeam", "Juniper", "Larch", "Spindle",
)  # fmt: skip
_STREET_KINDS = (
    "Street", "Road", "Lane", "Walk", "Close", "Row", "Way", "Terrace", "Gardens", "Mews", "Avenue", "Crescent",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Street:
    """A stretch of street inside one LSOA; ends in metres of the British National Grid."""

    name: str
    lsoa_code: str
    start: tuple[float, float]
    end: tuple[float, float]

    @property
    def middle(self) -> tuple[float, float]:
        return (self.start[0] + self.end[0]) / 2, (self.start[1] + self.end[1]) / 2


@dataclass(frozen=True, slots=True)
class Lsoa:
    """`liveliness`: how much goes on there by day and night beside living, 1 in a quiet street."""

    code: str
    name: str
    ward_code: str
    outline: Polygon
    residents: int
    liveliness: float


@dataclass(frozen=True, slots=True)
class Ward:
    code: str
    name: str
    outline: Polygon


@dataclass(frozen=True, slots=True)
class Borough:
    """The whole geography. Outlines tile without a gap; each ward is exactly its LSOAs."""

    code: str
    name: str
    outline: Polygon
    wards: tuple[Ward, ...]
    lsoas: tuple[Lsoa, ...]
    streets: tuple[Street, ...]

    @property
    def residents(self) -> int:
        return sum(lsoa.residents for lsoa in self.lsoas)

    def ward_of(self, lsoa: Lsoa) -> Ward:
        return next(ward for ward in self.wards if ward.code == lsoa.ward_code)


@lru_cache(maxsize=4)
def larkmere(residents: int = RESIDENTS) -> Borough:
    """The borough with so many residents: always the same for the same number."""
    rng = Random("larkmere")  # noqa: S311
    outline = _outline(rng)
    cells = _cells(outline, rng)
    groups = _grouped(cells)
    wards = tuple(
        Ward(f"E05999{number:03d}", name, _polygon(shapely.union_all(group)))
        for number, (name, group) in enumerate(zip(WARD_NAMES, groups, strict=True), start=1)
    )
    lsoas = tuple(_lsoas(wards, groups, residents, rng))
    whole = _polygon(shapely.union_all([lsoa.outline for lsoa in lsoas]))
    return Borough(BOROUGH_CODE, BOROUGH_NAME, whole, wards, lsoas, tuple(_streets(lsoas, rng)))


def _outline(rng: Random) -> Polygon:
    """A lumpy oval of about 39 square kilometres, as large as an outer London borough."""
    waves = [(turns, rng.uniform(0.02, 0.07), rng.uniform(0, math.tau)) for turns in (2, 3, 5, 8)]
    corners = []
    for step in range(180):
        angle = math.tau * step / 180
        swell = 1 + sum(size * math.sin(turns * angle + shift) for turns, size, shift in waves)
        corners.append((CENTRE[0] + 3_000 * swell * math.cos(angle), CENTRE[1] + 4_050 * swell * math.sin(angle)))
    return Polygon(corners)


def _cells(outline: Polygon, rng: Random) -> list[Polygon]:
    """Irregular cells that tile the outline, smaller towards the middle, where more people live."""
    seeds: list[Point] = []
    while len(seeds) < LSOAS:
        angle, reach = rng.uniform(0, math.tau), rng.uniform(0.0, 1.0) ** 0.6
        seed = Point(CENTRE[0] + 3_600 * reach * math.cos(angle), CENTRE[1] + 4_800 * reach * math.sin(angle))
        if outline.contains(seed) and all(seed.distance(other) > 220 for other in seeds):
            seeds.append(seed)
    for _ in range(2):
        seeds = [cell.centroid for cell in _tiled(outline, seeds)]
    return _tiled(outline, seeds)


def _tiled(outline: Polygon, seeds: Sequence[Point]) -> list[Polygon]:
    """One cell to a seed, cut to the outline, their corners on whole metres so that neighbours share them exactly."""
    diagram = shapely.voronoi_polygons(shapely.MultiPoint(seeds), extend_to=outline)
    cut = shapely.set_precision(shapely.intersection(list(diagram.geoms), outline), 1.0)
    return sorted((_polygon(cell) for cell in cut), key=lambda cell: (-cell.centroid.y, cell.centroid.x))


def _polygon(shape: shapely.Geometry) -> Polygon:
    """The one polygon that it is (a cut may leave slivers of no width beside it)."""
    parts = [part for part in getattr(shape, "geoms", [shape]) if isinstance(part, Polygon) and part.area > 1]
    return max(parts, key=lambda part: part.area)


def _grouped(cells: Sequence[Polygon]) -> list[list[Polygon]]:
    """Twelve wards of ten cells: bands from north to south, each cut from west to east."""
    down = sorted(cells, key=lambda cell: -cell.centroid.y)
    band = LSOAS // WARDS_DOWN
    bands = [sorted(down[at : at + band], key=lambda cell: cell.centroid.x) for at in range(0, LSOAS, band)]
    return [cells[at : at + LSOAS_A_WARD] for cells in bands for at in range(0, band, LSOAS_A_WARD)]


def _lsoas(wards: Sequence[Ward], groups: Sequence[Sequence[Polygon]], residents: int, rng: Random) -> Iterator[Lsoa]:
    shares = [rng.uniform(0.75, 1.3) for _ in range(LSOAS)]
    people = [round(residents * share / sum(shares)) for share in shares]
    people[0] += residents - sum(people)
    number = 0
    for ward, group in zip(wards, groups, strict=True):
        for cell in group:
            # Five LSOAs to a middle-layer area, lettered as the real ones are.
            name = f"{BOROUGH_NAME} {number // 5 + 1:03d}{'ABCDE'[number % 5]}"
            yield Lsoa(f"E01999{number + 1:03d}", name, ward.code, cell, people[number], _liveliness(ward, cell, rng))
            number += 1


def _liveliness(ward: Ward, cell: Polygon, rng: Random) -> float:
    """A town centre, a waterfront, and here and there a parade of shops."""
    from_centre = cell.centroid.distance(Point(CENTRE)) / 1_000
    lively = 1 + 5 * math.exp(-(from_centre**2) / 0.5)
    if ward.name == "Quayside":
        lively += 1.5
    return lively + (2.0 if rng.random() < 0.12 else 0.0)


def _streets(lsoas: Sequence[Lsoa], rng: Random) -> Iterator[Street]:
    names = [f"{name} {kind}" for kind in _STREET_KINDS for name in _STREET_NAMES]
    rng.shuffle(names)
    waiting = iter(names)
    for lsoa in lsoas:
        slope = rng.uniform(0, math.pi / 2)
        for number in range(STREETS_A_LSOA):
            angle = slope + (math.pi / 2 if number % 2 else 0)
            start, end = _stretch(lsoa.outline, angle, rng)
            yield Street(next(waiting), lsoa.code, start, end)


def _stretch(cell: Polygon, angle: float, rng: Random) -> tuple[tuple[float, float], tuple[float, float]]:
    """A straight street through the cell at that angle, well inside its edges."""
    inner = cell.buffer(-25) if not cell.buffer(-25).is_empty else cell
    west, south, east, north = inner.bounds
    while True:
        through = Point(rng.uniform(west, east), rng.uniform(south, north))
        if inner.contains(through):
            break
    far = (2_000 * math.cos(angle), 2_000 * math.sin(angle))
    line = LineString([(through.x - far[0], through.y - far[1]), (through.x + far[0], through.y + far[1])])
    cut = inner.intersection(line)
    piece = next(part for part in getattr(cut, "geoms", [cut]) if part.distance(through) < 1)
    (x1, y1), (x2, y2) = piece.coords[0], piece.coords[-1]
    return (round(x1, 1), round(y1, 1)), (round(x2, 1), round(y2, 1))
