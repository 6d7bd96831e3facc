"""The tasking cycle: from the ward panel to the meeting that tasks, and what comes back to residents."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from alongside.partners.errors import Invalid, Stale
from alongside.partners.roles import Permission
from alongside.places import actions, operating
from alongside.places.operation_states import MeetingKind
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.lists import page_number, paging, past_the_end
from alongside.web.operations.choices import agencies_to_ask, open_problems, operations_of
from alongside.web.operations.forms import TaskForm, offer
from alongside.web.operations.meeting_forms import DecideForm, HoldForm, ItemForm, ResidentForm
from alongside.web.operations.nav import nav
from alongside.web.operations.steps import Led, step, when

P = Permission


@page(P.SEE_OPERATIONS)
@require_safe
def listing(request: PageRequest) -> HttpResponse:
    kind = request.GET.get("kind", "")
    rows, part = operating.meetings(request.viewer, kind=kind, page=page_number(request))
    if elsewhere := past_the_end(request, part):
        return elsewhere
    context = {
        "meetings": rows, "paging": paging(part), "kind": kind, "kinds": MeetingKind,
        "may_run": operating.may_run_meetings(request.viewer), "nav": nav(request.viewer),
    }  # fmt: skip
    return render(request, "operations/meetings.html", context)


@page(P.SEE_OPERATIONS)
@require_safe
def one(request: PageRequest, meeting_id: int) -> HttpResponse:
    context = {
        "meeting": operating.meeting(request.viewer, meeting_id),
        "may_task": request.viewer.may(P.RUN_OPERATIONS),
    }
    return render(request, "operations/meeting.html", context)


@page(P.RUN_OPERATIONS, P.KEEP_COMMUNITY)
@get_or_post
def hold(request: PageRequest) -> HttpResponse:
    form = HoldForm(sent(request))

    def act() -> Led:
        made = actions.hold_meeting(**form.cleaned_data, **when(request))
        return Led("The meeting is in the list. Put on its agenda what residents ask for.", ("tasking_meeting", made))

    return step(request, form, "A meeting", act, ("tasking_meetings",), button="Put it into the list")


@page(P.RUN_OPERATIONS, P.KEEP_COMMUNITY)
@get_or_post
def put(request: PageRequest, meeting_id: int) -> HttpResponse:
    told = operating.meeting(request.viewer, meeting_id)
    earlier = [(str(number), words) for number, words in operating.items_to_go_on_from(request.viewer, meeting_id)]
    form = ItemForm(
        sent(request), earlier=earlier, problems=open_problems(request.viewer), operations=operations_of(request.viewer)
    )

    def act() -> str:
        actions.put_item(
            meeting_id=meeting_id, draft=form.draft(), sent_key=form.cleaned_data["sent_key"], **when(request)
        )
        return "It is on the agenda."

    back = ("tasking_meeting", meeting_id)
    return step(request, form, "Put something on the agenda", act, back, button="Put it there", caption=told.name)


@page(P.RUN_OPERATIONS, P.KEEP_COMMUNITY)
@get_or_post
def decide(request: PageRequest, item_id: int) -> HttpResponse:
    meeting_id, title = operating.item(request.viewer, item_id)
    form = DecideForm(sent(request), operations=operations_of(request.viewer))

    def act() -> str:
        actions.decide_item(item_id=item_id, **form.cleaned_data, **when(request))
        return "The decision is written down."

    back = ("tasking_meeting", meeting_id)
    return step(request, form, "Write down the decision", act, back, button="Keep the decision", caption=title)


@page(P.RUN_OPERATIONS)
@get_or_post
def task_item(request: PageRequest, item_id: int) -> HttpResponse:
    """A tasking that the meeting asks for without an operation."""
    meeting_id, title = operating.item(request.viewer, item_id)
    form = TaskForm(sent(request))
    own = [(request.viewer.agency_code, request.viewer.agency_name)]
    offer(form, doer_code=own + agencies_to_ask(request.viewer))

    def act() -> str:
        actions.task(draft=form.draft(), item_id=item_id, sent_key=form.cleaned_data["sent_key"], **when(request))
        return "The tasking is asked. The agency has two working days to say whether it will."

    return step(request, form, "Task an agency", act, ("tasking_meeting", meeting_id), caption=title)


@page(P.RUN_OPERATIONS, P.KEEP_COMMUNITY)
@get_or_post
def answer(request: PageRequest, item_id: int) -> HttpResponse:
    meeting_id, title = operating.item(request.viewer, item_id)
    form = ResidentForm(sent(request))

    def act() -> str:
        actions.write_answer(item_id=item_id, **form.cleaned_data, **when(request))
        return "The text is kept. Somebody else reads it before residents do."

    back = ("tasking_meeting", meeting_id)
    text = "Nobody reads it outside until somebody else has signed that it is fit to publish."
    return step(request, form, "What residents are told", act, back, button="Keep the text", text=text, caption=title)


@page(P.PUBLISH, P.KEEP_COMMUNITY)
@require_POST
def sign(request: PageRequest, item_id: int, answer_id: int) -> HttpResponse:
    meeting_id, _ = operating.item(request.viewer, item_id)
    try:
        actions.sign_answer(item_id=item_id, answer_id=answer_id, **when(request))
        messages.success(request, "The text is fit to publish.")
    except (Invalid, Stale) as problem:
        messages.warning(request, str(problem))
    return redirect("tasking_meeting", meeting_id)
