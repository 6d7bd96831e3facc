"""The pages of Young Advisors, and of a partner that they advised."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from alongside.community.actions import advisors as acting
from alongside.community.errors import CommunityRefused
from alongside.community.queries import advisors
from alongside.community.queries.wards import wards
from alongside.community.states import Crowd, Wave
from alongside.partners.access import refuse
from alongside.partners.queries import agencies
from alongside.partners.roles import Permission
from alongside.web.advisors.forms import (
    AdviceAnswerForm,
    AdviceForm,
    CloseWaveForm,
    PatrolForm,
    PatrolReportForm,
    SurveyForm,
    TallyForm,
)
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page

CLOSE = "close"
advise = page(Permission.ADVISE)
answers = page(Permission.ANSWER_FOR_AGENCY)
READ_FIRST = "Kept. It is public once a moderator has read it."


def _kept(form: forms.Form, keep: Callable[[], Any]) -> bool:
    if not (form.is_bound and form.is_valid()):
        return False
    try:
        keep()
    except CommunityRefused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return False
    return True


@advise
@require_safe
def rota(request: PageRequest) -> HttpResponse:
    context = {
        "patrols": advisors.rota(request.viewer),
        "surveys": advisors.our_surveys(request.viewer),
        "advice": advisors.our_advice(request.viewer),
    }
    return render(request, "advisors/rota.html", context)


@advise
@get_or_post
def new_patrol(request: PageRequest) -> HttpResponse:
    form = PatrolForm(sent(request), wards=wards())
    if _kept(
        form,
        lambda: acting.plan_patrol(
            draft=form.draft(), sent_key=form.cleaned_data["sent_key"], by=request.viewer, at=request.viewer.at
        ),
    ):
        messages.success(request, "The patrol is on the rota.")
        return redirect("advisors")
    return render(request, "advisors/form.html", {"form": form, "title": "Put a patrol on the rota", "button": "Keep"})


@advise
@get_or_post
def patrol(request: PageRequest, patrol_id: int) -> HttpResponse:
    shown = advisors.patrol(request.viewer, patrol_id)
    form = PatrolReportForm(sent(request))
    if _kept(
        form,
        lambda: acting.report_patrol(
            patrol_id=patrol_id, counts=form.counts(), by=request.viewer, at=request.viewer.at
        ),
    ):
        messages.success(request, "Kept, in numbers only.")
        return redirect("advisors_patrol", patrol_id)
    return render(request, "advisors/patrol.html", {"form": form, "patrol": shown})


@advise
@get_or_post
def new_survey(request: PageRequest) -> HttpResponse:
    form = SurveyForm(sent(request))
    if _kept(form, lambda: acting.begin_survey(**form.cleaned_data, by=request.viewer, at=request.viewer.at)):
        messages.success(
            request,
            "The survey is there. Add answers as you get them. A moderator reads its words before they are public.",
        )
        return redirect("advisors")
    return render(request, "advisors/form.html", {"form": form, "title": "Begin a survey", "button": "Begin"})


@advise
@get_or_post
def survey(request: PageRequest, survey_id: int) -> HttpResponse:
    shown = advisors.survey(request.viewer, survey_id)
    is_closing = request.POST.get("do") == CLOSE
    closing = CloseWaveForm(sent(request) if is_closing else None, waves=shown.open_waves)
    form = TallyForm(None if is_closing else sent(request), waves=shown.open_waves)
    if _kept(
        closing,
        lambda: acting.close_wave(
            survey_id=survey_id, wave=Wave(closing.cleaned_data["wave"]), by=request.viewer, at=request.viewer.at
        ),
    ):
        messages.success(request, "Closed. Its shares are told now, and nothing can be added.")
        return redirect("advisors_survey", survey_id)
    if _kept(
        form,
        lambda: acting.count_answers(
            survey_id=survey_id, crowd=Crowd(form.cleaned_data["crowd"]), wave=Wave(form.cleaned_data["wave"]),
            people=form.people(), sent_key=form.cleaned_data["sent_key"], by=request.viewer, at=request.viewer.at,
        ),
    ):  # fmt: skip
        messages.success(request, "Counted. Who said what is kept nowhere.")
        return redirect("advisors_survey", survey_id)
    return render(request, "advisors/survey.html", {"form": form, "closing": closing, "survey": shown})


@advise
@get_or_post
def new_advice(request: PageRequest) -> HttpResponse:
    form = AdviceForm(sent(request), agencies=[(one.code, one.name) for one in agencies()])

    def keep() -> None:
        said = form.cleaned_data
        acting.give_advice(
            agency_code=said["agency"], question=said["question"], advice=said["advice"], sent_key=said["sent_key"],
            by=request.viewer, at=request.viewer.at,
        )  # fmt: skip

    if _kept(form, keep):
        messages.success(request, READ_FIRST)
        return redirect("advisors")
    return render(
        request, "advisors/form.html", {"form": form, "title": "Advise a partner", "button": "Send it to be read"}
    )


@answers
@require_safe
def advice_to_us(request: PageRequest) -> HttpResponse:
    return render(request, "advisors/advice.html", {"advice": advisors.advice_to_us(request.viewer)})


@answers
@get_or_post
def answer(request: PageRequest, consultation_id: int) -> HttpResponse:
    shown = advisors.one_advice(consultation_id, at=request.viewer.at)
    if shown is None or shown.to_agency_id != request.viewer.agency_id:
        raise refuse(request.viewer, "advice", str(consultation_id), "it was given to another agency")
    form = AdviceAnswerForm(sent(request))
    if _kept(
        form,
        lambda: acting.answer_advice(
            consultation_id=consultation_id, words=form.cleaned_data["words"], by=request.viewer, at=request.viewer.at
        ),
    ):
        messages.success(request, "Your agency's answer is public now.")
        return redirect("advisors_advice")
    return render(request, "advisors/answer.html", {"form": form, "advice": shown})
