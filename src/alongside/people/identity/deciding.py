"""What a person decides about whole persons: these are one, these are two."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from alongside.people.identity.changing import Cause, regroup
from alongside.people.identity.ruling import Pair, belong, between, give_way, rule, star
from alongside.people.models import IdentityEvent, Ruling
from alongside.people.states import LinkBasis

Side = frozenset[int]


@dataclass(frozen=True)
class Decision:
    """`same` and `apart` are the pairs that somebody looked at; the `sides` stay together as they stood."""

    same: tuple[Pair, ...] = ()
    apart: tuple[tuple[Side, Side], ...] = ()
    sides: tuple[Side, ...] = ()
    undo_earlier: bool = False


def carry(decision: Decision, cause: Cause) -> IdentityEvent | None:
    """Write what was decided, take back what opposes it, and group anew. Within the transaction, one at a time."""
    made = _write(decision, cause)
    touched = {one for pair in decision.same for one in pair}
    touched |= {one for pair in decision.apart for side in pair for one in side}
    event = regroup(touched, cause).event
    belong(made, event)
    return event


def one_child(pair: Pair, left: Collection[int], right: Collection[int], *, undo_earlier: bool = False) -> Decision:
    """All records of the two sides are of one child; it was seen by this pair."""
    return Decision(
        same=(pair,), sides=(frozenset(left) | {pair[0]}, frozenset(right) | {pair[1]}), undo_earlier=undo_earlier
    )


def two_children(left: Collection[int], right: Collection[int], *, undo_earlier: bool = False) -> Decision:
    sides = (frozenset(left), frozenset(right))
    return Decision(apart=(sides,), sides=sides, undo_earlier=undo_earlier)


def _write(decision: Decision, cause: Cause) -> list[Ruling]:
    for left, right in decision.apart:
        give_way(between(left, right, same=True), undo_earlier=decision.undo_earlier, by=cause.by, at=cause.at)
    if decision.same:
        together = frozenset().union(*decision.sides)
        opposed = between(together, together, same=False)
        give_way(opposed, undo_earlier=decision.undo_earlier, by=cause.by, at=cause.at)
    made = _rule(decision.same, True, LinkBasis.HUMAN, cause)
    stood = [pair for side in decision.sides if side for pair in star(_centre(side, decision.same), side)]
    made += _rule(stood, True, LinkBasis.STOOD, cause)
    apart = [(one, other) for left, right in decision.apart for one in left for other in right]
    return made + _rule(apart, False, LinkBasis.HUMAN, cause)


def _centre(side: Side, same: Sequence[Pair]) -> int:
    return next((one for pair in same for one in pair if one in side), min(side))


def _rule(pairs: Sequence[Pair], same: bool, basis: LinkBasis, cause: Cause) -> list[Ruling]:
    return rule(pairs, same=same, basis=basis, reason=cause.reason, by=cause.by, at=cause.at)
