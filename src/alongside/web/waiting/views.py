from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from alongside.partners.roles import Permission
from alongside.support.queries import waits, waits_figures
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.lists import page_number, paging, past_the_end
from alongside.web.waiting.figures import QueueShown, queues_shown


@page(Permission.WORK_CASES)
@require_safe
def pathways(request: PageRequest) -> HttpResponse:
    """The pathways with queues that my agency works; where there is one, straight to it."""
    found = waits.waited_on(request.viewer)
    if len(found) == 1:
        return redirect("waits_pathway", found[0].code)
    return render(request, "waiting/waited_on.html", {"pathways": found})


@page(Permission.WORK_CASES)
@require_safe
def queue(request: PageRequest, pathway: str, queue: str = "") -> HttpResponse:
    overdue = "overdue" in request.GET
    part = waits.wait_list(request.viewer, pathway, queue, page=page_number(request), overdue=overdue)
    if elsewhere := past_the_end(request, part):
        return elsewhere
    return render(request, "waiting/queue.html", {"part": part, "paging": paging(part), "overdue": overdue})


@page(Permission.SEE_MEASURES)
@require_safe
def figures_list(request: PageRequest) -> HttpResponse:
    found = waits_figures.pathways_in_figures(request.viewer)
    if len(found) == 1:
        return redirect("waits_figures", found[0][0])
    context = {"pathways": found, "to": "waits_figures", "title": "Waits in figures"}
    return render(request, "waiting/pathways.html", context)


@page(Permission.SEE_MEASURES)
@require_safe
def figures(request: PageRequest, pathway: str) -> HttpResponse:
    """Kept figures only: nothing is counted while somebody looks, and nobody is named."""
    shown = waits_figures.waits_figures(request.viewer, pathway)
    queues: tuple[QueueShown, ...] = queues_shown(shown, request.viewer.at)
    context = {"shown": shown, "queues": queues, "place": settings.PARTNERSHIP}
    return render(request, "waiting/figures.html", context)
