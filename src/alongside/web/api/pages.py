"""The description of the interface: for machines (OpenAPI) and for people (a page)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.web.design.doors import public


@public("Describes the interface to machines; holds nothing of anybody.")
@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    from alongside.web.api.schema import text

    return HttpResponse(text(), content_type="application/json")


@public("Describes the interface to people; holds nothing of anybody.")
@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    from alongside.web.api.telling import told

    return render(request, "api/docs.html", {"told": told()})
