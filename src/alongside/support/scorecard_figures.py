"""What stands on a provider's scorecard, from the facts of its cases and of all providers' cases together.

Pure. Process and outcome apart, each figure with what it counts, over how many, its interval and the same of all
providers together; the case mix beside it. Nothing here ranks anybody.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from alongside.analysis.evaluation.answers import NotAnswerable
from alongside.analysis.waiting import waiting_curve
from alongside.support.contract_terms import Listed
from alongside.support.small_counts import SMALL, Exact, Telling, row_told
from alongside.support.states import OutcomeState

HELD_BACK, ONE_SIDE, TOO_FEW = "Held back", "too few on one side", "too few"
AGES = ((0, 13, "Under 14"), (14, 15, "14 and 15"), (16, 17, "16 and 17"), (18, 200, "18 and over"))
NOT_KNOWN = "Not known"


@dataclass(frozen=True, slots=True)
class Fact:
    """One case under a contract, without anybody in it. Days count from the referral.

    `on_time`: decided within the clock; None while it still runs. `met`: the first appointment took place after
    `waited` days, or has not yet (or never will) after as many.
    """

    contract: int
    on_time: bool | None
    accepted: bool
    met: bool
    waited: float
    age: int | None
    sex: str
    setting: str
    source: str
    strands: tuple[str, ...] = ()
    offered: int = 0
    came: int = 0
    breaks: int = 0
    returns: int = 0
    ended: bool = False
    at_end: Mapping[str, str] = field(default_factory=dict)


class Waited(Protocol):
    """Of a fact how long somebody waited, and whether she or he was met."""

    @property
    def waited(self) -> float: ...
    @property
    def met(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Figure:
    """As it is shown and kept: words, so that a frozen copy says for ever what it said."""

    code: str
    group: str
    label: str
    value: str
    interval: str
    comparator: str
    definition: str


@dataclass(frozen=True, slots=True)
class MixRow:
    label: str
    own: str
    every: str


@dataclass(frozen=True, slots=True)
class Mix:
    title: str
    rows: tuple[MixRow, ...]


PROCESS, OUTCOME = "process", "outcome"
Pair = tuple[int, int]


EXACT = Exact()


def figures(
    facts: Sequence[Fact], contract: int, outcomes: Iterable[Listed], tell: Telling = EXACT
) -> tuple[Figure, ...]:
    """The figures of one contract beside those of all together (itself included). `tell`: whether another period that
    is told overlaps this one."""
    by_contract: dict[int, list[Fact]] = {contract: []}
    for one in facts:
        by_contract.setdefault(one.contract, []).append(one)
    return (
        _referrals(tell, by_contract, contract),
        _share(
            tell, by_contract, contract, "decided", PROCESS, "Decided in time", _decided,
            "Referrals that were decided before the pathway’s decision clock ran out (7 days, unless the pathway says "
            "otherwise), of those decided or overdue. Those whose clock still runs are not counted yet.",
        ),
        _share(
            tell, by_contract, contract, "accepted", PROCESS, "Accepted", lambda rows: _of(rows, lambda one: one.accepted),
            "Referrals that were given a place, of all referrals of the period.",
        ),
        _share(
            tell, by_contract, contract, "started", PROCESS, "Began", _began,
            "Cases in which the first appointment took place, of those given a place.",
        ),
        _wait(tell, by_contract, contract),
        _share(
            tell, by_contract, contract, "attendance", PROCESS, "Sessions that took place", _attended,
            "Sessions to which somebody came, or came late, of those offered. Sessions that the provider called off "
            "are not counted. Sessions of one person resemble each other: the true interval is wider than this one.",
        ),
        _count(
            tell, by_contract, contract, "breaks", "People who took a break", lambda one: one.breaks > 0,
            "Cases that were paused at least once. A break is a normal part of leaving; it is not a failure.",
        ),
        _count(
            tell, by_contract, contract, "returns", "People who came back", lambda one: one.returns > 0,
            "Cases that were taken up again after they had ended. Coming back is normal, too.",
        ),
        _whole_list(tell, by_contract, contract),
        *(_outcome(tell, by_contract, contract, one) for one in outcomes),
    )  # fmt: skip


def _referrals(tell: Telling, by_contract: Mapping[int, Sequence[Fact]], contract: int) -> Figure:
    own, every = tell.count(len(by_contract[contract])), tell.total([len(rows) for rows in by_contract.values()])
    return Figure(
        "referrals", PROCESS, "Referrals", *_number(own),
        _all(None if every is None else str(every)),
        "Referrals that reached the provider in the period, whatever came of them.",
    )  # fmt: skip


def _number(count: int | None) -> tuple[str, str]:
    """The value, and what stands beside it."""
    return (HELD_BACK, TOO_FEW) if count is None else (str(count), "")


def _all(words: str | None) -> str:
    return f"All providers together: {words}" if words else "All providers together: held back"


def _share(
    tell: Telling, by_contract: Mapping[int, Sequence[Fact]], contract: int, code: str, group: str, label: str,
    pair: Callable[[Sequence[Fact]], Pair], definition: str,
) -> Figure:  # fmt: skip
    parts = {one: pair(rows) for one, rows in by_contract.items()}
    own, every = tell.share(*parts[contract]), tell.shares(list(parts.values()))
    if parts[contract][1] == 0:
        value, interval = "None yet", ""
    else:
        value, interval = (own.words, f"95% interval {own.interval}") if own else (HELD_BACK, ONE_SIDE)
    together = _all(f"{every.words}, 95% interval {every.interval}" if every else None)
    return Figure(code, group, label, value, interval, together, definition)


def _of(rows: Iterable[Fact], test: Callable[[Fact], bool]) -> Pair:
    every = list(rows)
    return sum(map(test, every)), len(every)


def _decided(rows: Sequence[Fact]) -> Pair:
    return _of([one for one in rows if one.on_time is not None], lambda one: bool(one.on_time))


def _began(rows: Sequence[Fact]) -> Pair:
    return _of([one for one in rows if one.accepted], lambda one: one.met)


def _attended(rows: Sequence[Fact]) -> Pair:
    return sum(one.came for one in rows), sum(one.offered for one in rows)


def _count(
    tell: Telling, by_contract: Mapping[int, Sequence[Fact]], contract: int, code: str, label: str, test: Callable[[Fact], bool],
    definition: str,
) -> Figure:  # fmt: skip
    counts = {one: sum(map(test, rows)) for one, rows in by_contract.items()}
    own, every = tell.count(counts[contract]), tell.total(list(counts.values()))
    return Figure(
        code, PROCESS, label, *_number(own),
        _all(None if every is None else str(every)), definition,
    )  # fmt: skip


def _reached(states: Iterable[str]) -> Pair:
    """Achieved or partly, of those to whom the outcome applies."""
    asked = [state for state in states if state != OutcomeState.NOT_APPLICABLE]
    return sum(state in (OutcomeState.ACHIEVED, OutcomeState.PARTLY) for state in asked), len(asked)


def _whole_list(tell: Telling, by_contract: Mapping[int, Sequence[Fact]], contract: int) -> Figure:
    return _share(
        tell, by_contract, contract, "outcomes", OUTCOME, "All outcomes of the list together",
        lambda rows: _reached(state for one in rows for state in one.at_end.values()),
        "Marks of “achieved” or “partly” at the end, of all marks at the end but “does not apply”, over the whole list. "
        "Marks of one person resemble each other: the true interval is wider. Lists differ between contracts.",
    )  # fmt: skip


def _outcome(tell: Telling, by_contract: Mapping[int, Sequence[Fact]], contract: int, one: Listed) -> Figure:
    def pair(rows: Sequence[Fact]) -> Pair:
        return _reached(fact.at_end[one.code] for fact in rows if one.code in fact.at_end)

    return _share(
        tell, by_contract, contract, f"outcome-{one.code}", OUTCOME, one.label, pair,
        "Cases marked “achieved” or “partly” at the end by a named person of the provider, of those marked at the end "
        "and not “does not apply”. Who is referred differs between providers: look at the case mix beside it.",
    )  # fmt: skip


def _wait(tell: Telling, by_contract: Mapping[int, Sequence[Fact]], contract: int) -> Figure:
    definition = (
        "Days from referral to the first appointment: half waited less (Kaplan and Meier). Those who still wait, and "
        "those whose referral ended before, count as long as they waited."
    )
    own, interval = usual_wait(by_contract[contract], tell)
    every, around = usual_wait([one for rows in by_contract.values() for one in rows], tell)
    if tell.total([len(rows) for rows in by_contract.values()]) is None:
        every = ""
    words = f"{every}, {around}" if every and around else every
    return Figure(
        "wait", PROCESS, "Usual wait", own or HELD_BACK, interval if own else TOO_FEW, _all(words or None), definition
    )


def usual_wait(facts: Sequence[Waited], tell: Telling = EXACT) -> tuple[str, str]:
    """The median wait and its interval in words; empty where too few have been met."""
    people = tell.count(len(facts))
    if sum(one.met for one in facts) < SMALL or people is None:
        return "", ""
    curve = waiting_curve([one.waited for one in facts], [one.met for one in facts])
    median = curve.median
    if isinstance(median.value, NotAnswerable):
        return f"more than {curve.longest:.0f} days, {people} people", ""
    high = "no upper end yet" if math.isinf(median.interval.high) else _days(median.interval.high)
    return f"{_days(median.value)}, {people} people", f"95% interval {median.interval.low:.3g} to {high}"


def _days(value: float) -> str:
    return f"{value:.3g} days"


def case_mix(
    facts: Sequence[Fact], contract: int, strands: Mapping[str, str], tell: Telling = EXACT
) -> tuple[Mix, ...]:
    """Who was referred: the four things that make providers hard to compare. A need is one of several a person has."""
    return (
        _mix("Age at referral", facts, contract, tell, lambda one: (_band(one.age),), [label for *_, label in AGES]),
        _mix("Sex", facts, contract, tell, lambda one: (one.sex or NOT_KNOWN,)),
        _mix("Referred by", facts, contract, tell, lambda one: (one.source,)),
        _mix("Where she or he was", facts, contract, tell, lambda one: (one.setting or NOT_KNOWN,)),
        _mix("Needs (several each)", facts, contract, tell, lambda one: tuple(strands.get(s, s) for s in one.strands)),
    )


def _band(age: int | None) -> str:
    return next((label for low, high, label in AGES if age is not None and low <= age <= high), NOT_KNOWN)


def _mix(
    title: str, facts: Sequence[Fact], contract: int, tell: Telling, read: Callable[[Fact], tuple[str, ...]],
    order: Sequence[str] = (),
) -> Mix:  # fmt: skip
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for one in facts:
        counts[one.contract].update(read(one))
    labels = [*order, *sorted({label for row in counts.values() for label in row} - set(order))]
    own = row_told({label: counts[contract][label] for label in labels})
    every = {label: tell.total([row[label] for row in counts.values()]) for label in labels}
    shown = row_told({label: sum(row[label] for row in counts.values()) for label in labels})
    own_told = {label: None if count is None else tell.count(count) for label, count in own.items()}
    every_told = {label: every[label] if shown[label] is not None else None for label in labels}
    return Mix(title, tuple(MixRow(label, _cell(own_told[label]), _cell(every_told[label])) for label in labels))


def _cell(count: int | None) -> str:
    return "held back" if count is None else str(count)
