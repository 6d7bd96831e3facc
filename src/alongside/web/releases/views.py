"""Releases of the scoreboard: drawn up by one, read and signed off by another, then frozen."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from alongside.outcomes.actions import releases as acting
from alongside.outcomes.actions.releases import Correction
from alongside.outcomes.drawing.similar import Similar
from alongside.outcomes.errors import OutcomesRefused
from alongside.outcomes.pledge_states import DOMAINS
from alongside.outcomes.queries import releases as queries
from alongside.outcomes.queries.releases import DraftTold
from alongside.outcomes.release_states import DraftState
from alongside.partners.roles import Permission
from alongside.publicsite.measures import shown
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.lists import page_number, paging, past_the_end
from alongside.web.releases.forms import AsideForm, DrawForm, SignForm

SEE = (Permission.KEEP_MEASURES, Permission.KEEP_PLEDGES, Permission.PUBLISH)
DRAW = (Permission.KEEP_MEASURES, Permission.KEEP_PLEDGES)


@page(*SEE)
@require_safe
def every(request: PageRequest) -> HttpResponse:
    rows, part = queries.drafts(request.viewer, page=page_number(request))
    if elsewhere := past_the_end(request, part):
        return elsewhere
    context = {
        "drafts": rows, "paging": paging(part), "releases": queries.releases(request.viewer),
        "may_draw": any(request.viewer.may(one) for one in DRAW), "waiting": DraftState.WAITING,
    }  # fmt: skip
    return render(request, "releases/list.html", context)


@page(*DRAW)
@get_or_post
def draw(request: PageRequest) -> HttpResponse:
    released = queries.releases(request.viewer)
    form = DrawForm(
        sent(request), numbers=[(one.number, one.title) for one in released],
        measures=queries.measures_released(request.viewer), boroughs=queries.boroughs_to_pick(request.viewer),
        initial={"as_at": request.viewer.day.replace(day=1), "sent_key": uuid4(), **_as_before(request)},
    )  # fmt: skip
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = acting.draw_scoreboard(
                title=given["title"], as_at=given["as_at"], partnership=settings.PARTNERSHIP,
                correction=_correction(given), similar=_similar(given), sent_key=given["sent_key"], by=request.viewer.actor,
                at=request.viewer.at,
            )  # fmt: skip
        except OutcomesRefused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, "The scoreboard is drawn. Read it; somebody else signs it off.")
            return redirect("release_draft", made)
    return render(request, "releases/draw.html", {"form": form})


def _as_before(request: PageRequest) -> dict[str, Any]:
    """The boroughs of the last release: who picks others from one release to the next can make anything look good."""
    before = queries.similar_before(request.viewer)
    return {
        "similar": before.get("places", ()), "similar_because": before.get("because", ""),
        "similar_source": before.get("source", ""),
    }  # fmt: skip


def _similar(given: dict[str, Any]) -> Similar | None:
    if not given.get("similar"):
        return None
    return Similar(tuple(given["similar"]), given["similar_because"], given["similar_source"])


def _correction(given: dict[str, Any]) -> Correction | None:
    if not given.get("corrects"):
        return None
    return Correction(int(given["corrects"]), given["because"], frozenset(given["measures"]))


@page(*SEE)
@require_safe
def draft(request: PageRequest, draft_id: int) -> HttpResponse:
    """The draft as residents would read it, with what is left out and why."""
    found = _found(request, draft_id)
    by_domain = [
        (name, words, [shown(one) for one in found.body["measures"] if one["domain"] == code.value])
        for code, name, words in DOMAINS
    ]
    context = {"draft": found, "domains": by_domain, "waits": found.summary.state is DraftState.WAITING}
    return render(request, "releases/draft.html", context)


@page(Permission.PUBLISH)
@get_or_post
def sign(request: PageRequest, draft_id: int) -> HttpResponse:
    found = _found(request, draft_id)
    form = SignForm(sent(request))
    if form.is_valid():
        try:
            number = acting.sign_off(draft_id=draft_id, by=request.viewer, at=request.viewer.at)
        except OutcomesRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Release {number} is signed off and frozen. It stays at its address for ever.")
            return redirect("releases")
    return render(request, "releases/sign.html", {"form": form, "draft": found})


@page(*SEE)
@get_or_post
def aside(request: PageRequest, draft_id: int) -> HttpResponse:
    found = _found(request, draft_id)
    form = AsideForm(sent(request))
    if form.is_valid():
        try:
            acting.put_aside(
                draft_id=draft_id, reason=form.cleaned_data["reason"], by=request.viewer.actor, at=request.viewer.at
            )
        except OutcomesRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The draft is put aside. It stays here, and is never published.")
            return redirect("releases")
    return render(request, "releases/aside.html", {"form": form, "draft": found})


def _found(request: PageRequest, draft_id: int) -> DraftTold:
    found = queries.draft(request.viewer, draft_id)
    if found is None:
        raise Http404
    return found
