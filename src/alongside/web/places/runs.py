"""How an analysis stands: one page for every kind. It leads on to the answer as soon as there is one."""

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from alongside.partners.access import refuse
from alongside.partners.roles import Permission
from alongside.places import queries
from alongside.places.actions import stop_run
from alongside.places.errors import PlacesRefused
from alongside.places.evaluation_sight import newest_of_run
from alongside.places.queries import RunSummary
from alongside.places.states import RunKind, RunState
from alongside.web.design.doors import PageRequest, page
from alongside.web.places.answers import check_open
from alongside.web.places.kinds import answer_address, asking_address


@page(Permission.SEE_PLACES)
@require_safe
def run(request: PageRequest, run_id: int) -> HttpResponse:
    """An analysis that is done leads on to its answer; any other says how it stands and what can be done."""
    summary = _summary(request, run_id)
    if summary.state == RunState.DONE and (answer := answer_address(summary.kind, run_id)):
        return redirect(answer)
    context = {
        "run": summary,
        "standing": standing(summary),
        "may_study": request.viewer.may(Permission.STUDY_PLACES),
        "may_stop": request.viewer.may(Permission.STUDY_PLACES) and summary.agency_code == request.viewer.agency_code,
        "asking": asking_address(summary.kind),
    }
    return render(request, "places/run.html", context)


@page(Permission.SEE_PLACES)
@require_safe
def state(request: PageRequest, run_id: int) -> HttpResponse:
    """The same for the script that looks again and again."""
    summary = _summary(request, run_id)
    told = {"under_way": summary.is_under_way, "words": standing(summary), "per_cent": summary.per_cent}
    return JsonResponse(told)


@page(Permission.STUDY_PLACES)
@require_POST
def stop(request: PageRequest, run_id: int) -> HttpResponse:
    _summary(request, run_id)
    try:
        is_stopping = stop_run(run_id=run_id, by=request.viewer.actor, at=request.viewer.at)
    except PlacesRefused as refused:
        messages.error(request, str(refused))
    else:
        if is_stopping:
            messages.success(request, "The analysis will stop.")
        else:
            messages.info(request, "The analysis had ended already.")
    return redirect("place_run", run_id)


def standing(summary: RunSummary) -> str:
    """In a sentence, how an analysis stands."""
    if summary.state == RunState.WAITING:
        return "It waits for its turn. Analyses are worked through one after another."
    if summary.state == RunState.RUNNING:
        stage = summary.stage or "It has begun"
        return f"{stage}. {summary.per_cent}% done."
    if summary.state == RunState.DONE:
        return "It is done."
    if summary.state == RunState.STOPPED:
        return "It was stopped, and nothing was kept. Ask again whenever you wish."
    return summary.refusal


def _summary(request: PageRequest, run_id: int) -> RunSummary:
    found = queries.run_summary(run_id)
    if found is None:
        raise Http404
    check_open(request, found)
    if found.kind == RunKind.EVALUATION and newest_of_run(request.viewer, run_id) is None:
        # Its title names the operation or the problem, which may be closed where its source is open.
        why = "no evaluation that rests on it is open to this member"
        raise Http404 from refuse(request.viewer, "analysis of places", str(run_id), why)
    return found
