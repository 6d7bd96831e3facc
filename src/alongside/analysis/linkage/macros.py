"""Conditions as Splink is given them on DuckDB: under a name, and those that stand in many levels worked out once.

Splink parses every condition to find those that are plain equalities, and brings each to a normal form first: for the
longer ones of ours that took half of the time of training. Behind a name they are seen not to be equalities at once, and
DuckDB puts them back in place when it reads the statement, so that nothing else changes.
"""

import re
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from typing import Any

from alongside.analysis.linkage.comparisons import COMPARISONS
from alongside.analysis.linkage.conditions import Condition, Dialect, Equal
from alongside.analysis.linkage.logic import Every, Not, Shared, Some, Surely
from alongside.analysis.linkage.rules import RULES

_COLUMN = re.compile(r"\b(?:\w+_[lr]|shared_\w+)\b")


def named(condition: Condition, dialect: Dialect) -> str:
    """The condition as Splink is given it: on DuckDB a call of its macro, unless it is a plain equality."""
    text = condition.sql(dialect)
    return text if dialect == "spark" or _is_equality(condition) else _call(text)


def define(connection: Any) -> None:
    """Make the macros of all comparisons and rules known to a DuckDB connection."""
    for statement in _definitions():
        connection.execute(statement)


def with_shared(source: str) -> str:
    """A statement for pairs, with a column for each shared condition: those that read others after these."""
    for layer in _layers():
        columns = ", ".join(f"{one.part.sql('pairs')} AS {one.column}" for one in layer)
        source = f"SELECT *, {columns} FROM ({source})"  # noqa: S608
    return source


@cache
def _definitions() -> tuple[str, ...]:
    dialects: tuple[Dialect, ...] = ("duckdb", "pairs")
    texts = [one.sql(dialect) for one in _conditions() if not _is_equality(one) for dialect in dialects]
    return tuple(f"CREATE OR REPLACE TEMP MACRO {_call(text)} AS ({text})" for text in dict.fromkeys(texts))


def _conditions() -> list[Condition]:
    levels = [level.when for comparison in COMPARISONS for level in comparison.levels if level.when is not None]
    return [comparison.missing for comparison in COMPARISONS] + levels + [rule.when for rule in RULES]


def _call(text: str) -> str:
    columns = sorted(set(_COLUMN.findall(text)))
    return f"alongside_{sha256(text.encode()).hexdigest()[:12]}({', '.join(columns)})"


def _is_equality(condition: Condition) -> bool:
    return isinstance(condition, Equal) or (
        isinstance(condition, Every) and all(_is_equality(part) for part in condition.parts)
    )


@cache
def _layers() -> tuple[tuple[Shared, ...], ...]:
    """The shared conditions by how deep they hold others."""
    depths = {one.column: (_depth(one.part), one) for condition in _conditions() for one in _shared(condition)}
    last = max(depth for depth, _ in depths.values())
    return tuple(tuple(one for at, one in depths.values() if at == depth) for depth in range(last + 1))


def _shared(condition: Condition) -> Iterator[Shared]:
    if isinstance(condition, Shared):
        yield condition
    for part in _parts(condition):
        yield from _shared(part)


def _depth(condition: Condition) -> int:
    return max((_depth(part) + isinstance(part, Shared) for part in _parts(condition)), default=0)


def _parts(condition: Condition) -> tuple[Condition, ...]:
    if isinstance(condition, (Every, Some)):
        return condition.parts
    return (condition.part,) if isinstance(condition, (Not, Surely, Shared)) else ()
