"""What support tells the domain of people: which matters a record has, and whose matters press."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from alongside.partners.standing import Viewer
from alongside.people.identity.matters import Casework, hear
from alongside.support.actions.moments_routing import route_anew
from alongside.support.models import (
    AgendaItem,
    Case,
    Concern,
    Handover,
    InformationRequest,
    Plan,
    ReachableMoment,
    SchoolNotice,
)
from alongside.support.panel_parts import opened_for, opened_for_review
from alongside.support.states import OPEN_STATUSES, PlanStatus


def matters_of(records: Collection[int]) -> set[str]:
    """Whatever is about these records, and for which an agency may have been involved with the child."""
    concerns = Concern.objects.filter(record__in=records)
    return {
        *concerns.values_list("reference", flat=True),
        *InformationRequest.objects.filter(concern__in=concerns).values_list("reference", flat=True),
        *Plan.objects.filter(concern__in=concerns).values_list("reference", flat=True),
        *Case.objects.filter(record__in=records).values_list("reference", flat=True),
        *(
            opened(one)
            for one in AgendaItem.objects.filter(case__record__in=records).values_list("pk", flat=True)
            for opened in (opened_for, opened_for_review)
        ),
        *Handover.objects.filter(record__in=records).values_list("reference", flat=True),
        *ReachableMoment.objects.filter(record__in=records).values_list("reference", flat=True),
        *SchoolNotice.objects.filter(child__record__in=records).values_list("reference", flat=True),
    }


def pressing() -> "list[QuerySet[Any, Any]]":
    """Records of children in danger now, then of those whose concern is open, then of those with a plan."""
    waiting = Concern.objects.filter(status__in=OPEN_STATUSES)
    return [
        waiting.filter(in_danger_now=True).values("record_id"),
        waiting.values("record_id"),
        Concern.objects.filter(plan__status=PlanStatus.OPEN).values("record_id"),
    ]


def changed(persons: Collection[UUID], at: datetime) -> None:
    """Records were joined or taken apart: what goes by who the child is, is sent anew."""
    route_anew(persons=persons, by=Viewer.system("reachable moments", at=at), at=at)


def tell_people() -> None:
    hear("support", Casework(matters_of, pressing, changed))
