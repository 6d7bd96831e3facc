"""The pages of Operations in a row, those that a member may open."""

from django.urls import reverse

from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer

P = Permission
_PAGES = (
    ("Operations", "operations", (P.SEE_OPERATIONS, P.WRITE_ACTIVITY)),
    ("My taskings", "taskings", (P.WRITE_ACTIVITY, P.RUN_OPERATIONS)),
    ("Write activity", "operation_activity_start", (P.WRITE_ACTIVITY,)),
    ("Powers in force", "operation_powers", (P.SEE_OPERATIONS,)),
    ("Patrol days by lot", "operation_patrols_all", (P.SEE_OPERATIONS, P.WRITE_ACTIVITY)),
    ("Meetings", "tasking_meetings", (P.SEE_OPERATIONS,)),
)


def nav(viewer: Viewer) -> list[tuple[str, str]]:
    return [(text, reverse(name)) for text, name, any_of in _PAGES if viewer.permissions.intersection(any_of)]
