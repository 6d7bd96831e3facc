"""A column as its distinct values and the place of each row's value, so that a slow function runs once per value."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

Codes = NDArray[np.int32]
Rows = NDArray[np.int64]
_MOST = 2**62


@dataclass(frozen=True, slots=True)
class Coded:
    """`values[codes]` is the column; a missing value is a value too (None, or what a function makes of it)."""

    codes: Codes
    values: list[Any]

    @classmethod
    def of(cls, series: "pd.Series[Any]") -> "Coded":
        import pandas as pd

        codes, values = pd.factorize(series)
        codes = codes.astype(np.int32)
        codes[codes < 0] = len(values)
        return cls(codes, [*values, None])

    @classmethod
    def nothing(cls, size: int) -> "Coded":
        return cls(np.zeros(size, dtype=np.int32), [None])

    @property
    def present(self) -> NDArray[np.bool_]:
        """For each row whether it has a value."""
        return np.array([bool(value) for value in self.values], dtype=bool)[self.codes]

    def rows(self) -> NDArray[np.object_]:
        return _objects(self.values)[self.codes]

    def taken(self, rows: Rows) -> list[str]:
        """The texts of some rows, "" for a missing one."""
        return [self.values[code] or "" for code in self.codes[rows].tolist()]

    def only(self, rows: Rows) -> "Coded":
        """The column of some rows, with the values that these have."""
        used, codes = np.unique(self.codes[rows], return_inverse=True)
        return Coded(codes.astype(np.int32), [self.values[place] for place in used.tolist()])

    def map(self, function: Callable[[Any], Hashable]) -> "Coded":
        """The column of the function's results."""
        return recoded(self.codes, map(function, self.values))

    def fields(self, function: Callable[[Any], dict[str, Any]]) -> dict[str, "Coded"]:
        """Several columns at once, from a function that gives a dictionary with the same names for every value."""
        results = [function(value) for value in self.values]
        return {name: recoded(self.codes, (result[name] for result in results)) for name in results[0]}

    def mended(self, rows: Rows, results: "Coded") -> "Coded":
        """The column with other values in some of its rows."""
        codes = self.codes.copy()
        codes[rows] = results.codes + len(self.values)
        return Coded(codes, [*self.values, *results.values])


def recoded(codes: Codes, results: Iterable[Hashable]) -> Coded:
    places: dict[Hashable, int] = {}
    new = [places.setdefault(result, len(places)) for result in results]
    return Coded(np.array(new, dtype=np.int32)[codes], list(places))


def combined_codes(columns: list[Coded]) -> Codes:
    """For each row the number of its combination of values, in the order of first appearance."""
    import pandas as pd

    whole: NDArray[np.int64] = columns[0].codes.astype(np.int64)
    kinds = len(columns[0].values)
    for column in columns[1:]:
        if kinds * len(column.values) > _MOST:
            whole, kinds = pd.factorize(whole)[0].astype(np.int64), len(whole)
        whole = whole * len(column.values) + column.codes
        kinds *= len(column.values)
    return pd.factorize(whole)[0].astype(np.int32)


def combined(columns: list[Coded]) -> Coded:
    """The column of the rows of several columns: its values are tuples."""
    codes = combined_codes(columns)
    first = first_rows(codes, int(codes.max(initial=-1)) + 1)
    picked = [_objects(column.values)[column.codes[first]] for column in columns]
    return Coded(codes, list(zip(*picked, strict=True)))


def first_rows(codes: Codes, kinds: int) -> Rows:
    """The first row of each code; -1 is no code."""
    first = np.zeros(kinds, dtype=np.int64)
    rows = np.flatnonzero(codes >= 0)[::-1]
    first[codes[rows]] = rows
    return first


def _objects(values: list[Any]) -> NDArray[np.object_]:
    objects = np.empty(len(values), dtype=object)
    # One by one, since numpy would make a table of a list of tuples.
    for place, value in enumerate(values):
        objects[place] = value
    return objects
