"""The worker's pages of a child's own view."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from alongside.partners.errors import Invalid, Stale
from alongside.partners.roles import Permission
from alongside.support.actions import own_view as doing
from alongside.support.actions.own_view import RuleDraft
from alongside.support.own_links import LINK_LASTS, SESSION_LASTS
from alongside.support.queries import own_view
from alongside.web.design.doing import get_or_post
from alongside.web.design.doors import PageRequest, page
from alongside.web.own.forms import AnswerForm, LinkForm, RuleForm, new_key

workers = page(Permission.WORK_PLANS, Permission.WORK_CASES)
SHORT = {"days": LINK_LASTS.days, "minutes": int(SESSION_LASTS.total_seconds() // 60)}


def _when(request: PageRequest) -> dict[str, Any]:
    return {"by": request.viewer, "at": request.viewer.at}


@workers
@require_safe
def queue(request: PageRequest) -> HttpResponse:
    return render(request, "own/queue.html", {"rows": own_view.own_queue(request.viewer)})


@workers
@require_safe
def one(request: PageRequest, reference: str) -> HttpResponse:
    shown = own_view.own_view_page(request.viewer, reference)
    secret = shown.link.secret if shown.link else None
    address = request.build_absolute_uri(reverse("p_door", args=[secret.address])) if secret else ""
    unread = sum(not voice.read_by for voice in shown.voices)
    context = {"shown": shown, "address": address, "code": secret.code if secret else "", "unread": unread, **SHORT}
    return render(request, "own/one.html", context)


@workers
@get_or_post
def shows(request: PageRequest, reference: str) -> HttpResponse:
    shown = own_view.own_view_page(request.viewer, reference)
    form = RuleForm(request.POST if request.method == "POST" else None, rule=shown.rule)
    theirs: Any = None
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        draft = RuleDraft(
            said["number"], said["words"], said.get("goals", ()), said.get("actions", ()), said.get("agencies", ()),
            said["left_out_because"], said.get("ties", ()),
        )  # fmt: skip
        try:
            doing.keep_rule(reference=shown.matter, draft=draft, **_when(request))
            messages.success(request, "Kept. The page shows this from now on.")
            return redirect("own_view", shown.matter)
        except Invalid as problem:
            form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        except Stale as problem:
            theirs = problem.theirs
            form.meet(shown.rule)
            form.add_error(None, str(problem))
    return render(request, "own/shows.html", {"form": form, "shown": shown, "theirs": theirs})


@workers
@get_or_post
def link(request: PageRequest, reference: str) -> HttpResponse:
    shown = own_view.own_view_page(request.viewer, reference)
    form = LinkForm(request.POST if request.method == "POST" else None, initial={"sent_key": new_key()})
    if form.is_bound and form.is_valid():
        try:
            doing.make_link(reference=shown.matter, **form.cleaned_data, **_when(request))
            messages.success(request, "The link is made. Nothing was sent: hand over link and code apart.")
            return redirect("own_view", shown.matter)
        except Invalid as problem:
            form.add_error(problem.field if problem.field in form.fields else None, str(problem))
    return render(request, "own/link.html", {"form": form, "shown": shown, **SHORT})


@workers
@require_POST
def end(request: PageRequest, reference: str) -> HttpResponse:
    if doing.end_link(reference=reference, **_when(request)):
        messages.success(request, "The link is taken back. It opens nothing any more.")
    else:
        messages.info(request, "There was no link to take back.")
    return redirect("own_view", reference)


@workers
@require_POST
def read(request: PageRequest, reference: str) -> HttpResponse:
    doing.read_voices(reference=reference, **_when(request))
    messages.success(request, "It is kept that you have read it.")
    return redirect("own_view", reference)


@workers
@get_or_post
def correction(request: PageRequest, correction: str) -> HttpResponse:
    shown = own_view.correction_page(request.viewer, correction)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            doing.answer_correction(reference=shown.reference, **form.cleaned_data, **_when(request))
            messages.success(request, "Answered. The child reads it on her or his page.")
            return redirect("own_view", shown.matter)
        except Invalid as problem:
            form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        except Stale as problem:
            form.add_error(None, f"{problem} Theirs: “{problem.theirs}”")
    return render(request, "own/correction.html", {"form": form, "shown": shown})
