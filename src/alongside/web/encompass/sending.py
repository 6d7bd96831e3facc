"""What the police do: send incidents, look at the board, correct, withdraw, chase."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from alongside.exchange.encompass_columns import COLUMNS
from alongside.exchange.encompass_csv import AT_ONCE, MOST_ROWS, rejects_csv, take_in, template_csv
from alongside.partners.errors import Invalid
from alongside.partners.roles import Permission
from alongside.support.actions import encompass as adding
from alongside.support.actions import encompass_correcting as correcting
from alongside.support.actions import encompass_routing as routing
from alongside.support.encompass_states import Standing
from alongside.support.queries import encompass as queries
from alongside.support.queries import encompass_files as files
from alongside.support.queries.encompass_board import board as board_of
from alongside.support.queries.encompass_incidents import incident_page
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.downloads import CSV, attachment, csv_download
from alongside.web.design.lists import page_number, paging, past_the_end
from alongside.web.encompass.forms import MOST_CHILDREN, ChildForm, CorrectForm, IncidentForm, SendForm, WithdrawForm
from alongside.web.encompass.steps import field_of, now_or_not, step, when

P = Permission
COLOURS = {"waiting": "yellow", "entering": "blue", "done": "green", "refused": "red", "stopped": "red"}


@page(P.SEND_ENCOMPASS, P.ROUTE_ENCOMPASS)
@require_safe
def board(request: PageRequest) -> HttpResponse:
    wanted = request.GET.get("standing", "")
    shown = board_of(
        request.viewer, day=_day(request.GET.get("day", "")), page=page_number(request),
        standing=Standing(wanted) if wanted in Standing.values else None, older="older" in request.GET,
    )  # fmt: skip
    if elsewhere := past_the_end(request, shown.rows):
        return elsewhere
    context = {
        "board": shown, "paging": paging(shown.rows), "older": "older" in request.GET, "at": request.viewer.at,
        "here": request.get_full_path(),
    }  # fmt: skip
    return render(request, "encompass/board.html", context)


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text) if text else None
    except ValueError:
        return None
    # The board leads to the day before and the day after.
    return found if found and date.min < found < date.max else None


@page(P.SEND_ENCOMPASS, P.ROUTE_ENCOMPASS)
@require_POST
def chase(request: PageRequest, reference: str) -> HttpResponse:
    def act() -> str:
        made = routing.chase(reference=reference, **when(request))
        return f"{made.notice.setting} was reminded. It is in the log."

    day, older = _day(request.POST.get("day", "")), request.POST.get("older")
    back = now_or_not(request, act, ("encompass_board",))
    query = urlencode({**({"day": day.isoformat()} if day else {}), **({"older": "1"} if older else {})})
    return redirect(f"{back['Location']}?{query}") if query else back


@page(P.SEND_ENCOMPASS)
@get_or_post
def new(request: PageRequest) -> HttpResponse:
    """One incident. “Add another child” draws the page anew with room for one more; nothing typed is lost."""
    schools = queries.schools_to_tell(request.viewer)
    asked = request.POST.get("count", "1")
    count = min(int(asked), MOST_CHILDREN) if asked.isascii() and asked.isdecimal() and len(asked) < 4 else 1
    if request.method == "POST" and "more" in request.POST:
        count = min(max(count, 1) + 1, MOST_CHILDREN)
        form = IncidentForm(
            initial={**request.POST.dict(), **_dates(request), "count": count}, schools=schools, count=count
        )
    else:
        form = IncidentForm(sent(request), schools=schools, count=max(count, 1))
    if form.is_bound and form.is_valid() and (answer := _take(request, form)):
        return answer
    return render(request, "encompass/new.html", {"form": form, "most": MOST_CHILDREN})


def _dates(request: PageRequest) -> dict[str, Any]:
    """What was typed into the three boxes of each date, for a form that is only drawn anew."""
    found: dict[str, Any] = {}
    for name in {one.rpartition("-")[0] for one in request.POST if one.endswith(("-day", "-month", "-year"))}:
        found[name] = tuple(request.POST.get(f"{name}-{part}", "") for part in ("day", "month", "year"))
    return found


def _take(request: PageRequest, form: IncidentForm) -> HttpResponse | None:
    try:
        taken = adding.take_incident(draft=form.draft(), **when(request))
    except Invalid as problem:
        form.add_error(field_of(form, problem.field), str(problem))
        return None
    said = "Sent." if taken.is_new else "This incident was sent before: nothing entered twice."
    messages.success(request, f"{said} Our reference is {taken.incident.reference}. Below is where each notice went.")
    return redirect("encompass_incident", taken.incident.reference)


@page(P.SEND_ENCOMPASS)
@require_safe
def incident(request: PageRequest, reference: str) -> HttpResponse:
    return render(request, "encompass/incident.html", {"shown": incident_page(request.viewer, reference)})


@page(P.SEND_ENCOMPASS)
@get_or_post
def add_child(request: PageRequest, reference: str) -> HttpResponse:
    shown = incident_page(request.viewer, reference)
    form = ChildForm(sent(request), schools=queries.schools_to_tell(request.viewer))

    def act() -> str:
        added = adding.add_child(reference=reference, child=form.child(), **when(request)).added
        return "The child was added, and the setting told." if added else "This child was in the incident already."

    return step(request, form, "Add a child", act, ("encompass_incident", reference), caption=shown.police_reference)


@page(P.SEND_ENCOMPASS)
@get_or_post
def correct(request: PageRequest, reference: str) -> HttpResponse:
    shown = incident_page(request.viewer, reference)
    form = CorrectForm(sent(request), shown=shown)

    def act() -> str:
        correcting.amend_incident(
            reference=reference, changes=form.cleaned_data["changes"], correction=form.correction(), **when(request)
        )
        return "Corrected. Every setting concerned was told, and can read both versions."

    return step(
        request, form, "Correct the incident", act, ("encompass_incident", reference), button="Save the correction",
        caption=shown.police_reference,
    )  # fmt: skip


@page(P.SEND_ENCOMPASS)
@get_or_post
def withdraw(request: PageRequest, reference: str) -> HttpResponse:
    shown = incident_page(request.viewer, reference)
    form = WithdrawForm(sent(request)).offer(shown)

    def act() -> str:
        chosen = next((one.id for one in shown.children if str(one.id) == form.cleaned_data["child"]), None)
        correcting.withdraw_incident(
            reference=reference, reason=form.cleaned_data["reason"], child=chosen, **when(request)
        )
        return "Withdrawn. The settings concerned were told not to act on it."

    return step(request, form, "Withdraw", act, ("encompass_incident", reference), caption=shown.police_reference)


@page(P.SEND_ENCOMPASS)
@require_safe
def file_list(request: PageRequest) -> HttpResponse:
    part = files.files(request.viewer, page=page_number(request))
    if elsewhere := past_the_end(request, part):
        return elsewhere
    return render(request, "encompass/files.html", {"rows": part.rows, "paging": paging(part), "colours": COLOURS})


@page(P.SEND_ENCOMPASS)
@get_or_post
def file_send(request: PageRequest) -> HttpResponse:
    form = SendForm(request.POST, request.FILES) if request.method == "POST" else SendForm()
    if form.is_valid():
        given = form.cleaned_data["file"]
        received = take_in(name=given.name, raw=given.read(), by=request.viewer, at=request.viewer.at)
        if not received.is_new:
            messages.info(
                request, "The very same file was sent before. Nothing enters twice: this is what became of it."
            )
        return redirect("encompass_file", received.file_id)
    context = {"form": form, "columns": COLUMNS, "most_rows": MOST_ROWS, "at_once": AT_ONCE}
    return render(request, "encompass/send.html", context)


@page(P.SEND_ENCOMPASS)
@require_safe
def file_report(request: PageRequest, id: int) -> HttpResponse:
    file, part = files.report(request.viewer, id, page=page_number(request))
    if elsewhere := past_the_end(request, part):
        return elsewhere
    context = {"file": file, "rejected": part.rows, "paging": paging(part), "colours": COLOURS}
    return render(request, "encompass/report.html", context)


@page(P.SEND_ENCOMPASS)
@require_safe
def file_rejects(request: PageRequest, id: int) -> HttpResponse:
    return csv_download(rejects_csv(files.rejects(request.viewer, id)), f"rejects-of-file-{id}.csv")


@page(P.SEND_ENCOMPASS)
@require_safe
def file_template(request: PageRequest) -> HttpResponse:
    return HttpResponse(template_csv(), CSV, headers=attachment("incidents-template.csv"))
