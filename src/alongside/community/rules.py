"""Pure decisions of community work: None, or the reason why not; and what follows from dates alone."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import TypeVar

from alongside.community.states import DOOR_STEPS, PRIORITY_STEPS, REVIEW_STEPS, DoorState, PriorityState, ReviewState

State = TypeVar("State", bound=Enum)

# The Anti-social Behaviour, Crime and Policing Act 2014, section 104 and Schedule 4: a partnership may ask for fewer
# reports or decide on the harm; it may not ask for more.
REPORTS_NEEDED = 3
COUNTED_MONTHS = 6
REPORTED_WITHIN = timedelta(days=31)

_PHONE = re.compile(r"(?<![\d,.])(?:\+44|0)[\d ()-]{8,14}\d")
_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.\w{2,}")
_PLATE = re.compile(r"\b[A-Z]{2}\d{2} ?[A-Z]{3}\b")
_HANDLE = re.compile(r"(?<!\w)@\w{3,}")
_DOOR = re.compile(r"\b(?:flat|number|no\.?) ?\d+[a-z]?\b", re.IGNORECASE)
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.? [A-Z]\w+")
_CALLED = re.compile(r"\b(?:called|named|name is|names are) [A-Z]\w+")
_KIN = re.compile(
    r"\bmy (?:son|daughter|child|children|kid|kids|boy|girl|brother|sister|nephew|niece|partner|husband|wife|ex|"
    r"neighbour|friend|mum|dad|mother|father)\b",
    re.IGNORECASE,
)
PERSONAL: tuple[tuple[re.Pattern[str], str], ...] = (
    (_MAIL, "an e-mail address"), (_PHONE, "a phone number"), (_HANDLE, "somebody’s name on social media"),
    (_PLATE, "a number plate"), (_DOOR, "somebody’s door number"), (_TITLED, "somebody’s name"),
    (_CALLED, "somebody’s name"), (_KIN, "somebody in your life"),
)  # fmt: skip


def what_is_personal(text: str) -> str | None:
    """What in a public text looks as if it told of a person, in words; None where nothing does.

    It finds the common ways in which somebody is named without meaning harm. A moderator reads every text all the same.
    """
    return next((what for pattern, what in PERSONAL if pattern.search(text)), None)


def _not_a_step(now: State, to: State, table: Mapping[State, frozenset[State]]) -> str | None:
    if to in table[now]:
        return None
    label = getattr(now, "label", now.value)
    return f"It stands at “{label}”. From there it cannot become “{getattr(to, 'label', to.value)}”."


def reason_not_to_step_at_door(*, now: DoorState, to: DoorState, reason: str) -> str | None:
    if (why := _not_a_step(now, to, DOOR_STEPS)) is not None:
        return why
    needs_words = to in (DoorState.NO_MORE, DoorState.PASSED_ON)
    return "Say why: somebody may ask later." if needs_words and not reason.strip() else None


def reason_not_to_move_priority(*, now: PriorityState, to: PriorityState, told: str) -> str | None:
    if (why := _not_a_step(now, to, PRIORITY_STEPS)) is not None:
        return why
    return None if told.strip() else "Say what was done, so that residents can read it."


def reason_not_to_move_review(
    *, now: ReviewState, to: ReviewState, reason: str, decider: str = "", by: str = ""
) -> str | None:
    """`decider` is who decided what is appealed against: the appeal is for somebody else."""
    if (why := _not_a_step(now, to, REVIEW_STEPS)) is not None:
        return why
    if to in (ReviewState.APPEAL_UPHELD, ReviewState.APPEAL_REFUSED) and decider and decider == by:
        return "You made the decision that is appealed against. A colleague must decide on the appeal."
    if to is not ReviewState.ACKNOWLEDGED and not reason.strip():
        return "Give the reason. The applicant reads it."
    return None


@dataclass(frozen=True, slots=True)
class Complaint:
    """One report of anti-social behaviour that was made before."""

    happened_on: date
    reported_on: date


@dataclass(frozen=True, slots=True)
class Threshold:
    """What the dates say. `counted` are complaints that count; a person decides, and may go below, never above."""

    counted: int
    needed: int
    left_out: tuple[str, ...]

    @property
    def is_met(self) -> bool:
        return self.counted >= self.needed


def threshold(complaints: Sequence[Complaint], *, applied_on: date, needed: int = REPORTS_NEEDED) -> Threshold:
    """Which complaints count: made within six months before the application, each within a month of what happened."""
    if not 1 <= needed <= REPORTS_NEEDED:
        raise ValueError(f"The law lets a partnership ask for 1 to {REPORTS_NEEDED} reports, not {needed}.")
    since, left_out = months_before(applied_on, COUNTED_MONTHS), []
    for one in complaints:
        if one.reported_on > applied_on or one.happened_on > one.reported_on:
            left_out.append("dates that cannot be right")
        elif one.reported_on < since:
            left_out.append(f"reported before {since.day} {since:%B %Y}, more than six months ago")
        elif one.reported_on - one.happened_on > REPORTED_WITHIN:
            left_out.append("reported more than a month after it happened")
    return Threshold(len(complaints) - len(left_out), needed, tuple(left_out))


def months_before(day: date, months: int) -> date:
    """The same day so many months before, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))
