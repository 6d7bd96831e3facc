"""What the pages of near repeats and of patrol plans share: who may see an answer, the list of runs, what was asked."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from alongside.analysis.events import Unfit
from alongside.partners.access import refuse
from alongside.partners.roles import Permission
from alongside.places import queries
from alongside.places.actions import ask_for_run
from alongside.places.errors import PlacesRefused
from alongside.places.queries import Page, RunDetail, RunSummary
from alongside.places.source_forms import SourceSummary
from alongside.places.sources import open_keys, sources_for
from alongside.places.states import RunKind, RunState
from alongside.web.design.doors import PageRequest
from alongside.web.design.lists import page_number, paging
from alongside.web.design.wording import first_upper
from alongside.web.places.kinds import answer_address


def open_sources(request: PageRequest) -> list[SourceSummary]:
    return sources_for(request.viewer.permissions)


def may_study(request: PageRequest) -> bool:
    return request.viewer.may(Permission.STUDY_PLACES)


def answer(request: PageRequest, run_id: int, kind: RunKind) -> RunDetail:
    """The run with its answer, for whoever may see what is made from its sources. Refusals are in the log."""
    found = queries.run(run_id)
    if found is None or found.summary.kind != kind:
        raise Http404
    check_open(request, found.summary)
    return found


def check_open(request: PageRequest, run: RunSummary) -> None:
    keys = open_keys(request.viewer.permissions)
    if keys is not None and not keys.issuperset(run.sources):
        raise refuse(request.viewer, "analysis of places", str(run.id), "its source is for those who study places")


def runs_open(request: PageRequest, kind: RunKind) -> tuple[list[RunSummary], Page]:
    """One page of the runs of a kind that this member may see, the newest first."""
    keys = open_keys(request.viewer.permissions)
    return queries.runs(kind=kind, page=page_number(request), sources=keys)


def run_list(request: PageRequest, kind: RunKind) -> dict[str, Any]:
    """For a list page: the newest runs made from sources that this member may see."""
    listed, part = runs_open(request, kind)
    rows = [
        (one, (one.state == RunState.DONE and answer_address(one.kind, one.id)) or "") for one in listed
    ]  # fmt: skip
    return {"runs": rows, "paging": paging(part), "may_study": may_study(request), "sources": open_sources(request)}


def ask(request: PageRequest, form: forms.Form, kind: RunKind, settings: Mapping[str, Any]) -> HttpResponse | None:
    """Ask, and lead to how the run stands; None when the question cannot be asked, with the reason on the form."""
    try:
        run_id = ask_for_run(kind=kind, settings=settings, by=request.viewer.actor, at=request.viewer.at)
    except (PlacesRefused, Unfit) as refused:
        form.add_error(None, str(refused))
        return None
    return redirect("place_run", run_id)


def source_rows(run: RunDetail, about: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Where an answer comes from, for a summary list."""
    left_out = [
        f"{about[key]:,} {about['noun']} {words}"
        for key, words in (("unplaced", "without a place"), ("outside", "outside the boundary"))
        if about[key]
    ]
    return [
        ("Source", "\n".join([about["source"], *about["sources"]])),
        ("What", first_upper(about["kinds"])),
        ("Place", first_upper(about["place"])),
        ("Period", about["period"]),
        (f"Number of {about['noun']}", f"{about['events']:,}"),
        ("Left out", "\n".join(left_out) or "Nothing"),
        ("Months not held", ", ".join(about["gaps"]) or "None"),
        ("Mind", "\n".join(about["notes"]) or "Nothing more"),
        ("Licence", "\n".join(run.licences)),
        ("Repeating it", repeating(run)),
    ]


def repeating(run: RunDetail) -> str:
    return f"Seed {run.seed}; data {run.data_hash}; Alongside {run.library_version}; run {run.summary.id}"
