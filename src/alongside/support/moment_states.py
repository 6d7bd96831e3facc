"""Reachable moments: which there are, how far one is, and the clocks that run until somebody has been there."""

from django.db.models import TextChoices

from alongside.common.clocks import Allowance, Unit
from alongside.partners.states import FieldGroup, Purpose

PURPOSE = Purpose.SAFEGUARDING
VIEW_OF_MOMENT = (FieldGroup.IDENTITY, FieldGroup.CONCERN)


class MomentKind(TextChoices):
    MISSING = "missing", "Missing from home or care"
    AWAY = "away", "Met outside the borough, by police, a hospital or another council"
    CUSTODY = "custody", "Arrested or in custody, and may be made use of by others"
    EXCLUDED = "excluded", "Excluded from school"


class MomentState(TextChoices):
    HELD = "held", "Held: no agreement lets it be sent. Phone the front door"
    OPEN = "open", "Nobody has said “I have it” yet"
    TAKEN = "taken", "Somebody has it"
    OFFERED = "offered", "A talk was offered"
    ENDED = "ended", "Ended"


class MomentEnd(TextChoices):
    DONE = "done", "The talk was held"
    DECLINED = "declined", "The child did not want it"
    NOT_POSSIBLE = "not_possible", "It was not possible"
    IN_ERROR = "in_error", "Entered in error"


class MomentStepKind(TextChoices):
    RECORDED = "recorded", "Recorded"
    SENT = "sent", "Sent"
    HELD = "held", "Held"
    TAKEN = "taken", "“I have it”"
    GIVEN = "given", "Given to a colleague"
    BACK = "back", "The child is back"
    OFFERED = "offered", "A talk was offered"
    NOTE = "note", "Written down"
    PASSED_ON = "passed_on", "Passed on to the front door"
    ENDED = "ended", "Ended"


OWNED, OFFER, SAY = "moment-owner", "moment-offer", "moment-outcome"
WHO_GOES = ("Say “I have it”", Allowance(0, Unit.DAYS))  # until midnight of the same day, weekends too
RETURN_TALK = ("Offer the return home interview", Allowance(72, Unit.HOURS))
TALK = ("See the child, or offer a talk", Allowance(24, Unit.HOURS))
OUTCOME = ("Say what came of the offer", Allowance(5, Unit.WORKING_DAYS))
