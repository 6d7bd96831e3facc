"""Panels in the browser: what is to come, one meeting, one case, each step a small page."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from alongside.exchange.calendar import invitation
from alongside.partners.errors import Stale
from alongside.partners.roles import Permission
from alongside.support.actions import panel_actions, panel_items
from alongside.support.actions import panels as running
from alongside.support.queries import disruption, exports, panel_owed, panels
from alongside.support.queries.agenda_items import agenda_item
from alongside.support.queries.minutes import minutes as minutes_for
from alongside.support.queries.panel_reviews import to_look_at_again
from alongside.support.states import MeetingState
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.downloads import attachment
from alongside.web.panels.forms import (
    ActionForm,
    BeginForm,
    ConflictForm,
    DecideForm,
    EndActionForm,
    FilterForm,
    InviteForm,
    MoveForm,
    PlanForm,
    ProposeForm,
    SayForm,
)
from alongside.web.panels.steps import item_step, step, when

REACHES_NOBODY = (
    "Kept, but it reaches nobody: no seat and agreement here carry it. Take it back and say it under another heading, or "
    "phone."
)


@page(Permission.SIT_ON_PANELS)
@require_safe
def every(request: PageRequest) -> HttpResponse:
    context = {
        "panels": panels.panels_of(request.viewer),
        "meetings": panels.meetings(request.viewer),
        "actions": panel_owed.open_panel_actions(request.viewer),
        "again": to_look_at_again(request.viewer),
        "today": request.viewer.day,
        "may_run": request.viewer.may(Permission.RUN_PANELS),
    }
    return render(request, "panels/list.html", context)


@page(Permission.SIT_ON_PANELS)
@require_safe
def task(request: PageRequest, action_id: int) -> HttpResponse:
    """An action leads to its case; where that is closed by now, to whoever can help."""
    found = panel_owed.open_action(request.viewer, action_id)
    if isinstance(found, UUID):
        return redirect("panel_item", found)
    return render(request, "panels/shut.html", {"action": found})


@page(Permission.SIT_ON_PANELS)
@require_safe
def meeting(request: PageRequest, id: UUID) -> HttpResponse:
    context: dict[str, Any] = {
        "meeting": panels.meeting(request.viewer, id),
        "places": disruption.places_at(request.viewer, id),
    }
    context["proposes"] = request.viewer.may(Permission.WORK_CASES)
    return render(request, "panels/meeting.html", context)


@page(Permission.SIT_ON_PANELS)
@require_safe
def item(request: PageRequest, id: UUID) -> HttpResponse:
    return render(request, "panels/item.html", {"item": agenda_item(request.viewer, id)})


@page(Permission.SIT_ON_PANELS)
@require_safe
def minutes(request: PageRequest, id: UUID) -> HttpResponse:
    shown = minutes_for(request.viewer, id)
    return render(
        request,
        "panels/minutes.html",
        {
            "minutes": shown,
            "now": request.viewer.at,
            "copies": exports.minutes_copies(request.viewer, str(id)),
        },
    )


@page(Permission.RUN_PANELS)
@get_or_post
def plan(request: PageRequest, panel: str) -> HttpResponse:
    form = PlanForm(sent(request)).offer(panels.chairs(request.viewer, panel))

    def act() -> str:
        running.plan_meeting(
            panel=panel, starts_at=form.starts_at(), place=form.cleaned_data["place"],
            chair=form.cleaned_data["chair"], **when(request),
        )  # fmt: skip
        return "The meeting is planned."

    return step(request, form, "Plan a meeting", act, ("panel_list",))


@page(Permission.RUN_PANELS)
@get_or_post
def move(request: PageRequest, id: UUID) -> HttpResponse:
    shown = panels.meeting(request.viewer, id)
    form = MoveForm(sent(request), initial=MoveForm.of(shown))

    def act() -> str:
        running.move_meeting(
            meeting_id=id, starts_at=form.starts_at(), place=form.cleaned_data["place"],
            changes=form.cleaned_data["changes"], **when(request),
        )  # fmt: skip
        return "The meeting is moved. Everybody who sits there is told."

    return step(request, form, "Move the meeting", act, ("panel_meeting", id))


@page(Permission.SIT_ON_PANELS)
@require_safe
def date_file(request: PageRequest, id: UUID) -> HttpResponse:
    """The date for anybody's calendar: when, where, which panel, and nothing about a case."""
    date = panels.meeting_date(request.viewer, id)
    text = invitation(date, at=request.viewer.at, site=settings.PUBLIC_URL)
    return HttpResponse(text, "text/calendar; charset=utf-8", headers=attachment("meeting.ics"))


@page(Permission.WORK_CASES)
@get_or_post
def propose(request: PageRequest, id: UUID) -> HttpResponse:
    shown = panels.meeting(request.viewer, id)
    form = ProposeForm(sent(request), initial={"case_reference": request.GET.get("case", "")[:20]})

    def act() -> str:
        panel_items.put_on_agenda(meeting_id=id, **form.cleaned_data, **when(request))
        return "The case is proposed. The chair decides whether it is heard."

    text = f"{shown.panel}: {shown.belongs}"
    return step(request, form, "Propose a case", act, ("panel_meeting", id), text=text)


@page(Permission.RUN_PANELS)
@get_or_post
def begin(request: PageRequest, id: UUID) -> HttpResponse:
    shown = panels.meeting(request.viewer, id)
    form = BeginForm(sent(request), meeting=shown)

    def act() -> str:
        running.open_meeting(meeting_id=id, present=form.present(), reason=form.cleaned_data["reason"], **when(request))
        return "The meeting has begun."

    back = ("panel_meeting", id)
    return step(request, form, "Begin the meeting", act, back, template="panels/begin.html", more={"meeting": shown})


@page(Permission.RUN_PANELS)
@get_or_post
def close(request: PageRequest, id: UUID) -> HttpResponse:
    """Asked first, with the cases of which nothing was decided: at this meeting nothing can be written afterwards."""
    if request.method != "POST":
        shown = panels.meeting(request.viewer, id)
        if shown.runs and shown.state_code == MeetingState.OPEN:
            return render(request, "panels/close.html", {"meeting": shown})
        messages.warning(request, "This meeting is not under way.")
        return redirect("panel_meeting", id)
    try:
        running.close_meeting(meeting_id=id, **when(request))
        messages.success(request, "The meeting is over. Each agency finds its minutes here.")
    except Stale as problem:
        messages.warning(request, str(problem))
    return redirect("panel_meeting", id)


@page(Permission.RUN_PANELS)
@get_or_post
def choose(request: PageRequest, id: UUID) -> HttpResponse:
    form = FilterForm(sent(request))

    def act() -> str:
        made = panel_items.filter_item(item_id=id, **form.cleaned_data, **when(request))
        return f"{made.get_state_display()}."

    return item_step(request, id, form, "Filter", act)


@page(Permission.RUN_PANELS)
@get_or_post
def invite(request: PageRequest, id: UUID) -> HttpResponse:
    shown = agenda_item(request.viewer, id)
    form = InviteForm(sent(request)).offer(shown.may_invite)

    def act() -> str:
        panel_items.invite(item_id=id, agencies=form.cleaned_data["agencies"], **when(request))
        return "Invited. Each sees of this case what its seat and an agreement cover."

    text = "Each sees this case until 60 days after the meeting or, when that is over, for 60 days from today."
    return item_step(request, id, form, "Invite agencies", act, text=text)


@page(Permission.SIT_ON_PANELS)
@get_or_post
def conflict(request: PageRequest, id: UUID) -> HttpResponse:
    form = ConflictForm(sent(request))
    shown = agenda_item(request.viewer, id)

    def act() -> str:
        panel_items.declare_conflict(item_id=id, text=form.cleaned_data["text"], **when(request))
        return "You stepped out. This case is closed to you now."

    back = ("panel_meeting", shown.meeting_id)
    return step(request, form, "Declare a conflict of interest", act, back, more={"item": shown})


@page(Permission.SIT_ON_PANELS)
@get_or_post
def say(request: PageRequest, id: UUID) -> HttpResponse:
    shown = agenda_item(request.viewer, id)
    form = SayForm(sent(request)).offer(shown.may_say)

    def act() -> str:
        made = panel_items.contribute(item_id=id, **form.cleaned_data, **when(request))
        told = next(one for one in agenda_item(request.viewer, id).contributions if one.id == made.pk)
        return f"It reaches {', '.join(told.reaches)}." if told.reaches else REACHES_NOBODY

    return item_step(request, id, form, "Tell the panel", act, warned=(REACHES_NOBODY,))


@page(Permission.RUN_PANELS)
@get_or_post
def decide(request: PageRequest, id: UUID) -> HttpResponse:
    shown = agenda_item(request.viewer, id)
    form = DecideForm(sent(request), initial={"changes": shown.changes, "decision": shown.decision})

    def act() -> str:
        panel_items.decide_item(item_id=id, **form.cleaned_data, **when(request))
        return "The decision is kept."

    return item_step(request, id, form, "Write the decision", act, button="Keep the decision")


@page(Permission.RUN_PANELS)
@get_or_post
def action(request: PageRequest, id: UUID) -> HttpResponse:
    shown = agenda_item(request.viewer, id)
    form = ActionForm(sent(request)).offer(shown)

    def act() -> str:
        panel_actions.agree_action(item_id=id, **form.cleaned_data, **when(request))
        return "The action is agreed."

    return item_step(request, id, form, "Agree an action", act)


@page(Permission.SIT_ON_PANELS)
@get_or_post
def end_action(request: PageRequest, id: UUID, action_id: int) -> HttpResponse:
    shown = agenda_item(request.viewer, id)
    there = next((one for one in shown.actions if one.id == action_id), None)
    form = EndActionForm(sent(request), initial={"changes": there.changes if there else 0})

    def act() -> str:
        made = panel_actions.end_panel_action(action_id=action_id, **form.cleaned_data, **when(request))
        return f"{made.get_state_display()}."

    return item_step(request, id, form, "Say how it ended", act, text=there.what if there else "")
