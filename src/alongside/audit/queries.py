"""Reading the log. Callers decide first who may (`partners.access`): here are only the questions."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from alongside.audit.models import Event, Seal


def about_person(persons: Iterable[UUID]) -> QuerySet[Event]:
    """Everything that told of this person, newest first (pass every identifier the person has had)."""
    return Event.objects.filter(persons__person_id__in=list(persons)).select_related("body").order_by("-pk").distinct()


def of_agency(agency_code: str) -> QuerySet[Event]:
    return Event.objects.filter(agency_code=agency_code).order_by("-pk")


def recent_refusals() -> QuerySet[Event]:
    return Event.objects.filter(outcome="refused").order_by("-pk")


def agencies_in_log() -> list[str]:
    return sorted(Event.objects.order_by().values_list("agency_code", flat=True).distinct())


def last_seal(agency_code: str) -> Seal | None:
    return Seal.objects.filter(agency_code=agency_code).order_by("-number").first()
