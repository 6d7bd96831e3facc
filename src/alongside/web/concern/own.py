"""What became of the concerns of one's own agency."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from alongside.common.clocks import Allowance, Unit
from alongside.common.references import spoken
from alongside.partners.roles import Permission
from alongside.support.actions import feedback
from alongside.support.queries import referring
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.lists import page_number, paging, past_the_end


@page(Permission.RAISE_CONCERN)
@require_safe
def own_list(request: PageRequest) -> HttpResponse:
    unread = "unread" in request.GET
    part = referring.own_concerns(request.viewer, page=page_number(request), unread=unread)
    if elsewhere := past_the_end(request, part):
        return elsewhere
    context = {"rows": part.rows, "paging": paging(part), "unread": unread}
    return render(request, "concern/own_list.html", context)


@page(Permission.RAISE_CONCERN)
@require_safe
def own(request: PageRequest, reference: str) -> HttpResponse:
    shown = referring.own_concern(request.viewer, reference)
    unread = any(one.read_at is None for one in shown.feedback)
    return render(request, "concern/own.html", {"own": shown, "concern": shown.concern, "unread": unread})


@page(Permission.RAISE_CONCERN)
@require_safe
def sent(request: PageRequest, reference: str) -> HttpResponse:
    shown = referring.own_concern(request.viewer, reference)
    pathway = shown.concern.pathway
    context = {
        "own": shown,
        "concern": shown.concern,
        "spoken": spoken(shown.reference),
        "feedback_within": str(Allowance(pathway.feedback_amount, Unit(pathway.feedback_calendar))),
    }
    return render(request, "concern/sent.html", context)


@page(Permission.RAISE_CONCERN)
@require_POST
def read(request: PageRequest, reference: str) -> HttpResponse:
    if feedback.mark_read(reference=reference, by=request.viewer, at=request.viewer.at):
        messages.success(request, "Thank you. The front door can see that you have read it.")
    return redirect("concern_own", reference)
