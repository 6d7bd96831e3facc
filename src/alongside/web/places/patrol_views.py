from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from alongside.exchange.patrol_files import PlannedVisit, plan_calendar, plan_csv
from alongside.partners.roles import Permission
from alongside.places import queries
from alongside.places.analyses.patrol_settings import MADE_FROM
from alongside.places.patrol_trial_sight import keeps_lists
from alongside.places.queries import RunDetail
from alongside.places.states import RunKind, RunState
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.downloads import attachment, csv_download
from alongside.web.places.answers import answer, ask, may_study, open_sources, run_list
from alongside.web.places.patrol_forms import Basis, PatrolForm
from alongside.web.places.patrol_page import DayPlan, days_of, patrol_page
from alongside.web.places.place_choices import place_choices

NEWEST = 10


@page(Permission.SEE_PLACES)
@require_safe
def listing(request: PageRequest) -> HttpResponse:
    return render(request, "places/patrol_list.html", run_list(request, RunKind.PATROL_PLAN))


@page(Permission.STUDY_PLACES)
@get_or_post
def new(request: PageRequest) -> HttpResponse:
    """First what the places come from, then the budget."""
    basis = _basis(request, request.GET.get("from", ""))
    if basis is None:
        return render(request, "places/patrol_basis.html", {"sources": open_sources(request), "runs": _made(request)})
    boundaries = [] if basis.run else place_choices(basis.source)
    form = PatrolForm(sent(request), basis, boundaries)
    if form.is_bound and form.is_valid():
        led = ask(request, form, RunKind.PATROL_PLAN, form.settings())
        if led is not None:
            return led
    return render(request, "places/patrol_new.html", {"form": form, "basis": basis})


@page(Permission.SEE_PLACES)
@require_safe
def result(request: PageRequest, run_id: int) -> HttpResponse:
    found = answer(request, run_id, RunKind.PATROL_PLAN)
    if found.summary.state != RunState.DONE:
        return redirect("place_run", run_id)
    held_back = keeps_lists(request.viewer, run_id)
    shown = patrol_page(found, date.min if held_back else request.viewer.day)
    context = {"run": found, "plan": shown, "may_study": may_study(request), "held_back": held_back}
    return render(request, "places/patrol.html", context)


@page(Permission.SEE_PLACES)
@require_safe
def card(request: PageRequest, run_id: int, number: int) -> HttpResponse:
    """One day on paper. A sealed day has no card before it comes."""
    found, days = _done(request, run_id)
    if not 1 <= number <= len(days) or not days[number - 1].is_open:
        raise Http404
    return render(
        request, "places/patrol_card.html", {"run": found, "day": days[number - 1], "places": _middles(found)}
    )


@page(Permission.SEE_PLACES)
@require_safe
def table(request: PageRequest, run_id: int) -> HttpResponse:
    """The visits of the open days for a spreadsheet."""
    found, days = _done(request, run_id)
    about = (found.result or {})["about"]
    lines = [
        ("Plan", found.summary.title), ("Source", about["source"]), ("Licence", "; ".join(found.licences)),
        ("Data", found.data_hash), ("Sealed days", str(sum(not day.is_open for day in days))),
    ]  # fmt: skip
    return csv_download(plan_csv(lines, _visits(found, days)), f"patrol-plan-{run_id}.csv")


@page(Permission.SEE_PLACES)
@require_safe
def dates(request: PageRequest, run_id: int) -> HttpResponse:
    """The open days for anybody's calendar: teams by number, places by the plan's own names, and nobody."""
    found, days = _done(request, run_id)
    text = plan_calendar(run_id, _visits(found, days), at=request.viewer.at, site=settings.PUBLIC_URL)
    return HttpResponse(text, "text/calendar; charset=utf-8", headers=attachment(f"patrol-plan-{run_id}.ics"))


def _basis(request: PageRequest, asked: str) -> Basis | None:
    """The basis that stands in the address, if this member may use it."""
    kind, _, key = asked.partition(":")
    sources = {one.key: one for one in open_sources(request)}
    if kind == "source" and key in sources:
        return Basis(sources[key], sources[key].last)
    if kind == "run" and key.isdecimal() and len(key) < 10:
        found = queries.run(int(key))
        if found and found.summary.kind in MADE_FROM and found.summary.state == RunState.DONE:
            source = sources.get(str(found.settings["source"]))
            return Basis(source, date.fromisoformat(found.settings["last"]), found.summary) if source else None
    return None


def _made(request: PageRequest) -> list[queries.RunSummary]:
    """The newest analyses that places can come from."""
    keys = [one.key for one in open_sources(request)]
    listed = [one for kind in MADE_FROM for one in queries.runs(kind=kind, size=NEWEST, sources=keys)[0]]
    return [one for one in listed if one.state == RunState.DONE]


def _done(request: PageRequest, run_id: int) -> tuple[RunDetail, list[DayPlan]]:
    found = answer(request, run_id, RunKind.PATROL_PLAN)
    if found.summary.state != RunState.DONE:
        raise Http404
    held_back = keeps_lists(request.viewer, run_id)
    return found, days_of(found, date.min if held_back else request.viewer.day)


def _middles(run: RunDetail) -> dict[str, dict[str, float]]:
    return {place["name"]: place for place in (run.result or {})["places"]}


def _visits(run: RunDetail, days: list[DayPlan]) -> Iterator[PlannedVisit]:
    middles = _middles(run)
    for day in days:
        for one in day.visits:
            place = middles[one.place]
            yield PlannedVisit(
                day=day.day, part=one.part, start=one.start, end=one.end, team=one.team, place=one.place,
                easting=int(place["x"]), northing=int(place["y"]), latitude=place.get("latitude"),
                longitude=place.get("longitude"),
            )  # fmt: skip
