"""Ward watch: the list, the form that asks, all wards, one ward, the ranges as a file."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from alongside.analysis.events import Unfit
from alongside.exchange.ward_files import ward_watch_csv
from alongside.partners.roles import Permission
from alongside.places.actions import ask_for_run
from alongside.places.errors import PlacesRefused
from alongside.places.queries import RunDetail
from alongside.places.queries.runs import latest_done
from alongside.places.states import RunKind
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.downloads import CSV, attachment
from alongside.web.design.lists import paging
from alongside.web.places.answers import answer, runs_open
from alongside.web.places.ward_forms import WatchForm, offer_of, sources_offered
from alongside.web.places.ward_one import ward_page
from alongside.web.places.ward_pages import watch_page


@page(Permission.SEE_PLACES)
@require_safe
def watches(request: PageRequest) -> HttpResponse:
    listed, part = runs_open(request, RunKind.WARD_WATCH)
    context = {
        "runs": listed,
        "paging": paging(part),
        "newest": latest_done(RunKind.WARD_WATCH),
        "may_study": request.viewer.may(Permission.STUDY_PLACES),
    }
    return render(request, "places/wards.html", context)


@page(Permission.STUDY_PLACES)
@get_or_post
def ask(request: PageRequest) -> HttpResponse:
    """Ask for a watch; the same question on the same data leads to the answer that there is."""
    offer = offer_of(request.POST.get("source") or request.GET.get("source", ""))
    if offer is None:
        return render(request, "places/ward_new.html", {"form": None})
    form = WatchForm(sent(request), offer=offer)
    if request.method == "POST" and form.is_valid():
        try:
            run_id = ask_for_run(
                kind=RunKind.WARD_WATCH, settings=form.settings(), by=request.viewer.actor, at=request.viewer.at
            )
        except (PlacesRefused, Unfit) as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("place_run", run_id)
    context = {"form": form, "sources": sources_offered(), "chosen": offer.source}
    return render(request, "places/ward_new.html", context)


@page(Permission.SEE_PLACES)
@require_safe
def watch(request: PageRequest, run_id: int) -> HttpResponse:
    found = _done(request, run_id)
    if isinstance(found, HttpResponseRedirect):
        return found
    context = {"run": found, "watch": watch_page(found, request.GET.get("measure", ""))}
    return render(request, "places/ward_watch.html", context)


@page(Permission.SEE_PLACES)
@require_safe
def ward(request: PageRequest, run_id: int, code: str) -> HttpResponse:
    found = _done(request, run_id)
    if isinstance(found, HttpResponseRedirect):
        return found
    shown = ward_page(found, code)
    if shown is None:
        raise Http404
    return render(request, "places/ward.html", {"run": found, "ward": shown})


@page(Permission.SEE_PLACES)
@require_safe
def ranges(request: PageRequest, run_id: int) -> HttpResponse:
    """Every range as CSV, the settings and what else must be known above it."""
    found = _done(request, run_id)
    if isinstance(found, HttpResponseRedirect):
        return found
    return HttpResponse(ward_watch_csv(found), content_type=CSV, headers=attachment(f"ward-watch-{run_id}.csv"))


def _done(request: PageRequest, run_id: int) -> RunDetail | HttpResponseRedirect:
    found = answer(request, run_id, RunKind.WARD_WATCH)
    if found.result is None:
        return HttpResponseRedirect(redirect("place_run", run_id).url)
    return found
