"""Pupils by year group, ward and need, protected together: no count under the threshold can be read or worked out."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from alongside.analysis.disclosure import Held, Release, Table
from alongside.programmes.rules.codes import year_words
from alongside.programmes.rules.reaching import ClassFacts, stages_of
from alongside.programmes.states import Need, Stage

FAR = ("not started", "started", "finished")


@dataclass(frozen=True, slots=True)
class SplitRow:
    """None: held back. `started` holds those who finished."""

    name: str
    eligible: int | None
    started: int | None
    finished: int | None


@dataclass(frozen=True, slots=True)
class Split:
    by: str
    rows: tuple[SplitRow, ...]


def splits_of(facts: Sequence[ClassFacts]) -> tuple[Split, ...]:
    """By year group, ward of the school, and need of the class."""
    if not facts:
        return ()
    kinds: dict[str, Callable[[ClassFacts], str]] = {
        "year group": lambda one: f"{one.year_group:02d}",
        "ward of the school": lambda one: one.ward_name or "Not known",
        "need of the class": lambda one: one.need,
    }
    counted = {by: _counts(facts, of) for by, of in kinds.items()}
    categories = {by: tuple(sorted({name for name, *_ in counts})) for by, counts in counted.items()}
    release = Release({**categories, "far": FAR})
    found = []
    for by, counts in counted.items():
        shown = release.add(Table(by, (by, "far"), dict(counts)))
        rows = []
        for name in categories[by]:
            whole, none, ended = (_at(shown.at(**{by: name}, **far)) for far in ({}, {"far": FAR[0]}, {"far": FAR[2]}))
            some = None if whole is None or none is None else whole - none
            rows.append(SplitRow(_label(by, name), whole, some, ended))
        found.append(Split(by, tuple(rows)))
    return tuple(found)


def _counts(facts: Sequence[ClassFacts], of: Callable[[ClassFacts], str]) -> Counter[tuple[str, ...]]:
    counts: Counter[tuple[str, ...]] = Counter()
    for one in facts:
        stages = stages_of(one)
        started, finished = stages[Stage.STARTED].point, stages[Stage.FINISHED].point
        counts[of(one), FAR[0]] += one.size - started
        counts[of(one), FAR[1]] += started - finished
        counts[of(one), FAR[2]] += finished
    return counts


def _at(found: int | Held) -> int | None:
    return None if isinstance(found, Held) else found


def _label(by: str, name: str) -> str:
    if by == "year group":
        return year_words(int(name))
    return str(Need(name).label) if by == "need of the class" else name
