"""A signature, and what it lets go."""

from datetime import datetime

from alongside.partners import actions as partners
from alongside.partners.access import writing
from alongside.partners.standing import Viewer
from alongside.support.actions.encompass_routing import look_again
from alongside.support.actions.moments_routing import release_held_moments
from alongside.support.actions.raising import release_held
from alongside.support.actions.referring import release_held_cases

RELEASED_BY = "Alongside, when an agreement was signed"


def sign_agreement(*, agreement_id: int, agency_code: str, name: str, by: Viewer, at: datetime) -> int:
    """Record a signature, and send every held concern, case, moment and notice that it lets go, or do neither; gives how many.

    They are sent by the system: who signs answers for the agreement, not for the children.
    """
    with writing():
        partners.sign(agreement_id=agreement_id, agency_code=agency_code, name=name, by=by, at=at)
        system = Viewer.system(RELEASED_BY, at=at)
        released = release_held(by=system, at=at) + release_held_cases(by=system, at=at)
        return released + release_held_moments(by=system, at=at) + look_again(by=system, at=at)
