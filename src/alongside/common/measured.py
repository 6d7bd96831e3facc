"""What a domain counts for the scoreboard: numbers with all that they must say of themselves, before disclosure control.

A domain's measures give these and nothing else to `outcomes`; nobody is named in them. Every person or event is in one
category of each dimension, once, in one slice of time, so that slices can be shown side by side and never subtracted.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from alongside.common.periods import add_months

Key = tuple[str, ...]


class Domain(StrEnum):
    """The four domains of the partnership's work."""

    CURTAIL = "curtail"
    TREAT = "treat"
    SUPPORT = "support"
    STRENGTHEN = "strengthen"


# The place beside which the others of a publication stand added up.
TOGETHER = "All other boroughs together"


@dataclass(frozen=True, slots=True)
class Weeks:
    """A wait in whole weeks, as it may be shown. `median` is None where more than half still waited at the end."""

    median: int | None
    low: int | None
    high: int | None
    followed: int


@dataclass(frozen=True, slots=True)
class Place:
    """Another place with which the counts are compared: events and people by category of the first dimension."""

    name: str
    counts: Mapping[str, int]
    people: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Said:
    """What a measure says of itself. `version` goes up whenever it is counted in another way. `series`: source and kind
    of the counts it is made of, by which the registry of measures says at length what each counts."""

    code: str
    version: int
    domain: Domain
    title: str
    definition: str
    noun: str
    place: str
    source: str
    licence: str
    method: str
    comparator: str
    is_process: bool
    series: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Slice:
    """A period from `first` to the day before `until`, and what was counted in it.

    `missing`: why it is no number, where it is none. `people`: who could be counted, by category of the first
    dimension. `waits`: by category of the first dimension, for measures of waiting.
    """

    first: date
    until: date
    counts: Mapping[Key, int]
    missing: str = ""
    people: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    waits: Mapping[str, Weeks] = field(default_factory=lambda: MappingProxyType({}))
    beside: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """A measure with its slices. `base`: counts are shown rounded to it. `share`: dimension and category of which the
    measure is the share. `varies`: by category of the first dimension, how many times as much its counts vary as chance
    alone would have it (variance over mean), for a change here against a change elsewhere."""

    said: Said
    dimensions: Mapping[str, Sequence[str]]
    slices: tuple[Slice, ...]
    base: int = 1
    share: tuple[str, str] | None = None
    breaks: tuple[str, ...] = ()
    varies: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))


def slices_before(day: date, *, months: int, number: int) -> Iterator[tuple[date, date]]:
    """The last whole slices of the calendar before a day, the oldest first: quarters, half-years, years."""
    since = (day.month - 1) % months
    end = add_months(date(day.year, day.month, 1), -since)
    for back in range(number, 0, -1):
        yield add_months(end, -back * months), add_months(end, -(back - 1) * months)
