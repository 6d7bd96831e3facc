"""Adding a version of a definition, or a definition beside others."""

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from alongside.outcomes.actions.measures import OwnDefinition, add_definition, add_version
from alongside.outcomes.definitions import LABELS, DefinitionText, VersionTold
from alongside.outcomes.errors import OutcomesRefused
from alongside.outcomes.queries import measures as registry
from alongside.partners.errors import Stale
from alongside.partners.roles import Permission
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.measures.forms import OwnForm, VersionForm, initial_of


@page(Permission.KEEP_MEASURES)
@get_or_post
def change(request: PageRequest, code: str) -> HttpResponse:
    """A stale save shows both texts, and takes what was typed further from the newer one."""
    now = registry.definition(code)
    if now is None:
        raise Http404
    form, theirs = VersionForm(sent(request), initial=initial_of(now.text, now.version)), None
    if form.is_valid():
        try:
            reference = add_version(
                code=code, text=form.text(), reason=form.cleaned_data["reason"], based_on=form.cleaned_data["based_on"],
                sent_key=form.cleaned_data["sent_key"], by=request.viewer, at=request.viewer.at,
            )  # fmt: skip
        except Stale as stale:
            theirs = _words(stale.theirs)
            form.data = {**request.POST.dict(), "based_on": now.version, "sent_key": str(uuid4())}
        except OutcomesRefused as refused:
            _say(form, refused)
        else:
            messages.success(request, f"Kept as {reference}. Figures that name an older version still lead to it.")
            return redirect("measure_definition", code)
    yours = _typed(form) if theirs else ""
    return render(request, "measures/change.html", {"form": form, "one": now, "theirs": theirs, "yours": yours})


@page(Permission.KEEP_MEASURES)
@get_or_post
def add(request: PageRequest, code: str) -> HttpResponse:
    measure = registry.measure(code)
    if measure is None:
        raise Http404
    form = OwnForm(sent(request), initial={"sent_key": uuid4()})
    if form.is_valid():
        own = OwnDefinition(code, form.cleaned_data["name"], form.cleaned_data["measured"])
        try:
            add_definition(
                own=own, text=form.text(), reason=form.cleaned_data["reason"], sent_key=form.cleaned_data["sent_key"],
                by=request.viewer, at=request.viewer.at,
            )  # fmt: skip
        except OutcomesRefused as refused:
            _say(form, refused)
        else:
            messages.success(request, f"“{own.name}” stands beside the others.")
            return redirect("measure", code)
    return render(request, "measures/add.html", {"form": form, "measure": measure})


def _say(form: forms.Form, refused: OutcomesRefused) -> None:
    form.add_error(refused.field if refused.field in form.fields else None, str(refused))


def _words(version: Any) -> str:
    assert isinstance(version, VersionTold)
    return f"{version.reference}, {version.by}: {version.reason}\n\n{_text(version.text)}"


def _typed(form: VersionForm) -> str:
    return f"{form.cleaned_data['reason']}\n\n{_text(form.text())}"


def _text(text: DefinitionText) -> str:
    return "\n".join(f"{label}: {getattr(text, name)}" for name, label in LABELS.items())
