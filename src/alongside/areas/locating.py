"""Which area a point lies in: a spatial index of one kind and vintage, kept in memory by each process."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray

from alongside.areas.models import Area, AreaSource
from alongside.areas.outlines import from_geojson
from alongside.areas.states import SourceKind

POINTS_AT_ONCE = 100_000
Version = tuple[tuple[int, str, int], ...]


class Locator:
    """Finds areas by point. A point on a shared edge belongs to the area whose code comes first."""

    def __init__(self, codes: Sequence[str], boundaries: Sequence[str]) -> None:
        self._codes: list[str | None] = [*codes, None]
        self._outlines = np.array(from_geojson(boundaries), dtype=object)
        shapely.prepare(self._outlines)
        self._tree = shapely.STRtree(self._outlines)

    def codes_at(self, eastings: Sequence[float], northings: Sequence[float]) -> list[str | None]:
        found = np.concatenate(
            [
                self._places_at(eastings[start : start + POINTS_AT_ONCE], northings[start : start + POINTS_AT_ONCE])
                for start in range(0, len(eastings), POINTS_AT_ONCE)
            ]
            or [np.empty(0, dtype=np.int64)]
        )
        return [self._codes[place] for place in found]

    def _places_at(self, eastings: Sequence[float], northings: Sequence[float]) -> NDArray[np.int64]:
        outside = len(self._codes) - 1
        places = np.full(len(eastings), outside, dtype=np.int64)
        points, areas = self._tree.query(
            shapely.points(np.asarray(eastings, dtype=np.float64), np.asarray(northings, dtype=np.float64)),
            predicate="intersects",
        )
        np.minimum.at(places, points, areas)
        return places


def locator(kind: str, vintage: int) -> Locator:
    """The index of the boundaries as they are loaded now, in whichever process they were loaded."""
    return _locator(kind, vintage, _version())


def _version() -> Version:
    loaded = AreaSource.objects.filter(kind=SourceKind.BOUNDARIES).order_by("pk")
    return tuple(loaded.values_list("pk", "sha256", "vintage"))


@lru_cache(maxsize=8)
def _locator(kind: str, vintage: int, version: Version) -> Locator:
    rows = Area.objects.filter(kind=kind, vintage=vintage).order_by("code").values_list("code", "boundary")
    return Locator([code for code, _ in rows], [boundary for _, boundary in rows])
