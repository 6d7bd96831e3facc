"""Patrol days by lot: what the days with a patrol in the lot show against those without, place by place.

Judged by what the lot said, not by what was done: whoever looks at the days on which a patrol came about looks at the
days on which it was easy to come.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from alongside.analysis.evaluation.answers import Interval, NotAnswerable, chance, per_cent, small_count
from alongside.analysis.evaluation.arrays import Floats, share
from alongside.analysis.evaluation.count_card import TwoCounts, two_counts
from alongside.analysis.evaluation.distributions import binomial_mass

_UNITS = MappingProxyType({
    "patrol_events": "events", "control_events": "events", "patrol_days": "place-days", "control_days": "place-days",
    "change": "per cent", "interval": "per cent", "p_value": "0 to 1", "lot_p_value": "0 to 1",
})  # fmt: skip
# With fewer events not even a lot that leaves every one of them to one side could be told from chance.
FEWEST_EVENTS = 6
FEWEST_DAYS = 10
_WIDEST = 25.0
_HALVINGS = 60
Grid = NDArray[Any]


@dataclass(frozen=True, slots=True)
class PatrolDays:
    """`change`: patrol days over control days within places; refused when either count is under ten.

    `p_value`: exact, counts as Poisson given each place's total. `lot_p_value`: exact too, by every fall that the lot
    could have had, and without any assumption on how counts vary. `carried_over`: control days after a patrol day (its
    `after`) beside control days after a control day (its `before`), in the same places.
    """

    patrol_events: int
    control_events: int
    patrol_days: int
    control_days: int
    change: float | NotAnswerable
    interval: Interval
    p_value: float
    lot_p_value: float
    pooled: TwoCounts
    carried_over: TwoCounts | NotAnswerable
    finding: str
    sentence: str
    units: ClassVar[Mapping[str, str]] = _UNITS


def patrol_days(
    events: ArrayLike,
    assigned: ArrayLike,
    *,
    pairs: Sequence[Sequence[int]] | None = None,
    confidence: float = 0.95,
) -> PatrolDays | NotAnswerable:
    """Compare the place-days that a lot gave a patrol with those that it left alone.

    `events`: counts, places x days. `assigned`: True where the lot sent a patrol, of the same shape. `pairs`: places of
    which one, by a coin of each day, is patrolled (default: rows 0 and 1, 2 and 3, ...; a last row alone has a coin of
    its own). The ratio is estimated within places: given a place's total, events on patrol days are binomial with the
    share of its days, and one ratio holds for all places; its interval inverts the exact distribution of the sum, at
    `confidence`. The second test draws every fall that the coins could have had. Returns `NotAnswerable` with fewer
    than ten days or six events; raises `ValueError` for shapes, counts or a lot that do not fit. Sources: Gart (1970)
    and Breslow and Day (1987), Statistical Methods in Cancer Research II, 3.6, for the exact ratio over strata; Fisher
    (1935), The Design of Experiments, for the test by the lot.
    """
    counted, sent = _grids(events, assigned)
    share(confidence, "confidence")
    groups = _paired(sent, pairs)
    total = int(counted.sum())
    if (why_not := _too_few(counted.shape[1], total)) is not None:
        return why_not
    patrol, patrol_place_days = int(counted[sent].sum()), int(sent.sum())
    control, control_place_days = total - patrol, int((~sent).sum())
    pooled = two_counts(control, patrol, exposure_before=control_place_days, exposure_after=patrol_place_days)
    strata = _strata(counted, sent)
    if not strata or isinstance(pooled, NotAnswerable):
        return NotAnswerable("no place has both days with a patrol and days without", "a lot over more days")
    inside = sum(seen for _, _, seen in strata)
    low, high, p_value = _exact(strata, inside, 1.0 - confidence)
    lot = _lot_p_value(counted, sent, groups)
    ratio = _likeliest(strata, inside)
    change = small_count(control, patrol) or 100.0 * (ratio - 1.0)
    interval = Interval(100.0 * (low - 1.0), 100.0 * (high - 1.0), confidence)
    finding = _finding(change, interval, lot, 1.0 - confidence)
    sentence = _sentence((patrol, patrol_place_days), (control, control_place_days), change, interval, lot, finding)
    return PatrolDays(
        patrol_events=patrol, control_events=control, patrol_days=patrol_place_days, control_days=control_place_days,
        change=change, interval=interval, p_value=p_value, lot_p_value=lot, pooled=pooled,
        carried_over=_carried_over(counted, sent), finding=finding, sentence=sentence,
    )  # fmt: skip


def _grids(events: ArrayLike, assigned: ArrayLike) -> tuple[Grid, Grid]:
    counted, sent = np.asarray(events, dtype=np.float64), np.asarray(assigned)
    if counted.ndim != 2 or counted.shape != sent.shape or counted.size == 0:
        raise ValueError("events and assigned are places x days, of one shape")
    if not np.isfinite(counted).all() or (counted < 0).any() or (counted != np.rint(counted)).any():
        raise ValueError("events must be whole numbers of 0 or more, none missing")
    if not np.isin(sent, (0, 1)).all():
        raise ValueError("assigned must be True or False, or 1 or 0, for each place and day")
    return counted.astype(np.int64), sent.astype(bool)


def _paired(sent: Grid, pairs: Sequence[Sequence[int]] | None) -> list[tuple[int, ...]]:
    rows = len(sent)
    groups = [tuple(range(at, min(at + 2, rows))) for at in range(0, rows, 2)] if pairs is None else list(
        map(tuple, pairs)
    )  # fmt: skip
    if sorted(row for group in groups for row in group) != list(range(rows)) or any(len(one) > 2 for one in groups):
        raise ValueError("pairs must name every place once, two at most together")
    if any((sent[list(group)].sum(axis=0) != 1).any() for group in groups if len(group) == 2):
        raise ValueError("of a pair exactly one place is patrolled on each day")
    return groups


def _too_few(days: int, total: int) -> NotAnswerable | None:
    if days < FEWEST_DAYS:
        return NotAnswerable(f"a lot over {days} days is too short to judge", f"{FEWEST_DAYS} days or more")
    if total < FEWEST_EVENTS:
        return NotAnswerable(
            f"fewer than {FEWEST_EVENTS} events happened in all the places and days together, so that no fall of the "
            "lot could be told from chance",
            "more days, more places, or a wider offence",
        )
    return None


# Days with a patrol over days without, events in all, events on patrol days: of places that had as many of each.
Stratum = tuple[float, int, int]


def _strata(counted: Grid, sent: Grid) -> list[Stratum]:
    found: dict[tuple[int, int], list[int]] = {}
    for row, lot in zip(counted, sent, strict=True):
        with_patrol = int(lot.sum())
        without = len(lot) - with_patrol
        if with_patrol and without and row.sum():
            sums = found.setdefault((with_patrol, without), [0, 0])
            sums[0] += int(row.sum())
            sums[1] += int(row[lot].sum())
    return [(days[0] / days[1], total, seen) for days, (total, seen) in sorted(found.items())]


def _mass(strata: Sequence[Stratum], ratio: float) -> Floats:
    """The distribution of all events on patrol days, given every place's total."""
    whole: Floats = np.ones(1)
    for odds, total, _ in strata:
        chance_of = odds * ratio / (1.0 + odds * ratio)
        whole = np.convolve(whole, binomial_mass(np.arange(total + 1.0), total, chance_of))
    return whole


def _exact(strata: Sequence[Stratum], seen: int, alpha: float) -> tuple[float, float, float]:
    """Limits of the ratio, and the p-value of a ratio of one (twice the smaller tail)."""
    most = sum(total for _, total, _ in strata)

    def at_least(log_ratio: float) -> float:
        return float(_mass(strata, math.exp(log_ratio))[seen:].sum())

    def at_most(log_ratio: float) -> float:
        return float(_mass(strata, math.exp(log_ratio))[: seen + 1].sum())

    low = 0.0 if seen == 0 else math.exp(_crossing(lambda at: at_least(at) - alpha / 2.0))
    high = math.inf if seen == most else math.exp(_crossing(lambda at: alpha / 2.0 - at_most(at)))
    return low, high, min(1.0, 2.0 * min(at_least(0.0), at_most(0.0)))


def _likeliest(strata: Sequence[Stratum], seen: int) -> float:
    """The ratio under which as many are expected on patrol days as were seen."""
    if seen == 0:
        return 0.0
    if seen == sum(total for _, total, _ in strata):
        return math.inf

    def excess(log_ratio: float) -> float:
        odds = [(one * math.exp(log_ratio), total) for one, total, _ in strata]
        return sum(total * one / (1.0 + one) for one, total in odds) - seen

    return math.exp(_crossing(excess))


def _crossing(rising: Callable[[float], float]) -> float:
    """Where a rising function of the log ratio comes to nought."""
    low, high = -_WIDEST, _WIDEST
    for _ in range(_HALVINGS):
        middle = (low + high) / 2.0
        low, high = (low, middle) if rising(middle) > 0 else (middle, high)
    return (low + high) / 2.0


def _lot_p_value(counted: Grid, sent: Grid, groups: Sequence[tuple[int, ...]]) -> float:
    """The share of all falls of the coins that leave events as unevenly as this one, or more so."""
    gaps = np.concatenate([_gaps(counted, group) for group in groups])
    mass: Floats = np.ones(1)
    for size, many in zip(*np.unique(gaps[gaps > 0], return_counts=True), strict=True):
        coins = binomial_mass(np.arange(many + 1.0), int(many), 0.5)
        spread = np.zeros(int(size * many) + 1)
        spread[:: int(size)] = coins
        mass = np.convolve(mass, spread)
    least = sum(int(counted[list(group)].min(axis=0).sum()) for group in groups if len(group) == 2)
    middle = (len(mass) - 1) / 2.0
    away = abs(int(counted[sent].sum()) - least - middle)
    return min(1.0, float(mass[np.abs(np.arange(len(mass)) - middle) >= away - 1e-9].sum()))


def _gaps(counted: Grid, group: tuple[int, ...]) -> Grid:
    """On each day, by how much the events on patrolled places depend on the coin."""
    rows = counted[list(group)]
    gaps: Grid = np.abs(rows[0] - rows[1]) if len(group) == 2 else rows[0]
    return gaps


def _carried_over(counted: Grid, sent: Grid) -> TwoCounts | NotAnswerable:
    """Does quiet last into the next day? The lot of the day before falls on days left alone, too."""
    alone, before = ~sent[:, 1:], sent[:, :-1]
    after_patrol, after_none = alone & before, alone & ~before
    if not after_patrol.any() or not after_none.any():
        return NotAnswerable("no day left alone follows each kind of day", "a lot over more days")
    later = counted[:, 1:]
    return two_counts(
        int(later[after_none].sum()), int(later[after_patrol].sum()), exposure_before=int(after_none.sum()),
        exposure_after=int(after_patrol.sum()),
    )  # fmt: skip


def _finding(change: float | NotAnswerable, interval: Interval, lot: float, alpha: float) -> str:
    """`fewer`, `more` or `too few to tell`: both tests must agree."""
    if isinstance(change, NotAnswerable) or lot > alpha or interval.low <= 0.0 <= interval.high:
        return "too few to tell"
    return "fewer" if change < 0 else "more"


def _sentence(
    patrol: tuple[int, int], control: tuple[int, int], change: float | NotAnswerable, interval: Interval, lot: float,
    finding: str,
) -> str:  # fmt: skip
    return " ".join(_told(patrol, control, change, interval, lot, finding))


def _told(
    patrol: tuple[int, int], control: tuple[int, int], change: float | NotAnswerable, interval: Interval, lot: float,
    finding: str,
) -> Iterator[str]:  # fmt: skip
    yield (
        f"On {patrol[1]:,} place-days with a patrol by lot there were {patrol[0]:,} events, and {control[0]:,} on "
        f"{control[1]:,} place-days left alone."
    )
    if isinstance(change, NotAnswerable):
        yield change.sentence
        return
    yield (
        f"Within places that is {per_cent(change)} ({interval.confidence:.0%} {per_cent(interval.low)} to "
        f"{per_cent(interval.high)}); by every fall that the lot could have had, {chance(lot)}."
    )
    words = {
        "fewer": "There were fewer events on patrol days than chance allows.",
        "more": "There were more events on patrol days than chance allows.",
    }
    yield words.get(finding, "Too few to tell: neither that patrols help nor that they do not.")
