"""Sets of incidents and their files: list, make, send, choose columns, report."""

from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from alongside.common.text import counted
from alongside.exchange import incidents_intake
from alongside.exchange.incident_outlines import read_outline
from alongside.exchange.tables import TableRefused
from alongside.partners.errors import Invalid, Stale
from alongside.partners.roles import Permission
from alongside.places import actions
from alongside.places.errors import PlacesRefused
from alongside.places.incident_drafts import ColumnMapping
from alongside.places.incident_rules import plane_words
from alongside.places.queries import incidents
from alongside.places.queries.area_months import count_sources_for
from alongside.places.queries.held_counts import LEAST, recent_counts
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.lists import page_number, paging, past_the_end
from alongside.web.places.incident_forms import ColumnsForm, OutlineForm, SendForm, SetForm

SENT_BEFORE = "The very same file was sent before. Nothing enters twice: this is what became of it."
COLOURS = {
    "unmapped": "yellow",
    "waiting": "yellow",
    "reading": "blue",
    "done": "green",
    "refused": "red",
    "stopped": "red",
}


@page(Permission.SEE_PLACES)
@require_safe
def listing(request: PageRequest) -> HttpResponse:
    may_give = request.viewer.may(Permission.STUDY_PLACES)
    context = {
        "sets": incidents.sets(request.viewer),
        "counts": count_sources_for(request.viewer),
        "may_give": may_give,
    }
    return render(request, "places/incidents.html", context)


@page(Permission.SEE_PLACES)
@require_safe
def counts(request: PageRequest, key: str) -> HttpResponse:
    """Counts of what happened to people: small ones are held back."""
    found = recent_counts(request.viewer, key)
    if found is None:
        raise Http404
    return render(request, "places/incident_counts.html", {"counts": found, "least": LEAST})


@page(Permission.STUDY_PLACES)
@get_or_post
def make(request: PageRequest) -> HttpResponse:
    form = SetForm(sent(request))
    if form.is_valid():
        try:
            made = actions.make_set(draft=form.draft(), by=request.viewer.actor, at=request.viewer.at)
        except Invalid as problem:
            form.add_error(problem.field or None, str(problem))
        else:
            return redirect("incident_send", made)
    return render(request, "places/incident_set_form.html", {"form": form, "held": None, "theirs": None})


@page(Permission.STUDY_PLACES)
@get_or_post
def amend(request: PageRequest, set_id: int) -> HttpResponse:
    held = _set(request, set_id)
    form, theirs = SetForm(sent(request), held=held), None
    if form.is_valid():
        typed = request.POST.get("version", "")
        version = int(typed) if typed.isdecimal() and len(typed) < 8 else -1
        try:
            actions.amend_set(
                set_id=set_id, draft=form.draft(), version=version, by=request.viewer.actor, at=request.viewer.at
            )
        except Stale as stale:
            theirs, held = stale.theirs, _set(request, set_id)
        except Invalid as problem:
            form.add_error(problem.field or None, str(problem))
        except PlacesRefused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("incident_set", set_id)
    return render(request, "places/incident_set_form.html", {"form": form, "held": held, "theirs": theirs})


@page(Permission.SEE_PLACES)
@require_safe
def one_set(request: PageRequest, set_id: int) -> HttpResponse:
    held = _set(request, set_id)
    listed, part = incidents.incident_files(request.viewer, set_id, page_number(request))
    if elsewhere := past_the_end(request, part):
        return elsewhere
    context = {
        "held": held,
        "plane": plane_words(held.plane) if held.plane else "",
        "files": listed,
        "paging": paging(part),
        "strays": incidents.strays_of(request.viewer, set_id),
        "notes": incidents.notes_of_set(request.viewer, set_id),
        "may_give": _may_give(request, held),
        "colours": COLOURS,
    }
    return render(request, "places/incident_set.html", context)


@page(Permission.STUDY_PLACES)
@get_or_post
def send(request: PageRequest, set_id: int) -> HttpResponse:
    held = _set(request, set_id)
    usual = {"licence": held.licence}
    form = SendForm(request.POST, request.FILES) if request.method == "POST" else SendForm(initial=usual)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            file_id, is_new = incidents_intake.take_in(
                set_id=set_id, name=file.name, raw=file.read(), licence=form.cleaned_data["licence"], keep_in=_folder(),
                by=request.viewer.actor, at=request.viewer.at,
            )  # fmt: skip
        except PlacesRefused as refused:
            form.add_error(None, str(refused))
        else:
            if not is_new:
                messages.info(request, SENT_BEFORE)
            return redirect("incident_file", file_id)
    return render(request, "places/incident_send.html", {"form": form, "held": held})


@page(Permission.STUDY_PLACES)
@get_or_post
def outline(request: PageRequest, set_id: int) -> HttpResponse:
    held = _set(request, set_id)
    form = OutlineForm(request.POST, request.FILES) if request.method == "POST" else OutlineForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            geometry = read_outline(file.read(), held.plane, form.metres_in_unit)
            actions.set_outline(
                set_id=set_id, geometry=geometry, name=file.name, by=request.viewer.actor, at=request.viewer.at
            )
        except (TableRefused, PlacesRefused) as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("incident_set", set_id)
    return render(request, "places/incident_outline.html", {"form": form, "held": held})


@page(Permission.STUDY_PLACES)
@require_safe
def file(request: PageRequest, file_id: int) -> HttpResponse:
    found = _file(request, file_id)
    if found.state == "unmapped":
        return redirect("incident_columns", file_id)
    rejects, part = incidents.file_rejects(request.viewer, file_id, page_number(request))
    if elsewhere := past_the_end(request, part):
        return elsewhere
    context = {
        "file": found,
        "rejects": rejects,
        "kinds": incidents.reject_kinds(request.viewer, file_id),
        "paging": paging(part),
        "colours": COLOURS,
        "may_give": _may_give(request, _set(request, found.set_id)),
        "progress": _progress(found),
    }
    return render(request, "places/incident_file.html", context)


@page(Permission.STUDY_PLACES)
@require_safe
def file_state(request: PageRequest, file_id: int) -> HttpResponse:
    """The same for the script that looks again and again."""
    return JsonResponse(_progress(_file(request, file_id)))


def _progress(file: incidents.FileReportPage) -> dict[str, bool | int | str]:
    return {
        "under_way": file.is_under_way,
        "words": f"{file.rows_read:,} of {counted(file.rows, 'row')} read so far.",
        "per_cent": 100 * file.rows_read // max(1, file.rows),
    }


@page(Permission.STUDY_PLACES)
@get_or_post
def columns(request: PageRequest, file_id: int) -> HttpResponse:
    found = _file(request, file_id)
    if found.state not in ("unmapped", "refused") or not found.header or not found.raw_copy:
        return redirect("incident_file", file_id)
    guess, why, is_remembered = _guess(request, found)
    form = ColumnsForm(sent(request), columns=found.header, guess=guess, why=why)
    if form.is_valid():
        try:
            mapping = incidents_intake.settled(form.mapping(), _folder(), found.raw_copy)
            actions.choose_columns(file_id=file_id, mapping=mapping, by=request.viewer.actor, at=request.viewer.at)
        except (PlacesRefused, TableRefused) as refused:
            form.add_error(None, str(refused))
        else:
            if found.rows <= incidents_intake.AT_ONCE:
                incidents_intake.enter_at_once(request.viewer.at, keep_in=_folder(), file_id=file_id)
            return redirect("incident_file", file_id)
    context = {"form": form, "file": found, "is_remembered": is_remembered}
    return render(request, "places/incident_columns.html", context)


@page(Permission.STUDY_PLACES)
@require_POST
def change(request: PageRequest, file_id: int, deed: str) -> HttpResponse:
    """Stop a file, go on with it, or take it out of its set."""
    if deed not in ("stop", "resume", "take-out"):
        raise Http404
    found = _file(request, file_id)
    by, at = request.viewer.actor, request.viewer.at
    try:
        if deed == "stop":
            actions.stop_incident_file(file_id=file_id, by=by, at=at)
        elif deed == "resume":
            actions.resume_incident_file(file_id=file_id, by=by, at=at)
        else:
            removed = actions.take_out_file(file_id=file_id, by=by, at=at)
            messages.success(request, f"“{found.name}” was taken out, with {removed:,} incidents.")
            return redirect("incident_set", found.set_id)
    except PlacesRefused as refused:
        messages.error(request, str(refused))
    return redirect("incident_file", file_id)


def _guess(request: PageRequest, found: incidents.FileReportPage) -> tuple[ColumnMapping, dict[str, str], bool]:
    """What was chosen for the same header before, or a guess with its reasons. Whether times carry a zone is seen in the
    file itself: it is no matter of choice."""
    kept = incidents.remembered(request.viewer, found.set_id, actions.fingerprint(found.header))
    guessed = incidents_intake.guess(_folder(), found.raw_copy, _set(request, found.set_id).zone)
    if kept is not None:
        is_same = kept.when == guessed.mapping.when
        return replace(kept, carries_zone=guessed.mapping.carries_zone) if is_same else kept, {}, True
    return guessed.mapping, dict(guessed.why), False


def _set(request: PageRequest, set_id: int) -> incidents.SetSummary:
    found = incidents.incident_set(request.viewer, set_id)
    if found is None:
        raise Http404
    return found


def _file(request: PageRequest, file_id: int) -> incidents.FileReportPage:
    found = incidents.incident_file(request.viewer, file_id)
    if found is None:
        raise Http404
    return found


def _may_give(request: PageRequest, held: incidents.SetSummary) -> bool:
    return request.viewer.may(Permission.STUDY_PLACES) and held.agency_code == request.viewer.agency_code


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT)
