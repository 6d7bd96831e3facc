"""Ambassadors' roles: a list, one more, one that stops."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from alongside.community.actions import ambassadors as acting
from alongside.community.queries import ambassadors
from alongside.partners.roles import Permission
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.lists import page_number, paging
from alongside.web.mentors.doing import done, form_page
from alongside.web.mentors.forms import AmbassadorForm

runners = page(Permission.RUN_PROGRAMMES)


@runners
@require_safe
def listing(request: PageRequest) -> HttpResponse:
    rows, part = ambassadors.ambassadors(request.viewer, page=page_number(request))
    return render(request, "mentors/ambassadors.html", {"rows": rows, "paging": paging(part)})


@runners
@get_or_post
def new(request: PageRequest) -> HttpResponse:
    form = AmbassadorForm(sent(request))
    if done(
        form,
        lambda: acting.give_role(
            draft=form.draft(), sent_key=form.cleaned_data["sent_key"], by=request.viewer, at=request.viewer.at
        ),
    ):
        messages.success(request, "Kept. It is a role: no account was made, and no case opens with it.")
        return redirect("mentors_ambassadors")
    back = reverse("mentors_ambassadors")
    return form_page(request, form, "Write down an ambassador’s role", "Keep", back=back, caption="Ambassadors")


@runners
@require_POST
def stop(request: PageRequest, ambassador: str) -> HttpResponse:
    acting.end_role(reference=ambassador, by=request.viewer, at=request.viewer.at)
    messages.success(request, "The role has ended.")
    return redirect("mentors_ambassadors")
