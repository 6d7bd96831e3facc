"""What is done with a plan: start it, goals, actions, reviews. A small page each, and back to the plan."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from alongside.partners.access import refuse
from alongside.partners.errors import Invalid, Stale
from alongside.partners.roles import Permission
from alongside.support.actions import planning
from alongside.support.queries import plans
from alongside.support.queries.plans import ActionShown, PlanPage
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.plan.forms import CHILDS, ENDS, OUTCOMES, ActionForm, EndForm, GoalForm, ReviewForm, StartForm


def led(request: PageRequest, reference: str) -> PlanPage:
    """The plan, for those who may change it as a whole; a closed one stays as it is."""
    shown = plans.plan_page(request.viewer, reference)
    if not shown.may_lead or not shown.is_open:
        raise refuse(request.viewer, "plan", shown.reference, "the member does not lead the plan, or it is closed")
    return shown


def done(request: PageRequest, form: forms.Form, act: Callable[[], tuple[str, str]]) -> HttpResponse | None:
    """Do what a valid form says and go to the plan; what cannot stand goes to its field. `act` gives the plan's
    reference and what to tell."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        reference, words = act()
    except Invalid as problem:
        form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        return None
    messages.success(request, words)
    return redirect("plan", reference)


@page(Permission.LEAD_PLANS)
@get_or_post
def start(request: PageRequest, concern_reference: str) -> HttpResponse:
    begun = plans.start_page(request.viewer, concern_reference)
    if begun.plan_reference and request.method != "POST":
        messages.info(request, "The plan has been started already.")
        return redirect("plan", begun.plan_reference)
    form = StartForm(sent(request), leads=begun.leads, review_on=begun.review_on)

    def act() -> tuple[str, str]:
        said = form.cleaned_data
        try:
            made = planning.start_plan(
                concern_reference=begun.concern_reference, lead_username=said["lead"], reason=said["reason"],
                first_review_on=said["first_review_on"], by=request.viewer, at=request.viewer.at,
            )  # fmt: skip
        except Invalid as problem:
            # The lead's agency must be able to see the plan: the answer is another lead, or an agreement.
            raise Invalid(str(problem), "lead" if problem.field == "agency" else problem.field) from problem
        return made.reference, "The plan is started. Now write down what the child wants."

    try:
        if answer := done(request, form, act):
            return answer
    except Stale:
        begun = plans.start_page(request.viewer, concern_reference)
    return render(request, "plan/start.html", {"form": form, "begun": begun})


@page(Permission.WORK_PLANS)
@get_or_post
def goal(request: PageRequest, reference: str) -> HttpResponse:
    plan, form = led(request, reference), GoalForm(sent(request))

    def act() -> tuple[str, str]:
        said = form.cleaned_data
        planning.add_goal(
            reference=plan.reference, goal=said["goal"], is_childs_words=said["whose"] == CHILDS, by=request.viewer,
            at=request.viewer.at,
        )  # fmt: skip
        return plan.reference, "The goal is added."

    return done(request, form, act) or render(request, "plan/goal.html", {"form": form, "plan": plan})


@page(Permission.WORK_PLANS)
@get_or_post
def action(request: PageRequest, reference: str) -> HttpResponse:
    plan = led(request, reference)
    form = ActionForm(sent(request), plan=plan, agencies=plans.agencies_covered(request.viewer, plan))

    def act() -> tuple[str, str]:
        said = form.cleaned_data
        try:
            planning.add_action(
                reference=plan.reference, what=said["what"], owner_agency=said["owner_agency"], owner=said["owner"],
                due_on=said["due_on"], goal_id=said["goal"], by=request.viewer, at=request.viewer.at,
            )  # fmt: skip
        except Invalid as problem:
            raise Invalid(str(problem), "owner_agency" if problem.field == "agency" else problem.field) from problem
        return plan.reference, "The action is added, and its agency sees it."

    return done(request, form, act) or render(request, "plan/action.html", {"form": form, "plan": plan})


@page(Permission.WORK_PLANS)
@get_or_post
def end(request: PageRequest, reference: str, action_id: int) -> HttpResponse:
    """Of two who end an action at once the second sees both texts: an action ends once."""
    plan = plans.plan_page(request.viewer, reference)
    ended = _action(request, plan, action_id)
    form = EndForm(sent(request), initial={"version": ended.version})

    def act() -> tuple[str, str]:
        planning.end_action(
            reference=plan.reference, action_id=action_id, **form.cleaned_data, by=request.viewer, at=request.viewer.at
        )
        return plan.reference, "It is kept how the action ended."

    theirs: Any = None
    try:
        if answer := done(request, form, act):
            return answer
    except Stale as stale:
        theirs = stale.theirs
        ended = _action(request, plans.plan_page(request.viewer, reference), action_id)
    context = {"form": form, "plan": plan, "action": ended, "ends": ENDS, "collided": theirs is not None}
    return render(request, "plan/end.html", context)


def _action(request: PageRequest, plan: PlanPage, action_id: int) -> ActionShown:
    """An action that the viewer sees; whether she may end it, the domain says."""
    found = next((one for one in plan.actions if one.id == action_id), None)
    if found is None:
        raise refuse(request.viewer, "plan", plan.reference, "not an action that the member sees")
    return found


@page(Permission.WORK_PLANS)
@get_or_post
def review(request: PageRequest, reference: str) -> HttpResponse:
    plan, form = led(request, reference), ReviewForm(sent(request), today=request.viewer.day)

    def act() -> tuple[str, str]:
        planning.hold_review(
            reference=plan.reference,
            details=planning.ReviewDetails(**form.cleaned_data),
            by=request.viewer,
            at=request.viewer.at,
        )
        return plan.reference, "The review is kept."

    return done(request, form, act) or render(
        request, "plan/review.html", {"form": form, "plan": plan, "outcomes": OUTCOMES}
    )
