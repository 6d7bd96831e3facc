"""Priorities of wards: opened, joined with a problem at a place, reported back on."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from alongside.community.actions import answering
from alongside.community.queries import public
from alongside.community.queries.wards import wards
from alongside.community.states import PriorityState
from alongside.partners.roles import Permission
from alongside.places import queries as places
from alongside.places.sources import open_keys
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.residents.doing import done
from alongside.web.residents.forms import PriorityForm, ReportBackForm

keepers = page(Permission.KEEP_COMMUNITY)


@keepers
@require_safe
def listing(request: PageRequest) -> HttpResponse:
    at = request.viewer.at
    context = {"open": public.priorities(at=at), "over": public.priorities(at=at, is_open=False)}
    return render(request, "residents/priorities.html", context)


@keepers
@get_or_post
def new(request: PageRequest) -> HttpResponse:
    form = PriorityForm(sent(request), wards=wards(), problems=_problems(request))
    made: list[int] = []

    def keep() -> None:
        made.append(
            answering.open_priority(
                draft=form.draft(), sent_key=form.cleaned_data["sent_key"], by=request.viewer, at=request.viewer.at
            )
        )

    if done(form, keep):
        messages.success(request, "The priority is on the public list.")
        return redirect("residents_priority", made[0])
    return render(request, "residents/priority_form.html", {"form": form, "priority": None})


@keepers
@get_or_post
def change(request: PageRequest, priority_id: int) -> HttpResponse:
    shown = _held(request, priority_id)
    form = PriorityForm(sent(request), wards=wards(), problems=_problems(request), now=shown)
    if done(
        form,
        lambda: answering.change_priority(
            priority_id=priority_id, draft=form.draft(), changes=form.cleaned_data["changes"] or 0, by=request.viewer,
            at=request.viewer.at,
        ),
    ):  # fmt: skip
        messages.success(request, "Saved.")
        return redirect("residents_priority", priority_id)
    return render(request, "residents/priority_form.html", {"form": form, "priority": shown})


@keepers
@get_or_post
def one(request: PageRequest, priority_id: int) -> HttpResponse:
    shown = _held(request, priority_id)
    form = ReportBackForm(sent(request), initial={"to": PriorityState.OPEN})
    if done(
        form,
        lambda: answering.report_back(
            priority_id=priority_id, to=PriorityState(form.cleaned_data["to"]), did=form.cleaned_data["did"],
            by=request.viewer, at=request.viewer.at,
        ),
    ):  # fmt: skip
        messages.success(request, "Residents can read it now.")
        return redirect("residents_priority", priority_id)
    keys = open_keys(request.viewer.permissions)
    problem = places.problem(shown.problem_id, sources=keys) if shown.problem_id else None
    return render(request, "residents/priority.html", {"priority": shown, "form": form, "problem": problem})


def _held(request: PageRequest, priority_id: int) -> public.PriorityTold:
    found = public.priority(priority_id, at=request.viewer.at)
    if found is None:
        raise Http404
    return found


def _problems(request: PageRequest) -> list[Any]:
    """Those that the member may see herself, the newest first."""
    rows, _part = places.problems(sources=open_keys(request.viewer.permissions), size=100)
    return [(one.id, f"{one.name} ({one.state.label.lower()})") for one in rows]
