"""What is asked for when patrol days by lot begin, and what is written down of one."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class TrialDraft:
    """`kinds`: of the source; empty for all of them."""

    plan: int
    source: str
    definition: str
    kinds: tuple[str, ...] = ()
    is_secret: bool = True


@dataclass(frozen=True, slots=True)
class PatrolDraft:
    """`place`: its number in the plan, from 0."""

    day: date
    place: int
    was_patrolled: bool
    minutes: int = 0
    reason: str = ""
