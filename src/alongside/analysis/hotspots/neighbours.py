"""Which cells count as neighbours of which, and by how much."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from scipy.sparse import csr_array  # type: ignore[import-untyped]
from scipy.spatial import cKDTree  # type: ignore[import-untyped]

from alongside.analysis.events.chance import within
from alongside.analysis.events.coordinates import coordinates
from alongside.analysis.events.results import Floats, Ints, summed
from alongside.analysis.events.unfit import Unfit
from alongside.analysis.hotspots.areas import Areas
from alongside.analysis.hotspots.cells import Cells
from alongside.analysis.hotspots.grid import Grid

_QUEEN = [(-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1)]
_ROOK = [(-1, 0), (0, -1), (0, 1), (1, 0)]


@dataclass(frozen=True, eq=False)
class Neighbours:
    """Weights of neighbours without the cell itself: cell i has indices[starts[i]:starts[i + 1]] and their weights."""

    starts: Ints
    indices: Ints
    weights: Floats
    description: str

    @classmethod
    def queen(cls, grid: Grid) -> "Neighbours":
        """The up to eight squares that share an edge or a corner."""
        return cls._around(grid, _QUEEN, "squares that share an edge or a corner")

    @classmethod
    def rook(cls, grid: Grid) -> "Neighbours":
        """The up to four squares that share an edge."""
        return cls._around(grid, _ROOK, "squares that share an edge")

    @classmethod
    def within(cls, x: Any, y: Any, distance: float) -> "Neighbours":
        """Other points at a distance of at most `distance` metres."""
        xs, ys = coordinates(x, y)
        distance = within(distance, "distance", above=0)
        tree = cKDTree(np.column_stack([xs, ys]))
        pairs = tree.query_pairs(distance, output_type="ndarray")
        one, other = np.concatenate([pairs, pairs[:, ::-1]]).T
        return cls._of_pairs(one, other, len(xs), f"within {distance:g} metres")

    @classmethod
    def touching(cls, areas: Areas) -> "Neighbours":
        """Areas that share at least a point."""
        return cls._of_pairs(*areas.touching(), len(areas), "areas that touch")

    @classmethod
    def of(cls, matrix: Any, description: str = "given weights") -> "Neighbours":
        """A square matrix of weights, dense or sparse; its diagonal is left out. Weights must be 0 or more."""
        try:
            whole = csr_array(matrix).tocoo()
        except (TypeError, ValueError, AttributeError):
            whole = csr_array((0, 1)).tocoo()
        if (
            whole.ndim != 2
            or whole.shape[0] != whole.shape[1]
            or (whole.data < 0).any()
            or not np.isfinite(whole.data).all()
        ):
            raise Unfit("The weights are not a square table of numbers from 0 upwards.", "Give one row a cell.")
        kept = (whole.row != whole.col) & (whole.data != 0)
        return cls._of_pairs(whole.row[kept], whole.col[kept], whole.shape[0], description, whole.data[kept])

    @classmethod
    def given(cls, neighbours: Any, cells: Cells | None, size: int) -> "Neighbours":
        """What a caller gave, `Neighbours` or a square table, held to the number of cells; without it the default."""
        if neighbours is None and cells is None:
            raise Unfit("Bare numbers do not say which cells touch.", "Give neighbours=, or counts made on a grid.")
        if neighbours is None and cells is not None:
            neighbours = cls.default(cells)
        around: Neighbours = neighbours if isinstance(neighbours, cls) else cls.of(neighbours)
        if len(around) != size:
            raise Unfit(f"There are {size:,} values and {len(around):,} cells.", "Give one value for each cell.")
        return around

    @classmethod
    def default(cls, cells: Cells) -> "Neighbours":
        """Queen for a grid, touching for areas."""
        return cls.queen(cells) if isinstance(cells, Grid) else cls.touching(cells)  # type: ignore[arg-type]

    @classmethod
    def _around(cls, grid: Grid, steps: list[tuple[int, int]], description: str) -> "Neighbours":
        found = np.column_stack([grid.numbers[grid.rows + 1 + up, grid.cols + 1 + across] for up, across in steps])
        present = found >= 0
        starts = np.concatenate([[0], np.cumsum(present.sum(axis=1))])
        indices = found[present]
        return cls(starts, indices, np.ones(len(indices)), description)

    @classmethod
    def _of_pairs(cls, one: Ints, other: Ints, n: int, description: str, weights: Floats | None = None) -> "Neighbours":
        order = np.lexsort((other, one))
        starts = np.concatenate([[0], np.cumsum(np.bincount(one, minlength=n))])
        values = np.ones(len(order)) if weights is None else np.asarray(weights, dtype=np.float64)[order]
        return cls(starts, np.asarray(other, dtype=np.int64)[order], values, description)

    def __len__(self) -> int:
        return len(self.starts) - 1

    def standardised(self) -> "Neighbours":
        """Each row's weights divided by their sum; islands keep none."""
        sums = np.repeat(self.sums(), self.number)
        return Neighbours(self.starts, self.indices, self.weights / sums, f"{self.description}, rows add to 1")

    @cached_property
    def number(self) -> Ints:
        """Neighbours of each cell."""
        return np.diff(self.starts)

    @cached_property
    def matrix(self) -> Any:
        return csr_array((self.weights, self.indices, self.starts), shape=(len(self), len(self)))

    def lag(self, values: Floats) -> Floats:
        """The weighted sum over each cell's neighbours."""
        return np.asarray(self.matrix @ values)

    def sums(self, power: int = 1) -> Floats:
        """Each row's sum of weights, or of their squares."""
        rows = np.repeat(np.arange(len(self)), self.number)
        return summed(rows, self.weights**power, len(self))

    @cached_property
    def even(self) -> bool:
        """Whether the weights are alike within each row."""
        first = np.repeat(self.weights[np.minimum(self.starts[:-1], max(len(self.weights) - 1, 0))], self.number)
        return bool(np.array_equal(first, self.weights)) if len(self.weights) else True
