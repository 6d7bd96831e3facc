"""What a measure is: several definitions under one name, each in versions that are added and never changed."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cache
from types import MappingProxyType
from typing import Any

from alongside.common.periods import parse_month
from alongside.outcomes.shipped import documents

OWN = "own-"
"""Begins the code of a definition of the partnership's, so that no later release can ship the same code."""


@dataclass(frozen=True, slots=True)
class SeriesBreak:
    """From this month on the same name counts something else, or counts it in another way."""

    month: date
    words: str


@dataclass(frozen=True, slots=True)
class SeriesKey:
    """Where the numbers of a definition are, if they are held: source, kind and measure as places name them."""

    source: str
    kind: str
    measure: str


@dataclass(frozen=True, slots=True)
class DefinitionText:
    """What a version says, in the order in which it is read."""

    counts: str
    leaves_out: str
    unit: str
    population: str
    source: str
    vintage: str
    suppression: str
    licence: str
    read_by: str
    mind: str
    breaks: tuple[SeriesBreak, ...] = ()


LABELS: Mapping[str, str] = MappingProxyType({
    "counts": "What it counts",
    "leaves_out": "What it leaves out",
    "unit": "Unit",
    "population": "Of whom",
    "source": "Source",
    "vintage": "As at",
    "suppression": "Small counts",
    "licence": "Licence",
    "read_by": "Who reads it",
    "mind": "Mind",
})  # fmt: skip
WORDS = tuple(one.name for one in fields(DefinitionText) if one.name != "breaks")


@dataclass(frozen=True, slots=True)
class VersionTold:
    """One version of a definition. `version` is “1” as it comes with Alongside, “1.2” as the partnership's second
    change to it: so neither a later release nor a later change can ever give the same name to another text."""

    measure: str
    code: str
    name: str
    measured: str
    version: str
    text: DefinitionText
    series: tuple[SeriesKey, ...] = ()
    reason: str = ""
    by: str = ""
    at: datetime | None = None

    @property
    def reference(self) -> str:
        """How a figure names what it counts, for good: “met-robbery@1.2”."""
        return f"{self.code}@{self.version}"

    @property
    def is_own(self) -> bool:
        return self.at is not None


@dataclass(frozen=True, slots=True)
class MeasureTold:
    """A name that people use, with the definitions that compete for it, each in the version in force."""

    code: str
    name: str
    question: str
    why_several: str
    definitions: tuple[VersionTold, ...] = ()


@cache
def shipped_measures() -> tuple[MeasureTold, ...]:
    """As they come, by name; each definition in its newest shipped version."""
    told = [
        MeasureTold(one["code"], one["name"], one["question"], one["why_several"], _newest(one["code"]))
        for one in documents()
    ]
    return tuple(sorted(told, key=lambda measure: measure.name))


@cache
def shipped_versions() -> Mapping[str, tuple[VersionTold, ...]]:
    """Every shipped version by code, the oldest first."""
    return {
        one["code"]: tuple(
            _version(document["code"], one, number, text) for number, text in enumerate(one["versions"], 1)
        )
        for document in documents()
        for one in document["definitions"]
    }


def _newest(measure: str) -> tuple[VersionTold, ...]:
    return tuple(versions[-1] for versions in shipped_versions().values() if versions[-1].measure == measure)


def _version(measure: str, one: Mapping[str, Any], number: int, text: Mapping[str, Any]) -> VersionTold:
    return VersionTold(
        measure=measure,
        code=one["code"],
        name=one["name"],
        measured=one["measured"],
        version=str(number),
        text=text_of(text),
        series=tuple(SeriesKey(*each) for each in one["series"]),
    )


def text_of(told: Mapping[str, Any]) -> DefinitionText:
    breaks = tuple(SeriesBreak(parse_month(month), words) for month, words in told["breaks"])
    return DefinitionText(**{name: told[name] for name in WORDS}, breaks=tuple(sorted(breaks, key=_month)))


def _month(one: SeriesBreak) -> date:
    return one.month
