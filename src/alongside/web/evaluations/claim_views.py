"""Claims: what an evaluation found, kept with all that belongs to it; shown to whoever reads evaluations; taken back."""

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from alongside.partners.roles import Permission
from alongside.places.actions.evaluations import state_claim, withdraw_claim
from alongside.places.errors import PlacesRefused
from alongside.places.evaluation_sight import claim, evaluation
from alongside.places.evaluation_told import ClaimTold
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.evaluations.sections import claim_facts


class ClaimForm(forms.Form):
    used_in = forms.CharField(
        label="Where will it be said?",
        max_length=200,
        help_text="For example: report to the safety partnership, June 2027",
    )
    definition_version = forms.CharField(
        label="Version of the definition", max_length=200,
        help_text="Which list of offences, and as it stood when. For example: police.uk types since May 2013",
    )  # fmt: skip
    sent_key = forms.UUIDField(widget=forms.HiddenInput)


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="Why is it taken back?", max_length=2000, widget=forms.Textarea({"rows": 4}),
        error_messages={"required": "Give a reason: whoever heard the claim has to understand it"},
    )  # fmt: skip


@page(Permission.EVALUATE)
@get_or_post
def state(request: PageRequest, evaluation_id: int) -> HttpResponse:
    found = evaluation(request.viewer, evaluation_id)
    form = ClaimForm(sent(request), initial={"sent_key": uuid4()})
    if form.is_valid():
        try:
            made = state_claim(
                evaluation_id=evaluation_id, by=request.viewer, at=request.viewer.at, **form.cleaned_data
            )
        except PlacesRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The claim is kept, with its counts and its source.")
            return redirect("evaluation_claim", made)
    return render(request, "evaluations/claim_new.html", {"evaluation": found, "form": form})


@page(Permission.SEE_OPERATIONS)
@require_safe
def show(request: PageRequest, claim_id: int) -> HttpResponse:
    return _shown(request, claim(request.viewer, claim_id), WithdrawForm())


@page(Permission.EVALUATE)
@get_or_post
def withdraw(request: PageRequest, claim_id: int) -> HttpResponse:
    told = claim(request.viewer, claim_id)
    form = WithdrawForm(sent(request))
    if form.is_valid():
        try:
            withdraw_claim(
                claim_id=claim_id, reason=form.cleaned_data["reason"], by=request.viewer, at=request.viewer.at
            )
        except PlacesRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The claim is taken back. It stays to be seen, with the reason.")
            return redirect("evaluation_claim", claim_id)
    return _shown(request, told, form)


def _shown(request: PageRequest, told: ClaimTold, form: forms.Form) -> HttpResponse:
    is_ours = told.agency_code == request.viewer.agency_code
    context: dict[str, Any] = {
        "claim": told, "facts": claim_facts(told), "form": form,
        "may_withdraw": is_ours and request.viewer.may(Permission.EVALUATE),
    }  # fmt: skip
    return render(request, "evaluations/claim.html", context)
