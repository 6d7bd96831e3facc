"""What of a plan is shared with whom: said plainly before it is done, and undone as easily."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from alongside.partners.errors import Invalid
from alongside.partners.roles import Permission
from alongside.support.actions import planning
from alongside.support.queries import plans
from alongside.support.queries.plans import PlanPage
from alongside.support.states import PlanPart
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.plan.forms import ShareForm
from alongside.web.plan.steps import done, led


@page(Permission.WORK_PLANS)
@get_or_post
def share(request: PageRequest, reference: str) -> HttpResponse:
    """Share with an agency, or change what it sees (`?agency=` leads to one that sees something already)."""
    plan = led(request, reference)
    agencies = [one for one in plans.agencies_covered(request.viewer, plan) if one[1] != plan.holder]
    form = ShareForm(sent(request), agencies=agencies, initial=_seen(plan, request.GET.get("agency", "")))

    def act() -> tuple[str, str]:
        made = planning.share_plan(
            reference=plan.reference, agency_code=form.cleaned_data["agency"], parts=form.chosen_parts(),
            by=request.viewer, at=request.viewer.at,
        )  # fmt: skip
        return plan.reference, f"The plan is shared with {made.agency.name}, as you said."

    return done(request, form, act) or render(request, "plan/share.html", {"form": form, "plan": plan})


def _seen(plan: PlanPage, agency: str) -> dict[str, object]:
    labels = next((one.parts for one in plan.shares if one.agency_code == agency), ())
    return {"agency": agency, "parts": [part.code for part in PlanPart if part.label in labels]}


@page(Permission.WORK_PLANS)
@get_or_post
def unshare(request: PageRequest, reference: str, agency_code: str) -> HttpResponse:
    plan = led(request, reference)
    shared = next((one for one in plan.shares if one.agency_code == agency_code), None)
    if shared is None:
        messages.warning(request, "The plan is not shared with this agency.")
        return redirect("plan", plan.reference)
    problem = ""
    if request.method == "POST":
        try:
            planning.end_share(
                reference=plan.reference, agency_code=agency_code, by=request.viewer, at=request.viewer.at
            )
        except Invalid as refusal:
            problem = str(refusal)
        else:
            messages.success(request, f"From now on {shared.agency} does not see the plan.")
            return redirect("plan", plan.reference)
    return render(request, "plan/unshare.html", {"plan": plan, "shared": shared, "problem": problem})
