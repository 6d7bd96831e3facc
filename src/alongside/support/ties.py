"""Who may see what was said about ties to a group, and for how long. After that it stands in the log alone."""

from collections.abc import Collection

from alongside.common.clocks import Allowance, Unit
from alongside.partners.standing import Viewer
from alongside.support.definitions.parts import Who
from alongside.support.models import Case, TieAssertion
from alongside.support.references import CHALLENGE
from alongside.support.states import ChallengeEnd, SeenBy

CLOCK, CLOCK_LABEL = "challenge", "Answer what is said against it"
CORRECTION_CLOCK = "correction"
ANSWER_WITHIN = Allowance(10, Unit.WORKING_DAYS)


def clocked(challenge: int) -> str:
    """Under which name a challenge has its clock."""
    return f"{CHALLENGE}-{challenge}"


def may_see(tie: TieAssertion, case: Case, parts: Collection[Who], viewer: Viewer) -> bool:
    """For a case that the viewer may see: this assertion too? Lapsed and taken back, nobody sees it."""
    return not is_taken_back(tie) and is_for(tie, case, parts, viewer)


def is_taken_back(tie: TieAssertion) -> bool:
    return any(one.end == ChallengeEnd.TAKEN_BACK for one in tie.challenges.all())


def is_for(tie: TieAssertion, case: Case, parts: Collection[Who], viewer: Viewer) -> bool:
    """Whether it was written for this viewer and has not lapsed. Once it is taken back she sees that, and no more."""
    if viewer.day >= tie.lapses_on:
        return False
    if Who.PROVIDER in parts:
        own = tie.by_member_id == viewer.member_id or case.worker_id == viewer.member_id
        return tie.seen_by != SeenBy.WORKER or own or Who.MANAGER in parts
    return tie.seen_by == SeenBy.REFERRER and Who.REFERRER in parts
