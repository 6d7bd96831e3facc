"""Comparisons between groups in plain words: what was counted, how sure it is, and whether it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from alongside.support.measures.waits import SPLITS
from alongside.support.queries.waits_figures import WaitsFigures
from alongside.web.design.wording import number

HELD = "Held back"
STEPS = {
    "referred": "Referred, for each child who lives here",
    "taken_on": "Taken on",
    "before_help": "Closed before help",
    "speed": "How fast help began",
}


@dataclass(frozen=True, slots=True)
class Compared:
    """One group against all others at one step. `stands`: after correction for all comparisons of the statement."""

    group: str
    step: str
    ratio: str
    sentence: str
    stands: bool


@dataclass(frozen=True, slots=True)
class SplitCompared:
    name: str
    counts: tuple[tuple[str, ...], ...]
    compared: tuple[Compared, ...]


@dataclass(frozen=True, slots=True)
class Monitor:
    count: str
    taken_on: str
    before_help: str
    tests: int
    standing: tuple[Compared, ...]
    splits: tuple[SplitCompared, ...]
    reasons: tuple[tuple[str, str], ...]


def monitor_of(shown: WaitsFigures) -> Monitor | None:
    """The referrals of a statement by group; None while there is no statement."""
    if not shown.body:
        return None
    told = shown.body["referrals"]
    splits = tuple(_split(one) for one in told["splits"])
    return Monitor(
        count=_n(told["count"]), taken_on=_n(told["taken_on"]), before_help=_n(told["before_help"]),
        tests=told["tests"], splits=splits,
        standing=tuple(one for split in splits for one in split.compared if one.stands),
        reasons=tuple((shown.reasons.get(one["code"], one["code"]), _n(one["count"])) for one in told["reasons"]),
    )  # fmt: skip


def _n(value: int | None) -> str:
    return HELD if value is None else number(value)


def _split(told: Mapping[str, Any]) -> SplitCompared:
    return SplitCompared(
        SPLITS[told["name"]],
        tuple(
            (one["label"], *(_n(one[name]) for name in ("count", "taken_on", "before_help"))) for one in told["groups"]
        ),
        tuple(_compared(group["label"], one) for group in told["groups"] for one in group["compared"]),
    )


def _compared(group: str, one: Mapping[str, Any]) -> Compared:
    limits = f"95% {one['low']:.1f} to {one['high']:.1f}"
    ratio = f"{one['ratio']:.1f} times ({limits})"
    few = f"Too few to say ({limits})" if one["few"] else ratio
    return Compared(group, STEPS[one["step"]], few, _sentence(one, limits), bool(one["stands"]) and not one["few"])


def _sentence(one: Mapping[str, Any], limits: str) -> str:
    return f"{_counted(one)} {_verdict(one, limits)}"


def _counted(one: Mapping[str, Any]) -> str:
    if one["step"] == "speed":
        return "Those who still wait are counted too."
    both = (one["events"], one["of"], one["rest_events"], one["rest"])
    return "{:,} of {:,}; of all the others {:,} of {:,}.".format(*both)


def _verdict(one: Mapping[str, Any], limits: str) -> str:
    if one["few"]:
        return "Fewer than ten on one side: no figure is given, only the interval."
    if not one["stands"]:
        return "No difference that stands: chance may explain it."
    more = one["ratio"] > 1
    if one["step"] == "speed":
        return "A difference that stands: help began sooner." if more else "A difference that stands: help began later."
    return f"A difference that stands: {'more' if more else 'less'} often than for the others."
