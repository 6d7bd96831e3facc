"""What somebody can work out of the counts that were shown, by linear programming.

Every count is a sum of atoms: numbers, not negative, one for each combination of categories in the tables. What was
shown says what some of these sums are; the least and the most that another sum can then be is what is known of it.
Source: Willenborg and de Waal (2001), Elements of Statistical Disclosure Control, chapters 7 and 8; Hundepool and
others (2012), Statistical Disclosure Control, section 4.2 (feasibility interval).

Tables that share dimensions are linked. Where the sets of their dimensions form no cycle it is enough that every two
agree on what they share: then one whole population exists that fits them all (Vorob'ev (1962), Theory of Probability
and its Applications 7, 147-163). Sets that form a cycle are laid together in one cube.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds as Box  # type: ignore[import-untyped]
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import coo_array, csr_array  # type: ignore[import-untyped]

from alongside.analysis.disclosure.tables import Cell, cells_of

MOST_ATOMS = 20_000
# To simplify so small a programme first takes longer than to solve it.
SMALL = 2_000
_SAME = 1e-6
_SOLVED, _OUT_OF_BOUNDS = 0, {3, 4}


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is known of a count: it lies between these, both included."""

    low: int
    high: int

    @property
    def width(self) -> int:
        return self.high - self.low


def cubes_of(sets: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """The largest sets of dimensions; where they form a cycle (Graham 1979, Yu and Ozsoyoglu 1979), their union."""
    whole = list(dict.fromkeys(sets))
    largest = [one for one in whole if not any(one < other for other in whole)]
    left = list(largest)
    while True:
        often = [name for one in left for name in one]
        cut = [frozenset(name for name in one if often.count(name) > 1) for one in left]
        kept = [one for place, one in enumerate(cut) if not _covered(place, cut)]
        if kept == left:
            break
        left = kept
    if len(left) < 2:
        return largest
    knot = frozenset[str]().union(*left)
    tied = frozenset[str]().union(*(one for one in largest if len(one & knot) > 1))
    return cubes_of([one for one in largest if not one <= tied] + [tied])


def _covered(place: int, sets: Sequence[frozenset[str]]) -> bool:
    own = sets[place]
    return any(own < other or (own == other and place > at) for at, other in enumerate(sets) if at != place)


class Attack:
    """Everything that somebody could know who sees the counts in `known`, each with the bounds in which it lies."""

    def __init__(
        self, sets: Iterable[frozenset[str]], categories: Mapping[str, Sequence[str]], known: Mapping[Cell, Bounds],
        *, most: int,
    ) -> None:  # fmt: skip
        self._places: dict[frozenset[str], dict[Cell, int]] = {}
        size = 0
        self.cubes = cubes_of(sets)
        for cube in self.cubes:
            names = sorted(cube)
            atoms = product(*(categories[name] for name in names))
            named = [frozenset(zip(names, values, strict=True)) for values in atoms]
            self._places[cube] = {atom: size + place for place, atom in enumerate(named)}
            size += len(named)
        if size > MOST_ATOMS:
            raise ValueError(f"{size} combinations are too many to protect at once: release fewer dimensions together")
        self.size, self._most, self._categories = size, most, categories
        self._forms: dict[Cell, NDArray[np.intp]] = {}
        self._rules, self._box = self._written(known)
        self._seen: dict[Cell, tuple[float, float]] = {}
        self._most_of: dict[Cell, float] = {}

    def bounds(self, cell: Cell) -> Bounds:
        """The least and the most that this count can be."""
        high, low = self.reach(cell), self._optimum(self._goal([cell], 1.0))
        return Bounds(math.ceil(low - _SAME), math.floor(high + _SAME))

    def reach(self, cell: Cell) -> float:
        """Look for a population with as many of these as can be, once; gives how many."""
        if cell not in self._most_of:
            self._most_of[cell] = -self._optimum(self._goal([cell], -1.0))
        return self._most_of[cell]

    def is_wide(self, cell: Cell, width: int) -> bool:
        """Whether two populations that fit differ in this count by so much. Each that is found speaks for all cells."""
        low, high = self._seen.get(cell, (math.inf, -math.inf))
        return high - low >= width - _SAME

    def watch(self, cells: Iterable[Cell], true: Mapping[Cell, int]) -> None:
        """Note, of every population that is found, what these counts are in it. The `true` counts are in one that
        fits; two more are those in which all of them together are as many and as few as they can be."""
        self._seen = {
            cell: (float(true[cell]), float(true[cell])) if cell in true else (math.inf, -math.inf) for cell in cells
        }
        self._most_of = {}  # what is found from now on speaks for these
        self._watched = list(self._seen)
        rows = [np.full(len(self._form(one)), place) for place, one in enumerate(self._watched)]
        columns = [self._form(one) for one in self._watched]
        ones = np.ones(sum(len(one) for one in columns))
        shape = (len(self._watched), self.size)
        both = (np.concatenate(rows), np.concatenate(columns)) if rows else (np.array([]), np.array([]))
        self._sums = csr_array(coo_array((ones, both), shape=shape))
        for sign in (-1.0, 1.0) if self._watched else ():
            self._optimum(self._goal(self._watched, sign))

    def _goal(self, cells: Iterable[Cell], sign: float) -> NDArray[np.float64]:
        goal = np.zeros(self.size)
        for cell in cells:
            goal[self._form(cell)] += sign
        return goal

    def _optimum(self, goal: NDArray[np.float64]) -> float:
        found = milp(goal, constraints=self._rules, bounds=self._box, options={"presolve": self.size > SMALL})
        if found.status != _SOLVED:
            raise ValueError(f"The counts that were shown contradict each other ({found.message})")
        if self._seen:
            for one, value in zip(self._watched, (self._sums @ found.x).tolist(), strict=True):
                low, high = self._seen[one]
                self._seen[one] = (min(low, value), max(high, value))
        return float(found.fun)

    def _form(self, cell: Cell) -> NDArray[np.intp]:
        """The atoms of which this count is the sum, in the first cube that has its dimensions."""
        if cell not in self._forms:
            names = {name for name, _ in cell}
            cube = next(one for one in self.cubes if names <= one)
            self._forms[cell] = self._within(cube, cell)
        return self._forms[cell]

    def _within(self, cube: frozenset[str], cell: Cell) -> NDArray[np.intp]:
        return np.array([place for atom, place in self._places[cube].items() if cell <= atom], dtype=np.intp)

    def _written(self, known: Mapping[Cell, Bounds]) -> tuple[list[LinearConstraint], Box]:
        low, high = np.zeros(self.size), np.full(self.size, float(self._most))
        rules: list[tuple[NDArray[np.intp], NDArray[np.float64], float, float]] = []
        for cell, one in known.items():
            form = self._form(cell)
            if len(form) == 1:
                low[form[0]], high[form[0]] = one.low, one.high
            else:
                rules.append((form, np.ones(len(form)), one.low, one.high))
        rules += [(*difference, 0.0, 0.0) for difference in self._agreements()]
        return ([_matrix(rules, self.size)] if rules else []), Box(low, high)

    def _agreements(self) -> Iterable[tuple[NDArray[np.intp], NDArray[np.float64]]]:
        """Any two cubes say the same of what they share."""
        for one, other in combinations(self.cubes, 2):
            for cell in cells_of(sorted(one & other), self._categories):
                if len(cell) == len(one & other):
                    ours, theirs = self._within(one, cell), self._within(other, cell)
                    signs = np.concatenate([np.ones(len(ours)), -np.ones(len(theirs))])
                    yield np.concatenate([ours, theirs]), signs


def _matrix(
    rules: Sequence[tuple[NDArray[np.intp], NDArray[np.float64], float, float]], size: int
) -> LinearConstraint:  # fmt: skip
    rows = np.concatenate([np.full(len(columns), place) for place, (columns, *_) in enumerate(rules)])
    columns = np.concatenate([one[0] for one in rules])
    values = np.concatenate([one[1] for one in rules])
    matrix = csr_array(coo_array((values, (rows, columns)), shape=(len(rules), size)))
    return LinearConstraint(matrix, np.array([one[2] for one in rules]), np.array([one[3] for one in rules]))
