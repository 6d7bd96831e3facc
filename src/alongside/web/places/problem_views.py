"""Problems to work on: raised from a hot area, from cells or from a drawn place; listed, closed, opened again."""

import re
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from alongside.partners.roles import Permission
from alongside.places import queries
from alongside.places.actions import ProblemDraft, move_problem, raise_problem
from alongside.places.errors import PlacesRefused
from alongside.places.queries import RunDetail
from alongside.places.source_forms import NATIONAL_GRID
from alongside.places.sources import open_keys
from alongside.places.states import ProblemState, RunKind
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.lists import page_number, paging, past_the_end
from alongside.web.places.hot_map import outline_map
from alongside.web.places.hot_views import done
from alongside.web.places.hot_words import where

_CORNER = re.compile(r"\s*(-?\d{1,8}(?:\.\d+)?)\s*[,; ]\s*(-?\d{1,8}(?:\.\d+)?)\s*")


class ProblemForm(forms.Form):
    name = forms.CharField(label="What shall the place be called?", max_length=200)
    why = forms.CharField(
        label="What is wrong there, and what should be looked at?",
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
        help_text="Places and times only. Name nobody",
    )
    corners = forms.CharField(
        label="Corners of the place",
        required=False,
        max_length=6000,
        widget=forms.Textarea({"rows": 6}),
        help_text="One corner in each line, easting and northing in metres, as: 537000, 189000",
    )
    sent_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_drawn: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not is_drawn:
            del self.fields["corners"]

    def clean_corners(self) -> tuple[tuple[float, float], ...]:
        found = []
        for line in filter(None, (line.strip() for line in self.cleaned_data["corners"].splitlines())):
            read = _CORNER.fullmatch(line)
            if read is None:
                raise forms.ValidationError(f"“{line[:40]}” is no corner. Write an easting and a northing in metres")
            found.append((float(read[1]), float(read[2])))
        return tuple(found)


class MoveForm(forms.Form):
    reason = forms.CharField(label="Why?", max_length=2000, widget=forms.Textarea({"rows": 4}))


@page(Permission.SEE_PLACES)
@require_safe
def listing(request: PageRequest) -> HttpResponse:
    closed = "closed" in request.GET
    state = ProblemState.CLOSED if closed else ProblemState.OPEN
    keys = open_keys(request.viewer.permissions)
    rows, part = queries.problems(state=state, page=page_number(request), sources=keys)
    if elsewhere := past_the_end(request, part):
        return elsewhere
    return render(request, "places/problems.html", {"problems": rows, "paging": paging(part), "closed": closed})


@page(Permission.SEE_PLACES)
@get_or_post
def problem(request: PageRequest, problem_id: int) -> HttpResponse:
    """The place, why it was raised and how it stands. Whoever may study places closes it or opens it again."""
    found = queries.problem(problem_id, sources=open_keys(request.viewer.permissions))
    if found is None:
        raise Http404
    may_study = request.viewer.may(Permission.STUDY_PLACES)
    to = ProblemState.CLOSED if found.state == ProblemState.OPEN else ProblemState.OPEN
    form = MoveForm(sent(request) if may_study else None)
    if form.is_valid():
        meant = ProblemState.CLOSED if request.POST.get("to") == ProblemState.CLOSED else ProblemState.OPEN
        try:
            move_problem(
                problem_id=problem_id, to=meant, reason=form.cleaned_data["reason"], by=request.viewer.actor,
                at=request.viewer.at,
            )  # fmt: skip
        except PlacesRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"The problem is {meant.label.lower()}.")
            return redirect("place_problem", problem_id)
    context = {
        "problem": found, "form": form, "to": to, "may_study": may_study,
        "map": outline_map(found.outline, found.name),
        "may_evaluate": request.viewer.may(Permission.EVALUATE) and found.plane == NATIONAL_GRID,
        "may_operate": found.state == ProblemState.OPEN and request.viewer.may(Permission.RUN_OPERATIONS),
    }  # fmt: skip
    return render(request, "places/problem.html", context)


@page(Permission.STUDY_PLACES)
@get_or_post
def raise_one(request: PageRequest, run_id: int) -> HttpResponse:
    """`?area=3`, `?cell=7&cell=8`, `?corners=E,N;E,N;E,N`, or nothing: then the corners are typed."""
    run = done(request, RunKind.HOT_SPOTS, run_id)
    if run is None:
        raise Http404
    area, cells = _area(request, run), _cells(request)
    is_drawn = area is None and not cells
    initial = {
        "name": where(area) if area else "",
        "corners": request.GET.get("corners", "")[:6000].replace(";", "\n").replace(",", ", "),
        "sent_key": uuid4(),
    }
    form = ProblemForm(sent(request), is_drawn=is_drawn, initial=initial)
    if form.is_valid():
        draft = ProblemDraft(
            name=form.cleaned_data["name"], why=form.cleaned_data["why"], run_id=run_id,
            area_number=area["number"] if area else None, cells=cells, corners=form.cleaned_data.get("corners", ()),
        )  # fmt: skip
        try:
            made = raise_problem(
                draft=draft, sent_key=form.cleaned_data["sent_key"], by=request.viewer.actor, at=request.viewer.at
            )
        except PlacesRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The place is kept as a problem to work on.")
            return redirect("place_problem", made)
    context = {"form": form, "run": run, "area": area, "cells": cells, "where": where(area) if area else ""}
    return render(request, "places/problem_new.html", context)


def _area(request: PageRequest, run: RunDetail) -> dict[str, Any] | None:
    asked = request.GET.get("area", "")
    if not asked:
        return None
    found = [row for row in (run.result or {})["areas"] if str(row["number"]) == asked]
    if not found:
        raise Http404
    return dict(found[0])


def _cells(request: PageRequest) -> tuple[int, ...]:
    typed = request.GET.getlist("cell")[:400]
    return tuple(dict.fromkeys(int(one) for one in typed if one.isascii() and one.isdecimal() and len(one) < 7))
