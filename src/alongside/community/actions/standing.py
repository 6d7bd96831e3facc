"""Who may do what here: by role, and in the log when refused."""

from alongside.audit.states import Act
from alongside.partners.access import refuse
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer


def allowed(by: Viewer, kind: str, id: object, *any_of: Permission) -> None:
    """Raises `Refused`, which is in the log, for a role that may do none of these."""
    if not any(by.may(one) for one in any_of):
        needed = " or ".join(any_of)
        raise refuse(by, kind, str(id), f"the role may not {needed}", act=Act.CHANGE)


def own(by: Viewer, kind: str, id: object, agency_id: int) -> None:
    """Raises `Refused` for what belongs to another agency."""
    if by.agency_id != agency_id:
        raise refuse(by, kind, str(id), "it belongs to another agency", act=Act.CHANGE)
