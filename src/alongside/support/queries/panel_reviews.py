"""Cases that a panel wanted to look at again on a day, and that no later agenda has: nobody is forgotten."""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from alongside.partners.access import refuse
from alongside.partners.asking import Asked
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.support.disruption_parts import seated
from alongside.support.models import AgendaItem
from alongside.support.states import ItemState


class LookAgain(NamedTuple):
    """Without the child: her page is opened by the one rule."""

    item_id: UUID
    reference: str
    review_on: date
    panel: str


def to_look_at_again(viewer: Viewer) -> tuple[LookAgain, ...]:
    """For whoever runs the panel or works the case, what is due first at the top."""
    if not viewer.may(Permission.SIT_ON_PANELS):
        raise refuse(viewer, "panel reviews", "", "the role sits on no panel")
    return tuple(LookAgain(*one) for one in AGAIN.rows(viewer, ()))


def _again(viewer: Viewer, shape: tuple[()]) -> QuerySet[AgendaItem, Any]:
    """A proposal that was deferred is no later hearing; one that is heard, or waits for its meeting, is."""
    later = AgendaItem.objects.filter(
        case=OuterRef("case"), meeting__panel=OuterRef("meeting__panel"), meeting__starts_at__gt=OuterRef("meeting__starts_at"),
        state__in=(ItemState.PROPOSED, ItemState.ACCEPTED, ItemState.HEARD),
    )  # fmt: skip
    rows = AgendaItem.objects.filter(
        review_on__isnull=False, state=ItemState.HEARD, case__ended_at__isnull=True,
        meeting__panel__in=seated(viewer).values("pk"),
    )  # fmt: skip
    own = Q(case__receiver_id=viewer.agency_id)
    if viewer.may(Permission.RUN_PANELS):
        own |= Q(meeting__panel__holder_id=viewer.agency_id) | Q(meeting__chair_id=viewer.member_id)
    rows = rows.filter(own).exclude(conflicts__member_id=viewer.member_id).exclude(Exists(later))
    if viewer.hidden_persons:
        rows = rows.exclude(case__record__person_id__in=viewer.hidden_persons)
    return rows.order_by("review_on", F("pk")).values_list(
        "pk", "case__reference", "review_on", "meeting__panel__name"
    )[:100]


AGAIN = Asked(_again)
