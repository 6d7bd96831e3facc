"""What every division of a place into cells offers: squares of a grid, or a caller's own areas."""

from typing import Any, Protocol

from alongside.analysis.events.results import Floats, Ints
from alongside.analysis.events.unfit import Unfit


class Cells(Protocol):
    """Numbered cells. Positions in every result follow this numbering."""

    @property
    def crs(self) -> str: ...

    @property
    def area(self) -> Floats:
        """Square metres of each cell."""
        ...

    def __len__(self) -> int: ...

    def locate(self, x: Floats, y: Floats) -> Ints:
        """The number of the cell that holds each point, -1 outside all cells."""
        ...

    def centres(self) -> tuple[Floats, Floats]: ...

    def polygons(self) -> list[Any]:
        """Outlines for drawing, as shapely polygons."""
        ...

    def describe(self) -> dict[str, object]:
        """The settings that made these cells."""
        ...


def check_cells(cells: Any) -> None:
    """Raise `Unfit` where something else stands in the place of cells."""
    if not hasattr(cells, "locate"):
        raise Unfit(
            f"There are no cells to count in, but {type(cells).__name__}.",
            "Give Grid.over(boundary, cell), or Grid.of_areas(…).",
        )
