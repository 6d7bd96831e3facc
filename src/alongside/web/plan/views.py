"""Plans as the viewer's agency may see them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.partners.roles import Permission
from alongside.support.queries import moments, plans
from alongside.support.states import PlanPart
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.lists import page_number, paging, past_the_end


@page(Permission.WORK_PLANS)
@require_safe
def plan_list(request: PageRequest) -> HttpResponse:
    closed = "closed" in request.GET
    part = plans.plans(request.viewer, page=page_number(request), closed=closed)
    if elsewhere := past_the_end(request, part):
        return elsewhere
    return render(request, "plan/list.html", {"rows": part.rows, "paging": paging(part), "closed": closed})


@page(Permission.WORK_PLANS)
@require_safe
def plan(request: PageRequest, reference: str) -> HttpResponse:
    shown = plans.plan_page(request.viewer, reference)
    context = {
        "plan": shown,
        "sees": {part.code for part in shown.parts},
        "seen": [part.label for part in PlanPart if part in shown.parts],
        "not_seen": [part.label for part in PlanPart if part not in shown.parts],
        "moments": moments.moments_of_plan(request.viewer, shown.reference),
        "goals": {goal.pk: number for number, goal in enumerate(shown.goals, start=1)},
    }
    return render(request, "plan/plan.html", context)
