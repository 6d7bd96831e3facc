"""Finding a meeting and its items for somebody: an item that tells of what is closed to her is not there for her."""

from django.db.models import Q, QuerySet

from alongside.audit.states import Act
from alongside.partners.access import refuse
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.places.models import MeetingItem, TaskingMeeting
from alongside.places.operation_sight import open_operations
from alongside.places.queries.runs import made_from
from alongside.places.sources import open_keys

SUBJECT = "tasking meeting"


def items_for(viewer: Viewer) -> QuerySet[MeetingItem]:
    """Items whose operation and problem this viewer may see."""
    rows = MeetingItem.objects.filter(Q(operation__isnull=True) | Q(operation__in=open_operations(viewer)))
    keys = open_keys(viewer.permissions)
    if keys is None:
        return rows
    return rows.filter(Q(problem__isnull=True) | Q(problem__run__isnull=True) | made_from(keys, "problem__run__"))


def find_meeting(viewer: Viewer, meeting_id: int) -> TaskingMeeting:
    row = TaskingMeeting.objects.filter(pk=meeting_id).first() if viewer.may(Permission.SEE_OPERATIONS) else None
    if row is None:
        raise refuse(viewer, SUBJECT, str(meeting_id), "no such meeting, or the role may not see it")
    return row


def find_item(viewer: Viewer, item_id: int, act: Act = Act.VIEW) -> MeetingItem:
    may_see = viewer.may(Permission.SEE_OPERATIONS)
    row = items_for(viewer).select_related("meeting").filter(pk=item_id).first() if may_see else None
    if row is None:
        raise refuse(viewer, "item of a tasking meeting", str(item_id), "no such item, or not to be seen", act=act)
    return row
