"""Asking for an evaluation: of wards, of a place that is a problem to work on, of an operation, or as planned before."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from alongside.analysis.events import Unfit
from alongside.partners.roles import Permission
from alongside.places import queries
from alongside.places.actions.evaluations import EvaluationDraft, ask_for_evaluation
from alongside.places.errors import PlacesRefused
from alongside.places.evaluation_sight import evaluation, operations_to_evaluate
from alongside.places.queries import ProblemTold
from alongside.places.sources import open_keys
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.evaluations.forms import (
    QUESTIONS,
    EvaluationForm,
    OperationForm,
    boundaries_offered,
    offer_of,
    sources_offered,
)

TEMPLATE = "evaluations/new.html"


@page(Permission.EVALUATE)
@get_or_post
def ask(request: PageRequest) -> HttpResponse:
    """`?operation=REFERENCE`, `?plan=NUMBER`, `?problem=NUMBER`, or `?source=KEY&boundary=KEY` for a study of wards."""
    if reference := request.GET.get("operation", ""):
        return _of_operation(request, reference)
    if number := _number(request, "plan"):
        return _as_planned(request, number)
    return _of_place(request)


def _of_operation(request: PageRequest, reference: str) -> HttpResponse:
    named = dict(operations_to_evaluate(request.viewer))
    if reference not in named:
        raise Http404
    form = OperationForm(sent(request), initial={"sent_key": uuid4(), "question": "cause"})
    if done := _asked(request, form, EvaluationDraft({}, operation=reference)):
        return done
    what = (
        f"{reference} {named[reference]}: place, offences, months and comparison areas are as its protocol locked them."
    )
    return render(request, TEMPLATE, _context(form, what=what))


def _as_planned(request: PageRequest, number: int) -> HttpResponse:
    plan = evaluation(request.viewer, number)
    form = OperationForm(sent(request), initial={"sent_key": uuid4(), "question": plan.summary.question})
    if done := _asked(request, form, EvaluationDraft({}, plan_id=number)):
        return done
    what = f"{plan.summary.name}: everything is as it was written down on {plan.summary.asked_at:%-d %B %Y}."
    return render(request, TEMPLATE, _context(form, what=what))


def _of_place(request: PageRequest) -> HttpResponse:
    problem = _problem(request)
    offered = sources_offered(request, is_drawn=problem is not None)
    key = request.GET.get("source") or next((key for key, _ in offered), "")
    if key not in dict(offered):
        return render(request, TEMPLATE, _context(None, operations=operations_to_evaluate(request.viewer)))
    places = boundaries_offered(key)
    boundary = request.GET.get("boundary") or next((key for key, _ in places), "")
    try:
        offer = offer_of(key, boundary)
    except PlacesRefused as refused:
        return render(request, TEMPLATE, _context(None, refused=str(refused)))
    form = EvaluationForm(
        sent(request), offer=offer, is_drawn=problem is not None, at=request.viewer.at.date(),
        initial={"sent_key": uuid4()},
    )  # fmt: skip
    draft = EvaluationDraft({"source": key, "boundary": boundary}, problem_id=problem.id if problem else None)
    if done := _asked(request, form, draft):
        return done
    more = {"source": key, **({"problem": problem.id} if problem else {})}
    context = _context(
        form, what=f"{problem.name}: a place to work on." if problem else "", offer=offer,
        operations=[] if problem else operations_to_evaluate(request.viewer),
        sources=[(name, urlencode({**more, "source": one}), one == key) for one, name in offered],
        places=[(name, urlencode({**more, "boundary": one}), one == boundary) for one, name in places],
    )  # fmt: skip
    return render(request, TEMPLATE, context)


def _asked(
    request: PageRequest, form: EvaluationForm | OperationForm, draft: EvaluationDraft
) -> HttpResponse | None:  # fmt: skip
    """Ask, and lead to the evaluation; None when it cannot be asked, with the reason on the form."""
    if not form.is_valid():
        return None
    try:
        made = ask_for_evaluation(
            draft=replace(draft, settings={**draft.settings, **form.settings()}),
            sent_key=form.cleaned_data["sent_key"], by=request.viewer, at=request.viewer.at,
        )  # fmt: skip
    except (PlacesRefused, Unfit) as refused:
        form.add_error(None, str(refused))
        return None
    return redirect("evaluation", made)


def _context(form: forms.Form | None, **more: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {"what": "", "offer": None, "operations": [], "sources": [], "places": [], "refused": ""}
    return {"form": form, "hints": {key.value: words for key, words in QUESTIONS.items()}, **usual, **more}


def _problem(request: PageRequest) -> ProblemTold | None:
    number = _number(request, "problem")
    if not number:
        return None
    found = queries.problem(number, sources=open_keys(request.viewer.permissions))
    if found is None:
        raise Http404
    return found


def _number(request: PageRequest, name: str) -> int:
    typed = request.GET.get(name, "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else 0
