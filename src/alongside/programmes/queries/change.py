"""Points before and after as reliable change, in both directions, with those who are missing; small counts held back."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from alongside.analysis.disclosure import Held, Release, Table
from alongside.analysis.evaluation import reliable_change, reliable_change_points
from alongside.programmes.models import Instrument, Programme, Reading
from alongside.programmes.queries.reach import reach_report
from alongside.programmes.rules.reaching import ClassFacts, stages_of
from alongside.programmes.states import Moment, Stage

CHANGES = ("better", "unchanged", "worse", "missing")
FEWEST_PAIRS = 10
"""Below it nothing is shown of a group but that it is too small."""
PAIRS = {"taught": (Moment.BEFORE, Moment.AFTER), "waiting": (Moment.EARLY, Moment.BEFORE)}
Count = int | None
"""None: held back."""


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """Pupils of one school year, or of all (year None). `missing`: without points at one of the two moments."""

    year: int | None
    total: Count
    pairs: Count
    better: Count
    unchanged: Count
    worse: Count
    missing: Count

    @property
    def best_case(self) -> Count:
        return None if self.better is None or self.missing is None else self.better + self.missing

    @property
    def worst_case(self) -> Count:
        return None if self.worse is None or self.missing is None else self.worse + self.missing


@dataclass(frozen=True, slots=True)
class ArmTold:
    """`arm`: taught, or waiting for a start. `is_small`: too few pairs to show anything."""

    arm: str
    is_small: bool
    rows: tuple[ChangeRow, ...]


@dataclass(frozen=True, slots=True)
class InstrumentChange:
    name: str
    answered_by: str
    lowest: int
    highest: int
    higher_is_worse: bool
    reliability: float
    spread: float
    source: str
    points: float
    why_no_effect: str
    arms: tuple[ArmTold, ...]


def changes_of(programme: Programme, *, on: date) -> list[InstrumentChange]:
    """Every questionnaire used in a programme."""
    used = Reading.objects.filter(school_class__programme=programme).order_by().values("instrument")
    facts = {one.id: one for one in reach_report(programme, on=on).facts}
    return [_of(one, programme, facts) for one in Instrument.objects.filter(pk__in=used)]


def _of(one: Instrument, programme: Programme, facts: dict[int, ClassFacts]) -> InstrumentChange:
    points: dict[tuple[int, str], dict[str, int]] = defaultdict(dict)
    rows = Reading.objects.filter(instrument=one, school_class__programme=programme).order_by()
    for class_id, code, moment, value in rows.values_list("school_class_id", "code", "moment", "points"):
        points[class_id, code][moment] = value
    reliability, spread = one.reliability_thousandths / 1000, one.spread_hundredths / 100
    index = reliable_change_points(spread, reliability)
    why_not = reliable_change([0], [0], points=index).effect.because
    arms = [_arm(name, pair, points, facts, index, one.higher_is_worse) for name, pair in PAIRS.items()]
    return InstrumentChange(
        one.name, one.answered_by, one.lowest, one.highest, one.higher_is_worse, reliability, spread, one.source, index,
        why_not, tuple(arm for arm in arms if arm is not None),
    )  # fmt: skip


def _arm(
    name: str, pair: tuple[Moment, Moment], points: dict[tuple[int, str], dict[str, int]],
    facts: dict[int, ClassFacts], index: float, higher_is_worse: bool,
) -> ArmTold | None:  # fmt: skip
    """Of the classes that were measured at the first of the two moments, or started: everybody who belongs there."""
    first, second = pair
    pairs: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    codes: Counter[int] = Counter()
    for (class_id, _), told in points.items():
        if class_id not in facts or not (first in told or second in told):
            continue
        codes[class_id] += 1
        if first in told and second in told:
            pairs[class_id][0].append(told[first])
            pairs[class_id][1].append(told[second])
    measured = {class_id for (class_id, _), told in points.items() if first in told}
    counts: Counter[tuple[str, ...]] = Counter()
    for class_id, one in facts.items():
        year = str(one.school_year)
        belongs = max(codes[class_id], stages_of(one)[Stage.STARTED].point) if name == "taught" else codes[class_id]
        if not belongs or (name == "waiting" and class_id not in measured):
            continue
        before, after = pairs[class_id]
        if before:
            found = reliable_change(before, after, points=index, higher_is_worse=higher_is_worse)
            for change, number in (("better", found.better), ("unchanged", found.unchanged), ("worse", found.worse)):
                counts[year, change] += number
        counts[year, "missing"] += belongs - len(before)
    return _protected(name, counts) if counts else None


def _protected(arm: str, counts: Counter[tuple[str, ...]]) -> ArmTold:
    """All years and each year, no count under the threshold to be read or worked out."""
    total = sum(number for (*_, change), number in counts.items() if change != "missing")
    if total < FEWEST_PAIRS:
        return ArmTold(arm, True, ())
    years = tuple(sorted({year for year, *_ in counts}))
    release = Release({"year": years, "change": CHANGES})
    shown = release.add(Table("change by year", ("year", "change"), dict(counts)))

    def row(year: str | None) -> ChangeRow:
        def at(**change: str) -> Count:
            found = shown.at(**change) if year is None else shown.at(year=year, **change)
            return None if isinstance(found, Held) else found

        better, same, worse, missing = (at(change=one) for one in CHANGES)
        whole = at()
        pairs = None if whole is None or missing is None else whole - missing
        return ChangeRow(int(year) if year else None, whole, pairs, better, same, worse, missing)

    return ArmTold(arm, False, (row(None), *(row(year) for year in years)))
