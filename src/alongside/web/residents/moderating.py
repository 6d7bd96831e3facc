"""A moderator's desk: what nobody has read yet, what is owed an answer."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from alongside.community.actions import answering, moderating
from alongside.community.queries import kept
from alongside.community.queries.reviews import late_reviews
from alongside.community.states import Verdict
from alongside.partners.roles import Permission
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.lists import page_number, paging
from alongside.web.residents.doing import done
from alongside.web.residents.forms import AnswerForm, PostVerdictForm, VerdictForm

keepers = page(Permission.KEEP_COMMUNITY)


@keepers
@require_safe
def desk(request: PageRequest) -> HttpResponse:
    rows, part = kept.to_answer(request.viewer, page=page_number(request))
    context = {
        "waiting": kept.to_moderate(request.viewer), "posts": rows, "paging": paging(part),
        "late_reviews": late_reviews(request.viewer),
    }  # fmt: skip
    return render(request, "residents/desk.html", context)


@keepers
@get_or_post
def post(request: PageRequest, post_id: int) -> HttpResponse:
    """Decide while nobody has; answer once it is shown."""
    shown, by, at = kept.post_to_read(request.viewer, post_id), request.viewer, request.viewer.at
    if not shown.verdict:
        form: Any = PostVerdictForm(sent(request), post=shown)
        kept_it = done(
            form, lambda: moderating.moderate_post(post_id=post_id, judgement=form.judgement(), by=by, at=at)
        )
        if kept_it:
            messages.success(request, _decided(form.cleaned_data["verdict"]))
            to_answer = form.cleaned_data["verdict"] == Verdict.SHOWN
            return redirect("residents_post", post_id) if to_answer else redirect("residents")
    else:
        form = AnswerForm(sent(request))
        if shown.public and done(
            form, lambda: answering.answer_post(post_id=post_id, did=form.cleaned_data["did"], by=by, at=at)
        ):
            messages.success(request, "The answer is public now.")
            return redirect("residents_post", post_id)
    return render(request, "residents/post.html", {"post": shown, "form": form})


@keepers
@get_or_post
def network(request: PageRequest, network_id: int) -> HttpResponse:
    shown = kept.network_kept(request.viewer, network_id)
    form = VerdictForm(sent(request))
    if done(
        form,
        lambda: moderating.moderate_network(
            network_id=network_id, changes=_version(request, shown.changes), judgement=form.judgement(),
            by=request.viewer, at=request.viewer.at,
        ),
    ):  # fmt: skip
        messages.success(request, _decided(form.cleaned_data["verdict"]))
        return redirect("residents")
    return render(request, "residents/read_network.html", {"network": shown, "form": form})


@keepers
@get_or_post
def event(request: PageRequest, event_id: int) -> HttpResponse:
    shown = kept.event_kept(request.viewer, event_id)
    form = VerdictForm(sent(request))
    if done(
        form,
        lambda: moderating.moderate_event(
            event_id=event_id, changes=_version(request, shown.changes), judgement=form.judgement(),
            by=request.viewer, at=request.viewer.at,
        ),
    ):  # fmt: skip
        messages.success(request, _decided(form.cleaned_data["verdict"]))
        return redirect("residents")
    return render(request, "residents/read_event.html", {"event": shown, "form": form})


@keepers
@get_or_post
def advice(request: PageRequest, consultation_id: int) -> HttpResponse:
    shown = kept.advice_to_read(request.viewer, consultation_id)
    form = VerdictForm(sent(request))
    if done(
        form,
        lambda: moderating.moderate_advice(
            consultation_id=consultation_id, judgement=form.judgement(), by=request.viewer, at=request.viewer.at
        ),
    ):
        messages.success(request, _decided(form.cleaned_data["verdict"]))
        return redirect("residents")
    return render(request, "residents/read_advisors.html", {"read": shown, "form": form, "kind": "Advice"})


@keepers
@get_or_post
def survey(request: PageRequest, survey_id: int) -> HttpResponse:
    shown = kept.survey_to_read(request.viewer, survey_id)
    form = VerdictForm(sent(request))
    if done(
        form,
        lambda: moderating.moderate_survey(
            survey_id=survey_id, judgement=form.judgement(), by=request.viewer, at=request.viewer.at
        ),
    ):
        messages.success(request, _decided(form.cleaned_data["verdict"]))
        return redirect("residents")
    return render(request, "residents/read_advisors.html", {"read": shown, "form": form, "kind": "Survey"})


def _version(request: PageRequest, now: int) -> int:
    """The version that she read; a verdict is on that one and no other."""
    typed = request.POST.get("changes", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 7 else now


def _decided(verdict: str) -> str:
    return {
        Verdict.SHOWN: "It is public now.", Verdict.REJECTED: "It is not shown. The writer reads the reason.",
        Verdict.TO_THE_DOOR: "The front door has it. It is gone from here.",
    }[Verdict(verdict)]  # fmt: skip
