from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from alongside.exchange.concern_columns import COLUMNS
from alongside.exchange.concern_downloads import outcomes_csv, rejects_csv, template_csv, template_workbook
from alongside.exchange.concern_rows import MOST_ROWS
from alongside.exchange.concerns_csv import AT_ONCE, take_in
from alongside.partners.roles import Permission
from alongside.support.queries import files
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.downloads import CSV, attachment, csv_download
from alongside.web.design.lists import page_number, paging, past_the_end
from alongside.web.files.forms import SendForm

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SENT_BEFORE = "The very same file was sent before. Nothing enters twice: this is what became of it."
COLOURS = {"waiting": "yellow", "entering": "blue", "done": "green", "refused": "red", "stopped": "red"}


@page(Permission.SEND_CONCERN_FILE)
@require_safe
def file_list(request: PageRequest) -> HttpResponse:
    part = files.files(request.viewer, page=page_number(request))
    if elsewhere := past_the_end(request, part):
        return elsewhere
    return render(request, "files/list.html", {"rows": part.rows, "paging": paging(part), "colours": COLOURS})


@page(Permission.SEND_CONCERN_FILE)
def file_send(request: PageRequest) -> HttpResponse:
    form = SendForm(request.POST, request.FILES) if request.method == "POST" else SendForm()
    if form.is_valid():
        sent = form.cleaned_data["file"]
        received = take_in(name=sent.name, raw=sent.read(), by=request.viewer, at=request.viewer.at)
        if not received.is_new:
            messages.info(request, SENT_BEFORE)
        return redirect("file_report", received.file_id)
    context = {"form": form, "most_rows": MOST_ROWS, "at_once": AT_ONCE}
    return render(request, "files/send.html", context)


@page(Permission.SEND_CONCERN_FILE)
@require_safe
def file_report(request: PageRequest, id: int) -> HttpResponse:
    # An address may hold what no database can compare with.
    column, words = (
        request.GET.get(name, "").replace("\x00", "\N{REPLACEMENT CHARACTER}") for name in ("column", "problem")
    )
    report = files.report(request.viewer, id, page=page_number(request), column=column, words=words)
    if elsewhere := past_the_end(request, report.rejected):
        return elsewhere
    context = {
        "report": report,
        "file": report.file,
        "colours": COLOURS,
        "column": column,
        "words": words,
        "paging": paging(report.rejected),
    }
    return render(request, "files/report.html", context)


@page(Permission.SEND_CONCERN_FILE)
@require_safe
def file_rejects(request: PageRequest, id: int) -> HttpResponse:
    return csv_download(rejects_csv(files.rejects(request.viewer, id)), f"rejects-of-file-{id}.csv")


@page(Permission.SEND_CONCERN_FILE)
@require_safe
def file_outcomes(request: PageRequest, id: int) -> HttpResponse:
    return csv_download(outcomes_csv(files.outcomes(request.viewer, id)), f"outcomes-of-file-{id}.csv")


@page(Permission.SEND_CONCERN_FILE)
@require_safe
def file_template(request: PageRequest, kind: str) -> HttpResponse:
    made = {"csv": (template_csv, CSV), "xlsx": (template_workbook, WORKBOOK)}.get(kind)
    if made is None:
        raise Http404
    write, content_type = made
    return HttpResponse(write(), content_type, headers=attachment(f"concerns-template.{kind}"))


@page(Permission.SEND_CONCERN_FILE)
@require_safe
def file_columns(request: PageRequest) -> HttpResponse:
    return render(request, "files/columns.html", {"columns": COLUMNS})
