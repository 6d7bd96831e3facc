"""Measures: the list, the definitions of one side by side, and one definition with its versions and its series."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.outcomes.definitions import LABELS
from alongside.outcomes.queries import measures as registry
from alongside.partners.roles import Permission
from alongside.web.design.doors import PageRequest, page
from alongside.web.measures.pictures import picture_of

WHOSE = {"police": "Police record", "hospital": "Hospital record", "other": "Another record"}


@page(Permission.SEE_MEASURES, Permission.SEE_PLACES)
@require_safe
def listing(request: PageRequest) -> HttpResponse:
    return render(request, "measures/list.html", {"measures": registry.measures(), "whose": WHOSE})


@page(Permission.SEE_MEASURES, Permission.SEE_PLACES)
@require_safe
def measure_page(request: PageRequest, code: str) -> HttpResponse:
    """All definitions of one name side by side."""
    found = registry.measure(code)
    if found is None:
        raise Http404
    may_keep = request.viewer.may(Permission.KEEP_MEASURES)
    return render(request, "measures/measure.html", {"measure": found, "whose": WHOSE, "may_keep": may_keep})


@page(Permission.SEE_MEASURES, Permission.SEE_PLACES)
@require_safe
def definition_page(request: PageRequest, code: str, version: str = "") -> HttpResponse:
    """One definition: in force, or in the version that a figure was made with."""
    known = registry.versions(code)
    now = registry.in_force(known)
    found = next((one for one in known if one.version == version), None) if version else now
    if found is None or now is None:
        raise Http404
    context = {
        "one": found,
        "now": now,
        "versions": known,
        "rows": [(label, getattr(found.text, name)) for name, label in LABELS.items()],
        "whose": WHOSE,
        "measure": registry.measure(found.measure),
        "picture": picture_of(request, found),
        "is_newer_shipped": registry.is_newer_shipped(now),
        "may_keep": request.viewer.may(Permission.KEEP_MEASURES),
    }
    return render(request, "measures/definition.html", context)
