"""Deprivation of the small areas of one place, beside the counts of the page of recorded crime: a map, and deciles."""

from collections.abc import Collection
from dataclasses import dataclass

from alongside.areas.queries import Index, boundaries_of, deprivation_of, vintages_of
from alongside.areas.states import AreaKind
from alongside.common.text import counted
from alongside.places.queries import CountingSummary
from alongside.web.design.maps import MapArea, MapClass, ShadedMap, shaded_map

LEAST_DEPRIVED = 10
# The darkest is the most deprived, as on the map of hot spots; values are turned round, since 1 is the most deprived.
FIFTHS = tuple(
    MapClass(low, low + 1, words)
    for low, words in zip(
        range(1, 10, 2), ("least deprived fifth", "fourth", "third", "second", "most deprived fifth"), strict=True
    )
)


@dataclass(frozen=True, slots=True)
class DeprivationLayer:
    """`deciles`: by code of the small area, 1 the most deprived tenth of the country."""

    year: int
    words: str
    map: ShadedMap | None
    deciles: dict[str, int]


def deprivation_layer(place: str, codes: Collection[str], index: Index, most: int) -> DeprivationLayer | None:
    """Of these small areas; None where the index tells of none of them. More than `most` make no map."""
    deciles = {code: decile for code, decile in index.deciles.items() if code in codes}
    if not deciles:
        return None
    deprived = sum(decile <= 2 for decile in deciles.values())
    words = (
        f"{deprived:,} of {counted(len(deciles), 'small area')} (LSOAs) of {place} are among the most deprived fifth of "
        f"the country. Index of Multiple Deprivation {index.year}; {index.licence}. This is context and not a cause: it "
        "says how people live there, not who does what."
    )
    drawn = _map(place, index.year, words, deciles, index.vintage) if len(deciles) <= most else None
    return DeprivationLayer(index.year, words, drawn, deciles)


def index_for(way: CountingSummary) -> Index | None:
    """The index of the small areas that are counted, or else of the newest for which one is held."""
    vintages = vintages_of(AreaKind.LSOA)
    if way.kind == AreaKind.LSOA and way.vintage in vintages:
        vintages = [way.vintage, *(one for one in vintages if one != way.vintage)]
    held = (deprivation_of(AreaKind.LSOA, vintage=one) for one in vintages)
    return next((index for index in held if index is not None), None)


def _map(place: str, year: int, words: str, deciles: dict[str, int], vintage: int) -> ShadedMap | None:
    drawn = [
        MapArea(
            one["geometry"],
            LEAST_DEPRIVED + 1 - deciles[one["id"]],
            f"{one['properties']['name']}: decile {deciles[one['id']]}",
        )
        for one in boundaries_of(AreaKind.LSOA, vintage)["features"]
        if one["id"] in deciles
    ]
    title = f"Deprivation of small areas, {place}, Index of {year}"
    return shaded_map("deprivation-map", title, words, drawn, classes=FIFTHS) if drawn else None
