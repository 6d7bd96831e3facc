"""A small language of conditions on two records.

A condition is written once. `sql` renders it for DuckDB and for Spark; `holds` evaluates it in Python on one pair, with
rapidfuzz. Both follow SQL: a missing value makes a condition neither true nor false (None), and `Not` of that is None.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from rapidfuzz.distance import JaroWinkler, Levenshtein

# "pairs": DuckDB over pairs beside which the shared conditions stand as columns (`macros.with_shared`).
Dialect = Literal["duckdb", "pairs", "spark"]
Truth = bool | None
# Whether a value of a column is a usual one in the model's population (see `Common`).
IsCommon = Callable[[str, str], bool]

# Splink's own for Spark is another measure (it weighs a common beginning by the length of the names) and makes 0 of a
# missing value, so that on Spark we bring ours: `on_spark.similarity`.
_JARO_WINKLER: dict[Dialect, str] = {
    "duckdb": "jaro_winkler_similarity",
    "pairs": "jaro_winkler_similarity",
    "spark": "alongside_jaro_winkler",
}


class Condition(Protocol):
    def holds(self, one: object, other: object, common: IsCommon) -> Truth:
        """True, False, or None where a value that decides is missing."""

    def sql(self, dialect: Dialect) -> str:
        """The same over columns named `x_l` and `x_r`."""


@dataclass(frozen=True, slots=True)
class Equal:
    column: str

    def holds(self, one: object, other: object, common: IsCommon) -> Truth:
        left, right = getattr(one, self.column), getattr(other, self.column)
        return bool(left == right) if left and right else None

    def sql(self, dialect: Dialect) -> str:
        return f"{self.column}_l = {self.column}_r"


@dataclass(frozen=True, slots=True)
class Crossed:
    """One column of the one record equals another column of the other, either way round."""

    column: str
    against: str

    def holds(self, one: object, other: object, common: IsCommon) -> Truth:
        return _some(
            _equal(getattr(one, self.column), getattr(other, self.against)),
            _equal(getattr(one, self.against), getattr(other, self.column)),
        )

    def sql(self, dialect: Dialect) -> str:
        a, b = self.column, self.against
        return f"({a}_l = {b}_r OR {b}_l = {a}_r)"


@dataclass(frozen=True, slots=True)
class Swapped:
    """Two columns have changed places."""

    column: str
    against: str

    def holds(self, one: object, other: object, common: IsCommon) -> Truth:
        return _every(
            _equal(getattr(one, self.column), getattr(other, self.against)),
            _equal(getattr(one, self.against), getattr(other, self.column)),
        )

    def sql(self, dialect: Dialect) -> str:
        a, b = self.column, self.against
        return f"({a}_l = {b}_r AND {b}_l = {a}_r)"


@dataclass(frozen=True, slots=True)
class Similar:
    """Jaro-Winkler similarity of at least `least`."""

    column: str
    least: float

    def holds(self, one: object, other: object, common: IsCommon) -> Truth:
        return _near(getattr(one, self.column), getattr(other, self.column), self.least)

    def sql(self, dialect: Dialect) -> str:
        return f"{_JARO_WINKLER[dialect]}({self.column}_l, {self.column}_r) >= {self.least}"


@dataclass(frozen=True, slots=True)
class SimilarAcross:
    """Jaro-Winkler similarity between two columns, either way round."""

    column: str
    against: str
    least: float

    def holds(self, one: object, other: object, common: IsCommon) -> Truth:
        return _some(
            _near(getattr(one, self.column), getattr(other, self.against), self.least),
            _near(getattr(one, self.against), getattr(other, self.column), self.least),
        )

    def sql(self, dialect: Dialect) -> str:
        near, a, b = _JARO_WINKLER[dialect], self.column, self.against
        return f"({near}({a}_l, {b}_r) >= {self.least} OR {near}({b}_l, {a}_r) >= {self.least})"


@dataclass(frozen=True, slots=True)
class Edits:
    """At most so many letters inserted, left out or changed (Levenshtein)."""

    column: str
    most: int

    def holds(self, one: object, other: object, common: IsCommon) -> Truth:
        left, right = getattr(one, self.column), getattr(other, self.column)
        return Levenshtein.distance(left, right, score_cutoff=self.most) <= self.most if left and right else None

    def sql(self, dialect: Dialect) -> str:
        return f"levenshtein({self.column}_l, {self.column}_r) <= {self.most}"


@dataclass(frozen=True, slots=True)
class SameStart:
    column: str
    letters: int

    def holds(self, one: object, other: object, common: IsCommon) -> Truth:
        left, right = getattr(one, self.column), getattr(other, self.column)
        return bool(left[: self.letters] == right[: self.letters]) if left and right else None

    def sql(self, dialect: Dialect) -> str:
        return f"substr({self.column}_l, 1, {self.letters}) = substr({self.column}_r, 1, {self.letters})"


@dataclass(frozen=True, slots=True)
class StartOf:
    """The one value is the beginning of the other: an initial, a shortened name."""

    column: str

    def holds(self, one: object, other: object, common: IsCommon) -> Truth:
        left, right = getattr(one, self.column), getattr(other, self.column)
        return bool(left.startswith(right) or right.startswith(left)) if left and right else None

    def sql(self, dialect: Dialect) -> str:
        left, right = f"{self.column}_l", f"{self.column}_r"
        return f"(substr({left}, 1, length({right})) = {right} OR substr({right}, 1, length({left})) = {left})"


@dataclass(frozen=True, slots=True)
class PartOf:
    """The one value, of at least `letters`, stands somewhere in the other: Bayo in Adebayo, Rahman in Abdirahman."""

    column: str
    letters: int

    def holds(self, one: object, other: object, common: IsCommon) -> Truth:
        left, right = getattr(one, self.column), getattr(other, self.column)
        if not (left and right):
            return None
        return min(len(left), len(right)) >= self.letters and (left in right or right in left)

    def sql(self, dialect: Dialect) -> str:
        left, right = f"{self.column}_l", f"{self.column}_r"
        return (
            f"(least(length({left}), length({right})) >= {self.letters} "
            f"AND (instr({left}, {right}) > 0 OR instr({right}, {left}) > 0))"
        )


@dataclass(frozen=True, slots=True)
class LongerThan:
    """Both values have more letters than this."""

    column: str
    letters: int

    def holds(self, one: object, other: object, common: IsCommon) -> Truth:
        left, right = getattr(one, self.column), getattr(other, self.column)
        return _every(len(left) > self.letters if left else None, len(right) > self.letters if right else None)

    def sql(self, dialect: Dialect) -> str:
        return f"(length({self.column}_l) > {self.letters} AND length({self.column}_r) > {self.letters})"


@dataclass(frozen=True, slots=True)
class EndsInDigit:
    """Both values end in a digit, as permanent pupil numbers do. A temporary one ends in a letter."""

    column: str

    def holds(self, one: object, other: object, common: IsCommon) -> Truth:
        left, right = getattr(one, self.column), getattr(other, self.column)
        return _every(left[-1].isdigit() if left else None, right[-1].isdigit() if right else None)

    def sql(self, dialect: Dialect) -> str:
        ends = (f"substr({self.column}_{side}, length({self.column}_{side}), 1)" for side in "lr")
        return "(" + " AND ".join(f"{end} BETWEEN '0' AND '9'" for end in ends) + ")"


@dataclass(frozen=True, slots=True)
class Missing:
    """The value is missing on one side at least. Never None."""

    column: str

    def holds(self, one: object, other: object, common: IsCommon) -> Truth:
        return not (getattr(one, self.column) and getattr(other, self.column))

    def sql(self, dialect: Dialect) -> str:
        return f"({self.column}_l IS NULL OR {self.column}_r IS NULL)"


@dataclass(frozen=True, slots=True)
class Flagged:
    """A yes-or-no column is yes on one side at least. Never None."""

    column: str

    def holds(self, one: object, other: object, common: IsCommon) -> Truth:
        return bool(getattr(one, self.column) or getattr(other, self.column))

    def sql(self, dialect: Dialect) -> str:
        return f"({self.column}_l OR {self.column}_r)"


@dataclass(frozen=True, slots=True)
class Common:
    """Both values are usual ones in the model's population, so that neither is a slip for the other. Never None.

    In SQL it is a column `x_common`, written from the model's frozen frequencies when a frame is scored.
    """

    column: str

    def holds(self, one: object, other: object, common: IsCommon) -> Truth:
        return common(self.column, getattr(one, self.column)) and common(self.column, getattr(other, self.column))

    def sql(self, dialect: Dialect) -> str:
        return f"({self.column}_common_l AND {self.column}_common_r)"


def _equal(left: str, right: str) -> Truth:
    return left == right if left and right else None


def _near(left: str, right: str, least: float) -> Truth:
    return JaroWinkler.similarity(left, right) >= least if left and right else None


def _every(one: Truth, other: Truth) -> Truth:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def _some(one: Truth, other: Truth) -> Truth:
    if one or other:
        return True
    return None if one is None or other is None else False
