"""How far a concern has come and when each step was taken."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from random import Random

from alongside.demo.families import Invented
from alongside.demo.moments import after
from alongside.demo.tellings import Telling


class Step(IntEnum):
    """The last step that was taken. A second look is taken only where the rule asks for one."""

    RAISED = 0
    TAKEN = 1
    RATED = 2
    ASKED = 3
    ANSWERED = 4
    DECIDED = 5
    LOOKED = 6
    TOLD = 7
    READ = 8


class PlanStep(IntEnum):
    NONE = 0
    STARTED = 1
    REVIEWED = 2
    CLOSED = 3


# Office hours from one step to the next, from and to; asking and answering are left out where nothing is asked.
PACE = {
    Step.TAKEN: (0, 1),
    Step.RATED: (0, 0),
    Step.ASKED: (0, 0),
    Step.ANSWERED: (1, 2),
    Step.DECIDED: (0, 0),
    Step.LOOKED: (1, 2),
    Step.TOLD: (2, 14),
    Step.READ: (2, 16),
}


@dataclass(frozen=True)
class Course:
    """One concern from its telling to its reach. `little`: the worker decided on advice, and was sent back."""

    telling: Telling
    child: Invented
    teller: str
    raised: datetime
    reach: Step
    times: dict[Step, datetime] = field(default_factory=dict)
    worker: str = "tomasz"
    answer: str = "told"
    plan: PlanStep = PlanStep.NONE
    little: bool = False
    reopened: datetime | None = None
    restricted: bool = False
    paused: str = ""

    def paced(self, rng: Random) -> dict[Step, datetime]:
        """When each step is taken, in office hours; what `times` says stands."""
        at, found = self.raised, {}
        for step, (least, most) in PACE.items():
            at = self.times.get(step) or after(at, rng.randint(least, most), rng.randrange(4, 25))
            found[step] = at
        return found
