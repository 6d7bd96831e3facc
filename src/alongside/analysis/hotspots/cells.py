"""What every division of a place into cells offers: squares of a grid, or a caller's own areas."""

from typing import Any, Protocol

from alongside.analysis.events.results import Floats, Ints


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
