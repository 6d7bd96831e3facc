"""Keeping agreements: new ones, next versions, signatures, leaving, withdrawing."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from alongside.partners import actions, queries
from alongside.partners.errors import Invalid, Stale
from alongside.partners.queries import AgreementRow
from alongside.partners.roles import Permission
from alongside.support.actions.signing import sign_agreement
from alongside.web.agreements.forms import AgreementForm, LeaveForm, SignForm, WithdrawForm, beginning_with
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page

NEW = 0


def _done(form: forms.Form, act: Callable[[], HttpResponse]) -> HttpResponse | None:
    """Do what a valid form says; what cannot stand goes to its field."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return act()
    except Invalid as problem:
        form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        return None


@page(Permission.KEEP_AGREEMENTS)
@get_or_post
def new(request: PageRequest) -> HttpResponse:
    form = AgreementForm(sent(request), agencies=queries.agencies())
    if answer := _done(form, lambda: _keep(request, form, NEW)):
        return answer
    return render(request, "agreements/form.html", {"form": form, "last": None, "later": None})


@page(Permission.KEEP_AGREEMENTS)
@get_or_post
def next_version(request: PageRequest, id: int) -> HttpResponse:
    """Written from the version that she has before her. If somebody made a later one meanwhile she is led to it, her
    own words stay, and she may save once more."""
    draft, version = queries.draft_of(request.viewer, id)
    begin = {**beginning_with(draft), "follows": version}
    form, later = AgreementForm(sent(request), agencies=queries.agencies(), initial=begin), None
    form.fields["reference"].disabled = True
    try:
        if answer := _done(form, lambda: _keep(request, form, form.cleaned_data["follows"] or version)):
            return answer
    except Stale as stale:
        later = cast(Any, stale.theirs)
        form.add_error(None, str(stale))
        form.data = _with_value(request, "follows", later.version)
    context = {"form": form, "last": f"{draft.reference} v{version}", "id": id, "later": later}
    return render(request, "agreements/form.html", context)


def _with_value(request: PageRequest, name: str, value: object) -> QueryDict:
    """What was posted, with one hidden value brought up to date."""
    posted = request.POST.copy()
    posted[name] = str(value)
    return posted


def _keep(request: PageRequest, form: AgreementForm, follows: int) -> HttpResponse:
    made = actions.keep_agreement(draft=form.draft(), by=request.viewer, at=request.viewer.at, follows=follows)
    messages.success(request, f"{made.label} is kept. Nothing is shared under it until two agencies have signed.")
    return redirect("agreement", made.pk)


@page(Permission.KEEP_AGREEMENTS)
@get_or_post
def sign(request: PageRequest, id: int) -> HttpResponse:
    form = SignForm(sent(request), initial={"agency": request.GET.get("agency", "")})

    def act() -> HttpResponse:
        given = form.cleaned_data
        released = sign_agreement(
            agreement_id=id, agency_code=given["agency"], name=given["name"], by=request.viewer, at=request.viewer.at
        )
        sent_on = {0: "", 1: " One concern that was held is sent."}.get(
            released, f" {released} held concerns are sent."
        )
        messages.success(request, f"The signature is kept.{sent_on}")
        return redirect("agreement", id)

    if answer := _done(form, act):
        return answer
    one = queries.agreement(request.viewer, id)
    unsigned = [(party.agency_code, party.agency) for party in one.parties if party.may_sign]
    return render(request, "agreements/sign.html", {"form": form.offer(unsigned), "one": one, "unsigned": unsigned})


@page(Permission.KEEP_AGREEMENTS)
@get_or_post
def leave(request: PageRequest, id: int) -> HttpResponse:
    form = LeaveForm(sent(request), initial={"agency": request.GET.get("agency", "")})

    def act() -> HttpResponse:
        code = form.cleaned_data["agency"]
        actions.leave(agreement_id=id, agency_code=code, by=request.viewer, at=request.viewer.at)
        messages.success(request, "The agency has left. It neither gives nor receives under this agreement any more.")
        return redirect("agreement", id)

    if answer := _done(form, act):
        return answer
    one = queries.agreement(request.viewer, id)
    leaving = _may_leave(one)
    return render(request, "agreements/leave.html", {"form": form.offer(leaving), "one": one, "leaving": leaving})


def _may_leave(one: AgreementRow) -> list[tuple[str, str]]:
    return [(party.agency_code, party.agency) for party in one.parties if party.may_leave]


@page(Permission.KEEP_AGREEMENTS)
@get_or_post
def withdraw(request: PageRequest, id: int) -> HttpResponse:
    form = WithdrawForm(sent(request))

    def act() -> HttpResponse:
        reason = form.cleaned_data["reason"]
        actions.withdraw_agreement(agreement_id=id, reason=reason, by=request.viewer, at=request.viewer.at)
        messages.success(request, "The agreement is withdrawn. Nothing is shared under it from this moment on.")
        return redirect("agreement", id)

    if answer := _done(form, act):
        return answer
    return render(request, "agreements/withdraw.html", {"form": form, "one": queries.agreement(request.viewer, id)})
