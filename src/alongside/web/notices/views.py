"""A member's notices, her choice of what reaches her by e-mail, and whether messages leave at all."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.partners import noticeboard, outbox
from alongside.partners.errors import Invalid
from alongside.partners.roles import Permission
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.lists import page_number, paging, past_the_end
from alongside.web.design.wording import plural
from alongside.web.notices.forms import KIND, ChoicesForm


@page()
@require_safe
def listed(request: PageRequest) -> HttpResponse:
    part = noticeboard.own_notices(request.viewer, unread="unread" in request.GET, page=page_number(request))
    if beyond := past_the_end(request, part):
        return beyond
    context = {"rows": part.rows, "paging": paging(part), "only_unread": "unread" in request.GET}
    return render(request, "notices/list.html", context)


@page()
@require_safe
def opened(request: PageRequest, id: int) -> HttpResponse:
    """Leads on to the matter. To open a notice is to see it, so that nobody has to say so as well."""
    return redirect(noticeboard.open_notice(id=id, by=request.viewer, at=request.viewer.at))


@page()
@require_POST
def seen(request: PageRequest) -> HttpResponse:
    """One, by its number; or every one so far."""
    typed = request.POST.get("notice", "")
    ids = (int(typed),) if typed.isascii() and typed.isdecimal() and len(typed) < 16 else None
    count = noticeboard.see_notices(ids=ids, by=request.viewer, at=request.viewer.at)
    messages.success(request, f"{plural(count, 'notice')} marked as read.")
    return redirect("notices")


@page()
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: PageRequest) -> HttpResponse:
    now = noticeboard.choices_of(request.viewer)
    form = ChoicesForm(request.POST if request.method == "POST" else None, now=now)
    if form.is_bound and form.is_valid():
        try:
            noticeboard.choose(
                address=form.cleaned_data["address"], kinds=form.kinds(), digest=form.cleaned_data["digest"],
                by=request.viewer, at=request.viewer.at,
            )  # fmt: skip
        except Invalid as problem:
            form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        else:
            messages.success(request, "Your choice is kept.")
            return redirect("message_choices")
    chosen = [form[name] for name in form.fields if name.startswith(KIND)]
    urgent = [kind.told for kind, _ in now.kinds if kind.urgent]
    return render(request, "notices/choices.html", {"form": form, "chosen": chosen, "urgent": urgent})


@page(Permission.MANAGE_MEMBERS, Permission.VERIFY_LOG)
@require_safe
def messages_out(request: PageRequest) -> HttpResponse:
    context = {
        "now": outbox.outbox_standing(request.viewer),
        "sends": settings.SENDS_MESSAGES,
        "everywhere": request.viewer.may(Permission.VERIFY_LOG),
        "days": outbox.GIVEN_UP_AFTER.days,
    }
    return render(request, "notices/outbox.html", context)
