"""Pupils by how far they came, in all, by school year, year group, ward and need: every table of a page protected
beside the others, so that no count under the threshold can be read or worked out from all of them together."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from alongside.analysis.disclosure import Held, Release, Shown, Table
from alongside.programmes.rules.codes import year_words
from alongside.programmes.rules.reaching import ClassFacts, stages_of
from alongside.programmes.states import Need, Stage

FAR = ("not offered", "not started", "under half", "half", "finished")
"""How far at most: each pupil once."""
_STAGES = (Stage.OFFERED, Stage.STARTED, Stage.HALF, Stage.FINISHED)
YEAR = "school year"
Counts = Mapping[Stage, int | None]
"""Pupils who came at least so far. None: held back."""


@dataclass(frozen=True, slots=True)
class Split:
    """`rows`: a name and its counts."""

    by: str
    rows: tuple[tuple[str, Counts], ...]


@dataclass(frozen=True, slots=True)
class Breakdowns:
    total: Counts
    years: Mapping[int, Counts]
    splits: tuple[Split, ...]


_KINDS: dict[str, Callable[[ClassFacts], str]] = {
    YEAR: lambda one: str(one.school_year),
    "year group": lambda one: f"{one.year_group:02d}",
    "ward of the school": lambda one: one.ward_name or "Not known",
    "need of the class": lambda one: one.need,
}


def breakdowns_of(facts: Sequence[ClassFacts]) -> Breakdowns:
    """Everything that a page shows of how far pupils came."""
    far = {by: _counts(facts, of) for by, of in _KINDS.items()}
    categories = {by: tuple(sorted({name for name, _ in counts})) or ("none",) for by, counts in far.items()}
    release = Release({**categories, "far": FAR, "measured": ("yes", "no")})
    shown = {by: release.add(Table(by, (by, "far"), dict(counts))) for by, counts in far.items()}
    measured = release.add(Table("measured", (YEAR, "measured"), dict(_measured(facts))))
    total = _at_least(shown[YEAR], {}, measured)
    years = {int(name): _at_least(shown[YEAR], {YEAR: name}, measured) for name in categories[YEAR] if facts}
    splits = tuple(
        Split(by, tuple((_label(by, name), _at_least(shown[by], {by: name}, None)) for name in categories[by]))
        for by in _KINDS
        if by != YEAR and facts
    )
    return Breakdowns(total, years, splits)


def _counts(facts: Sequence[ClassFacts], of: Callable[[ClassFacts], str]) -> Counter[tuple[str, ...]]:
    counts: Counter[tuple[str, ...]] = Counter()
    for one in facts:
        stages = stages_of(one)
        reached = [one.size, *(stages[stage].point for stage in _STAGES), 0]
        for place, far in enumerate(FAR):
            counts[of(one), far] += reached[place] - reached[place + 1]
    return counts


def _measured(facts: Sequence[ClassFacts]) -> Counter[tuple[str, ...]]:
    counts: Counter[tuple[str, ...]] = Counter()
    for one in facts:
        counts[str(one.school_year), "yes"] += one.measured
        counts[str(one.school_year), "no"] += one.size - one.measured
    return counts


def _at_least(shown: Shown, where: Mapping[str, str], measured: Shown | None) -> Counts:
    """The sum of those who came further; or, where one of them is held back, the rest without those who did not."""
    whole = _number(shown.at(**where))
    exact = [_number(shown.at(**where, far=far)) for far in FAR]
    found: dict[Stage, int | None] = {Stage.ELIGIBLE: whole}
    for place, stage in enumerate(_STAGES, start=1):
        above, below = _sum(exact[place:]), _sum(exact[:place])
        left = None if whole is None or below is None else whole - below
        found[stage] = above if above is not None else left
    if measured is not None:
        found[Stage.MEASURED] = _number(measured.at(**where, measured="yes"))
    return found


def _sum(counts: Sequence[int | None]) -> int | None:
    known = [one for one in counts if one is not None]
    return sum(known) if len(known) == len(counts) else None


def _number(found: int | Held) -> int | None:
    return None if isinstance(found, Held) else found


def _label(by: str, name: str) -> str:
    if by == "year group":
        return year_words(int(name))
    return str(Need(name).label) if by == "need of the class" else name
