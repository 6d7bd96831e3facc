"""The list of members, one member, and the two forms that say who somebody is."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from alongside.partners import queries
from alongside.partners.access import writing
from alongside.partners.accounts import add_member, change_role, reset_password
from alongside.partners.errors import Invalid, Stale
from alongside.partners.roles import Permission
from alongside.web.accounts import keeping
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.lists import page_number, paging, past_the_end
from alongside.web.members.forms import AddForm, ChangeRoleForm

SHOW_AND_SEND = ["GET", "HEAD", "POST"]


@page(Permission.MANAGE_MEMBERS)
@require_safe
def member_list(request: PageRequest) -> HttpResponse:
    closed = "closed" in request.GET
    part = queries.accounts(request.viewer, closed=closed, page=page_number(request))
    if elsewhere := past_the_end(request, part):
        return elsewhere
    context = {
        "rows": part.rows,
        "paging": paging(part),
        "closed": closed,
        "with_second_factor": keeping.with_second_factor(one.id for one in part.rows),
        "locked": keeping.locked((one.username for one in part.rows), request.viewer.at),
    }
    return render(request, "members/list.html", context)


@page(Permission.MANAGE_MEMBERS)
@require_safe
def member(request: PageRequest, id: int) -> HttpResponse:
    shown, history = queries.account_with_history(request.viewer, id)
    context = {
        "member": shown,
        "history": history,
        "has_second_factor": bool(keeping.with_second_factor([shown.id])),
        "locked": bool(keeping.locked([shown.username], request.viewer.at)),
    }
    return render(request, "members/one.html", context)


@page(Permission.MANAGE_MEMBERS)
@require_http_methods(SHOW_AND_SEND)
def add(request: PageRequest) -> HttpResponse:
    roles, by = queries.roles_to_give(request.viewer), request.viewer
    form = AddForm(request.POST if request.method == "POST" else None, roles=roles)
    if request.method == "POST" and form.is_valid():
        try:
            with writing():
                made = add_member(**form.cleaned_data, agency_code=by.agency_code, by=by, at=by.at)
                password = reset_password(member_id=made.pk, reason="a new account", by=by, at=by.at)
        except Invalid as problem:
            form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        else:
            return show_once(request, queries.account(by, made.pk), password)
    return render(request, "members/add.html", {"form": form, "opens": _opens(roles)})


@page(Permission.MANAGE_MEMBERS)
@require_http_methods(SHOW_AND_SEND)
def role(request: PageRequest, id: int) -> HttpResponse:
    shown, roles = queries.account(request.viewer, id, to_change=True), queries.roles_to_give(request.viewer)
    form = ChangeRoleForm(
        request.POST if request.method == "POST" else None,
        roles=roles, initial={"role": shown.role, "was": shown.role},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            change_role(member_id=id, **form.cleaned_data, by=request.viewer, at=request.viewer.at)
        except Invalid as problem:
            form.add_error("role", str(problem))
        except Stale as stale:
            form = ChangeRoleForm({**form.cleaned_data, "was": stale.theirs}, roles=roles)
            form.add_error("role", str(stale))
        else:
            messages.success(request, f"The role of {shown.name} is changed.")
            return redirect("member", id)
    return render(request, "members/role.html", {"form": form, "member": shown, "opens": _opens(roles)})


def show_once(request: PageRequest, shown: queries.AccountRow, password: str) -> HttpResponse:
    """The only page that shows a one-time password. It is in no address and no session, and no cache keeps the page."""
    return render(request, "members/given.html", {"member": shown, "password": password})


def _opens(roles: Any) -> dict[str, str]:
    return {role.value: f"May {words}" for role, words in roles}
