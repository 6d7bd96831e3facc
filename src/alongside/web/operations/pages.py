"""Operations to read: the list, one as it was planned, what is done in it, what came of it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.partners.roles import Permission
from alongside.places import operating
from alongside.places.operating import OperationTold
from alongside.places.operation_results import FEWEST_OUTSIDE
from alongside.places.operation_states import ENDED, FOUR_STAGES, Stage
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.lists import page_number, paging, past_the_end
from alongside.web.operations.maps import operation_map
from alongside.web.operations.nav import nav
from alongside.web.operations.results import ladder

P = Permission


@page(P.SEE_OPERATIONS, P.WRITE_ACTIVITY)
@require_safe
def listing(request: PageRequest) -> HttpResponse:
    """Those under way; with `?ended` those that are over."""
    ended = "ended" in request.GET
    stages = ENDED if ended else FOUR_STAGES
    rows, part = operating.operations(request.viewer, stages=stages, page=page_number(request))
    if elsewhere := past_the_end(request, part):
        return elsewhere
    context = {
        "operations": rows, "paging": paging(part), "ended": ended, "may_run": request.viewer.may(P.RUN_OPERATIONS),
        "sees": request.viewer.may(P.SEE_OPERATIONS), "nav": nav(request.viewer),
    }  # fmt: skip
    return render(request, "operations/list.html", context)


@page(P.SEE_OPERATIONS, P.WRITE_ACTIVITY)
@require_safe
def operation(request: PageRequest, reference: str) -> HttpResponse:
    told = operating.operation(request.viewer, reference)
    if told.sight == "tasked":
        return _brief(request, told)
    context = {
        "operation": told, "map": operation_map(told), "four": FOUR_STAGES, "reached": _reached(told),
        "findings": [(stage, [one for one in told.findings if one.stage == stage]) for stage in FOUR_STAGES],
    }  # fmt: skip
    return render(request, "operations/operation.html", context)


def _brief(request: PageRequest, told: OperationTold) -> HttpResponse:
    """To a partner with a task: her agency's own work, and no more."""
    rows, part = operating.activities_of(request.viewer, told.reference, page=page_number(request))
    context = {
        "operation": told, "taskings": operating.taskings_of(request.viewer, told.reference), "activities": rows,
        "paging": paging(part),
    }  # fmt: skip
    return render(request, "operations/brief.html", context)


def _reached(told: OperationTold) -> int:
    """How many of the four stages have been reached."""
    seen = [FOUR_STAGES.index(one.stage) + 1 for one in told.stages if one.stage in FOUR_STAGES]
    now = FOUR_STAGES.index(told.stage) + 1 if told.stage in FOUR_STAGES else max(seen, default=1)
    return 5 if told.stage == Stage.CLOSED else now


@page(P.SEE_OPERATIONS, P.WRITE_ACTIVITY)
@require_safe
def working(request: PageRequest, reference: str) -> HttpResponse:
    """Taskings of all agencies side by side, powers, and what was done."""
    told = operating.operation(request.viewer, reference)
    rows, part = operating.activities_of(request.viewer, reference, page=page_number(request))
    if elsewhere := past_the_end(request, part):
        return elsewhere
    context = {
        "operation": told, "taskings": operating.taskings_of(request.viewer, reference),
        "powers": operating.powers_of(request.viewer, reference), "activities": rows, "paging": paging(part),
    }  # fmt: skip
    return render(request, "operations/work.html", context)


@page(P.SEE_OPERATIONS, P.WRITE_ACTIVITY)
@require_safe
def results(request: PageRequest, reference: str) -> HttpResponse:
    """What was done, what came of it in law, and where to learn whether the problem is smaller: three things apart."""
    told = operating.operation(request.viewer, reference)
    found = operating.results_of(request.viewer, reference)
    context = {
        "operation": told, "outputs": operating.outputs_of(request.viewer, reference), "results": found,
        "ladder": ladder(told, found), "fewest": FEWEST_OUTSIDE,
    }  # fmt: skip
    return render(request, "operations/results.html", context)
