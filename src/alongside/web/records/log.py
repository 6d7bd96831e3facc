"""The log as a whole: does it hold, how far is it sealed, who was refused."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.audit import publishing
from alongside.audit.publishing import FILE_NAME, Published, PublishedError
from alongside.audit.verification import Verification
from alongside.partners import assurance
from alongside.partners.roles import Permission
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.lists import page_number, paging
from alongside.web.design.wording import plural

MOST_FAULTS = 50
LONG = 200_000
LOGS_AT_ONCE = 20


@page(Permission.VERIFY_LOG)
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: PageRequest) -> HttpResponse:
    """Posted, every chain (or one agency's) is recomputed from its first event, and the answer shows what came of it."""
    roots, unreadable = _published()
    results: dict[str, Verification] = {}
    if request.method == "POST":
        agency = request.POST.get("agency", "")
        made = assurance.verify_logs(by=request.viewer, at=request.viewer.at, roots=roots, agency_code=agency)
        results = {one.agency_code: one for one in made}
    logs = assurance.logs(request.viewer, roots)
    found = Paginator(logs, LOGS_AT_ONCE).get_page(page_number(request))
    context = {
        "logs": found.object_list,
        "paging": found,
        "results": results,
        "faulty": [one for one in results.values() if not one.holds],
        "names": {one.standing.agency_code: one.agency for one in logs},
        "unreadable": unreadable,
        "most": MOST_FAULTS,
        "long": sum(one.standing.sealed for one in logs) > LONG,
    }
    return render(request, "records/log.html", context)


def _published() -> tuple[Published, str]:
    """The roots that the system itself publishes beside the database, and what is wrong with the file, if so."""
    file = settings.VAR / FILE_NAME
    try:
        return (publishing.read(file) if file.exists() else {}), ""
    except (PublishedError, OSError) as error:
        return {}, str(error)


@page(Permission.VERIFY_LOG)
@require_POST
def seal(request: PageRequest) -> HttpResponse:
    sealed = assurance.seal_logs(by=request.viewer, at=request.viewer.at)
    messages.success(request, f"{plural(sealed, 'event')} sealed now." if sealed else "Nothing waited to be sealed.")
    return redirect("log_verify")


@page(Permission.VERIFY_LOG)
@require_safe
def refusals(request: PageRequest) -> HttpResponse:
    part = assurance.recent_refusals(request.viewer, page=page_number(request))
    return render(request, "records/refusals.html", {"rows": part.rows, "paging": paging(part)})
