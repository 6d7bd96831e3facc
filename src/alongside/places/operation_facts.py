"""What there is of an operation, as its rules ask for it."""

from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from alongside.places.models import (
    Activity,
    Operation,
    OperationProtocol,
    OperationTactic,
    PowerUse,
    Tasking,
    TaskingStep,
)
from alongside.places.operation_rules import StageFacts
from alongside.places.operation_states import TASKINGS_OPEN, Stage, TaskingState


def stage_facts(operation: Operation, at: datetime) -> StageFacts:
    protocol = protocol_in_force(operation.pk)
    return StageFacts(
        found=frozenset(Stage(one) for one in operation.findings.order_by().values_list("stage", flat=True).distinct()),
        is_locked=protocol is not None,
        starts_on=protocol.starts_on if protocol else None,
        ends_on=protocol.ends_on if protocol else None,
        tactics=len(tactics_used(operation.pk)),
        activities=Activity.objects.filter(operation=operation).count(),
        open_taskings=open_taskings().filter(operation=operation).count(),
        powers_in_force=powers_in_force(at).filter(operation=operation).count(),
    )


def protocol_in_force(operation_id: int) -> OperationProtocol | None:
    """The newest locked version; None before the first lock."""
    rows = OperationProtocol.objects.filter(operation=operation_id, locked_at__isnull=False)
    return rows.order_by("-number").first()


def tactics_used(operation_id: int) -> list[OperationTactic]:
    """The newest word on each tactic and agency, those that are used, in the order in which they were taken up."""
    newest = {(one.kind, one.doer_code): one for one in OperationTactic.objects.filter(operation=operation_id)}
    return sorted((one for one in newest.values() if one.is_used), key=lambda one: one.pk)


def with_state() -> QuerySet[Any]:
    """Taskings with `state`: the newest step, or not answered where there is none."""
    newest = TaskingStep.objects.filter(tasking=OuterRef("pk")).order_by("-pk").values("state")[:1]
    return Tasking.objects.annotate(state=Subquery(newest))


def open_taskings() -> QuerySet[Any]:
    return with_state().filter(Q(state__isnull=True) | Q(state__in=TASKINGS_OPEN))


def state_of(tasking: Tasking) -> TaskingState:
    """Of a row of `with_state`."""
    return TaskingState(tasking.state or TaskingState.ASKED)  # type: ignore[attr-defined]


def powers_in_force(at: datetime) -> QuerySet[PowerUse]:
    """Begun, not run out, not ended: at this moment."""
    return PowerUse.objects.filter(starts_at__lte=at, end__isnull=True).filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=at)
    )
