"""A member is told that somebody whom she read was since found to be two children, or one with another."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from alongside.partners.roles import Permission
from alongside.people import actions, queries
from alongside.web.design.doors import PageRequest, page


@page()
@require_safe
def listed(request: PageRequest) -> HttpResponse:
    context = {
        "notices": queries.notices_for(request.viewer),
        "may_open": request.viewer.may(Permission.REVIEW_IDENTITY),
    }
    return render(request, "identity/notices.html", context)


@page()
@require_POST
def read(request: PageRequest, notice_id: int) -> HttpResponse:
    actions.acknowledge_notice(notice_id=notice_id, by=request.viewer, at=request.viewer.at)
    return redirect("identity_notices")
