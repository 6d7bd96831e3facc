"""A pathway written down: what is asked, where a case can stand, who decides what, which clocks run.

A definition is data. It is kept in versions, read and changed in the browser, and a case keeps to the version under
which it began. Nothing here computes anything about a person: a score that a named human wrote down may be compared
with a threshold, and whatever the comparison says, judgement routes as well and nothing is ever blocked by it.
"""

from dataclasses import dataclass
from enum import StrEnum

from alongside.common.clocks import Allowance
from alongside.support.states import StageKind


class QuestionKind(StrEnum):
    """What kind of answer a question takes; the value stands in the document."""

    LINE = "line"
    TEXT = "text"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    DATE = "date"
    TIME = "time"
    NUMBER = "number"


class Who(StrEnum):
    """Who may make a move or write an entry: a part in the case, not a person."""

    REFERRER = "referrer"
    WORKER = "worker"
    MANAGER = "manager"
    PROVIDER = "provider"


class EntryUse(StrEnum):
    """What an entry counts as, whatever the pathway calls it."""

    CONTACT = "contact"
    FIRST_CONTACT = "first_contact"
    WELFARE_CONTACT = "welfare_contact"
    SESSION = "session"
    SCREENING = "screening"
    ASSESSMENT = "assessment"
    REVIEW = "review"
    OUTCOME = "outcome"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Option:
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked. `group` is the field group to which the answer belongs: who may not see it, does not.

    `only_if`: "key=code", asked only after that answer. `least`, `most` bound a number.
    """

    key: str
    label: str
    kind: QuestionKind = QuestionKind.LINE
    hint: str = ""
    required: bool = False
    group: str = "concern"
    options: tuple[Option, ...] = ()
    only_if: str = ""
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a case can stand. `waits_for`: what for, where it is a queue. `takes_place`: who stands here takes one of
    the places of the provider's contract. `before_help`: it ended and nobody was helped, which is an outcome of its
    own: its reason is asked, and it is counted with the waits."""

    code: str
    label: str
    kind: StageKind = StageKind.WORKING
    meaning: str = ""
    waits_for: str = ""
    takes_place: bool = False
    before_help: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """A decision that takes a case from a stage to a stage; always with a reason, by somebody with a part in it."""

    code: str
    label: str
    sources: tuple[str, ...]
    target: str
    by: tuple[Who, ...] = (Who.WORKER,)
    asks: tuple[Question, ...] = ()
    second_look: bool = False


@dataclass(frozen=True, slots=True)
class EntryKind:
    """Something that is written down while the case is worked: a contact, a session, a screening."""

    code: str
    label: str
    use: EntryUse = EntryUse.NOTE
    by: tuple[Who, ...] = (Who.WORKER,)
    asks: tuple[Question, ...] = ()
    stages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClockRule:
    """A clock of the pathway. It starts and stops on events: "opened", "closed", "told", "stage:x", "left:x", "entry:x".
    A handover knows "moves" (the day on which the child moves), "file" (that day, if there is a child-protection file)
    and "receipt" (every such file has its receipt).

    `pauses_in`: stages in which it stands still. `breach`: what those who own it are told when it runs out.
    """

    code: str
    label: str
    starts: tuple[str, ...]
    stops: tuple[str, ...]
    allowance: Allowance
    owner: Who = Who.WORKER
    pauses_in: tuple[str, ...] = ()
    breach: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """`question` answered with one of `any_of`, or with a number of `at_least` or more."""

    question: str
    any_of: tuple[str, ...] = ()
    at_least: int | None = None
    says: str = ""


@dataclass(frozen=True, slots=True)
class Threshold:
    """Any one condition meets it. It says where a case belongs; it never blocks, and it is shown as what it is."""

    label: str = ""
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Definition:
    """A whole pathway. `handover`: what moves along it is a handover from agency to agency, not a case.

    `senders`: kinds of agency that may begin it. `from_phases`, `to_phases`: phases of the schools from which and to
    which it goes. Each is empty for all.
    """

    code: str
    name: str
    summary: str
    purpose: str
    carries: tuple[str, ...]
    referrers: tuple[str, ...]
    receivers: tuple[str, ...]
    questions: tuple[Question, ...]
    stages: tuple[Stage, ...]
    moves: tuple[Move, ...]
    entries: tuple[EntryKind, ...] = ()
    clocks: tuple[ClockRule, ...] = ()
    threshold: Threshold = Threshold()
    refers_from: int | None = None
    refers_until: int | None = None
    lasts_days: int = 365
    consent_needed: bool = False
    handover: bool = False
    senders: tuple[str, ...] = ()
    from_phases: tuple[str, ...] = ()
    to_phases: tuple[str, ...] = ()

    @property
    def first_stage(self) -> Stage:
        return self.stages[0]

    def stage(self, code: str) -> Stage:
        return next(one for one in self.stages if one.code == code)

    def move(self, code: str) -> Move | None:
        return next((one for one in self.moves if one.code == code), None)

    def entry(self, code: str) -> EntryKind | None:
        return next((one for one in self.entries if one.code == code), None)

    def clock(self, code: str) -> ClockRule | None:
        return next((one for one in self.clocks if one.code == code), None)

    def moves_from(self, stage: str) -> tuple[Move, ...]:
        return tuple(one for one in self.moves if stage in one.sources)
