from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from alongside.partners.roles import Permission
from alongside.support.queries import waits_figures
from alongside.web.design.doors import PageRequest, page
from alongside.web.equality.sentences import monitor_of


@page(Permission.SEE_MEASURES)
@require_safe
def pathways(request: PageRequest) -> HttpResponse:
    found = waits_figures.pathways_in_figures(request.viewer)
    if len(found) == 1:
        return redirect("equality", found[0][0])
    return render(request, "equality/pathways.html", {"pathways": found})


@page(Permission.SEE_MEASURES)
@require_safe
def monitor(request: PageRequest, pathway: str) -> HttpResponse:
    shown = waits_figures.waits_figures(request.viewer, pathway)
    context = {"shown": shown, "told": monitor_of(shown), "place": settings.PARTNERSHIP}
    return render(request, "equality/monitor.html", context)
