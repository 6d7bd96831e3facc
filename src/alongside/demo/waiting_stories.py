"""Children who wait for mental health support now: in three queues, some spoken to and some not, some closed out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from alongside.demo.families import Invented
from alongside.demo.life import Story, World
from alongside.people.drafts import NameDraft, RecordDraft
from alongside.support.actions import cases
from alongside.support.actions.referring import Referral, refer
from alongside.support.actions.waits import Fairness
from alongside.support.models import Case

Spare = Callable[[range], Invented]
AGES = range(8, 17)
CLINICIAN, SECOND = "ruth", "bronwen"
SOON = timedelta(hours=1)


def waiting_stories(world: World, spare: Spare) -> list[Story]:
    """Each about a child of its own."""
    return [
        _unread(_Wait(world, spare(AGES))), _silent(_Wait(world, spare(AGES))), _kept_in_touch(_Wait(world, spare(AGES))),
        _treatment(_Wait(world, spare(AGES))), _treatment(_Wait(world, spare(AGES))),
        _closed(_Wait(world, spare(AGES)), "declined", "The family would rather see their own doctor."),
        _closed(_Wait(world, spare(AGES)), "no_contact", "Four letters, six calls, two visits."),
        _sent_back(_Wait(world, spare(AGES))), _taken_back(_Wait(world, spare(AGES))),
    ]  # fmt: skip


@dataclass
class _Wait:
    """One child on the pathway, through the actions that her teacher and her clinicians would take."""

    world: World
    child: Invented
    reference: str = ""

    def refer(self, at: datetime, worry: str, need: str, fairness: Fairness) -> Case:
        teller = self.world.lead_of(self.child)
        viewer = self.world.viewer(teller, at)
        name = NameDraft(self.child.given.usual, self.child.family.usual)
        answers = {
            "worry": worry, "child_says": "“I want my head to be quiet.”", "event": "no", "need": need,
            "meanwhile": "Head of year, every Monday",
        }  # fmt: skip
        referral = Referral(
            "camhs", RecordDraft(names=(name,), date_of_birth=self.child.born, sex=self.child.sex), answers, "given",
            record_id=self.world.truth.record_of(self.child, viewer.agency_code), fairness=fairness,
        )  # fmt: skip
        made = refer(referral=referral, by=viewer, at=at)
        self.world.truth.note(made.record_id, self.child, viewer.agency_code)
        self.reference = made.reference
        return made

    def move(self, at: datetime, move: str, reason: str, **answers: object) -> None:
        by = self.world.viewer(CLINICIAN, at)
        cases.move_case(reference=self.reference, move=move, answers=answers, reason=reason, by=by, at=at)

    def write(self, at: datetime, kind: str, **answers: object) -> None:
        by = self.world.viewer(CLINICIAN, at)
        cases.write_entry(reference=self.reference, kind=kind, happened_at=at, answers=answers, by=by, at=at)

    def look(self, at: datetime, agreed: bool, text: str) -> None:
        by = self.world.viewer(SECOND, at)
        cases.look_at_case(reference=self.reference, agreed=agreed, text=text, by=by, at=at)


def _unread(wait: _Wait) -> Story:
    """Nobody has read the referral: the first clock has run out."""
    yield (at := wait.world.moments.worked(8, 9, 10))
    wait.refer(at, "Has stopped coming to lessons after lunch.", "anxiety", Fairness("white", "support"))


def _silent(wait: _Wait) -> Story:
    """Accepted, and then nobody rang: the welfare contact is long overdue."""
    days = wait.world.moments.worked
    yield (at := days(52, 10, 40))
    wait.refer(
        at, "Counts everything, and cannot leave the house before it is right.", "anxiety", Fairness("asian", "none")
    )
    yield (at := days(47, 14, 0))
    wait.move(at, "accept", "Needs an assessment.")


def _kept_in_touch(wait: _Wait) -> Story:
    """What waiting can look like: something offered and taken up, a call every few weeks, a review with a date."""
    days, moments = wait.world.moments.worked, wait.world.moments
    yield (at := days(50, 11, 5))
    wait.refer(at, "Saw her brother hurt in the street. Startles at every door.", "trauma", Fairness("black", "none"))
    yield (at := days(46, 9, 30))
    wait.move(at, "accept", "Clear need after trauma.")
    yield (at := days(40, 15, 0))
    wait.write(at, "offer", what=["group", "parents"], taken=True)
    yield (at := days(8, 16, 0))
    wait.write(at, "welfare", how="seen", words="“The group is all right. They have biscuits.”")
    yield (at := at + SOON)
    wait.write(
        at, "wait-review", changed="Sleeps through most nights.",
        next_review=(moments.today + timedelta(days=17)).isoformat(),
    )  # fmt: skip


def _treatment(wait: _Wait) -> Story:
    """Assessed, and on the longest list; the review that was promised is late."""
    days, moments = wait.world.moments.worked, wait.world.moments
    yield (at := days(58, 10, 15))
    wait.refer(at, "Eats nothing at school and says that she ate at home.", "eating", Fairness("mixed", "plan"))
    yield (at := days(56, 12, 0))
    wait.move(at, "accept", "Soon: weight is being lost.")
    yield (at := days(50, 9, 0))
    wait.move(at, "begin-assessment", "A place came free.")
    yield (at := days(44, 13, 30))
    wait.move(at, "to-treatment", "Family therapy; the list is long.")
    yield (at := at + SOON)
    wait.write(
        at, "wait-review", changed="On the list. The doctor weighs her each Friday.",
        next_review=(moments.today - timedelta(days=9)).isoformat(),
    )  # fmt: skip


def _closed(wait: _Wait, why: str, words: str) -> Story:
    """Closed before help, with a second clinician's agreement: counted with the waits, reason and all."""
    days = wait.world.moments.worked
    yield (at := days(55, 14, 20))
    wait.refer(at, "Shouts, then cries, then says that it was nothing.", "behaviour", Fairness("other", "support"))
    yield (at := days(30, 10, 0))
    wait.move(at, "close-before", words, why=why, instead="Mentor at school; whom to ring written on a card.")
    yield (at := at + SOON)
    wait.look(at, True, "Agreed. Let the school know that the door stays open.")


def _sent_back(wait: _Wait) -> Story:
    """A second clinician did not agree to close: the child still waits."""
    days = wait.world.moments.worked
    yield (at := days(34, 9, 45))
    wait.refer(at, "Marks on both arms, explained by a cat.", "self_harm", Fairness("white", "none"))
    yield (at := days(29, 11, 0))
    wait.move(at, "close-before", "Did not answer two calls.", why="no_contact", instead="A letter with our number.")
    yield (at := at + SOON)
    wait.look(at, False, "Two calls are not enough with marks on both arms. See her at school.")


def _taken_back(wait: _Wait) -> Story:
    """The school takes its referral back: no closing before help."""
    days = wait.world.moments.worked
    yield (at := days(38, 9, 0))
    wait.refer(at, "Was afraid of the new class.", "anxiety", Fairness("asian", ""))
    yield (at := days(31, 15, 0))
    by = wait.world.viewer(wait.world.lead_of(wait.child), at)
    cases.withdraw_case(
        reference=wait.reference, reason="Settled since half term; the family asks to wait.", by=by, at=at
    )
