"""Hiding a child from everybody but a few, the list of those who are hidden, and the end of it."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from alongside.partners.actions import lift_restriction
from alongside.partners.errors import Invalid
from alongside.partners.roles import Permission
from alongside.people.actions import restrict_person
from alongside.people.queries.restrictions import restrictions_now, to_hide
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.text import Words


class RestrictForm(forms.Form):
    reason = Words(
        "Why the child is hidden", 200, rows=3, help_text="Those who may restrict read this. Do not write where the child is",
        error_messages={"required": "Say why the person is restricted"},
    )  # fmt: skip
    cleared = Words(
        "Who may still see the child", 4_000, rows=4, required=False,
        help_text="One username in each line. Nobody else will see the child, and neither will you unless you are on the list",
    )  # fmt: skip


class LiftForm(forms.Form):
    reason = Words("Why it is lifted", 200, rows=3, error_messages={"required": "Say why the restriction is lifted"})


@page(Permission.RESTRICT_PERSON)
@require_safe
def listed(request: PageRequest) -> HttpResponse:
    return render(request, "records/restrictions.html", {"rows": restrictions_now(request.viewer)})


@page(Permission.RESTRICT_PERSON)
@get_or_post
def place(request: PageRequest, person: UUID) -> HttpResponse:
    shown = to_hide(request.viewer, person)
    form = RestrictForm(sent(request))
    if form.is_bound and form.is_valid():
        try:
            restrict_person(
                person_id=person, reason=form.cleaned_data["reason"], cleared=form.cleaned_data["cleared"].split(),
                by=request.viewer, at=request.viewer.at,
            )  # fmt: skip
        except Invalid as problem:
            form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        else:
            messages.success(request, "The child is hidden now from everybody who is not on the list.")
            return redirect("restriction_list")
    return render(request, "records/restrict.html", {"form": form, "shown": shown})


@page(Permission.RESTRICT_PERSON)
@get_or_post
def lift(request: PageRequest, restriction_id: int) -> HttpResponse:
    form = LiftForm(sent(request))
    if form.is_bound and form.is_valid():
        lift_restriction(
            restriction_id=restriction_id, reason=form.cleaned_data["reason"], by=request.viewer, at=request.viewer.at
        )
        messages.success(request, "The restriction is lifted. The ordinary rules apply again.")
        return redirect("restriction_list")
    return render(request, "records/lift.html", {"form": form})
