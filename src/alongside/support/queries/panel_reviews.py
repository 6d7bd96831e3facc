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
from alongside.support.models import AgendaItem, Case
from alongside.support.states import VIEW_OF_CASE, ItemState
from alongside.support.versions_in_use import Versions, by_purpose


class LookAgain(NamedTuple):
    """Without the child. Whoever reads it may open her page."""

    item_id: UUID
    reference: str
    review_on: date
    panel: str


def to_look_at_again(viewer: Viewer) -> tuple[LookAgain, ...]:
    """For whoever runs the panel or works the case, what is due first at the top."""
    if not viewer.may(Permission.SIT_ON_PANELS):
        raise refuse(viewer, "panel reviews", "", "the role sits on no panel")
    versions = by_purpose(version for (version,) in OF_AGAIN.rows(viewer, ()))
    return tuple(LookAgain(*one) for one in AGAIN.rows(viewer, versions))


def _again(viewer: Viewer, versions: Versions) -> QuerySet[AgendaItem, Any]:
    """As far as the rule still opens the case: an invitation ends, and so does an agreement."""
    ways = [(purpose, Q(version__in=those)) for purpose, those in versions]
    rows = _due(viewer).filter(case__in=Case.objects.visible_by(viewer, ways, *VIEW_OF_CASE).values("pk"))
    return rows.order_by("review_on", F("pk")).values_list(
        "pk", "case__reference", "review_on", "meeting__panel__name"
    )[:100]


def due_again(viewer: Viewer, versions: Versions) -> QuerySet[AgendaItem]:
    """For “My work” of whoever runs the panel: those whose day is today or past."""
    ways = [(purpose, Q(version__in=those)) for purpose, those in versions]
    seen = Case.objects.visible_by(viewer, ways, *VIEW_OF_CASE).values("pk")
    rows = _waiting(viewer).filter(run_by(viewer), review_on__lte=viewer.day, case__in=seen)
    return rows.select_related("meeting__panel", "case__record")


def _of_again(viewer: Viewer, shape: tuple[()]) -> QuerySet[AgendaItem, Any]:
    return _due(viewer).order_by().values_list("case__version_id").distinct()


def _due(viewer: Viewer) -> QuerySet[AgendaItem]:
    own = Q(case__receiver_id=viewer.agency_id)
    return _waiting(viewer).filter(own | run_by(viewer) if viewer.may(Permission.RUN_PANELS) else own)


def run_by(viewer: Viewer, prefix: str = "") -> Q:
    """By the panels that the viewer runs."""
    meeting = f"{prefix}meeting__"
    return Q(**{f"{meeting}panel__holder_id": viewer.agency_id}) | Q(**{f"{meeting}chair_id": viewer.member_id})


def _waiting(viewer: Viewer) -> QuerySet[AgendaItem]:
    """A proposal that was deferred is no later hearing; one that is heard, or waits for its meeting, is."""
    later = AgendaItem.objects.filter(
        case=OuterRef("case"), meeting__panel=OuterRef("meeting__panel"), meeting__starts_at__gt=OuterRef("meeting__starts_at"),
        state__in=(ItemState.PROPOSED, ItemState.ACCEPTED, ItemState.HEARD),
    )  # fmt: skip
    rows = AgendaItem.objects.filter(
        review_on__isnull=False, state=ItemState.HEARD, case__ended_at__isnull=True,
        meeting__panel__in=seated(viewer).values("pk"),
    )  # fmt: skip
    return rows.exclude(conflicts__member_id=viewer.member_id).exclude(Exists(later))


AGAIN, OF_AGAIN = Asked(_again), Asked(_of_again)
