"""Tables that are shown one after the other, each protected beside all that were shown before."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from alongside.analysis.common.read_only import ReadOnly
from alongside.analysis.disclosure.bounds import Attack, Bounds, cubes_of
from alongside.analysis.disclosure.tables import Cell, Held, Reason, Shown, Table, Zeros, cells_of, totals

THRESHOLD = 5
# Of a count that could be held back: what speaks against it, in order, and which it is.
Option = tuple[bool, int, bool, bool, int, list[tuple[str, str]], Cell]


def rounded(count: int, base: int) -> int:
    """To the nearest multiple of `base`, halves up. Source: Willenborg and de Waal (2001), section 9.2.

    Raises `ValueError` unless `base` is 1 or more.
    """
    if not base >= 1:
        raise ValueError(f"A base to round to is a whole number from 1 on, not {base!r}")
    return base * ((2 * count + base) // (2 * base))


class Release:
    """A set of tables about the same people or events, protected together; it remembers what was shown.

    `categories`: every dimension by which anything is split or filtered, with all of its categories: whoever sees one
    filter after another can subtract, so that what a filter leaves out is protected as well. `threshold`: counts
    from 1 to one less are held back, and no count that is held back can be bounded from what is shown more narrowly
    than this. `zeros`: whether a count of none is shown. `base`: counts are shown rounded to it; 1 leaves them as
    they are. `wanted`: dimension and category of counts that readers need most; of two that would do, the other is
    held back.

    Method: primary suppression by threshold; then, as long as linear programming narrows a held-back count to less
    than the threshold, another count in a line with it is held back too (the smallest first, totals last). It ends,
    since what is held back altogether is not known at all. More may be held back than the least possible. What is
    not protected: combinations of dimensions that no table shows together, and what somebody knows from elsewhere,
    such as being one of those counted. Sources: Willenborg and de Waal (2001), Elements of Statistical Disclosure
    Control, chapters 7 to 9; Cox (1980), JASA 75, 377-385 (complementary suppression); Fischetti and Salazar (2001),
    Management Science 47, 1008-1027 (protection by linear programmes).
    """

    def __init__(
        self, categories: Mapping[str, Sequence[str]], *, threshold: int = THRESHOLD, zeros: Zeros = Zeros.SHOW,
        base: int = 1, wanted: Iterable[tuple[str, str]] = (),
    ) -> None:  # fmt: skip
        if not all(isinstance(one, int) and one >= 1 for one in (threshold, base)):
            raise ValueError(f"threshold and base must be whole numbers from 1 on, not {threshold!r} and {base!r}")
        if any(len(set(one)) != len(one) or not one for one in categories.values()):
            raise ValueError("Every dimension needs categories, each once")
        self.categories = {name: tuple(one) for name, one in categories.items()}
        self.threshold, self.zeros, self.base = threshold, Zeros(zeros), base
        self._wanted = frozenset(wanted)
        self._counts: dict[Cell, int] = {}
        self._held: dict[Cell, Reason] = {}
        self._sets: list[frozenset[str]] = []

    @property
    def shown(self) -> Mapping[Cell, int]:
        """Everything that has been shown so far, as it was shown."""
        found = {cell: rounded(n, self.base) for cell, n in self._counts.items() if cell not in self._held}
        return ReadOnly(found)

    def add(self, table: Table) -> Shown:
        """Protect a table beside what was shown before, and give it as it may be shown.

        What was shown stays shown, what was held back stays held back. Raises `ValueError` for a dimension or
        category that the release does not know, and for counts that differ from those given before.
        """
        names = (*table.dimensions, *table.within)
        if strange := [name for name in names if name not in self.categories]:
            raise ValueError(f"{table.name}: the release knows no dimension {', '.join(strange)}")
        counts = totals(table, self.categories)
        if any(self._counts.get(cell, count) != count for cell, count in counts.items()):
            raise ValueError(f"{table.name}: the counts differ from those shown before; begin a new release")
        fresh = {cell for cell in counts if cell not in self._counts}
        before = {cell for cell in counts if cell in self._held}
        self._counts.update(counts)
        self._sets.append(frozenset(names))
        self._held.update({cell: Reason.SMALL for cell in fresh if self._is_small(counts[cell])})
        self._protect(fresh)
        reasons = {cell: Reason.BEFORE if cell in before else self._held.get(cell) for cell in counts}
        cells = {
            cell: Held(why) if (why := reasons[cell]) is not None else rounded(count, self.base)
            for cell, count in counts.items()
        }
        return Shown(
            table.name, table.dimensions, ReadOnly(self.categories), ReadOnly(table.within),
            ReadOnly(cells), self.threshold, self.base,
        )  # fmt: skip

    def attack(self) -> Attack:
        """What somebody can work out who saw all that was shown, and knows the rules."""
        known = {cell: self._range(count) for cell, count in self._counts.items() if cell not in self._held}
        most = 10 * (self.threshold + self.base) + 2 * max(self._counts.values(), default=0)
        return Attack(self._sets, self.categories, known, most=most)

    def _is_small(self, count: int) -> bool:
        return 0 < count < self.threshold or (count == 0 and self.zeros is Zeros.HOLD)

    def _range(self, count: int) -> Bounds:
        """Where a count lies of which the rounded one is shown. Shown means: none, or not under the threshold."""
        middle, half = rounded(count, self.base), self.base // 2
        low, high = max(0, middle - half), middle + (self.base + 1) // 2 - 1
        if high < self.threshold:
            return Bounds(0, 0)
        return Bounds(max(low, self.threshold), high) if low > 0 or self.zeros is Zeros.HOLD else Bounds(low, high)

    def _protect(self, fresh: set[Cell]) -> None:
        """Hold back more of the new cells, until nothing that is not shown can be narrowed too far."""
        safe: set[Cell] = set()
        while exposed := self._exposed(safe):
            touched: set[Cell] = set()
            options = [(self._to_hold(cell, fresh), cell) for cell in exposed]
            for option, cell in sorted(((one, cell) for one, cell in options if one), key=lambda pair: pair[0][:-1]):
                lines = {cell - {part} for part in cell}
                if lines & touched:
                    continue  # what was just held back for another may be enough for this one
                chosen = option[-1]
                self._held[chosen] = Reason.GIVES_AWAY
                touched |= lines | {chosen - {part} for part in chosen} | {chosen}
            if not touched:
                self._hold_all(fresh)

    def _hold_all(self, fresh: set[Cell]) -> None:
        """The last resort: of the new table nothing is shown."""
        left = [one for one in fresh if one not in self._held]
        if not left:
            raise ValueError("What was shown before gives a small count away")
        self._held.update(dict.fromkeys(left, Reason.GIVES_AWAY))

    def _exposed(self, safe: set[Cell]) -> list[Cell]:
        """What is not shown and can be narrowed too far, the narrowest first. Safe once is safe for good: to hold
        back more only leaves more open."""
        hidden = [cell for cell in self._hidden() if cell not in safe]
        if alone := [cell for cell in hidden if self._is_alone(cell)]:
            return sorted(alone, key=lambda cell: (-len(cell), sorted(cell)))
        attack = self.attack()
        attack.watch(hidden, self._counts)
        found: list[tuple[int, int, list[tuple[str, str]], Cell]] = []
        for cell in hidden:
            if not attack.is_wide(cell, self.threshold):
                attack.reach(cell)
            if attack.is_wide(cell, self.threshold):
                safe.add(cell)
                continue
            one = attack.bounds(cell)
            if self._too_narrow(cell, one):
                found.append((one.width, -len(cell), sorted(cell), cell))
            elif one.width >= self.threshold:
                safe.add(cell)
        return [cell for *_, cell in sorted(found)]

    def _hidden(self) -> list[Cell]:
        """Everything that could be asked for and is not shown."""
        found = (cell for cube in cubes_of(self._sets) for cell in cells_of(sorted(cube), self.categories))
        return [cell for cell in dict.fromkeys(found) if cell in self._held or cell not in self._counts]

    def _is_alone(self, cell: Cell) -> bool:
        """The only one of a line that is not shown: it is what the others leave, and no programme is needed to say so."""
        if self.base > 1:
            return False  # what rounding leaves open, the programme says
        for part in cell:
            line = [cell - {part} | {(part[0], other)} for other in self.categories[part[0]] if other != part[1]]
            line.append(cell - {part})
            if all(one in self._counts and one not in self._held for one in line):
                left = 2 * self._counts[line[-1]] - sum(self._counts[one] for one in line)
                return self._too_narrow(cell, Bounds(left, left))
        return False

    def _too_narrow(self, cell: Cell, one: Bounds) -> bool:
        if one.width >= self.threshold or (one.high == 0 and self.zeros is Zeros.SHOW):
            return False
        return cell in self._held or one.low < self.threshold

    def _to_hold(self, cell: Cell, fresh: set[Cell]) -> Option | None:
        """A count of the new table in a line with this one: where nothing else is held back in the line, within it
        rather than its total, and the smallest."""
        options: list[Option] = []
        for part in cell:
            parent = cell - {part}
            siblings = [parent | {(part[0], other)} for other in self.categories[part[0]] if other != part[1]]
            held = sum(one in self._held for one in siblings)
            for one in self._open([*siblings, parent], fresh):
                count = self._counts[one]
                options.append((one == parent, held, bool(one & self._wanted), count == 0, count, sorted(one), one))
        if not options:
            related = [one for one in fresh if one <= cell or one >= cell]
            options = [
                (True, 0, False, False, self._counts[one], sorted(one), one) for one in self._open(related, fresh)
            ]
        return min(options, key=lambda one: one[:-1]) if options else None

    def _open(self, cells: Iterable[Cell], fresh: set[Cell]) -> Iterator[Cell]:
        return (one for one in cells if one in fresh and one not in self._held)
