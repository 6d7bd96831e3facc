"""What every page of this journey does when something is sent."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alongside.community.errors import ChangedMeanwhile, CommunityRefused


def done(form: forms.Form, keep: Callable[[], Any]) -> bool:
    """Whether it was kept. If not, the form says why; `form.theirs` is the text of somebody who saved first."""
    form.theirs = ""  # type: ignore[attr-defined]
    if not (form.is_bound and form.is_valid()):
        return False
    try:
        keep()
    except CommunityRefused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return False
    except ChangedMeanwhile as changed:
        form.theirs = changed.theirs  # type: ignore[attr-defined]
        form.add_error(None, str(changed))
        return False
    return True


def form_page(
    request: HttpRequest, form: forms.Form, title: str, button: str, *, back: str, caption: str = "Mentors"
) -> HttpResponse:
    context = {"form": form, "title": title, "button": button, "back": back, "caption": caption}
    return render(request, "mentors/form.html", context)
