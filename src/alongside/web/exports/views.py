"""Pages of copies. A file goes out only after it stands in the register and in the log."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from alongside.exchange.export_files import sheet_csv, sheet_workbook
from alongside.exchange.minutes_pdf import minutes_pdf
from alongside.partners.errors import Invalid, Stale
from alongside.partners.roles import Permission
from alongside.support.actions import exporting as doing
from alongside.support.actions.exporting import Handed
from alongside.support.queries import exporting, exports
from alongside.support.states import ExportFormat
from alongside.web.design.doing import get_or_post
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.downloads import CSV, attachment
from alongside.web.design.lists import page_number, paging, past_the_end
from alongside.web.exports.forms import CopyForm, DestroyedForm, RecallForm

holders = page(
    Permission.WORK_PLANS, Permission.WORK_CASES, Permission.REFER, Permission.SIT_ON_PANELS, Permission.SEE_DISCLOSURES
)
TYPES = {
    ExportFormat.PDF: "application/pdf",
    ExportFormat.CSV: CSV,
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
COLOURS = {exports.LIVE: "blue", exports.DUE: "red", exports.RECALLED: "red", exports.DESTROYED: "grey"}


def _when(request: PageRequest) -> dict[str, Any]:
    return {"by": request.viewer, "at": request.viewer.at}


def _file(handed: Handed, format: str) -> HttpResponse:
    """Named by its number alone: a file name travels further than a file."""
    name = f"copy-{handed.copy}.{format}"
    return HttpResponse(handed.file, TYPES[ExportFormat(format)], headers=attachment(name))


@page(Permission.SIT_ON_PANELS)
@require_POST
def minutes(request: PageRequest, id: UUID) -> HttpResponse:
    handed = doing.export_minutes(meeting_id=id, write=minutes_pdf, **_when(request))
    return _file(handed, ExportFormat.PDF)


@page(Permission.WORK_PLANS)
@get_or_post
def plan(request: PageRequest, reference: str) -> HttpResponse:
    offered = exporting.plan_recipients(request.viewer, reference)

    def make(**said: Any) -> Handed:
        return doing.export_plan(reference=reference, **said, **_when(request))

    return _make(request, offered, f"A copy of plan {reference}", ("plan", reference), make)


@page(Permission.WORK_CASES)
@get_or_post
def cases(request: PageRequest, pathway: str) -> HttpResponse:
    offered = exporting.case_recipients(request.viewer, pathway)

    def make(**said: Any) -> Handed:
        return doing.export_cases(pathway=pathway, **said, **_when(request))

    return _make(request, offered, "A copy of the open cases", ("case_queue", pathway), make)


def _make(
    request: PageRequest, offered: Any, title: str, back: tuple[str, str], make: Callable[..., Handed]
) -> HttpResponse:
    recipients = [(one.username, f"{one.name}, {one.agency.name}") for one in offered]
    form = CopyForm(request.POST if request.method == "POST" else None, recipients=recipients)
    if form.is_bound and form.is_valid():
        write = sheet_csv if form.cleaned_data["format"] == ExportFormat.CSV else sheet_workbook
        try:
            return _file(make(**form.cleaned_data, write=write), form.cleaned_data["format"])
        except Invalid as problem:
            form.add_error(problem.field if problem.field in form.fields else None, str(problem))
    days = doing.KEPT_FOR.days
    return render(request, "exports/make.html", {"form": form, "title": title, "back_to": back, "days": days})


@page(Permission.SEE_DISCLOSURES)
@require_safe
def register(request: PageRequest) -> HttpResponse:
    standing, find = request.GET.get("standing", ""), request.GET.get("find", "")
    shown = exports.register(request.viewer, standing=standing, find=find, page=page_number(request))
    if elsewhere := past_the_end(request, shown):
        return elsewhere
    context = {"shown": shown, "standing": standing, "find": find, "paging": paging(shown), "colours": COLOURS}
    return render(request, "exports/register.html", context)


@holders
@require_safe
def mine(request: PageRequest) -> HttpResponse:
    return render(request, "exports/mine.html", {"rows": exports.my_copies(request.viewer), "colours": COLOURS})


@holders
@require_safe
def one(request: PageRequest, copy: str) -> HttpResponse:
    return render(request, "exports/one.html", {"copy": exports.copy(request.viewer, copy), "colours": COLOURS})


@holders
@get_or_post
def recall(request: PageRequest, copy: str) -> HttpResponse:
    form = RecallForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        doing.recall(copy=copy, reason=form.cleaned_data["reason"], **_when(request))
        return "Recalled. The recipient finds it on “My work”; it stays in the register until she or he confirms."

    return _step(request, copy, form, "Recall this copy", act)


@holders
@get_or_post
def destroyed(request: PageRequest, copy: str) -> HttpResponse:
    form = DestroyedForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        doing.confirm_destroyed(copy=copy, words=form.cleaned_data["words"], **_when(request))
        return "It is kept that the copy is destroyed."

    return _step(request, copy, form, "Confirm that it is destroyed", act)


def _step(request: PageRequest, copy: str, form: Any, title: str, act: Callable[[], str]) -> HttpResponse:
    shown = exports.copy(request.viewer, copy)
    if form.is_bound and form.is_valid():
        try:
            messages.success(request, act())
            return redirect("copy", copy)
        except Invalid as problem:
            form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        except Stale as problem:
            messages.info(request, str(problem))
            return redirect("copy", copy)
    return render(request, "exports/step.html", {"form": form, "title": title, "copy": shown})


@holders
@require_POST
def chase(request: PageRequest, copy: str) -> HttpResponse:
    try:
        doing.chase(copy=copy, **_when(request))
        messages.success(request, "Asked again. It stands in the register.")
    except Invalid as problem:
        messages.warning(request, str(problem))
    return redirect("copy", copy)
