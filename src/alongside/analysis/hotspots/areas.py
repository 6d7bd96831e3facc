"""A caller's own areas as cells: wards, output areas, patrol beats."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from alongside.analysis.events.coordinates import refuse_geographic
from alongside.analysis.events.results import Floats, Ints
from alongside.analysis.events.unfit import Unfit
from alongside.analysis.hotspots.boundary import read_shape, refuse_outline_in_degrees, shapely


@dataclass(frozen=True, eq=False)
class Areas:
    """Polygons in metres, numbered as given. A point on a shared edge belongs to the lower number."""

    shapes: tuple[Any, ...]
    names: tuple[str, ...]
    crs: str

    @classmethod
    def of(cls, polygons: Any, names: Any = None, crs: Any = "EPSG:27700") -> "Areas":
        """Take polygons (shapely or GeoJSON) and their names. Raises `Unfit` for degrees and for empty shapes."""
        refuse_geographic(crs)
        shapes = tuple(shapely().make_valid(read_shape(shape)) for shape in polygons)
        if not shapes:
            raise Unfit("There are no areas.", "Give at least one polygon.")
        empty = [number for number, shape in enumerate(shapes, 1) if shape.area == 0]
        if empty:
            raise Unfit(f"Area {empty[0]} encloses nothing.", "Leave it out or mend its outline.")
        labels = tuple(str(name) for name in names) if names is not None else tuple(str(k) for k in range(len(shapes)))
        if len(labels) != len(shapes):
            raise Unfit(f"There are {len(shapes)} areas and {len(labels)} names.", "Give one name for each area.")
        refuse_outline_in_degrees(shapely().union_all(shapely().box(*np.transpose([s.bounds for s in shapes]))))
        return cls(shapes, labels, str(crs))

    def __len__(self) -> int:
        return len(self.shapes)

    @property
    def area(self) -> Floats:
        return np.asarray(shapely().area(np.array(self.shapes, dtype=object)), dtype=np.float64)

    @cached_property
    def _tree(self) -> Any:
        return shapely().STRtree(list(self.shapes))

    def locate(self, x: Floats, y: Floats) -> Ints:
        """The number of the area that holds each point, -1 for points outside all."""
        points, areas = self._tree.query(shapely().points(x, y), predicate="intersects")
        found = np.full(len(x), len(self), dtype=np.int64)
        np.minimum.at(found, points, areas)
        return np.where(found == len(self), -1, found)

    def centres(self) -> tuple[Floats, Floats]:
        middles = shapely().centroid(np.array(self.shapes, dtype=object))
        return np.asarray(shapely().get_x(middles)), np.asarray(shapely().get_y(middles))

    def touching(self) -> tuple[Ints, Ints]:
        """Pairs of areas that share at least a point, both ways round."""
        one, other = self._tree.query(list(self.shapes), predicate="intersects")
        apart = one != other
        return one[apart], other[apart]

    def polygons(self) -> list[Any]:
        return list(self.shapes)

    def describe(self) -> dict[str, object]:
        return {"areas": len(self), "crs": self.crs}
