"""Which concerns there are: the lead stories first, then enough others to fill every queue with life."""

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from alongside.common.clocks import Allowance, Unit
from alongside.common.periods import age_on
from alongside.demo.courses import Course, PlanStep, Step
from alongside.demo.families import Invented
from alongside.demo.known import Known
from alongside.demo.moments import Moments
from alongside.demo.tellings import BY_KEY, TELLINGS, Telling

# Who tells for an agency of each kind; a school's own lead tells for a school.
TELLERS = {
    "police": "dev", "hospital": "solveig", "camhs": "ruth", "provider": "kez", "youth-justice": "mirembe",
    "housing": "garrick",
}  # fmt: skip
A_WORKING_DAY, EIGHT_HOURS = Allowance(1, Unit.WORKING_DAYS), Allowance(8, Unit.WORKING_HOURS)


@dataclass
class Plots:
    """Casts children into tellings. Each child has one concern, so that stories do not cross."""

    children: Sequence[Invented]
    known: Known
    moments: Moments
    rng: Random
    lead_of: Callable[[Invented], str]
    lead_school: str
    unsigned_school: str
    _used: set[str] = field(default_factory=set)
    _next_telling: int = 0

    def __post_init__(self) -> None:
        self._used |= {one.key for one in self.known.children.values()}

    def all(self) -> Iterator[Course]:
        yield from self.lead_stories()
        yield from self.in_triage()
        yield from self.decided()
        yield from self.closed()
        yield from self.with_plans()

    def lead_stories(self) -> Iterator[Course]:
        now, worked = self.moments, self.moments.worked
        yield self._named("two phones", "amina", "priya", now.ago(minutes=14), Step.RAISED)
        yield self._named("a picture sent on", "hasan", "priya", now.ago(minutes=75), Step.RAISED)
        yield self._named("upstairs while they argued", "milena", "dev", now.ago(hours=3), Step.RAISED)
        yield self._named("an older friend", "fadumo", "priya", worked(1, 9, 40), Step.TAKEN)
        asked = now.nearly_due(EIGHT_HOURS)
        yield self._named(
            "waits since spring", "temitope", "owen", asked - timedelta(minutes=55), Step.ASKED,
            times={Step.TAKEN: asked - timedelta(minutes=20), Step.RATED: asked, Step.ASKED: asked},
        )  # fmt: skip
        yield self._named("a debt for a lost bag", "julian", "beatriz", worked(3, 14, 5), Step.RAISED)
        yield self._named(
            "robbed on the way home", "teodor", "dev", worked(1, 10), Step.TAKEN, worker="marian", restricted=True
        )

    def in_triage(self) -> Iterator[Course]:
        worked = self.moments.worked
        yield self._drawn("a cut that does not fit the story", self.moments.ago(minutes=38), Step.RAISED)
        yield self._drawn("asks for seconds", self.moments.nearly_due(A_WORKING_DAY), Step.RAISED)
        yield self._drawn("a debt for a lost bag", worked(4, 11, 20), Step.RAISED, teller="mirembe")
        yield self._drawn("called by a brother’s name", worked(3, 15, 10), Step.RAISED)
        yield self._drawn("new in the country", worked(1, 12, 30), Step.RAISED, teller="garrick")
        yield self._drawn("about to start secondary school", worked(1, 13), Step.RATED, worker="jo")
        paused = "{His} mother works nights and asked to speak with us herself, tomorrow at ten."
        yield self._drawn("the third home in two years", worked(2, 12, 45), Step.TAKEN, worker="jo", paused=paused)
        yield self._drawn("a knife in a bag", worked(1, 10, 15), Step.ASKED, worker="jo")
        yield self._drawn("a debt for a lost bag", worked(1, 14, 20), Step.ASKED, teller="kez")
        yield self._drawn("robbed on the way home", worked(1, 15, 5), Step.ASKED)
        yield self._drawn("added to a group chat", worked(3, 9, 30), Step.ASKED, worker="jo")
        yield self._drawn("added to a group chat", worked(1, 9, 40), Step.ANSWERED)
        yield self._drawn("a picture sent on", worked(1, 9, 15), Step.ANSWERED, answer="withheld", worker="jo")
        yield self._drawn("robbed on the way home", worked(1, 9, 20), Step.ANSWERED, answer="nothing_held")
        yield self._drawn("away for two nights", worked(1, 9, 5), Step.DECIDED, teller="kez")
        yield self._drawn("does not want to go home on Fridays", worked(1, 9, 30), Step.DECIDED, worker="jo")
        yield self._drawn("waits since spring", worked(2, 11), Step.LOOKED, teller="ruth", little=True)

    def decided(self) -> Iterator[Course]:
        worked = self.moments.worked
        yield self._drawn("looks after the others", worked(2, 10, 40), Step.LOOKED)
        yield self._drawn("a picture sent on", worked(2, 13, 15), Step.LOOKED, teller="priya", worker="jo")
        yield self._drawn("the third home in two years", worked(3, 9, 50), Step.LOOKED)
        yield self._drawn("a knife in a bag", worked(8, 11, 25), Step.LOOKED, plan=PlanStep.STARTED)

    def closed(self) -> Iterator[Course]:
        worked = self.moments.worked
        yield self._drawn("robbed on the way home", worked(9, 11, 45), Step.TOLD, teller="priya")
        yield self._drawn("an older friend", worked(10, 9, 35), Step.TOLD, teller="priya", worker="jo")
        for days in (9, 11, 13):
            yield self._next(worked(days, 9, 50), Step.TOLD)
        yield self._next(worked(14, 10, 30), Step.READ, reopened=worked(1, 11, 20))
        yield self._drawn("a rumour", worked(17, 13, 10), Step.READ, teller="priya")
        for days in range(12, 60, 3):
            yield self._next(worked(days, self.rng.randrange(9, 14), self.rng.randrange(60)), Step.READ)

    def with_plans(self) -> Iterator[Course]:
        worked = self.moments.worked
        plots = (
            ("two phones", 18, PlanStep.STARTED), ("added to a group chat", 9, PlanStep.STARTED),
            ("a cut that does not fit the story", 22, PlanStep.STARTED),
            ("looks after the others", 16, PlanStep.STARTED), ("away for two nights", 11, PlanStep.STARTED),
            ("an older friend", 47, PlanStep.REVIEWED), ("a debt for a lost bag", 50, PlanStep.REVIEWED),
            ("waits since spring", 44, PlanStep.REVIEWED), ("called by a brother’s name", 56, PlanStep.CLOSED),
            ("the third home in two years", 52, PlanStep.CLOSED),
        )  # fmt: skip
        for telling, days, plan in plots:
            yield self._drawn(telling, worked(days, 9, self.rng.randrange(60)), Step.READ, plan=plan)

    def _named(
        self, telling: str, child: str, teller: str, raised: datetime, reach: Step, **more: Any
    ) -> Course:  # fmt: skip
        return Course(BY_KEY[telling], self.known.children[child], teller, raised, reach, **more)

    def _next(self, raised: datetime, reach: Step, **more: Any) -> Course:
        """The next telling in turn, so that all are told equally often."""
        telling = TELLINGS[self._next_telling % len(TELLINGS)]
        self._next_telling += 1
        return self._drawn(telling.key, raised, reach, **more)

    def _drawn(self, key: str, raised: datetime, reach: Step, *, teller: str = "", **more: Any) -> Course:
        telling = BY_KEY[key]
        wanted = self.lead_school if teller == "priya" else ""
        child = next(one for one in self.children if self._fits(one, telling, wanted))
        self._used.add(child.key)
        chosen = teller or TELLERS.get(self.rng.choice(sorted(telling.tellers)), "") or self.lead_of(child)
        more.setdefault("worker", self.rng.choice(("tomasz", "tomasz", "jo")))
        return Course(telling, child, chosen, raised, reach, **more)

    def spare(self, ages: range, *, at: str = "", not_at: Container[str] = ()) -> Invented:
        """A child of that age (at that school, or not at these) in no story yet, who now is in one."""
        child = next(
            one
            for one in self.children
            if one.key not in self._used and age_on(one.born, self.moments.today) in ages and one.school
            if at in ("", one.school) and one.school not in not_at
        )
        self._used.add(child.key)
        return child

    def _fits(self, child: Invented, telling: Telling, school: str) -> bool:
        return (
            child.key not in self._used
            and age_on(child.born, self.moments.today) in telling.ages
            and telling.sex in ("", child.sex)
            and bool(child.school)
            and child.school != self.unsigned_school
            and school in ("", child.school)
        )
