"""Which provider fits: for anybody in mind, or for the child of a case or concern at hand."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.partners.roles import Permission
from alongside.support.queries import directory as providers
from alongside.web.design.doors import PageRequest, page
from alongside.web.providers.forms import SearchForm


@page(Permission.REFER)
@require_safe
def every(request: PageRequest) -> HttpResponse:
    return _answer(request, {})


@page(Permission.REFER)
@require_safe
def at_hand(request: PageRequest, reference: str) -> HttpResponse:
    child = providers.child_at_hand(request.viewer, reference)
    known = {"age": child.age, "sex": child.sex, "area": child.area}
    return _answer(request, {name: value for name, value in known.items() if value not in (None, "")}, child, reference)


def _answer(
    request: PageRequest, known: dict[str, Any], child: providers.AtHand | None = None, matter: str = ""
) -> HttpResponse:
    form = SearchForm(request.GET or None, areas=providers.areas_served(request.viewer), initial=known)
    asked = form.asked() if form.is_bound and form.is_valid() else known
    found = providers.directory(request.viewer, **asked)
    context = {
        "found": found, "form": form, "child": child, "matter": matter, "asked": asked, "today": request.viewer.day,
    }  # fmt: skip
    return render(request, "providers/directory.html", context)
