"""What no single pair decides: whether two groups of records are one person, by which agencies know them.

A child goes by one name at school and by another at the youth club; twins differ in their first names too. Pair by pair
the two cannot be told apart, and a person is asked. Group by group they often can: twins both have a school and a
doctor, the child with two names has one school and one doctor between both names.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from alongside.analysis.linkage.coverage import Coverage, bits
from alongside.analysis.linkage.rules import YIELDS_TO
from alongside.analysis.linkage.scoring import Outcome

Id = TypeVar("Id", bound=Hashable)
Id_co = TypeVar("Id_co", bound=Hashable, covariant=True)

# Joined are groups from this weight on (a probability of 0.9), of which the pairs give no more than that themselves:
# a pair that was not joined is never surer, whatever its weight says.
ENOUGH = 3.17
# At least so much comes from the agencies where first names differ, and nothing against it elsewhere.
_LEAST_BITS = 0.5
# Under a coverage, automatic edges below this weight (one in fifteen of them is wrong) wait for what agencies say.
SURE = 5.0
# A rival that is nearly as likely leaves it open which of the two it is; then neither is joined.
_RIVAL = 1.0
# A second record under the other name is somebody who bears it, rather than a slip or a pet name.
_NAMED_AGAIN = 2.0
# Where neither birth date nor number agrees it may be a namesake, and of many not all were compared to be rivals.
_NAMESAKE = 1.0
# The same number and birth date: a twin's number copied is rarer than another name.
_NUMBER = 3.0


# Below this weight not even all agencies together say enough.
LEAST_WEIGHT = 0.0


def may_gather(weight: float, outcome: Outcome | str, rules: Iterable[str]) -> bool:
    """Whether an edge that joins nobody by itself may join two groups after all."""
    doubtful = outcome in (Outcome.REVIEW, Outcome.REFUSED)
    return doubtful and weight >= LEAST_WEIGHT and all(rule in YIELDS_TO for rule in rules)


class Weighed(Protocol[Id_co]):
    """An edge, as `clustering` has it."""

    @property
    def one(self) -> Id_co: ...
    @property
    def other(self) -> Id_co: ...
    @property
    def weight(self) -> float: ...
    @property
    def outcome(self) -> Outcome: ...
    @property
    def rules(self) -> Collection[str]: ...


@dataclass(frozen=True, slots=True)
class Heard(Generic[Id]):
    """An edge between two groups: whether it may join them, whether each of its rules may be overruled, whether the
    first name of the one is the other's second, and whether birth dates or numbers agree, so that it is no namesake."""

    edge: Weighed[Id]
    leads: bool
    yields: bool
    by_second: bool
    no_namesake: bool


@dataclass(slots=True)
class Meeting(Generic[Id]):
    """All that is known between two groups."""

    ends: tuple[Id, Id]
    weight: float = float("-inf")
    barred: bool = False
    names_differ: bool = False
    number: bool = False
    automatic: bool = False
    no_namesake: bool = False
    total: float = field(default=float("-inf"))

    def hear(self, one: Heard[Id]) -> None:
        edge = one.edge
        self.no_namesake = self.no_namesake or one.no_namesake
        self.barred = self.barred or not one.yields
        self.names_differ = self.names_differ or bool(edge.rules) or one.by_second
        self.number = self.number or "number_alone" in edge.rules
        if edge.outcome is Outcome.AUTOMATIC and not one.by_second:
            self.automatic = True
            self.weight = max(self.weight, edge.weight)
        elif one.leads:
            self.weight = max(self.weight, min(edge.weight, ENOUGH))

    def judge(self, left: "Side", right: "Side", coverage: Mapping[str, Coverage]) -> None:
        same = {agency for agency, _ in left.numbers & right.numbers}
        said = bits(left.agencies, right.agencies, coverage, same)
        self.total = self.weight + said + self.number * _NUMBER
        if not (self.no_namesake or self.automatic):
            self.total -= _NAMESAKE
        if self.names_differ:
            self.total -= _NAMED_AGAIN * (min(left.size, right.size) - 1)
        least = _LEAST_BITS if self.names_differ else 0.0
        self.barred = self.barred or (said < least and (self.names_differ or not self.automatic))


@dataclass(frozen=True, slots=True)
class Side:
    """`numbers`: each with the agency that holds it."""

    agencies: frozenset[str]
    numbers: frozenset[tuple[str, str]]
    size: int


def chosen(meetings: Mapping[tuple[int, int], Meeting[Id]]) -> list[Meeting[Id]]:
    """Of the judged meetings (keys: numbers of two groups) those to join now, the surest first, a group once at most."""
    rivals: dict[int, list[tuple[float, tuple[int, int]]]] = defaultdict(list)
    for pair, meeting in meetings.items():
        for group in pair:
            rivals[group].append((meeting.total, pair))
    taken: set[int] = set()
    found = []
    for pair in sorted(meetings, key=lambda pair: (-round(meetings[pair].total, 7), pair)):
        meeting = meetings[pair]
        if meeting.total < ENOUGH:
            break
        contested = any(
            total > meeting.total - _RIVAL and other != pair and not _one_person(meetings, pair, other)
            for group in pair
            for total, other in rivals[group]
        )
        if not (meeting.barred or contested or taken.intersection(pair)):
            taken.update(pair)
            found.append(meeting)
    return found


def _one_person(meetings: Mapping[tuple[int, int], Meeting[Id]], pair: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether a group's two partners, one of each pair, may well be one person themselves: then they are no rivals."""
    one, two = sorted(set(pair) ^ set(other))
    between = meetings.get((one, two))
    return between is not None and not between.barred and between.total >= ENOUGH
