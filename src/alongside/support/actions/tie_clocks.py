"""The clock of what is said against something said about ties: whoever says “that is not so” has an answer, also where the
case is given to another agency."""

from datetime import datetime

from alongside.partners.models import Agency
from alongside.support.actions.clocks import start_clock, stop_clock
from alongside.support.models import Case, ClockRun, OwnCorrection, OwnView, TieChallenge
from alongside.support.telling import told_of_challenge
from alongside.support.ties import ANSWER_WITHIN, CLOCK, CLOCK_LABEL, CORRECTION_CLOCK, clocked


def begin_to_answer(challenge: TieChallenge, at: datetime) -> None:
    """In as many days as a correction that is asked for. The provider that has the case owns the clock, and is told."""
    owner = challenge.tie.case.receiver
    start_clock(
        kind=CLOCK, matter=clocked(challenge.pk), owner=owner, allowance=ANSWER_WITHIN, at=at, label=CLOCK_LABEL
    )
    told_of_challenge(challenge, at)


def stop_answering(challenge: TieChallenge, at: datetime) -> None:
    stop_clock(kind=CLOCK, matter=clocked(challenge.pk), at=at)


def give_to(case: Case, new: Agency) -> None:
    """What waits, of ties and in the child's own view, is answered by who has the case from now, and by the same day. A
    link that was given stays closed: whoever has the case now gives a new one."""
    OwnView.objects.filter(matter=case.reference).update(holder=new)
    asked = OwnCorrection.objects.filter(matter=case.reference, answer__isnull=True).values("reference")
    ClockRun.objects.filter(kind=CORRECTION_CLOCK, matter__in=asked).update(owner=new)
    waiting = TieChallenge.objects.filter(tie__case=case, end="").values_list("pk", flat=True)
    ClockRun.objects.filter(kind=CLOCK, matter__in=[clocked(one) for one in waiting]).update(owner=new)
