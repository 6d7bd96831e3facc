"""The front door: which agency receives every concern. Until somebody has said so, nothing can be sent there."""

from alongside.partners.errors import NotSetUp
from alongside.support.models import Pathway
from alongside.support.states import FRONT_DOOR

NOTHING_YET = "This partnership has not said yet which agency receives concerns, so nothing can be sent from here."
HOW = "alongside pathway create --agency CODE"


def front_door_pathway() -> Pathway:
    """The pathway of every concern, with the agency that receives them; or `NotSetUp`."""
    found = Pathway.objects.select_related("receiver").filter(code=FRONT_DOOR).first()
    if found is None:
        raise NotSetUp(NOTHING_YET, HOW)
    return found


def has_front_door() -> bool:
    return Pathway.objects.filter(code=FRONT_DOOR).exists()
