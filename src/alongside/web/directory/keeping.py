"""Keeping the directory: the list, a new service, a change, and that all is still true."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from alongside.outcomes.actions.directory import KEEPERS, amend_service, confirm_service, list_service
from alongside.outcomes.directory_drafts import ListingDraft
from alongside.outcomes.queries import directory
from alongside.outcomes.queries.directory import Wanted
from alongside.partners.errors import Invalid, Stale
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.lists import page_number, paging, past_the_end
from alongside.web.directory.forms import ListingForm, initial_of

OLD_AFTER = 180  # days
SHOWN = (
    ("name", "Name"), ("summary", "What it does"), ("status", "How it stands"), ("alert", "Notice"),
    ("telephone", "Telephone"), ("email", "E-mail"), ("website", "Web page"), ("address", "Address"),
    ("opening", "Opening"), ("how_to_refer", "How somebody gets help"), ("cost", "Cost"), ("languages", "Languages"),
    ("access", "Access"),
)  # fmt: skip


@page(*KEEPERS)
@require_safe
def every(request: PageRequest) -> HttpResponse:
    part = directory.services(Wanted(shown_only=False), page=page_number(request), size=50)
    if elsewhere := past_the_end(request, part):
        return elsewhere
    old = {one.id for one in part.rows if (request.viewer.day - one.checked_on).days > OLD_AFTER}
    return render(request, "directory/keep.html", {"part": part, "paging": paging(part), "old": old})


@page(*KEEPERS)
@get_or_post
def new(request: PageRequest) -> HttpResponse:
    first = {"sent_key": uuid4(), "status": "active", "least_age": 0, "most_age": 25}
    form = ListingForm(sent(request), is_new=True, initial=first)
    if form.is_valid():
        try:
            made = list_service(
                draft=form.draft(), sent_key=form.cleaned_data["sent_key"], by=request.viewer, at=request.viewer.at
            )
        except Invalid as problem:
            _say(form, problem)
        else:
            messages.success(request, "The service stands in the directory.")
            return redirect("directory_service", made)
    return render(request, "directory/form.html", {"form": form, "held": None, "collisions": ()})


@page(*KEEPERS)
@get_or_post
def amend(request: PageRequest, service: UUID) -> HttpResponse:
    held = directory.service(service)
    if held is None:
        raise Http404
    first = {**initial_of(held.draft), "sent_key": uuid4(), "version": held.changes}
    form = ListingForm(sent(request), from_contract=held.from_contract, initial=first)
    collisions: list[tuple[str, str, str]] = []
    if form.is_valid():
        typed = form.draft(held.draft)
        try:
            amend_service(
                service_id=service, draft=typed, version=form.cleaned_data["version"] or 0,
                reason=form.cleaned_data["reason"], by=request.viewer, at=request.viewer.at,
            )  # fmt: skip
        except Stale as stale:
            collisions = _collisions(stale.theirs, typed)
            held = directory.service(service) or held
        except Invalid as problem:
            _say(form, problem)
        else:
            messages.success(request, "The service is changed.")
            return redirect("directory_service", service)
    return render(request, "directory/form.html", {"form": form, "held": held, "collisions": collisions})


@page(*KEEPERS)
@require_POST
def confirm(request: PageRequest, service: UUID) -> HttpResponse:
    try:
        confirm_service(service_id=service, by=request.viewer, at=request.viewer.at)
    except Invalid:
        raise Http404 from None
    messages.success(request, "Kept: everything about the service is still true today.")
    return redirect("directory_keep")


def _say(form: ListingForm, problem: Invalid) -> None:
    form.add_error(problem.field if problem.field in form.fields else None, str(problem))


def _collisions(theirs: Any, typed: ListingDraft) -> list[tuple[str, str, str]]:
    """Each field in which the two differ: what stands there, and what was typed."""
    left, right = initial_of(theirs), initial_of(typed)
    return [(label, str(left[name]), str(right[name])) for name, label in SHOWN if left[name] != right[name]]
