"""Rates and relative rates, with what may not be published said by the result itself."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar

from alongside.analysis.evaluation.answers import FEWEST_FOR_PERCENTAGE, Interval, NotAnswerable, chance
from alongside.analysis.evaluation.arrays import count, positive, share
from alongside.analysis.evaluation.count_card import byar_interval
from alongside.analysis.evaluation.distributions import normal_quantile, two_sided


@dataclass(frozen=True, slots=True)
class Rate:
    """Events per so many people."""

    value: float
    interval: Interval
    events: int
    population: float
    per: float
    sentence: str
    units: ClassVar[Mapping[str, str]] = MappingProxyType({"value": "events per `per` people"})


@dataclass(frozen=True, slots=True)
class RelativeRate:
    """One group's share over another's; `headline` is refused when either group had fewer than ten events."""

    ratio: float
    interval: Interval
    p_value: float
    headline: str | NotAnswerable
    sentence: str
    units: ClassVar[Mapping[str, str]] = MappingProxyType({"ratio": "times", "p_value": "0 to 1"})


def rate(events: int, population: float, *, per: float = 100_000, confidence: float = 0.95) -> Rate | NotAnswerable:
    """Crude rate with Byar's interval, in events per `per` people.

    Returns `NotAnswerable` under ten events; raises `ValueError` for a bad count or population. Source: Breslow and
    Day (1987); public health practice in England.
    """
    seen, people, unit = count(events, "events"), positive(population, "population"), positive(per, "per")
    if seen < FEWEST_FOR_PERCENTAGE:
        return NotAnswerable(
            f"a rate on {seen} events says more about chance than about the place",
            f"{FEWEST_FOR_PERCENTAGE} events or more, or the count with its exact interval",
        )
    limits = byar_interval(seen, confidence=confidence)
    scale = unit / people
    interval = Interval(limits.low * scale, limits.high * scale, confidence)
    text = f"{seen * scale:.1f} per {unit:,.0f} ({confidence:.0%} {interval.low:.1f} to {interval.high:.1f})"
    return Rate(seen * scale, interval, seen, people, unit, f"{seen} events: {text}.")


def relative_rate(
    events: int, total: int, base_events: int, base_total: int, *, confidence: float = 0.95
) -> RelativeRate | NotAnswerable:
    """How many times as often something happened in one group as in another.

    `events` of `total` in the group, `base_events` of `base_total` in the base; at each step of a process the base is
    the step before. Normal interval of the log. Returns `NotAnswerable` when a group has no event or nobody in it;
    raises `ValueError` for events above their total. Source: Katz and others (1978), Biometrics 34, 469-474.
    """
    cells = (count(events, "events"), count(total, "total"))
    base = (count(base_events, "base_events"), count(base_total, "base_total"))
    if cells[0] > cells[1] or base[0] > base[1]:
        raise ValueError("events cannot be more than their total")
    if 0 in (*cells, *base):
        return NotAnswerable("a group without an event has no ratio with limits", "a longer period or wider groups")
    middle = math.log(cells[0] / cells[1]) - math.log(base[0] / base[1])
    error = math.sqrt(max(0.0, 1 / cells[0] - 1 / cells[1] + 1 / base[0] - 1 / base[1]))
    reach = normal_quantile(0.5 + share(confidence, "confidence") / 2.0) * error
    ratio, interval = math.exp(middle), Interval(math.exp(middle - reach), math.exp(middle + reach), confidence)
    p_value = two_sided(middle / error) if error > 0 else 1.0
    withheld = min(cells[0], base[0]) < FEWEST_FOR_PERCENTAGE
    few = NotAnswerable(
        f"{min(cells[0], base[0])} events in a group are too few to publish a ratio",
        "a longer period, wider groups, or the two counts with the interval",
    )
    counted = f"{cells[0]} of {cells[1]} against {base[0]} of {base[1]}"
    limits = f"{confidence:.0%} {interval.low:.1f} to {interval.high:.1f}, {chance(p_value)}"
    return RelativeRate(
        ratio=ratio,
        interval=interval,
        p_value=p_value,
        headline=few if withheld else f"{ratio:.1f} times as often",
        sentence=f"{counted}: {'' if withheld else f'{ratio:.1f} times as often, '}{limits}.",
    )
