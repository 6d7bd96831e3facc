"""How a concern is told and what comes of it: the parts of a text from which the demo's concerns are made.

Slots in the words fit the child (`wording.slots`); `{friend}`, `{adult}`, `{street}` and `{place}` fit the event.
"""

from dataclasses import dataclass, field

from alongside.partners.states import FieldGroup

SCHOOL_PART = "school"  # stands for the child's own school


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to one agency, and what it would answer."""

    agency: str
    groups: tuple[FieldGroup, ...]
    question: str
    told: str
    withheld: str = "The family has asked us not to. We will speak with them and answer again by Friday."


@dataclass(frozen=True, slots=True)
class ToDo:
    """One action of a plan. `ending` is (state, words), or nothing while it is to be done."""

    agency: str
    owner: str
    what: str
    days: int
    ending: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan: goals as (words, whether they are the child's), actions, and a first review."""

    reason: str
    goals: tuple[tuple[str, bool], ...]
    actions: tuple[ToDo, ...]
    review: str
    review_voice: str


@dataclass(frozen=True, slots=True)
class Telling:
    key: str
    tellers: frozenset[str]
    ages: range
    fact: str
    opinion: str
    voice: str
    level: str
    why_level: str
    decision: str
    rationale: str
    feedback: str
    no_voice: str = ""
    role: str = "at_risk"
    where: str = ""
    allegation: str = ""
    allegation_by: str = ""
    consent: str = "given"
    why_no_consent: str = ""
    others: tuple[tuple[str, str, str], ...] = ()
    asked: Asked | None = None
    plan: Planned | None = None
    pathway: str = ""
    sex: str = ""
    danger: bool = field(default=False)
