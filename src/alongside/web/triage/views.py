from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.partners.roles import Permission
from alongside.people.queries import standing_of
from alongside.support.queries import triaging
from alongside.support.queries.front_door import has_front_door
from alongside.support.queries.origins import led_to
from alongside.support.queries.triaging import MOST_COUNTED
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.lists import page_number, paging
from alongside.web.triage.steps import agency_parts, born_words, is_open, linked, steps_for

QUEUES = {
    "open": "To work on",
    "second-look": "Second look",
    "awaiting-feedback": "Awaiting feedback",
    "closed": "Closed",
}


@page(Permission.TRIAGE)
@require_safe
def queue(request: PageRequest, name: str = "open") -> HttpResponse:
    mine = "mine" in request.GET
    part = triaging.queue(request.viewer, name, page=page_number(request), mine=mine)
    context = {
        "queue": name,
        "queues": QUEUES,
        "counts": part.counts,
        "rows": part.rows,
        "paging": paging(part),
        "mine": mine,
        "most": MOST_COUNTED,
        "ready": bool(part.rows) or has_front_door(),
    }
    return render(request, "triage/queue.html", context)


@page(Permission.TRIAGE)
@require_safe
def concern(request: PageRequest, reference: str) -> HttpResponse:
    shown = triaging.triage_page(request.viewer, reference)
    context = {
        "shown": shown,
        "concern": shown.concern,
        "born": born_words(shown.child, request.viewer.day),
        "can_look": is_open(shown),
        "told_by": agency_parts(shown.story),
        "steps": steps_for(shown, request.viewer),
        "led_to": led_to(request.viewer, shown.reference),
        "links": linked(shown.links, shown.story),
        "identity": standing_of(request.viewer, shown.concern.record.person_id),
    }
    return render(request, "triage/concern.html", context)
