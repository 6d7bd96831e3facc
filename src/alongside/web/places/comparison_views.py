"""Two periods compared: the list of answers, the form, an answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from alongside.exchange import comparison_files
from alongside.partners.roles import Permission
from alongside.places.actions import note_export
from alongside.places.queries import RunDetail
from alongside.places.source_forms import SourceSummary
from alongside.places.states import RunKind
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.downloads import attachment
from alongside.web.places.hot_forms import ComparisonForm, PlaceForm
from alongside.web.places.hot_page import provenance
from alongside.web.places.hot_views import ask_page, done, list_page
from alongside.web.places.hot_words import FEW, chance_words, number
from alongside.web.places.place_choices import place_choices

Told = Mapping[str, Any]
FORMS: dict[str, tuple[str, str, Callable[[RunDetail, PageRequest], bytes]]] = {
    "csv": ("CSV", "text/csv; charset=utf-8", lambda run, _: comparison_files.comparison_csv(run)),
    "gpkg": (
        "GeoPackage",
        "application/geopackage+sqlite3",
        lambda run, request: comparison_files.comparison_geopackage(run, at=request.viewer.at),
    ),
}


@dataclass(frozen=True, slots=True)
class Compared:
    """One source's comparison as the page shows it."""

    source: str
    sentences: tuple[str, ...]
    changes: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[list[str], ...]
    settings: tuple[tuple[str, str], ...]


@page(Permission.SEE_PLACES)
@require_safe
def listing(request: PageRequest) -> HttpResponse:
    return list_page(request, RunKind.COMPARISON, "places/comparisons.html")


@page(Permission.STUDY_PLACES)
@get_or_post
def ask(request: PageRequest) -> HttpResponse:
    def form_of(chosen: SourceSummary, held: list[SourceSummary]) -> PlaceForm:
        return ComparisonForm(chosen, place_choices(chosen), held, sent(request))

    return ask_page(request, RunKind.COMPARISON, "places/comparison_new.html", form_of)


@page(Permission.SEE_PLACES)
@require_safe
def answer(request: PageRequest, run_id: int) -> HttpResponse:
    run = done(request, RunKind.COMPARISON, run_id)
    if run is None:
        return redirect("place_run", run_id)
    told = [_compared(one, (run.result or {})["correction"]) for one in (run.result or {})["sources"]]
    context = {"run": run, "told": told, "provenance": _provenance(run), "has_areas": comparison_files.has_areas(run)}
    return render(request, "places/comparison_run.html", context)


@page(Permission.SEE_PLACES)
@require_safe
def export(request: PageRequest, run_id: int, form: str) -> HttpResponse:
    """The answer as a file. That it left is in the log before it does."""
    run = done(request, RunKind.COMPARISON, run_id)
    if run is None or form not in FORMS:
        raise Http404
    name, content_type, write = FORMS[form]
    content = write(run, request)
    note_export(run_id=run_id, title=run.summary.title, form=name, by=request.viewer.actor, at=request.viewer.at)
    return HttpResponse(content, content_type=content_type, headers=attachment(f"comparison-{run_id}.{form}"))


def _provenance(run: RunDetail) -> list[tuple[str, str]]:
    return [row for row in provenance(run) if row[0] != "Seed"]


def _compared(one: Told, correction: str) -> Compared:
    earlier, later = one["spans"]
    before = [f"Before: {one['before']}"] if one["before"] else []
    rows = [one["whole"], *one["areas"]]
    return Compared(
        source=one["source"],
        sentences=tuple(_sentences(one)),
        changes=tuple(one["changes_of_recording"]),
        columns=("Place", *before, earlier, later, "Ratio (exact 95% interval)", "p, corrected"),
        rows=tuple(_row(row, bool(one["before"])) for row in rows),
        settings=tuple(_settings(one, correction)),
    )


def _sentences(one: Told) -> list[str]:
    whole, noun = one["whole"], one["noun"]
    earlier, later = one["spans"]
    said = [f"{later}: {number(whole['later'])} {noun}. {earlier}: {number(whole['earlier'])}. {_verdict(whole)}"]
    changed = [row for row in one["areas"] if row["is_change"]]
    if one["areas"]:
        named = "; ".join(f"{row['name']}, {_ratio(row)}" for row in changed)
        many = len(one["areas"])
        said.append(
            f"Of {many} areas {len(changed)} changed beyond chance: {named}."
            if changed
            else f"In none of the {many} areas is the change beyond chance, once it is counted that {many} were looked at."
        )
    if whole["before"] is not None and whole["earlier"] is not None and whole["before"] < whole["earlier"]:
        said.append(
            f"Mind the start: in {one['before']} there were fewer, {number(whole['before'])}. The earlier period may have "
            "been a peak, and what begins at a peak falls by itself."
        )
    return said + ([one["left_out"]] if one["left_out"] else [])


def _verdict(row: Told) -> str:
    if row["ratio"] is None:
        return "The counts are too small to compare."
    low, high = row["ratio"][1], row["ratio"][2]
    told = f"That is {_ratio(row)}"
    if low is not None and low > 1:
        return f"{told}: more, beyond chance."
    if high is not None and high < 1:
        return f"{told}: fewer, beyond chance."
    return f"{told}: the interval holds 1, so that it may be no change at all."


def _ratio(row: Told) -> str:
    value, low, high = row["ratio"]
    if value is None:
        return "from none"
    return f"{value:.2f} times as many ({low:.2f} to {'no limit' if high is None else f'{high:.2f}'})"


def _row(row: Told, has_before: bool) -> list[str]:
    ratio = FEW if row["ratio"] is None and None in (row["earlier"], row["later"]) else "None in either"
    if row["ratio"] is not None:
        ratio = _ratio(row) + (". Beyond chance" if row["is_change"] else "")
    counts = [number(row["before"])] if has_before else []
    corrected = chance_words(row["p_adjusted"]) if row["p_adjusted"] is not None else "Not tested with the areas"
    return [row["name"], *counts, number(row["earlier"]), number(row["later"]), ratio, corrected]


def _settings(one: Told, correction: str) -> list[tuple[str, str]]:
    days, unplaced, outside = one["days"], one["unplaced"], one["outside"]
    rows = [
        ("Counted", one["what"]),
        ("Source", "\n".join([one["source"], *one["origins"]])),
        ("Days compared", f"{days[0]:,.0f} in the earlier period, {days[1]:,.0f} in the later; rates are by day"),
        (
            "Left out",
            f"Without a place {unplaced[0]:,} and {unplaced[1]:,}; outside the boundary {outside[0]:,} and {outside[1]:,}",
        ),
        ("Test", f"Exact, of two counts given their sum; over the areas: {correction}"),
    ]
    if one["elsewhere"] and any(count is None or count for count in one["elsewhere"]):
        rows.append(("In none of the areas", " and ".join(number(count) for count in one["elsewhere"])))
    return rows
