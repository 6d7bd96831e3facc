"""ASB case reviews: decided by the community safety officer, answered by the agencies that are asked for something."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from alongside.community.actions import reviews as acting
from alongside.community.queries import reviews
from alongside.community.rules import REVIEW_STEPS
from alongside.community.states import Acceptance, ReviewState
from alongside.partners.queries import agencies
from alongside.partners.roles import Permission
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.lists import page_number, paging
from alongside.web.residents.doing import done
from alongside.web.residents.forms import RecommendationAnswerForm, RecommendForm, ReviewMoveForm

keepers = page(Permission.KEEP_COMMUNITY)
answers = page(Permission.ANSWER_FOR_AGENCY)
RECOMMEND = "recommend"


@keepers
@require_safe
def listing(request: PageRequest) -> HttpResponse:
    is_open = "closed" not in request.GET
    rows, part = reviews.reviews(request.viewer, is_open=is_open, page=page_number(request))
    return render(request, "residents/reviews.html", {"rows": rows, "paging": paging(part), "is_open": is_open})


@keepers
@get_or_post
def one(request: PageRequest, reference: str) -> HttpResponse:
    shown, by, at = reviews.review(request.viewer, reference), request.viewer, request.viewer.at
    choices = [(one.code, one.name) for one in agencies()]
    steps = [one for one in ReviewState if one in REVIEW_STEPS[shown.line.state] and one is not ReviewState.APPEALED]
    is_recommending = request.POST.get("do") == RECOMMEND
    form = ReviewMoveForm(None if is_recommending else sent(request), steps=steps, agencies=choices)
    ask = RecommendForm(sent(request) if is_recommending else None, agencies=choices)

    def move() -> None:
        said = form.cleaned_data
        acting.move_review(
            reference=reference, to=ReviewState(said["to"]), reason=said["reason"], panel=said.get("panel", []), by=by,
            at=at,
        )  # fmt: skip

    def recommend() -> None:
        said = ask.cleaned_data
        acting.recommend(
            reference=reference, agency_code=said["agency"], what=said["what"], sent_key=said["sent_key"], by=by, at=at
        )

    if done(form, move) or done(ask, recommend):
        messages.success(request, "Kept. The applicant reads it with the code.")
        return redirect("residents_review", reference)
    context = {
        "review": shown, "form": form, "ask": ask, "steps": steps, "may_recommend": shown.line.state is ReviewState.HELD,
    }  # fmt: skip
    return render(request, "residents/review.html", context)


@answers
@require_safe
def to_us(request: PageRequest) -> HttpResponse:
    rows, part = reviews.recommendations_to_us(request.viewer, page=page_number(request))
    return render(request, "residents/recommendations.html", {"rows": rows, "paging": paging(part)})


@answers
@get_or_post
def answer(request: PageRequest, recommendation_id: int) -> HttpResponse:
    shown = reviews.recommendation(request.viewer, recommendation_id)
    form = RecommendationAnswerForm(sent(request))
    if done(
        form,
        lambda: acting.answer_recommendation(
            recommendation_id=recommendation_id, acceptance=Acceptance(form.cleaned_data["acceptance"]),
            words=form.cleaned_data["words"], by=request.viewer, at=request.viewer.at,
        ),
    ):  # fmt: skip
        messages.success(request, "Your agency's answer is kept. The applicant reads it with the code.")
        return redirect("residents_recommendations")
    return render(request, "residents/recommendation.html", {"asked": shown, "form": form})
