"""What is done: taskings asked and answered, powers, and activity written down on a phone."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from alongside.partners.access import refuse
from alongside.partners.roles import Permission
from alongside.places import actions, operating
from alongside.places.operating import ActivityTold, OperationTold, PowerTold
from alongside.places.operation_states import ActivityKind, Stage, TaskingState
from alongside.places.powers import LAWS, Law, Power
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.lists import page_number, paging, past_the_end
from alongside.web.operations.choices import agencies_running
from alongside.web.operations.forms import ActivityForm, AnswerForm, PowerForm, ReasonForm, TaskForm, offer
from alongside.web.operations.nav import nav
from alongside.web.operations.reading import to_run
from alongside.web.operations.steps import step, when

P = Permission
LONDON = ZoneInfo("Europe/London")
# What is usual, so that two taps are enough: minutes by kind.
USUAL_MINUTES = {
    ActivityKind.PATROL: 15, ActivityKind.VISIT: 20, ActivityKind.SWEEP: 60, ActivityKind.TEST_PURCHASE: 90,
    ActivityKind.ENGAGEMENT: 30,
}  # fmt: skip


@page(P.WRITE_ACTIVITY, P.RUN_OPERATIONS)
@require_safe
def my_taskings(request: PageRequest) -> HttpResponse:
    """What the member's own agency was asked, the next due first; with `?over` what is over."""
    over = "over" in request.GET
    rows, part = operating.taskings_for_agency(request.viewer, is_open=not over, page=page_number(request))
    if elsewhere := past_the_end(request, part):
        return elsewhere
    context = {"taskings": rows, "paging": paging(part), "over": over, "nav": nav(request.viewer)}
    return render(request, "operations/taskings.html", context)


@page(P.WRITE_ACTIVITY, P.RUN_OPERATIONS)
@get_or_post
def answer(request: PageRequest, tasking_id: int) -> HttpResponse:
    told = operating.tasking(request.viewer, tasking_id)
    form = AnswerForm(sent(request), answers=told.answers)

    def act() -> str:
        given = form.cleaned_data
        actions.answer_tasking(
            tasking_id=tasking_id, to=given["to"], text=given["text"], sent_key=given["sent_key"], **when(request)
        )
        return f"The tasking stands at: {TaskingState(given['to']).label.lower()}."

    back = ("tasking", tasking_id)
    return step(request, form, "Tasking", act, back, template="operations/tasking.html", more={"tasking": told})


@page(P.RUN_OPERATIONS)
@get_or_post
def task_operation(request: PageRequest, reference: str) -> HttpResponse:
    told = to_run(request, reference)
    form = TaskForm(sent(request))
    offer(form, doer_code=agencies_running(told))

    def act() -> str:
        actions.task(draft=form.draft(), reference=reference, sent_key=form.cleaned_data["sent_key"], **when(request))
        return "The tasking is asked. The agency has two working days to say whether it will."

    return _step(request, told, form, "Task an agency", act)


@page(P.SEE_OPERATIONS)
@require_safe
def powers(request: PageRequest) -> HttpResponse:
    """Powers in force, those that run out first above."""
    context = {"powers": operating.power_queue(request.viewer), "nav": nav(request.viewer)}
    return render(request, "operations/powers.html", context)


@page(P.RUN_OPERATIONS)
@get_or_post
def power(request: PageRequest, reference: str) -> HttpResponse:
    """First `?power=`, then what the law asks of it; `?extends=` goes on from one that is in force."""
    told = to_run(request, reference)
    before = _extended(request, reference)
    asked = before.power if before else request.GET.get("power", "")
    if asked not in Power.values:
        context = {"operation": told, "powers": [(one, LAWS[one]) for one in Power], "limits": limits}
        return render(request, "operations/power_choose.html", context)
    chosen, law = Power(asked), LAWS[Power(asked)]
    form = PowerForm(sent(request), power=chosen, extends=before.id if before else None, initial=_carried_on(before))
    allowed = law.extended_by if before else law.by
    offer(form, authority=[(one.value, str(one.label)) for one in allowed])

    def act() -> str:
        actions.use_power(
            reference=reference, draft=form.draft(), sent_key=form.cleaned_data["sent_key"], **when(request)
        )
        return "The power is in the register."

    more = {"operation": told, "law": law, "limit": limits(law), "before": before}
    return step(
        request, form, str(chosen.label), act, ("operation_work", reference), button="Put it into the register",
        caption=told.name, template="operations/power.html", more=more,
    )  # fmt: skip


def _extended(request: PageRequest, reference: str) -> PowerTold | None:
    asked = request.GET.get("extends", "")
    if not asked:
        return None
    rows = operating.powers_of(request.viewer, reference)
    found = next((one for one in rows if str(one.id) == asked and one.may_extend), None)
    if found is None:
        raise Http404
    return found


def _carried_on(before: PowerTold | None) -> dict[str, object]:
    if before is None or before.ends_at is None:
        return {}
    begins = before.ends_at.astimezone(LONDON)
    return {"where": before.where, "starts_on": begins.date(), "starts_at": begins.time()}


def limits(law: Law) -> str:
    """How long the law lets it last, in words."""
    if law.hours is not None:
        longer = "".join(f", or {hours} by: {one.label.lower()}" for one, hours in (law.longer or {}).items())
        in_all = f"; {law.hours_in_all} hours with an extension" if law.hours_in_all else ""
        return f"At most {law.hours} hours{longer}{in_all}."
    if law.months is not None:
        in_all = f"; {law.months_in_all} months with extensions" if law.months_in_all else "; it may be extended"
        return f"At most {law.months} months{in_all}."
    return "The law sets no end. Say all the same when it is looked at again."


@page(P.RUN_OPERATIONS)
@get_or_post
def end(request: PageRequest, reference: str, power_id: int) -> HttpResponse:
    told = to_run(request, reference)
    found = next((one for one in operating.powers_of(request.viewer, reference) if one.id == power_id), None)
    if found is None:
        raise Http404
    form = ReasonForm(sent(request))

    def act() -> str:
        actions.end_power(reference=reference, power_id=power_id, reason=form.cleaned_data["reason"], **when(request))
        return "The power is ended."

    return _step(request, told, form, f"End: {found.power.label.lower()}", act, text=found.where, button="End it")


@page(P.WRITE_ACTIVITY)
@require_safe
def where_to_write(request: PageRequest) -> HttpResponse:
    """The operations to which the member's agency can write today; with one only, straight there."""
    rows, _ = operating.operations(request.viewer, stages=(Stage.RESPONSE, Stage.ASSESSMENT), size=50)
    ours = [one for one in rows if one.sight != "outside"]
    if len(ours) == 1:
        return redirect("operation_activity", ours[0].reference)
    context = {"operations": ours, "nav": nav(request.viewer)}
    return render(request, "operations/activity_start.html", context)


@page(P.WRITE_ACTIVITY)
@get_or_post
def activity(request: PageRequest, reference: str) -> HttpResponse:
    """Two taps: what was done, then keep it as it usually is. `?kind=` is the first."""
    told = _worked(request, reference)
    kind = request.POST.get("kind") or request.GET.get("kind", "")
    if kind not in ActivityKind.values:
        rows, _ = operating.activities_of(request.viewer, reference)
        context = {"operation": told, "kinds": ActivityKind, "latest": rows[:5]}
        return render(request, "operations/activity_choose.html", context)
    form = ActivityForm(sent(request), kind=kind, initial=_usual(request, reference, ActivityKind(kind)))

    def act() -> str:
        actions.write_activity(
            reference=reference, draft=form.draft(), sent_key=form.cleaned_data["sent_key"], **when(request)
        )
        return f"{ActivityKind(kind).label} written down."

    back = ("operation_activity", reference)
    return step(
        request, form, str(ActivityKind(kind).label), act, back, button="Keep it", caption=told.name,
        template="operations/activity.html",
    )  # fmt: skip


def _usual(request: PageRequest, reference: str, kind: ActivityKind) -> dict[str, object]:
    now: datetime = request.viewer.at.astimezone(LONDON)
    minutes = USUAL_MINUTES[kind]
    begun = (now - timedelta(minutes=minutes)).replace(second=0, microsecond=0)
    return {
        "kind": kind, "minutes": minutes, "where": operating.last_place(request.viewer, reference),
        "began_on": begun.date(), "began_at": begun.time(), "spoken_to": 0, "found": 0, "tried": 0, "sold": 0,
    }  # fmt: skip


def _worked(request: PageRequest, reference: str) -> OperationTold:
    told = operating.operation(request.viewer, reference)
    if not told.may_write_activity:
        raise refuse(request.viewer, "operation", reference, "the member does not work on it")
    return told


@page(P.WRITE_ACTIVITY)
@get_or_post
def correct(request: PageRequest, reference: str, activity_id: int) -> HttpResponse:
    """A row that takes the place of one of the member's own agency; the old one stays in the log."""
    told = _worked(request, reference)
    found = operating.activity(request.viewer, reference, activity_id)
    form = ActivityForm(sent(request), kind=found.code, is_correction=True, initial=_as_written(found))

    def act() -> str:
        actions.write_activity(
            reference=reference, draft=form.draft(corrects=activity_id), sent_key=form.cleaned_data["sent_key"],
            **when(request),
        )  # fmt: skip
        return "The correction stands in its place."

    back = ("operation_activity", reference)
    return step(
        request, form, f"Correct: {found.kind.lower()}", act, back, button="Keep the correction", caption=told.name,
        template="operations/activity.html",
    )  # fmt: skip


def _as_written(found: ActivityTold) -> dict[str, object]:
    begun = found.began_at.astimezone(LONDON)
    return {
        "kind": found.code, "where": found.where, "began_on": begun.date(), "began_at": begun.time(), **found.counts,
    }  # fmt: skip


def _step(
    request: PageRequest, told: OperationTold, form: Form, title: str, act: Callable[[], str], *, button: str = "",
    text: str = "",
) -> HttpResponse:  # fmt: skip
    back = ("operation_work", told.reference)
    return step(request, form, title, act, back, button=button, text=text, caption=told.name)
