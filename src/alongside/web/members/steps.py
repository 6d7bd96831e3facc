"""Steps that change how a member signs in, or whether: one page each, with what will happen, then one button."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from alongside.partners import accounts, queries
from alongside.partners.access import writing
from alongside.partners.errors import Invalid
from alongside.partners.queries import AccountRow
from alongside.partners.roles import Permission
from alongside.web.accounts import keeping
from alongside.web.design.doors import PageRequest, page
from alongside.web.members.forms import ReasonForm, SureForm
from alongside.web.members.views import SHOW_AND_SEND, show_once

Do = Callable[[AccountRow, str], HttpResponse]


@page(Permission.MANAGE_MEMBERS)
@require_http_methods(SHOW_AND_SEND)
def password(request: PageRequest, id: int) -> HttpResponse:
    def do(member: AccountRow, reason: str) -> HttpResponse:
        given = accounts.reset_password(member_id=id, reason=reason, by=request.viewer, at=request.viewer.at)
        keeping.end_sessions(id)
        keeping.forget_attempts(request, member.username)
        return show_once(request, member, given)

    return _step(request, id, "members/password.html", SureForm, do)


@page(Permission.MANAGE_MEMBERS)
@require_http_methods(SHOW_AND_SEND)
def second_factor(request: PageRequest, id: int) -> HttpResponse:
    def do(member: AccountRow, reason: str) -> HttpResponse:
        accounts.reset_second_factor(member_id=id, reason=reason, by=request.viewer, at=request.viewer.at)
        keeping.remove_second_factors(id)
        keeping.end_sessions(id)
        return _done(request, id, f"The second factors of {member.name} are removed.")

    return _step(request, id, "members/second_factor.html", SureForm, do)


@page(Permission.MANAGE_MEMBERS)
@require_http_methods(SHOW_AND_SEND)
def close(request: PageRequest, id: int) -> HttpResponse:
    def do(member: AccountRow, reason: str) -> HttpResponse:
        accounts.close_account(member_id=id, reason=reason, by=request.viewer, at=request.viewer.at)
        keeping.end_sessions(id)
        return _done(request, id, f"The account of {member.name} is closed.")

    return _step(request, id, "members/close.html", ReasonForm, do)


@page(Permission.MANAGE_MEMBERS)
@require_http_methods(SHOW_AND_SEND)
def reopen(request: PageRequest, id: int) -> HttpResponse:
    def do(member: AccountRow, reason: str) -> HttpResponse:
        given = accounts.reopen_account(member_id=id, reason=reason, by=request.viewer, at=request.viewer.at)
        keeping.end_sessions(id)
        keeping.forget_attempts(request, member.username)
        return show_once(request, member, given)

    return _step(request, id, "members/reopen.html", SureForm, do)


@page(Permission.MANAGE_MEMBERS)
@require_POST
def unlock(request: PageRequest, id: int) -> HttpResponse:
    member = queries.account(request.viewer, id, to_change=True)
    with writing():
        accounts.unlock(member_id=id, by=request.viewer, at=request.viewer.at)
        keeping.forget_attempts(request, member.username)
    return _done(request, id, f"{member.name} can sign in again.")


def _step(request: PageRequest, id: int, template: str, asks: type[forms.Form], do: Do) -> HttpResponse:
    """Show the page, or do what it says: the action and what allauth and axes keep, in one transaction."""
    member = queries.account(request.viewer, id, to_change=True)
    form = asks(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            with writing():
                return do(member, form.cleaned_data["reason"])
        except Invalid as problem:
            form.add_error("reason", str(problem))
    return render(request, template, {"form": form, "member": member})


def _done(request: PageRequest, id: int, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("member", id)
