"""Who sees which evaluation. Default no: what rests on a closed source, or on an operation that is closed, is closed too."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.db.models import Q, QuerySet

from alongside.partners.access import refuse
from alongside.partners.standing import Viewer
from alongside.places.evaluation_months import without_months
from alongside.places.evaluation_rules import departures
from alongside.places.evaluation_told import (
    ClaimTold,
    EvaluationDetail,
    EvaluationSummary,
    OperationEvaluated,
    ProtocolChange,
    claim_of,
    repeat_of,
    summary_of,
)
from alongside.places.models import Evaluation, EvaluationClaim, EvaluationRepeat, Operation, OperationProtocol
from alongside.places.operation_sight import open_operations
from alongside.places.queries.recorded import Page
from alongside.places.queries.runs import made_from, run
from alongside.places.sources import open_keys


def evaluations_for(viewer: Viewer) -> QuerySet[Evaluation]:
    """Those made from sources that are open to the viewer, of operations and problems that the viewer may look at."""
    keys = open_keys(viewer.permissions)
    rows = Evaluation.objects.filter(Q(operation=None) | Q(operation__in=open_operations(viewer)))
    if keys is None:
        return rows
    of_open_problem = Q(problem__isnull=True) | Q(problem__run__isnull=True) | made_from(keys, "problem__run__")
    return rows.filter(made_from(keys, "run__"), of_open_problem)


def evaluations(viewer: Viewer, *, page: int = 1, size: int = 25) -> tuple[list[EvaluationSummary], Page]:
    """The newest first."""
    rows = evaluations_for(viewer).select_related("run").defer("run__result")
    total = rows.count()
    number = max(1, min(page, -(-total // size)))
    found = list(rows[(number - 1) * size : number * size])
    answers = _answers([row.run_id for row in found])
    return [summary_of(row, answers.get(row.run_id)) for row in found], Page(number, size, total)


def evaluation(viewer: Viewer, evaluation_id: int) -> EvaluationDetail:
    """Raises `Refused`, in the same words whether there is such an evaluation or not."""
    row = evaluations_for(viewer).select_related("run", "operation").filter(pk=evaluation_id).first()
    if row is None:
        raise refuse(viewer, "evaluation", str(evaluation_id), "no such evaluation, or what it rests on is closed")
    told = run(row.run_id)
    assert told is not None
    if told.result is not None:
        # What was stored by an earlier version is held to the same.
        told = replace(told, result=without_months(told.result))
    return EvaluationDetail(
        summary=summary_of(row, told.result and told.result["verdict"]),
        run=told,
        operation=(row.operation.reference, row.operation.name) if row.operation else None,
        plan_id=row.plan_id,
        protocol_changes=tuple(_protocol_changes(row.operation)) if row.operation else (),
        locked_at=row.locked_at,
        departures=tuple(departures(row.locked, row.run.settings)) if row.locked else (),
        repeats=tuple(repeat_of(one, told) for one in row.repeats.select_related("run")),
        claims=tuple(claim_of(one) for one in row.claims.select_related("withdrawal")),
    )


def evaluations_of(viewer: Viewer, reference: str) -> OperationEvaluated:
    """Those of one operation, the newest first. Raises `Refused` where the operation is closed to the viewer."""
    operation = open_operations(viewer).filter(reference=reference.replace("\x00", "")[:20]).first()
    if operation is None:
        raise refuse(viewer, "operation", reference, "no such operation, or it is not this member's to see")
    found = list(evaluations_for(viewer).filter(operation=operation).select_related("run").defer("run__result"))
    answers = _answers([row.run_id for row in found])
    rows = tuple(summary_of(row, answers.get(row.run_id)) for row in found)
    return OperationEvaluated(operation.reference, operation.name, protocol_to_go_by(operation) is not None, rows)


def operations_to_evaluate(viewer: Viewer) -> list[tuple[str, str]]:
    """Reference and name of each operation that the viewer may look at and whose protocol is locked."""
    locked = OperationProtocol.objects.filter(locked_at__isnull=False).values("operation")
    rows = open_operations(viewer).filter(pk__in=locked).order_by("-pk")
    return list(rows.values_list("reference", "name"))


def protocol_to_go_by(operation: Operation) -> OperationProtocol | None:
    """The first version that was locked: later ones are changes."""
    return operation.protocols.filter(locked_at__isnull=False).order_by("number").first()


def newest_of_run(viewer: Viewer, run_id: int) -> int | None:
    """The newest evaluation that has its answer from a run, or that was worked again by it."""
    of_run = Q(run_id=run_id) | Q(pk__in=EvaluationRepeat.objects.filter(run_id=run_id).values("evaluation"))
    return evaluations_for(viewer).filter(of_run).order_by("-pk").values_list("pk", flat=True).first()


def claim(viewer: Viewer, claim_id: int) -> ClaimTold:
    """Raises `Refused`, in the same words whether there is such a claim or not."""
    rows = EvaluationClaim.objects.filter(evaluation__in=evaluations_for(viewer))
    row = rows.select_related("withdrawal").filter(pk=claim_id).first()
    if row is None:
        raise refuse(viewer, "claim of an evaluation", str(claim_id), "no such claim, or what it rests on is closed")
    return claim_of(row)


def _protocol_changes(operation: Operation) -> Iterator[ProtocolChange]:
    first = protocol_to_go_by(operation)
    for row in operation.protocols.filter(locked_at__isnull=False).order_by("number"):
        if first is not None and row.number > first.number:
            yield ProtocolChange(row.number, row.at, row.reason)


def _answers(run_ids: list[int]) -> dict[int, Mapping[str, Any]]:
    """The verdict alone: an answer holds every count of ten years."""
    rows = Evaluation.objects.filter(run_id__in=run_ids, run__result__isnull=False)
    return dict(rows.values_list("run_id", "run__result__verdict"))
