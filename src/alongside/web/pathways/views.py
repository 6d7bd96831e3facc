"""Keeping pathways: each change is kept in a draft at once; publishing is a step of its own, with what changed."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from alongside.partners.errors import Invalid, Stale
from alongside.partners.roles import Permission
from alongside.support.actions import pathway_versions as keeping
from alongside.support.definitions.changing import NoSuchPart, kind_at, moved, name_at, part_at, with_part, without_part
from alongside.support.definitions.mentions import times_named, with_new_code
from alongside.support.definitions.parts import Definition
from alongside.support.pathway_seen import Seen, read_seen
from alongside.support.queries import pathways
from alongside.web.design.doing import get_or_post
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.questions import AnswersForm
from alongside.web.pathways.forms import (
    NAMES,
    NewPathwayForm,
    OpeningForm,
    PartForm,
    PublishForm,
    ReceiversForm,
    groups_of,
    lists_of,
)


@page(Permission.KEEP_PATHWAYS)
@require_safe
def every(request: PageRequest) -> HttpResponse:
    return render(request, "pathways/list.html", {"pathways": pathways.pathways(request.viewer)})


@page(Permission.KEEP_PATHWAYS)
@require_safe
def one(request: PageRequest, pathway: str, number: int | None = None) -> HttpResponse:
    kept = pathways.pathway(request.viewer, pathway, number)
    return render(
        request, "pathways/one.html", {"kept": kept, "definition": kept.definition, "is_old": number is not None}
    )


@page(Permission.KEEP_PATHWAYS)
@require_safe
def preview(request: PageRequest, pathway: str) -> HttpResponse:
    """The form as a referrer will see it. Nothing can be sent from here."""
    kept = pathways.pathway(request.viewer, pathway)
    form = AnswersForm(questions=kept.definition.questions) if kept.definition else None
    return render(request, "pathways/preview.html", {"kept": kept, "form": form})


@page(Permission.KEEP_PATHWAYS)
@get_or_post
def part(request: PageRequest, pathway: str, path: str = "") -> HttpResponse:
    """One part: its own fields here, the parts within it each on a page of its own."""
    kept = pathways.pathway(request.viewer, pathway)
    kind, there, is_gone = _asked(request, kept.document, path)
    named_in = times_named(kept.document, path) if there else 0
    form = PartForm(request.POST if request.method == "POST" else None, kind=kind, part=there, named_in=named_in)
    theirs: list[tuple[str, str]] = []
    if is_gone:
        form.add_error(None, GONE)
    elif form.is_bound and form.is_valid():
        made = form.part()
        renamed = with_new_code(kept.document, path, form.new_code) if form.new_code else kept.document
        document = with_part(renamed, path, made) if path else made
        try:
            _same_part(request, kept.document, path)
            return _keep(request, document, _list_of(pathway, path), _seen(request))
        except Invalid as problem:
            form.add_error(None, str(problem))
        except Stale as problem:
            theirs = form.beside(there or {})
            form.add_error(None, str(problem))
    lists = {name: (there or {}).get(name, []) for name in lists_of(kind)} if there is not None else {}
    context = {
        "kept": kept, "form": form, "path": path, "up": _up(path), "lists": lists, "is_new": there is None,
        "name": NAMES[kind], "groups": groups_of(kind), "was": _was(request, kept.document, path), "theirs": theirs,
    }  # fmt: skip
    return render(request, "pathways/part.html", context)


def _asked(request: PageRequest, document: Any, path: str) -> tuple[type, dict[str, Any] | None, bool]:
    """The kind of the part, the part, and whether a colleague took away the place for which something was typed."""
    try:
        kind = kind_at(path) if path else Definition
    except NoSuchPart as error:
        raise Http404 from error
    try:
        return kind, _there(document, path), False
    except NoSuchPart as error:
        if request.method != "POST":
            raise Http404 from error
        return kind, None, True


def _there(document: Any, path: str) -> dict[str, Any] | None:
    """The part, or None for one that is to be added at the end of a list."""
    if not path or path in groups_of(Definition):
        return dict(document.get(path, {}) if path else document)
    before, _, last = path.rpartition(".")
    if last.isdecimal() and int(last) == len(part_at(document, before)):
        return None
    return dict(part_at(document, path))


def _up(path: str) -> str:
    steps = path.split(".")[:-1]
    return ".".join(steps[:-1] if steps and not steps[-1].isdecimal() else steps)


MOVED = (
    "A colleague has changed the order, or taken this part out, since you opened the page. Open it again from the list."
)

GONE = (
    "A colleague has taken out parts of this list since you opened the page, or thrown the draft away. What you typed is "
    "below, and not kept: open the list, and add it there if it should still hold."
)


def _was(request: PageRequest, document: Any, path: str) -> str:
    """The name of the part as the page was opened with it; a page that is shown again keeps to that."""
    return request.POST["was"] if "was" in request.POST else name_at(document, path)


def _same_part(request: PageRequest, document: Any, path: str) -> None:
    """A place in a list is no name: another part may stand there by now, and must not be overwritten or taken out."""
    if "was" in request.POST and request.POST["was"] != name_at(document, path):
        raise Invalid(MOVED, "")


def _seen(request: PageRequest) -> Seen | None:
    return read_seen(request.POST.get("seen", ""))


def _list_of(pathway: str, path: str) -> tuple[str, ...]:
    """Where a part stands among its like; from the pathway's own fields back to its page."""
    if up := _up(path):
        return ("pathway_part", pathway, up)
    return ("pathway_whole" if path else "pathway_kept", pathway)


def _keep(request: PageRequest, document: Any, back: tuple[str, ...], seen: Seen | None) -> HttpResponse:
    keeping.keep_draft(document=document, by=request.viewer, at=request.viewer.at, seen=seen)
    messages.success(request, "Kept in the draft. Nothing changes for new cases until you publish it.")
    return redirect(*back)


@page(Permission.KEEP_PATHWAYS)
@require_POST
def remove(request: PageRequest, pathway: str, path: str) -> HttpResponse:
    return _changed(request, pathway, path, lambda document: without_part(document, path), "Taken out of the draft.")


@page(Permission.KEEP_PATHWAYS)
@require_POST
def move(request: PageRequest, pathway: str, path: str) -> HttpResponse:
    by = -1 if request.POST.get("up") else 1
    return _changed(request, pathway, path, lambda document: moved(document, path, by), "Moved in the draft.")


def _changed(request: PageRequest, pathway: str, path: str, change: Callable[[Any], Any], words: str) -> HttpResponse:
    kept = pathways.pathway(request.viewer, pathway)
    try:
        changed = change(kept.document)
        _same_part(request, kept.document, path)
        keeping.keep_draft(document=changed, by=request.viewer, at=request.viewer.at, seen=_seen(request))
    except NoSuchPart as error:
        raise Http404 from error
    except (Invalid, Stale) as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, words)
    return redirect(*_list_of(pathway, path))


@page(Permission.KEEP_PATHWAYS)
@get_or_post
def copy(request: PageRequest, pathway: str) -> HttpResponse:
    kept = pathways.pathway(request.viewer, pathway)
    form = NewPathwayForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        if any(one.code == given["code"] for one in pathways.pathways(request.viewer)):
            form.add_error("code", "There is a pathway with this code already. Choose another.")
        else:
            try:
                back = ("pathway_kept", given["code"])
                return _keep(request, {**kept.document, **given}, back, Seen(0, 0))
            except (Invalid, Stale) as problem:
                form.add_error(None, str(problem))
    return render(request, "pathways/copy.html", {"kept": kept, "form": form})


@page(Permission.KEEP_PATHWAYS)
@get_or_post
def publish(request: PageRequest, pathway: str) -> HttpResponse:
    kept = pathways.pathway(request.viewer, pathway)
    if request.method != "POST" and not kept.is_draft:
        messages.warning(request, "There is no draft to publish. Change the pathway first.")
        return redirect("pathway_kept", pathway)
    form = PublishForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            seen = _seen(request) or Seen(0, 0)
            keeping.publish(code=pathway, seen=seen, by=request.viewer, at=request.viewer.at, **form.cleaned_data)
        except (Invalid, Stale) as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Published. New cases begin under this version.")
            return redirect("pathway_kept", pathway)
    return render(request, "pathways/publish.html", {"kept": kept, "form": form})


@page(Permission.KEEP_PATHWAYS)
@require_POST
def discard(request: PageRequest, pathway: str) -> HttpResponse:
    try:
        keeping.discard_draft(code=pathway, by=request.viewer, at=request.viewer.at, seen=_seen(request))
    except (Invalid, Stale) as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, "The draft is thrown away.")
    known = {one.code for one in pathways.pathways(request.viewer) if one.in_use}
    return redirect("pathway_kept", pathway) if pathway in known else redirect("pathways_kept")


@page(Permission.KEEP_PATHWAYS)
@get_or_post
def receivers(request: PageRequest, pathway: str) -> HttpResponse:
    kept = pathways.pathway(request.viewer, pathway)
    form = ReceiversForm(request.POST if request.method == "POST" else None, initial={"agencies": kept.receivers})
    form.fields["agencies"].choices = kept.may_receive  # type: ignore[attr-defined]
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data["agencies"]
        try:
            keeping.set_receivers(code=pathway, agencies=chosen, by=request.viewer, at=request.viewer.at)
        except Invalid as problem:
            form.add_error("agencies", str(problem))
        else:
            messages.success(request, "Kept.")
            return redirect("pathway_kept", pathway)
    return render(request, "pathways/receivers.html", {"kept": kept, "form": form})


@page(Permission.KEEP_PATHWAYS)
@get_or_post
def opening(request: PageRequest, pathway: str) -> HttpResponse:
    """Close a pathway to new cases, or open it again: whichever it is not."""
    kept = pathways.pathway(request.viewer, pathway)
    form = OpeningForm(
        request.POST if request.method == "POST" else None, initial={"to": "" if kept.is_open else "open"}
    )
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        change = keeping.reopen_pathway if given["to"] else keeping.close_pathway
        try:
            change(code=pathway, reason=given["reason"], by=request.viewer, at=request.viewer.at)
        except (Invalid, Stale) as problem:
            form.add_error(None, str(problem))
        else:
            said = "New cases may begin again." if given["to"] else "Closed to new cases. Those under way go on."
            messages.success(request, said)
            return redirect("pathway_kept", pathway)
    return render(request, "pathways/opening.html", {"kept": kept, "form": form})
