"""The list of keys, one key, and the two forms: make one, revoke one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from alongside.partners import key_reading
from alongside.partners.errors import Invalid, Stale
from alongside.partners.key_use import A_MINUTE
from alongside.partners.keys import make_key, revoke_key
from alongside.partners.roles import Permission
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.lists import page_number, paging, past_the_end
from alongside.web.keys.forms import MakeForm, RevokeForm

SHOW_AND_SEND = ["GET", "HEAD", "POST"]


@page(Permission.KEEP_KEYS)
@require_safe
def key_list(request: PageRequest) -> HttpResponse:
    closed = "revoked" in request.GET
    part = key_reading.keys(request.viewer, closed=closed, page=page_number(request))
    if elsewhere := past_the_end(request, part):
        return elsewhere
    return render(request, "keys/list.html", {"rows": part.rows, "paging": paging(part), "closed": closed})


@page(Permission.KEEP_KEYS)
@require_safe
def key(request: PageRequest, id: int) -> HttpResponse:
    shown, history = key_reading.key_with_history(request.viewer, id)
    return render(request, "keys/one.html", {"key": shown, "history": history, "a_minute": A_MINUTE})


@page(Permission.KEEP_KEYS)
@require_http_methods(SHOW_AND_SEND)
def make(request: PageRequest) -> HttpResponse:
    """Shows the key once, on the page that answers: it is in no address and no session, and no cache keeps the page."""
    roles = key_reading.roles_for_keys(request.viewer)
    form = MakeForm(request.POST if request.method == "POST" else None, roles=roles)
    if request.method == "POST" and form.is_valid():
        try:
            made, text = make_key(draft=form.draft(), by=request.viewer, at=request.viewer.at)
        except Invalid as problem:
            form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        else:
            shown = key_reading.key(request.viewer, made.pk)
            return render(request, "keys/given.html", {"key": shown, "text": text})
    return render(request, "keys/make.html", {"form": form, "roles": roles})


@page(Permission.KEEP_KEYS)
@require_http_methods(SHOW_AND_SEND)
def revoke(request: PageRequest, id: int) -> HttpResponse:
    shown = key_reading.key(request.viewer, id)
    form = RevokeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            revoke_key(key_id=id, reason=form.cleaned_data["reason"], by=request.viewer, at=request.viewer.at)
        except (Invalid, Stale) as problem:
            form.add_error("reason", str(problem))
        else:
            messages.success(request, f"The key “{shown.name}” is revoked.")
            return redirect("key", id)
    return render(request, "keys/revoke.html", {"form": form, "key": shown})
