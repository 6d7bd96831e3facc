from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.partners.roles import Permission
from alongside.places import queries
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.lists import page_number, paging
from alongside.web.places.crime_page import crime_page, span_of_months
from alongside.web.places.forms import CrimeFilters
from alongside.web.places.offer import offer
from alongside.web.places.outcomes_page import OutcomeFilters, outcomes_page

ENCODINGS = {"utf-8-sig": "UTF-8", "cp1252": "Windows-1252", "utf-16": "UTF-16"}


@page(Permission.SEE_PLACES)
@require_safe
def crime(request: PageRequest) -> HttpResponse:
    """Counts of recorded crime. Open data: looking at it is not logged."""
    offered = offer()
    if offered is None:
        return render(request, "places/nothing.html")
    form = CrimeFilters(offered, request.GET)
    return render(request, "places/crime.html", {"form": form, "crime": crime_page(offered, form.chosen())})


@page(Permission.SEE_PLACES)
@require_safe
def outcomes(request: PageRequest) -> HttpResponse:
    """What became of recorded crimes. Open data: looking at it is not logged."""
    offered = offer()
    if offered is None:
        return render(request, "places/nothing.html")
    form = OutcomeFilters(offered, request.GET)
    return render(request, "places/outcomes.html", {"form": form, "shown": outcomes_page(offered, form)})


@page(Permission.SEE_PLACES)
@require_safe
def files(request: PageRequest) -> HttpResponse:
    listed, part = queries.files(page_number(request))
    return render(request, "places/files.html", {"files": listed, "paging": paging(part)})


@page(Permission.SEE_PLACES)
@require_safe
def file(request: PageRequest, file_id: int) -> HttpResponse:
    found = queries.file(file_id)
    if found is None:
        raise Http404
    rejects, part = queries.rejected_rows(file_id, page_number(request))
    return render(
        request,
        "places/file.html",
        {
            "file": found,
            "months": span_of_months(found.first_month, found.last_month) if found.first_month else "",
            "encoding": ENCODINGS.get(found.encoding, found.encoding),
            "rejects": rejects,
            "paging": paging(part),
        },
    )
