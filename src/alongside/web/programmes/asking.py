"""A page with one form: shown, checked, handed to one action, and what the action says shown beside its field."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from alongside.programmes.errors import ProgrammeRefused
from alongside.web.design.doors import PageRequest

Done = tuple[str, str]
"""Where to go, and what to say there."""


def form_page(
    request: PageRequest, form: forms.Form, act: Callable[[dict[str, Any]], Done], *, title: str, button: str, back: str,
    caption: str = "", intro: Sequence[str] = (), template: str = "programmes/form.html", **context: Any,
) -> HttpResponse:  # fmt: skip
    """Draw the form, or do what it asks. What cannot be done is said on the form, with all that was typed."""
    if request.method == "POST" and form.is_valid():
        try:
            where, said = act(form.cleaned_data)
        except ProgrammeRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            messages.success(request, said)
            return redirect(where)
    shown = {"title": title, "button": button, "back": back, "caption": caption, "intro": intro, "form": form}
    return render(request, template, {**shown, **context})
