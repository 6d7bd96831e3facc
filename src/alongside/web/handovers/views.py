"""Queues of what comes and goes, one handover on one page, the page to print, and how they stand in numbers."""

import re

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.partners.roles import Permission
from alongside.support.queries import handovers, handovers_counts
from alongside.support.queries.handovers import Queue
from alongside.support.queries.handovers_page import handover_page
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.lists import page_number, paging

FIRST_KIND = "primary-to-secondary"


@page(Permission.REFER, Permission.WORK_CASES)
@require_safe
def queue(request: PageRequest, queue: str = "") -> HttpResponse:
    chosen = Queue(queue) if queue in Queue._value2member_map_ else handovers.first_queue(request.viewer)
    part = handovers.handover_queue(request.viewer, chosen, page=page_number(request))
    kinds = {one.code for one in handovers.kinds_for(request.viewer)}
    context = {
        "part": part, "rows": part.rows, "paging": paging(part), "begins": bool(kinds), "ended": Queue.ENDED,
        "class_kind": FIRST_KIND if FIRST_KIND in kinds else "",
        "counts_page": request.viewer.may(Permission.SEE_HANDOVERS),
    }  # fmt: skip
    return render(request, "handovers/queue.html", context)


@page(Permission.REFER, Permission.WORK_CASES)
@require_safe
def one(request: PageRequest, reference: str) -> HttpResponse:
    return render(request, "handovers/one.html", {"shown": handover_page(request.viewer, reference)})


@page(Permission.REFER, Permission.WORK_CASES)
@require_safe
def printed(request: PageRequest, reference: str) -> HttpResponse:
    """The one page about the child, for paper: A4."""
    return render(request, "handovers/print.html", {"shown": handover_page(request.viewer, reference)})


@page(Permission.SEE_HANDOVERS)
@require_safe
def overview(request: PageRequest, kind: str = FIRST_KIND) -> HttpResponse:
    year = request.GET.get("year", "")
    shown = handovers_counts.overview(request.viewer, kind, int(year) if re.fullmatch(r"[0-9]{4}", year) else None)
    return render(request, "handovers/overview.html", {"shown": shown})
