"""Operations as files, in the log before they leave: the list, and what one holds as far as the member sees it."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from alongside.exchange.operation_files import OperationLog, log_csv, log_json, operations_csv, operations_json
from alongside.partners.roles import Permission
from alongside.places import actions, operating
from alongside.places.operating import OperationTold
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.downloads import CSV, attachment

P = Permission
KINDS = {"csv": CSV, "json": "application/json"}


@page(P.SEE_OPERATIONS, P.WRITE_ACTIVITY)
@require_safe
def of_list(request: PageRequest, form: str) -> HttpResponse:
    """Every operation that the member may see."""
    rows = operating.every_operation(request.viewer)
    actions.note_operations_export(reference="", form=form, by=request.viewer, at=request.viewer.at)
    content = operations_csv(rows) if form == "csv" else operations_json(rows)
    return HttpResponse(content, content_type=_kind(form), headers=attachment(f"operations.{form}"))


@page(P.SEE_OPERATIONS, P.WRITE_ACTIVITY)
@require_safe
def of_one(request: PageRequest, reference: str, form: str) -> HttpResponse:
    """What happened in one operation, line by line; what only the police hold is in no file."""
    # Whether it is there is told first: an address of no kind of file says no more of a closed operation.
    log = _log(request, operating.operation(request.viewer, reference))
    kind = _kind(form)
    actions.note_operations_export(
        reference=log.operation.reference, form=form, by=request.viewer, at=request.viewer.at
    )
    content = log_csv(log) if form == "csv" else log_json(log)
    name = f"operation-{log.operation.reference}.{form}"
    return HttpResponse(content, content_type=kind, headers=attachment(name))


def _kind(form: str) -> str:
    if form not in KINDS:
        raise Http404
    return KINDS[form]


def _log(request: PageRequest, told: OperationTold) -> OperationLog:
    viewer, reference = request.viewer, told.reference
    return OperationLog(
        operation=told,
        taskings=operating.taskings_of(viewer, reference),
        powers=operating.powers_of(viewer, reference),
        activities=operating.whole_activity(viewer, reference),
        outputs=operating.outputs_of(viewer, reference),
        results=operating.results_of(viewer, reference),
    )
