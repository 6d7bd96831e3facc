"""Raising a concern: search before create, one page of details, check, send. Every step is kept on the server."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from alongside.partners.errors import Invalid, Stale
from alongside.partners.roles import Permission
from alongside.people import queries as people
from alongside.people.drafts import RecordDraft
from alongside.support.actions import raising
from alongside.support.queries import referring
from alongside.web.concern.answers import sections
from alongside.web.concern.drafting import (
    Answers,
    at_first,
    child_form,
    child_of,
    choose,
    chosen,
    details_form,
    differences,
    others_in,
    typed,
    without_person,
)
from alongside.web.concern.forms import MOST_OTHERS, ChildForm, DetailsForm, MatchForm
from alongside.web.design.doing import get_or_post
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.wording import clock

Draft = Any  # a row of drafts, as `referring.draft` gives it: doors know no models


def with_draft(view: Callable[[PageRequest, Draft], HttpResponse]) -> Callable[[PageRequest, UUID], HttpResponse]:
    """Hand the member's own draft to the view; one that she has sent already leads to what became of it."""

    @wraps(view)
    def found(request: PageRequest, key: UUID) -> HttpResponse:
        if reference := referring.sent_from(request.viewer, key):
            return redirect("concern_sent", reference)
        try:
            return view(request, referring.draft(request.viewer, key))
        except Stale:
            messages.warning(request, "This draft was changed in another window. Nothing was lost: do it once more.")
            return redirect(request.path)

    return found


@page(Permission.RAISE_CONCERN)
@get_or_post
def start(request: PageRequest) -> HttpResponse:
    form = _search_form(request)
    if request.method == "POST" and form.is_valid():
        referrer: Any = request.user
        answers = typed(form, request.POST) | at_first(referrer.role, referrer.agency.telephone)
        kept = raising.save_draft(key=None, answers=answers, by=request.viewer, at=request.viewer.at)
        return redirect("concern_match" if form.searching else "concern_draft", kept.key)
    context = {
        "form": form,
        "drafts": referring.drafts(request.viewer),
        "front_door": referring.front_door(request.viewer),
        "now": request.viewer.at,
    }
    return render(request, "concern/start.html", context)


def _search_form(request: PageRequest) -> ChildForm:
    sent = request.POST if request.method == "POST" else None
    return ChildForm(sent, today=request.viewer.day, searching=request.POST.get("then") != "unsearched")


@page(Permission.RAISE_CONCERN)
@get_or_post
@with_draft
def child(request: PageRequest, draft: Draft) -> HttpResponse:
    """Search anew, for a draft that is there already."""
    form = _search_form(request)
    if request.method != "POST":
        form = child_form(draft.answers, request.viewer.day).unsent()
    elif form.is_valid():
        answers = choose(draft.answers, None) | typed(form, request.POST)
        _replace(request, draft, answers)
        return redirect("concern_match" if form.searching else "concern_draft", draft.key)
    return render(request, "concern/child.html", {"form": form, "draft": draft})


def _replace(request: PageRequest, draft: Draft, answers: Answers) -> None:
    """Keep the draft's child; the rest is as it was just read, unless another window was quicker."""
    raising.save_draft(key=draft.key, answers=answers, by=request.viewer, at=request.viewer.at, version=draft.version)


@page(Permission.RAISE_CONCERN)
@get_or_post
@with_draft
def match(request: PageRequest, draft: Draft) -> HttpResponse:
    """The children who may be meant. Whoever the member may not see is not among them, and nothing tells so."""
    search = child_form(draft.answers, request.viewer.day)
    if not search.is_valid() or search.terms().too_little:
        return redirect("concern_child", draft.key)
    found = people.search(request.viewer, search.terms())
    if not found:
        return redirect("concern_draft", draft.key)
    form = MatchForm(request.POST if request.method == "POST" else None, candidates=found)
    if form.is_valid():
        _replace(request, draft, choose(draft.answers, form.candidate()))
        return redirect("concern_draft", draft.key)
    return render(request, "concern/match.html", {"form": form, "draft": draft, "looked_for": search.terms()})


@page(Permission.RAISE_CONCERN)
@get_or_post
@with_draft
def details(request: PageRequest, draft: Draft) -> HttpResponse:
    who = child_of(draft.answers, request.viewer.day)
    if who is None:
        return redirect("concern_child", draft.key)
    if request.method != "POST":
        asked = "errors" in request.GET
        return _details(request, draft, who, details_form(draft.answers, who, request.viewer.day, sent=asked))
    return _keep_details(request, draft, who)


def _keep_details(request: PageRequest, draft: Draft, who: RecordDraft) -> HttpResponse:
    answers, anchor = _after_button(_answers(request, draft), request.POST.get("then", ""))
    try:
        kept = raising.save_draft(
            key=draft.key, answers=answers, by=request.viewer, at=request.viewer.at, version=_version(request)
        )
    except Stale as stale:
        form = details_form(answers, who, request.viewer.day, sent=False)
        return _details(request, draft, who, form, collisions=differences(form, cast(Answers, stale.theirs), answers))
    if anchor:
        return redirect(f"{reverse('concern_draft', args=[draft.key])}{anchor}")
    if request.POST.get("then") == "child":
        return redirect("concern_child", draft.key)
    if request.POST.get("then") == "later":
        messages.success(request, "Your draft is kept. You find it under “Raise a concern”.")
        return redirect("home")
    form = details_form(kept.answers, who, request.viewer.day, sent=True)
    return redirect("concern_check", draft.key) if form.is_valid() else _details(request, kept, who, form)


def _answers(request: PageRequest, draft: Draft) -> Answers:
    """The draft's answers with those of this page as they were typed."""
    others = others_in(request.POST)
    boxes = DetailsForm(None, child=None, today=request.viewer.day, others=others)
    return {**draft.answers, "others": str(others), **typed(boxes, request.POST)}


def _after_button(answers: Answers, then: str) -> tuple[Answers, str]:
    """Another person's boxes more or fewer, and where on the page to go on."""
    count = others_in(answers)
    if then == "add" and count < MOST_OTHERS:
        return {**answers, "others": str(count + 1)}, f"#id_other_{count + 1}_name"
    number = then.removeprefix("remove-")
    if number != then and number.isascii() and number.isdecimal():
        return without_person(answers, int(number[:3])), "#id_people"
    return answers, ""


def _version(request: PageRequest) -> int:
    """A version that cannot be read is no version of this draft."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0


def _details(
    request: PageRequest, draft: Draft, who: RecordDraft, form: DetailsForm, collisions: Any = ()
) -> HttpResponse:
    context = {
        "form": form,
        "draft": draft,
        "child": chosen(draft.answers, who),
        "front_door": referring.front_door(request.viewer),
        "collisions": collisions,
        "most_others": MOST_OTHERS,
    }
    return render(request, "concern/details.html", context)


@page(Permission.RAISE_CONCERN)
@require_POST
def autosave(request: PageRequest, key: UUID) -> JsonResponse:
    draft = referring.draft(request.viewer, key)
    try:
        kept = raising.save_draft(
            key=key,
            answers=_answers(request, draft),
            by=request.viewer,
            at=request.viewer.at,
            version=_version(request),
        )
    except Stale as stale:
        return JsonResponse({"error": str(stale)}, status=409)
    return JsonResponse({"saved": clock(request.viewer.at), "version": kept.version})


@page(Permission.RAISE_CONCERN)
@get_or_post
@with_draft
def check(request: PageRequest, draft: Draft) -> HttpResponse:
    who = child_of(draft.answers, request.viewer.day)
    form = details_form(draft.answers, who, request.viewer.day, sent=True)
    if who is None or not form.is_valid():
        return redirect(f"{reverse('concern_draft', args=[draft.key])}?errors")
    moved_on = request.method == "POST" and _version(request) != draft.version
    if request.method == "POST" and not moved_on:
        try:
            concern = raising.raise_concern(
                details=form.details, by=request.viewer, at=request.viewer.at, record_id=draft.answers.get("record"),
                draft_key=draft.key,
            )  # fmt: skip
        except Invalid as problem:
            form.refuse(problem)
            return _details(request, draft, who, form)
        return redirect("concern_sent", concern.reference)
    page_url = reverse("concern_draft", args=[draft.key])
    context = {
        "draft": draft,
        "sections": sections(
            form.details, chosen(draft.answers, who), lambda field: f"{page_url}#id_{field}",
            reverse("concern_child", args=[draft.key]),
        ),
        "in_danger": form.details.in_danger_now,
        "front_door": referring.front_door(request.viewer),
        "moved_on": moved_on,
    }  # fmt: skip
    return render(request, "concern/check.html", context)


@page(Permission.RAISE_CONCERN)
@get_or_post
@with_draft
def discard(request: PageRequest, draft: Draft) -> HttpResponse:
    if request.method == "POST":
        raising.discard_draft(key=draft.key, by=request.viewer)
        messages.success(request, "The draft is thrown away.")
        return redirect("concern_start")
    return render(request, "concern/discard.html", {"draft": draft})
