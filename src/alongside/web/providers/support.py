"""A case under a contract: its page, outcomes, the end report, and what is said about ties."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.partners.access import refuse
from alongside.partners.roles import Permission
from alongside.support.actions import affiliation as ties
from alongside.support.actions.outcomes import mark_outcomes
from alongside.support.queries import affiliation
from alongside.support.queries import outcomes as queries
from alongside.support.states import Occasion
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.providers.forms import AnswerForm, ChallengeForm, OutcomesForm, TieForm
from alongside.web.providers.steps import step, when

USUAL = timedelta(days=182)


@page(Permission.WORK_CASES)
@require_safe
def one(request: PageRequest, reference: str) -> HttpResponse:
    return render(request, "providers/support.html", {"shown": queries.support_page(request.viewer, reference)})


@page(Permission.WORK_CASES)
@require_safe
def report(request: PageRequest, reference: str) -> HttpResponse:
    shown = queries.end_report(request.viewer, reference)
    return render(request, "providers/report.html", {"report": shown, "reference": reference})


@page(Permission.WORK_CASES)
@get_or_post
def outcomes(request: PageRequest, reference: str, occasion: str) -> HttpResponse:
    if occasion not in Occasion.values:
        raise refuse(request.viewer, "outcomes", occasion, "no such occasion")
    asked = queries.outcomes_asked(request.viewer, reference, occasion)
    form = OutcomesForm(sent(request), lines=asked.lines, before=asked.before)

    def act() -> str:
        mark_outcomes(
            reference=reference, occasion=occasion, states=form.given("state"), notes=form.given("note"),
            **when(request),
        )  # fmt: skip
        return "Kept, with your name."

    title = f"How does it stand {Occasion(occasion).label.lower()}?"
    text = "The contract’s own list. Say how it stands, as you and she or he see it. It says nothing about the person."
    return step(
        request, form, title, act, ("support", reference), caption=asked.child.name, text=text, button="Keep it"
    )


@page(Permission.WORK_CASES)
@get_or_post
def say(request: PageRequest, reference: str) -> HttpResponse:
    shown = queries.support_page(request.viewer, reference)
    today = request.viewer.day
    form = TieForm(sent(request), initial={"said_on": today, "lapses_on": today + USUAL})

    def act() -> str:
        ties.say_tie(reference=reference, **form.cleaned_data, **when(request))
        return "Kept. It lapses by itself on the day that you gave."

    text = (
        "Write it down only if somebody’s safety or the support needs it. It is what somebody said, not what she or he "
        "is; it can be challenged."
    )
    return step(
        request, form, "Something said about ties to a group", act, ("support", reference), caption=shown.child.name,
        text=text, button="Keep it",
    )  # fmt: skip


@page(Permission.WORK_CASES, Permission.REFER)
@get_or_post
def challenge(request: PageRequest, tie: UUID) -> HttpResponse:
    shown = affiliation.tie_at_hand(request.viewer, tie)
    form = ChallengeForm(sent(request))

    def act() -> str:
        ties.challenge_tie(tie=tie, **form.cleaned_data, **when(request))
        return "The challenge is kept. Somebody else than whoever wrote it down answers."

    back = ("case", shown.reference)
    return step(
        request, form, "Challenge it", act, back, caption=shown.child.name, tie=shown.tie, template="providers/tie.html",
        button="Keep the challenge",
    )  # fmt: skip


@page(Permission.WORK_CASES)
@get_or_post
def answer(request: PageRequest, tie: UUID, challenge: int) -> HttpResponse:
    shown = affiliation.tie_at_hand(request.viewer, tie)
    form = AnswerForm(sent(request))
    if any(one.id == challenge and one.is_childs for one in shown.tie.challenges):
        form.for_child()

    def act() -> str:
        made = ties.answer_challenge(challenge=challenge, **form.cleaned_data, **when(request))
        return f"{made.get_end_display()}."

    return step(
        request, form, "Answer the challenge", act, ("support", shown.reference), caption=shown.child.name,
        tie=shown.tie, template="providers/tie.html", button="Keep the answer",
    )  # fmt: skip
