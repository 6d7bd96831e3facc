"""The child's page of disclosures: who saw what, when, why, under which agreement; and who was refused."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from alongside.partners.errors import Invalid
from alongside.partners.roles import Permission
from alongside.people import disclosures as people
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.lists import page_number, paging
from alongside.web.records.forms import FilterForm, FindForm


@page(Permission.SEE_DISCLOSURES)
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: PageRequest) -> HttpResponse:
    """Posted, so that no name stands in an address."""
    form = FindForm(request.POST if request.method == "POST" else None)
    found: list[people.Named] | None = None
    if form.is_bound and form.is_valid():
        try:
            found = _found(request, form)
        except Invalid as problem:
            form.add_error(problem.field if problem.field in form.fields else None, str(problem))
    return render(
        request,
        "records/find.html",
        {"form": form, "found": found, "may_restrict": request.viewer.may(Permission.RESTRICT_PERSON)},
    )


def _found(request: PageRequest, form: FindForm) -> list[people.Named]:
    if form.by_reference:
        found = people.find_in_event(request.viewer, form.cleaned_data["reference"])
        return sorted(found, key=lambda one: one.date_of_birth is None)  # the child first, those not known last
    return people.find_by_birth(request.viewer, form.terms())


@page(Permission.SEE_DISCLOSURES)
@require_safe
def show(request: PageRequest, person: UUID) -> HttpResponse:
    refused = "refused" in request.GET
    form = FilterForm(request.GET or None)
    form.is_valid()
    size = people.MOST_ON_ONE_PAGE if "long" in request.GET else people.PAGE
    shown = people.disclosures(
        request.viewer, person, form.filters(refused=refused), page=page_number(request), size=size
    )
    context: dict[str, Any] = {
        "shown": shown,
        "form": form.offer(shown.agencies),
        "refused": refused,
        "long": "long" in request.GET,
        "most": people.MOST_ON_ONE_PAGE,
        "paging": paging(shown),
        "now": request.viewer.at,
        "may_restrict": request.viewer.may(Permission.RESTRICT_PERSON),
    }
    return render(request, "records/disclosures.html", context)
