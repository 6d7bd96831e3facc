"""Evaluations: the list, one with its answer or why there is none, the same worked again, the same as files."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from alongside.exchange.evaluation_files import evaluation_code, evaluation_csv, evaluation_json
from alongside.exchange.evaluation_pdf import Paper, evaluation_pdf
from alongside.partners.roles import Permission
from alongside.places.actions import note_export
from alongside.places.actions.evaluations import work_evaluation_again
from alongside.places.errors import PlacesRefused
from alongside.places.evaluation_sight import (
    evaluation,
    evaluations,
    evaluations_of,
    newest_of_run,
)
from alongside.places.evaluation_told import EvaluationDetail
from alongside.places.states import UNDER_WAY, RunState
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.downloads import CSV, attachment
from alongside.web.design.lists import page_number, paging, past_the_end
from alongside.web.evaluations.figures import figures
from alongside.web.evaluations.paper_figures import with_drawings
from alongside.web.evaluations.sections import paper

Made = Callable[[EvaluationDetail], tuple[bytes | str, str]]
FORMS: dict[str, Made] = {
    "pdf": lambda found: (evaluation_pdf(_on_paper(found)), "application/pdf"),
    "csv": lambda found: ("".join(evaluation_csv(found.run)), CSV),
    "json": lambda found: (evaluation_json(found.run, found.summary.id), "application/json"),
    "py": lambda found: (evaluation_code(found.run, found.summary.id), "text/x-python; charset=utf-8"),
}


def _on_paper(found: EvaluationDetail) -> Paper:
    result = found.run.result
    return with_drawings(paper(found), figures(result) if result else None)


@page(Permission.SEE_OPERATIONS)
@require_safe
def listing(request: PageRequest) -> HttpResponse:
    rows, part = evaluations(request.viewer, page=page_number(request))
    if elsewhere := past_the_end(request, part):
        return elsewhere
    context = {"rows": rows, "paging": paging(part), "may_evaluate": request.viewer.may(Permission.EVALUATE)}
    return render(request, "evaluations/list.html", context)


@page(Permission.SEE_OPERATIONS)
@require_safe
def show(request: PageRequest, evaluation_id: int) -> HttpResponse:
    """The answer; while it is worked through, how far that is."""
    found = evaluation(request.viewer, evaluation_id)
    if found.summary.state in UNDER_WAY:
        return redirect("place_run", found.run.summary.id)
    told = paper(found)
    context = {
        "evaluation": found, "paper": told, "figures": figures(found.run.result) if found.run.result else None,
        "may_evaluate": request.viewer.may(Permission.EVALUATE), "letter": found.summary.letter,
        "may_claim": request.viewer.may(Permission.EVALUATE) and found.run.result is not None and told.refusal is None,
    }  # fmt: skip
    return render(request, "evaluations/evaluation.html", context)


@page(Permission.SEE_OPERATIONS)
@require_safe
def of_run(request: PageRequest, run_id: int) -> HttpResponse:
    """From a run, which the worker knows, to the evaluation that people know."""
    number = newest_of_run(request.viewer, run_id)
    if number is None:
        raise Http404
    return redirect("evaluation", number)


@page(Permission.SEE_OPERATIONS)
@require_safe
def of_operation(request: PageRequest, reference: str) -> HttpResponse:
    """What was asked of one operation, with the way to ask; refused where the operation itself is."""
    found = evaluations_of(request.viewer, reference)
    context = {"operation": found, "may_evaluate": request.viewer.may(Permission.EVALUATE)}
    return render(request, "evaluations/of_operation.html", context)


@page(Permission.EVALUATE)
@require_POST
def again(request: PageRequest, evaluation_id: int) -> HttpResponse:
    """The same once more, to hold the figures against each other."""
    found = evaluation(request.viewer, evaluation_id)
    try:
        work_evaluation_again(evaluation_id=found.summary.id, by=request.viewer, at=request.viewer.at)
    except PlacesRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "It is worked again. What comes out is held against the first answer on this page.")
    return redirect("evaluation", evaluation_id)


@page(Permission.SEE_OPERATIONS)
@require_safe
def download(request: PageRequest, evaluation_id: int, form: str) -> HttpResponse:
    """The answer as a file, in the log before it leaves."""
    found = evaluation(request.viewer, evaluation_id)
    if form not in FORMS or found.summary.state != RunState.DONE:
        raise Http404
    note_export(
        run_id=found.run.summary.id, title=found.run.summary.title, form=form, by=request.viewer.actor,
        at=request.viewer.at,
    )  # fmt: skip
    content, kind = FORMS[form](found)
    return HttpResponse(content, content_type=kind, headers=attachment(f"evaluation-{evaluation_id}.{form}"))
