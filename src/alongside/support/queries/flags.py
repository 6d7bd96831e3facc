"""Flags that a conference set on a person (MARAC), told at the front door when somebody is worried about her again.

A flag is the clock named `flag` of a case: it runs from the day on which the case was heard until somebody lets it lapse.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery, UUIDField

from alongside.audit.actions import record_all
from alongside.audit.states import Act
from alongside.common.prepared import Prepared, Slot
from alongside.partners.access import Subject, decide_all, entry_of
from alongside.partners.standing import Viewer
from alongside.support.case_parts import carried_by, purpose_of
from alongside.support.definitions.kept import definitions
from alongside.support.models import Case, ClockRun
from alongside.support.states import FLAG, VIEW_OF_CASE


@dataclass(frozen=True, slots=True)
class FlagShown:
    """That a flag stands, who set it, since when and until when. Nothing of what was said there."""

    pathway: str
    set_by: str
    since: datetime
    until: datetime
    is_over: bool
    """Its time is over, and nobody has let it lapse or had the case heard again."""
    reference: str
    """Of the case, for whoever's agency works it; nothing for others."""


class FlagColumns(NamedTuple):
    reference: str
    pathway__name: str
    version_id: int
    holder_id: int
    holder__code: str
    holder__name: str
    receiver_id: int
    receiver__name: str
    since: datetime
    until: datetime


def flags_on(viewer: Viewer, person_id: UUID) -> tuple[FlagShown, ...]:
    """The flags on this person that the one rule opens to the viewer, the newest first; each is logged before it is told.
    For callers that have decided on what brings her here."""
    found = [FlagColumns(*one) for one in STANDING.rows((), person=person_id)]
    told = definitions({one.version_id for one in found}) if found else {}
    shown, entries = [], []
    for one in found:
        definition = told[one.version_id]
        subject = Subject(
            "case", one.reference, one.holder_id, one.holder__code, one.holder__name, person_id, one.reference
        )
        [decision] = decide_all(viewer, [subject], purpose_of(definition), carried_by(definition))
        if decision.groups >= frozenset(VIEW_OF_CASE):
            entries.append(entry_of(viewer, decision, Act.VIEW))
            shown.append(_shown(viewer, one))
    record_all(entries)
    return tuple(shown)


def _shown(viewer: Viewer, one: FlagColumns) -> FlagShown:
    works = one.receiver_id == viewer.agency_id
    return FlagShown(
        one.pathway__name,
        one.receiver__name,
        one.since,
        one.until,
        one.until < viewer.at,
        one.reference if works else "",
    )


def _standing(shape: tuple[()]) -> QuerySet[Case, Any]:
    runs = ClockRun.objects.filter(matter=OuterRef("reference"), kind=FLAG, stopped_at__isnull=True).order_by("-due_at")
    rows = Case.objects.filter(record__person_id=Slot("person", UUIDField())).annotate(
        since=Subquery(runs.values("started_at")[:1]), until=Subquery(runs.values("due_at")[:1])
    )
    return rows.filter(since__isnull=False).order_by("-since").values_list(*FlagColumns._fields)


STANDING = Prepared(_standing)
