"""The front door's own queue of what people told in confidence without an account.

The join of community and support is here, on a page: the front door reads it, raises a concern in the ordinary way, and
enters its reference. Only the shape of the reference is checked: whether there is such a concern is not told here.
"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from alongside.common.references import parse_reference
from alongside.community.actions.door import step_at_door
from alongside.community.errors import CommunityRefused
from alongside.community.queries import door
from alongside.community.rules import DOOR_STEPS
from alongside.community.states import DoorState
from alongside.partners.roles import Permission
from alongside.support.references import CONCERN
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.lists import page_number, paging
from alongside.web.residents.doing import done
from alongside.web.residents.forms import DoorForm

front_door = page(Permission.TRIAGE)


@front_door
@require_safe
def queue(request: PageRequest) -> HttpResponse:
    is_open = "ended" not in request.GET
    rows, part = door.queue(request.viewer, is_open=is_open, page=page_number(request))
    return render(request, "residents/door.html", {"rows": rows, "paging": paging(part), "is_open": is_open})


@front_door
@get_or_post
def one(request: PageRequest, report_id: int) -> HttpResponse:
    shown = door.report(request.viewer, report_id)
    steps = [one for one in DoorState if one in DOOR_STEPS[shown.line.state]]
    form = DoorForm(sent(request), steps=steps)

    def keep() -> None:
        said = form.cleaned_data
        step_at_door(
            report_id=report_id, to=DoorState(said["to"]), reason=said["reason"],
            concern_reference=_reference(said["concern_reference"]), by=request.viewer, at=request.viewer.at,
        )  # fmt: skip

    if done(form, keep):
        messages.success(request, "Kept. Whoever told it sees with the code that it was read, and nothing else.")
        return redirect("residents_door_report", report_id)
    return render(request, "residents/door_report.html", {"report": shown, "form": form, "steps": steps})


def _reference(typed: str) -> str:
    if not typed.strip():
        return ""
    read = parse_reference(typed, [CONCERN])
    if read.problem or read.value is None:
        raise CommunityRefused(str(read.problem), "concern_reference")
    return read.value
