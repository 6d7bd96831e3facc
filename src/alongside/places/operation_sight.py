"""Who sees what of an operation. Default no; every refusal looks the same and is in the log.

* FULL: by SEE_OPERATIONS, a member of an agency that runs it; all of it but the police's own compartment.
* OUTSIDE: by SEE_OPERATIONS, anybody else, once it has begun; protocol, tactics and counts that are not small.
* TASKED: by WRITE_ACTIVITY only, a member of an agency that runs it; its own agency's taskings and activity.

What rests on a source for those who study places is closed to others in FULL and OUTSIDE alike: of such an operation
a member of a running agency without that permission sees no more than her agency's own work.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable

from alongside.partners.access import refuse
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.places.models import Operation, OperationAgency, OperationProtocol, OperationStage
from alongside.places.operation_states import Stage
from alongside.places.queries.runs import made_from
from alongside.places.sources import open_keys

SUBJECT = "operation"
P = Permission


class Sight(StrEnum):
    FULL = "full"
    OUTSIDE = "outside"
    TASKED = "tasked"


@dataclass(frozen=True, slots=True)
class Seen:
    """An operation that this viewer may look at, how far, and the stage it is in."""

    operation: Operation
    sight: Sight
    stage: Stage
    viewer: Viewer

    @property
    def is_full(self) -> bool:
        return self.sight == Sight.FULL

    @property
    def may_run(self) -> bool:
        return self.is_full and self.viewer.may(P.RUN_OPERATIONS)

    @property
    def may_write_activity(self) -> bool:
        return self.sight != Sight.OUTSIDE and self.viewer.may(P.WRITE_ACTIVITY)

    @property
    def may_see_police_only(self) -> bool:
        return self.is_full and self.viewer.may(P.SEE_POLICE_ONLY)


def operations_for(viewer: Viewer) -> QuerySet[Any]:
    """Those that this viewer may see at all, each with `now`, `is_ours` and `is_open`."""
    stages = OperationStage.objects.filter(operation=OuterRef("pk"))
    ours = OperationAgency.objects.filter(operation=OuterRef("pk"), agency_code=viewer.agency_code)
    rows = Operation.objects.annotate(
        now=Subquery(stages.order_by("-pk").values("stage")[:1]), is_ours=Exists(ours), is_open=_open(viewer)
    )
    allowed: Combinable | Q = Q(pk__in=[])
    if viewer.may(P.WRITE_ACTIVITY):
        allowed |= Q(is_ours=True)
    if viewer.may(P.SEE_OPERATIONS):
        begun = Exists(stages.filter(stage=Stage.RESPONSE))
        allowed |= Q(is_open=True) & (Q(is_ours=True) | begun)
    return rows.filter(allowed)


def open_operations(viewer: Viewer) -> QuerySet[Any]:
    """Those of which the viewer sees more than her own agency's work; without the permission none at all."""
    rows = operations_for(viewer)
    return rows.filter(is_open=True) if viewer.may(P.SEE_OPERATIONS) else rows.none()


def _open(viewer: Viewer) -> Combinable | Q:
    """Nothing that the operation rests on is closed to this viewer."""
    keys = open_keys(viewer.permissions)
    if keys is None:
        return Q(pk__isnull=False)
    closed = OperationProtocol.objects.filter(operation=OuterRef("pk")).exclude(source__in=sorted(keys))
    rests_on = Q(problem__isnull=True) | Q(problem__run__isnull=True) | made_from(keys, "problem__run__")
    return rests_on & ~Exists(closed)


def seen(viewer: Viewer, reference: str) -> Seen:
    """Raises `Refused`, in the same words whether there is such an operation or not."""
    row = operations_for(viewer).filter(reference=reference.replace("\x00", "")[:20]).first()
    if row is None:
        raise refuse(viewer, SUBJECT, reference, "no such operation, or it is not this agency's to see")
    return as_seen(viewer, row)


def as_seen(viewer: Viewer, row: Operation) -> Seen:
    """For a row of `operations_for`."""
    may_see = viewer.may(P.SEE_OPERATIONS) and row.is_open  # type: ignore[attr-defined]
    ours = row.is_ours  # type: ignore[attr-defined]
    sight = (Sight.FULL if ours else Sight.OUTSIDE) if may_see else Sight.TASKED
    return Seen(row, sight, Stage(row.now), viewer)  # type: ignore[attr-defined]


def seen_whole(viewer: Viewer, reference: str) -> Seen:
    """An operation that the viewer's agency runs, all of it. Raises `Refused`."""
    found = seen(viewer, reference)
    if not found.is_full:
        raise refuse(viewer, SUBJECT, reference, "the member sees only part of it")
    return found


def run_by(viewer: Viewer, reference: str) -> Seen:
    """An operation that this viewer may run. Raises `Refused`."""
    found = seen(viewer, reference)
    if not found.may_run:
        raise refuse(viewer, SUBJECT, reference, "the member does not run it")
    return found
