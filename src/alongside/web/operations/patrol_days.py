"""Patrol days by lot: begun before the first day, written down on a phone, and judged once all are over."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from alongside.partners.access import refuse
from alongside.partners.errors import Invalid
from alongside.partners.roles import Permission
from alongside.places import actions, operating
from alongside.places.operating import DayOpened, PlaceDay, TrialTold
from alongside.places.states import UNDER_WAY
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.lists import page_number, paging, past_the_end
from alongside.web.design.wording import weekday
from alongside.web.operations.nav import nav
from alongside.web.operations.patrol_forms import NOT_PATROLLED, PATROLLED, BeginDaysForm, PatrolDoneForm
from alongside.web.operations.patrol_told import as_done, carried_out, fixed, limits, outcome, power_words
from alongside.web.operations.reading import to_run
from alongside.web.operations.steps import Led, step, when

P = Permission


@page(P.SEE_OPERATIONS, P.WRITE_ACTIVITY)
@require_safe
def listing(request: PageRequest) -> HttpResponse:
    """Of all operations that the member may see."""
    rows, part = operating.patrol_trials(request.viewer, page=page_number(request))
    if elsewhere := past_the_end(request, part):
        return elsewhere
    context = {"trials": rows, "paging": paging(part), "nav": nav(request.viewer), "operation": None}
    return render(request, "operations/patrol_list.html", context)


@page(P.SEE_OPERATIONS, P.WRITE_ACTIVITY)
@require_safe
def of_operation(request: PageRequest, reference: str) -> HttpResponse:
    told = operating.operation(request.viewer, reference)
    rows, part = operating.patrol_trials(request.viewer, reference=reference, page=page_number(request))
    if elsewhere := past_the_end(request, part):
        return elsewhere
    context = {"trials": rows, "paging": paging(part), "operation": told}
    return render(request, "operations/patrol_list.html", context)


@page(P.RUN_OPERATIONS)
@get_or_post
def begin(request: PageRequest, reference: str) -> HttpResponse:
    told = to_run(request, reference)
    # Sent twice, the plan is taken by the first: the form must still hold it, to lead to what it began.
    plans = operating.plans_by_lot(request.viewer, with_taken=request.method == "POST")
    sources = operating.dated_sources(request.viewer)
    if not plans or not sources:
        context = {"operation": told, "plans": plans, "sources": sources}
        return render(request, "operations/patrol_none.html", context)
    first = {"plan": str(plans[0][0]), "source": sources[0].key} if len(plans) == len(sources) == 1 else {}
    form = BeginDaysForm(sent(request), plans=plans, sources=sources, initial=first)

    def act() -> Led:
        made = actions.begin_patrol_days(
            reference=reference, draft=form.draft(), sent_key=form.cleaned_data["sent_key"], **when(request)
        )
        return Led("The days by lot are fixed. Nothing of them can be changed.", ("operation_patrol", reference, made))

    text = (
        "What is fixed here cannot be changed: the places and days of the sealed plan, what counts, and where it is "
        "counted. So nobody can say afterwards that the rules were made to fit."
    )
    back = ("operation_patrols", reference)
    return step(request, form, "Begin patrol days by lot", act, back, button="Fix them", text=text, caption=told.name)


@page(P.SEE_OPERATIONS, P.WRITE_ACTIVITY)
@require_safe
def trial(request: PageRequest, reference: str, trial_id: int) -> HttpResponse:
    told = operating.patrol_trial(request.viewer, reference, trial_id)
    result = told.run.result if told.run else None
    found = outcome(told.run) if told.run else None
    context = {
        "trial": told, "fixed": fixed(told), "power": power_words(told), "outcome": found,
        "carried_out": carried_out(told.kept) if told.kept else None,
        "as_done": as_done(told.kept) if told.kept and found and found.rows else None,
        "limits": limits(told, result["nearest"] if result else None), "under_way": _under_way(told),
        "sees_plan": request.viewer.may(P.SEE_PLACES),
    }  # fmt: skip
    return render(request, "operations/patrol_trial.html", context)


def _under_way(told: TrialTold) -> bool:
    return told.run is not None and told.run.summary.state in UNDER_WAY


@page(P.SEE_OPERATIONS, P.WRITE_ACTIVITY)
@require_safe
def one_day(request: PageRequest, reference: str, trial_id: int, number: int) -> HttpResponse:
    """The open list of a day, for a phone: where to go, where to stay away, and what is written down."""
    told = operating.patrol_trial(request.viewer, reference, trial_id)
    opened = _opened(request, reference, trial_id, number)
    before = max((one for one, _ in told.open_days if one < number), default=None)
    after = min((one for one, _ in told.open_days if one > number), default=None)
    context = {
        "trial": told,
        "day": opened,
        "before": before,
        "after": after,
        "sees_plan": request.viewer.may(P.SEE_PLACES),
    }
    return render(request, "operations/patrol_day.html", context)


def _opened(request: PageRequest, reference: str, trial_id: int, number: int) -> DayOpened:
    found = operating.patrol_day(request.viewer, reference, trial_id, number)
    if found is None:
        raise Http404
    return found


@page(P.WRITE_ACTIVITY)
@get_or_post
def write(request: PageRequest, reference: str, trial_id: int, number: int, place: int) -> HttpResponse:
    told = operating.patrol_trial(request.viewer, reference, trial_id)
    if not told.may_write:
        raise refuse(request.viewer, "patrol days by lot", f"{reference}/{trial_id}", "the member does not patrol them")
    opened = _opened(request, reference, trial_id, number)
    if place >= len(opened.places):
        raise Http404
    where = opened.places[place]
    form = PatrolDoneForm(sent(request), initial=_usual(where, told.visit_minutes))

    def act() -> str:
        actions.write_patrol(
            reference=reference, trial_id=trial_id, draft=form.draft(opened.day, place),
            sent_key=form.cleaned_data["sent_key"], **when(request),
        )  # fmt: skip
        return f"{where.name} written down."

    said = "The lot sent a patrol here." if where.is_assigned else "The lot left this place alone."
    if where.done:
        said += " It is written down already: what you keep now takes its place, with the reason."
    back = ("operation_patrol_day", reference, trial_id, number)
    return step(
        request, form, where.name, act, back, button="Keep it", caption=weekday(opened.day), text=said
    )  # fmt: skip


def _usual(where: PlaceDay, visit_minutes: int) -> dict[str, Any]:
    if where.done:
        return {"done": PATROLLED if where.done.was_patrolled else NOT_PATROLLED, "minutes": where.done.minutes or ""}
    if where.is_assigned:
        return {"done": PATROLLED, "minutes": where.visits * visit_minutes}
    return {"done": NOT_PATROLLED}


@page(P.EVALUATE, P.RUN_OPERATIONS)
@require_POST
def judge(request: PageRequest, reference: str, trial_id: int) -> HttpResponse:
    try:
        run_id = actions.judge_patrol_days(reference=reference, trial_id=trial_id, **when(request))
    except Invalid as problem:
        messages.error(request, str(problem))
        return redirect("operation_patrol", reference, trial_id)
    return redirect("place_run", run_id)


@page(P.SEE_OPERATIONS)
@require_safe
def of_run(request: PageRequest, run_id: int) -> HttpResponse:
    """Where the answer of a run stands."""
    found = operating.trial_of_run(request.viewer, run_id)
    if found is None:
        raise Http404
    return redirect("operation_patrol", *found)
