"""Live involvements and restrictions, as plain values for the decision."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, DateTimeField, Q, QuerySet, UUIDField

from alongside.common.prepared import Prepared, Slot, values_for
from alongside.partners.models import Involvement
from alongside.partners.standing import Groups, Viewer
from alongside.partners.states import Purpose

NOBODY = UUID(int=0)
_PURPOSES = {purpose.code: purpose for purpose in Purpose}


@dataclass(frozen=True, slots=True)
class Involved:
    """One live involvement of the viewer's agency. A purpose that is not known is None, and covers nothing."""

    person_id: UUID
    matter: str
    purpose: Purpose | None
    groups: Groups


def live(at: datetime) -> Q:
    return Q(opened_at__lte=at, expires_at__gt=at) & (Q(ended_at__isnull=True) | Q(ended_at__gt=at))


def live_involvements(viewer: Viewer, persons: Iterable[UUID]) -> list[Involved]:
    size, values = values_for("person", persons, NOBODY)
    rows = LIVE.rows(size, agency=viewer.agency_id, at=viewer.at, **values)
    return [Involved(person, matter, _PURPOSES.get(purpose), groups) for person, matter, purpose, groups in rows]


def _live(size: int) -> QuerySet[Involvement, Any]:
    rows = Involvement.objects.filter(
        live(Slot.of("at", DateTimeField(), datetime)),
        agency_id=Slot("agency", BigIntegerField()),
        person_id__in=Slot.several("person", UUIDField(), size),
    )
    return rows.values_list("person_id", "matter", "purpose", "field_groups")


LIVE = Prepared(_live)


def restricted_persons(viewer: Viewer, persons: Iterable[UUID]) -> frozenset[UUID]:
    """Those of `persons` who are restricted and for whom this member is not cleared."""
    return viewer.hidden_persons & frozenset(persons)
