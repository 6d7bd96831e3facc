"""Conditions joined by and, or, not, in the three-valued logic of SQL."""

from collections.abc import Iterator
from hashlib import sha256

from alongside.analysis.linkage.conditions import (
    Condition,
    Dialect,
    Edits,
    EndsInDigit,
    IsCommon,
    LongerThan,
    PartOf,
    SameStart,
    Similar,
    SimilarAcross,
    StartOf,
    Truth,
)


class Every:
    """All of them."""

    __slots__ = ("parts",)

    def __init__(self, *parts: Condition) -> None:
        self.parts = parts

    def holds(self, one: object, other: object, common: IsCommon) -> Truth:
        unsure = False
        for part in self.parts:
            truth = part.holds(one, other, common)
            if truth is False:
                return False
            unsure = unsure or truth is None
        return None if unsure else True

    def sql(self, dialect: Dialect) -> str:
        return "(" + " AND ".join(part.sql(dialect) for part in self.parts) + ")"


class Some:
    """At least one of them."""

    __slots__ = ("parts",)

    def __init__(self, *parts: Condition) -> None:
        self.parts = parts

    def holds(self, one: object, other: object, common: IsCommon) -> Truth:
        unsure = False
        for part in self.parts:
            truth = part.holds(one, other, common)
            if truth:
                return True
            unsure = unsure or truth is None
        return None if unsure else False

    def sql(self, dialect: Dialect) -> str:
        return "(" + " OR ".join(part.sql(dialect) for part in self.parts) + ")"


class Not:
    """The opposite; None stays None, as in SQL."""

    __slots__ = ("part",)

    def __init__(self, part: Condition) -> None:
        self.part = part

    def holds(self, one: object, other: object, common: IsCommon) -> Truth:
        truth = self.part.holds(one, other, common)
        return None if truth is None else not truth

    def sql(self, dialect: Dialect) -> str:
        return f"NOT ({self.part.sql(dialect)})"


class Surely:
    """The condition holds; a missing value counts as no. Never None, so that `Not` may stand before it."""

    __slots__ = ("part",)

    def __init__(self, part: Condition) -> None:
        self.part = part

    def holds(self, one: object, other: object, common: IsCommon) -> Truth:
        return self.part.holds(one, other, common) is True

    def sql(self, dialect: Dialect) -> str:
        return f"coalesce({self.part.sql(dialect)}, false)"


class Shared:
    """The same, worked out once for a pair: it stands in many levels and rules, which are asked one after the other.

    On DuckDB its answer is a column beside the pair. What is kept here is the last answer alone, in one piece, so that
    threads at most work it out twice.
    """

    __slots__ = ("_last", "part")

    def __init__(self, part: Condition) -> None:
        self.part = part
        self._last: tuple[object, object, object, Truth] = (None, None, None, None)

    def holds(self, one: object, other: object, common: IsCommon) -> Truth:
        last = self._last
        if last[0] is one and last[1] is other and last[2] == common:
            return last[3]
        truth = self.part.holds(one, other, common)
        self._last = (one, other, common, truth)
        return truth

    @property
    def column(self) -> str:
        return f"shared_{sha256(self.part.sql('duckdb').encode()).hexdigest()[:12]}"

    def sql(self, dialect: Dialect) -> str:
        return self.column if dialect == "pairs" else self.part.sql(dialect)


def atoms(condition: Condition) -> Iterator[Condition]:
    """The conditions on columns of which a condition is made."""
    if isinstance(condition, (Every, Some)):
        for part in condition.parts:
            yield from atoms(part)
    elif isinstance(condition, (Not, Surely, Shared)):
        yield from atoms(condition.part)
    else:
        yield condition


def columns_of(atom: Condition) -> list[str]:
    """The columns that a condition without parts compares."""
    return [name for name in (getattr(atom, "column", ""), getattr(atom, "against", "")) if name]


# Conditions that look into the text of a value; the others only ask whether two values are the same.
READS_TEXT = (Similar, SimilarAcross, Edits, SameStart, StartOf, PartOf, LongerThan, EndsInDigit)
