"""Hot spots: the list of answers, the form, an answer with its map, an area, a cell explained, the files."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from alongside.analysis.events import Unfit
from alongside.exchange import place_files
from alongside.partners.roles import Permission
from alongside.places import queries
from alongside.places.actions import ask_for_run, note_export
from alongside.places.analyses.hot_areas import CLASS_WORDS
from alongside.places.errors import PlacesRefused
from alongside.places.queries import RunDetail
from alongside.places.source_forms import SourceSummary
from alongside.places.sources import sources
from alongside.places.states import RunKind, RunState
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.downloads import attachment
from alongside.web.design.lists import paging, past_the_end
from alongside.web.places.answers import answer as open_answer
from alongside.web.places.answers import runs_open
from alongside.web.places.finding import find
from alongside.web.places.hot_forms import HotSpotForm, PlaceForm
from alongside.web.places.hot_map import area_map
from alongside.web.places.hot_page import AREA_COLUMNS, hot_page, times_shown
from alongside.web.places.hot_words import (
    deciles_words,
    forecast_words,
    number,
    trend_words,
    where,
    why,
    with_interval,
)
from alongside.web.places.place_choices import place_choices

GEOJSON = "application/geo+json"


@page(Permission.SEE_PLACES)
@require_safe
def listing(request: PageRequest) -> HttpResponse:
    return list_page(request, RunKind.HOT_SPOTS, "places/hot_spots.html")


@page(Permission.STUDY_PLACES)
@get_or_post
def ask(request: PageRequest) -> HttpResponse:
    def form_of(chosen: SourceSummary, held: list[SourceSummary]) -> PlaceForm:
        return HotSpotForm(chosen, place_choices(chosen), sent(request))

    return ask_page(request, RunKind.HOT_SPOTS, "places/hot_spots_new.html", form_of)


@page(Permission.SEE_PLACES)
@require_safe
def answer(request: PageRequest, run_id: int) -> HttpResponse:
    run = done(request, RunKind.HOT_SPOTS, run_id)
    if run is None:
        return redirect("place_run", run_id)
    problems = queries.problems_of_run(run_id)
    context = {
        "run": run,
        "hot": hot_page(run, problems),
        "columns": AREA_COLUMNS,
        "problems": problems,
        "may_study": request.viewer.may(Permission.STUDY_PLACES),
    }
    return render(request, "places/hot_spots_run.html", context)


@page(Permission.SEE_PLACES)
@require_safe
def area(request: PageRequest, run_id: int, number: int) -> HttpResponse:
    run = _done(request, run_id)
    result: Mapping[str, Any] = run.result or {}
    row = next((one for one in result["areas"] if one["number"] == number), None)
    if row is None:
        raise Http404
    context = {
        "run": run,
        "area": row,
        "where": where(row),
        "count": with_interval(row),
        "class_words": CLASS_WORDS.get(row["class"], "Not classed: the period has fewer than three parts"),
        "next_words": forecast_words(row),
        "trend": trend_words(row),
        "deprivation": deciles_words(result, row),
        "map": area_map(run, row),
        "times": times_shown(row["times"]),
        "parts": _parts(result, row),
        "cells": _cells(result, row),
        "may_study": request.viewer.may(Permission.STUDY_PLACES),
    }
    return render(request, "places/hot_spots_area.html", context)


@page(Permission.SEE_PLACES)
@require_safe
def why_cell(request: PageRequest, run_id: int, cell: int) -> HttpResponse:
    run = _done(request, run_id)
    result: Mapping[str, Any] = run.result or {}
    if cell >= len(result["grid"]["rows"]):
        raise Http404
    inside = next((row for row in result["areas"] if cell in row["cells"]), None)
    ward = next((one["name"] for one in result["wards"] if cell in one["cells"]), "")
    context = {"run": run, "cell": cell, "why": why(run, cell), "area": inside, "ward": ward}
    return render(request, "places/hot_spots_why.html", context)


@page(Permission.SEE_PLACES)
@require_safe
def find_place(request: PageRequest, run_id: int) -> HttpResponse:
    """Cells by the name of a street or a ward."""
    run = _done(request, run_id)
    asked_for = request.GET.get("q", "")[:100].strip()
    context = {"run": run, "asked": asked_for, "found": find(run, asked_for) if asked_for else ()}
    return render(request, "places/hot_spots_find.html", context)


@page(Permission.SEE_PLACES)
@require_safe
def map_data(request: PageRequest, run_id: int) -> HttpResponse:
    """Areas as GeoJSON for the map's script, and beside them each cell in words."""
    run = _done(request, run_id)
    told = place_files.hot_areas_geojson(run)
    grid: Mapping[str, Any] = (run.result or {})["grid"]
    told["cells"] = {**grid, "words": _cell_words(run)}
    return JsonResponse(told, content_type=GEOJSON)


FORMS: dict[str, tuple[str, str, Callable[[RunDetail, PageRequest], bytes]]] = {
    "geojson": ("GeoJSON", GEOJSON, lambda run, _: place_files.hot_spots_geojson(run)),
    "csv": ("CSV", "text/csv; charset=utf-8", lambda run, _: place_files.hot_spots_csv(run)),
    "gpkg": (
        "GeoPackage",
        "application/geopackage+sqlite3",
        lambda run, request: place_files.hot_spots_geopackage(run, at=request.viewer.at),
    ),
}


@page(Permission.SEE_PLACES)
@require_safe
def export(request: PageRequest, run_id: int, form: str) -> HttpResponse:
    """The answer as a file. That it left is in the log before it does."""
    run = _done(request, run_id)
    if form not in FORMS:
        raise Http404
    name, content_type, write = FORMS[form]
    content = write(run, request)
    note_export(run_id=run_id, title=run.summary.title, form=name, by=request.viewer.actor, at=request.viewer.at)
    return HttpResponse(content, content_type=content_type, headers=attachment(f"hot-spots-{run_id}.{form}"))


def list_page(request: PageRequest, kind: RunKind, template: str) -> HttpResponse:
    """The answers that there are, the newest first. Open data: looking at it is not logged."""
    rows, part = runs_open(request, kind)
    if elsewhere := past_the_end(request, part):
        return elsewhere
    context = {"runs": rows, "paging": paging(part), "may_study": request.viewer.may(Permission.STUDY_PLACES)}
    return render(request, template, context)


def ask_page(
    request: PageRequest, kind: RunKind, template: str,
    form_of: Callable[[SourceSummary, list[SourceSummary]], PlaceForm],
) -> HttpResponse:  # fmt: skip
    """The form for the source that was chosen; asked well, it leads to how the run stands."""
    held = sources()
    chosen = source_chosen(request, held)
    if chosen is None:
        return render(request, template, {"held": [], "form": None, "chosen": None})
    form = form_of(chosen, held)
    if form.is_valid() and (run_id := asked(request, kind, form)):
        return redirect("place_run", run_id)
    return render(request, template, {"held": held, "form": form, "chosen": chosen})


def done(request: PageRequest, kind: RunKind, run_id: int) -> RunDetail | None:
    """An answer of this kind; None while there is none yet. Raises `Http404` where there is no such question."""
    found = open_answer(request, run_id, kind)
    return found if found.summary.state == RunState.DONE else None


def source_chosen(request: PageRequest, held: list[SourceSummary]) -> SourceSummary | None:
    """The source that the address or the form names, else the first; None while nothing is held."""
    key = request.POST.get("source") or request.GET.get("source", "")
    return next((one for one in held if one.key == key), held[0] if held else None)


def asked(request: PageRequest, kind: RunKind, form: Any) -> int | None:
    """Ask; what cannot be asked stands in the form, with what would do."""
    try:
        return ask_for_run(kind=kind, settings=form.settings(), by=request.viewer.actor, at=request.viewer.at)
    except (PlacesRefused, Unfit) as refused:
        form.add_error(None, str(refused))
        return None


def _done(request: PageRequest, run_id: int) -> RunDetail:
    found = done(request, RunKind.HOT_SPOTS, run_id)
    if found is None:
        raise Http404
    return found


def _parts(result: Mapping[str, Any], row: Mapping[str, Any]) -> list[list[str]]:
    parts = result["parts"]
    return [
        [span, number(row["by_part"][k]), "Hot" if k in row["hot_in"] else "Not hot"]
        for k, span in enumerate(parts["spans"])
    ]


def _cells(result: Mapping[str, Any], row: Mapping[str, Any]) -> list[dict[str, Any]]:
    cells = result["cells"]
    ordered = sorted(row["cells"], key=lambda cell: -(cells["z"][cell] or 0))
    return [
        {
            "cell": cell,
            "count": number(cells["counts"][cell]),
            "around": number(cells["around"][cell]),
            "z": cells["z"][cell],
            "next": result["forecast"]["values"][cell],
        }
        for cell in ordered
    ]


def _cell_words(run: RunDetail) -> list[str]:
    result: Mapping[str, Any] = run.result or {}
    cells, noun = result["cells"], result["noun"]
    hot = set(cells["hot"])
    area_of = {cell: row["number"] for row in result["areas"] for cell in row["cells"]}
    return [
        f"Cell {k}: {number(count)} {noun}, {'hot' if k in hot else 'not hot over the whole period'}"
        + (f", in area {area_of[k]}." if k in area_of else ".")
        for k, count in enumerate(cells["counts"])
    ]
