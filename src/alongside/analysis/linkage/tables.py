"""What Splink compares, column by column: standard values, frozen shares, usual values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from alongside.analysis.linkage.coded import Coded, Rows
from alongside.analysis.linkage.comparisons import COMMON_COLUMNS, COMPARISONS, FREQUENCY_COLUMNS
from alongside.analysis.linkage.conditions import Condition, Crossed, Flagged, Swapped
from alongside.analysis.linkage.logic import READS_TEXT, atoms, columns_of
from alongside.analysis.linkage.model import Model
from alongside.analysis.linkage.rules import RULES

ID = "unique_id"
_BATCH = 50_000
_FLAG, _NAMES = "flag", "names"


@dataclass(frozen=True, slots=True)
class Compared:
    """A column ready for an engine: plain numbers, or places in `texts`; a negative number is missing."""

    numbers: NDArray[Any]
    texts: Any = None

    def arrow(self, rows: Rows | slice = slice(None)) -> Any:
        import pyarrow as pa

        numbers = self.numbers[rows]
        if numbers.dtype == bool:
            return pa.array(numbers)
        array = pa.array(numbers, mask=numbers < 0)
        return array if self.texts is None else pa.DictionaryArray.from_arrays(array, self.texts)


def compared_columns(columns: Mapping[str, Coded], model: Model) -> dict[str, Compared]:
    """The columns that conditions and weights read.

    One that is only ever compared for equality goes in as numbers, which is a quarter of the memory and of the time;
    columns that are compared with one another share their numbers. `share_x` is the frozen share of the value of x.
    """
    found: dict[str, Compared] = {}
    numbers: dict[str, dict[str, int]] = {}
    for name, group in read_columns().items():
        coded = columns[name]
        if group is None:
            found[name] = _text(coded)
        elif group == _FLAG:
            found[name] = Compared(np.array(coded.values, dtype=bool)[coded.codes])
        else:
            found[name] = Compared(_numbered(coded, numbers.setdefault(group, {})))
    return found | {name: Compared(numbers) for name, numbers in weighing_columns(columns, model).items()}


def weighing_columns(columns: Mapping[str, Coded], model: Model) -> dict[str, NDArray[Any]]:
    """What a model adds to each record: `share_x`, the frozen share of its x (-1: missing), and `x_common`."""
    found: dict[str, NDArray[Any]] = {}
    for name in FREQUENCY_COLUMNS:
        coded = columns[name]
        found[f"share_{name}"] = np.array(model.frequencies_of(name, coded.values))[coded.codes]
    for name in COMMON_COLUMNS:
        coded = columns[name]
        usual = [model.is_common(name, value) for value in coded.values]
        found[f"{name}_common"] = np.array(usual, dtype=bool)[coded.codes]
    return found


def records_table(compared: Mapping[str, Compared], rows: Rows | slice = slice(None)) -> Any:
    """Records as an Arrow table, numbered by row."""
    import pyarrow as pa

    size = len(next(iter(compared.values())).numbers)
    table = {ID: pa.array(np.arange(size, dtype=np.int64)[rows])}
    return pa.table(table | {name: column.arrow(rows) for name, column in compared.items()})


def pairs_table(compared: Mapping[str, Compared], one: Rows, other: Rows) -> Any:
    """Pairs of records as an Arrow table, every column twice: `x_l` and `x_r`."""
    import pyarrow as pa

    table = {f"{ID}_l": pa.array(one), f"{ID}_r": pa.array(other)}
    for name, column in compared.items():
        table |= {f"{name}_l": column.arrow(one), f"{name}_r": column.arrow(other)}
    # DuckDB reads the batches of a table in parallel, and one batch by one thread.
    whole = pa.table(table)
    return pa.Table.from_batches(whole.to_batches(max_chunksize=_BATCH), schema=whole.schema)


@cache
def read_columns() -> dict[str, str | None]:
    """Every column that a condition names: None for a text, else the group of columns that share their numbers."""
    found: dict[str, str | None] = {}
    texts: set[str] = set()
    for atom in _all_atoms():
        names = columns_of(atom)
        if isinstance(atom, READS_TEXT):
            texts.update(names)
        for name in names:
            if isinstance(atom, Flagged):
                found[name] = _FLAG
            elif isinstance(atom, (Crossed, Swapped)):
                found[name] = _NAMES
            else:
                found.setdefault(name, name)
    return {name: None if name in texts else group for name, group in found.items()}


def _all_atoms() -> Iterator[Condition]:
    for comparison in COMPARISONS:
        yield from atoms(comparison.missing)
        for level in comparison.levels:
            if level.when is not None:
                yield from atoms(level.when)
    for rule in RULES:
        yield from atoms(rule.when)


def _text(coded: Coded) -> Compared:
    import pyarrow as pa

    places = {value: place for place, value in enumerate(dict.fromkeys(value for value in coded.values if value))}
    indices = np.array([places.get(value, -1) for value in coded.values], dtype=np.int32)[coded.codes]
    return Compared(indices, pa.array(list(places), type=pa.string()))


def _numbered(coded: Coded, numbers: dict[str, int]) -> NDArray[np.int32]:
    places = [numbers.setdefault(value, len(numbers)) if value else -1 for value in coded.values]
    return np.array(places, dtype=np.int32)[coded.codes]
