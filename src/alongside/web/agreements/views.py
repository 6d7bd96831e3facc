from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.partners import queries
from alongside.partners.errors import Invalid
from alongside.partners.explaining import Explanation, Rule
from alongside.partners.explaining import explain as explanation
from alongside.partners.roles import Permission
from alongside.web.agreements.forms import ExplainForm
from alongside.web.design.doors import PageRequest, page

COLOURS = {
    "In force": "green",
    "Ending soon": "orange",
    "Waiting for signatures": "yellow",
    "Not yet begun": "blue",
    "Ended": "grey",
    "Withdrawn": "grey",
}


@page(Permission.SEE_AGREEMENTS)
@require_safe
def agreement_list(request: PageRequest) -> HttpResponse:
    soon = "ending" in request.GET
    rows = queries.ending_soon(request.viewer) if soon else queries.agreements(request.viewer)
    context = {
        "rows": rows,
        "soon": soon,
        "colours": COLOURS,
        "keeps": request.viewer.may(Permission.KEEP_AGREEMENTS),
    }
    return render(request, "agreements/list.html", context)


@page(Permission.SEE_AGREEMENTS)
@require_safe
def agreement(request: PageRequest, id: int) -> HttpResponse:
    versions = queries.versions_of(request.viewer, id)
    context = {
        "one": next(row for row in versions if row.id == id),
        "versions": versions,
        "colours": COLOURS,
        "keeps": request.viewer.may(Permission.KEEP_AGREEMENTS),
    }
    return render(request, "agreements/one.html", context)


@page(Permission.SEE_AGREEMENTS)
@require_safe
def explain(request: PageRequest) -> HttpResponse:
    """What one agency (or each) may tell another today. A GET: it holds no person, and a link to it can be sent on."""
    agencies = queries.agencies()
    first = {"receiver": request.viewer.agency_code, "purpose": "safeguarding"}
    form = ExplainForm(request.GET or None, agencies=agencies, initial=first)
    told: Explanation | None = None
    if form.is_valid():
        try:
            told = explanation(
                request.viewer, form.cleaned_data["receiver"], form.purpose_chosen(), form.cleaned_data["giver"]
            )
        except Invalid as problem:
            form.add_error(problem.field, str(problem))
    return render(request, "agreements/explain.html", {"form": form, "told": told, "Rule": Rule})
