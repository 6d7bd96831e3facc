"""The child's pages: the code, my plan, who knows about me, how it goes, something is wrong."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from alongside.partners.errors import Invalid
from alongside.support.actions import own_reading as doing
from alongside.support.actions.own_said import challenge_what_is_said
from alongside.support.queries import own_reading, own_ties
from alongside.support.states import Face
from alongside.web.design.doing import get_or_post
from alongside.web.own.doors import COOKIE, OUT, PATH, ReaderRequest, anybody, closed, give, reader_only
from alongside.web.own.forms import CodeForm, GoesForm, WrongForm, new_key
from alongside.web.own.plain import GROUPS, PURPOSES


@anybody
@get_or_post
def door(request: ReaderRequest, address: str) -> HttpResponse:
    viewer = request.viewer
    if not own_reading.can_open(viewer, address):
        return closed(request)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        opened = doing.open_link(address=address, code=form.cleaned_data["code"], by=viewer, at=viewer.at)
        if opened.secret:
            response = redirect("p_1")
            give(response, opened.secret)
            return response
        if not opened.tries_left:
            return closed(request)
        times = "time" if opened.tries_left == 1 else "times"
        form.add_error("code", f"That is not the code. You can try {opened.tries_left} more {times}.")
    return render(request, "own/door.html", {"form": form})


@reader_only
@require_safe
def plan(request: ReaderRequest) -> HttpResponse:
    shown = own_reading.own_plan(request.reader.viewer, request.reader.link)
    return render(request, "own/plan.html", {"plan": shown, "here": 1})


@reader_only
@require_safe
def knows(request: ReaderRequest) -> HttpResponse:
    viewer, link = request.reader.viewer, request.reader.link
    shown = own_reading.own_knowing(viewer, link)
    agencies = [(one, [GROUPS[group] for group in one.groups]) for one in shown.agencies]
    return render(request, "own/knows.html", {
        "agencies": agencies, "why": PURPOSES[shown.purpose], "said": own_ties.own_ties(viewer, link), "here": 2,
    })  # fmt: skip


def _when(request: ReaderRequest) -> dict[str, Any]:
    return {"reader": request.reader, "by": request.reader.viewer, "at": request.viewer.at}


@reader_only
@get_or_post
def goes(request: ReaderRequest) -> HttpResponse:
    form = GoesForm(request.POST if request.method == "POST" else None, initial={"sent_key": new_key()})
    if form.is_bound and form.is_valid():
        try:
            made = doing.say_how_it_goes(**form.cleaned_data, **_when(request))
            return render(request, "own/thanks.html", {"needs_help": made.face == Face.HELP, "here": 3})
        except Invalid as problem:
            form.add_error(problem.field or None, str(problem))
    return render(request, "own/goes.html", {"form": form, "here": 3})


def _wrong_form(request: ReaderRequest, data: Any = None) -> WrongForm:
    ties = own_ties.own_ties(request.reader.viewer, request.reader.link)
    return WrongForm(data, initial={"sent_key": new_key()}).offer(ties)


def _say_it_is_wrong(request: ReaderRequest, form: WrongForm) -> None:
    if form.tie is None:
        doing.ask_correction(**form.cleaned_data, **_when(request))
    else:
        challenge_what_is_said(tie=form.tie, words=form.cleaned_data["words"], **_when(request))


@reader_only
@get_or_post
def wrong(request: ReaderRequest) -> HttpResponse:
    viewer, link = request.reader.viewer, request.reader.link
    form = _wrong_form(request, request.POST if request.method == "POST" else None)
    sent = False
    if form.is_bound and form.is_valid():
        try:
            _say_it_is_wrong(request, form)
            sent = True
            form = _wrong_form(request)
        except Invalid as problem:
            form.add_error(problem.field or None, str(problem))
    asked = (*own_reading.own_corrections(viewer, link), *own_ties.own_challenges(viewer, link))
    asked = tuple(sorted(asked, key=lambda one: one.at, reverse=True))
    return render(request, "own/wrong.html", {"form": form, "asked": asked, "sent": sent, "here": 4})


@anybody
@require_safe
def leave(request: ReaderRequest) -> HttpResponse:
    """Away, at once: the view closes on this device, and what the browser kept of it goes."""
    doing.leave(secret=request.COOKIES.get(COOKIE, ""), by=request.viewer, at=request.viewer.at)
    response = redirect(OUT)
    response.delete_cookie(COOKIE, path=PATH, samesite="Strict")
    response["Clear-Site-Data"] = '"cache"'
    return response
