"""Scorecards: as they stand, drawn up for the provider's reply, frozen with it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from alongside.partners.errors import Invalid, Stale
from alongside.partners.roles import Permission
from alongside.support.actions import scorecards as work
from alongside.support.queries import scorecards
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.providers.forms import PeriodForm, ReplyForm
from alongside.web.providers.steps import step, when

BOTH = (Permission.KEEP_CONTRACTS, Permission.MANAGE_CASES)


@page(*BOTH)
@require_safe
def every(request: PageRequest) -> HttpResponse:
    context = {"rows": scorecards.scorecards(request.viewer), "copies": scorecards.copies(request.viewer)}
    return render(request, "providers/scorecards.html", context)


@page(*BOTH)
@get_or_post
def one(request: PageRequest, reference: str) -> HttpResponse:
    """The last twelve months; POST, by the commissioner, draws a period up for the provider's reply."""
    card = scorecards.scorecard(request.viewer, reference)
    form = PeriodForm(sent(request), initial={"first_day": card.first_day, "last_day": card.last_day})
    if form.is_bound and form.is_valid():
        try:
            made = work.draw_up_scorecard(reference=reference, **form.cleaned_data, **when(request))
        except Invalid as problem:
            form.add_error(problem.field, str(problem))
        else:
            messages.success(request, "Drawn up. The provider may reply until the day shown.")
            return redirect("scorecard_copy", made.pk)
    return render(request, "providers/scorecard.html", {"card": card, "form": form, "today": request.viewer.day})


@page(*BOTH)
@require_safe
def kept(request: PageRequest, copy: UUID) -> HttpResponse:
    return render(request, "providers/copy.html", {"page": scorecards.copy_page(request.viewer, copy)})


@page(Permission.MANAGE_CASES)
@get_or_post
def reply(request: PageRequest, copy: UUID) -> HttpResponse:
    shown = scorecards.copy_page(request.viewer, copy)
    first = {"figure": request.GET.get("figure", "")}
    form = ReplyForm(sent(request), initial=first).offer([(one.code, one.label) for one, _ in shown.figures])

    def act() -> str:
        work.reply_to_scorecard(
            copy=copy, figure=form.cleaned_data["figure"], text=form.cleaned_data["text"], **when(request)
        )
        return "Your reply stands beside the figure."

    return step(request, form, "Reply", act, ("scorecard_copy", copy), caption=shown.title, button="Keep the reply")


@page(Permission.MANAGE_CASES)
@require_POST
def done(request: PageRequest, copy: UUID) -> HttpResponse:
    return _told(request, copy, work.finish_replies, "The commissioner may freeze its copy now.")


@page(Permission.KEEP_CONTRACTS)
@require_POST
def freeze(request: PageRequest, copy: UUID) -> HttpResponse:
    return _told(request, copy, work.freeze_scorecard, "Frozen, with the replies beside the figures.")


def _told(request: PageRequest, copy: UUID, act: Any, words: str) -> HttpResponse:
    try:
        act(copy=copy, **when(request))
        messages.success(request, words)
    except (Invalid, Stale) as problem:
        messages.warning(request, str(problem))
    return redirect("scorecard_copy", copy)
