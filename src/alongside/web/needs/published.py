"""Needs assessments for everybody: those that were signed. A draft looks like one that is not there."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.outcomes.queries import needs
from alongside.outcomes.queries.needs import NeedsPage
from alongside.web.design.doors import public
from alongside.web.needs.views import COLOURS, figure_told, pdf_of, text_of

WHY = "A needs assessment that was signed is published: no person is in it, and small counts are held back."
NOTHING = {"may_edit": False, "may_sign": False, "may_withdraw": False, "public": True}


@public(WHY)
@require_safe
def every(request: HttpRequest) -> HttpResponse:
    return render(request, "needs/published.html", {"rows": needs.published_needs(), "colours": COLOURS})


@public(WHY)
@require_safe
def one(request: HttpRequest, reference: str) -> HttpResponse:
    return render(request, "needs/one.html", {"page": _page(reference), "colours": COLOURS, **NOTHING})


@public(WHY)
@require_safe
def figure(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    shown = _page(reference)
    found = shown.figures.get(number)
    if found is None:
        raise Http404
    return render(request, "needs/figure.html", {**figure_told(shown, found), "public": True})


@public(WHY)
@require_safe
def pdf(request: HttpRequest, reference: str) -> HttpResponse:
    return pdf_of(_page(reference))


@public(WHY)
@require_safe
def text(request: HttpRequest, reference: str) -> HttpResponse:
    return text_of(_page(reference))


def _page(reference: str) -> NeedsPage:
    found = needs.published_page(reference)
    if found is None:
        raise Http404
    return found
